"""Drives a real window: finds items by name, taps where they are, and looks the whole scene over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem
from PySide6.QtTest import QTest

from kiosk.flow.page import Frame, Page
from ui.snapshot import StillFront, settle
from ui.window import Window


def is_a(item: QQuickItem, name: str) -> bool:
    """Whether an item is of a QML type by name, or of one made from it."""
    return bool(item.inherits(name))


def painted(item: QQuickPaintedItem, size: int) -> QImage:
    """What an item draws by itself, `size` units square on white."""
    item.setWidth(size)
    item.setHeight(size)
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    item.paint(painter)
    painter.end()
    return image


class Driver:
    def __init__(self, window: Window, front: StillFront) -> None:
        self.window = window
        self.front = front

    def show(self, page: Page, frame: Frame) -> None:
        self.front.show(page, frame)
        settle(self.window)

    def items(self, root: QQuickItem | None = None) -> Iterator[QQuickItem]:
        """Every item that can be seen, front to back order of the tree."""
        for child in (root or self.window.root.contentItem()).childItems():
            if child.isVisible() and child.opacity() > 0:
                yield child
                yield from self.items(child)

    def find(self, name: str) -> QQuickItem:
        for item in self.items():
            if item.objectName() == name:
                return item
        raise AssertionError(f"nothing named {name} can be seen; there are {sorted(self.names())}")

    def names(self) -> set[str]:
        return {item.objectName() for item in self.items()} - {""}

    def buttons(self) -> list[QQuickItem]:
        return [item for item in self.items() if is_a(item, "QQuickAbstractButton")]

    def texts(self) -> list[QQuickItem]:
        return [item for item in self.items() if is_a(item, "QQuickText") and item.property("text")]

    def shown(self) -> str:
        return "\n".join(str(text.property("text")) for text in self.texts())

    @staticmethod
    def box(item: QQuickItem) -> QRectF:
        """Where an item is in the scene."""
        return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))

    def clip(self, item: QQuickItem) -> QRectF:
        """What of the scene is left to an item by the clipping items round it."""
        left = QRectF(0, 0, self.window.root.width(), self.window.root.height())
        parent = item.parentItem()
        while parent is not None:
            if parent.clip():
                left = left.intersected(self.box(parent))
            parent = parent.parentItem()
        return left

    def point(self, item: QQuickItem) -> QPoint:
        centre = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        inside = QRectF(0, 0, self.window.root.width(), self.window.root.height())
        assert inside.contains(QPointF(centre)), f"{item.objectName()} is outside the window at {centre}"
        return centre

    def tap(self, name: str) -> None:
        QTest.mouseClick(
            self.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.point(self.find(name))
        )
        settle(self.window)

    @property
    def done(self) -> list[tuple[str, Any]]:
        return self.front.done
