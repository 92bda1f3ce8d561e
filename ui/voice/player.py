"""Sound to the loudspeaker by aplay: at the settings' volume, half of it in quiet hours, within a time limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from kiosk.settings import VoiceSettings, Volume
from ui.voice.programs import Programs
from ui.voice.sound import Sound

LEVELS = {Volume.LOW: 0.16, Volume.MIDDLE: 0.4, Volume.HIGH: 0.95}
"""Of the loudest sample: steps of 8 dB, which sound about half as loud."""
QUIET = 0.5
"""Half the level, 6 dB less, in quiet hours."""
PATIENCE_S = 5.0
"""How much longer than the sound lasts aplay may take to open its device and to end."""


class Player:
    """`patience_s` is as `PATIENCE_S`."""

    def __init__(
        self,
        settings: VoiceSettings,
        programs: Programs,
        local_time: Callable[[], time],
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._settings = settings
        self._programs = programs
        self._local_time = local_time
        self._patience_s = patience_s

    def play(self, sound: Sound, turn: int) -> None:
        """Returns when it was heard to its end. `VoiceError` when aplay is missing, fails or hangs; `CutError`."""
        quiet = self._settings.quiet
        level = LEVELS[self._settings.volume]
        if quiet is not None and quiet.holds(self._local_time()):
            level *= QUIET
        command = ["aplay", "-q", "-D", self._settings.device, "-t", "wav", "-"]
        self._programs.run(command, sound.at(level).wav(), sound.seconds + self._patience_s, turn)
