"""Draws a QR matrix on whole pixels: rows of "0" and "1" without the quiet zone, which it adds."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1

QUIET_MODULES = 4
"""ISO/IEC 18004, 9.1: the quiet zone is four modules wide."""


@QmlElement
class QrView(QQuickPaintedItem):
    """Always black on white, in every theme, so that phones read it."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str] = []

    @Property("QStringList", notify=changed)
    def rows(self) -> list[str]:
        return self._rows

    @rows.setter  # type: ignore[no-redef]
    def rows(self, value: list[str]) -> None:
        self._rows = list(value)
        self.changed.emit()
        self.update()

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, self.width(), self.height()), Qt.GlobalColor.white)
        if not self._rows:
            return
        modules = len(self._rows) + 2 * QUIET_MODULES
        module = int(min(self.width(), self.height()) // modules)
        left = int((self.width() - module * len(self._rows)) // 2)
        top = int((self.height() - module * len(self._rows)) // 2)
        for y, row in enumerate(self._rows):
            for x, dot in enumerate(row):
                if dot == "1":
                    painter.fillRect(left + x * module, top + y * module, module, module, Qt.GlobalColor.black)
