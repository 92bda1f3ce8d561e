"""The journal's table: entries appended to the chain, countersigned heads kept, and both read back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.clock import stamp
from kiosk.journal import EMPTY_HEAD, JournalEntry, JournalHead, Value, link
from kiosk.protocol.canonical import canonical
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import PinnedKeys
from offline_cache.wire import read_countersign

KEPT_HEADS = 10
"""A newer countersigned head covers all before it; a few older ones help to find where a break lies."""


@dataclass(frozen=True, kw_only=True)
class PendingEntry:
    """An event with the time at which it happened, not yet part of the chain."""

    utc: datetime
    boot: str
    monotonic_ms: int
    event: str
    fields: Mapping[str, Value]


def head(connection: sqlite3.Connection) -> JournalHead:
    row = connection.execute("SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1").fetchone()
    return EMPTY_HEAD if row is None else JournalHead(sequence=row[0], hash=row[1])


def append_in(connection: sqlite3.Connection, pending: PendingEntry, after: JournalHead) -> JournalHead:
    """Append one entry inside the caller's transaction; returns the new head."""
    entry = link(
        after,
        utc=stamp(pending.utc),
        boot=pending.boot,
        monotonic_ms=pending.monotonic_ms,
        event=pending.event,
        fields=pending.fields,
    )
    connection.execute(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.sequence,
            entry.utc,
            entry.boot,
            entry.monotonic_ms,
            entry.event,
            canonical(entry.fields).decode("utf-8"),
            entry.prev,
            entry.hash,
        ),
    )
    return JournalHead(sequence=entry.sequence, hash=entry.hash)


def entries(connection: sqlite3.Connection, after: int = 0) -> Iterator[JournalEntry]:
    """All entries beyond a sequence, in order. Fields that are no JSON object become empty: the hash then breaks."""
    for row in connection.execute("SELECT * FROM journal WHERE sequence > ? ORDER BY sequence", (after,)):
        try:
            fields = json.loads(row[5])
        except ValueError:
            fields = {}
        yield JournalEntry(
            sequence=row[0],
            utc=row[1],
            boot=row[2],
            monotonic_ms=row[3],
            event=row[4],
            fields=fields if isinstance(fields, dict) else {},
            prev=row[6],
            hash=row[7],
        )


def keep_countersigned_in(connection: sqlite3.Connection, sequence: int, document: bytes, now: datetime) -> bool:
    """Keep the platform's signature for a head, if it is newer than the last one kept."""
    newest = connection.execute("SELECT coalesce(max(sequence), 0) FROM countersign").fetchone()[0]
    if sequence <= newest:
        return False
    connection.execute("INSERT INTO countersign VALUES (?, ?, ?)", (sequence, document.decode("utf-8"), stamp(now)))
    connection.execute(
        "DELETE FROM countersign WHERE sequence NOT IN"
        " (SELECT sequence FROM countersign ORDER BY sequence DESC LIMIT ?)",
        (KEPT_HEADS,),
    )
    return True


def countersigned(connection: sqlite3.Connection, pinned: PinnedKeys) -> tuple[JournalHead, ...]:
    """The heads whose signature by a pinned key holds; others say nothing and are left out."""
    heads = []
    for (document,) in connection.execute("SELECT document FROM countersign ORDER BY sequence"):
        try:
            answer = read_countersign(str(document).encode("utf-8"), pinned)
        except ProtocolError:
            continue
        heads.append(JournalHead(sequence=answer.sequence, hash=answer.hash))
    return tuple(heads)
