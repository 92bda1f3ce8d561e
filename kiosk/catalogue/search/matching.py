"""How well one text answers one reading of a query: which units it covers, and how much of the text that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.catalogue.search.query import Kind, Unit

MAX_SYMBOLS = 120
"""Of a text that are looked at; the longest real name known has 110 characters."""
# A matched unit counts in full when its neighbours in the query are its neighbours in the text. What stands alone is
# chance more often than meaning (办, 证); Latin words carry meaning also alone.
_ALONE, _ALONE_WORD = 0.25, 0.7
_GAP_OF_ONE, _GAP_OF_TWO = 0.6, 0.5
"""One or two symbols of the text stand between: 医保 in 医疗保险."""
_EXACT = 0.95
"""The character itself, or a syllable of it that was typed in full."""
_EXTRA = 0.6
"""One unit of the query stands between: 养老老保险."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """What a text covers of a query."""

    units: dict[int, float]
    """By unit of the query: 0 to 1."""
    text: float
    """Which part of the text was asked for, 0 to 1."""
    sounded: frozenset[int]
    """Units that are there in sound only."""
    exact: bool
    """At least two neighbours (or the whole of a query of one) are exactly there."""


_NOTHING = Cover(units={}, text=0.0, sounded=frozenset(), exact=False)
_ROW = 256
"""Cells are numbered unit by unit: `unit * _ROW + place + _MARGIN`; so a place beyond an end is nobody's cell."""
_MARGIN = 8


class Reading:
    """One reading of a query, prepared for many texts."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self._where: dict[str, list[tuple[int, float]]] = {}
        for at, unit in enumerate(units):
            for symbol, fits in unit.likely.items():
                self._where.setdefault(symbol, []).append((at * _ROW + _MARGIN, fits))
        self._before = _neighbours(units, range(len(units)))
        self._after = _neighbours(units, range(len(units) - 1, -1, -1))
        self._begun = [unit.kind is Kind.BEGINNING for unit in units]
        self._alone = [_ALONE_WORD if unit.kind is Kind.WORD else _ALONE for unit in units]
        self._covers: dict[str, Cover] = {}

    def neighbours(self) -> list[tuple[int, int]]:
        """Pairs of units that stand side by side when fillers are left out."""
        return sorted({(before, at) for at, row in enumerate(self._before) for before in row})

    def cover(self, text: str) -> Cover:
        """What the text covers; many items share a text, which is then compared once."""
        cover = self._covers.get(text)
        if cover is None:
            cover = self._covers[text] = self._compared(text[:MAX_SYMBOLS])
        return cover

    def _compared(self, text: str) -> Cover:
        where = self._where
        cells: dict[int, float] = {}
        for place, symbol in enumerate(text):
            if symbol in where:
                for row, fits in where[symbol]:
                    cells[row + place] = fits
        if not cells:
            return _NOTHING
        units: dict[int, float] = {}
        places: dict[int, float] = {}
        sounded: set[int] = set()
        exact = False
        single = len(self.units) == 1
        written = single and self.units[0].kind is Kind.CHARACTER
        for cell, fits in cells.items():
            at, place = divmod(cell, _ROW)
            before, after = self._before[at], self._after[at]
            left = self._link(cells, at, place, before, -1) if before else 0.0
            right = self._link(cells, at, place, after, 1) if after else 0.0
            alone = self._alone[at]
            if single:
                if written and fits < 1:
                    continue  # one character in sound only is chance
                value = fits
            elif not left and not right and fits < 1 and alone == _ALONE:
                continue
            else:
                linked = left if not after else right if not before else (left + right) / 2
                value = fits * (alone + (1 - alone) * linked)
            if fits >= _EXACT and not exact:
                beside = (cells.get(other * _ROW + place - 1, 0.0) for other in before)
                exact = single or alone == _ALONE_WORD or any(other >= _EXACT for other in beside)
            if value > units.get(at, 0.0):
                units[at] = value
                (sounded.discard if fits >= _EXACT else sounded.add)(at)
            if value > places.get(place, 0.0):
                places[place] = value
        return Cover(units=units, text=sum(places.values()) / len(text), sounded=frozenset(sounded), exact=exact)

    def _link(self, cells: dict[int, float], at: int, place: int, neighbours: tuple[int, ...], step: int) -> float:
        """How the next unit of the query on one side stands to this one in the text: 1 beside it, 0 not there."""
        for other in neighbours:
            if other * _ROW + place + step in cells:
                return 1.0
        if self._begun[at]:
            return 0.0  # initials fit too much to be joined over gaps
        strongest = 0.0
        for other in neighbours:
            if self._begun[other]:
                continue
            row = other * _ROW + place
            if row + 2 * step in cells:
                strongest = max(strongest, _GAP_OF_ONE)
            elif row + 3 * step in cells:
                strongest = max(strongest, _GAP_OF_TWO)
        beyond = at + 2 * step
        if strongest < _EXTRA and beyond * _ROW + place + step in cells and not self._begun[beyond]:
            strongest = _EXTRA
        return strongest


def _neighbours(units: Sequence[Unit], order: range) -> list[tuple[int, ...]]:
    """For each unit the one before it in this order, and the nearest before it that is no filler."""
    rows: list[tuple[int, ...]] = [()] * len(units)
    last: int | None = None
    last_meant: int | None = None
    for at in order:
        rows[at] = tuple(dict.fromkeys(other for other in (last, last_meant) if other is not None))
        last = at
        if not units[at].filler:
            last_meant = at
    return rows
