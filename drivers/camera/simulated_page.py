"""Draws the data page of a travel document as somebody holds it before the camera: some print, and the zone.

Sizes follow ICAO 9303-4 and -5. The letters are Pillow's own, each in its cell: no OCR-B is at hand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_PAGE_MM = {2: (125.0, 88.0), 3: (85.6, 54.0)}
"""By the number of lines: TD3 and TD1."""
_PITCH_MM, _LETTER_MM, _LINE_MM = 2.54, 2.4, 4.3
"""Ten characters an inch; a capital of OCR-B, size 1; from line to line (9303-3, 4.3 and the zone's drawings)."""
_FOOT_MM = 5.0
_LETTER_OF_SIZE = 0.72
"""Height of a capital in Pillow's font, of its size."""
_FINE = 2
"""Drawn so many times larger and made smaller, so that edges are as soft as a lens makes them."""
_PAPER, _INK, _PRINT = (226, 230, 224), (24, 24, 30), (120, 132, 146)

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def page_of(zone: Sequence[str], width_px: int, font: Font | None = None) -> Image.Image:
    """The page, straight; `zone` has two lines of 44 characters or three of 30. `KeyError` for another number."""
    width_mm, height_mm = _PAGE_MM[len(zone)]
    scale = width_px * _FINE / width_mm
    page = Image.new("RGB", (width_px * _FINE, round(height_mm * scale)), _PAPER)
    pen = ImageDraw.Draw(page)
    _print_on(pen, width_mm, height_mm, scale)
    font = font or ImageFont.load_default(size=_LETTER_MM * scale / _LETTER_OF_SIZE)
    left = (width_mm - len(zone[0]) * _PITCH_MM) / 2
    for row, line in enumerate(zone):
        foot = height_mm - _FOOT_MM - (len(zone) - 1 - row) * _LINE_MM
        for place, letter in enumerate(line):
            middle = left + (place + 0.5) * _PITCH_MM
            pen.text((middle * scale, foot * scale), letter, fill=_INK, font=font, anchor="ms")
    return page.resize((page.width // _FINE, page.height // _FINE), Image.Resampling.BOX)


def held(page: Image.Image, *, turn_deg: float = 0.0, lean: float = 0.0) -> Image.Image:
    """A page as it is held, transparent around it. `lean` is by which part its upper edge looks shorter."""
    width, height = page.size
    inset = width * lean / 2
    corners = [(inset, 0.0), (width - inset, 0.0), (width, height), (0.0, height)]
    leaning = page.convert("RGBA").transform(
        page.size, Image.Transform.PERSPECTIVE, _onto(corners, width, height), Image.Resampling.BICUBIC
    )
    return leaning.rotate(turn_deg, Image.Resampling.BICUBIC, expand=True)


def _onto(corners: Sequence[tuple[float, float]], width: int, height: int) -> tuple[float, ...]:
    """Pillow's eight coefficients that put a page's corners onto these."""
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (width, 0), (width, height), (0, height)], strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return tuple(np.linalg.solve(np.array(rows, float), np.array(values, float)).tolist())


def _print_on(pen: ImageDraw.ImageDraw, width_mm: float, height_mm: float, scale: float) -> None:
    """A place for a photo and bars for the print beside it: nothing that a zone could be taken for."""
    high, left = height_mm * 0.5, width_mm * 0.05
    pen.rectangle((left * scale, 8 * scale, (left + high * 0.78) * scale, (8 + high) * scale), fill=_PRINT)
    for row in range(6):
        top, begins = 9 + row * high / 6, width_mm * (0.42 + 0.03 * (row % 2))
        pen.rectangle((begins * scale, top * scale, width_mm * 0.8 * scale, (top + 1.6) * scale), fill=_PRINT)
