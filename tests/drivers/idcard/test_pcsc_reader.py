"""The PC/SC reader against a real pcscd: cards of every kind and every trouble, and what the terminal is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from drivers.idcard.pcsc_health import probe
from drivers.idcard.pcsc_reader import PcscReader
from drivers.idcard.winscard import Context
from kiosk.devices import (
    CardFound,
    CardPresent,
    CardRemoved,
    Condition,
    DocumentRead,
    HealthChanged,
    ReaderMode,
    ReadFailed,
)
from kiosk.identity.document import DocumentKind, document_fault
from tests.counterparts.pcscd import Pcscd
from tests.drivers.idcard.pcsc import COMMANDS, HOLDER, Place, Slot
from tests.drivers.idcard.support import DEADLINE_S, Events, eventually


def fault_of(events: Events, count: int = 1) -> str:
    return events.wait(ReadFailed, count).fault.id


def test_a_social_security_card_is_read(contact: Place) -> None:
    contact.begin()
    contact.slot.put_in("holder")
    read = contact.events.wait(DocumentRead)
    document = read.document
    assert document.kind is DocumentKind.SOCIAL_SECURITY_CARD
    assert (document.name, document.number, document.sex, document.ethnic_code) == (
        HOLDER.name,
        HOLDER.number,
        "2",
        "01",
    )
    assert document.birth_date == date(1948, 3, 5)
    assert (document.valid_from, document.valid_to) == (date(2020, 1, 1), date(2030, 1, 1))
    assert (document.address, document.issuer, document.photo) == (None, None, b"")
    assert document_fault(document, date(2026, 11, 21)) is None
    assert read.reader_facts["reader"] == "slot"
    assert read.reader_facts["pcsc_reader"].startswith("Virtual PCD")
    assert read.reader_facts["card_version"] == "2.00"
    contact.slot.take_out()
    contact.events.wait(CardRemoved)
    assert contact.events.names() == ["HealthChanged", "CardPresent", "CardFound", "DocumentRead", "CardRemoved"]
    assert len(contact.slot.asked) == COMMANDS


@pytest.mark.parametrize("card", ["by-number", "fetching"])
def test_cards_that_want_it_otherwise(contact: Place, card: str) -> None:
    contact.begin()
    contact.slot.put_in(card)
    assert contact.events.wait(DocumentRead).document.name == HOLDER.name


@pytest.mark.parametrize(
    ("card", "fault", "told"),
    [
        ("bank", "", "reader.other-card"),
        ("locked", "", "reader.access-denied"),
        ("holder", "mute", "reader.card-mute"),
        ("holder", "sw:6C20", "reader.protocol"),
    ],
)
def test_cards_that_cannot_be_read(contact: Place, card: str, fault: str, told: str) -> None:
    contact.begin()
    contact.slot.put_in(card, fault)
    assert fault_of(contact.events) == told
    assert not contact.events.of(DocumentRead)
    # it stays unread until it was taken out, and the next card is read
    contact.slot.take_out()
    contact.events.wait(CardRemoved)
    contact.slot.put_in("another")
    contact.events.wait(DocumentRead)
    assert len(contact.events.of(ReadFailed)) == 1


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=[] if command in (1, 2, 4, COMMANDS) else [pytest.mark.slow])
        for command in range(1, COMMANDS + 1)
    ],
)
def test_pulled_in_the_middle_of_each_command(contact: Place, command: int) -> None:
    contact.begin()
    contact.slot.put_in("holder", f"pull:{command}")
    assert fault_of(contact.events) == "reader.card-removed"
    contact.events.wait(CardRemoved)
    assert contact.events.names()[-2:] == ["ReadFailed", "CardRemoved"]
    contact.slot.put_in("holder")
    assert contact.events.wait(DocumentRead).document.number == HOLDER.number


def test_read_once_until_it_is_taken_out(contact: Place) -> None:
    contact.begin()
    contact.slot.put_in("holder")
    contact.events.wait(DocumentRead)
    for mode in (ReaderMode.OFF, ReaderMode.RESIDENT, ReaderMode.STAFF, ReaderMode.RESIDENT):
        contact.reader.set_mode(mode)
    contact.slot.take_out()
    contact.events.wait(CardRemoved)
    contact.slot.put_in("another")
    contact.events.wait(DocumentRead, 2)
    assert len(contact.slot.asked) == 2 * COMMANDS


def test_a_held_card_is_left_alone(contact: Place) -> None:
    contact.begin(ReaderMode.OFF)
    contact.slot.put_in("holder")
    contact.events.wait(CardPresent)
    contact.reader.hold()
    contact.reader.set_mode(ReaderMode.RESIDENT)
    contact.slot.take_out()
    contact.events.wait(CardRemoved)
    contact.slot.put_in("another")
    assert contact.events.wait(DocumentRead).document.name == "示例丁"
    assert len(contact.events.of(CardFound)) == 1


def test_staff_mode_only_looks(contact: Place) -> None:
    contact.begin(ReaderMode.STAFF)
    contact.slot.put_in("holder")
    contact.events.wait(CardPresent)
    contact.slot.take_out()
    contact.events.wait(CardRemoved)
    assert not contact.slot.asked


def test_a_swap_is_another_card(contact: Place) -> None:
    contact.begin()
    contact.slot.put_in("holder")
    contact.events.wait(DocumentRead)
    contact.slot.put_in("another")
    assert contact.events.wait(DocumentRead, 2).document.name == "示例丁"
    assert contact.events.names()[-4:] == ["CardRemoved", "CardPresent", "CardFound", "DocumentRead"]


def test_a_reading_that_nobody_waits_for_is_dropped(contact: Place) -> None:
    contact.begin()
    contact.slot.put_in("holder", "hang:3")
    eventually(lambda: len(contact.slot.asked) == 3)
    contact.reader.set_mode(ReaderMode.OFF)
    contact.slot.put_in("holder")  # it goes on answering
    eventually(lambda: len(contact.slot.asked) == COMMANDS)
    contact.reader.set_mode(ReaderMode.RESIDENT)
    contact.events.wait(DocumentRead)
    assert len(contact.slot.asked) == 2 * COMMANDS
    assert len(contact.events.of(DocumentRead)) == 1


def test_somebody_elses_card_is_read_when_they_let_go(contact: Place) -> None:
    contact.begin(ReaderMode.OFF)
    contact.slot.put_in("holder")
    contact.events.wait(CardPresent)
    with Context() as context:
        held = context.connect(context.readers()[0])
        contact.reader.set_mode(ReaderMode.RESIDENT)
        assert fault_of(contact.events) == "reader.busy"
        assert not contact.slot.asked
        held.close()
        contact.events.wait(DocumentRead)
    assert len(contact.events.of(ReadFailed)) == 1


def test_a_hung_card_is_given_up_and_the_reader_comes_back(contact: Place, tmp_path: Path) -> None:
    other = Slot(tmp_path / "other", contact.pcscd, 1)
    other.start()
    try:
        contact.begin()
        contact.slot.put_in("holder", "hang:5")
        assert fault_of(contact.events) == "reader.stuck"
        contact.events.wait(HealthChanged, 2)
        assert contact.healths() == ["ready", "reader.stuck"]
        assert contact.reader.health().condition is Condition.WARNING
        # the other slot serves on
        other.put_in("another")
        contact.events.wait(DocumentRead)
        # and so does this one, once the call came back, for the next card
        contact.slot.take_out()
        contact.events.wait(HealthChanged, 3)
        assert contact.healths()[2] == "ready"
        other.take_out()
        contact.events.wait(CardRemoved, 2)
        contact.slot.put_in("holder")
        contact.events.wait(DocumentRead, 2)
    finally:
        other.close()


def test_stop_does_not_wait_for_a_hung_card(contact: Place) -> None:
    contact.begin()
    contact.slot.put_in("holder", "hang:1")
    eventually(lambda: contact.slot.asked)
    began = time.monotonic()
    contact.reader.stop()
    assert time.monotonic() - began < DEADLINE_S / 2


def test_a_killed_pcscd_is_found_again(contact: Place) -> None:
    contact.begin()
    contact.events.wait(HealthChanged)
    for turn in (1, 2):
        contact.pcscd.kill()
        contact.events.wait(HealthChanged, 2 * turn)
        contact.pcscd.start()
        contact.events.wait(HealthChanged, 2 * turn + 1)
        contact.slot.put_in(("holder", "another")[turn - 1])
        contact.events.wait(DocumentRead, turn)
    assert contact.healths() == ["ready", "reader.service-down", "ready", "reader.service-down", "ready"]


def test_another_card_while_pcscd_was_away_is_read(contact: Place) -> None:
    contact.begin()
    contact.slot.put_in("holder")
    contact.events.wait(DocumentRead)
    contact.pcscd.kill()
    contact.events.wait(HealthChanged, 2)
    contact.slot.put_in("other-issue")
    contact.pcscd.start()
    assert contact.events.wait(DocumentRead, 2).document.name == "示例戊"


def test_pcscd_killed_in_the_middle_of_a_command(contact: Place) -> None:
    contact.begin()
    contact.slot.put_in("holder", "hang:4")
    eventually(lambda: len(contact.slot.asked) == 4)
    contact.pcscd.kill()
    assert fault_of(contact.events) == "reader.service-down"
    contact.slot.put_in("holder")
    contact.pcscd.start()
    # nobody has to do anything: the card is still there
    assert contact.events.wait(DocumentRead).document.number == HOLDER.number


@pytest.mark.slow
def test_a_pcscd_that_does_not_answer(contact: Place) -> None:
    contact.begin()
    contact.events.wait(HealthChanged)
    contact.pcscd.pause()
    contact.events.wait(HealthChanged, 2)
    contact.pcscd.go_on()
    contact.events.wait(HealthChanged, 3)
    assert contact.healths() == ["ready", "reader.service-down", "ready"]
    contact.pcscd.pause()
    probed = probe("pcsc://", "slot").fault
    assert probed is not None
    assert probed.id == "reader.service-down"
    began = time.monotonic()
    contact.reader.stop()
    assert time.monotonic() - began < DEADLINE_S / 2


def test_more_readers_than_pcscd_can_serve(pcscd: Pcscd) -> None:
    pcscd.kill()
    pcscd.start(20)
    events = Events()
    reader = PcscReader("slot", "pcsc://")
    absent = PcscReader("slot", "pcsc://?name=Other*")
    for one in (reader, absent):
        one.start(events.post)
    try:
        events.wait(HealthChanged, 2)
        assert {event.health.fault and event.health.fault.id for event in events.of(HealthChanged)} == {
            "reader.too-many"
        }
        assert reader.health().condition is Condition.WARNING
        assert absent.health().condition is Condition.FAULT
    finally:
        reader.stop()
        absent.stop()


@pytest.mark.slow
def test_readers_come_and_go(pcscd: Pcscd, tmp_path: Path) -> None:
    pcscd.kill()
    pcscd.start(0)
    place = Place(tmp_path / "slot", pcscd)
    try:
        place.begin()
        for readers in (2, 0, 2):
            place.events.wait(HealthChanged, len(place.healths()) or 1)
            told = len(place.healths())
            pcscd.kill()
            place.events.wait(HealthChanged, told + 1)
            pcscd.start(readers)
            place.events.wait(HealthChanged, told + 2)
        assert [told for told in place.healths() if told != "reader.service-down"] == [
            "reader.no-reader",
            "ready",
            "reader.unplugged",
            "ready",
        ]
        place.slot.put_in("holder")
        place.events.wait(DocumentRead)
    finally:
        place.close()


@pytest.fixture
def second_slot(pcscd: Pcscd, tmp_path: Path) -> Iterator[Slot]:
    slot = Slot(tmp_path / "second", pcscd, 1)
    slot.start()
    yield slot
    slot.close()


def test_the_name_chooses(contact: Place, second_slot: Slot) -> None:
    contact.reader = PcscReader("slot", "pcsc://?name=virtual*01")
    contact.begin()
    contact.slot.put_in("holder")
    second_slot.put_in("another")
    assert contact.events.wait(DocumentRead).document.name == "示例丁"
    assert not contact.slot.asked


def test_two_cards_at_once_are_read_one_after_the_other(contact: Place, second_slot: Slot) -> None:
    contact.begin(ReaderMode.OFF)
    contact.slot.put_in("holder")
    contact.events.wait(CardPresent)
    second_slot.put_in("another")
    contact.events.wait(CardPresent, 2)
    contact.reader.set_mode(ReaderMode.RESIDENT)
    contact.events.wait(DocumentRead)
    contact.slot.take_out()
    contact.events.wait(DocumentRead, 2)
    readings = [name for name in contact.events.names() if name in ("CardFound", "DocumentRead")]
    assert readings == ["CardFound", "DocumentRead"] * 2


def test_without_a_daemon_it_says_so_and_waits(pcscd: Pcscd) -> None:
    pcscd.kill()
    health = probe("pcsc://", "slot")
    assert health.fault is not None
    assert health.fault.id == "reader.service-down"
    events = Events()
    reader = PcscReader("slot", "pcsc://")
    reader.start(events.post)
    try:
        events.wait(HealthChanged)
        pcscd.start()
        events.wait(HealthChanged, 2)
        assert reader.health().condition is Condition.READY
        assert probe("pcsc://", "slot").condition is Condition.READY
    finally:
        reader.stop()


def test_nothing_of_a_person_is_logged(
    contact: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)
    contact.begin()
    contact.slot.put_in("holder")
    contact.events.wait(DocumentRead)
    out, err = capfd.readouterr()
    log = (contact.pcscd.socket.parent / "pcscd.log").read_text("utf-8", "replace")
    told = "".join((caplog.text, out, err, log, repr(contact.events.all), repr(contact.reader.health())))
    assert HOLDER.number not in told
    assert HOLDER.name not in told
    assert HOLDER.number.encode().hex() not in told.lower()
