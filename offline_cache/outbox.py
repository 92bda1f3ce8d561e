"""The outbox: submissions as sealed, immutable rows, and the few steps that their state may take.

    queued ⇄ sending → received → (retention) deleted
       ↘        ↓
          held  (a person looks; then queued again)

Every function runs in the thread that owns the connection; those named `_in` run inside a transaction of their
caller. The rules stand in the schema too (migrations/0001_begin.sql), so that no code path can break them.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.clock import parse_stamp, stamp
from kiosk.faults import Fault
from kiosk.protocol.canonical import sha256_hex
from kiosk.protocol.receipt import PlatformReceipt
from kiosk.store import StoreCounts, UntoldNumber
from offline_cache.database import transaction


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """One submission as it goes into the outbox. `service` is empty where there is none (a rating of the place)."""

    id: str
    number: str
    terminal: str
    generation: int
    sequence: int
    kind: str
    service: str
    key_id: str
    envelope: bytes
    sha256: str
    needs_paper: bool
    stored_at: datetime
    boot: str
    monotonic_ms: int


@dataclass(frozen=True, kw_only=True)
class DueItem:
    """An item taken for sending. `envelope` is exactly what was written; `intact` says that its hash still holds."""

    seq: int
    id: str
    sha256: str
    envelope: bytes
    attempts: int

    @property
    def intact(self) -> bool:
        return sha256_hex(self.envelope) == self.sha256


def next_number_in(connection: sqlite3.Connection) -> tuple[int, int]:
    """Generation and sequence of the next number; it is used up by this transaction or not at all."""
    row = connection.execute(
        "UPDATE numbering SET last_sequence = last_sequence + 1 RETURNING generation, last_sequence"
    ).fetchone()
    return int(row[0]), int(row[1])


def add_in(connection: sqlite3.Connection, item: NewItem) -> None:
    connection.execute(
        "INSERT INTO item (id, number, terminal, generation, sequence, kind, service, key_id, envelope, sha256,"
        " needs_paper, stored_utc, stored_boot, stored_mono_ms, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued')",
        (
            item.id,
            item.number,
            item.terminal,
            item.generation,
            item.sequence,
            item.kind,
            item.service,
            item.key_id,
            item.envelope,
            item.sha256,
            int(item.needs_paper),
            stamp(item.stored_at),
            item.boot,
            item.monotonic_ms,
        ),
    )


def requeue_sending(connection: sqlite3.Connection) -> int:
    """Whatever is being sent while no sender runs was cut off: it is queued again. Returns how many."""
    if connection.execute("SELECT 1 FROM item WHERE state = 'sending' LIMIT 1").fetchone() is None:
        return 0
    with transaction(connection):
        return connection.execute("UPDATE item SET state = 'queued' WHERE state = 'sending'").rowcount


def waiting(connection: sqlite3.Connection) -> tuple[tuple[int, str], ...]:
    """All queued items, oldest first: seq and id."""
    rows = connection.execute("SELECT seq, id FROM item WHERE state = 'queued' ORDER BY seq")
    return tuple((int(seq), str(name)) for seq, name in rows)


def take(connection: sqlite3.Connection, seq: int) -> DueItem | None:
    """Mark a queued item as being sent, before its first byte leaves; None when it is not queued."""
    with transaction(connection):
        row = connection.execute(
            "UPDATE item SET state = 'sending', attempts = attempts + 1 WHERE seq = ? AND state = 'queued'"
            " RETURNING seq, id, sha256, envelope, attempts",
            (seq,),
        ).fetchone()
    if row is None:
        return None
    return DueItem(seq=row[0], id=row[1], sha256=row[2], envelope=row[3], attempts=row[4])


def give_back_in(connection: sqlite3.Connection, seq: int, fault_id: str) -> None:
    """It was not delivered and waits again."""
    connection.execute(
        "UPDATE item SET state = 'queued', last_fault = ? WHERE seq = ? AND state = 'sending'", (fault_id, seq)
    )


def hold_in(connection: sqlite3.Connection, seq: int, fault_id: str) -> None:
    connection.execute(
        "UPDATE item SET state = 'held', last_fault = ? WHERE seq = ? AND state IN ('queued', 'sending')",
        (fault_id, seq),
    )


def release_in(connection: sqlite3.Connection, submission: str) -> bool:
    """A person looked at a held item and wants it sent again; whether it was held."""
    return (
        connection.execute("UPDATE item SET state = 'queued' WHERE id = ? AND state = 'held'", (submission,)).rowcount
        == 1
    )


def settle_in(
    connection: sqlite3.Connection, item: DueItem, document: bytes, receipt: PlatformReceipt, now: datetime
) -> None:
    """Store the platform's receipt and mark the item received; the schema checks the signature once more."""
    connection.execute(
        "INSERT INTO receipt (item, sha256, document, receipt, stored_utc) VALUES (?, ?, ?, ?, ?)",
        (item.id, item.sha256, document.decode("utf-8"), receipt.receipt, stamp(now)),
    )
    connection.execute(
        "UPDATE item SET state = 'received', settled_utc = ?, last_fault = NULL WHERE seq = ?", (stamp(now), item.seq)
    )


