"""A reader with a SAM-V module: one thread that owns its port, be it serial or USB, and reads each card once."""

from __future__ import annotations

import threading
import time

from drivers.idcard.address import SamvAddress, SerialAddress, parse_samv
from drivers.idcard.presence import Presence, Sight
from drivers.idcard.reader_thread import ReaderThread
from drivers.idcard.samv_link import SamvLink, Stopped
from drivers.idcard.samv_port import Place
from drivers.idcard.samv_serial import SerialPlace
from drivers.idcard.samv_usb import UsbPlace
from drivers.idcard.status import CardError, LinkError
from drivers.idcard.strangers import NOT_SET_UP
from drivers.idcard.turn import Turn
from kiosk.devices import (
    CardFound,
    CardPresent,
    CardRemoved,
    Condition,
    DeviceEvent,
    DeviceHealth,
    DeviceKind,
    DocumentRead,
    ReaderMode,
    ReadFailed,
    StaffCardRead,
)
from kiosk.faults import Fault, FaultError
from kiosk.identity.mrz import MrzKey

FIND_INTERVAL_S = 0.3
"""Facts, cards, section 3.4: at least 300 ms between two finds."""
REOPEN_FIRST_S = 0.5
REOPEN_CAP_S = 5.0
_PLUG_LOOK_S = 0.2
"""How often a place is looked at for another device while there is none."""
_NO_SENSE = ("reader.mute", "reader.protocol", "reader.config")
"""How a device shows that it is no SAM-V module, or one that this account may not open."""
_LOOKS_LIKE_ABSENCE = ("reader.read-failed", "reader.no-card", "reader.mute")
"""Failures of a read that a card lifted too early also shows as."""


