"""The shape of the window in design units: upright or lying, how large, and how many units a finger needs.

Pages are laid out in design units and drawn to the window's pixels by one scale, so nothing is stretched. Upright,
the design is at least 1080×1920; lying, at least 1350×1080. One of the two lengths is met exactly, the other takes
what the window has more: 1920×1080 pixels are 1920×1080 units, 1280×1024 are 1350×1080, 1200×1920 are 1200×1920.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

PORTRAIT = (1080, 1920)
LANDSCAPE = (1350, 1080)
LONGEST = 2400
"""Units. What a window has beyond this stays empty at both sides: columns wider than this are hard to read."""
TARGET_MM = 12.0
ELDER_TARGET_MM = 15.0
"""Least side of what is touched: 44 and 60 dp of the Chinese guidance for the elderly, with room for a tremor."""
LEAST_TARGET = 90
"""Units, whatever the glass: 22 mm on a 21.5 inch screen."""


@dataclass(frozen=True, kw_only=True)
class Glass:
    """The visible screen in millimetres, either way round; the default is a 21.5 inch one."""

    width_mm: float = 268.0
    height_mm: float = 476.0


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What `Theme` knows of the window."""

    wide: bool
    stage_width: float
    stage_height: float
    """Design units; the window is drawn with the scale at which both fit."""
    target: int
    """Least width and height of a target, in design units."""


def shape_of(window: tuple[int, int], glass: Glass, *, elder: bool) -> Shape:
    """The shape of a window of so many pixels that fills a glass of so many millimetres.

    >>> shape_of((1280, 1024), Glass(width_mm=338, height_mm=270), elder=False)
    Shape(wide=True, stage_width=1350.0, stage_height=1080.0, target=90)
    """
    width, height = window
    wide = width >= height
    least_width, least_height = LANDSCAPE if wide else PORTRAIT
    scale = min(width / least_width, height / least_height)
    stage_width, stage_height = min(LONGEST, width / scale), min(LONGEST, height / scale)
    long_mm, short_mm = sorted((glass.width_mm, glass.height_mm), reverse=True)
    # The tighter of the two directions, so that a target is large enough both ways.
    per_mm = max(width / scale / (long_mm if wide else short_mm), height / scale / (short_mm if wide else long_mm))
    target = math.ceil((ELDER_TARGET_MM if elder else TARGET_MM) * per_mm)
    return Shape(wide=wide, stage_width=stage_width, stage_height=stage_height, target=max(LEAST_TARGET, target))