def mark_told_in(connection: sqlite3.Connection, submission: str, now: datetime) -> bool:
    """Whether this was news."""
    cursor = connection.execute(
        "UPDATE item SET told_utc = ? WHERE id = ? AND told_utc IS NULL", (stamp(now), submission)
    )
    return cursor.rowcount == 1


def note_sheet_in(connection: sqlite3.Connection, submission: str, job: str, outcome: str, now: datetime) -> None:
    connection.execute(
        "INSERT INTO sheet (item, job, outcome, utc) VALUES (?, ?, ?, ?)", (submission, job, outcome, stamp(now))
    )


def remove_settled_in(connection: sqlite3.Connection, now: datetime, retention_days: int) -> int:
    """Delete what was received and told longer ago than the retention, with its receipt and sheets."""
    limit = stamp(now - timedelta(days=retention_days))
    # the schema measures by SQLite's own clock; asking for the same here keeps an injected clock from a refusal
    rows = connection.execute(
        "DELETE FROM item WHERE state = 'received' AND settled_utc < ? AND (needs_paper = 0 OR told_utc IS NOT NULL)"
        " AND settled_utc <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-7 days') RETURNING id",
        (limit,),
    ).fetchall()
    for row in rows:
        connection.execute("DELETE FROM receipt WHERE item = ?", row)
        connection.execute("DELETE FROM sheet WHERE item = ?", row)
    return len(rows)


def counts(connection: sqlite3.Connection) -> StoreCounts:
    by_state = dict(connection.execute("SELECT state, count(*) FROM item GROUP BY state").fetchall())
    oldest = connection.execute("SELECT min(stored_utc) FROM item WHERE state <> 'received'").fetchone()[0]
    return StoreCounts(
        queued=by_state.get("queued", 0) + by_state.get("sending", 0),
        held=by_state.get("held", 0),
        received=by_state.get("received", 0),
        oldest_unsent=None if oldest is None else parse_stamp(oldest),
    )


def held(connection: sqlite3.Connection) -> tuple[Fault, ...]:
    """Why each held item is held, oldest first; the detail is its id."""
    rows = connection.execute("SELECT id, last_fault FROM item WHERE state = 'held' ORDER BY seq")
    return tuple(Fault(id=fault or "store.refused", detail=name) for name, fault in rows)


def untold(connection: sqlite3.Connection) -> tuple[UntoldNumber, ...]:
    rows = connection.execute(
        "SELECT id, number, service, stored_utc FROM item WHERE needs_paper = 1 AND told_utc IS NULL ORDER BY seq"
    ).fetchall()
    return tuple(
        UntoldNumber(id=row[0], number=row[1], service=row[2], stored_at=parse_stamp(row[3])) for row in rows
    )


def damaged(connection: sqlite3.Connection) -> tuple[tuple[int, str], ...]:
    """Unsettled items (seq, id) whose bytes no longer have their hash: only this column sees a flipped bit."""
    rows = connection.execute("SELECT seq, id, sha256, envelope FROM item WHERE state <> 'received' ORDER BY seq")
    return tuple((seq, name) for seq, name, sha256, envelope in rows if sha256_hex(envelope) != sha256)


def missing(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Submissions that the journal saw stored and never received, and that somebody removed."""
    rows = connection.execute(
        "SELECT json_extract(fields, '$.submission') AS name FROM journal WHERE event = 'submission-stored'"
        " EXCEPT SELECT json_extract(fields, '$.submission') FROM journal WHERE event = 'submission-received'"
        " EXCEPT SELECT id FROM item ORDER BY name"
    )
    return tuple(str(row[0]) for row in rows)
