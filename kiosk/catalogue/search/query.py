"""What was typed or said, as units to be matched: the readings of one query."""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from kiosk.catalogue.search.folding import parts
from kiosk.catalogue.search.letters import ways
from kiosk.catalogue.search.syllables import Readings
from kiosk.catalogue.search.symbols import Alphabet

MAX_UNITS = 48
"""Characters, syllables or words of one reading that are looked at."""


class Kind(StrEnum):
    CHARACTER = "character"
    SYLLABLE = "syllable"
    BEGINNING = "beginning"
    """An initial, or a syllable that is still being typed."""
    WORD = "word"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    text: str
    kind: Kind
    likely: dict[str, float]
    """Symbols of the catalogue that it may mean, and how well each fits (0 to 1)."""
    filler: bool


@functools.cache
def _fillers() -> tuple[frozenset[str], frozenset[str], int]:
    table = tomllib.loads(resources.files(__package__).joinpath("fillers.toml").read_text("utf-8"))
    chinese = frozenset("".join(parts(word)) for word in table["chinese"].split())
    return chinese, frozenset(table["english"].split()), max(map(len, chinese))


def readings_of(text: str, alphabet: Alphabet, known: Readings, paired: Callable[[str], bool]) -> list[list[Unit]]:
    """Every likely reading of a query; none for one without letters, digits or characters.

    `paired` says whether two neighbouring characters are neighbours in a name too.
    """
    found = parts(text)
    filler = _filler_positions(found, paired)
    if len(found) > MAX_UNITS:
        kept = [at for at in range(len(found)) if at not in filler][:MAX_UNITS]
        found, filler = [found[at] for at in kept], set()
    choices: list[list[list[Unit]]] = []
    for at, part in enumerate(found):
        if part[0] > "z":
            unit = Unit(text=part, kind=Kind.CHARACTER, likely=alphabet.character(part), filler=at in filler)
            choices.append([[unit]])
        else:
            choices.append(_of_run(part, alphabet, known, filler=at in filler, last=at == len(found) - 1))
    readings = []
    for pick in _picks(found, choices, filler, alphabet):
        units = [unit for choice, chosen in zip(choices, pick, strict=True) for unit in choice[chosen]]
        if units:
            readings.append(units[:MAX_UNITS])
    return readings


def _picks(
    found: list[str], choices: list[list[list[Unit]]], filler: set[int], alphabet: Alphabet
) -> list[tuple[int, ...]]:
    """Which choice is taken of each part, for every reading: one run of letters in all its ways, several together."""
    runs = [at for at, part in enumerate(found) if part[0] <= "z"]
    if len(runs) < 2:
        return list(itertools.product(*(range(len(choice)) for choice in choices)))
    last = [len(choice) - 1 for choice in choices]
    as_words = tuple(0 for _ in choices)
    known = [at in filler or (len(found[at]) > 2 and alphabet.word(found[at]) is not None) for at in runs]
    if all(known[:-1]) and choices[runs[-1]][0][0].kind is Kind.WORD:
        return [as_words]  # English, of which the last word may still be typed
    as_syllables = tuple(min(1, end) for end in last)
    mixed = tuple(0 if alphabet.word(part) else min(1, end) for part, end in zip(found, last, strict=True))
    return list(dict.fromkeys((as_words, as_syllables, mixed)))


def _of_run(part: str, alphabet: Alphabet, known: Readings, *, filler: bool, last: bool) -> list[list[Unit]]:
    """The run as one word, then as syllables in the likeliest ways."""
    words = alphabet.words(part)
    found = [[Unit(text=part, kind=Kind.WORD, likely=words, filler=filler)]]
    if part.isalpha():
        for way in ways(part, known, strict=bool(words)):
            found.append(
                [
                    Unit(
                        text=piece,
                        kind=Kind.SYLLABLE if piece in known.syllables else Kind.BEGINNING,
                        likely=alphabet.typed(piece, last=last and at == len(way) - 1),
                        filler=False,
                    )
                    for at, piece in enumerate(way)
                ]
            )
    # letters that begin no word are syllables; what is neither stays, as something that no item has
    return found if words or len(found) == 1 else found[1:]


def _filler_positions(found: list[str], paired: Callable[[str], bool]) -> set[int]:
    """Where fillers stand. One character alone is none where it belongs to a word of a name: 会 in 社会."""
    chinese, english, longest = _fillers()
    positions: set[int] = set()
    at = 0
    while at < len(found):
        if found[at][0] <= "z":
            if found[at] in english:
                positions.add(at)
            at += 1
            continue
        for length in range(longest, 0, -1):
            word = "".join(found[at : at + length])
            if word in chinese and (length > 1 or not _belongs(found, at, paired)):
                positions.update(range(at, at + length))
                at += length
                break
        else:
            at += 1
    return positions


def _belongs(found: list[str], at: int, paired: Callable[[str], bool]) -> bool:
    before = at > 0 and paired(found[at - 1] + found[at])
    return before or (at + 1 < len(found) and paired(found[at] + found[at + 1]))
