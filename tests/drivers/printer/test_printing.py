"""Whole jobs on the simulated printer, over TCP and over a pseudo-terminal: the good days, the queue, the health."""

from __future__ import annotations

import gc
import socket
import weakref

import pytest

from drivers.printer.conversation import Timing
from drivers.printer.escpos import EscposPrinter, probe
from kiosk.devices import Condition, DeviceKind, HealthChanged, PrintFinished, PrintOutcome, PrintStarted
from kiosk.documents.raster import Raster
from tests.counterparts.escpos_interpreter import interpret
from tests.drivers.printer.conftest import QUICK, Bench, eventually, job, picture


@pytest.mark.parametrize("transport", ["tcp", "pty"])
def test_a_receipt_arrives_dot_for_dot_and_is_confirmed(bench: Bench, transport: str) -> None:
    simulator, address = bench.tcp() if transport == "tcp" else bench.pty()
    printer = bench.printer(address)
    raster = picture(700, blank=(200, 300))
    printer.submit(job("j1", raster=raster))
    assert bench.log.finished("j1") == PrintFinished(device="printer", job="j1", outcome=PrintOutcome.CONFIRMED)
    reading = interpret(simulator.jobs()[0])
    assert reading.sheets[0].packed() == raster.rows
    assert reading.initialised == 1
    kinds = [type(event) for event in bench.log.events]
    assert kinds == [HealthChanged, PrintStarted, PrintFinished]
    health = printer.health()
    assert health.condition is Condition.READY
    assert health.kind is DeviceKind.PRINTER
    assert health.facts["model"] == "escpos-80"
    assert (bench.folder / "out" / "job-001.bin").read_bytes() == simulator.jobs()[0]
    assert (bench.folder / "out" / "job-001.png").stat().st_size > 0


