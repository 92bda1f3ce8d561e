"""Where people sign: takes mouse and touch, keeps every point with its time, and draws smooth ink."""

from __future__ import annotations

import time
from itertools import pairwise

from PySide6.QtCore import Property, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPen, QTouchEvent
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1

THOUSAND = 1000
INK_WIDTH = 7.0
"""Design units; on an 80 mm receipt the name is as thick as a pen's line."""

Point = list[int]


@QmlElement
class SignaturePad(QQuickPaintedItem):
    """`strokes` are lists of [x, y, t]: thousandths of the pad's width, milliseconds since the first point.

    One finger writes; a second finger or a resting palm is not ink.
    """

    strokesChanged = Signal()  # noqa: N815
    inkChanged = Signal()  # noqa: N815

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.setAntialiasing(True)
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        self.setAcceptTouchEvents(True)
        self._strokes: list[list[Point]] = []
        self._ink = QColor("#16262E")
        self._began = 0.0
        self._writing = False
        self._finger: int | None = None

    @Property("QVariantList", notify=strokesChanged)  # type: ignore[arg-type]
    def strokes(self) -> list[list[Point]]:
        return self._strokes

    @Property(bool, notify=strokesChanged)
    def empty(self) -> bool:
        return not self._strokes

    @Property(QColor, notify=inkChanged)
    def ink(self) -> QColor:
        return self._ink

    @ink.setter  # type: ignore[no-redef]
    def ink(self, value: QColor) -> None:
        self._ink = value
        self.inkChanged.emit()
        self.update()

    @Slot()
    def clear(self) -> None:
        """Wipe the ink and every point of it."""
        self._strokes = []
        self._writing = False
        self._finger = None
        self.strokesChanged.emit()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._go_on(event.position())
        self._end()

    def mouseUngrabEvent(self) -> None:  # noqa: N802
        self._end()

    def touchEvent(self, event: QTouchEvent) -> None:  # noqa: N802
        for point in event.points():
            state = point.state()
            if state == point.State.Pressed and self._finger is None:
                self._finger = point.id()
                self._begin(point.position())
            elif point.id() == self._finger:
                if state == point.State.Updated:
                    self._go_on(point.position())
                elif state == point.State.Released:
                    self._go_on(point.position())
                    self._end()
        event.accept()

    def touchUngrabEvent(self) -> None:  # noqa: N802
        self._end()

    def _begin(self, position: QPointF) -> None:
        if not self._strokes:
            self._began = time.monotonic()
        self._writing = True
        self.setKeepMouseGrab(True)
        self.setKeepTouchGrab(True)
        self._strokes.append([self._point(position)])
        self.strokesChanged.emit()
        self.update()

    def _go_on(self, position: QPointF) -> None:
        if not self._writing:
            return
        point = self._point(position)
        stroke = self._strokes[-1]
        if point[:2] != stroke[-1][:2]:
            stroke.append(point)
            self.update()

    def _end(self) -> None:
        if self._writing:
            self._writing = False
            self._finger = None
            self.strokesChanged.emit()

    def _point(self, position: QPointF) -> Point:
        """The point on the pad, held inside it."""
        width, height = self.width(), self.height()
        x = min(max(position.x(), 0.0), width)
        y = min(max(position.y(), 0.0), height)
        scale = THOUSAND / width
        return [round(x * scale), round(y * scale), round((time.monotonic() - self._began) * 1000)]

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._ink, INK_WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        scale = self.width() / THOUSAND
        for stroke in self._strokes:
            points = [QPointF(x * scale, y * scale) for x, y, _ in stroke]
            if len(points) == 1:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._ink)
                dot = INK_WIDTH * 0.7
                painter.drawEllipse(QRectF(points[0].x() - dot, points[0].y() - dot, 2 * dot, 2 * dot))
                continue
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            painter.drawPath(smooth(points))


def smooth(points: list[QPointF]) -> QPainterPath:
    """A curve through the middles of a stroke's segments, its points as controls."""
    path = QPainterPath(points[0])
    for before, after in pairwise(points[1:]):
        path.quadTo(before, (before + after) / 2)
    path.lineTo(points[-1])
    return path
