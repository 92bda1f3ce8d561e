"""Looking at a store from outside, read-only, beside a running terminal or without one: what `doctor` reports."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import Clock
from kiosk.faults import Fault
from kiosk.journal import ChainReport, verify_chain
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.signed import open_document
from kiosk.store import Published, StoreCounts
from offline_cache import ledger, outbox
from offline_cache.collations import receipt_holds
from offline_cache.core import unsent_fault
from offline_cache.database import DATABASE_NAME, connect_reader
from offline_cache.errors import DatabaseError
from offline_cache.identity import read_identity
from offline_cache.schema import check_readable, schema_intact, schema_version
from offline_cache.settings import StoreSettings


@dataclass(frozen=True, kw_only=True)
class StoreHealth:
    """`faults` is empty when all is well. Members that could not be read are None or empty."""

    present: bool
    enrolled: bool
    terminal: str | None
    generation: int | None
    schema: str | None
    schema_intact: bool
    counts: StoreCounts | None
    chain: ChainReport | None
    unfit_receipts: tuple[str, ...]
    """Received submissions whose stored receipt does not hold under the pinned keys."""
    damaged_items: tuple[str, ...]
    missing_items: tuple[str, ...]
    """What the journal saw stored and never received, and that is gone."""
    set_aside: tuple[str, ...]
    free_bytes: int
    faults: tuple[Fault, ...]


def inspect_store(settings: StoreSettings, clock: Clock) -> StoreHealth:
    """Check everything that can be checked without writing. Raises nothing for a bad store: it is reported."""
    data_dir = settings.data_dir
    faults: list[Fault] = []
    terminal: str | None = None
    try:
        identity = read_identity(data_dir) if data_dir.exists() else None
        terminal = None if identity is None else identity.terminal
        if identity is None:
            faults.append(Fault(id="store.not-enrolled"))
    except DatabaseError as problem:
        faults.append(problem.fault)
    set_aside = tuple(sorted(path.name for path in data_dir.glob("set-aside-g*.db")))
    if set_aside:
        faults.append(Fault(id="store.damaged", detail=", ".join(set_aside)))
    free_bytes = shutil.disk_usage(_existing(data_dir)).free
    if free_bytes < settings.ballast_bytes:
        faults.append(Fault(id="store.disk-full", detail=f"{free_bytes // 1024} KiB free"))
    seen = _Seen()
    path = data_dir / DATABASE_NAME
    if path.exists():
        try:
            connection = connect_reader(path, settings.pinned)
            try:
                _look(connection, settings, clock, seen, faults)
            finally:
                connection.close()
        except DatabaseError as problem:
            faults.append(problem.fault)
        except sqlite3.Error as problem:
            faults.append(Fault(id="store.cannot-open", detail=str(problem)))
    return StoreHealth(
        present=path.exists(),
        enrolled=terminal is not None,
        terminal=terminal,
        generation=seen.generation,
        schema=seen.schema,
        schema_intact=seen.intact,
        counts=seen.counts,
        chain=seen.chain,
        unfit_receipts=seen.unfit,
        damaged_items=seen.damaged,
        missing_items=seen.missing,
        set_aside=set_aside,
        free_bytes=free_bytes,
        faults=tuple(faults),
    )


@dataclass
class _Seen:
    generation: int | None = None
    schema: str | None = None
    intact: bool = False
    counts: StoreCounts | None = None
    chain: ChainReport | None = None
    unfit: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def _look(
    connection: sqlite3.Connection, settings: StoreSettings, clock: Clock, seen: _Seen, faults: list[Fault]
) -> None:
    # one snapshot, so that counts and chain are of the same moment
    connection.execute("BEGIN")
    check_readable(connection)
    version = schema_version(connection)
    seen.schema = f"{version.major}.{version.minor}"
    seen.intact = schema_intact(connection)
    if not seen.intact:
        faults.append(Fault(id="store.guards-altered"))
    checked = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if checked != "ok":
        faults.append(Fault(id="store.cannot-open", detail=str(checked)))
    seen.generation = int(connection.execute("SELECT generation FROM numbering").fetchone()[0])
    seen.counts = outbox.counts(connection)
    late = unsent_fault(seen.counts, settings, clock)
    if late is not None:
        faults.append(late)
    seen.damaged = tuple(name for _, name in outbox.damaged(connection))
    faults.extend(Fault(id="store.item-damaged", detail=name) for name in seen.damaged)
    seen.missing = outbox.missing(connection)
    faults.extend(Fault(id="store.item-missing", detail=name) for name in seen.missing)
    seen.unfit = _unfit_receipts(connection, settings)
    faults.extend(Fault(id="store.receipt-unfit", detail=name) for name in seen.unfit)
    seen.chain = verify_chain(ledger.entries(connection), ledger.countersigned(connection, settings.pinned))
    if not seen.chain.holds:
        faults.append(Fault(id="store.journal-broken", detail=f"entry {seen.chain.broken_at}: {seen.chain.reason}"))


def _unfit_receipts(connection: sqlite3.Connection, settings: StoreSettings) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT item.id, item.sha256, receipt.document FROM item LEFT JOIN receipt ON receipt.item = item.id"
        " WHERE item.state = 'received' ORDER BY item.seq"
    )
    return tuple(
        name
        for name, sha256, document in rows
        if document is None or not receipt_holds(document, name, sha256, settings.pinned)
    )


def _existing(path: Path) -> Path:
    """The folder itself or the nearest one above it that exists."""
    return path if path.exists() else _existing(path.parent)


def cached_document(settings: StoreSettings, kind: Published) -> object | None:
    """The payload of a cached document whose signature holds, read-only; None when there is none."""
    database = settings.data_dir / DATABASE_NAME
    if not database.exists():
        return None
    try:
        with closing(connect_reader(database, settings.pinned)) as connection:
            row = connection.execute("SELECT signed FROM published WHERE kind = ?", (kind.value,)).fetchone()
        return None if row is None else open_document(kind.value, row[0], settings.pinned)
    except (sqlite3.Error, ProtocolError):
        return None
