"""Where symbols and pairs of neighbouring symbols stand: the inverted index of one kind of texts."""

from __future__ import annotations

from array import array
from collections.abc import Mapping


class Postings:
    """Numbers of owners (items or contexts) by symbol and by pair, ascending, four bytes each."""

    def __init__(self) -> None:
        self._symbols: dict[str, array[int]] = {}
        self._pairs: dict[str, array[int]] = {}
        self._followers: dict[str, str] = {}
        self._nothing: array[int] = array("I")

    def add(self, text: str, owner: int) -> None:
        """A text in symbols; owners come in ascending order."""
        for symbol in text:
            _append(self._symbols, symbol, owner)
        for at in range(len(text) - 1):
            pair = text[at : at + 2]
            if pair not in self._pairs:
                self._followers[pair[0]] = self._followers.get(pair[0], "") + pair[1]
            _append(self._pairs, pair, owner)

    def symbol(self, symbol: str) -> array[int]:
        return self._symbols.get(symbol, self._nothing)

    def pair(self, pair: str) -> array[int]:
        return self._pairs.get(pair, self._nothing)

    def has_pair(self, pair: str) -> bool:
        return pair in self._pairs

    def pairs(self, first: Mapping[str, float], second: Mapping[str, float]) -> list[tuple[float, array[int]]]:
        """All pairs that two neighbouring units may mean, with how well they fit."""
        found = []
        for one, fits in first.items():
            followers = self._followers.get(one, "")
            if len(followers) <= len(second):
                for other in followers:
                    if other in second:
                        found.append((fits * second[other], self._pairs[one + other]))
            else:
                for other, fits_too in second.items():
                    pair = self._pairs.get(one + other)
                    if pair is not None:
                        found.append((fits * fits_too, pair))
        return found


def _append(table: dict[str, array[int]], key: str, owner: int) -> None:
    row = table.get(key)
    if row is None:
        table[key] = array("I", (owner,))
    elif row[-1] != owner:
        row.append(owner)
