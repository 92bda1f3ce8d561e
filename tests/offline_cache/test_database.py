"""Opening: damaged files, generations, versions, a second instance, a full disk, and what doctor sees."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import SystemClock, stamp
from kiosk.faults import load_faults
from kiosk.store import LineChanged, LineState, SubmissionReceived, SubmissionRefused
from offline_cache.database import PRAGMAS, connect_reader, connect_writer, open_database
from offline_cache.enrolment import enrol
from offline_cache.errors import DatabaseError, EnrolmentError, LineError
from offline_cache.health import inspect_store
from offline_cache.identity import read_identity, read_record
from offline_cache.outbox import remove_settled_in
from offline_cache.schema import APPLICATION_ID, CURRENT, expected_fingerprint
from tests.offline_cache.platform import Platform
from tests.offline_cache.terminal import Terminal, eventually

Make = Callable[..., Terminal]
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def _zeroed_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(4096 * 3))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "garbage": lambda path: path.write_bytes(os.urandom(20000)),
    "garbled header": lambda path: path.write_bytes(b"X" * 100 + path.read_bytes()[100:]),
    "zeroed pages": _zeroed_page,
    "cut short": lambda path: os.truncate(path, 4096 * 5),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_database_is_set_aside_and_the_next_generation_begun(
    terminal: Make, platform: Platform, damage: Callable[[Path], object]
) -> None:
    one = terminal()
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    assert one.submit().number.startswith("FC01-1-0001")
    one.stop()
    path = one.settings.data_dir / "terminal.db"
    damage(path)
    damaged = path.read_bytes()
    again = terminal()
    again.until(LineChanged, lambda e: e.state is LineState.UP)
    assert "store.damaged" in {fault.id for fault in again.store.alarms()}
    kept = list(path.parent.glob("set-aside-g1-*.db"))
    assert [file.read_bytes() for file in kept] == [damaged]
    assert again.submit().number.startswith("FC01-2-0001")
    again.stop()
    with sqlite3.connect(path) as connection:
        events = {row[0] for row in connection.execute("SELECT event FROM journal")}
    connection.close()
    assert {"database-set-aside", "database-begun"} <= events


def test_a_wal_without_its_database_never_meets_the_new_one(terminal: Make, data: Path) -> None:
    """As a power cut between the two renames of setting aside leaves it."""
    one = terminal()
    one.submit() if one.store.can_seal() else None
    one.stop()
    (data / "terminal.db").rename(data / "set-aside-g1-x.db")
    (data / "terminal.db-wal").write_bytes(b"frames of the old one")
    again = terminal()
    again.until(LineChanged, lambda e: e.state is LineState.UP)
    assert (data / "set-aside-g1-x.db-wal").read_bytes() == b"frames of the old one"
    assert again.submit().number.startswith("FC01-2-0001")


def test_an_old_copy_put_back_is_not_continued(terminal: Make, data: Path) -> None:
    terminal().stop()
    old = (data / "terminal.db").read_bytes()
    (data / "terminal.db").write_bytes(b"broken")
    terminal().stop()
    (data / "terminal.db").write_bytes(old)
    for suffix in ("-wal", "-shm"):
        (data / f"terminal.db{suffix}").unlink(missing_ok=True)
    assert terminal().store.generation() == 3


def test_the_pragmas_are_in_force(tmp_path: Path, platform: Platform) -> None:
    opened = open_database(tmp_path, platform.pinned, NOW)
    try:
        wanted = {"synchronous": "2", "temp_store": "2"}
        for pragma in PRAGMAS:
            name, value = pragma.split("=")
            number = {"ON": "1", "OFF": "0", "WAL": "wal"}.get(value, value)
            found = str(opened.connection.execute(f"PRAGMA {name}").fetchone()[0])
            assert found == wanted.get(name, number), name
        assert opened.connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert opened.connection.execute("PRAGMA user_version").fetchone()[0] == CURRENT.number
    finally:
        opened.connection.close()
    assert stat.S_IMODE((tmp_path / "terminal.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "identity.json").stat().st_mode) == 0o600


def test_readers_cannot_write(terminal: Make, platform: Platform, data: Path) -> None:
    terminal()
    reader = connect_reader(data / "terminal.db", platform.pinned)
    try:
        with pytest.raises(sqlite3.OperationalError):
            reader.execute("INSERT INTO published VALUES ('keys', x'', NULL, '')")
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("version", "fault"), [(CURRENT.number + 1000, "store.newer-schema"), (CURRENT.number + 1, None)]
)
def test_a_newer_major_schema_is_refused_and_left_alone(
    terminal: Make, data: Path, version: int, fault: str | None
) -> None:
    terminal().stop()
    with sqlite3.connect(data / "terminal.db") as connection:
        connection.execute(f"PRAGMA user_version={version}")
    connection.close()
    one = terminal(start=False)
    if fault is None:
        one.start()
        return
    with pytest.raises(DatabaseError, match=fault):
        one.start()
    assert not list(data.glob("set-aside*"))


def test_another_programs_file_is_left_alone(terminal: Make, data: Path) -> None:
    with sqlite3.connect(data / "terminal.db") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(DatabaseError, match=r"store\.foreign"):
        terminal(start=False).start()
    assert (data / "terminal.db").exists()


def test_a_second_instance_is_refused(terminal: Make) -> None:
    first = terminal()
    with pytest.raises(DatabaseError, match=r"store\.second-instance"):
        terminal(start=False).start()
    first.stop()
    terminal()


def test_a_full_database_takes_nothing_in_and_still_writes_states(terminal: Make, platform: Platform) -> None:
    one = terminal()
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    platform.stop()
    stored = one.submit()
    core = one.store._core

    def limit(connection: sqlite3.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}").fetchall()

    core.owner.call(limit)
    refused = None
    for _ in range(20):
        answer = one.ask(answers={"q": "x" * 20000})
        if isinstance(answer, SubmissionRefused):
            refused = answer
            break
    assert refused is not None
    assert refused.fault.id == "store.disk-full"
    assert "store.disk-full" in {fault.id for fault in one.store.alarms()}
    core.owner.call(lambda connection: connection.execute("PRAGMA max_page_count=1000000").fetchall())
    one.store.mark_told(stored.id)
    eventually(lambda: stored.id not in {number.id for number in one.store.untold()})
    # the refused number was never used: the next one follows without a gap that nobody could explain
    assert one.submit().number.split("-")[2] == f"{one.store.counts().queued:04d}"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MiB of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_drops_the_ballast_for_states_and_recovers(small_disk: Path, platform: Platform) -> None:
    enrol(platform.address, platform.pinned, "CLAIM-1", small_disk, "test")
    one = Terminal(small_disk, platform, ballast_bytes=512 * 1024)
    try:
        one.start()
        one.until(LineChanged, lambda e: e.state is LineState.UP)
        platform.stop()
        stored = one.submit()
        filler = small_disk / "filler"

        def fill() -> None:
            with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * 1024)

        fill()
        refused = None
        while refused is None:
            answer = one.ask(answers={"q": "x" * 9000})
            refused = answer if isinstance(answer, SubmissionRefused) else None
        assert refused.fault.id == "store.disk-full"
        one.store.mark_told(stored.id)
        eventually(lambda: stored.id not in {number.id for number in one.store.untold()})
        queued = one.store.counts().queued
        # were the ballast's room taken by others meanwhile, intake stays shut
        fill()
        assert isinstance(one.ask(answers={"q": "x" * 60000}), SubmissionRefused)
        assert one.store.counts().queued == queued
        filler.unlink()
        one.submit()
        platform.start()
        one.until(SubmissionReceived, count=queued + 1)
        assert (small_disk / "ballast").stat().st_size == 512 * 1024
    finally:
        one.stop()


def test_a_flipped_bit_is_held_and_told(terminal: Make, platform: Platform, data: Path) -> None:
    one = terminal()
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    platform.stop()
    stored = one.submit()
    one.stop()
    path = data / "terminal.db"
    content = bytearray(path.read_bytes())
    content[content.index(b'"sealed":"') + 20] ^= 1
    path.write_bytes(content)
    again = terminal()
    assert (again.store.counts().held, again.store.counts().queued) == (1, 0)
    assert inspect_store(again.settings, SystemClock()).damaged_items == (stored.id,)


def test_enrolment_keeps_the_key_here_and_survives_a_lost_answer(platform: Platform, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    platform.stop()
    with pytest.raises(LineError, match=r"line\.down"):
        enrol(platform.address, platform.pinned, "CLAIM-1", folder, "test")
    first = (folder / "terminal.key.new").read_bytes()
    platform.start()
    identity = enrol(platform.address, platform.pinned, "CLAIM-1", folder, "test")
    assert (folder / "terminal.key").read_bytes() == first
    assert stat.S_IMODE((folder / "terminal.key").stat().st_mode) == 0o600
    again = read_identity(folder)
    assert again is not None
    assert (again.terminal, again.site, again.key.key_id) == ("FC01", "hall-1", identity.key.key_id)
    with pytest.raises(EnrolmentError, match=r"enrolment\.claim-unknown"):
        enrol(platform.address, platform.pinned, "CLAIM-1", folder, "test")
    assert read_identity(folder) is not None


def test_an_enrolment_cut_off_between_its_writes_is_finished(data: Path) -> None:
    (data / "terminal.key").rename(data / "terminal.key.new")
    assert read_identity(data) is not None
    assert (data / "terminal.key").exists()


def test_an_enrolment_answer_under_another_key_changes_nothing(platform: Platform, tmp_path: Path) -> None:
    from kiosk.protocol.keys import SigningKey

    platform.signers["enrolment"] = SigningKey.generate()
    with pytest.raises(EnrolmentError, match="not-trusted"):
        enrol(platform.address, platform.pinned, "CLAIM-1", tmp_path / "d", "test")
    assert read_identity(tmp_path / "d") is None


def test_enrolling_again_raises_the_generation_and_keeps_the_queue(
    terminal: Make, platform: Platform, data: Path
) -> None:
    one = terminal()
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    platform.stop()
    old = one.submit()
    one.stop()
    platform.start()
    platform.claims["CLAIM-2"] = ("FC01", "hall-1", 7)
    enrol(platform.address, platform.pinned, "CLAIM-2", data, "test")
    again = terminal()
    again.until(SubmissionReceived, lambda e: e.id == old.id)
    assert again.submit().number.startswith("FC01-7-0001")
    assert read_record(data).generation == 7


def test_a_damaged_identity_is_told_and_enrolment_mends_it(terminal: Make, platform: Platform, data: Path) -> None:
    (data / "identity.json").write_text("{")
    with pytest.raises(DatabaseError, match=r"store\.identity-damaged"):
        terminal(start=False).start()
    platform.claims["CLAIM-2"] = ("FC01", "hall-1", 4)
    enrol(platform.address, platform.pinned, "CLAIM-2", data, "test")
    assert terminal().store.generation() == 4
    assert list(data.glob("identity.json.set-aside-*"))


def test_doctor_reads_beside_a_running_terminal(terminal: Make, platform: Platform) -> None:
    one = terminal(heartbeat_s=0.05)
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    stored = one.submit()
    one.until(SubmissionReceived, lambda e: e.id == stored.id)
    one.store.mark_told(stored.id)
    one.store.note_print(stored.id, "job-1", "printed")
    eventually(lambda: len(platform.heartbeats) >= 3)
    health = inspect_store(one.settings, SystemClock())
    assert health.faults == ()
    assert health.schema_intact
    assert health.counts is not None
    assert health.counts.received == 1
    assert health.chain is not None
    assert health.chain.holds
    assert health.chain.covered_to > 0


def test_a_store_that_does_not_exist_is_reported(tmp_path: Path, platform: Platform) -> None:
    from tests.offline_cache.terminal import settings_for

    health = inspect_store(settings_for(tmp_path / "none", platform), SystemClock())
    assert not health.present
    assert {fault.id for fault in health.faults} == {"store.not-enrolled"}


def test_old_unsent_submissions_alarm_and_escalate(terminal: Make, platform: Platform) -> None:
    one = terminal(alarm_h=1e-9, escalate_h=72)
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    platform.stop()
    one.submit()
    assert "store.unsent-old" in {fault.id for fault in one.store.alarms()}
    one.stop()
    again = terminal(alarm_h=0, escalate_h=1e-9)
    assert "store.unsent-very-old" in {fault.id for fault in again.store.alarms()}
    assert "store.unsent-very-old" in {fault.id for fault in inspect_store(again.settings, SystemClock()).faults}


def test_settled_items_leave_after_retention_only(terminal: Make, platform: Platform, data: Path) -> None:
    one = terminal()
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    told, untold = one.submit(), one.submit()
    one.until(SubmissionReceived, count=2)
    one.store.mark_told(told.id)
    eventually(lambda: len(one.store.untold()) == 1)
    one.stop()
    connection = connect_writer(data / "terminal.db", platform.pinned)
    try:
        connection.execute("BEGIN")
        later = datetime.now(UTC) + timedelta(days=40)
        # the schema's own seven days hold, whatever a wrong clock says
        assert remove_settled_in(connection, later, 30) == 0
        with pytest.raises(sqlite3.IntegrityError, match="kept long enough"):
            connection.execute("DELETE FROM item WHERE id = ?", (told.id,))
        # as if eight days had passed: our own guard is put aside in this transaction alone
        trigger = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'item_settles_once'").fetchone()[0]
        connection.execute("DROP TRIGGER item_settles_once")
        past = stamp(datetime.now(UTC) - timedelta(days=31))
        connection.execute("UPDATE item SET settled_utc = ?", (past,))
        connection.execute(trigger)
        assert remove_settled_in(connection, datetime.now(UTC), 30) == 1
        assert connection.execute("SELECT id FROM item").fetchall() == [(untold.id,)]
        assert connection.execute("SELECT item FROM receipt").fetchall() == [(untold.id,)]
        connection.execute("COMMIT")
    finally:
        connection.close()


def test_the_number_of_a_removed_item_is_not_given_again(terminal: Make, platform: Platform, data: Path) -> None:
    assert len(expected_fingerprint()) == 64
    one = terminal()
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    one.submit()
    one.until(SubmissionReceived)
    one.stop()
    assert terminal().submit().number.startswith("FC01-1-0002")


KILLED = """
import json, sys, time
from pathlib import Path
from kiosk.protocol.keys import PinnedKeys
from tests.offline_cache.terminal import Terminal
class Nobody:
    address = "http://127.0.0.1:9"
    pinned = PinnedKeys.from_texts([sys.argv[2]])
