"""A rounded box of a drawing, with smooth edges at every scale.

Qt's software renderer lays the corners of a `Rectangle` as little pictures, and where the window or the drawing is
scaled it leaves out or doubles rows of them: their steps show. Buttons and cards stay rectangles, of which a page has
too many to be painted one by one; the few boxes of a large drawing are these.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from ui.painted import PaintedItem, painted

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class RoundBox(PaintedItem):
    """A box as large as the item, filled with `colour`; inside its outline an `edge` so many units wide, or none."""

    radius = painted(float, "_radius")
    edge = painted(float, "_edge")
    colour = painted(QColor, "_colour")
    line = painted(QColor, "_line")
    """Of the edge."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._radius = 0.0
        self._edge = 0.0
        self._colour = QColor(Qt.GlobalColor.transparent)
        self._line = QColor("#0B5D66")

    def paint(self, painter: QPainter) -> None:
        half = self._edge / 2
        box = QRectF(half, half, self.width() - self._edge, self.height() - self._edge)
        if box.width() <= 0 or box.height() <= 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._line, self._edge) if self._edge > 0 else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(self._colour)
        round_by = max(0.0, self._radius - half)
        painter.drawRoundedRect(box, round_by, round_by)
