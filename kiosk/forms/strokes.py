"""Handwritten strokes as a front end sends them, and when they are a signature."""

from __future__ import annotations

MAX_STROKES = 200
MIN_POINTS, MAX_POINTS = 5, 20_000
"""Bounds of a signature: a long one has some thousands of points."""
_MAX_NUMBER = 10_000_000


def read_strokes(value: object) -> list[list[list[int]]] | None:
    """Strokes of points [x, y, milliseconds], x and y in thousandths of the pad's width; None for no signature."""
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_STROKES:
        return None
    strokes: list[list[list[int]]] = []
    points = 0
    for stroke in value:
        if not isinstance(stroke, list):
            return None
        kept: list[list[int]] = []
        for point in stroke:
            good = isinstance(point, list | tuple) and len(point) == 3
            if not good or not all(type(number) is int and 0 <= number <= _MAX_NUMBER for number in point):
                return None
            kept.append([int(number) for number in point])
        points += len(kept)
        strokes.append(kept)
    return strokes if MIN_POINTS <= points <= MAX_POINTS else None
