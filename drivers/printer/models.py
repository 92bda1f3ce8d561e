"""The printer models we know: their paper, speed and dialect of the status bytes.

To add one, take every value from its manual and add a line to `MODELS` (docs/drivers-printer.md says what to check).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BAND_ROWS = 128
"""Rows a `GS v 0` command: long rasters overflow small buffers (facts, printing, sections 3 and 4)."""


class StatusFamily(StrEnum):
    """How the bits of `DLE EOT 4` are read."""

    EPSON = "epson"
    """Bits 2+3 near end, 5+6 paper end (TM-T88III manual p. 304)."""
    BLACK_MARK = "black-mark"
    """Bits 5+6 are the black mark, not the paper end (RP-U420); the end shows in `DLE EOT 2` alone."""


@dataclass(frozen=True, kw_only=True)
class PrinterModel:
    name: str
    width_dots: int = 576
    """80 mm roll at 203 dpi: 72 mm printable."""
    dots_per_inch: int = 203
    """Motion unit we set with `GS P`, so that one feed unit is one row."""
    rows_per_second: int = 100
    """Slowest speed to expect; deadlines are made of it (facts, printing, section 5)."""
    family: StatusFamily = StatusFamily.EPSON
    cuts: bool = True
    bad_height_multiple: int | None = None
    """A `GS v 0` height that is a multiple of this prints garbage (python-escpos #367: 48 on POS-5890K)."""


DEFAULT_MODEL = "escpos-80"
"""Assumes nothing but Epson's documented layout; what does not fit it counts as no answer."""

MODELS = {
    model.name: model
    for model in (
        PrinterModel(name=DEFAULT_MODEL),
        PrinterModel(name="escpos-80-black-mark", family=StatusFamily.BLACK_MARK),
        PrinterModel(name="escpos-58", width_dots=384, cuts=False),
        # 180 dpi: 512 dots (python-escpos profile TM-T88V)
        PrinterModel(name="epson-tm-t88v", width_dots=512, dots_per_inch=180),
        PrinterModel(name="pos-5890k", width_dots=384, cuts=False, bad_height_multiple=48),
    )
}


def printer_model(name: str) -> PrinterModel:
    """The model of that name; `ValueError` lists those we know."""
    model = MODELS.get(name)
    if model is None:
        raise ValueError(f"printer model {name!r} is not known; known: {', '.join(MODELS)}")
    return model