def test_a_picture_full_of_status_questions(bench: Bench) -> None:
    """`10 04 n` inside a picture is answered in the middle of it, which must disturb nothing."""
    rows = (b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04" * 6) * 400
    raster = Raster(width=576, height=400, rows=rows)
    bench.dock.change("printer", paper="near-end")
    simulator, address = bench.tcp()
    printer = bench.printer(address)
    for name in ("j1", "j2"):
        printer.submit(job(name, raster=raster))
        assert bench.log.finished(name).outcome is PrintOutcome.CONFIRMED
    assert [interpret(data).sheets[0].packed() for data in simulator.jobs()] == [rows, rows]


def test_jobs_come_out_one_after_the_other(bench: Bench) -> None:
    simulator, address = bench.tcp()
    printer = bench.printer(address)
    pictures = [picture(200, seed) for seed in range(4)]
    for number, raster in enumerate(pictures):
        printer.submit(job(f"j{number}", raster=raster))
    for number in range(4):
        assert bench.log.finished(f"j{number}").outcome is PrintOutcome.CONFIRMED
    assert [interpret(data).sheets[0].packed() for data in simulator.jobs()] == [p.rows for p in pictures]


def test_confirmation_comes_after_the_paper(bench: Bench) -> None:
    """All bytes are accepted long before they are printed; CONFIRMED waits for the cut."""
    bench.dock.change("printer", bytes_per_second=60_000)
    simulator, address = bench.tcp()
    cut_when_told: list[int] = []
    printer = EscposPrinter("printer", address)
    bench.at_end(printer.stop)

    def post(event: object) -> None:
        if isinstance(event, PrintFinished):
            cut_when_told.append(len(simulator.jobs()))
        bench.log.post(event)

    printer.start(post)
    printer.submit(job("j1", raster=picture(600)))
    assert bench.log.finished("j1").outcome is PrintOutcome.CONFIRMED
    assert cut_when_told == [1]


def test_a_visit_that_ended_prints_nothing_more(bench: Bench) -> None:
    bench.dock.change("printer", bytes_per_second=40_000)
    simulator, address = bench.tcp()
    printer = bench.printer(address)
    printer.submit(job("j1", "v1", picture(400, 1)))
    bench.log.started("j1")
    printer.submit(job("j2", "v1", picture(100, 2)))
    printer.submit(job("j3", "v2", picture(100, 3)))
    printer.cancel_visit("v1")
    printer.submit(job("j4", "v1", picture(100, 4)))
    assert bench.log.finished("j2").outcome is PrintOutcome.CANCELLED
    assert bench.log.finished("j4").outcome is PrintOutcome.CANCELLED
    assert bench.log.finished("j1").outcome is PrintOutcome.CONFIRMED
    assert bench.log.finished("j3").outcome is PrintOutcome.CONFIRMED
    sheets = [interpret(data).sheets[0].packed() for data in simulator.jobs()]
    assert sheets == [picture(400, 1).rows, picture(100, 3).rows]


def test_stop_in_mid_print_cancels_and_ends(bench: Bench) -> None:
    bench.dock.change("printer", bytes_per_second=20_000)
    simulator, address = bench.tcp(interface_bytes=0)
    printer = bench.printer(address)
    printer.submit(job("j1", raster=picture(3000)))
    printer.submit(job("j2"))
    bench.log.started("j1")
    printer.stop()
    assert bench.log.finished("j1").outcome is PrintOutcome.CANCELLED
    assert bench.log.finished("j2").outcome is PrintOutcome.CANCELLED
    printer.submit(job("j3"))
    assert bench.log.finished("j3").outcome is PrintOutcome.CANCELLED
    assert simulator.jobs() == []


def test_no_residue_of_a_finished_job(bench: Bench) -> None:
    _, address = bench.tcp()
    printer = bench.printer(address)
    one = job("j1", raster=picture(100))
    gone = weakref.ref(one.raster)
    printer.submit(one)
    del one
    assert bench.log.finished("j1").outcome is PrintOutcome.CONFIRMED
    eventually(lambda: gc.collect() >= 0 and gone() is None)


def test_too_wide_for_the_paper(bench: Bench) -> None:
    simulator, address = bench.tcp()
    printer = bench.printer(address + "?model=escpos-58")
    printer.submit(job("j1"))
    finished = bench.log.finished("j1")
    assert finished.outcome is PrintOutcome.FAILED
    assert finished.fault is not None
    assert finished.fault.id == "printer.bad-document"
    assert simulator.jobs() == []


def test_near_end_warns_and_prints(bench: Bench) -> None:
    bench.dock.change("printer", paper="near-end")
    _, address = bench.tcp()
    printer = bench.printer(address, QUICK)
    bench.log.condition(Condition.WARNING, "printer.paper-near-end")
    printer.submit(job("j1"))
    assert bench.log.finished("j1").outcome is PrintOutcome.CONFIRMED
    bench.dock.change("printer", paper="ok")
    bench.log.condition(Condition.READY)


def test_each_change_of_health_is_told_once(bench: Bench) -> None:
    _, address = bench.tcp()
    bench.printer(address, QUICK)
    bench.log.condition(Condition.READY)
    bench.dock.change("printer", cover_open=True)
    bench.log.condition(Condition.FAULT, "printer.cover-open")
    bench.dock.change("printer", cover_open=False, fault="cutter")
    bench.log.condition(Condition.FAULT, "printer.cutter")
    bench.dock.change("printer", fault="")
    bench.log.condition(Condition.READY)
    assert len(bench.log.healths()) == 4


def test_printer_gone_and_back(bench: Bench) -> None:
    simulator, address = bench.tcp()
    printer = bench.printer(address, QUICK)
    bench.log.condition(Condition.READY)
    bench.dock.change("printer", present=False)
    bench.log.condition(Condition.FAULT, "printer.disconnected")
    printer.submit(job("j1"))
    finished = bench.log.finished("j1")
    assert finished.outcome is PrintOutcome.FAILED
    assert finished.fault is not None
    assert finished.fault.id == "printer.disconnected"
    bench.dock.change("printer", present=True)
    bench.log.condition(Condition.READY)
    printer.submit(job("j2"))
    assert bench.log.finished("j2").outcome is PrintOutcome.CONFIRMED
    assert len(simulator.jobs()) == 1  # j1 was never printed by itself


def test_serial_printer_unplugged_and_back(bench: Bench) -> None:
    _, address = bench.pty()
    printer = bench.printer(address, QUICK)
    bench.log.condition(Condition.READY)
    bench.dock.change("printer", present=False)
    bench.log.condition(Condition.FAULT, "printer.disconnected")
    bench.dock.change("printer", present=True)
    bench.log.condition(Condition.READY)
    printer.submit(job("j1"))
    assert bench.log.finished("j1").outcome is PrintOutcome.CONFIRMED


def test_probe(bench: Bench) -> None:
    _, address = bench.tcp()
    health = probe(address, device="receipts")
    assert (health.device, health.condition, health.fault) == ("receipts", Condition.READY, None)
    assert health.facts["status"] == "12 12 12 12"
    bench.dock.change("printer", paper="out")
    eventually(lambda: (fault := probe(address).fault) is not None and fault.id == "printer.paper-out")


def test_probe_of_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        fault = probe(f"escpos+tcp://127.0.0.1:{unused.getsockname()[1]}", timing=Timing()).fault
    assert fault is not None
    assert fault.id == "printer.disconnected"
    missing = probe("escpos+serial:///dev/no-such-printer").fault
    assert missing is not None
    assert missing.id == "printer.disconnected"
