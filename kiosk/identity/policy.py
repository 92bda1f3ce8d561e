"""What a site's signed policy says about proving identity, as it is read: the thresholds of each face model."""

from __future__ import annotations

import re

from kiosk.identity.face import FaceBands
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
