"""Owns where in a picture a machine-readable zone may stand, and cuts it out: upright, large and black on white.

The usual way: dark strokes on light (blackhat), their edges across, closed to one block; blocks of a zone's shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from drivers.camera.cv import cv2
from drivers.camera.sources import Picture

Grey = NDArray[np.uint8]
"""Rows × columns, 8 bits."""

_SEARCH_WIDTH_PX = 640
"""Blocks are searched for in a picture this wide; what is cut out comes from the whole one."""
_STROKES_PX, _LETTERS_PX, _LINES_PX = (17, 7), (21, 3), (13, 13)
"""Wider than a letter of a zone that fills the picture (14 px); joins letters of a line; joins lines (8 px apart)."""
_NARROWEST = 0.4
"""Of the picture's width. A TD3 zone then has 6 px a letter at 640 px, which is too little to be read already."""
_SHAPES = ((5.0, 10.0, 30), (10.0, 24.0, 44))
"""Width over height of a block, from and to, and the letters in a line: a TD1 zone is 76 × 11 mm, a TD3 zone
112 × 6.7 mm (ICAO 9303-4 and -5)."""
_STEEPEST_DEG = 20.0
LETTERS_PX = (34, 27)
"""From letter to letter in what is cut out: capitals of about 32 and 26 px, as tesseract likes them. Each reads some
that the other does not."""
_MARGIN = 0.35
"""Of the block's height, above and below, and at both ends."""
_PAPER_PX = 35
"""More than any stroke of what is cut out; the brightest within it is paper."""
_MOST = 3
"""Blocks of one picture."""


def bands(picture: Picture, letter_px: int) -> Iterator[Grey]:
    """What may be a zone, the widest first, `letter_px` from letter to letter. Who takes one overwrites it."""
    grey = cast(Grey, cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    try:
        for middle, size, turn_deg, letters in _blocks(grey):
            yield _cut(grey, middle, size, turn_deg, letters * letter_px)
    finally:
        grey.fill(0)


def _blocks(grey: Grey) -> Sequence[tuple[tuple[float, float], tuple[float, float], float, int]]:
    """Middle, size, clockwise turn and letters a line of each block, in pixels of `grey`."""
    scale = min(1.0, _SEARCH_WIDTH_PX / grey.shape[1])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, _box(_STROKES_PX))
    edges = cv2.convertScaleAbs(cv2.Sobel(dark, cv2.CV_32F, 1, 0, ksize=3))
    lines = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, _box(_LETTERS_PX))
    _, block = cv2.threshold(lines, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    block = cv2.morphologyEx(block, cv2.MORPH_CLOSE, _box(_LINES_PX))
    block = cv2.morphologyEx(block, cv2.MORPH_OPEN, _box((5, 5)))
    found = []
    for contour in cv2.findContours(block, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        middle, (width, height), turn_deg = cv2.minAreaRect(contour)
        if width < height:
            width, height, turn_deg = height, width, turn_deg + 90.0
        turn_deg = (turn_deg + 90.0) % 180.0 - 90.0
        letters = next((count for low, high, count in _SHAPES if low <= width / max(height, 1.0) < high), None)
        if letters and width >= _NARROWEST * small.shape[1] and abs(turn_deg) <= _STEEPEST_DEG:
            place, size = (middle[0] / scale, middle[1] / scale), (width / scale, height / scale)
            found.append((place, size, turn_deg, letters))
    for used in (small, dark, edges, lines, block):
        used.fill(0)
    return sorted(found, key=lambda one: -one[1][0])[:_MOST]


def _cut(grey: Grey, middle: tuple[float, float], size: tuple[float, float], turn_deg: float, width_px: int) -> Grey:
    enlarge = width_px / size[0]
    width, height = (round((side + 2 * _MARGIN * size[1]) * enlarge) for side in size)
    turn = cv2.getRotationMatrix2D(middle, turn_deg, enlarge)
    turn[:, 2] += np.array((width / 2 - middle[0], height / 2 - middle[1]))
    band = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    # light that falls off to one side is divided out before one threshold is set
    paper = cv2.morphologyEx(band, cv2.MORPH_CLOSE, _box((_PAPER_PX, _PAPER_PX)))
    even = cv2.divide(band, paper, scale=255)
    _, print_ = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    for used in (band, paper, even):
        used.fill(0)
    return cast(Grey, print_)


def _box(size: tuple[int, int]) -> NDArray[np.uint8]:
    return cast(NDArray[np.uint8], cv2.getStructuringElement(cv2.MORPH_RECT, size))
