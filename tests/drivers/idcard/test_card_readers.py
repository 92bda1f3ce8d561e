"""Several card readers of one terminal: one card at a time, modes for all, the best one's health."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.idcard.card_readers import CardReaders, probe
from drivers.idcard.simulated_card import SimulatedCard
from drivers.idcard.simulator import SamvSimulator
from drivers.idcard.turn import Turn
from kiosk.devices import (
    CardFound,
    CardPresent,
    CardRemoved,
    Condition,
    DocumentRead,
    HealthChanged,
    ReaderMode,
    ReadFailed,
    StaffCardRead,
)
from kiosk.dock import DockFile
from kiosk.identity.document import DocumentKind
from tests.counterparts.pcscd import Pcscd
from tests.drivers.idcard import pcsc
from tests.drivers.idcard.support import RESIDENT, Events, eventually

FIND = b"\x20\x01"
CARDS = {"one": RESIDENT, "other": replace(RESIDENT, name="乙"), "staff": replace(RESIDENT, type_letter="J")}


class Tray:
    """A simulated SAM-V reader with its dock."""

    def __init__(self, folder: Path, cards: dict[str, SimulatedCard] = CARDS) -> None:
        folder.mkdir()
        self.dock = DockFile(folder / "dock.json")
        self.asked: list[bytes] = []
        self.address = f"samv+serial://{folder / 'reader'}"
        self._simulator = SamvSimulator(self.dock, cards, folder / "reader", observer=self.asked.append)
        self.start, self.stop = self._simulator.start, self._simulator.stop

    def lay(self, card: str) -> None:
        self.dock.change("reader", card=card)

    def looks(self, count: int) -> None:
        """Return when the reader was looked at so many times more."""
        wanted = self.asked.count(FIND) + count
        eventually(lambda: self.asked.count(FIND) >= wanted)


class Pair:
    """Two trays under one terminal's reader."""

    def __init__(self, folder: Path) -> None:
        self.trays = (Tray(folder / "first"), Tray(folder / "second"))
        self.events = Events()
        self.readers = CardReaders([("first", self.trays[0].address), ("second", self.trays[1].address)])

    def begin(self, mode: ReaderMode) -> None:
        for tray in self.trays:
            tray.start()
        self.readers.start(self.events.post)
        self.readers.set_mode(mode)

    def close(self) -> None:
        self.readers.stop()
        for tray in self.trays:
            tray.stop()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    pair = Pair(tmp_path)
    yield pair
    pair.close()


def test_a_turn() -> None:
    turn = Turn()
    assert turn.take("first")
    assert turn.take("first")
    assert not turn.take("second")
    turn.free("second")
    assert not turn.take("second")
    turn.rest("first")
    assert not turn.take("second"), "not at once"
    turn.free("first")
    assert turn.take("second")
    turn.clear()
    assert turn.take("first")


def test_who_comes_first_is_read_and_the_other_waits(pair: Pair) -> None:
    first, second = pair.trays
    pair.begin(ReaderMode.RESIDENT)
    first.lay("one")
    pair.events.wait(DocumentRead)
    second.lay("other")
    first.lay("")
    assert pair.events.wait(DocumentRead, 2).document.name == "乙"
    assert [event.device for event in pair.events.of(DocumentRead)] == ["first", "second"]
    # the flow asks whether any card lies there: one came, none has gone
    assert len(pair.events.of(CardPresent)) == 1
    assert not pair.events.of(CardRemoved)
    second.lay("")
    pair.events.wait(CardRemoved)


def test_two_cards_at_the_same_moment_never_mix(pair: Pair) -> None:
    pair.begin(ReaderMode.OFF)
    for tray, card in zip(pair.trays, ("one", "other"), strict=True):
        tray.lay(card)
        tray.looks(2)
    pair.readers.set_mode(ReaderMode.RESIDENT)
    pair.events.wait(DocumentRead)
    pair.readers.set_mode(ReaderMode.OFF)  # as the flow does with a document that will do
    for tray in pair.trays:
        tray.looks(3)
    assert len(pair.events.of(CardFound)) == 1
    assert len(pair.events.of(DocumentRead)) == 1
    # a new visit: the card that waited is read, the one that was read is not
    pair.readers.set_mode(ReaderMode.RESIDENT)
    pair.events.wait(DocumentRead, 2)
    assert {event.device for event in pair.events.of(DocumentRead)} == {"first", "second"}


