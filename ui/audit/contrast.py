"""Measures from the picture of a window how well its words stand out from what they are drawn on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from ui.audit.finding import Check, Finding
from ui.audit.scene import Scene, Text
from ui.audit.texts import note, visible

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENOUGH = 4.5
"""WCAG 2.2, 1.4.3 (AA)."""
ENOUGH_LARGE = 3.0
LARGE_PX = 40
"""Bold type of this height and more counts as large."""
ENOUGH_HIGH = 7.0
"""In the high-contrast theme: WCAG 2.2, 1.4.6 (AAA)."""
ENOUGH_OFF = 3.0
"""Words of what cannot be used now; WCAG asks nothing for them, and yet they are read."""
STEP = 16
"""Colours that differ by less count as one when pixels are counted."""
FEW = 6
"""Pixels of a colour that are still a stroke of a letter; fewer are chance."""

FADE = 60
"""Units of the design in which what scrolls on fades away."""


def check_contrast(scene: Scene, picture: QImage, *, high: bool) -> Iterator[Finding]:
    """`picture`: the window as grabbed, one pixel for a pixel of the scene."""
    pixels = pixels_of(picture)
    for text in scene.texts:
        box = visible(text).toAlignedRect()
        part = pixels[max(0, box.top()) : box.bottom() + 1, max(0, box.left()) : box.right() + 1]
        if part.size == 0 or _fades(text, scene.scale) or box.height() < text.ink.height() / 2:
            continue
        found = contrast(part)
        if found < enough(text, high=high) - 0.05:
            yield note(
                Check.CONTRAST, f"{found:.1f}:1, {enough(text, high=high):.1f} is enough: {text.words}", text.ink
            )


def _fades(text: Text, scale: float) -> bool:
    """Whether a text stands in the haze at the foot of what scrolls on, or at its head (`ScrollPager.qml`)."""
    if text.view is None or not text.view.upright:
        return False
    view = text.view.box
    return text.ink.bottom() > view.bottom() - FADE * scale or (
        text.view.begun and text.ink.top() < view.top() + FADE * scale
    )


def enough(text: Text, *, high: bool) -> float:
    """The least ratio for a text."""
    if not text.enabled:
        return ENOUGH_OFF
    if high:
        return ENOUGH_HIGH
    return ENOUGH_LARGE if text.bold and text.pixels >= LARGE_PX else ENOUGH


def pixels_of(picture: QImage) -> NDArray[np.uint8]:
    """Height × width × 3, blue first."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), np.uint8)
    return flat.reshape(plain.height(), plain.bytesPerLine() // 4, 4)[:, : plain.width(), :3].copy()


def contrast(part: NDArray[np.uint8]) -> float:
    """WCAG's ratio between the commonest colour (the ground) and the one of those left that differs most (the ink).

    The edges of letters are blended, so what few pixels have is no ink; thin strokes still have some full ones.
    """
    flat = part.reshape(-1, 3)
    cells = (flat // STEP).astype(np.int32) @ np.array([1, 256, 65536])
    _, first, counts = np.unique(cells, return_index=True, return_counts=True)
    shades = np.array([_brightness(flat[at]) for at in first])
    ground = shades[counts.argmax()]
    inks = shades[counts >= FEW]
    return float(max((max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) for ink in inks)) if inks.size else 1.0


def _brightness(pixel: NDArray[np.uint8]) -> float:
    """Relative luminance of WCAG 2.2, 0 to 1; blue first."""
    parts = pixel.astype(np.float64) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.0722, 0.7152, 0.2126]))