class SamvReader(ReaderThread):
    """A `kiosk.devices.CardReader` at an address such as `samv+serial:///dev/ttyUSB0` or `samv+usb://0400:c35a`.

    `turn` is shared with the terminal's other card readers; `place` stands in for where the address leads to.
    Raises `ValueError` for an address that is none.
    Everything else that goes wrong is posted: as `HealthChanged` when it is the reader, as `ReadFailed` when it is
    one card.
    """

    def __init__(self, device_id: str, address: str, turn: Turn | None = None, place: Place | None = None) -> None:
        where = parse_samv(address)
        self._new_address = where.new_address
        self._place = place or place_of(where)
        super().__init__(device_id, _health(device_id, Condition.STARTING, None, self._place.facts()))
        self._turn = turn or Turn()
        self._wake = threading.Event()
        self._presence = Presence()
        self._sam: dict[str, str] = {}
        self._delay_s = REOPEN_FIRST_S

    def open_with(self, key: MrzKey | None) -> None:
        """Nothing: such a module reads no travel document."""

    def _stir(self) -> None:
        self._wake.set()

    def _run(self) -> None:
        seen = False
        while not self._stopping.is_set():
            try:
                port = self._place.open()
                with SamvLink(port, self._stopping.is_set, new_address=self._new_address) as link:
                    seen = True
                    self._sam = link.hello()
                    doubt = self._place.doubt()
                    self._set_health(Condition.READY if doubt is None else Condition.WARNING, doubt)
                    self._presence.port_reopened()
                    self._serve(link)
            except Stopped:
                return
            except LinkError as problem:
                fault = _doubted(problem.fault, self._place)
                if seen and fault.id == "reader.no-reader":
                    fault = Fault(id="reader.unplugged", detail=fault.detail)
                self._set_health(Condition.FAULT, fault)
                self._await_port(self._delay_s)
                self._delay_s = min(2 * self._delay_s, REOPEN_CAP_S)

    def _serve(self, link: SamvLink) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            mode, change = self._wanted()
            self._look(link, mode, change)
            # Only a port that did its work counts as reopened; one that answers once a second would flicker.
            self._delay_s = REOPEN_FIRST_S
            self._wake.wait(FIND_INTERVAL_S)

    def _look(self, link: SamvLink, mode: ReaderMode, change: int) -> None:
        """One find, and all that follows from its answer without a pause."""
        held = self._hold.is_set()
        found = link.find()
        if found:
            sight = self._presence.found()
        elif self._presence.known:
            selects = _selects(link)
            sight = self._presence.selected(selects)
            if not selects and sight is not Sight.GONE:
                # one miss: perhaps lifted; whoever wants a card in a new mode does not get the absent one
                return
        else:
            self._hold.clear()
            return
        if sight in (Sight.GONE, Sight.REPLACED):
            self._turn.free(self._device)
            self._post(CardRemoved(device=self._device))
        if sight in (Sight.NEW, Sight.REPLACED):
            self._post(CardPresent(device=self._device))
        if held:
            # only now, so that no broken-off look loses it
            self._hold.clear()
            if sight is not Sight.GONE:
                self._presence.read_for |= {ReaderMode.RESIDENT, ReaderMode.STAFF}
        if sight is Sight.GONE or mode is ReaderMode.OFF or mode in self._presence.read_for:
            return
        if not self._turn.take(self._device):
            return  # a card on another reader came first; this one counts as unread
        self._presence.read_for.add(mode)
        self._post(CardFound(device=self._device))
        try:
            event = self._read(link, mode, selected=not found)
        except LinkError as problem:
            self._turn.free(self._device)
            self._post(ReadFailed(device=self._device, fault=problem.fault))
            raise
        current = self._wanted()[1] == change
        if isinstance(event, ReadFailed) or not current:
            self._turn.free(self._device)
        else:
            self._turn.rest(self._device)
        if current:
            self._post(event)
        else:
            # Nobody waits for this reading any more; the card counts as unread.
            self._presence.read_for.discard(mode)
        if not self._presence.known:
            self._turn.free(self._device)
            self._post(CardRemoved(device=self._device))

    def _read(self, link: SamvLink, mode: ReaderMode, *, selected: bool) -> DeviceEvent:
        try:
            if not selected:
                link.select()
            if mode is ReaderMode.STAFF:
                return StaffCardRead(device=self._device, card_number=link.read_management_number())
            document = link.read_document()
        except CardError as problem:
            fault = problem.fault
            self._presence.failed(looks_lifted=False)
            if fault.id in _LOOKS_LIKE_ABSENCE:
                fault = self._told_from_absence(link, fault)
            return ReadFailed(device=self._device, fault=fault)
        # evidence for the envelope: the id as the module gave it, and nothing that one source alone makes of it
        facts = {"reader": self._device, **{key: self._sam[key] for key in ("sam_id",) if key in self._sam}}
        return DocumentRead(device=self._device, document=document, reader_facts=facts)

    def _told_from_absence(self, link: SamvLink, fault: Fault) -> Fault:
        """Was the card lifted, or does it lie there and cannot be read? A look at the reader tells."""
        if not link.find():
            self._presence.failed(looks_lifted=True)
            if self._presence.selected(_selects(link)) is Sight.GONE:
                return Fault(id="reader.card-removed", detail=fault.detail)
        return Fault(id="reader.read-failed", detail=fault.detail)

    def _set_health(self, condition: Condition, fault: Fault | None) -> None:
        self._tell(_health(self._device, condition, fault, {**self._place.facts(), **self._sam}))

    def _await_port(self, delay_s: float) -> None:
        """Wait before the next opening; a device file that came or changed ends the wait."""
        identity = self._place.identity()
        deadline = time.monotonic() + delay_s
        while (left := deadline - time.monotonic()) > 0:
            if self._stopping.wait(min(left, _PLUG_LOOK_S)) or self._place.identity() != identity:
                return


def place_of(address: SamvAddress) -> Place:
    """Where an address leads to."""
    return SerialPlace(address) if isinstance(address, SerialAddress) else UsbPlace(address)


def probe(address: str, device_id: str = "idcard") -> DeviceHealth:
    """Open a reader, ask how it is, close it: for `doctor` while no terminal runs. `ValueError`: no address."""
    place = place_of(parse_samv(address))
    facts = place.facts()
    try:
        with SamvLink(place.open()) as link:
            facts |= link.hello()
    except FaultError as problem:
        return _health(device_id, Condition.FAULT, _doubted(problem.fault, place), facts)
    doubt = place.doubt()
    return _health(device_id, Condition.READY if doubt is None else Condition.WARNING, doubt, facts)


def _doubted(fault: Fault, place: Place) -> Fault:
    """A model that nobody has looked at and that answers nothing we know is not out of order: it is not set up."""
    doubt = place.doubt() if fault.id in _NO_SENSE else None
    if doubt is None:
        return fault
    return Fault(id=NOT_SET_UP, detail=f"{doubt.detail}; {fault.id} {fault.detail}".strip())


def _selects(link: SamvLink) -> bool:
    try:
        link.select()
    except CardError:
        return False
    return True


def _health(device: str, condition: Condition, fault: Fault | None, facts: dict[str, str]) -> DeviceHealth:
    return DeviceHealth(device=device, kind=DeviceKind.IDCARD, condition=condition, fault=fault, facts=facts)
