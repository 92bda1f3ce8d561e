"""What a check says about a page, and the glass it measures by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MM_PER_INCH = 25.4


class Check(StrEnum):
    """What was looked for."""

    CUT = "cut"
    """Words that do not fit their room, a clipping item or the window, and scroll areas without buttons to scroll."""
    MISSING = "missing"
    """What stands on every page is not to be seen: the call for staff, the way out."""
    SMALL_TYPE = "small-type"
    OVERLAP = "overlap"
    """Words on words, words over the edge of their card, targets on targets."""
    TARGET_SIZE = "target-size"
    TARGET_GAP = "target-gap"
    CONTRAST = "contrast"
    SPOKEN = "spoken"
    """Role and name in the tree of screen readers."""
    FOCUS = "focus"
    """The order of the Tab key."""
    REACH = "reach"
    """Keys outside the window, targets too high."""
    LANGUAGE = "language"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong. `box` is left, top, width, height in pixels of the window."""

    check: Check
    what: str
    box: tuple[int, int, int, int]

    def __str__(self) -> str:
        left, top, width, height = self.box
        return f"{self.check.value}: {self.what} [{width}×{height} at {left},{top}]"


@dataclass(frozen=True, kw_only=True)
class Glass:
    """The visible screen in millimetres, and how high its lower edge hangs above the floor."""

    width_mm: float
    height_mm: float
    lower_edge_mm: float = 760
    """A screen that hangs so keeps all of a 21.5 inch portrait one below 1240 mm (docs/gallery.md)."""


PORTRAIT = Glass(width_mm=268, height_mm=476)
"""21.5 inch, 9:16."""
LANDSCAPE = Glass(width_mm=476, height_mm=268)
COUNTER = Glass(width_mm=338, height_mm=270)
"""17 inch, 5:4."""
