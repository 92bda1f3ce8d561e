"""The camera's picture in the window, mirrored like a looking-glass, with a box round each face."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

if TYPE_CHECKING:
    from kiosk.devices import FaceBox, PreviewFrame

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1

FRAME_MS = 40
"""25 pictures a second, as many as a painted item holds on this renderer (facts, ui, section 8)."""

RADIUS = 28
"""Of a picture's corners, as of all cards (`Theme.radius`)."""


class CameraFeed:
    """Where the views take frames and boxes from; `window.build` sets the sources once."""

    def __init__(self) -> None:
        self.frames: Callable[[], PreviewFrame | None] = lambda: None
        self.faces: Callable[[], tuple[FaceBox, ...]] = lambda: ()


FEED = CameraFeed()
"""QML makes the views, so they cannot be given their source when they are made."""


@QmlElement
class CameraView(QQuickPaintedItem):
    """Asks for the newest frame while visible; keeps none once hidden."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._frame: PreviewFrame | None = None
        self._mirrored = True
        self._oval = False
        self._boxed = True
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._look)
        self.visibleChanged.connect(self._follow_visibility)
        self._timer.start()

    @Property(bool, notify=changed)
    def mirrored(self) -> bool:
        return self._mirrored

    @mirrored.setter  # type: ignore[no-redef]
    def mirrored(self, value: bool) -> None:
        self._mirrored = value
        self.changed.emit()
        self.update()

    @Property(bool, notify=changed)
    def oval(self) -> bool:
        """An oval as large as the item, in place of a rectangle."""
        return self._oval

    @oval.setter  # type: ignore[no-redef]
    def oval(self, value: bool) -> None:
        self._oval = value
        self.changed.emit()
        self.update()

    @Property(bool, notify=changed)
    def boxed(self) -> bool:
        """Whether faces get a box. Not where somebody looks at themself: it would look like an examination."""
        return self._boxed

    @boxed.setter  # type: ignore[no-redef]
    def boxed(self, value: bool) -> None:
        self._boxed = value
        self.changed.emit()
        self.update()

    @Property(bool, notify=changed)
    def live(self) -> bool:
        """Whether there is a picture."""
        return self._frame is not None

    def _follow_visibility(self) -> None:
        if self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
            self._frame = None
            self.changed.emit()

    def _look(self) -> None:
        frame = FEED.frames()
        if frame is None and self._frame is None:
            return
        if frame is not None and self._frame is not None and frame.number == self._frame.number:
            return
        had = self._frame is not None
        self._frame = frame
        if had != (frame is not None):
            self.changed.emit()
        self.update()

    def paint(self, painter: QPainter) -> None:
        box = QRectF(0, 0, self.width(), self.height())
        shape = QPainterPath()
        if self._oval:
            shape.addEllipse(box)
        else:
            shape.addRoundedRect(box, RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(shape)
        painter.fillRect(box, QColor("#2B3238"))
        frame = self._frame
        if frame is None:
            return
        picture = QImage(frame.pixels, frame.width, frame.height, frame.stride, QImage.Format.Format_RGB32)
        scale = max(box.width() / frame.width, box.height() / frame.height)
        painter.translate(box.center())
        painter.scale(-scale if self._mirrored else scale, scale)
        painter.translate(-frame.width / 2, -frame.height / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(0, 0, picture)
        pen = QPen(QColor("#FFFFFF"), 4 / scale)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for face in FEED.faces() if self._boxed else ():
            painter.drawRoundedRect(QRectF(face.x, face.y, face.width, face.height), 16 / scale, 16 / scale)
