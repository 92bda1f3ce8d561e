"""`main.py run`: the touch window on the devices of the settings."""

from __future__ import annotations

import signal
import threading

from app.crash import end_on_bugs
from app.running import running
from app.voice import speaking
from kiosk.settings import Settings

END_MS = 200
"""How often it is asked whether the program shall end."""


def run(settings: Settings) -> int:
    """Run until the window is asked to end (SIGTERM, SIGINT)."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from ui.shape import Glass
    from ui.window import build

    # a signal may come at any moment, also within a call from Qt, which would swallow an exception
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    with running(settings) as program:
        camera = program.desk.camera
        window = build(
            program,
            kiosk=settings.window.kiosk,
            glass=Glass(width_mm=settings.screen.width_mm, height_mm=settings.screen.height_mm),
            frames=None if camera is None else camera.latest,
            faces=program.faces,
        )
        program.wake = window.screen.wake
        end_on_bugs(window.application.exit)
        # exit(), not quit(), which asks the windows first: a kiosk's window never lets itself be closed
        ending = QTimer(window.application)
        ending.timeout.connect(lambda: QCoreApplication.exit(0) if asked.is_set() else None)
        ending.start(END_MS)
        try:
            with speaking(program):
                return window.run()
        finally:
            window.close()
