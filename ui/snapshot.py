"""Renders pages to pictures without a screen: for tests, the demonstration and the documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QMetaObject
from PySide6.QtGui import QImage

from kiosk.flow.page import Frame, Page, PageName
from ui.window import Window, build

_BETWEEN = Page(name=PageName.SAVING, title="")
"""Shown before each page, so that nothing is kept from one like it."""


class StillFront:
    """A front that shows what it is given and remembers what is done; that somebody is there, it only counts."""

    def __init__(self, page: Page, frame: Frame) -> None:
        self.done: list[tuple[str, object]] = []
        self.touches = 0
        self._first = (page, frame)
        self._show: Callable[[Page, Frame], None] | None = None

    def attach(self, show: Callable[[Page, Frame], None]) -> None:
        self._show = show
        show(*self._first)

    def show(self, page: Page, frame: Frame) -> None:
        if self._show is not None:
            self._show(page, frame)

    def act(self, action: str, value: object) -> None:
        if action == "touch":
            self.touches += 1
        else:
            self.done.append((action, value))

    def tick(self) -> None:
        pass

    def handle_pending(self) -> None:
        pass


def settle(window: Window) -> None:
    """Let bindings, layouts and queued calls come to rest, and end a page's entrance.

    Layouts are made when a picture is; so one is made and thrown away. What was deleted goes first, as in a running
    loop.
    """
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    for _ in range(2):
        window.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        QMetaObject.invokeMethod(window.root, "rest")
        window.root.grabWindow()


def picture(window: Window) -> QImage:
    """What the window shows now, settled; 1080×1920 on the offscreen platform."""
    settle(window)
    return window.root.grabWindow()


def save(window: Window, path: Path) -> None:
    """Write what the window shows as a PNG. `OSError` when it cannot be written."""
    if not picture(window).save(str(path)):
        raise OSError(f"could not write {path}")


class Snapshots:
    """One window for many pictures: `with Snapshots(page, frame) as shots: shots.take(page, frame, path)`."""

    def __init__(self, page: Page, frame: Frame) -> None:
        self.front = StillFront(page, frame)
        self.window = build(self.front, show=False)
        self.window.root.setProperty("motion", False)
        self.window.root.show()

    def __enter__(self) -> Snapshots:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.window.close()

    def show(self, page: Page, frame: Frame) -> None:
        """Show a page made anew, whatever was shown before it, and let it come to rest."""
        self.front.show(_BETWEEN, frame)
        self.front.show(page, frame)
        settle(self.window)

    def resize(self, width: int, height: int) -> None:
        """Another screen, in pixels."""
        self.window.root.resize(width, height)
        settle(self.window)

    def take(self, page: Page, frame: Frame, path: Path) -> None:
        """Show a page and write its picture."""
        self.front.show(page, frame)
        save(self.window, path)
