"""Card readers behind PC/SC as one card reader of the terminal: each card is read once, some with a key.

Three kinds of threads: one that watches (`pcsc_monitor`), one a card that is read (`pcsc_worker`), and the one of
this module, which calls nothing that can hang, so that deadlines are kept whatever pcscd does.
"""

from __future__ import annotations

import contextlib
import queue
import time

from drivers.idcard.address import parse_pcsc
from drivers.idcard.pcsc_card import Trust
from drivers.idcard.pcsc_health import DEAF, SILENCE_LIMIT_S, facts_of, health_of, judged
from drivers.idcard.pcsc_monitor import PcscMonitor, ServiceLost, Watched
from drivers.idcard.pcsc_slot import Change, Slot
from drivers.idcard.pcsc_worker import Outcome, PcscWorker
from drivers.idcard.reader_thread import ReaderThread
from drivers.idcard.turn import Turn
from kiosk.devices import (
    CardFound,
    CardPresent,
    CardRemoved,
    Condition,
    DocumentRead,
    KeyWanted,
    ReaderMode,
    ReadFailed,
)
from kiosk.faults import Fault
from kiosk.identity.mrz import MrzKey

_TICK_S = 0.2
"""How often deadlines and turns are looked at when nothing happens."""
_PATIENCE_S = 1.0
"""How long `stop` waits for a thread that may hang in pcscd, before it leaves it behind."""


