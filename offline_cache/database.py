"""Opening the one database: pragmas in their order, damaged ones set aside, new ones under the next generation."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from kiosk.clock import stamp
from kiosk.faults import Fault
from kiosk.protocol.keys import PinnedKeys
from offline_cache.collations import register_collations
from offline_cache.errors import DatabaseError
from offline_cache.files import sync_directory
from offline_cache.identity import raise_generation, read_record
from offline_cache.schema import check_readable, migrate

DATABASE_NAME = "terminal.db"
PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
    "wal_autocheckpoint=256",
    "journal_size_limit=4194304",
)
"""Facts, offline synchronisation, section 5, in this order; application_id and user_version follow (schema.py)."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@dataclass(frozen=True, kw_only=True)
class OpenedDatabase:
    """The writing connection and what opening it found. `set_aside` is the fault that put the old one away."""

    connection: sqlite3.Connection
    generation: int
    begun: bool
    raised: bool
    set_aside: Fault | None


def open_database(data_dir: Path, pinned: PinnedKeys, now: datetime) -> OpenedDatabase:
    """Open for writing, in the thread that is to own it.

    A damaged database is renamed, never deleted, and a new one begun. Raises `DatabaseError`: `store.newer-schema`
    and `store.foreign` leave the file alone; `store.cannot-open` for a disk or permission that does not work.
    """
    path = data_dir / DATABASE_NAME
    set_aside: Fault | None = None
    if path.exists():
        reason = _trouble(data_dir, path, pinned)
        if reason is not None:
            _set_aside(data_dir, now)
            set_aside = Fault(id="store.damaged", detail=reason)
    else:
        _finish_setting_aside(data_dir)
    connection: sqlite3.Connection | None = None
    try:
        connection = connect_writer(path, pinned)
        check_readable(connection)
        begun = migrate(connection) or connection.execute("SELECT count(*) FROM numbering").fetchone()[0] == 0
        if begun:
            _begin_numbering(connection, data_dir, now)
        raised = _raise_to_floor(connection, data_dir)
        generation = int(connection.execute("SELECT generation FROM numbering").fetchone()[0])
        raise_generation(data_dir, generation)
        return OpenedDatabase(
            connection=connection, generation=generation, begun=begun, raised=raised, set_aside=set_aside
        )
    except DatabaseError:
        if connection is not None:
            connection.close()
        raise
    except (sqlite3.Error, OSError) as problem:
        if connection is not None:
            connection.close()
        raise DatabaseError(_open_fault(problem), str(problem)) from problem


def connect_writer(path: Path, pinned: PinnedKeys) -> sqlite3.Connection:
    """A connection with our pragmas and collations; transactions are begun by hand."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        register_collations(connection, pinned)
    except sqlite3.Error:
        connection.close()
        raise
    path.chmod(0o600)
    return connection


def connect_reader(path: Path, pinned: PinnedKeys) -> sqlite3.Connection:
    """A connection that can only read, also beside a running terminal; it never checkpoints."""
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
    try:
        for pragma in (
            "busy_timeout=5000",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
            "query_only=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        register_collations(connection, pinned)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One `BEGIN IMMEDIATE … COMMIT`: what is inside is durable when it ends, or never was."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        # SQLite rolls some failures back by itself (disk full among them)
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def is_full(problem: sqlite3.Error) -> bool:
    return getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def _primary(problem: BaseException) -> int:
    """The primary result code: the low byte of the extended one."""
    return int(getattr(problem, "sqlite_errorcode", 0)) & 0xFF


def _open_fault(problem: BaseException) -> str:
    return "store.disk-full" if _primary(problem) == sqlite3.SQLITE_FULL else "store.cannot-open"


def _trouble(data_dir: Path, path: Path, pinned: PinnedKeys) -> str | None:
    """Why an existing database must be set aside, or None."""
    connection: sqlite3.Connection | None = None
    try:
        connection = connect_writer(path, pinned)
        check_readable(connection)
        first = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if first != "ok":
            return f"quick_check: {first}"
        return _lacking(connection, data_dir)
    except sqlite3.Error as problem:
        if _primary(problem) in _DAMAGED:
            return str(problem)
        raise DatabaseError(_open_fault(problem), str(problem)) from problem
    finally:
        if connection is not None:
            connection.close()


def _lacking(connection: sqlite3.Connection, data_dir: Path) -> str | None:
    """Missing tables, or a generation that is not the last: an old copy was put back."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not tables:
        return None
    missing = {"numbering", "item", "receipt", "sheet", "published", "journal", "countersign"} - tables
    if missing:
        return f"tables are missing: {', '.join(sorted(missing))}"
    row = connection.execute("SELECT generation FROM numbering").fetchone()
    if row is not None and row[0] < read_record(data_dir).generation:
        return f"generation {row[0]} is an old one"
    return None


def _begin_numbering(connection: sqlite3.Connection, data_dir: Path, now: datetime) -> None:
    set_aside = [int(found.name.split("-g")[1].split("-")[0]) for found in data_dir.glob("set-aside-g*.db")]
    generation = max(read_record(data_dir).next_generation(), *(past + 1 for past in set_aside), 1)
    # before the database says so: a generation may be skipped by a power cut, never used twice
    raise_generation(data_dir, generation)
    with transaction(connection):
        connection.execute("INSERT INTO numbering VALUES (1, ?, 0, ?)", (generation, stamp(now)))


def _raise_to_floor(connection: sqlite3.Connection, data_dir: Path) -> bool:
    """Enrolment may demand a higher generation than the database's: its numbers then go on under that one."""
    floor = read_record(data_dir).floor
    generation = connection.execute("SELECT generation FROM numbering").fetchone()[0]
    if generation >= floor:
        return False
    # the database first: a record ahead of its database would make the next start set it aside
    with transaction(connection):
        connection.execute("UPDATE numbering SET generation = ?, last_sequence = 0", (floor,))
    return True


def _set_aside(data_dir: Path, now: datetime) -> None:
    """Rename database, WAL and index together, their names in step so that they can be examined."""
    generation = read_record(data_dir).generation
    moment = stamp(now).replace(":", "").replace("-", "").replace(".", "")
    targets = (data_dir / f"set-aside-g{generation}-{moment}{mark}.db" for mark in _marks())
    target = next(path for path in targets if not path.exists())
    # the database first: a WAL without one is never read, while a database without its WAL would pass for whole
    (data_dir / DATABASE_NAME).replace(target)
    _move_companions(data_dir, target)
    sync_directory(data_dir)


def _finish_setting_aside(data_dir: Path) -> None:
    """A power cut between the renames leaves a WAL without its database; a new database must never meet it."""
    if not any((data_dir / (DATABASE_NAME + suffix)).exists() for suffix in ("-wal", "-shm")):
        return
    lone = [path for path in data_dir.glob("set-aside-g*.db") if not path.with_name(path.name + "-wal").exists()]
    newest = max(lone, key=lambda path: path.stat().st_mtime_ns, default=data_dir / "set-aside-g0-without.db")
    _move_companions(data_dir, newest)
    sync_directory(data_dir)


def _move_companions(data_dir: Path, target: Path) -> None:
    for suffix in ("-wal", "-shm"):
        part = data_dir / (DATABASE_NAME + suffix)
        if part.exists():
            part.replace(target.with_name(target.name + suffix))


def _marks() -> Iterator[str]:
    yield ""
    for number in itertools.count(1):
        yield f"-{number}"
