"""Journal heads: what each terminal said its hash chain had come to, countersigned; forks become cases.

A head is ordered by `created` of the request's transport signature, which lies within minutes of our clock, and not
by the terminal's own time. So a request that is delivered twice or late changes nothing, and a terminal cannot hide
a cut journal by turning its clock back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, update

from central.cases import CaseCode, CaseNote, open_case
from central.platform import Platform
from central.tables import journal_head, terminal
from central.wire import Heartbeat
from kiosk.clock import stamp
from kiosk.protocol.signed import sign_document

COUNTERSIGN = "countersign"


@dataclass(frozen=True, kw_only=True)
class _Head:
    sequence: int
    hash: str
    created: int


def hear(platform: Platform, beat: Heartbeat, created: int) -> bytes:
    """Store what a heartbeat says; the signed `countersign` of the newest head. `created`: seconds since 1970 of
    the transport signature."""
    now = platform.clock.utc()
    told = _Head(sequence=beat.journal.sequence, hash=beat.journal.hash, created=created)
    here = (journal_head.c.terminal == beat.terminal, journal_head.c.generation == beat.generation)
    with platform.database.write() as connection:
        key = {"terminal": beat.terminal, "generation": beat.generation}
        values = {"sequence": told.sequence, "hash": told.hash, "created": created, "heard_at": stamp(now)}
        newest = told
        if not platform.database.insert_new(connection, journal_head, list(key), {**key, **values}):
            stored = _head(connection.execute(select(journal_head).where(*here).with_for_update()).one())
            note = _fork(stored, told, beat.generation)
            if note is not None:
                open_case(platform.database, connection, note, terminal=beat.terminal, submission=None, at=now)
            if _late(stored, told):
                newest = stored
            else:
                connection.execute(update(journal_head).where(*here).values(**values))
        if newest is told:
            report = {
                "utc": beat.utc,
                "counts": beat.counts.model_dump(),
                "devices": beat.devices,
                "attention": beat.attention,
            }
            said = {"heard_at": stamp(now), "software": beat.software, "report": json.dumps(report)}
            connection.execute(update(terminal).where(terminal.c.terminal == beat.terminal).values(**said))
    payload = {
        "v": 1,
        "terminal": beat.terminal,
        "generation": beat.generation,
        "sequence": newest.sequence,
        "hash": newest.hash,
        "utc": stamp(now),
    }
    return sign_document(COUNTERSIGN, payload, platform.root)


def standing(platform: Platform) -> list[dict[str, Any]]:
    """All terminals: where they stand by enrolment, last heartbeat and journal head; for staff."""
    query = select(terminal, journal_head.c.sequence, journal_head.c.hash).outerjoin(
        journal_head,
        (journal_head.c.terminal == terminal.c.terminal) & (journal_head.c.generation == terminal.c.generation),
    )
    with platform.database.read() as connection:
        rows = connection.execute(query.order_by(terminal.c.terminal)).all()
    return [
        {
            "terminal": row.terminal,
            "site": row.site,
            "generation": row.generation,
            "enrolled_at": row.enrolled_at,
            "heard_at": row.heard_at,
            "software": row.software,
            "journal": None if row.sequence is None else {"sequence": row.sequence, "hash": row.hash},
            "report": None if row.report is None else json.loads(row.report),
        }
        for row in rows
    ]


def _head(row: Row[Any]) -> _Head:
    return _Head(sequence=row.sequence, hash=row.hash, created=row.created)


def _late(stored: _Head, told: _Head) -> bool:
    """Whether this was signed before what we know already: a repeat or a straggler."""
    return told.created < stored.created or (told.created == stored.created and told.sequence < stored.sequence)


def _fork(stored: _Head, told: _Head, generation: int) -> CaseNote | None:
    same = told.sequence == stored.sequence
    if (same and told.hash == stored.hash) or told.sequence > stored.sequence:
        return None
    if not same and _late(stored, told):
        return None
    what = "has another hash" if same else "went backwards"
    detail = (
        f"generation {generation}: head {stored.sequence} {stored.hash[:16]}… {what}: "
        f"{told.sequence} {told.hash[:16]}…"
    )
    return CaseNote(code=CaseCode.JOURNAL_FORK, detail=detail)
