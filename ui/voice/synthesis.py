"""A sentence to sound by espeak-ng, in the three languages of the screen."""

from __future__ import annotations

import sys
from pathlib import Path

from ui.voice.programs import Programs
from ui.voice.sound import Sound, read_wav

VOICES = {"zh-CN": "cmn-latn-pinyin", "zh-HK": "yue", "en": "en"}
"""Measured with 1.51: `cmn` spells characters as English letters, pinyin is read right; `yue` reads every character
of the screen's words by itself."""
WORDS_A_MINUTE = 150
"""espeak-ng's own 175 is quick for old ears; so a sentence of 17 syllables takes 5.5 s."""
READING = (sys.executable, "-s", "-P", str(Path(__file__).with_name("pinyin.py")))
LIMIT_S = 10.0
"""A sentence takes some 40 ms, reading its characters 350 ms."""


class Synthesis:
    def __init__(self, programs: Programs) -> None:
        self._programs = programs

    def sound(self, text: str, language: str, turn: int) -> Sound:
        """`VoiceError` when espeak-ng is missing or fails; `CutError` when it is not wanted any more."""
        spoken = text.encode("utf-8")
        if language == "zh-CN":
            spoken = self._programs.run(READING, spoken, LIMIT_S, turn)
        # the sentence goes to its input: arguments can be read by every account of the machine
        command = ["espeak-ng", "-v", VOICES[language], "-s", str(WORDS_A_MINUTE), "-b", "1", "--stdin", "--stdout"]
        return read_wav(self._programs.run(command, spoken, LIMIT_S, turn))
