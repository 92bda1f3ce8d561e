"""All card readers of a terminal as the one that the flow knows: modes go to all, cards come one at a time."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from drivers.idcard.address import PcscAddress, parse_address
from drivers.idcard.pcsc_card import Trust
from drivers.idcard.pcsc_health import probe as probe_pcsc
from drivers.idcard.pcsc_reader import PcscReader
from drivers.idcard.samv_reader import SamvReader
from drivers.idcard.samv_reader import probe as probe_samv
from drivers.idcard.strangers import (
    ABSENT,
    SYSFS,
    Stranger,
    pcsc_strangers,
    usb_strangers,
    with_strangers,
)
from drivers.idcard.turn import Turn
from kiosk.devices import (
    CardPresent,
    CardReader,
    CardRemoved,
    Condition,
    DeviceHealth,
    HealthChanged,
    ReaderMode,
)
from kiosk.identity.mrz import MrzKey

_ORDER = (Condition.READY, Condition.WARNING, Condition.STARTING, Condition.FAULT)
"""From the best to the worst."""
LOOK_S = 2.0
"""How often it is looked for readers that nobody set up while none of ours is there."""


class CardReaders:
    """A `kiosk.devices.CardReader` made of several, each given by its device id and its address.

    Two cards at once: the one that came first is read, the other waits until that one will not do or was lifted.
    `CardPresent` and `CardRemoved` are posted for the first card that comes and the last that goes. `trust` says what
    travel documents are judged by. Where none of them is there, readers that nobody set up are looked for, in `sysfs`
    and among pcscd's. Raises `ValueError` for an address that is none.
    """

    def __init__(self, addresses: Sequence[tuple[str, str]], trust: Trust | None = None, sysfs: Path = SYSFS) -> None:
        self._sysfs = sysfs
        self._strangers: tuple[Stranger, ...] = ()
        self._look = threading.Event()
        self._stopping = threading.Event()
        self._watch: threading.Thread | None = None
        self._turn = Turn()
        self._readers = tuple(_reader(device, address, self._turn, trust) for device, address in addresses)
        self._post: Callable[[object], None] = lambda _: None
        self._lock = threading.Lock()
        self._lying: Counter[str] = Counter()
        self._best = self.health()

    def start(self, post: Callable[[object], None]) -> None:
        self._post = post
        self._lying.clear()
        self._stopping.clear()
        self._watch = threading.Thread(target=self._watch_strangers, name="idcard strangers", daemon=True)
        self._watch.start()
        for reader in self._readers:
            reader.start(self._pass_on)

    def set_mode(self, mode: ReaderMode) -> None:
        for reader in self._readers:
            reader.set_mode(mode)
        # last, so that nobody begins another reading for the mode that is over
        self._turn.clear()

    def hold(self) -> None:
        for reader in self._readers:
            reader.hold()

    def open_with(self, key: MrzKey | None) -> None:
        for reader in self._readers:
            reader.open_with(key)

    def health(self) -> DeviceHealth:
        """That of the best reader, with what is wrong with the others among its facts, by their ids."""
        healths = [with_strangers(reader.health(), self._strangers) for reader in self._readers]
        best = min(healths, key=lambda health: _ORDER.index(health.condition))
        others = {health.device: _said(health) for health in healths if health.device != best.device}
        return DeviceHealth(
            device=best.device,
            kind=best.kind,
            condition=best.condition,
            fault=best.fault,
            facts={**best.facts, **others},
        )

    def stop(self) -> None:
        for reader in self._readers:
            reader.stop()
        self._stopping.set()
        self._look.set()
        if self._watch is not None:
            self._watch.join()
            self._watch = None

    def _watch_strangers(self) -> None:
        """Nothing tells when a device is plugged that is no reader of ours: as long as none is there it is looked."""
        while not self._stopping.is_set():
            healths = [reader.health() for reader in self._readers]
            if all(health.fault is not None and health.fault.id in ABSENT for health in healths):
                found = usb_strangers(self._sysfs) + tuple(
                    one for health in healths for one in pcsc_strangers(health)
                )
            else:
                found = ()
            with self._lock:
                if found != self._strangers:
                    self._strangers = found
                    for health in healths:
                        told = with_strangers(health, found)
                        self._post(HealthChanged(device=health.device, health=told))
                    self._best = self.health()
            self._look.wait(LOOK_S)
            self._look.clear()

    def _pass_on(self, event: object) -> None:
        """From the readers' threads; one after the other, so that what is posted stays in order."""
        with self._lock:
            match event:
                case CardPresent(device=device):
                    self._lying[device] += 1
                    if self._lying.total() == 1:
                        self._post(event)
                case CardRemoved(device=device):
                    self._lying[device] -= 1
                    if self._lying.total() == 0:
                        self._post(event)
                case HealthChanged():
                    self._look.set()
                    told = with_strangers(event.health, self._strangers)
                    self._post(HealthChanged(device=event.device, health=told))
                    self._tell_the_best(event)
                case _:
                    self._post(event)

    def _tell_the_best(self, event: HealthChanged) -> None:
        """Another reader may be the best one now: whoever follows the best must hear how that is."""
        old, self._best = self._best, self.health()
        if self._best.device not in (old.device, event.device):
            self._post(HealthChanged(device=self._best.device, health=self._best))


def probe(
    address: str, device_id: str, trust: Trust | None = None, *, alone: bool = False, sysfs: Path = SYSFS
) -> DeviceHealth:
    """Open a reader, ask how it is, close it: for `doctor` while no terminal runs. `ValueError`: no address.

    `alone`: it is the only one of the settings, so that any other that is plugged in is one that nobody set up.
    """
    is_pcsc = isinstance(parse_address(address), PcscAddress)
    health = probe_pcsc(address, device_id, trust) if is_pcsc else probe_samv(address, device_id)
    return with_strangers(health, usb_strangers(sysfs) + pcsc_strangers(health)) if alone else health


def _reader(device: str, address: str, turn: Turn, trust: Trust | None) -> CardReader:
    if isinstance(parse_address(address), PcscAddress):
        return PcscReader(device, address, turn, trust)
    return SamvReader(device, address, turn)


def _said(health: DeviceHealth) -> str:
    return health.condition.value if health.fault is None else f"{health.condition.value} {health.fault.id}"
