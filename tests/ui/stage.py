"""Looks at and touches the real window in tests: finds items, taps them, and says what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.flow.page import Frame, Page, PageName
from ui.snapshot import Snapshots, settle

LEAST_TARGET = 90
"""Design units (facts, ui, section 5)."""
LEAST_APART = 16
"""Between two targets (look, README, type and spacing)."""
KEYS = ("key-", "mode-", "candidate-")
"""How the names of a keyboard's keys begin: ten in a row stand closer, and on a lying screen they are lower."""
LEAST_KEY = 72
KEYS_APART = 8
BETWEEN = Page(name=PageName.GOODBYE, title="")
"""Shown before each page, so that nothing is kept from one like it."""
PORTRAIT = (1080, 1920)


class Stage:
    """The window, 1080×1920 unless it is resized, with one page in it. Measures are in design units."""

    def __init__(self, shots: Snapshots) -> None:
        self._shots = shots
        self.root = shots.window.root
        self.resize(*PORTRAIT)

    def resize(self, width: int, height: int) -> None:
        """Make the window so many pixels large; it lies when it is wider than high."""
        self.root.resize(width, height)
        settle(self._shots.window)

    @property
    def scale(self) -> float:
        """Pixels of a design unit."""
        return float(self.find("stage").scale())

    @property
    def window(self) -> QRectF:
        stage = self.find("stage")
        return QRectF(0, 0, stage.width(), stage.height())

    def box(self, item: QQuickItem) -> QRectF:
        """Where an item stands on the stage, in design units."""
        return item.mapRectToItem(self.find("stage"), QRectF(0, 0, item.width(), item.height()))

    def show(self, page: Page, frame: Frame) -> None:
        """A fresh page; what was done before is forgotten."""
        self._shots.front.show(BETWEEN, frame)
        self._shots.front.show(page, frame)
        settle(self._shots.window)
        self._shots.front.done.clear()

    def refresh(self, page: Page, frame: Frame) -> None:
        """The same page again with other values, as the flow does it; what it replaced is gone for good."""
        self._shots.front.show(page, frame)
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        settle(self._shots.window)

    @property
    def done(self) -> list[tuple[str, object]]:
        return self._shots.front.done

    def items(self) -> Iterator[QQuickItem]:
        """Every item that can be seen."""
        waiting = [self.root.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible() and item.opacity() > 0:
                yield item
                waiting.extend(item.childItems())

    def find(self, name: str) -> QQuickItem:
        """The visible item of this name; `AssertionError` when there is none."""
        for item in self.items():
            if item.objectName() == name:
                return item
        raise AssertionError(f"no {name} among {sorted({i.objectName() for i in self.items()} - {''})}")

    def shows(self, name: str) -> bool:
        return any(item.objectName() == name for item in self.items())

    def tap(self, *names: str) -> None:
        for name in names:
            centre = _rect(self.find(name)).center().toPoint()
            inside = QRectF(0, 0, self.root.width(), self.root.height())
            assert inside.contains(QPointF(centre)), f"{name} is outside the window"
            QTest.mouseClick(self.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
            settle(self._shots.window)

    def type(self, digits: str) -> None:
        for digit in digits:
            self.tap(f"key-{digit}")

    def drag(self, *points: QPointF) -> None:
        """One stroke of a finger through these points of the window."""
        none = Qt.KeyboardModifier.NoModifier
        places = [QPoint(round(point.x()), round(point.y())) for point in points]
        QTest.mousePress(self.root, Qt.MouseButton.LeftButton, none, places[0])
        for place in places[1:]:
            QTest.mouseMove(self.root, place)
        QTest.mouseRelease(self.root, Qt.MouseButton.LeftButton, none, places[-1])
        settle(self._shots.window)

    def texts(self) -> str:
        """All words on the window, a line each."""
        return "\n".join(str(item.property("text")) for item in self.items() if item.inherits("QQuickText"))

    def misfits(self) -> list[str]:
        """What is cut, overlaps, lies outside, is too small or too close; empty when the page is good."""
        return [*self._bad_texts(), *self._bad_targets()]

    def _bad_texts(self) -> Iterator[str]:
        seen: list[tuple[str, QRectF]] = []
        stage, window = self.find("stage"), self.window
        for item in self.items():
            if not item.inherits("QQuickText") or not item.property("text"):
                continue
            text = str(item.property("text"))
            if item.property("truncated"):
                yield f"cut short: {text}"
            wide, high = float(item.property("contentWidth")), float(item.property("contentHeight"))
            if wide > item.width() + 2 or high > item.height() + 2:
                yield f"{wide:.0f}×{high:.0f} in {item.width():.0f}×{item.height():.0f}: {text}"
            painted = _painted(item, wide, high, stage)
            scrolls = _viewport(item, stage)
            if scrolls is not None:
                if painted.left() < scrolls.left() - 1 or painted.right() > scrolls.right() + 1:
                    yield f"cut at the side: {text}"
                painted = painted.intersected(scrolls)
            elif not window.adjusted(-1, -1, 1, 1).contains(painted):
                yield f"outside the window: {text}"
            if not painted.isEmpty():
                seen.append((text, painted))
        for (one, first), (other, second) in combinations(seen, 2):
            common = first.intersected(second)
            # Line boxes are higher than their letters: a few units of two neighbours' boxes may be shared.
            if common.width() > 2 and common.height() > 10:
                yield f"overlap of {common.height():.0f}: {one} / {other}"

    def _bad_targets(self) -> Iterator[str]:
        seen: list[tuple[str, QRectF]] = []
        stage, window = self.find("stage"), self.window
        for item in self.items():
            if not item.inherits("QQuickAbstractButton") or not item.isEnabled():
                continue
            name, place, scrolls = item.objectName(), self.box(item), _viewport(item, stage)
            if not name:
                yield f"a target without a name: {item.property('text')}"
            if min(place.width(), place.height()) < (LEAST_KEY if name.startswith(KEYS) else LEAST_TARGET):
                yield f"{name} is {place.width():.0f}×{place.height():.0f}"
            if scrolls is not None:
                place = place.intersected(scrolls)
                if place.isEmpty():
                    continue
            elif not window.adjusted(-1, -1, 1, 1).contains(place):
                yield f"{name} is not all inside the window"
            seen.append((name, place))
        for (one, first), (other, second) in combinations(seen, 2):
            near = (KEYS_APART if one.startswith(KEYS) and other.startswith(KEYS) else LEAST_APART) - 0.5
            if first.adjusted(-near, -near, near, near).intersects(second):
                yield f"{one} and {other} are closer than {near + 0.5:.0f}"


def _rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _painted(item: QQuickItem, wide: float, high: float, stage: QQuickItem) -> QRectF:
    """Where the letters of a text stand on the stage."""
    align = _number(item, "horizontalAlignment")
    room = item.width() - float(item.property("leftPadding")) - float(item.property("rightPadding"))
    shift = {Qt.AlignmentFlag.AlignHCenter.value: (room - wide) / 2, Qt.AlignmentFlag.AlignRight.value: room - wide}
    left = float(item.property("leftPadding")) + shift.get(align, 0.0)
    top = (
        (item.height() - high) / 2
        if _number(item, "verticalAlignment") == int(Qt.AlignmentFlag.AlignVCenter.value)
        else 0.0
    )
    return item.mapRectToItem(stage, QRectF(left, top, wide, high))


def _number(item: QQuickItem, name: str) -> int:
    """An enumeration of QML's that Python cannot read as a property."""
    context = qmlContext(item)
    assert context is not None
    value = QQmlExpression(context, item, name).evaluate()
    return int(value[0] if isinstance(value, tuple) else value)


def _viewport(item: QQuickItem, stage: QQuickItem) -> QRectF | None:
    """The part of the stage in which an item scrolls, or None."""
    above = item.parentItem()
    while above is not None:
        if above.clip():
            return above.mapRectToItem(stage, QRectF(0, 0, above.width(), above.height()))
        above = above.parentItem()
    return None
