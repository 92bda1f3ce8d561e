"""The database's schema: numbered migrations, their version, and the fingerprint that shows an altered one."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from offline_cache.collations import RECEIPT_COLLATION, TERMINAL_COLLATION
from offline_cache.errors import DatabaseError

APPLICATION_ID = 0x4A4A4B31
"""`JJK1`; file(1) and `PRAGMA application_id` show it."""
_FOLDER = Path(__file__).with_name("migrations")


@dataclass(frozen=True, kw_only=True, order=True)
class SchemaVersion:
    """Kept in `user_version` as major·1000 + minor. Older software may write a newer minor, never a newer major."""

    major: int
    minor: int

    @property
    def number(self) -> int:
        return self.major * 1000 + self.minor

    @classmethod
    def of(cls, number: int) -> SchemaVersion:
        return cls(major=number // 1000, minor=number % 1000)


@dataclass(frozen=True, kw_only=True)
class Migration:
    version: SchemaVersion
    file: str

    def sql(self) -> str:
        return (_FOLDER / self.file).read_text("utf-8")


MIGRATIONS = (Migration(version=SchemaVersion(major=1, minor=0), file="0001_begin.sql"),)
"""In order; each takes the schema from the version before it to its own. A file that was released never changes."""
CURRENT = MIGRATIONS[-1].version


def schema_version(connection: sqlite3.Connection) -> SchemaVersion:
    """0.0 for an empty database."""
    return SchemaVersion.of(int(connection.execute("PRAGMA user_version").fetchone()[0]))


def check_readable(connection: sqlite3.Connection) -> None:
    """Raise `DatabaseError`: `store.newer-schema` for a newer major, `store.foreign` for another program's file."""
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if application != APPLICATION_ID and not (application == 0 and empty):
        raise DatabaseError("store.foreign", f"application_id {application:#x}")
    found = schema_version(connection)
    if found.major > CURRENT.major:
        raise DatabaseError(
            "store.newer-schema", f"{found.major}.{found.minor}, this program knows {CURRENT.major}.{CURRENT.minor}"
        )


def migrate(connection: sqlite3.Connection, migrations: Iterable[Migration] = MIGRATIONS) -> bool:
    """Bring the schema up to date, each migration in one transaction; whether the database was empty before."""
    begun = schema_version(connection)
    for migration in migrations:
        if migration.version <= schema_version(connection):
            continue
        # one script, so that statements and version become durable together (both versions live in page one)
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{migration.sql()}\n"
            f"PRAGMA application_id={APPLICATION_ID};\nPRAGMA user_version={migration.version.number};\nCOMMIT;"
        )
    return begun.number == 0


def fingerprint(connection: sqlite3.Connection) -> str:
    """SHA-256 over all that sqlite_schema defines, whatever its order."""
    rows = connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema").fetchall()
    text = "\n".join(sorted("\t".join(row) for row in rows if row[1] != "sqlite_stat1"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@cache
def expected_fingerprint() -> str:
    """The fingerprint of a database that only the migrations have touched."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for name in (TERMINAL_COLLATION, RECEIPT_COLLATION):
            memory.create_collation(name, lambda left, right: (left > right) - (left < right))
        migrate(memory)
        return fingerprint(memory)
    finally:
        memory.close()


def schema_intact(connection: sqlite3.Connection) -> bool:
    """Whether tables and guards are ours. A newer minor version cannot be judged and passes."""
    return schema_version(connection) > CURRENT or fingerprint(connection) == expected_fingerprint()
