"""What a site has recorded: one WAV file a sentence, `<language>/<key of words.toml>.wav`."""

from __future__ import annotations

from pathlib import Path

from kiosk.flow.words import Words
from kiosk.texts import LANGUAGES
from ui.voice.errors import VoiceError
from ui.voice.sound import LONGEST_S, Sound, read_wav

LARGEST_BYTES = LONGEST_S * 48_000 * 2 * 2 + 4096
"""The longest recording, in stereo, with its head."""


class Recordings:
    """Read once, at the start. A sentence is found by its words: where a site's policy says something else than was
    recorded, the recording is not played over it."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[str] = []
        """Files that cannot be used, with the reason."""
        self._files: dict[tuple[str, str], Path] = {}
        words = Words.load()
        keys = set(words.keys())
        for language in LANGUAGES:
            words.language = language
            for file in sorted((folder / language).glob("*.wav")):
                problem = "" if file.stem in keys else "no key of words.toml"
                problem = problem or ("has a gap for a value" if "{" in words(file.stem) else _problem_of(file))
                if problem:
                    self.problems.append(f"{language}/{file.name}: {problem}")
                else:
                    self._files[language, words(file.stem)] = file

    def sound(self, text: str, language: str) -> Sound | None:
        """None where nothing was recorded, or the file has gone bad since the start."""
        file = self._files.get((language, text))
        try:
            return None if file is None else _read(file)
        except VoiceError:
            return None


def _read(file: Path) -> Sound:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise VoiceError(f"longer than {LONGEST_S} s")
        return read_wav(file.read_bytes())
    except OSError as problem:
        raise VoiceError(f"cannot be read ({problem.strerror})") from problem


def _problem_of(file: Path) -> str:
    try:
        _read(file)
    except VoiceError as problem:
        return problem.detail
    return ""
