"""Whether the voice would be heard, for the doctor: its programs, its device and the site's recordings."""

from __future__ import annotations

import shutil
from datetime import time
from pathlib import Path

from kiosk.settings import VoiceSettings
from ui.voice.errors import MissingError, VoiceError
from ui.voice.player import Player
from ui.voice.programs import Programs
from ui.voice.recordings import Recordings
from ui.voice.sound import Sound, silence

TRIAL: Sound = silence(0.1, 22_050, 1)
"""Nothing to be heard, and the device has to be opened for it."""
ESPEAK = MissingError("espeak-ng", "espeak-ng").detail
_BUSY = "Device or resource busy"
"""The running terminal speaks just now; so there is a device."""


def espeak_there() -> bool:
    return shutil.which("espeak-ng") is not None


def voice_problems(settings: VoiceSettings, folder: Path) -> list[str]:
    """Everything that is wrong with it, in a technician's words. Takes as long as a hanging device is waited for."""
    problems = [] if espeak_there() else [ESPEAK]
    programs = Programs()
    try:
        Player(settings, programs, lambda: time(12)).play(TRIAL, programs.turn)
    except VoiceError as problem:
        if _BUSY not in problem.detail:
            problems.append(problem.detail)
    return [*problems, *Recordings(folder).problems]
