"""What nobody foresaw: a platform's odd but allowed words, failing parts of our own, folders that cannot be used."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.clock import Clock, ClockState, SystemClock
from kiosk.store import (
    LineChanged,
    LineState,
    Published,
    PublishedChanged,
    SubmissionReceived,
    SubmissionRefused,
    SubmissionStored,
)
from offline_cache import outbox
from offline_cache.errors import DatabaseError
from tests.offline_cache import platform as tricks
from tests.offline_cache.platform import Platform
from tests.offline_cache.terminal import Terminal, draft, eventually

Make = Callable[..., Terminal]


def ready(terminal: Make, **settings: object) -> Terminal:
    one = terminal(**settings)
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    one.until(PublishedChanged, lambda e: e.kind is Published.CATALOGUE)
    return one


@pytest.mark.parametrize("number", ["20261120000100020003", "SL202611200001", "-SL202611200001", "7" * 40])
def test_a_receipt_number_of_any_allowed_form_settles_its_item(
    terminal: Make, platform: Platform, number: str
) -> None:
    platform.receipt_number = number
    one = ready(terminal)
    stored = one.submit()
    received = one.until(SubmissionReceived, lambda e: e.id == stored.id)
    assert received.receipt.receipt == number
    assert one.store.counts().received == 1
    assert platform.puts == [stored.id]
    one.stop()
    with sqlite3.connect(one.settings.data_dir / "terminal.db") as connection:
        (fields,) = connection.execute("SELECT fields FROM journal WHERE event = 'submission-received'").fetchone()
    connection.close()
    assert json.loads(fields) == {"submission": stored.id}


def test_an_item_that_cannot_be_settled_keeps_neither_items_nor_heartbeat_waiting(
    terminal: Make, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ready(terminal, cap_s=0.1)
    platform.stop()
    stored = [one.submit() for _ in range(4)]
    broken = {stored[0].id}
    settle = outbox.settle_in

    def failing(connection: sqlite3.Connection, item: outbox.DueItem, *rest: object) -> None:
        if item.id in broken:
            raise RuntimeError("a defect")
        settle(connection, item, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "settle_in", failing)
    beats = len(platform.heartbeats)
    platform.start()
    one.store.sync_now()
    one.until(SubmissionReceived, count=3)
    eventually(lambda: len(platform.heartbeats) > beats)
    eventually(lambda: platform.puts.count(stored[0].id) >= 2, "it is tried again by itself")
    assert one.store.counts().queued == 1
    (alarm,) = [fault for fault in one.store.alarms() if fault.id == "store.unexpected"]
    assert alarm.detail == stored[0].id
    broken.clear()
    one.until(SubmissionReceived, lambda e: e.id == stored[0].id)
    eventually(lambda: "store.unexpected" not in {fault.id for fault in one.store.alarms()})
    assert one.store.line() is LineState.UP
    one.stop()
    with sqlite3.connect(one.settings.data_dir / "terminal.db") as connection:
        found = connection.execute("SELECT fields FROM journal WHERE event = 'delivery-stumbled' LIMIT 1").fetchone()
    connection.close()
    assert json.loads(found[0]) == {
        "submission": stored[0].id,
        "fault": "store.unexpected",
        "cause": "RuntimeError",
    }


def test_a_step_that_fails_does_not_keep_the_later_ones_from_being_done(terminal: Make, platform: Platform) -> None:
    """The reader of the catalogue has a defect: policy and heartbeat come all the same."""

    def defective(_payload: object) -> object:
        raise AttributeError("a defect")

    platform.documents["policy"] = {"v": 1, "version": "1", "site": "hall-1"}
    one = terminal(validators={Published.CATALOGUE: defective})
    one.until(PublishedChanged, lambda e: e.kind is Published.POLICY)
    eventually(lambda: platform.heartbeats)
    assert [fault.detail for fault in one.store.alarms() if fault.id == "store.unexpected"] == ["catalogue"]


def test_a_platform_without_heartbeats_is_no_line_fault_and_not_hammered(terminal: Make, platform: Platform) -> None:
    platform.heartbeats_taken = False
    one = ready(terminal, heartbeat_s=0.1)
    stored = one.submit()
    one.until(SubmissionReceived, lambda e: e.id == stored.id)
    asked = platform.requests["POST heartbeat"]
    eventually(lambda: platform.requests["POST heartbeat"] >= asked + 3)
    assert platform.requests["GET keys"] <= 2
    assert [event.state for event in one.events if isinstance(event, LineChanged)] == [LineState.UP]


class StubbornClock:
    """The system's, until it is told to fail."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self.broken = False

    def utc(self) -> datetime:
        if self.broken:
            raise OverflowError("a clock that cannot be read")
        return self._clock.utc()

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def boot_id(self) -> str:
        return self._clock.boot_id()

    def state(self) -> ClockState:
        return self._clock.state()


