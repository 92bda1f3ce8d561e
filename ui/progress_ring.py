"""A ring that fills clockwise from the top as something comes along, with room in the middle for what it is about."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1

TOP = 90
"""Degrees, counter-clockwise from three o'clock, as `QPainter` counts them."""
STEPS = 16
"""Of a degree: `QPainter.drawArc` counts in sixteenths."""


@QmlElement
class ProgressRing(QQuickPaintedItem):
    """An oval as large as the item: `thickness` units of `track` round `ground`; `progress` (0 to 1) in `colour`."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.setAntialiasing(True)
        self._progress = 0.0
        self._thickness = 14.0
        self._colour = QColor("#0B5D66")
        self._track = QColor("#DAD8CF")
        self._ground = QColor(Qt.GlobalColor.transparent)

    def _set(self, attribute: str, value: object) -> None:
        if getattr(self, attribute) != value:
            setattr(self, attribute, value)
            self.changed.emit()
            self.update()

    @Property(float, notify=changed)
    def progress(self) -> float:
        return self._progress

    @progress.setter  # type: ignore[no-redef]
    def progress(self, value: float) -> None:
        self._set("_progress", min(1.0, max(0.0, value)))

    @Property(float, notify=changed)
    def thickness(self) -> float:
        return self._thickness

    @thickness.setter  # type: ignore[no-redef]
    def thickness(self, value: float) -> None:
        self._set("_thickness", value)

    @Property(QColor, notify=changed)
    def colour(self) -> QColor:
        return self._colour

    @colour.setter  # type: ignore[no-redef]
    def colour(self, value: QColor) -> None:
        self._set("_colour", value)

    @Property(QColor, notify=changed)
    def track(self) -> QColor:
        return self._track

    @track.setter  # type: ignore[no-redef]
    def track(self, value: QColor) -> None:
        self._set("_track", value)

    @Property(QColor, notify=changed)
    def ground(self) -> QColor:
        return self._ground

    @ground.setter  # type: ignore[no-redef]
    def ground(self, value: QColor) -> None:
        self._set("_ground", value)

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
        for colour, part in ((self._track, 1.0), (self._colour, self._progress)):
            if part > 0:
                pen = QPen(colour, self._thickness)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawArc(box, TOP * STEPS, round(-360 * STEPS * part))
