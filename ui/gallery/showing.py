"""What the gallery shows: pages by name, in their frames, and one window that takes their pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QImage

from kiosk.flow.page import Frame, Page
from ui.audit.auditor import audit
from ui.audit.finding import Check, Finding
from ui.gallery.mode import Mode
from ui.snapshot import Snapshots, settle
from ui.values import to_qml
from ui.window import QML


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A page under a name of its own, in a frame of the mode that it was asked for in."""

    name: str
    page: Page
    frame: Frame
    proper: tuple[str, ...] = ()
    """Names and addresses in it that keep their script in every language."""
    sheet: str = ""
    """QML file of `ui/qml/gallery` to show in the place of the page."""


Pages = Callable[[Mode], Sequence[Showing]]
"""All pages in one mode; the words and the plan of a page depend on language and size."""


def put_up(shots: Snapshots, showing: Showing) -> None:
    """Show a page made anew, or a sheet in its place, and let it come to rest."""
    shots.show(showing.page, showing.frame)
    loader = shots.window.root.findChild(QObject, "page")
    if showing.sheet and loader is not None:
        loader.setProperty("source", QUrl.fromLocalFile(str(QML / "gallery" / f"{showing.sheet}.qml")))
        sheet = cast(QObject, loader.property("item"))
        sheet.setProperty("frame", to_qml(showing.frame))
        sheet.setProperty("page", to_qml(showing.page))
        settle(shots.window)


def look(shots: Snapshots, showing: Showing, mode: Mode) -> list[Finding]:
    """What the checks say; of a sheet only what its components answer for, and not where they stand on it."""
    found = audit(shots.window.root, showing.frame, mode.shape.glass, showing.proper)
    return [one for one in found if not showing.sheet or one.check is Check.CONTRAST]


class Easel:
    """One window for many pictures; a context manager."""

    def __init__(self, first: Showing) -> None:
        self._shots = Snapshots(first.page, first.frame)
        self._mode: Mode | None = None

    def __enter__(self) -> Easel:
        return self

    def __exit__(self, *_: object) -> None:
        self._shots.window.close()

    def put(self, showing: Showing, mode: Mode) -> None:
        """Show a page made anew."""
        if self._mode is None or self._mode.shape is not mode.shape:
            self._shots.resize(mode.shape.width, mode.shape.height)
        self._mode = mode
        put_up(self._shots, showing)

    def picture(self) -> QImage:
        return self._shots.window.root.grabWindow()

    def findings(self, showing: Showing, mode: Mode) -> list[Finding]:
        """What the checks say of the page that was put up."""
        return look(self._shots, showing, mode)
