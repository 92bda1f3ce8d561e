"""Administrative divisions as an address is chosen from them: province, city, county, and the street where known.

What is in the table only for counting is not shown: placeholder cities (市辖区 of Beijing) give their counties to the
province, a placeholder county of the same name as its city (东莞市, 中山市) stands in the city's place, and units of
statistics (farms, parks) are no place one lives at. Codes: GB/T 2260 and the statistical division codes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "divisions.csv"
"""Its source and licence stand in `data/divisions.md`."""
_PLACEHOLDER_CITIES = frozenset("1101 1201 3101 5001 5002 4190 4290 4690 6590".split())
_CITY_DIGITS, _COUNTY_DIGITS, _STREET_DIGITS = 4, 6, 9
_STATISTICAL = frozenset("45")
"""Seventh digit of town codes that are no administrative divisions."""


@dataclass(frozen=True, kw_only=True)
class Division:
    """One place of the table; `code` has 2, 4, 6 or 9 digits."""

    code: str
    name: str


class Divisions:
    """The tree as it is shown. Codes that are not in it, or are passed over, are unknown."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """From rows of code, name and parent's code, parents first."""
        names: dict[str, str] = {}
        parents: dict[str, str] = {}
        stand_ins: dict[str, str] = {}
        for code, name, parent in rows:
            if len(code) == _STREET_DIGITS and code[6] in _STATISTICAL:
                continue
            if len(code) == _COUNTY_DIGITS and names.get(parent) == name:
                stand_ins[parent] = code
            names[code] = name
            parents[code] = parent
        self._divisions: dict[str, Division] = {}
        self._parents: dict[str, str] = {}
        self._children: dict[str, list[Division]] = {"": []}
        for code, name in names.items():
            if code in _PLACEHOLDER_CITIES or code in stand_ins:
                continue
            parent = parents[code]
            while parent in _PLACEHOLDER_CITIES or parent in stand_ins:
                parent = parents[parent]
            division = Division(code=code, name=name)
            self._divisions[code] = division
            self._parents[code] = parent
            self._children[code] = []
            self._children[parent].append(division)
        for children in self._children.values():
            children.sort(key=lambda division: division.code)

    def known(self, code: str) -> bool:
        """Whether it is a place that can be chosen, of whatever level."""
        return code in self._divisions

    def children(self, code: str, near: str = "") -> tuple[Division, ...]:
        """What can be chosen below a place, the provinces below the empty code; nothing below an unknown one. The one
        that leads to `near`, where the terminal stands, is the first: most people live where they come for help."""
        found = self._children.get(code, ())
        leads = {step.code for step in self.path(near)}
        return tuple(sorted(found, key=lambda division: division.code not in leads)) if leads else tuple(found)

    def path(self, code: str) -> tuple[Division, ...]:
        """From the province to the place; empty for an unknown one."""
        steps: list[Division] = []
        while code in self._divisions:
            steps.append(self._divisions[code])
            code = self._parents[code]
        return tuple(reversed(steps))

    def complete(self, code: str) -> bool:
        """Whether nothing more can be chosen below it: a street, or a county whose streets are not in the table."""
        return self.known(code) and not self._children[code]

    def within(self, code: str, region: str) -> bool:
        """Whether a place is another one or lies in it."""
        return any(step.code == region for step in self.path(code))


@cache
def divisions() -> Divisions:
    """The table of the installation, read once (5,111 rows)."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return Divisions((row["code"], row["name"], row["parent_code"]) for row in csv.DictReader(file))
