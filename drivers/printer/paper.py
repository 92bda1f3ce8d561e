"""What a piece of paper looks like: decodes the bytes that made it back into a picture, for the demonstration.

Knows the commands of docs/drivers-printer.md and no others; the tests judge with another interpreter of their own.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from drivers.printer.models import MODELS
from kiosk.documents.raster import RECEIPT_WIDTH_DOTS, Raster

_LENGTHS = {b"\x1b@": 2, b"\x1da": 3, b"\x1dP": 4, b"\x1dr": 3, b"\x10\x04": 3}
"""Commands without ink."""
_LINE_ROWS = 30
"""A line of `ESC d`: 1/6 inch, rounded as most 203 dpi heads do."""
_WIDEST_BYTES = max(model.width_dots for model in MODELS.values()) // 8


def paper_picture(data: bytes, width: int = RECEIPT_WIDTH_DOTS) -> Raster:
    """All rows printed and fed, up to the end of the bytes. `ValueError` on bytes that are no command of ours."""
    rows = bytearray()
    stride = width // 8
    place = 0
    while place < len(data):
        head = data[place : place + 2]
        number = int.from_bytes(data[place + 2 : place + 3], "little")  # 0 where the bytes end
        if head[:1] == b"\0":
            place += 1
        elif head in _LENGTHS:
            place += _LENGTHS[head]
        elif head == b"\x1dV":
            place += 4 if number in (65, 66) else 3
        elif head in (b"\x1bJ", b"\x1bd"):
            rows += bytes(stride * number * (1 if head == b"\x1bJ" else _LINE_ROWS))
            place += 3
        elif data[place : place + 3] == b"\x1dv0":
            place = _raster(data, place, stride, rows)
        else:
            raise ValueError(f"byte {place}: {data[place : place + 4].hex(' ')} is no command we send")
    if not rows:
        rows += bytes(stride)
    return Raster(width=width, height=len(rows) // stride, rows=bytes(rows))


def write_paper_png(data: bytes, file: Path) -> None:
    """Write the picture of a piece of paper as a PNG, black on white."""
    picture = paper_picture(data)
    # Pillow's raw mode "1;I": packed bits where a set one is black
    image = Image.frombytes("1", (picture.width, picture.height), picture.rows, "raw", "1;I")
    image.save(file, format="PNG")


def _raster(data: bytes, place: int, stride: int, rows: bytearray) -> int:
    """Append the rows of a `GS v 0` at `place`; returns where the next command stands. A lost rest stays white."""
    row_bytes = int.from_bytes(data[place + 4 : place + 6], "little")
    height = int.from_bytes(data[place + 6 : place + 8], "little")
    if not 0 < row_bytes <= _WIDEST_BYTES:
        raise ValueError(f"byte {place}: a raster {row_bytes} bytes wide")
    start = place + 8
    for row in range(height):
        dots = data[start + row * row_bytes : start + (row + 1) * row_bytes]
        rows += dots[:stride].ljust(stride, b"\0")
    return start + height * row_bytes
