"""The printing of one document over a link: asked before, watched during, confirmed after, never repeated."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from drivers.printer.commands import cut, portions, prologue, resync
from drivers.printer.conversation import Conversation
from drivers.printer.link import PrinterLink
from drivers.printer.models import BAND_ROWS
from drivers.printer.status import BAD_DOCUMENT, OFFLINE, OVERHEATED, PAPER_OUT, UNCONFIRMED, confirms_paper
from drivers.printer.transport import ChannelError
from kiosk.devices import PrintOutcome
from kiosk.documents.raster import Raster
from kiosk.faults import Fault

RECOVERING = (OVERHEATED, OFFLINE)
"""Causes that pass by themselves: the head cools, somebody lets go of the feed button."""


@dataclass(frozen=True, kw_only=True)
class PrintResult:
    """`fault` is set for FAILED and SENT_UNCONFIRMED."""

    outcome: PrintOutcome
    fault: Fault | None = None


CANCELLED = PrintResult(outcome=PrintOutcome.CANCELLED)


class Printing:
    """One document. `wanted` is asked last before the first byte; `started` is called after the first band."""

    def __init__(
        self,
        link: PrinterLink,
        raster: Raster,
        stopping: Event,
        wanted: Callable[[], bool],
        started: Callable[[], None],
    ) -> None:
        self._link = link
        self._raster = raster
        self._stopping = stopping
        self._wanted = wanted
        self._started = started
        self._all_sent = False

    def run(self) -> PrintResult:
        """Print it, in the time the model needs plus the answers' deadlines. Raises nothing of the line."""
        model = self._link.address.model
        try:
            parts = list(portions(self._raster, model))
        except ValueError as problem:
            return _failed(Fault(id=BAD_DOCUMENT, detail=str(problem)))
        try:
            fault = self._link.survey().fault()
            if fault is not None:
                return _failed(fault)
            self._link.settle_debt()
        except ChannelError as problem:
            return _failed(problem.fault)
        if not self._wanted():
            return CANCELLED
        try:
            talk = self._link.talk()
            begin = resync(model) if self._link.torn else prologue(model)
            self._link.torn.set()
            talk.send(begin)
            unwatched = 0
            for number, part in enumerate(parts):
                talk.send(part.data)
                if number == 0:
                    self._started()
                unwatched += part.rows
                if unwatched >= BAND_ROWS:
                    unwatched = 0
                    if talk.poll():
                        fault = self._judge()
                        if fault is not None:
                            return self._broken_off(fault)
                if self._stopping.is_set():
                    self._link.drop(discard=True)
                    return CANCELLED
            talk.send(cut(model))
            talk.ask_confirmation(self._link.owed)
            self._link.owed += 1
            self._all_sent = True
            return self._confirm(talk)
        except ChannelError as problem:
            return self._line_failed(problem.fault)

    def _confirm(self, talk: Conversation) -> PrintResult:
        timing, model = self._link.timing, self._link.address.model
        until = time.monotonic() + self._raster.height / model.rows_per_second + timing.confirm_margin_s
        answer = None
        while answer is None and time.monotonic() < until and not self._stopping.is_set():
            answer = talk.listen(min(until, time.monotonic() + timing.watch_s))
            if answer is None and talk.offline:
                asked = time.monotonic()
                fault = self._judge()
                if fault is not None and talk.confirmation is None:
                    return self._broken_off(fault)
                until += time.monotonic() - asked
        if answer is None and not self._stopping.is_set():
            fault = self._link.survey_held().fault()
            answer = talk.confirmation
            if answer is None and fault is not None:
                return self._broken_off(fault)
        if answer is None:
            self._link.torn.clear()
            self._link.owed = talk.owed + 1
            self._link.drop()
            detail = "stopped while waiting" if self._stopping.is_set() else "no answer to GS r 1"
            return _unconfirmed(Fault(id=UNCONFIRMED, detail=detail))
        self._link.torn.clear()
        self._link.owed = 0
        if not confirms_paper(answer):
            return _failed(Fault(id=PAPER_OUT, detail=f"GS r 1 answered {answer:02x}: ended with the last rows"))
        return PrintResult(outcome=PrintOutcome.CONFIRMED)

    def _judge(self) -> Fault | None:
        """Whether a suspicion is true. Waits for what passes by itself, at most `cooling_s`."""
        until = time.monotonic() + self._link.timing.cooling_s
        while True:
            fault = self._link.survey_held().fault()
            if fault is None or fault.id not in RECOVERING or time.monotonic() >= until:
                return fault
            if self._stopping.wait(self._link.timing.watch_s):
                return fault

    def _broken_off(self, fault: Fault) -> PrintResult:
        """The rest must not come out when somebody loads paper: what we still hold is dropped with the connection."""
        self._link.drop(discard=True)
        return _failed(fault)

    def _line_failed(self, fault: Fault) -> PrintResult:
        """The connection died. A new one may tell why: a printer full of data reads no questions on the old one."""
        self._link.drop(discard=True)
        try:
            cause = self._link.survey().fault()
        except ChannelError:
            cause = None
        if self._all_sent and cause is None:
            return _unconfirmed(fault)
        return _failed(cause or fault)


def _failed(fault: Fault) -> PrintResult:
    return PrintResult(outcome=PrintOutcome.FAILED, fault=fault)


def _unconfirmed(fault: Fault) -> PrintResult:
    return PrintResult(outcome=PrintOutcome.SENT_UNCONFIRMED, fault=fault)
