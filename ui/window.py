"""Builds the window: the only place that knows in which order Qt is started and stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

# Before Qt is imported: the software renderer is faster than an emulated GPU, and its picture is the same everywhere
# (facts, ui, section 1). setdefault, so that a technician can try another.
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent
from PySide6.QtQml import QQmlApplicationEngine, qmlRegisterSingletonType
from PySide6.QtQuick import QQuickWindow
from PySide6.QtQuickControls2 import QQuickStyle

from ui.camera_view import FEED
from ui.icon import LineIcon
from ui.ime.text_entry import TextEntry
from ui.ime.writing_pad import WritingPad
from ui.language import Translation
from ui.progress_ring import ProgressRing
from ui.qr_view import QrView
from ui.raster_provider import RasterProvider
from ui.round_box import RoundBox
from ui.screen import Screen
from ui.shape import PORTRAIT, Glass
from ui.signature_pad import SignaturePad
from ui.theme import Look
from ui.watchdog import Watchdog

if TYPE_CHECKING:
    from kiosk.devices import FaceBox, PreviewFrame
    from ui.dock import Dock, DockSetting
    from ui.front import Front

QML = Path(__file__).parent / "qml"
REGISTERED = (LineIcon, ProgressRing, QrView, RoundBox, SignaturePad, WritingPad, TextEntry, Look)
"""Importing these is what makes them known to QML."""
_THEME = QUrl.fromLocalFile(str(QML / "Theme.qml"))
qmlRegisterSingletonType(_THEME, "Jiujin", 1, 0, "Theme")  # type: ignore[call-overload]  # the stubs say bytes
SWITCH_S = 0.001
"""Python's own 5 ms, times the few hundred calls that make a page, would be felt: beside one busy thread pages took
350 to 600 ms, with this 70 to 140."""
SWALLOWED = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_F11, Qt.Key.Key_Q, Qt.Key.Key_W})


class _KioskKeys(QObject):
    """Swallows the keys that leave a full-screen program. Comfort, not security: that is the window manager's."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        key = cast(QKeyEvent, event)
        leaves = key.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11)
        held = key.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return leaves or (bool(held) and key.key() in SWALLOWED)


@dataclass(frozen=True, kw_only=True)
class Window:
    """What `build` made. `close` is the one shutdown; after it nothing of the window is left."""

    application: QGuiApplication
    engine: QQmlApplicationEngine
    root: QQuickWindow
    screen: Screen
    theme: Look
    watchdog: Watchdog
    dock: Dock | None
    keys: QObject | None

    def run(self) -> int:
        """Turn the event loop until the program ends; its exit code."""
        return self.application.exec()

    def close(self) -> None:
        """Stop ticking and watching, then the dock, the window and the engine. The application object stays."""
        self.screen.stop()
        self.watchdog.stop()
        if self.keys is not None:
            self.application.removeEventFilter(self.keys)
        if self.dock is not None:
            self.dock.close()
        self.root.setProperty("mayClose", True)
        self.root.close()
        self.engine.deleteLater()
        self.application.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        FEED.frames = lambda: None
        FEED.faces = lambda: ()


def application() -> QGuiApplication:
    """The one application object of this process, made with our font and style."""
    present = QGuiApplication.instance()
    if present is None:
        # While a worker computes, each call from Qt into Python may wait this long for the interpreter
        sys.setswitchinterval(SWITCH_S)
        QQuickStyle.setStyle("Basic")
        present = QGuiApplication(["jiujin"])
    made = cast(QGuiApplication, present)
    made.setFont(QFont("Noto Sans CJK SC"))
    made.setApplicationDisplayName("就近")
    return made


def _first_size(glass: Glass, available: QSize | None) -> tuple[int, int]:
    """Pixels of a window before anything resizes it: the way round that the glass is, no larger than fits."""
    short, long = PORTRAIT
    width, height = (long, short) if glass.width_mm > glass.height_mm else (short, long)
    scale = 1.0 if available is None else min(1.0, available.width() / width, available.height() / height)
    return int(width * scale), int(height * scale)


def build(
    front: Front,
    *,
    kiosk: bool = False,
    glass: Glass | None = None,
    dock: DockSetting | None = None,
    frames: Callable[[], PreviewFrame | None] | None = None,
    faces: Callable[[], tuple[FaceBox, ...]] | None = None,
    show: bool = True,
) -> Window:
    """Make the window and show the front's first page.

    `kiosk`: full screen, closing refused, keys that leave swallowed. `glass`: how large the screen is; a window that
    does not fill it takes its shape. `dock`: the window of simulated devices beside it. `frames`, `faces`: the
    camera's newest picture and what was seen in it. `RuntimeError` when QML does not load.
    """
    made = application()
    if frames is not None:
        FEED.frames = frames
    if faces is not None:
        FEED.faces = faces
    engine = QQmlApplicationEngine()
    rasters = RasterProvider()
    engine.addImageProvider("raster", rasters)
    theme = cast(Look, engine.singletonInstance("Jiujin", "Look"))
    theme.glass = glass or Glass()
    offscreen = QGuiApplication.platformName() == "offscreen"
    width, height = _first_size(theme.glass, None if offscreen else made.primaryScreen().availableSize())
    if kiosk and not offscreen:
        # under a bare X server nobody makes a window full screen for us (facts, ui, section 10)
        whole = made.primaryScreen().geometry()
        width, height = whole.width(), whole.height()
    theme.fit(width, height)
    screen = Screen(front, theme, Translation(engine), rasters, engine)
    screen.start()
    engine.setInitialProperties({"screenModel": screen, "kiosk": kiosk, "width": width, "height": height})
    engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
    if not engine.rootObjects():
        raise RuntimeError("the window's QML did not load; the log says why")
    root = cast(QQuickWindow, engine.rootObjects()[0])
    keys: QObject | None = None
    if kiosk:
        keys = _KioskKeys(root)
        made.installEventFilter(keys)
        made.setQuitOnLastWindowClosed(False)
    watchdog = Watchdog(engine)
    watchdog.start()
    beside: Dock | None = None
    if dock is not None:
        from ui.dock import Dock  # not before: a terminal at work has no dock

        beside = Dock(dock, engine, root)
    if show:
        if kiosk and not offscreen:
            root.setGeometry(made.primaryScreen().geometry())
            root.showFullScreen()
        else:
            root.show()
        root.requestActivate()
        if beside is not None:
            beside.show()
    return Window(
        application=made,
        engine=engine,
        root=root,
        screen=screen,
        theme=theme,
        watchdog=watchdog,
        dock=beside,
        keys=keys,
    )
