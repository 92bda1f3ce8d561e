"""How characters are read: syllables without tones, which of them sound alike, and which are slips of the finger."""

from __future__ import annotations

import functools
import importlib.metadata
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_LINE = re.compile(r'\s*"(\d+)": "([^"]*)"')
_FIRST, _LAST = 0x4E00, 0x9FFF
"""The basic block of Unihan: what keyboards and catalogues use."""
_VOWELS = frozenset("aeiouv")
_READINGS = 3
"""Of a character: pypinyin orders them by use, and the fourth is a scholar's."""
INITIALS = frozenset("b p m f d t n l g k h j q x zh ch sh r z c s y w a o e".split())


def plain(reading: str) -> str:
    """`lǜ` as it is typed: `lv`."""
    text = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ǖ", "v").replace("ǘ", "v"))
    text = text.replace("u\u0308", "v")
    return "".join(letter for letter in text if "a" <= letter <= "z")


@functools.cache
def sound(syllable: str) -> str:
    """What dialects do not tell apart comes out the same: zh/z, ch/c, sh/s, n/l, hu/fu, ang/an, eng/en, ing/in."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    if syllable.startswith("n") and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    if syllable == "hu":
        syllable = "fu"
    if syllable.endswith("ng") and not syllable.endswith("ong"):
        syllable = syllable[:-1]
    return syllable.replace("v", "u")


class Readings:
    """Every common character under its syllables; by how common the reading is; strings, some 200 kB."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """From (character, readings with tones, separated by commas)."""
        rows: list[dict[str, list[str]]] = [defaultdict(list) for _ in range(_READINGS)]
        for character, readings in pairs:
            for place, syllable in enumerate(filter(None, dict.fromkeys(map(plain, readings.split(","))))):
                if place < _READINGS:
                    rows[place][syllable].append(character)
        self._characters = [{syllable: "".join(row) for syllable, row in table.items()} for table in rows]
        # m and ng are readings too, of 呣 and 嗯, and a of 阿; typed alone they are initials
        self.syllables = frozenset(
            syllable
            for table in self._characters
            for syllable in table
            if len(syllable) > 1 and set(syllable) & _VOWELS
        )
        self.beginnings = frozenset(s[:end] for s in self.syllables for end in range(1, len(s) + 1))
        self.slips = _slips(self.syllables)

    def of(self, character: str) -> tuple[str, ...]:
        """The character's syllables, the commonest first; none for one that is not known."""
        found = []
        for table in self._characters:
            for syllable, row in table.items():
                if character in row:
                    found.append(syllable)
                    break
            else:
                break
        return tuple(found)


def _slips(syllables: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Two letters in the wrong order, or one left out, of syllables of four letters and more (three if swapped)."""
    slips: dict[str, set[str]] = defaultdict(set)
    for syllable in syllables:
        length = len(syllable)
        if length > 2:
            for at in range(length - 1):
                slips[syllable[:at] + syllable[at + 1] + syllable[at] + syllable[at + 2 :]].add(syllable)
        if length > 3:
            for at in range(1, length - 1):
                slips[syllable[:at] + syllable[at + 1 :]].add(syllable)
    return {slip: tuple(sorted(meant - {slip})) for slip, meant in slips.items() if meant - {slip}}


@functools.cache
def readings() -> Readings:
    """pypinyin's table of single characters, read line by line from its file.

    Importing the package would load its 2.5 MB of phrases too, and one parse of the whole would hold the interpreter.
    """
    file = Path(str(importlib.metadata.distribution("pypinyin").locate_file("pypinyin/pinyin_dict.json")))
    pairs: list[tuple[str, str]] = []
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is not None and (_FIRST <= int(found[1]) <= _LAST or found[1] == "12295"):
                pairs.append((chr(int(found[1])), found[2]))
    return Readings(pairs)
