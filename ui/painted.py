"""The base of what is painted by hand: properties of which a change is told and painted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, Signal
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem


class PaintedItem(QQuickPaintedItem):
    """An item with smooth edges. Its QML properties come from `painted`."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.setAntialiasing(True)

    def put(self, attribute: str, value: object) -> None:
        """Set an attribute; painted anew where the value is another one."""
        if getattr(self, attribute) != value:
            setattr(self, attribute, value)
            self.changed.emit()
            self.update()


def painted(kind: type, attribute: str) -> Any:
    """A QML property of a `PaintedItem` that keeps its value in an attribute."""

    def read(item: PaintedItem) -> object:
        return getattr(item, attribute)

    def write(item: PaintedItem, value: object) -> None:
        item.put(attribute, value)

    return Property(kind, read, write, notify=PaintedItem.changed)