class PcscReader(ReaderThread):
    """A `kiosk.devices.CardReader` at `pcsc://` or `pcsc://?name=PATTERN`.

    `turn` is shared with the terminal's other card readers; `trust` says what travel documents are judged by. Staff
    cards are not read here: in STAFF mode it only looks. Raises `ValueError` for an address that is none; everything
    else that goes wrong is posted.
    """

    def __init__(self, device_id: str, address: str, turn: Turn | None = None, trust: Trust | None = None) -> None:
        self._address = parse_pcsc(address)
        super().__init__(
            device_id, health_of(device_id, Condition.STARTING, None, facts_of(self._address, (), Trust()))
        )
        self._turn = turn or Turn()
        self._trust = trust or Trust()
        self._key: MrzKey | None = None
        self._keys = 0
        """Counts the keys that were given."""
        self._inbox: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._slots: dict[str, Slot] = {}
        self._listed: tuple[str, ...] = ()
        self._others: tuple[str, ...] = ()
        self._lost: Fault | None = None
        self._heard = 0.0
        self._looked = False
        self._known = False
        """Whether pcscd ever had a reader for us."""

    def open_with(self, key: MrzKey | None) -> None:
        """What opens the chip of a travel document; None forgets it."""
        with self._lock:
            self._key = key
            self._keys += key is not None
        self._inbox.put(None)

    def _stir(self) -> None:
        self._inbox.put(None)

    def _run(self) -> None:
        """A thread that hangs in pcscd is left behind and ends by itself when pcscd answers or dies."""
        monitor = PcscMonitor(self._address.name, self._inbox.put, f"idcard {self._device} monitor")
        self._heard = time.monotonic()
        monitor.start()
        while not self._stopping.is_set():
            with contextlib.suppress(queue.Empty):
                self._take(self._inbox.get(timeout=_TICK_S))
            self._give_up_the_overdue()
            self._begin_reading()
            self._tell_health()
        monitor.stop(_PATIENCE_S)
        for slot in self._slots.values():
            if slot.worker is not None:
                slot.worker.join(_PATIENCE_S)

    # -- what happened ----------------------------------------------------------------------------------------------

    def _take(self, message: object) -> None:
        held = self._hold.is_set()
        if held:
            self._hold_all()
        match message:
            case Watched():
                self._heard, self._lost, self._looked = time.monotonic(), None, True
                self._watched(message)
                if held:
                    # only now, so that a card that pcscd had not yet told of is held too
                    self._hold_all()
                    self._hold.clear()
            case ServiceLost():
                self._heard, self._lost = time.monotonic(), message.fault
                for slot in self._slots.values():
                    slot.lost()
            case (PcscWorker() as worker, Outcome() as outcome):
                self._worker_ended(worker, outcome)

    def _hold_all(self) -> None:
        for slot in self._slots.values():
            slot.held = slot.held or slot.lies

    def _watched(self, seen: Watched) -> None:
        self._others = seen.others
        self._listed = tuple(state.name for state in seen.readers)
        self._known = self._known or bool(self._listed)
        for state in seen.readers:
            slot = self._slots.setdefault(state.name, Slot(state.name))
            self._tell_card(slot, slot.seen(state))
        for name in self._slots.keys() - set(self._listed):
            self._tell_card(self._slots[name], self._slots[name].vanished())

    def _tell_card(self, slot: Slot, changes: tuple[Change, ...]) -> None:
        for change in changes:
            if change is Change.REMOVED:
                self._turn.free(self._who(slot))
                self._post(CardRemoved(device=self._device))
            else:
                self._post(CardPresent(device=self._device))

    def _worker_ended(self, worker: PcscWorker, outcome: Outcome) -> None:
        slot = self._slots[outcome.reader]
        if slot.stuck is worker:
            slot.stuck = None  # the reader is there again, and a new worker may come for the next card
        elif slot.worker is worker:
            slot.worker = None
            self._tell_outcome(slot, outcome)
        self._tell_card(slot, slot.settled())

    def _tell_outcome(self, slot: Slot, outcome: Outcome) -> None:
        current = self._wanted()[1] == slot.begun
        if not current:
            # nobody waits for this reading any more; the card counts as unread, with the same key too
            slot.read, slot.tried = False, 0
        elif outcome.locked:
            slot.read, slot.locked = False, True
        if outcome.card is None or not current:
            self._turn.free(self._who(slot))
        else:
            self._turn.rest(self._who(slot))
        if outcome.fault is not None and outcome.of_the_link:
            # no fault of the card: it is read once reader and service are back
            slot.read, slot.tried, self._lost = slot.lost_again(), 0, outcome.fault
        if outcome.fault is not None and outcome.fault.id == "reader.busy":
            slot.read, slot.tried, slot.busy = False, 0, True
        if not current:
            return
        if outcome.card is not None:
            facts = {"reader": self._device, "pcsc_reader": slot.name, **outcome.card.facts}
            self._post(DocumentRead(device=self._device, document=outcome.card.document, reader_facts=facts))
        elif outcome.fault is not None:
            self._post(ReadFailed(device=self._device, fault=outcome.fault))
        elif outcome.locked:
            self._post(KeyWanted(device=self._device))

    # -- what follows -----------------------------------------------------------------------------------------------

    def _give_up_the_overdue(self) -> None:
        now = time.monotonic()
        for slot in self._slots.values():
            if slot.worker is not None and now > slot.worker.due():
                slot.stuck, slot.worker = slot.worker, None
                fault = Fault(id="reader.stuck", detail=slot.name)
                self._tell_outcome(slot, Outcome(reader=slot.name, fault=fault))
                slot.read = True

    def _begin_reading(self) -> None:
        mode, change = self._wanted()
        if mode is not ReaderMode.RESIDENT or self._lost is not None or self._hold.is_set():
            return
        with self._lock:
            key, keys = self._key, self._keys if self._key is not None else 0
        for slot in self._slots.values():
            ready = slot.wanted and slot.name in self._listed and slot.opens_with(keys)
            if ready and self._turn.take(self._who(slot)):
                slot.read, slot.begun, slot.tried = True, change, keys
                self._post(CardFound(device=self._device))
                slot.worker = PcscWorker(slot.name, self._told, self._trust, key, locked=slot.locked)
                slot.worker.start()

    def _told(self, worker: PcscWorker, outcome: Outcome) -> None:
        """From the worker's thread."""
        self._inbox.put((worker, outcome))

    def _who(self, slot: Slot) -> str:
        return f"{self._device} {slot.name}"

    def _tell_health(self) -> None:
        condition, fault = self._judged()
        facts = facts_of(self._address, self._listed, self._trust, self._others)
        self._tell(health_of(self._device, condition, fault, facts))

    def _judged(self) -> tuple[Condition, Fault | None]:
        if self._lost is not None:
            return Condition.FAULT, self._lost
        if time.monotonic() - self._heard > SILENCE_LIMIT_S:
            return Condition.FAULT, Fault(id="reader.service-down", detail=DEAF)
        if not self._looked:
            return Condition.STARTING, None
        stuck = tuple(name for name in self._listed if self._slots[name].stuck)
        total = len(self._listed) + len(self._others)
        return judged(self._address, self._listed, total, self._trust, known=self._known, stuck=stuck)
