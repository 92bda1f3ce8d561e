"""`main.py run`: the touch window on the devices of the settings."""

from __future__ import annotations

import signal

from app.crash import end_on_bugs
from app.running import running
from kiosk.settings import Settings


def run(settings: Settings) -> int:
    """Run until the window is asked to end (SIGTERM, SIGINT)."""
    from ui.shape import Glass
    from ui.window import build

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
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: window.application.quit())
        try:
            return window.run()
        finally:
            window.close()
