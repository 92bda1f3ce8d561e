"""Everything that can stop a receipt, before it and in the middle of it: outcome, fault, and what the paper holds."""

from __future__ import annotations

import pytest

from drivers.printer.conversation import Timing
from kiosk.devices import Condition, PrintFinished, PrintOutcome, PrintStarted
from tests.counterparts.escpos_interpreter import interpret
from tests.drivers.printer.conftest import QUICK, Bench, eventually, job, picture

SLOW = 40_000
"""Bytes a second at which a test can act while a receipt of a second prints."""


def _fault(finished: PrintFinished) -> str | None:
    return finished.fault.id if finished.fault else None


@pytest.mark.parametrize("transport", ["tcp", "pty"])
@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ({"paper": "out"}, "printer.paper-out"),
        ({"cover_open": True}, "printer.cover-open"),
        ({"fault": "cutter"}, "printer.cutter"),
        ({"fault": "overheated"}, "printer.overheated"),
        ({"fault": "silent"}, "printer.no-answer"),
        ({"present": False}, "printer.disconnected"),
    ],
)
def test_refused_before_anything_is_sent(bench: Bench, transport: str, state: dict[str, object], fault: str) -> None:
    simulator, address = bench.tcp() if transport == "tcp" else bench.pty()
    bench.dock.change("printer", **state)
    printer = bench.printer(address, QUICK)
    bench.log.condition(Condition.FAULT, fault)
    printer.submit(job("j1"))
    finished = bench.log.finished("j1")
    assert finished.outcome is PrintOutcome.FAILED
    assert _fault(finished) == fault
    assert bench.log.of(PrintStarted) == []
    bench.dock.change("printer", paper="ok", cover_open=False, fault="", present=True)
    bench.log.condition(Condition.READY)
    assert simulator.jobs() == []
    printer.submit(job("j2"))
    assert bench.log.finished("j2").outcome is PrintOutcome.CONFIRMED
    assert len(simulator.jobs()) == 1


@pytest.mark.parametrize(
    ("interface_bytes", "state", "fault"),
    [
        (65536, {"paper": "out"}, "printer.paper-out"),
        (0, {"paper": "out"}, "printer.paper-out"),
        (65536, {"cover_open": True}, "printer.cover-open"),
        (65536, {"fault": "cutter"}, "printer.cutter"),
    ],
)
def test_stopped_in_mid_print(bench: Bench, interface_bytes: int, state: dict[str, object], fault: str) -> None:
    """With `interface_bytes` 0 a standing printer takes no more bytes, so that questions stay unread too."""
    bench.dock.change("printer", bytes_per_second=SLOW)
    simulator, address = bench.tcp(interface_bytes=interface_bytes)
    printer = bench.printer(address, QUICK)
    printer.submit(job("j1", raster=picture(1500)))
    bench.log.started("j1")
    bench.dock.change("printer", **state)
    finished = bench.log.finished("j1")
    assert finished.outcome is PrintOutcome.FAILED
    assert _fault(finished) == fault
    bench.log.condition(Condition.FAULT, fault)
    assert simulator.jobs() == []
    _next_one_has_its_own_paper(bench, printer_submit=printer.submit, jobs=simulator.jobs)


@pytest.mark.parametrize("transport", ["tcp", "pty"])
@pytest.mark.parametrize(
    ("fault", "expected"),
    [("paper-out-mid-print", "printer.paper-out"), ("reset-mid-print", "printer.disconnected")],
)
def test_struck_after_so_many_rows(bench: Bench, transport: str, fault: str, expected: str) -> None:
    bench.dock.change("printer", fault=fault, after_rows=150, bytes_per_second=SLOW)
    simulator, address = bench.tcp() if transport == "tcp" else bench.pty()
    printer = bench.printer(address, QUICK)
    printer.submit(job("j1", raster=picture(900 if fault == "paper-out-mid-print" else 1500)))
    finished = bench.log.finished("j1")
    assert finished.outcome is PrintOutcome.FAILED
    assert _fault(finished) == expected
    assert simulator.jobs() == []
    _next_one_has_its_own_paper(bench, printer_submit=printer.submit, jobs=simulator.jobs)


def _next_one_has_its_own_paper(bench: Bench, *, printer_submit: object, jobs: object) -> None:
    """After the repair: the torn piece is cut off first, the next receipt is whole, nothing is printed twice."""
    assert callable(printer_submit)
    assert callable(jobs)
    bench.dock.change("printer", paper="ok", cover_open=False, fault="", bytes_per_second=150_000)
    bench.log.condition(Condition.READY)
    raster = picture(120, 9)
    printer_submit(job("next", "v2", raster))
    assert bench.log.finished("next").outcome is PrintOutcome.CONFIRMED
    torn, whole = jobs()
    assert interpret(whole).sheets[0].packed() == raster.rows
    assert len(interpret(torn).sheets[0].rows) < 1500


def test_small_receipt_cut_short(bench: Bench) -> None:
    """All of it is sent at once; the paper ends while the printer works through its buffer."""
    bench.dock.change("printer", fault="paper-out-mid-print", after_rows=50, bytes_per_second=SLOW)
    _, address = bench.tcp()
    printer = bench.printer(address)
    printer.submit(job("j1", raster=picture(120)))
    finished = bench.log.finished("j1")
    assert (finished.outcome, _fault(finished)) == (PrintOutcome.FAILED, "printer.paper-out")


