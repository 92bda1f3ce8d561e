"""What a site's signed policy says about proving identity, as it is read: face thresholds, and the ways it leaves."""

from __future__ import annotations

import re

from kiosk.catalogue.model import AuthLevel
from kiosk.identity.face import FaceBands
from kiosk.identity.ways import ENOUGH, Way, WayRules
from kiosk.reading import Table

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_LOWEST, _HIGHEST = 200, 990
"""Thousandths of cosine similarity. Nobody is kept apart below 0.2 and nobody is recognised above 0.99: what lies
outside was measured on another scale or mistyped (facts, face, section 5)."""


def read_face_bands(root: Table) -> tuple[FaceBands, ...]:
    """The `[[face]]` tables of a policy; problems are noted on their tables.

    The policy holds thousandths, since signed documents have no fractions; the values are from -1 to 1.
    """
    bands = tuple(_bands(row) for row in root.tables("face"))
    if len({one.model for one in bands}) < len(bands):
        root.problem("face", "names one model twice")
    return bands


def _bands(row: Table) -> FaceBands:
    model = row.text("model", shape=lambda text: bool(_SHA256.match(text)))
    accept, strict, retry = (row.number(key, low=_LOWEST, high=_HIGHEST) for key in ("accept", "strict", "retry"))
    if not retry <= accept <= strict:
        row.problem("accept", "lies between retry and strict")
    row.done()
    return FaceBands(model=model, accept=accept / 1000, strict=strict / 1000, retry=retry / 1000)


def read_ways(root: Table) -> WayRules:
    """The `[ways]` table of a policy: for each way the levels it is enough for here, `[]` to switch it off.

    A policy takes away and never adds, and leaves no level with the face as its only way.
    """
    table = root.table("ways", required=False)
    levels = {way: _levels(table, way) for way in Way}
    table.done()
    for level in AuthLevel:
        if [way for way in Way if level in levels[way]] == [Way.FACE]:
            table.problem(Way.FACE, f"is the only way for {level}: leave another one beside it")
    return WayRules(levels=levels)


def _levels(table: Table, way: Way) -> frozenset[AuthLevel]:
    enough = ENOUGH[way]
    named = table.strings(way, sorted(enough))
    if not set(named) <= enough:
        table.problem(way, f"takes some of {', '.join(sorted(enough))}, or none")
    return frozenset(level for level in enough if level in named)
