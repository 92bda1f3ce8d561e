"""Everyday words of the alias file: where a query says one, and which items it then means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.catalogue.search.query import Kind, Unit

_UNSURE = 0.85
"""Mean fit below which something is not taken for an everyday word: 老人浅 is 老人钱, 老狼浅 is not."""
_UNSURE_TYPED = 0.6
_INITIALS = 0.85
"""There are so many everyday words that some fit any initials: those of names go first."""
_BEGUN = 0.7
"""The query ends in the middle of the word, as it does while somebody types."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What an everyday word means: some items, and how surely: the meaning written first is the likeliest."""

    strength: float
    items: dict[int, float]
    """By number of the item: which part of its name the meaning is, 1 where the item is named by its id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An everyday word found in a query."""

    begin: int
    end: int
    """Units from `begin` up to `end`."""
    fits: float
    whole: bool
    """Said to its end; else the query breaks off within it."""
    targets: tuple[Target, ...]


class Everyday:
    """All everyday words, by their first symbol."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, list[Target]]] = defaultdict(dict)
        self._pairs: set[str] = set()

    def add(self, say: str, targets: list[Target]) -> None:
        """A word in symbols."""
        if say and targets:
            self._words[say[0]].setdefault(say, []).extend(targets)
            self._pairs.update(say[at : at + 2] for at in range(len(say) - 1))

    def has_pair(self, pair: str) -> bool:
        return pair in self._pairs

    def said(self, units: Sequence[Unit]) -> list[Said]:
        found = []
        for begin, unit in enumerate(units):
            for first in unit.likely:
                for say, targets in self._words.get(first, {}).items():
                    match = _fit(say, units, begin)
                    if match is not None:
                        end, fits, whole = match
                        found.append(Said(begin=begin, end=end, fits=fits, whole=whole, targets=tuple(targets)))
        # what is a word as it stands is not the beginning of another: 退休 is not 退休金
        words = {(word.begin, word.end) for word in found if word.whole}
        return [word for word in found if word.whole or (word.begin, word.end) not in words]


def _fit(say: str, units: Sequence[Unit], begin: int) -> tuple[int, float, bool] | None:
    """Where the word ends, how well it fits and whether it is whole; None where it is not said."""
    total, typed, begun = 0.0, 0, 1.0
    end = begin
    for symbol in say:
        if end == len(units):
            if end - begin < 2 or (end - begin) * 2 <= len(say):
                return None
            begun = _BEGUN
            break
        fits = units[end].likely.get(symbol, 0.0)
        if not fits:
            return None
        typed += units[end].kind is Kind.BEGINNING
        total += fits
        end += 1
    length = end - begin
    mean = total / length
    only_initials = typed == length and units[begin].kind is Kind.BEGINNING
    if only_initials and (begun < 1 or length < 2 or (length == 2 and len(units) > 2)):
        return None
    if mean < (_UNSURE if all(unit.kind is Kind.CHARACTER for unit in units[begin:end]) else _UNSURE_TYPED):
        return None
    if length == 1 and total < 1:
        return None
    return end, mean * begun * (_INITIALS if only_initials else 1), begun == 1
