"""A black-and-white picture for a thermal head: packed rows, one bit a dot."""

from __future__ import annotations

from dataclasses import dataclass

RECEIPT_WIDTH_DOTS = 576
"""80 mm roll, 203 dpi: 576 dots are 72 mm printable (facts, printing, section 4)."""


@dataclass(frozen=True, kw_only=True)
class Raster:
    """`rows` holds `height` rows of `width / 8` bytes, leftmost dot in the highest bit, 1 = black."""

    width: int
    height: int
    rows: bytes

    def __post_init__(self) -> None:
        if self.width <= 0 or self.width % 8 or self.height <= 0:
            raise ValueError(f"raster of {self.width}×{self.height} dots: width must be a multiple of 8")
        if len(self.rows) != self.stride * self.height:
            raise ValueError(f"{len(self.rows)} bytes for {self.width}×{self.height} dots")

    @property
    def stride(self) -> int:
        """Bytes a row."""
        return self.width // 8

    def band(self, top: int, height: int) -> bytes:
        """The bytes of `height` rows from `top`."""
        return self.rows[top * self.stride : (top + height) * self.stride]
