"""The simulated printer's inside: order, pace, faults, and any bytes in any pieces."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.printer.commands import cut, portions, prologue
from drivers.printer.mechanism import PRINT_BUFFER_BYTES, Mechanism
from drivers.printer.models import printer_model
from kiosk.dock import PrinterDock
from tests.drivers.printer.conftest import picture

MODEL = printer_model("escpos-80")
RECEIPT = prologue(MODEL) + b"".join(p.data for p in portions(picture(60), MODEL)) + cut(MODEL)


def _run(mechanism: Mechanism, seconds: float, start: float = 0.0) -> bytes:
    answers = b""
    for step in range(int(seconds / 0.01) + 1):
        answers += mechanism.advance(start + step * 0.01)
    return answers


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 900), max_size=12))
def test_pieces_do_not_matter(sizes: list[int]) -> None:
    pieces: list[bytes] = []
    mechanism = Mechanism(pieces.append)
    stream = RECEIPT + b"\x1dr\x01"
    place = 0
    for size in [*sizes, len(stream)]:
        mechanism.receive(stream[place : place + size])
        place += size
    assert _run(mechanism, 1.0) == b"\0"
    assert pieces == [RECEIPT]


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(data: bytes) -> None:
    mechanism = Mechanism(lambda _: None)
    mechanism.receive(data)
    _run(mechanism, 0.2)
    assert mechanism.receive(b"\x10\x04\x01")[-1:] == b"\x12"


def test_status_jumps_the_queue_and_confirmation_does_not() -> None:
    mechanism = Mechanism(lambda _: None)
    mechanism.follow(PrinterDock(bytes_per_second=1000))
    assert mechanism.receive(RECEIPT + b"\x1dr\x01\x10\x04\x04") == b"\x12"
    assert _run(mechanism, 1.0) == b""
    assert _run(mechanism, 10.0, start=1.0) == b"\0"


def test_a_full_buffer_takes_no_more() -> None:
    mechanism = Mechanism(lambda _: None, interface_bytes=0)
    mechanism.follow(PrinterDock(paper="out"))
    mechanism.receive(bytes(PRINT_BUFFER_BYTES + 10))
    assert mechanism.room() == 0
    assert not mechanism.busy()
    mechanism.follow(PrinterDock())
    _run(mechanism, 1.0)
    assert mechanism.room() == PRINT_BUFFER_BYTES


def test_paper_ends_in_mid_print_and_comes_back() -> None:
    pieces: list[bytes] = []
    mechanism = Mechanism(pieces.append)
    mechanism.follow(PrinterDock(fault="paper-out-mid-print", after_rows=20))
    mechanism.receive(RECEIPT)
    _run(mechanism, 1.0)
    assert mechanism.receive(b"\x10\x04\x02\x10\x04\x04") == b"\x32\x7e"
    assert pieces == []
    mechanism.follow(PrinterDock())
    _run(mechanism, 1.0, start=1.0)
    assert pieces[0].startswith(RECEIPT[:100])


def test_questions_do_not_fill_a_standing_printer() -> None:
    mechanism = Mechanism(lambda _: None)
    mechanism.follow(PrinterDock(cover_open=True))
    room = mechanism.room()
    for _ in range(50):
        assert mechanism.receive(b"\x10\x04\x02") == b"\x16"
    assert mechanism.room() == room
