"""What the gallery shows: pages by name, in their frames, and one window that takes their pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from kiosk.flow.page import Frame, Page
from ui.audit.auditor import audit
from ui.audit.finding import Finding
from ui.gallery.mode import Mode
from ui.snapshot import Snapshots


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A page under a name of its own, in a frame of the mode that it was asked for in."""

    name: str
    page: Page
    frame: Frame
    proper: tuple[str, ...] = ()
    """Names and addresses in it that keep their script in every language."""


Pages = Callable[[Mode], Sequence[Showing]]
"""All pages in one mode; the words and the plan of a page depend on language and size."""


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
        self._shots.show(showing.page, showing.frame)

    def picture(self) -> QImage:
        return self._shots.window.root.grabWindow()

    def findings(self, showing: Showing, mode: Mode) -> list[Finding]:
        """What the checks say of the page that was put up."""
        return audit(self._shots.window.root, showing.frame, mode.shape.glass, showing.proper)
