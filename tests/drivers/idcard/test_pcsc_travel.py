"""Travel documents in a PC/SC reader, behind a real pcscd: the key that is asked for, and every trouble."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.idcard.emrtd.ciphers import Keys
from drivers.idcard.emrtd.issuers import IssuerStore
from drivers.idcard.emrtd.reading import read_travel_document
from drivers.idcard.pcsc_card import Trust
from drivers.idcard.pcsc_reader import PcscReader
from kiosk.devices import CardRemoved, Condition, DocumentRead, KeyWanted, ReaderMode, ReadFailed
from kiosk.identity.document import DocumentKind, document_fault
from tests.counterparts.pcscd import Pcscd
from tests.drivers.idcard.emrtd.chips import TODAY, china, key_of, passport, permit, read, selected, utopia, with_flaw
from tests.drivers.idcard.pcsc import CARDS, HOLDER, Place, Slot
from tests.drivers.idcard.support import eventually

KEY, OTHER_KEY = key_of(passport()), key_of(permit())
DOCUMENTS = {
    "passport": passport(),
    "permit": permit(),
    "forged": with_flaw("forged"),
    "foreign": with_flaw("foreign-signer"),
    "altered": with_flaw("altered"),
    "truncated": with_flaw("truncated"),
    "copied": with_flaw("copied"),
}


def commands() -> int:
    """How many commands the passport is read with once its key is known, the two selections among them."""
    asked: list[bytes] = []
    read_travel_document(selected(passport(), asked), KEY, IssuerStore(), TODAY)
    return 1 + len(asked)


COMMANDS = commands()


@pytest.fixture
def trusted(tmp_path: Path) -> Trust:
    for issuer in (utopia(), china()):
        issuer.deposit(tmp_path / "csca")
    return Trust(tmp_path / "csca", lambda: TODAY)


@pytest.fixture
def place(pcscd: Pcscd, tmp_path: Path, trusted: Trust) -> Iterator[Place]:
    place = Place(tmp_path / "slot", pcscd)
    place.slot = Slot(tmp_path / "slot", pcscd, cards={**CARDS, **DOCUMENTS}, travel=True)
    place.reader = PcscReader("slot", "pcsc://", trust=trusted)
    yield place
    place.close()


def fault_of(place: Place, count: int = 1) -> str:
    return place.events.wait(ReadFailed, count).fault.id


def test_the_key_is_asked_for_and_opens(place: Place, trusted: Trust) -> None:
    place.begin()
    place.slot.put_in("passport")
    place.events.wait(KeyWanted)
    place.reader.open_with(KEY)
    event = place.events.wait(DocumentRead)
    assert event.document == read(passport(), trusted.issuers).document
    assert event.document.kind is DocumentKind.PASSPORT
    assert document_fault(event.document, TODAY) is None
    assert event.reader_facts.keys() == {
        "reader",
        "pcsc_reader",
        "lds_version",
        "chip_data",
        "chip_copy",
        "chip_country",
    }
    assert event.reader_facts["chip_data"] == "verified"
    place.slot.take_out()
    place.events.wait(CardRemoved)
    assert place.events.names() == [
        "HealthChanged",
        "CardPresent",
        "CardFound",
        "KeyWanted",
        "CardFound",
        "DocumentRead",
        "CardRemoved",
    ]


def test_a_key_that_is_there_already_opens_at_once(place: Place) -> None:
    place.begin()
    place.reader.open_with(OTHER_KEY)
    place.slot.put_in("permit")
    assert place.events.wait(DocumentRead).document.name == "示例甲"
    assert not place.events.of(KeyWanted)


def test_a_wrong_key_is_told_and_the_right_one_opens(place: Place) -> None:
    place.begin()
    place.slot.put_in("passport")
    place.events.wait(KeyWanted)
    place.reader.open_with(OTHER_KEY)
    assert fault_of(place) == "reader.key-wrong"
    tried = len(place.slot.asked)
    for mode in (ReaderMode.OFF, ReaderMode.RESIDENT, ReaderMode.STAFF, ReaderMode.RESIDENT):
        place.reader.set_mode(mode)  # nobody tries the same key again
    place.reader.open_with(None)
    place.reader.open_with(KEY)
    place.events.wait(DocumentRead)
    assert len(place.events.of(KeyWanted)) == len(place.events.of(ReadFailed)) == 1
    assert sum(command[1] == 0x82 for command in place.slot.asked) == 2
    assert sum(command[1] == 0xA4 and command[2] == 0x04 for command in place.slot.asked[tried:]) == 1


def test_a_forgotten_key_opens_nothing(place: Place) -> None:
    place.begin()
    place.reader.open_with(KEY)
    place.reader.open_with(None)
    place.slot.put_in("passport")
    place.events.wait(KeyWanted)
    assert not [command for command in place.slot.asked if command[1] in (0x82, 0x84)]


def test_a_document_left_behind_is_not_opened_for_the_next_visit(place: Place) -> None:
    place.begin()
    place.slot.put_in("passport")
    place.events.wait(KeyWanted)
    place.reader.hold()
    place.reader.set_mode(ReaderMode.OFF)
    place.reader.open_with(None)
    asked = len(place.slot.asked)
    place.reader.set_mode(ReaderMode.RESIDENT)
    place.reader.open_with(KEY)
    place.slot.take_out()
    place.events.wait(CardRemoved)
    assert len(place.slot.asked) == asked
    place.slot.put_in("passport")
    place.events.wait(DocumentRead)


def test_a_reading_that_nobody_waits_for_is_done_again_with_the_same_key(place: Place) -> None:
    place.begin()
    place.reader.open_with(KEY)
    place.slot.put_in("passport", "hang:20")
    eventually(lambda: len(place.slot.asked) == 20)
    place.reader.set_mode(ReaderMode.OFF)
    place.slot.put_in("passport")  # it goes on answering
    place.reader.set_mode(ReaderMode.RESIDENT)
    place.events.wait(DocumentRead)
    assert len(place.events.of(DocumentRead)) == 1
    assert not place.events.of(ReadFailed)


def test_another_card_serves_while_a_document_waits_for_its_key(place: Place, tmp_path: Path) -> None:
    other = Slot(tmp_path / "other", place.pcscd, 1)
    other.start()
    try:
        place.begin()
        place.slot.put_in("passport")
        place.events.wait(KeyWanted)
        other.put_in("holder")
        assert place.events.wait(DocumentRead).document.name == HOLDER.name
    finally:
        other.close()


@pytest.mark.parametrize(
    ("card", "fault"),
    [
        ("forged", "reader.chip-failed"),
        ("foreign", "reader.chip-failed"),
        ("altered", "reader.chip-failed"),
        ("copied", "reader.chip-failed"),
        ("truncated", "reader.bad-content"),
    ],
)
def test_chips_that_are_refused(place: Place, card: str, fault: str) -> None:
    place.begin()
    place.reader.open_with(KEY)
    place.slot.put_in(card)
    assert fault_of(place) == fault
    place.slot.take_out()
    place.events.wait(CardRemoved)
    place.slot.put_in("passport")
    place.events.wait(DocumentRead)
    assert len(place.events.of(ReadFailed)) == 1


@pytest.mark.parametrize(("fault", "told"), [("mute", "reader.card-mute"), ("sw:6F00", "reader.read-failed")])
def test_chips_in_trouble(place: Place, fault: str, told: str) -> None:
    place.begin()
    place.reader.open_with(KEY)
    place.slot.put_in("passport", fault)
    assert fault_of(place) == told


def test_a_hung_chip_is_given_up(place: Place) -> None:
    place.begin()
    place.reader.open_with(KEY)
    place.slot.put_in("passport", "hang:30")
    assert fault_of(place) == "reader.stuck"
    eventually(lambda: place.reader.health().condition is Condition.WARNING)  # the second reader serves on


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=[] if command in (1, 2, 3, 4, 5, 20, COMMANDS) else [pytest.mark.slow])
        for command in range(1, COMMANDS + 1)
    ],
)
def test_pulled_in_the_middle_of_each_command(place: Place, command: int) -> None:
    place.begin()
    place.reader.open_with(KEY)
    place.slot.put_in("passport", f"pull:{command}")
    assert fault_of(place) == "reader.card-removed"
    place.events.wait(CardRemoved)
    assert place.events.names()[-2:] == ["ReadFailed", "CardRemoved"]
    place.slot.put_in("passport")
    place.events.wait(DocumentRead)
    assert not place.events.of(KeyWanted)


def test_pulled_while_the_key_is_waited_for(place: Place) -> None:
    place.begin()
    place.slot.put_in("passport")
    place.events.wait(KeyWanted)
    place.slot.take_out()
    place.events.wait(CardRemoved)
    place.slot.put_in("permit")
    place.events.wait(KeyWanted, 2)
    place.reader.open_with(OTHER_KEY)
    assert place.events.wait(DocumentRead).document.kind is DocumentKind.TRAVEL_PERMIT


def test_a_social_security_card_needs_no_key_and_gets_none(place: Place) -> None:
    place.begin()
    place.reader.open_with(KEY)
    place.slot.put_in("holder")
    assert place.events.wait(DocumentRead).document.kind is DocumentKind.SOCIAL_SECURITY_CARD
    assert all(bytes.fromhex("A0000002471001") not in command for command in place.slot.asked)


def test_a_card_that_is_neither(place: Place) -> None:
    place.begin()
    place.slot.put_in("bank")
    assert fault_of(place) == "reader.other-card"
    assert not place.events.of(KeyWanted)


def test_files_that_are_no_certificates_are_told_and_the_rest_serves(
    pcscd: Pcscd, tmp_path: Path, trusted: Trust
) -> None:
    assert trusted.folder is not None
    (trusted.folder / "UTO" / "broken.cer").write_bytes(b"\x30\x03\x02\x01")
    place = Place(tmp_path / "slot", pcscd)
    place.reader = PcscReader("slot", "pcsc://", trust=trusted)
    try:
        place.begin(ReaderMode.OFF)
        eventually(lambda: "reader.issuers-unusable" in place.healths())
        health = place.reader.health()
        assert (health.condition, health.facts["csca"]) == (Condition.WARNING, "2 of 2 states")
        assert health.fault is not None
        assert "UTO/broken.cer" in health.fault.detail
    finally:
        place.close()


def test_nothing_of_a_person_is_logged(
    place: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)
    place.begin()
    place.reader.open_with(KEY)
    place.slot.put_in("passport")
    place.events.wait(DocumentRead)
    out, err = capfd.readouterr()
    log = (place.pcscd.socket.parent / "pcscd.log").read_text("utf-8", "replace")
    keys = Keys(encrypt=b"k" * 16, mac=b"m" * 16)
    told = "".join((caplog.text, out, err, log, repr(place.events.all), repr(KEY), repr(keys)))
    for personal in (KEY.document_number, "BEISPIEL", "480305", "301231", "kkkk"):
        assert personal not in told
        assert personal.encode().hex() not in told.lower()


def test_a_document_that_comes_back_with_pcscd_is_read(place: Place) -> None:
    place.begin()
    place.reader.open_with(KEY)
    place.slot.put_in("passport", "hang:30")
    eventually(lambda: len(place.slot.asked) == 30)
    place.pcscd.kill()
    assert fault_of(place) == "reader.service-down"
    place.slot.put_in("passport")
    place.pcscd.start()
    place.events.wait(DocumentRead)
