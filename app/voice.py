"""The voice of a running terminal: what its pages want said goes to the loudspeaker of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path

from app.program import Program
from kiosk.clock import CHINA
from kiosk.faults import Fault
from kiosk.flow.state import VoiceChanged
from kiosk.settings import Settings


def recordings_of(settings: Settings) -> Path:
    """Where a site puts what it has recorded: docs/ui.md."""
    return settings.data / "voice"


@contextmanager
def speaking(program: Program) -> Iterator[None]:
    """Speak while the block runs, where a voice is set up. What is wrong with it is told to the flow, and stops
    nothing."""
    settings = program.settings
    if settings.voice is None:
        yield
        return
    from ui.voice.speaker import Speaker

    def local_time() -> time:
        return program.clock.utc().astimezone(CHINA).time()

    def told(works: bool, fault: Fault | None) -> None:
        program.post(VoiceChanged(works=works, fault=fault))

    speaker = Speaker(settings.voice, recordings_of(settings), local_time=local_time, told=told)
    speaker.start()
    program.attach(speaker.show)
    try:
        yield
    finally:
        speaker.stop()
