"""A ring that fills clockwise from the top as something comes along, with room in the middle for what it is about."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from ui.painted import PaintedItem, painted

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1

TOP = 90
"""Degrees, counter-clockwise from three o'clock, as `QPainter` counts them."""
STEPS = 16
"""Of a degree: `QPainter.drawArc` counts in sixteenths."""


@QmlElement
class ProgressRing(PaintedItem):
    """An oval as large as the item: `thickness` units of `track` round `ground`; `progress` (0 to 1) in `colour`."""

    progress = painted(float, "_progress")
    thickness = painted(float, "_thickness")
    colour = painted(QColor, "_colour")
    track = painted(QColor, "_track")
    ground = painted(QColor, "_ground")

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._progress = 0.0
        self._thickness = 14.0
        self._colour = QColor("#0B5D66")
        self._track = QColor("#DAD8CF")
        self._ground = QColor(Qt.GlobalColor.transparent)

    def paint(self, painter: QPainter) -> None:
        half = self._thickness / 2
        box = QRectF(half, half, self.width() - 2 * half, self.height() - 2 * half)
        if box.width() <= 0 or box.height() <= 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawEllipse(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, part in ((self._track, 1.0), (self._colour, min(1.0, self._progress))):
            if part > 0:
                pen = QPen(colour, self._thickness)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawArc(box, TOP * STEPS, round(-360 * STEPS * part))