def test_whatever_fails_before_the_commit_is_answered_and_nothing_is_stored(
    terminal: Make, platform: Platform
) -> None:
    clock: Clock = (broken := StubbornClock())
    one = ready(terminal, clock=clock)
    broken.broken = True
    refused = one.ask()
    broken.broken = False
    assert isinstance(refused, SubmissionRefused)
    assert (refused.fault.id, refused.fault.detail) == ("store.cannot-save", "OverflowError")
    assert one.store.counts().queued == 0
    assert one.store.untold() == ()
    assert one.submit().number.startswith("FC01-1-0001")


def test_an_intake_key_of_broken_bytes_takes_nothing_in_and_says_so(terminal: Make, platform: Platform) -> None:
    platform.intake_public = bytes(32)  # a point of low order: no secret can be agreed on with it
    one = ready(terminal)
    refused = one.ask()
    assert isinstance(refused, SubmissionRefused)
    assert refused.fault.id == "store.not-sealed"
    assert one.store.counts().queued == 0


def test_after_the_commit_nothing_is_refused(
    terminal: Make, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ready(terminal)
    platform.stop()
    monkeypatch.setattr(one.store._core, "refresh", _defect)
    stored = one.submit()
    assert one.store.counts().queued == 1
    assert [number.id for number in one.store.untold()] == [stored.id]


def _defect(*_arguments: object) -> None:
    raise RuntimeError("a defect")


def test_a_submission_to_a_stopped_store_is_answered(terminal: Make) -> None:
    one = ready(terminal)
    one.stop()
    answer = one.ask()
    assert isinstance(answer, SubmissionRefused)
    assert answer.fault.id == "store.stopped"


def test_a_request_made_twice_is_stored_once(terminal: Make) -> None:
    one = ready(terminal)
    for _ in range(2):
        one.store.submit("again", draft(), needs_paper=True)
    one.until(SubmissionStored, count=2)
    assert len({event.id for event in one.events if isinstance(event, SubmissionStored)}) == 1


def _file_above(folder: Path) -> Path:
    folder.write_bytes(b"")
    return folder / "data"


def _lock_is_a_folder(folder: Path) -> Path:
    (folder / "terminal.lock").mkdir(parents=True)
    return folder


def _database_is_a_folder(folder: Path) -> Path:
    (folder / "terminal.db").mkdir(parents=True)
    return folder


@pytest.mark.parametrize("spoil", [_file_above, _lock_is_a_folder, _database_is_a_folder])
def test_a_folder_that_cannot_be_used_is_a_fault_with_its_reason(
    tmp_path: Path, platform: Platform, spoil: Callable[[Path], Path]
) -> None:
    one = Terminal(spoil(tmp_path / "spoilt"), platform)
    with pytest.raises(DatabaseError, match=r"store\.cannot-open") as refused:
        one.start()
    assert refused.value.fault.detail
    one.stop()


def test_a_held_item_is_an_alarm_until_it_is_released_also_after_a_restart(
    terminal: Make, platform: Platform
) -> None:
    one = ready(terminal)
    platform.tricks.append(tricks.status(409, "conflict"))
    held = one.submit()
    eventually(lambda: _alarm_of(one, held.id) == "store.conflict")
    one.stop()
    again = terminal()
    assert _alarm_of(again, held.id) == "store.conflict"
    assert again.store.release(held.id)
    assert _alarm_of(again, held.id) is None


def _alarm_of(one: Terminal, submission: str) -> str | None:
    return next((fault.id for fault in one.store.alarms() if fault.detail == submission), None)


def test_alarms_can_be_asked_before_the_start_and_after_the_end(terminal: Make) -> None:
    one = terminal(start=False)
    assert (one.store.alarms(), dict(one.store.refusals())) == ((), {})
    one.start()
    one.stop()
    assert dict(one.store.refusals()) == {}
    one.store.alarms()
