"""A loudspeaker and a speaker on it for each test."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path
from time import monotonic, sleep

import pytest

from kiosk.faults import Fault
from kiosk.settings import QuietHours, VoiceSettings, Volume
from tests.counterparts.loudspeaker import DEADLINE_S, RATE, Loudspeaker, why_not
from ui.voice.sound import Sound
from ui.voice.speaker import Speaker


def tone(hertz: float, lasts_s: float) -> bytes:
    """A recording: one tone as a WAV file."""
    values = array(
        "h", [int(20_000 * math.sin(2 * math.pi * hertz * at / RATE)) for at in range(int(lasts_s * RATE))]
    )
    return Sound(rate=RATE, channels=1, samples=values.tobytes()).wav()


class Hall:
    """A terminal's voice with its loudspeaker. `told` is what it said of itself."""

    def __init__(self, folder: Path, loudspeaker: Loudspeaker) -> None:
        self.recordings = folder / "voice"
        self.loudspeaker = loudspeaker
        self.told: list[tuple[bool, Fault | None]] = []
        self.now = time(12)

    def hear_of_itself(self) -> tuple[bool, Fault | None]:
        """What it tells first of itself, waited for."""
        deadline = monotonic() + DEADLINE_S
        while not self.told:
            assert monotonic() < deadline
            sleep(0.02)
        return self.told[0]

    def record(self, language: str, key: str, data: bytes) -> None:
        place = self.recordings / language
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{key}.wav").write_bytes(data)

    @contextmanager
    def speaking(
        self,
        device: str = "heard",
        volume: Volume = Volume.HIGH,
        quiet: QuietHours | None = None,
        patience_s: float = 30,
    ) -> Iterator[Speaker]:
        speaker = Speaker(
            VoiceSettings(device=device, volume=volume, quiet=quiet),
            self.recordings,
            local_time=lambda: self.now,
            told=lambda works, fault: self.told.append((works, fault)),
            patience_s=patience_s,
        )
        speaker.start()
        try:
            yield speaker
        finally:
            speaker.stop()
            assert not speaker._thread.is_alive()


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    if reason := why_not():
        pytest.skip(reason)
    loudspeaker = Loudspeaker(tmp_path)
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(loudspeaker.config))
    return Hall(tmp_path, loudspeaker)
