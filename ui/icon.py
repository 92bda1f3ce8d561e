"""Line pictures on a 48×48 grid, drawn by `QPainter`: sharp at every size, no picture files.

A picture is a list of strokes in a small language: `M x y`, `L x y`, `C x1 y1 x2 y2 x y` and `Z` as in SVG,
`O cx cy r` a circle, `A cx cy r from span` an arc (degrees, counter-clockwise), `R x y w h r` a rounded rectangle.
A stroke that starts with `!` is drawn in the accent colour, with `-` dashed, with `#` filled.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem

from ui.painted import PaintedItem, painted

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1

GRID = 48.0

PICTURES: dict[str, tuple[str, ...]] = {
    "form": (
        "M 10 5 L 30 5 L 39 14 L 39 43 L 10 43 Z",
        "M 30 5 L 30 14 L 39 14",
        "M 17 23 L 32 23",
        "M 17 31 L 32 31",
        "M 17 38 L 25 38",
    ),
    "document": (
        "M 10 5 L 30 5 L 39 14 L 39 43 L 10 43 Z",
        "M 30 5 L 30 14 L 39 14",
        "M 17 23 L 32 23",
        "M 17 31 L 32 31",
    ),
    "print": (
        "M 14 16 L 14 5 L 34 5 L 34 16",
        "M 14 34 L 5 34 L 5 16 L 43 16 L 43 34 L 34 34",
        "R 14 28 20 15 1",
        "M 36 22 L 37 22",
    ),
    "query": ("O 21 21 14", "M 31 31 L 43 43", "M 14 21 A 21 21 7 180 -90"),
    "search": ("O 21 21 14", "M 31 31 L 43 43"),
    "pay": ("R 5 11 38 27 4", "M 5 20 L 43 20", "M 11 31 L 19 31"),
    "book": ("R 6 9 36 34 4", "M 6 18 L 42 18", "M 15 4 L 15 12", "M 33 4 L 33 12", "M 17 30 L 22 35 L 32 25"),
    "list": (
        "M 16 12 L 42 12",
        "M 16 24 L 42 24",
        "M 16 36 L 42 36",
        "M 6 12 L 7 12",
        "M 6 24 L 7 24",
        "M 6 36 L 7 36",
    ),
    "card": (
        "R 3 9 42 30 4",
        "O 16 20 4.5",
        "A 16 34 8 20 140",
        "M 28 19 L 39 19",
        "M 28 25 L 39 25",
        "M 28 31 L 35 31",
    ),
    "face": (
        "M 4 13 L 4 4 L 13 4",
        "M 35 4 L 44 4 L 44 13",
        "M 44 35 L 44 44 L 35 44",
        "M 13 44 L 4 44 L 4 35",
        "O 24 20 7.5",
        "A 24 41 13 15 150",
    ),
    "staff": ("O 19 15 8", "A 19 42 15 0 180", "M 40 9 L 40 21", "M 34 15 L 46 15"),
    "person": ("O 24 15 9", "A 24 44 17 0 180"),
    "phone": ("R 12 3 24 42 5", "M 19 11 L 29 11", "M 19 17 L 25 17", "M 22 39 L 26 39"),
    "code": ("R 5 5 15 15 1", "R 28 5 15 15 1", "R 5 28 15 15 1", "R 28 28 6 6 1", "R 38 38 5 5 1"),
    "family": ("O 15 14 7", "A 15 42 12 0 180", "O 34 19 5.5", "A 33 42 11 0 108"),
    "child": (
        "O 24 21 9",
        "M 24 12 C 23 6 30 5 30 9",
        "M 20.5 20 L 20.5 20.5",
        "M 27.5 20 L 27.5 20.5",
        "A 24 22 5 215 110",
        "A 24 45 12 0 180",
    ),
    "organisation": (
        "M 8 43 L 8 8 L 30 5 L 30 43",
        "M 30 20 L 41 23 L 41 43",
        "M 4 43 L 44 43",
        "M 15 15 L 15 16",
        "M 23 15 L 23 16",
        "M 15 23 L 15 24",
        "M 23 23 L 23 24",
        "M 16 43 L 16 33 L 23 33 L 23 43",
    ),
    "bin": (
        "M 6 13 L 42 13",
        "M 17 13 L 19 6 L 29 6 L 31 13",
        "M 10 13 L 13 43 L 35 43 L 38 13",
        "M 20 21 L 21 35",
        "M 28 21 L 27 35",
    ),
    "corners": ("M 4 13 L 4 4 L 13 4", "M 35 4 L 44 4 L 44 13", "M 44 35 L 44 44 L 35 44", "M 13 44 L 4 44 L 4 35"),
    "reader": (
        "R 4 22 40 20 5",
        "M 14 32 L 34 32",
        "R 11 4 26 18 3",
        "O 18 12 2.6",
        "M 25 10 L 32 10",
        "M 25 15 L 32 15",
    ),
    # a printer, and a sheet to put into it
    "paper": (
        "R 5 20 38 23 5",
        "M 13 32 L 35 32",
        "M 13 20 L 13 4 L 35 4 L 35 20",
        "! M 24 8 L 24 16",
        "! M 20 12 L 28 12",
    ),
    "printer": ("M 14 16 L 14 5 L 34 5 L 34 16", "M 14 34 L 5 34 L 5 16 L 43 16 L 43 34 L 34 34", "R 14 28 20 15 1"),
    "camera": ("R 4 12 30 24 5", "M 34 21 L 44 14 L 44 34 L 34 27"),
    "line": ("A 24 38 28 45 90", "A 24 38 19 45 90", "A 24 38 10 45 90", "O 24 38 1.4"),
    # a cross beside the waves: one through them is not made out at the size of a line of words
    "no-line": (
        "A 24 38 28 45 90",
        "A 24 38 19 45 90",
        "A 24 38 10 45 90",
        "# O 24 38 1.2",
        "! M 37 34 L 45 42",
        "! M 45 34 L 37 42",
    ),
    "disk": ("R 5 12 38 24 5", "O 34 24 2.5", "M 12 24 L 22 24"),
    "terminal": ("R 11 3 26 34 4", "M 17 45 L 31 45", "M 24 37 L 24 45", "M 18 12 L 30 12", "M 18 19 L 26 19"),
    "check": ("M 10 25 L 20 35 L 38 14",),
    "cross": ("M 12 12 L 36 36", "M 36 12 L 12 36"),
    "clock": ("O 24 24 19", "M 24 12 L 24 24 L 32 29"),
    "place": ("M 24 44 C 14 32 9 26 9 18 C 9 10 16 4 24 4 C 32 4 39 10 39 18 C 39 26 34 32 24 44 Z", "O 24 18 5.5"),
    "ticket": (
        "M 5 12 L 43 12 L 43 20 A 43 24 4 90 180 L 43 28 L 43 36 L 5 36 L 5 28 A 5 24 4 270 180 L 5 12",
        "- M 30 13 L 30 35",
    ),
    "help": ("O 24 24 19", "A 24 18 6 195 -240 C 26.6 23.9 24 25 24 29", "M 24 35 L 24 35.5"),
    "info": ("O 24 24 19", "M 24 22 L 24 34", "M 24 14 L 24 14.5"),
    "warning": ("M 24 6 L 44 41 L 4 41 Z", "M 24 18 L 24 29", "M 24 35 L 24 35.5"),
    "lock": ("R 9 21 30 22 4", "M 15 21 L 15 14 A 24 14 9 180 -180 L 33 21", "M 24 29 L 24 35"),
    "pen": ("M 8 40 L 11 30 L 33 8 L 40 15 L 18 37 Z", "M 28 13 L 35 20"),
    "left": ("M 30 8 L 14 24 L 30 40",),
    "right": ("M 18 8 L 34 24 L 18 40",),
    "up": ("M 8 31 L 24 15 L 40 31",),
    "down": ("M 8 17 L 24 33 L 40 17",),
    "arrow": ("M 6 24 L 42 24", "M 32 14 L 42 24 L 32 34"),
    "contrast": ("O 24 24 18", "# M 24 6 A 24 24 18 90 180 Z"),
    "leave": ("M 22 6 L 8 6 L 8 42 L 22 42", "M 20 24 L 42 24", "M 33 15 L 42 24 L 33 33"),
    "language": (
        "M 4 9 L 26 9",
        "M 15 4 L 15 9",
        "M 22 9 C 20 19 13 26 4 29",
        "M 8 9 C 11 18 17 25 25 28",
        "M 24 44 L 34 20 L 44 44",
        "M 28 36 L 40 36",
    ),
    "voice": ("M 5 18 L 13 18 L 24 8 L 24 40 L 13 30 L 5 30 Z", "A 24 24 10 -42 84", "A 24 24 19 -42 84"),
    "low": ("M 24 5 L 24 31", "M 13 21 L 24 32 L 35 21", "M 7 42 L 41 42"),
    "size": ("M 4 38 L 15 10 L 26 38", "M 8 29 L 22 29", "M 29 38 L 36 21 L 43 38", "M 31 33 L 41 33"),
    "call": ("M 8 6 L 17 6 L 20 16 L 15 20 C 18 27 22 31 28 34 L 33 29 L 42 32 L 42 41 C 24 43 6 25 8 6 Z",),
    "hall": (
        "M 4 19 L 24 6 L 44 19 Z",
        "M 10 19 L 10 38",
        "M 20 19 L 20 38",
        "M 29 19 L 29 38",
        "M 38 19 L 38 38",
        "M 4 43 L 44 43",
    ),
    "health": (
        "M 24 42 C 8 31 4 24 4 17 C 4 10 9 6 14 6 C 19 6 22 9 24 12 "
        "C 26 9 29 6 34 6 C 39 6 44 10 44 17 C 44 24 40 31 24 42 Z",
    ),
    "house": ("M 5 23 L 24 6 L 43 23", "M 10 19 L 10 42 L 38 42 L 38 19", "M 20 42 L 20 29 L 28 29 L 28 42"),
    "elder": (
        "O 20 10 6",
        "M 20 16 C 12 22 12 30 13 43",
        "M 20 20 L 26 28 L 33 29",
        "M 20 30 L 25 43",
        "M 33 24 L 33 43",
    ),
    "sync": ("A 24 24 17 20 140", "A 24 24 17 200 140", "M 40 8 L 40 18 L 30 18", "M 8 40 L 8 30 L 18 30"),
    # what happens in life
    "baby": ("O 24 27 15", "M 24 12 C 24 6 31 6 30 11", "M 18 25 L 18 26", "M 30 25 L 30 26", "A 24 28 6 210 120"),
    "school": ("M 3 18 L 24 9 L 45 18 L 24 27 Z", "M 12 23 L 12 34 C 18 40 30 40 36 34 L 36 23", "M 45 18 L 45 31"),
    "work": ("R 5 14 38 27 4", "M 17 14 L 17 8 L 31 8 L 31 14", "M 5 26 L 43 26", "M 24 23 L 24 29"),
    "rings": ("O 17 28 12", "O 31 28 12", "M 13 9 L 21 9 L 17 15 Z"),
    "car": (
        "M 4 32 L 4 26 L 10 24 L 15 14 L 33 14 L 38 24 L 44 26 L 44 32 Z",
        "O 14 34 4.5",
        "O 34 34 4.5",
        "M 10 24 L 38 24",
    ),
    "shop": ("M 6 19 L 10 7 L 38 7 L 42 19 Z", "M 9 19 L 9 42 L 39 42 L 39 19", "R 14 26 8 16 1", "R 27 26 7 8 1"),
    "hospital": ("R 6 6 36 36 6", "M 24 15 L 24 33", "M 15 24 L 33 24"),
    "wheelchair": ("O 19 7 3.5", "M 19 13 L 19 26 L 32 26 L 37 38 L 42 36", "A 20 32 11 110 240", "M 19 19 L 29 19"),
    "umbrella": ("A 24 26 19 0 180", "M 5 26 L 43 26", "M 24 7 L 24 4", "M 24 26 L 24 38 C 24 44 33 44 33 38"),
    "van": ("M 3 34 L 3 12 L 28 12 L 28 34", "M 28 19 L 38 19 L 45 27 L 45 34 L 3 34", "O 13 36 4.5", "O 36 36 4.5"),
    "plane": (
        "M 24 4 C 27 4 27 8 27 17 L 44 27 L 44 31 L 27 26 L 27 36 L 32 41 L 32 44 L 24 41 L 16 44 L 16 41 L 21 36"
        " L 21 26 L 4 31 L 4 27 L 21 17 C 21 8 21 4 24 4 Z",
    ),
    "medal": (
        "M 15 4 L 24 20 L 33 4",
        "O 24 31 12",
        "M 24 25 L 26 29 L 30 30 L 27 33 L 28 37 L 24 35 L 20 37 L 21 33 L 18 30 L 22 29 Z",
    ),
    "flower": ("O 24 13 5", "O 34 20 5", "O 30 31 5", "O 18 31 5", "O 14 20 5", "O 24 23 4", "M 24 36 L 24 46"),
    "drop": ("M 24 5 C 33 17 38 24 38 31 A 24 30 14 0 -180 C 10 24 15 17 24 5 Z", "A 24 30 8 200 60"),
    "bolt": ("M 27 4 L 10 27 L 23 27 L 20 44 L 38 20 L 25 20 Z",),
    "scales": (
        "M 24 6 L 24 42",
        "M 14 42 L 34 42",
        "M 8 12 L 40 12",
        "M 8 12 L 3 27 A 9 27 6 180 180 L 8 12",
        "M 40 12 L 35 27 A 39 27 6 180 180 L 40 12",
    ),
    "field": (
        "M 4 40 L 44 40",
        "M 12 40 L 12 18",
        "M 12 26 C 6 26 5 21 5 17 C 10 17 12 21 12 26",
        "M 12 26 C 18 26 19 21 19 17 C 14 17 12 21 12 26",
        "M 34 40 L 34 12",
        "M 34 22 C 28 22 27 17 27 13 C 32 13 34 17 34 22",
        "M 34 22 C 40 22 41 17 41 13 C 36 13 34 17 34 22",
    ),
    "bus": (
        "R 6 6 36 32 5",
        "M 6 24 L 42 24",
        "M 14 38 L 14 43",
        "M 34 38 L 34 43",
        "M 13 31 L 15 31",
        "M 33 31 L 35 31",
    ),
}
"""Every picture a page, an action or a fault may name. Unknown names draw nothing; `known` tells."""


def known(name: str) -> bool:
    return name in PICTURES


def trace(stroke: str) -> QPainterPath:
    """The path of one stroke. `ValueError` on a command the language does not have."""
    words = stroke.split()
    path = QPainterPath()
    at = 0

    def take(count: int) -> list[float]:
        nonlocal at
        values = [float(word) for word in words[at : at + count]]
        at += count
        return values

    while at < len(words):
        command = words[at]
        at += 1
        if command == "M":
            path.moveTo(*take(2))
        elif command == "L":
            path.lineTo(*take(2))
        elif command == "C":
            x1, y1, x2, y2, x, y = take(6)
            path.cubicTo(QPointF(x1, y1), QPointF(x2, y2), QPointF(x, y))
        elif command == "Z":
            path.closeSubpath()
        elif command == "O":
            x, y, radius = take(3)
            path.addEllipse(QPointF(x, y), radius, radius)
        elif command == "A":
            x, y, radius, start, span = take(5)
            box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
            if path.elementCount() == 0:
                path.arcMoveTo(box, start)
            path.arcTo(box, start, span)
        elif command == "R":
            x, y, width, height, radius = take(5)
            path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
        else:
            raise ValueError(f"no stroke command {command} in {stroke!r}")
    return path


@QmlElement
class LineIcon(PaintedItem):
    """Draws the picture `name` in `colour` (accents in `accent`), `stroke` design units thick at any size."""

    name = painted(str, "_name")
    colour = painted(QColor, "_colour")
    accent = painted(QColor, "_accent")
    stroke = painted(float, "_stroke")

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._colour = QColor("#0B5D66")
        self._accent = QColor("#C8402B")
        self._stroke = 4.0

    def paint(self, painter: QPainter) -> None:
        side = min(self.width(), self.height())
        if side <= 0:
            return
        scale = side / GRID
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - side) / 2, (self.height() - side) / 2)
        painter.scale(scale, scale)
        for stroke in PICTURES.get(self._name, ()):
            mark, body = (stroke[0], stroke[1:]) if stroke[0] in "!-#" else ("", stroke)
            pen = QPen(self._accent if mark == "!" else self._colour, self._stroke / scale)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            if mark == "-":
                pen.setDashPattern([2.2, 2.4])
            painter.setPen(pen)
            painter.setBrush(pen.color() if mark == "#" else Qt.BrushStyle.NoBrush)
            painter.drawPath(trace(body))