def test_a_document_that_will_not_do_keeps_nobody_waiting(pair: Pair) -> None:
    first, second = pair.trays
    pair.begin(ReaderMode.RESIDENT)
    first.lay("one")
    pair.events.wait(DocumentRead)
    # a card is still wanted, and the first one goes on lying there
    second.lay("other")
    assert pair.events.wait(DocumentRead, 2).document.name == "乙"
    assert not pair.events.of(CardRemoved)


def test_a_card_that_cannot_be_read_gives_its_turn_away(pair: Pair) -> None:
    first, second = pair.trays
    pair.begin(ReaderMode.RESIDENT)
    first.dock.change("reader", card="one", fault="sw3:40")
    pair.events.wait(ReadFailed)
    second.lay("other")
    assert pair.events.wait(DocumentRead).document.name == "乙"


def test_health_is_that_of_the_best_and_tells_of_the_others(pair: Pair) -> None:
    first, second = pair.trays
    pair.begin(ReaderMode.OFF)
    pair.events.wait(HealthChanged, 2)
    first.dock.change("reader", plugged=False)
    pair.events.wait(HealthChanged, 3)
    health = eventually(lambda: best if (best := pair.readers.health()).device == "second" else None)
    assert health.condition is Condition.READY
    assert health.facts["first"] == "fault reader.unplugged"
    # whoever follows the best is told of it when the best is another one
    said = eventually(lambda: told[-1] if len(told := pair.events.of(HealthChanged)) >= 4 else None)
    assert (said.device, said.health.condition) == ("second", Condition.READY)
    second.dock.change("reader", plugged=False)
    eventually(lambda: pair.readers.health().condition is Condition.FAULT)


def test_hold_goes_to_all(pair: Pair) -> None:
    pair.begin(ReaderMode.OFF)
    for tray, card in zip(pair.trays, ("one", "other"), strict=True):
        tray.lay(card)
        tray.looks(2)
    pair.readers.hold()
    pair.readers.set_mode(ReaderMode.RESIDENT)
    for tray in pair.trays:
        tray.looks(4)
    assert not pair.events.of(CardFound)


@pytest.fixture
def mixed(tmp_path: Path, pcscd: Pcscd) -> Iterator[tuple[Tray, pcsc.Slot, CardReaders]]:
    tray, slot = Tray(tmp_path / "tray"), pcsc.Slot(tmp_path / "slot", pcscd)
    readers = CardReaders([("idcard", tray.address), ("slot", "pcsc://")])
    tray.start()
    slot.start()
    yield tray, slot, readers
    readers.stop()
    tray.stop()
    slot.close()


def test_both_kinds_of_cards_of_one_visit(mixed: tuple[Tray, pcsc.Slot, CardReaders]) -> None:
    tray, slot, readers = mixed
    events = Events()
    readers.start(events.post)
    readers.set_mode(ReaderMode.RESIDENT)
    slot.put_in("holder")
    assert events.wait(DocumentRead).document.kind is DocumentKind.SOCIAL_SECURITY_CARD
    # staff sign in with the card on the tray, while the resident's stays in the slot
    commands = len(slot.asked)
    readers.set_mode(ReaderMode.STAFF)
    tray.lay("one")
    assert events.wait(StaffCardRead).device == "idcard"
    assert len(slot.asked) == commands
    readers.set_mode(ReaderMode.RESIDENT)
    assert events.wait(DocumentRead, 2).document.kind is DocumentKind.RESIDENT_CARD


def test_without_pcscd_identity_cards_are_read_on(mixed: tuple[Tray, pcsc.Slot, CardReaders], pcscd: Pcscd) -> None:
    tray, _, readers = mixed
    pcscd.kill()
    events = Events()
    readers.start(events.post)
    readers.set_mode(ReaderMode.RESIDENT)
    events.wait(HealthChanged, 2)
    health = eventually(lambda: best if (best := readers.health()).condition is Condition.READY else None)
    assert (health.device, health.facts["slot"]) == ("idcard", "fault reader.service-down")
    tray.lay("one")
    events.wait(DocumentRead)


def test_probe_knows_both(tmp_path: Path) -> None:
    fault = probe(f"samv+serial://{tmp_path / 'none'}", "idcard").fault
    assert fault is not None
    assert fault.id == "reader.no-reader"
    with pytest.raises(ValueError, match="pcsc://"):
        probe("usb://", "idcard")
