"""A bench for the printer: a dock file, a simulated printer on a real transport, the driver, and its events."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.printer.conversation import Timing
from drivers.printer.escpos import EscposPrinter
from drivers.printer.simulator import PrinterSimulator, PtyPrinterSimulator
from kiosk.devices import Condition, DeviceHealth, HealthChanged, PrintFinished, PrintJob, PrintStarted
from kiosk.dock import DockFile
from kiosk.documents.raster import Raster

GENEROUS_S = 30.0
QUICK = Timing(
    answer_s=0.4,
    confirm_margin_s=0.6,
    watch_s=0.05,
    check_s=0.1,
    cooling_s=10.0,
    backoff_s=(0.05, 0.1),
)
"""For what must time out in a test; what must not has the same code with the defaults."""


def picture(height: int = 700, seed: int = 1, *, blank: tuple[int, int] = (0, 0)) -> Raster:
    """Noise, with white rows from blank[0] up to blank[1]."""
    rows = bytearray(random.Random(seed).randbytes(72 * height))
    rows[blank[0] * 72 : blank[1] * 72] = bytes(72 * (blank[1] - blank[0]))
    return Raster(width=576, height=height, rows=bytes(rows))


class Log:
    """The events of a device, in order, and waiting for one."""

    def __init__(self) -> None:
        self.events: list[object] = []
        self._changed = threading.Condition()

    def post(self, event: object) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, GENEROUS_S), self.events

    def of(self, kind: type) -> list[object]:
        return [event for event in self.events if isinstance(event, kind)]

    def finished(self, job: str) -> PrintFinished:
        def found() -> list[PrintFinished]:
            return [e for e in self.events if isinstance(e, PrintFinished) and e.job == job]

        self.wait(lambda: bool(found()))
        assert len(found()) == 1
        return found()[0]

    def started(self, job: str) -> None:
        self.wait(lambda: any(isinstance(e, PrintStarted) and e.job == job for e in self.events))

    def healths(self) -> list[DeviceHealth]:
        return [event.health for event in self.events if isinstance(event, HealthChanged)]

    def condition(self, condition: Condition, fault: str | None = None) -> DeviceHealth:
        def last() -> DeviceHealth | None:
            return next(reversed(self.healths()), None)

        def reached() -> bool:
            health = last()
            found = health.fault.id if health is not None and health.fault else None
            return health is not None and health.condition is condition and found == fault

        self.wait(reached)
        health = last()
        assert health is not None
        return health


class Bench:
    """One dock and whatever a test sets up around it; `close` ends all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dock = DockFile(folder / "dock.json")
        self.log = Log()
        self._ends: list[Callable[[], None]] = []

    def tcp(self, *, port: int = 0, interface_bytes: int | None = None) -> tuple[PrinterSimulator, str]:
        options = {} if interface_bytes is None else {"interface_bytes": interface_bytes}
        simulator = PrinterSimulator(self.dock, self.folder / "out", port, **options)
        self._ends.append(simulator.stop)
        return simulator, f"escpos+tcp://127.0.0.1:{simulator.start()}"

    def pty(self, *, interface_bytes: int = 0) -> tuple[PtyPrinterSimulator, str]:
        simulator = PtyPrinterSimulator(
            self.dock, self.folder / "out", self.folder / "printer", interface_bytes=interface_bytes
        )
        self._ends.append(simulator.stop)
        return simulator, f"escpos+serial://{simulator.start()}"

    def printer(self, address: str, timing: Timing | None = None) -> EscposPrinter:
        printer = EscposPrinter("printer", address, timing=timing)
        self._ends.append(printer.stop)
        printer.start(self.log.post)
        return printer

    def at_end(self, end: Callable[[], None]) -> None:
        self._ends.append(end)

    def close(self) -> None:
        for end in reversed(self._ends):
            end()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def job(name: str = "j1", visit: str = "v1", raster: Raster | None = None) -> PrintJob:
    return PrintJob(job=name, visit=visit, raster=raster or picture())


def eventually(condition: Callable[[], object]) -> None:
    """Wait for something that nobody announces."""
    end = time.monotonic() + GENEROUS_S
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.01)