one = Terminal(Path(sys.argv[1]), Nobody()).start()
while True:
    stored = one.submit(answers={"q": "x" * 3000})
    print(json.dumps([stored.id, stored.number, stored.sha256]), flush=True)
"""


@pytest.mark.parametrize("announced", [1, 7, 30])
def test_nothing_announced_is_lost_to_kill_9(terminal: Make, platform: Platform, data: Path, announced: int) -> None:
    from kiosk.protocol.keys import pin_text

    ready = terminal()
    ready.until(LineChanged, lambda e: e.state is LineState.UP)
    ready.stop()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(data), pin_text(platform.root.public)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    told = [json.loads(child.stdout.readline()) for _ in range(announced)]
    child.kill()
    told += [json.loads(line) for line in child.stdout.read().splitlines() if line.endswith("]")]
    child.wait()
    child.stdout.close()
    again = terminal()
    again.until(SubmissionReceived, count=len(told))
    untold = {number.id: number.number for number in again.store.untold()}
    for name, number, _ in told:
        assert name in platform.submissions
        assert untold[name] == number
    # one more may have become durable before it was announced: it is shown after the restart, never silent
    assert len(untold) - len(told) in (0, 1)
    assert inspect_store(again.settings, SystemClock()).chain is not None


def test_every_fault_has_its_words() -> None:
    faults = load_faults([Path("offline_cache/faults.toml")])
    assert all(text.code[0] in "OL" and "en" in text.title for text in faults)
