"""The one view model: holds the page and its frame for QML, and carries what the resident does to the front."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot

from kiosk.flow.page import Frame, Page, PageName
from ui.language import Translation
from ui.raster_provider import RasterProvider
from ui.theme import Choice, Look
from ui.values import from_qml, to_qml

if TYPE_CHECKING:
    from ui.front import Front

TICK_MS = 250
PAGES = Path(__file__).parent / "qml" / "pages"


_DRAWN_LIKE = {
    "sms": "form",
    "call-back": "form",
    "travel-key": "form",
    "show-zone": "identity-code",
    "grant": "form",
    "for-whom": "identity",
    "without-card": "identity",
    "child": "form",
}
"""Pages that ask or offer as another page does, and look like it."""


def file_of(page: str) -> str:
    """The QML file of a page name: `staff-check` to `StaffCheckPage.qml`."""
    page = _DRAWN_LIKE.get(page, page)
    return "".join(part.capitalize() for part in page.split("-")) + "Page.qml"


class Screen(QObject):
    """Signals only what has changed, so that a countdown never rebuilds the page under a finger."""

    pageShown = Signal()  # noqa: N815
    frameShown = Signal()  # noqa: N815
    _woken = Signal()
    _acted = Signal(str, object)

    def __init__(
        self,
        front: Front,
        theme: Look,
        translation: Translation,
        rasters: RasterProvider,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._front = front
        self._theme = theme
        self._translation = translation
        self._rasters = rasters
        self._page: Page | None = None
        self._frame: Frame | None = None
        self._page_map: dict[str, Any] = {}
        self._frame_map: dict[str, Any] = {}
        self._stopped = False
        self._woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)
        self._acted.connect(self._carry, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Show the front's first page and begin to tick."""
        self._front.attach(self.show)
        self._timer.start()

    def stop(self) -> None:
        """Show and hear nothing more: the window goes before the program, whose last events still turn its pages."""
        self._timer.stop()
        self._stopped = True

    def wake(self) -> None:
        """From any thread: devices have queued something. The front drains it in the window's thread."""
        if not self._stopped:
            self._woken.emit()

    def show(self, page: Page, frame: Frame) -> None:
        """Show a page in its frame; nothing happens for what is shown already, or after `stop`."""
        if self._stopped:
            return
        if frame != self._frame:
            self._frame = frame
            self._frame_map = to_qml(frame)
            self._theme.choose(
                Choice(size=frame.size, contrast=frame.contrast, low_reach=frame.low_reach, language=frame.language)
            )
            self._translation.speak(frame.language)
            self.frameShown.emit()
        if page != self._page:
            self._page = page
            members = {name: to_qml(getattr(page, name)) for name in Page.__dataclass_fields__ if name != "raster"}
            members["raster"] = self._rasters.keep(page.raster)
            self._page_map = members
            self.pageShown.emit()

    @Property("QVariantMap", notify=pageShown)  # type: ignore[arg-type]
    def page(self) -> dict[str, Any]:
        return self._page_map

    @Property("QVariantMap", notify=frameShown)  # type: ignore[arg-type]
    def frame(self) -> dict[str, Any]:
        return self._frame_map

    @Property(str, notify=pageShown)
    def file(self) -> str:
        """QML file of the page shown."""
        return file_of(self._page.name.value) if self._page else ""

    @Property(str, notify=pageShown)
    def key(self) -> str:
        """While it stays, the page is updated in place; a new one makes a new item."""
        if self._page is None:
            return ""
        step = self._page.step.index if self._page.step else 0
        # another list begins at its top
        view = self._page.facts.get("view", "")
        return f"{self._page.name.value}|{step}|{view}|{','.join(field.id for field in self._page.fields)}"

    @Property("QStringList", constant=True)  # type: ignore[arg-type]
    def files(self) -> list[str]:
        """QML files of all pages."""
        files = dict.fromkeys(file_of(name.value) for name in PageName)
        return [file for file in files if (PAGES / file).exists()]

    @Slot(str, "QVariant")
    def act(self, action: str, value: object = None) -> None:
        """Carry an action to the front, after the handler that sent it has returned.

        The answer may replace the page, and with it the very item whose handler is running.
        """
        self._acted.emit(action, from_qml(value))

    @Slot(str, object)
    def _carry(self, action: str, value: object) -> None:
        self._front.act(action, value)

    @Slot()
    def _drain(self) -> None:
        self._front.handle_pending()

    @Slot()
    def _tick(self) -> None:
        self._front.tick()
