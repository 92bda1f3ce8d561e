"""How pages looked when somebody last looked: small grey pictures, and what differs from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.pictures.collection import pages
from ui.gallery.mode import Mode
from ui.gallery.showing import Showing

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "goldens"
MODES = (Mode(), Mode.read("landscape large en"), Mode.read("counter zh-HK contrast"))
"""Each screen, language and look once; the checks see to the rest."""
SMALLER = 6
"""Pixels of a picture to one of its golden: a line of words is still seen to move."""
GREYS = 16
"""Levels kept, so that a golden has two to five kilobytes."""
DIFFERS = 24
"""Of 255: two levels may come from another version of the font's renderer, more is something else in that place."""
ENOUGH = 4
"""So many pixels of a golden that differ are a change; a glyph's edge makes one or two."""


def wanted() -> Iterator[tuple[Mode, Showing]]:
    """One picture of each page name in each mode, and in the first also of what a visit meets on the way."""
    for mode in MODES:
        seen: set[str] = set()
        for showing in pages(mode):
            kind = showing.page.name.value
            if kind not in seen or (mode is MODES[0] and showing.name.startswith("visit-")):
                yield mode, showing
            seen.add(kind)


def file_of(mode: Mode, showing: Showing) -> Path:
    return FOLDER / str(mode).replace(" ", "-") / f"{showing.name}.png"


def small(picture: QImage) -> QImage:
    """A picture as it is kept."""
    size = picture.size() / SMALLER
    grey = picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    levels = (_pixels(grey).astype(np.uint16) * (GREYS - 1) + 127) // 255
    kept = (levels * 255 // (GREYS - 1)).astype(np.uint8)
    made = QImage(kept.tobytes(), kept.shape[1], kept.shape[0], kept.shape[1], QImage.Format.Format_Grayscale8)
    return made.copy()


def changed(before: QImage, now: QImage) -> QRect | None:
    """What of the full picture differs from a golden, or None."""
    if before.size() != now.size():
        return QRect(0, 0, now.width() * SMALLER, now.height() * SMALLER)
    apart = np.abs(_pixels(before).astype(np.int16) - _pixels(now)) > DIFFERS
    if apart.sum() < ENOUGH:
        return None
    rows, columns = np.nonzero(apart)
    left, top = int(columns.min()), int(rows.min())
    wide, high = int(columns.max()) - left + 1, int(rows.max()) - top + 1
    return QRect(left * SMALLER, top * SMALLER, wide * SMALLER, high * SMALLER)


def side_by_side(before: QImage, now: QImage, where: QRect) -> QImage:
    """The golden beside the page of today, with a frame round what differs."""
    old = before.scaled(now.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    both = QImage(now.width() * 2 + 20, now.height(), QImage.Format.Format_RGB32)
    both.fill(QColor("#808080"))
    painter = QPainter(both)
    painter.drawImage(0, 0, old)
    painter.drawImage(now.width() + 20, 0, now)
    painter.setPen(QColor("#E00000"))
    for shift in (0, now.width() + 20):
        painter.drawRect(where.translated(shift, 0).adjusted(-6, -6, 6, 6))
    painter.end()
    return both


def bytes_of(picture: QImage) -> bytes:
    """As PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG", 0)  # type: ignore[call-overload]  # the stubs want the format as bytes
    return bytes(buffer.data().data())


def _pixels(picture: QImage) -> NDArray[np.uint8]:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    flat = np.frombuffer(grey.constBits(), np.uint8)
    return flat.reshape(grey.height(), grey.bytesPerLine())[:, : grey.width()].copy()
