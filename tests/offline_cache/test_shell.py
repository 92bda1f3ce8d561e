"""The bare sqlite3 program against a real database: reading works, no write to an unsettled item does."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.store import LineChanged, LineState, SubmissionHeld, SubmissionReceived
from offline_cache.health import inspect_store
from tests.offline_cache.platform import Platform, status
from tests.offline_cache.terminal import Terminal

SHELL = shutil.which("sqlite3")
pytestmark = pytest.mark.skipif(SHELL is None, reason="the sqlite3 program is not installed")

OFF = ".dbconfig enable_trigger off\nPRAGMA ignore_check_constraints=ON; PRAGMA foreign_keys=OFF;\n"
"""Everything that the shell can switch off without changing the schema."""
DROPPED = "".join(
    f"DROP TRIGGER {name};\n"
    for name in (
        "item_begins_queued item_is_immutable item_state_moves item_settles_once item_stays receipt_holds"
        " receipt_is_immutable receipt_stays journal_continues journal_is_immutable journal_stays"
        " numbering_only_grows numbering_once numbering_stays"
    ).split()
)
COLUMNS = "id, number, terminal, generation, sequence, kind, service, key_id, envelope, sha256, needs_paper,"
COLUMNS += " stored_utc, stored_boot, stored_mono_ms, state"
COPY = "id, number, terminal, generation, sequence, kind, service, key_id, x'00', sha256, needs_paper,"
COPY += " stored_utc, stored_boot, stored_mono_ms, state"
ATTACKS = (
    "UPDATE item SET state='received';",
    "UPDATE item SET state='received', settled_utc='2020-01-01T00:00:00.000Z';",
    "UPDATE item SET state='held';",
    "UPDATE item SET envelope=zeroblob(length(envelope));",
    "UPDATE item SET service='S999';",
    "UPDATE item SET told_utc='2020-01-01T00:00:00.000Z';",
    "UPDATE item SET attempts=99;",
    "UPDATE item SET stored_utc='2030-01-01T00:00:00.000Z';",
    "UPDATE OR REPLACE item SET seq=seq+1;",
    "UPDATE OR IGNORE item SET sha256=lower(hex(zeroblob(32)));",
    "DELETE FROM item;",
    "DELETE FROM item WHERE state='queued';",
    f"INSERT OR REPLACE INTO item ({COLUMNS}) SELECT {COPY} FROM item;",  # noqa: S608
    f"REPLACE INTO item (seq, {COLUMNS}) SELECT seq, {COPY} FROM item;",  # noqa: S608
    f"INSERT INTO item ({COLUMNS}) SELECT {COPY} FROM item WHERE true"  # noqa: S608
    " ON CONFLICT (id) DO UPDATE SET state='received';",
    "INSERT INTO receipt SELECT id, sha256, '{}', 'R-1', '2020-01-01T00:00:00.000Z' FROM item;",
    "UPDATE numbering SET last_sequence=0;",
    "DELETE FROM numbering;",
    "DELETE FROM journal;",
    "UPDATE journal SET event='stop';",
    "INSERT INTO journal SELECT max(sequence)+1, utc, boot, 0, 'stop', '{}', hash, hash FROM journal;",
    "INSERT OR REPLACE INTO journal SELECT sequence, utc, boot, 0, 'stop', '{}', prev, hash FROM journal;",
    "DROP INDEX sqlite_autoindex_item_1;",
    "ALTER TABLE item DROP COLUMN told_utc;",
    "ALTER TABLE item RENAME TO other;",
    "ALTER TABLE item RENAME COLUMN state TO old_state;",
)


def shell(path: Path, script: str) -> subprocess.CompletedProcess[str]:
    assert SHELL is not None
    return subprocess.run(
        [SHELL, str(path)], input=".bail on\n" + script, capture_output=True, text=True, timeout=20, check=False
    )


def content(path: Path) -> list[object]:
    connection = sqlite3.connect(path)
    try:
        tables = ("item", "receipt", "numbering", "journal")
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables]  # noqa: S608
    finally:
        connection.close()


@pytest.fixture
def filled(terminal: Callable[..., Terminal], platform: Platform) -> Terminal:
    """A stopped store with one received, one held and two queued items."""
    one = terminal()
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    one.submit()
    one.until(SubmissionReceived)
    platform.tricks.append(status(409, "conflict"))
    one.submit()
    one.until(SubmissionHeld)
    platform.stop()
    one.submit()
    one.submit()
    one.stop()
    return one


TRUNCATIONS = ("DELETE FROM item;", "DELETE FROM numbering;", "DELETE FROM journal;")
"""Without triggers SQLite empties a whole table without looking at rows or indexes, as DROP TABLE does."""


@pytest.mark.parametrize("before", ["", OFF, DROPPED], ids=["as-it-is", "guards-off", "triggers-dropped"])
def test_no_attack_of_the_shell_changes_anything(filled: Terminal, before: str, tmp_path: Path) -> None:
    path = filled.settings.data_dir / "terminal.db"
    was = content(path)
    for number, attack in enumerate(ATTACKS):
        if before and attack in TRUNCATIONS:
            continue
        copy = tmp_path / f"{number}.db"
        with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        source.close()
        target.close()
        done = shell(copy, before + attack)
        assert done.returncode != 0, attack
        assert "no such collation sequence" in done.stderr or "cannot be dropped" in done.stderr, (
            attack,
            done.stderr,
        )
        assert content(copy) == was, attack
        copy.unlink()


def test_the_shell_reads_what_it_likes(filled: Terminal) -> None:
    path = filled.settings.data_dir / "terminal.db"
    for question, answer in (
        ("SELECT count(*) FROM item;", "4"),
        ("SELECT state FROM item ORDER BY seq;", "received\nheld\nqueued\nqueued"),
        ("SELECT count(*) FROM (SELECT id, number, sha256, state FROM item WHERE state <> 'received');", "3"),
        ("SELECT count(*) > 1 FROM journal;", "1"),
        ("SELECT count(*) FROM receipt;", "1"),
        ("SELECT last_sequence FROM numbering;", "4"),
    ):
        done = shell(path, question)
        assert (done.stdout.strip(), done.stderr) == (answer, ""), question


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER item_stays;",
        "CREATE TABLE mine (x);",
        "CREATE TRIGGER mine AFTER INSERT ON item BEGIN SELECT 1; END;",
    ],
)
def test_a_changed_schema_is_noticed(filled: Terminal, change: str, terminal: Callable[..., Terminal]) -> None:
    path = filled.settings.data_dir / "terminal.db"
    assert shell(path, change).returncode == 0
    health = inspect_store(filled.settings, SystemClock())
    assert not health.schema_intact
    assert "store.guards-altered" in {fault.id for fault in health.faults}
    again = terminal()
    assert "store.guards-altered" in {fault.id for fault in again.store.alarms()}
    assert again.store.counts().queued == 2


@pytest.mark.parametrize("before", [OFF, DROPPED], ids=["guards-off", "triggers-dropped"])
def test_an_emptied_outbox_is_noticed(filled: Terminal, terminal: Callable[..., Terminal], before: str) -> None:
    """The limit: a whole table can go, as the whole file can. The journal remembers what was in it."""
    assert shell(filled.settings.data_dir / "terminal.db", before + TRUNCATIONS[0]).returncode == 0
    assert len(inspect_store(filled.settings, SystemClock()).missing_items) == 3
    again = terminal()
    assert "store.item-missing" in {fault.id for fault in again.store.alarms()}


def test_a_dropped_table_is_a_damaged_database(
    filled: Terminal, terminal: Callable[..., Terminal], platform: Platform
) -> None:
    platform.start()
    assert shell(filled.settings.data_dir / "terminal.db", "DROP TABLE item;").returncode == 0
    again = terminal()
    again.until(LineChanged, lambda e: e.state is LineState.UP)
    assert "store.damaged" in {fault.id for fault in again.store.alarms()}
    assert again.submit().number.startswith("FC01-2-0001")


def test_a_row_forged_by_rewriting_the_schema_is_noticed(filled: Terminal) -> None:
    """The limit: who rewrites sqlite_schema can write anything. Schema and receipts then tell."""
    path = filled.settings.data_dir / "terminal.db"
    script = (
        "PRAGMA writable_schema=ON;\n"
        "UPDATE sqlite_schema SET sql=replace(sql, 'jiujin_terminal', 'BINARY') WHERE name='item';\n"
        "DELETE FROM sqlite_schema WHERE name='item_state_moves';\n"
    )
    assert shell(path, script).returncode == 0
    forged = shell(
        path, "UPDATE item SET state='received', settled_utc='2020-01-01T00:00:00.000Z' WHERE state='queued';"
    )
    assert forged.returncode == 0, forged.stderr
    health = inspect_store(filled.settings, SystemClock())
    assert not health.schema_intact
    assert len(health.unfit_receipts) == 2
