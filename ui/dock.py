"""The on-screen dock of the demonstration: a small window that puts cards on, takes paper out and cuts the line.

It writes the dock file (`kiosk.dock`) like everybody else does, so the simulators need not know of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QQmlApplicationEngine, QQmlComponent
from PySide6.QtQuick import QQuickWindow

from kiosk.dock import DockFile, DockState
from ui.values import from_qml

FOLLOW_MS = 400
"""How often the file is looked at for what others have written."""
QML = Path(__file__).parent / "qml" / "Dock.qml"


@dataclass(frozen=True, kw_only=True)
class DockCard:
    """A card that can be put on the reader."""

    id: str
    label: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DockSetting:
    """What the dock window shows: its file, the cards at hand, and how many papers have come out."""

    file: Path
    cards: tuple[DockCard, ...]
    printed: Callable[[], int] = lambda: 0


class Dock(QObject):
    """The dock's model and its window."""

    changed = Signal()

    def __init__(self, setting: DockSetting, engine: QQmlApplicationEngine, terminal: QQuickWindow) -> None:
        super().__init__(engine)
        self._setting = setting
        self._file = DockFile(setting.file)
        self._state = self._read(DockState())
        self._version = self._file.version()
        self._printed = setting.printed()
        component = QQmlComponent(engine, QUrl.fromLocalFile(str(QML)), self)
        made = component.createWithInitialProperties({"dock": self, "terminal": terminal})
        if made is None:
            raise RuntimeError(f"the dock's QML did not load: {component.errorString()}")
        self.window = cast(QQuickWindow, made)
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self._follow)
        self._timer.start()

    def show(self) -> None:
        self.window.show()

    def close(self) -> None:
        self._timer.stop()
        self.window.close()

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def state(self) -> dict[str, Any]:
        """The dock state as nested maps: reader, printer, camera, line."""
        return asdict(self._state)

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]
    def cards(self) -> list[dict[str, str]]:
        return [asdict(card) for card in self._setting.cards]

    @Property(int, notify=changed)
    def printed(self) -> int:
        return self._printed

    @Slot(str, "QVariantMap")
    def change(self, part: str, values: dict[str, Any]) -> None:
        """Change some values of one part, in the file and here."""
        self._state = self._read(self._state).change(part, **from_qml(values))
        self._file.write(self._state)
        self._version = self._file.version()
        self.changed.emit()

    def _read(self, otherwise: DockState) -> DockState:
        try:
            return self._file.read()
        except ValueError:
            return otherwise  # somebody's half-edited file: go on with what was last known

    @Slot()
    def _follow(self) -> None:
        printed = self._setting.printed()
        version = self._file.version()
        if version != self._version or printed != self._printed:
            self._version = version
            self._printed = printed
            self._state = self._read(self._state)
            self.changed.emit()
