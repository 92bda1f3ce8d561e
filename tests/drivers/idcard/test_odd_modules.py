"""Modules that the simulator does not play: hand-written bytes at the far end of the pty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.idcard.samv_reader import SamvReader
from kiosk.devices import CardRemoved, DocumentRead, HealthChanged, ReaderMode, ReadFailed, StaffCardRead
from tests.drivers.idcard import golden
from tests.drivers.idcard.conftest import READ
from tests.drivers.idcard.support import Events, ScriptedModule, eventually

NORMAL = {
    "11ff": golden.STATUS_OK,
    "12ff": golden.UNKNOWN_COMMAND,
    "2001": golden.FOUND,
    "2002": golden.SELECTED,
    "3001": golden.read_answer(golden.text_block(), bytes(1024)),
    "3003": golden.NOTHING_THERE,
    "3002": golden.NOTHING_THERE,
    "3005": golden.MANAGEMENT_NUMBER,
}


def run(
    folder: Path,
    answer: Callable[[bytes], bytes | None],
    until: Callable[[Events, ScriptedModule], object],
    mode: ReaderMode = ReaderMode.RESIDENT,
    options: str = "",
) -> tuple[Events, list[bytes]]:
    events = Events()
    with ScriptedModule(folder / "tty", answer) as module:
        reader = SamvReader("reader", f"samv+serial://{folder / 'tty'}{options}")
        reader.set_mode(mode)
        reader.start(events.post)
        try:
            until(events, module)
        finally:
            reader.stop()
    return events, module.asked


def table(**changes: bytes | None) -> Callable[[bytes], bytes | None]:
    answers = NORMAL | {key[1:]: value for key, value in changes.items()}
    return lambda body: answers[body.hex()]


@pytest.mark.parametrize("ignorance", [None, golden.UNKNOWN_COMMAND], ids=["silent", "refusing"])
def test_module_without_status_and_id(tmp_path: Path, ignorance: bytes | None) -> None:
    answer = table(_11ff=ignorance, _12ff=ignorance)
    events, _ = run(tmp_path, answer, lambda events, _: events.wait(DocumentRead))
    (read,) = events.of(DocumentRead)
    assert read.reader_facts == {"reader": "reader"}
    assert read.document.name == golden.NAME_RARE
    assert len(events.of(HealthChanged)) == 1


def test_management_number_of_any_length(tmp_path: Path) -> None:
    events, _ = run(tmp_path, table(), lambda events, _: events.wait(StaffCardRead), ReaderMode.STAFF)
    assert events.of(StaffCardRead)[0].card_number == "DEADBEEF"


def test_management_number_without_bytes_is_refused(tmp_path: Path) -> None:
    answer = table(_3005=golden.STATUS_OK)
    events, _ = run(tmp_path, answer, lambda events, _: events.wait(ReadFailed), ReaderMode.STAFF)
    assert events.of(ReadFailed)[0].fault.id == "reader.protocol"


ADDRESS = golden.answered(0x90, bytes.fromhex("B0655700") + b" \0" * 33)
"""新 and W (U+65B0, U+0057) in 70 bytes."""


@pytest.mark.parametrize(
    ("reply", "address"),
    [
        (ADDRESS, "新W"),
        (golden.answered(0x90, bytes.fromhex("B065 0000 0000")), "新"),
        (golden.answered(0x90, b" \0" * 35), None),
        (golden.answered(0x90, b""), None),
        (golden.NOTHING_THERE, None),
        (golden.NOT_READ, None),
        (golden.UNKNOWN_COMMAND, None),
        (golden.answered(0x90, bytes(71)), None),
        (golden.answered(0x90, bytes(2000)), None),
        (golden.FOUND, None),
        (None, None),
    ],
    ids=["70 bytes", "short", "blank", "empty", "91", "41", "21", "odd", "huge", "late", "silence"],
)
def test_newest_address_never_spoils_the_document(tmp_path: Path, reply: bytes | None, address: str | None) -> None:
    events, _ = run(tmp_path, table(_3003=reply), lambda events, _: events.wait(DocumentRead))
    (read,) = events.of(DocumentRead)
    assert (read.document.address, read.document.latest_address) == ("测试省", address)
    assert read.document.current_address == (address or "测试省")
    assert not events.of(ReadFailed)


def test_newest_address_by_the_other_command(tmp_path: Path) -> None:
    answer = table(_3002=ADDRESS)
    events, asked = run(tmp_path, answer, lambda events, _: events.wait(DocumentRead), options="?new_address=3002")
    assert events.of(DocumentRead)[0].document.latest_address == "新W"
    assert b"\x30\x03" not in asked


def test_newest_address_is_not_asked_for_where_the_technician_says_so(tmp_path: Path) -> None:
    _, asked = run(tmp_path, table(), lambda events, _: events.wait(DocumentRead), options="?new_address=none")
    assert {body.hex() for body in asked} <= {"11ff", "12ff", "2001", "2002", "3001"}


def test_a_foreigners_card_is_not_asked_for_an_address(tmp_path: Path) -> None:
    answer = table(_3001=golden.read_answer(golden.FOREIGN_2023, bytes(1024)))
    _, asked = run(tmp_path, answer, lambda events, _: events.wait(DocumentRead))
    assert b"\x30\x03" not in asked


def test_a_module_without_that_command_is_asked_three_times_and_no_more(tmp_path: Path) -> None:
    """Cards come and go; each reading of one stays whole."""
    lying = [True]

    def answer(body: bytes) -> bytes | None:
        if body.hex() in ("2001", "2002") and not lying[0]:
            return {"2001": golden.NO_CARD, "2002": golden.answered(0x81, b"")}[body.hex()]
        return {**NORMAL, "3003": golden.UNKNOWN_COMMAND}[body.hex()]

    def until(events: Events, _: ScriptedModule) -> None:
        for count in range(1, 6):
            events.wait(DocumentRead, count)
            lying[0] = False
            events.wait(CardRemoved, count)
            lying[0] = True

    events, asked = run(tmp_path, answer, until)
    assert asked.count(b"\x30\x03") == 3 * 3, "each of the three times it is repeated twice"
    assert all(event.document.latest_address is None for event in events.of(DocumentRead))


def test_photo_of_another_size_and_none(tmp_path: Path) -> None:
    answer = table(_3001=golden.read_answer(golden.text_block(), b""))
    events, _ = run(tmp_path, answer, lambda events, _: events.wait(DocumentRead))
    assert events.of(DocumentRead)[0].document.photo == b""


def test_lengths_that_do_not_add_up(tmp_path: Path) -> None:
    whole = bytearray(NORMAL["3001"])
    whole[12] ^= 1  # text length 0101 instead of 0100
    whole[-1] ^= 1
    events, asked = run(tmp_path, table(_3001=bytes(whole)), lambda events, _: events.wait(ReadFailed))
    assert events.of(ReadFailed)[0].fault.id == "reader.protocol"
    assert asked.count(READ) == 3


def test_answer_that_breaks_off_once(tmp_path: Path) -> None:
    tries = []

    def answer(body: bytes) -> bytes | None:
        reply = NORMAL[body.hex()]
        if body == READ:
            tries.append(body)
            return reply[:600] if len(tries) == 1 else reply
        return reply

    events, asked = run(tmp_path, answer, lambda events, _: events.wait(DocumentRead))
    assert asked.count(READ) == 2
    assert not events.of(ReadFailed)


def test_bad_frame_with_the_good_one_behind_it(tmp_path: Path) -> None:
    false_start = bytes.fromhex("AAAAAA9669FFFF")
    run(tmp_path, lambda body: false_start + NORMAL[body.hex()], lambda events, _: events.wait(DocumentRead))


@pytest.mark.parametrize("late_for", ["2002", "3001"])
def test_late_answer_is_not_taken_for_the_next_one(tmp_path: Path, late_for: str) -> None:
    """A second answer to find arrives after the next command was sent, once."""
    late = [golden.FOUND]

    def answer(body: bytes) -> bytes | None:
        return (late.pop() if body.hex() == late_for and late else b"") + NORMAL[body.hex()]

    events, asked = run(tmp_path, answer, lambda events, _: events.wait(DocumentRead))
    assert events.of(DocumentRead)[0].document.number == golden.NUMBER
    assert not events.of(ReadFailed)
    assert asked.count(bytes.fromhex(late_for)) == 2


def test_card_that_lies_there_and_cannot_be_read(tmp_path: Path) -> None:
    def until(events: Events, module: ScriptedModule) -> None:
        events.wait(ReadFailed)
        count = len(module.asked)
        eventually(lambda: len(module.asked) >= count + 3)

    events, asked = run(tmp_path, table(_3001=golden.NOT_READ), until)
    assert events.of(ReadFailed)[0].fault.id == "reader.read-failed"
    assert asked.count(READ) == 1
    assert not events.of(CardRemoved)


def test_silent_read_of_a_card_that_is_still_there(tmp_path: Path) -> None:
    events, _ = run(tmp_path, table(_3001=None), lambda events, _: events.wait(ReadFailed))
    assert events.of(ReadFailed)[0].fault.id == "reader.read-failed"


def test_reader_that_falls_silent_in_a_read(tmp_path: Path) -> None:
    dead: list[bool] = []

    def answer(body: bytes) -> bytes | None:
        if body == READ:
            dead.append(True)
        return None if dead else NORMAL[body.hex()]

    events, _ = run(tmp_path, answer, lambda events, _: events.wait(HealthChanged, 2))
    assert events.of(ReadFailed)[0].fault.id == "reader.mute"
    assert [event.health.fault and event.health.fault.id for event in events.of(HealthChanged)] == [
        None,
        "reader.mute",
    ]


def test_garbage_for_every_answer(tmp_path: Path) -> None:
    wrong = golden.FOUND[:-1] + b"\x00"
    events, _ = run(tmp_path, lambda _: wrong, lambda events, _: events.wait(HealthChanged))
    (event,) = events.of(HealthChanged)
    assert event.health.fault is not None
    assert event.health.fault.id == "reader.protocol"
