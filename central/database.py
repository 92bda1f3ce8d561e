"""The engine and its transactions; the only module that knows which database it is.

SQLite: WAL, synchronous=FULL on every connection (the pragma is not stored), writers queue at BEGIN IMMEDIATE
instead of failing at the lock upgrade (facts, platform, sections 3 and 11). PostgreSQL: READ COMMITTED, so that
a read-back sees the row another transaction committed while the insert waited (section 14).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from central.errors import SetupError
from central.tables import metadata

_READ = "central_read"
_POOL = 40
"""Connections: one for each thread that serves requests (the framework's default), so that none waits for another."""
_BUSY_MS = 30_000


class Database:
    """Short transactions: `read` and `write` are context managers that commit, or roll back on any exception."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError as problem:
            raise SetupError(f"--db: not a database URL: {url!r}, e.g. sqlite:///platform.db") from problem
        self._sqlite = parsed.get_backend_name() == "sqlite"
        if self._sqlite and (not parsed.database or parsed.database == ":memory:"):
            raise SetupError("--db: an SQLite database needs a file: what is received must survive the process")
        if not self._sqlite and parsed.get_backend_name() != "postgresql":
            raise SetupError("--db: SQLite and PostgreSQL (or what speaks its protocol) are supported")
        try:
            self._engine = _sqlite_engine(url) if self._sqlite else _postgresql_engine(url)
        except (NoSuchModuleError, ModuleNotFoundError) as problem:
            raise SetupError(f"--db: no driver for this database is installed: {problem}") from problem
        self._reader = self._engine.execution_options(**{_READ: True})
        if self._sqlite and parsed.database is not None:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)

    def create(self) -> None:
        """Make the tables that are not there yet, in one transaction: two processes may start at once."""
        with self.write() as connection:
            metadata.create_all(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; takes no lock that writers wait for."""
        with self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def insert_new(self, connection: Connection, table: Table, key: list[str], values: Mapping[str, Any]) -> bool:
        """Insert unless the key is there; whether a row was made. Other broken constraints raise."""
        insert = sqlite.insert if self._sqlite else postgresql.insert
        statement = insert(table).values(**values).on_conflict_do_nothing(index_elements=key)
        # RETURNING and not the row count, which PostgreSQL's driver does not give for such a statement
        return connection.execute(statement.returning(table.c[key[0]])).one_or_none() is not None

    def dispose(self) -> None:
        self._engine.dispose()


def _postgresql_engine(url: str) -> Engine:
    return create_engine(url, pool_size=_POOL, pool_pre_ping=True, isolation_level="READ COMMITTED")


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=_POOL, connect_args={"timeout": _BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver leaves transactions to the begin event below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_BUSY_MS}"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get(_READ, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
