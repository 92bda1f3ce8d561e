"""The ESC/POS printer as a device of the terminal: one thread that owns it, the queue of jobs, and its health."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from drivers.printer.address import PrinterAddress, parse_address
from drivers.printer.conversation import Timing
from drivers.printer.link import PrinterLink
from drivers.printer.printing import CANCELLED, Printing, PrintResult
from drivers.printer.status import PrinterStatus
from drivers.printer.transport import ChannelError
from drivers.printer.unfinished import UnfinishedMark
from kiosk.devices import (
    Condition,
    DeviceHealth,
    DeviceKind,
    HealthChanged,
    PrintFinished,
    PrintJob,
    PrintStarted,
)
from kiosk.faults import Fault

ENDED_VISITS = 64
"""Visits remembered as ended: more than can follow each other while one job prints."""


class EscposPrinter:
    """`kiosk.devices.Printer` over `escpos+tcp` and `escpos+serial`. `ValueError` when the address is wrong.

    Each job is answered by one `PrintFinished`; none is ever printed a second time by itself. Calls may come from any
    thread, events are posted from the printer's own (a cancelled job's from the caller's).
    """

    def __init__(
        self, device_id: str, address: str, *, timing: Timing | None = None, unfinished: Path | None = None
    ) -> None:
        """`unfinished` is a file of the printer's own, there while a document is on paper and not cut off."""
        self._device = device_id
        self._timing = timing or Timing()
        self._link = PrinterLink(parse_address(address), self._timing, self._observe, UnfinishedMark(unfinished))
        self._post: Callable[[object], None] = lambda _event: None
        self._changed = threading.Condition()
        self._jobs: deque[PrintJob] = deque()
        self._ended: deque[str] = deque(maxlen=ENDED_VISITS)
        self._stopping = threading.Event()
        self._health = _health(device_id, self._link.address, None)
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name=f"printer-{device_id}")

    def start(self, post: Callable[[object], None]) -> None:
        self._post = post
        self._thread.start()

    def submit(self, job: PrintJob) -> None:
        """Queue a job; one of an ended visit, or after `stop`, is answered CANCELLED at once."""
        with self._changed:
            accepted = not self._stopping.is_set() and job.visit not in self._ended
            if accepted:
                self._jobs.append(job)
                self._changed.notify()
        if not accepted:
            self._finish(job.job, CANCELLED)

    def cancel_visit(self, visit: str) -> None:
        """End a visit: its queued jobs are dropped. One that is already on paper goes on to its end."""
        with self._changed:
            self._ended.append(visit)
            dropped = [job.job for job in self._jobs if job.visit == visit]
            self._jobs = deque(job for job in self._jobs if job.visit != visit)
        for job_id in dropped:
            self._finish(job_id, CANCELLED)

    def health(self) -> DeviceHealth:
        return self._health

    def stop(self) -> None:
        """End the thread; a job in print stops after its band, queued ones are cancelled. May be called twice."""
        with self._changed:
            self._stopping.set()
            dropped = [job.job for job in self._jobs]
            self._jobs.clear()
            self._changed.notify()
        for job_id in dropped:
            self._finish(job_id, CANCELLED)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        next_check = time.monotonic()
        while not self._stopping.is_set():
            if self._wait_for_job(next_check):
                self._print_next()
            else:
                self._check()
            next_check = time.monotonic() + self._pause_s()
        self._link.drop()

    def _wait_for_job(self, until: float) -> bool:
        with self._changed:
            self._changed.wait_for(
                lambda: self._jobs or self._stopping.is_set(), timeout=max(0.0, until - time.monotonic())
            )
            return bool(self._jobs)

    def _print_next(self) -> None:
        """A frame of its own, so that nothing holds the picture once the job has ended."""
        with self._changed:
            if not self._jobs:
                return  # cancelled meanwhile
            job = self._jobs.popleft()

        def started() -> None:
            self._post(PrintStarted(device=self._device, job=job.job))

        printing = Printing(self._link, job.raster, self._stopping, lambda: self._wanted(job.visit), started)
        result = printing.run()
        self._finish(job.job, result)

    def _wanted(self, visit: str) -> bool:
        with self._changed:
            return visit not in self._ended and not self._stopping.is_set()

    def _finish(self, job_id: str, result: PrintResult) -> None:
        self._post(PrintFinished(device=self._device, job=job_id, outcome=result.outcome, fault=result.fault))

    def _check(self) -> None:
        if self._stopping.is_set():
            return
        try:
            self._link.survey()
        except ChannelError:
            return  # told to `_observe`

    def _pause_s(self) -> float:
        if self._failures == 0:
            return self._timing.check_s
        waits = self._timing.backoff_s
        return waits[min(self._failures, len(waits)) - 1]

    def _observe(self, seen: PrinterStatus | Fault) -> None:
        self._failures = self._failures + 1 if isinstance(seen, Fault) else 0
        health = _health(self._device, self._link.address, seen)
        before, self._health = self._health, health
        if (before.condition, _id(before.fault)) != (health.condition, _id(health.fault)):
            self._post(HealthChanged(device=self._device, health=health))


def probe(address: str, *, device: str = "printer", timing: Timing | None = None) -> DeviceHealth:
    """Ask a printer once how it is, without a thread: for `doctor`, while no terminal runs.

    Takes at most the connect and answer deadlines. `ValueError` when the address is wrong.
    """
    seen: list[PrinterStatus | Fault] = []
    link = PrinterLink(parse_address(address), timing or Timing(), seen.append)
    try:
        link.survey()
    except ChannelError as problem:
        seen.append(problem.fault)
    finally:
        link.drop()
    return _health(device, link.address, seen[-1])


def _health(device: str, address: PrinterAddress, seen: PrinterStatus | Fault | None) -> DeviceHealth:
    facts = {"model": address.model.name, "address": str(address.line)}
    fault: Fault | None = None
    if seen is None:
        condition = Condition.STARTING
    elif isinstance(seen, Fault):
        condition, fault = Condition.FAULT, seen
    else:
        facts["status"] = seen.evidence
        fault = seen.fault()
        condition = Condition.FAULT if fault else Condition.READY
        if fault is None and (warning := seen.warning()):
            condition, fault = Condition.WARNING, warning
    return DeviceHealth(device=device, kind=DeviceKind.PRINTER, condition=condition, fault=fault, facts=facts)


def _id(fault: Fault | None) -> str | None:
    return fault.id if fault else None
