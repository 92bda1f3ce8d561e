"""The gallery's window for designers: pages through every page and mode, and says what the checks find on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickWindow

from kiosk.flow.page import TextSize
from kiosk.texts import LANGUAGES
from ui.gallery.mode import Mode, Shape
from ui.gallery.showing import Pages, Showing, look, put_up
from ui.snapshot import Snapshots
from ui.window import QML

SCREEN_PART = 0.9
"""How much of the designer's screen the page takes at most."""


class Stand(QObject):
    """The panel's model. The page itself is the terminal's own window, beside it."""

    changed = Signal()

    def __init__(self, pages: Pages, mode: Mode, page: str = "") -> None:
        super().__init__()
        self._pages, self._mode = pages, mode
        self._shown: tuple[Showing, ...] = tuple(pages(mode))
        names = [one.name for one in self._shown]
        kinds = [one.page.name.value for one in self._shown]
        self._at = names.index(page) if page in names else kinds.index(page) if page in kinds else 0
        first = self._shown[self._at]
        self._shots = Snapshots(first.page, first.frame)
        self._findings: list[str] = []
        component = QQmlComponent(
            self._shots.window.engine, QUrl.fromLocalFile(str(QML / "gallery" / "Stand.qml")), self
        )
        made = component.createWithInitialProperties({"stand": self, "terminal": self._shots.window.root})
        if made is None:
            raise RuntimeError(f"the gallery's QML did not load: {component.errorString()}")
        self.panel = cast(QQuickWindow, made)
        self._put()

    @property
    def terminal(self) -> QQuickWindow:
        """The window that shows the page."""
        return self._shots.window.root

    def run(self) -> int:
        """Show both windows until the panel is closed."""
        self.panel.show()
        return self._shots.window.run()

    def close(self) -> None:
        self.panel.close()
        self._shots.window.close()

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def names(self) -> list[str]:
        return [one.name for one in self._shown]

    @Property(int, notify=changed)
    def at(self) -> int:
        return self._at

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def findings(self) -> list[str]:
        return self._findings

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def mode(self) -> dict[str, Any]:
        mode = self._mode
        return {
            "shape": mode.shape.name.lower(),
            "size": mode.size.value,
            "language": mode.language,
            "contrast": mode.contrast,
            "low_reach": mode.low_reach,
        }

    @Property("QVariantMap", constant=True)  # type: ignore[arg-type]
    def choices(self) -> dict[str, list[str]]:
        return {
            "shape": [shape.name.lower() for shape in Shape],
            "size": [size.value for size in TextSize],
            "language": list(LANGUAGES),
        }

    @Slot(int)
    def turn(self, by: int) -> None:
        """So many pages on or back; after the last comes the first."""
        self.choose((self._at + by) % len(self._shown))

    @Slot(int)
    def choose(self, at: int) -> None:
        if 0 <= at < len(self._shown):
            self._at = at
            self._put()

    @Slot(str, str)
    def pick(self, what: str, value: str) -> None:
        """One of `choices`; the page stays the same, as far as the mode has it."""
        match what:
            case "shape":
                self._change(replace(self._mode, shape=Shape[value.upper()]))
            case "size":
                self._change(replace(self._mode, size=TextSize(value)))
            case "language":
                self._change(replace(self._mode, language=value))

    @Slot(str)
    def toggle(self, what: str) -> None:
        """`contrast` or `low_reach`."""
        if what == "contrast":
            self._change(replace(self._mode, contrast=not self._mode.contrast))
        elif what == "low_reach":
            self._change(replace(self._mode, low_reach=not self._mode.low_reach))

    def _change(self, mode: Mode) -> None:
        name = self._shown[self._at].name
        self._mode, self._shown = mode, tuple(self._pages(mode))
        names = [one.name for one in self._shown]
        self._at = names.index(name) if name in names else min(self._at, len(names) - 1)
        self._put()

    def _put(self) -> None:
        showing, shape = self._shown[self._at], self._mode.shape
        room = QGuiApplication.primaryScreen().availableSize()
        offscreen = QGuiApplication.platformName() == "offscreen"
        fit = min(1.0, SCREEN_PART * room.height() / shape.height, SCREEN_PART * room.width() / shape.width)
        scale = 1.0 if offscreen else fit
        self._shots.resize(round(shape.width * scale), round(shape.height * scale))
        put_up(self._shots, showing)
        self._findings = [str(one) for one in look(self._shots, showing, self._mode)]
        self.changed.emit()