def test_reset_after_all_was_sent(bench: Bench) -> None:
    bench.dock.change("printer", fault="reset-mid-print", after_rows=100, bytes_per_second=20_000)
    simulator, address = bench.tcp()
    printer = bench.printer(address)
    printer.submit(job("j1", raster=picture(120)))
    finished = bench.log.finished("j1")
    assert (finished.outcome, _fault(finished)) == (PrintOutcome.SENT_UNCONFIRMED, "printer.disconnected")
    assert simulator.jobs() == []


@pytest.mark.parametrize("transport", ["tcp", "pty"])
def test_never_confirmed_is_never_said_to_be_printed(bench: Bench, transport: str) -> None:
    bench.dock.change("printer", fault="no-confirmation")
    simulator, address = bench.tcp() if transport == "tcp" else bench.pty()
    printer = bench.printer(address, QUICK)
    printer.submit(job("j1", raster=picture(100)))
    finished = bench.log.finished("j1")
    assert (finished.outcome, _fault(finished)) == (PrintOutcome.SENT_UNCONFIRMED, "printer.unconfirmed")
    assert len(simulator.jobs()) == 1
    bench.dock.change("printer", fault="")
    eventually(lambda: printer.health().condition is Condition.READY)
    printer.submit(job("j2", raster=picture(100)))
    assert bench.log.finished("j2").outcome is PrintOutcome.CONFIRMED
    assert len(simulator.jobs()) == 2


def test_a_late_confirmation_does_not_confirm_the_next_receipt(bench: Bench) -> None:
    """On a serial line the answer of a receipt given up comes while the next one is being printed."""
    bench.dock.change("printer", bytes_per_second=4000)
    simulator, address = bench.pty(interface_bytes=65536)
    printer = bench.printer(address, Timing(confirm_margin_s=0.2, check_s=60.0))
    printer.submit(job("j1", raster=picture(100)))
    printer.submit(job("j2", raster=picture(200)))
    assert bench.log.finished("j1").outcome is PrintOutcome.SENT_UNCONFIRMED
    finished = bench.log.finished("j2")
    assert len(simulator.jobs()) == (2 if finished.outcome is PrintOutcome.CONFIRMED else 1)
    bench.dock.change("printer", bytes_per_second=150_000)
    eventually(lambda: len(simulator.jobs()) == 2)
    printer.submit(job("j3", raster=picture(100)))
    assert bench.log.finished("j3").outcome is PrintOutcome.CONFIRMED
    assert len(simulator.jobs()) == 3


def test_what_a_big_buffer_still_prints_confirms_nothing_else(bench: Bench) -> None:
    """A serial printer took all of a receipt, question included, before its paper ended: the rest comes out later."""
    bench.dock.change("printer", fault="paper-out-mid-print", after_rows=50, bytes_per_second=SLOW)
    simulator, address = bench.pty(interface_bytes=65536)
    printer = bench.printer(address, QUICK)
    printer.submit(job("j1", raster=picture(300)))
    assert _fault(bench.log.finished("j1")) == "printer.paper-out"
    bench.dock.change("printer", fault="")
    bench.log.condition(Condition.READY)
    raster = picture(120, 9)
    printer.submit(job("j2", raster=raster))
    assert bench.log.finished("j2").outcome is PrintOutcome.CONFIRMED
    assert interpret(simulator.jobs()[-1]).sheets[0].packed() == raster.rows


def test_silent_in_mid_print(bench: Bench) -> None:
    bench.dock.change("printer", bytes_per_second=SLOW)
    _, address = bench.tcp(interface_bytes=0)
    printer = bench.printer(address, QUICK)
    printer.submit(job("j1", raster=picture(2500)))
    bench.log.started("j1")
    bench.dock.change("printer", fault="silent")
    finished = bench.log.finished("j1")
    assert (finished.outcome, _fault(finished)) == (PrintOutcome.FAILED, "printer.no-answer")
    bench.log.condition(Condition.FAULT, "printer.no-answer")


def test_a_hot_head_cools_and_the_receipt_goes_on(bench: Bench) -> None:
    bench.dock.change("printer", bytes_per_second=SLOW)
    simulator, address = bench.tcp()
    printer = bench.printer(address, QUICK)
    raster = picture(900)
    printer.submit(job("j1", raster=raster))
    bench.log.started("j1")
    bench.dock.change("printer", fault="overheated")
    bench.log.condition(Condition.FAULT, "printer.overheated")
    bench.dock.change("printer", fault="")
    assert bench.log.finished("j1").outcome is PrintOutcome.CONFIRMED
    assert interpret(simulator.jobs()[0]).sheets[0].packed() == raster.rows


def test_a_head_that_stays_hot(bench: Bench) -> None:
    bench.dock.change("printer", bytes_per_second=SLOW)
    _, address = bench.tcp()
    printer = bench.printer(address, Timing(watch_s=0.05, cooling_s=0.2))
    printer.submit(job("j1", raster=picture(900)))
    bench.log.started("j1")
    bench.dock.change("printer", fault="overheated")
    finished = bench.log.finished("j1")
    assert (finished.outcome, _fault(finished)) == (PrintOutcome.FAILED, "printer.overheated")
