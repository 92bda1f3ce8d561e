"""The driver on a real pty: cards read once, modes, removal; then every fault of the dock."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drivers.idcard.samv_reader import SamvReader, probe
from kiosk.devices import (
    CardFound,
    CardRemoved,
    Condition,
    DocumentRead,
    HealthChanged,
    ReaderMode,
    ReadFailed,
    StaffCardRead,
)
from kiosk.faults import Fault
from kiosk.identity.document import document_fault
from tests.drivers.idcard.conftest import FIND, NUMBER, READ, SELECT, STATUS, Place
from tests.drivers.idcard.support import RESIDENT, eventually

SAM_ID = "05000100D79C3401010000002A000000"
TODAY = date(2026, 11, 20)


@pytest.fixture
def either(tmp_path: Path, sticky: bool) -> Iterator[Place]:
    place = Place(tmp_path, sticky=sticky)
    yield place
    place.close()


def test_card_is_read_once_until_it_is_taken_away(either: Place) -> None:
    either.begin()
    either.events.wait(HealthChanged)
    either.set(card="resident")
    read = either.events.wait(DocumentRead)
    assert read.reader_facts == {"reader": "reader-1", "sam_id": SAM_ID}
    document = read.document
    assert (document.name, document.number, document.photo) == (RESIDENT.name, RESIDENT.number, RESIDENT.photo)
    either.after(FIND, 4)
    assert either.events.names() == ["HealthChanged", "CardPresent", "CardFound", "DocumentRead"]
    either.set(card="")
    either.events.wait(CardRemoved)
    either.set(card="resident")
    either.events.wait(DocumentRead, 2)
    assert either.events.names()[4:] == ["CardRemoved", "CardPresent", "CardFound", "DocumentRead"]
    assert either.asked.count(READ) == 2


def test_find_select_and_read_follow_each_other(place: Place) -> None:
    place.begin(card="resident")
    place.events.wait(DocumentRead)
    at = place.asked.index(READ)
    assert place.asked[at - 2 : at + 1] == [FIND, SELECT, READ]


def test_another_card_at_once_is_read_too(tmp_path: Path) -> None:
    place = Place(tmp_path, sticky=True, cards={"a": RESIDENT, "b": replace(RESIDENT, name="乙")})
    place.begin(card="a")
    try:
        place.events.wait(DocumentRead)
        place.after(FIND, 4)
        place.set(card="b")
        assert place.events.wait(DocumentRead, 2).document.name == "乙"
        assert place.events.names()[4:] == ["CardRemoved", "CardPresent", "CardFound", "DocumentRead"]
    finally:
        place.close()


def test_staff_mode_reads_the_same_card_for_its_number_only(either: Place) -> None:
    either.begin(card="resident")
    either.events.wait(DocumentRead)
    either.reader.set_mode(ReaderMode.STAFF)
    assert either.events.wait(StaffCardRead).card_number == "DEADBEEF00112233"
    either.after(FIND, 3)
    assert (either.asked.count(READ), either.asked.count(NUMBER)) == (1, 1)


def test_staff_card_on_its_own(place: Place) -> None:
    place.begin(ReaderMode.STAFF, card="resident")
    place.events.wait(StaffCardRead)
    assert READ not in place.asked


def test_off_reads_nothing_and_a_new_mode_wakes_at_once(place: Place) -> None:
    place.begin(ReaderMode.OFF, card="resident")
    place.events.wait(HealthChanged)
    place.after(FIND, 3)
    assert SELECT not in place.asked
    place.reader.set_mode(ReaderMode.RESIDENT)
    place.events.wait(DocumentRead)
    at = place.asked.index(READ)
    assert place.asked[at - 2 : at + 1] == [FIND, SELECT, READ]


def test_a_card_laid_on_unseen_and_left_is_not_read_for_the_next_person(place: Place) -> None:
    place.begin(card="resident")
    place.events.wait(DocumentRead)
    place.reader.set_mode(ReaderMode.OFF)
    place.set(card="")
    place.events.wait(CardRemoved)
    place.set(card="resident")
    eventually(lambda: place.events.names()[-1] == "CardPresent")
    place.reader.hold()
    place.reader.set_mode(ReaderMode.RESIDENT)
    place.after(FIND, 3)
    assert len(place.events.of(DocumentRead)) == 1
    place.set(card="")
    place.after(FIND, 3)
    place.set(card="resident")
    eventually(lambda: len(place.events.of(DocumentRead)) == 2)


def test_card_left_behind_is_not_read_for_the_next_visit(place: Place) -> None:
    place.begin(card="resident")
    place.events.wait(DocumentRead)
    place.reader.set_mode(ReaderMode.OFF)
    place.after(FIND, 2)
    place.reader.set_mode(ReaderMode.RESIDENT)
    place.after(FIND, 3)
    assert place.events.names() == ["HealthChanged", "CardPresent", "CardFound", "DocumentRead"]
    place.reader.set_mode(ReaderMode.OFF)
    place.set(card="")
    place.events.wait(CardRemoved)


def test_reading_that_nobody_waits_for_is_dropped(place: Place) -> None:
    place.begin(card="resident", baud=9600)
    place.events.wait(CardFound)
    eventually(lambda: READ in place.asked)
    place.reader.set_mode(ReaderMode.OFF)
    place.after(FIND, 2)
    assert not place.events.of(DocumentRead)
    place.reader.set_mode(ReaderMode.RESIDENT)
    place.events.wait(DocumentRead)


@pytest.mark.parametrize("fault", ["noise", "split"])
def test_disturbances_that_a_resident_never_notices(place: Place, fault: str) -> None:
    place.begin(card="resident", fault=fault)
    assert place.events.wait(DocumentRead).document.number == RESIDENT.number
    assert place.asked.count(READ) == 1
    assert place.events.names() == ["HealthChanged", "CardPresent", "CardFound", "DocumentRead"]


@pytest.mark.parametrize(
    ("fault", "said"), [("bad-checksum", "reader.read-failed"), ("oversized", "reader.protocol")]
)
def test_spoilt_answers_are_asked_for_three_times(place: Place, fault: str, said: str) -> None:
    place.begin(card="resident", fault=fault)
    assert place.events.wait(ReadFailed).fault.id == said
    assert place.asked.count(READ) == 3
    place.after(FIND, 4)
    assert place.asked.count(READ) == 3
    place.set(card="", fault="")
    place.events.wait(CardRemoved)
    place.set(card="resident")
    place.events.wait(DocumentRead)
    assert place.reader.health().condition is Condition.READY


def test_card_pulled_in_the_middle(place: Place) -> None:
    place.begin(card="resident", fault="pull-mid-read")
    assert place.events.wait(ReadFailed).fault.id == "reader.card-removed"
    place.events.wait(CardRemoved)
    place.set(fault="")
    place.events.wait(DocumentRead)
    names = [
        "HealthChanged",
        "CardPresent",
        "CardFound",
        "ReadFailed",
        "CardRemoved",
        "CardPresent",
        "CardFound",
        "DocumentRead",
    ]
    assert place.events.names() == names


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("81", "reader.read-failed"),
        ("41", "reader.read-failed"),
        ("91", "reader.read-failed"),
        ("24", "reader.read-failed"),
        ("34", "reader.read-failed"),
        ("31", "reader.auth-failed"),
        ("32", "reader.auth-failed"),
        ("33", "reader.auth-failed"),
        ("40", "reader.unsupported-card"),
        ("47", "reader.sam-fault"),
        ("10", "reader.protocol"),
        ("11", "reader.protocol"),
        ("21", "reader.protocol"),
        ("50", "reader.protocol"),
        ("7E", "reader.protocol"),
        ("23", "reader.config"),
        ("61", "reader.config"),
    ],
)
def test_every_code_of_a_read(place: Place, code: str, said: str) -> None:
    place.begin(card="resident", fault=f"sw3:{code}")
    failed = place.events.wait(ReadFailed)
    assert failed.fault.id == said
    assert code in failed.fault.detail
    assert place.reader.health().condition is Condition.READY


def test_find_that_always_denies_is_no_card(place: Place) -> None:
    place.begin(card="resident", fault="sw3:80")
    place.after(FIND, 3)
    assert place.events.names() == ["HealthChanged"]


@pytest.mark.parametrize("code", ["60", "66"])
def test_sam_out_of_order_and_well_again(place: Place, code: str) -> None:
    place.begin(fault=f"sw3:{code}")
    health = place.events.wait(HealthChanged).health
    assert (health.condition, health.fault and health.fault.id) == (Condition.FAULT, "reader.sam-fault")
    place.after(STATUS, 1)
    place.set(fault="")
    assert place.events.wait(HealthChanged, 2).health.condition is Condition.READY
    assert len(place.events.all) == 2


def test_unknown_card(place: Place) -> None:
    place.begin(card="library card")
    assert place.events.wait(ReadFailed).fault.id == "reader.unsupported-card"


def test_mute_reader_is_told_once_and_comes_back(place: Place) -> None:
    place.begin(fault="mute")
    health = place.events.wait(HealthChanged).health
    assert health.fault is not None
    assert health.fault.id == "reader.mute"
    place.set(fault="", card="resident")
    place.events.wait(DocumentRead)
    assert place.events.names() == ["HealthChanged", "HealthChanged", "CardPresent", "CardFound", "DocumentRead"]
    assert place.reader.health().facts["sam_id"] == SAM_ID


def test_no_reader_at_start_then_one(place: Place) -> None:
    place.begin(plugged=False)
    health = place.events.wait(HealthChanged).health
    assert health.fault == Fault(id="reader.no-reader", detail="ENOENT")
    place.set(plugged=True)
    assert place.events.wait(HealthChanged, 2).health.condition is Condition.READY


def test_unplugged_and_plugged_in_as_another_tty(place: Place) -> None:
    place.begin()
    place.events.wait(HealthChanged)
    place.set(plugged=False)
    health = place.events.wait(HealthChanged, 2).health
    assert health.fault is not None
    assert health.fault.id == "reader.unplugged"
    eventually(lambda: not os.path.lexists(place.link))
    taken = os.openpty()  # so that the number of the old tty is not free again
    try:
        place.set(plugged=True, card="resident")
        place.events.wait(DocumentRead)
    finally:
        for end in taken:
            os.close(end)
    assert place.events.names() == [
        "HealthChanged",
        "HealthChanged",
        "HealthChanged",
        "CardPresent",
        "CardFound",
        "DocumentRead",
    ]


def test_unplugged_in_the_middle_of_a_read(place: Place) -> None:
    place.begin(card="resident", baud=9600)
    eventually(lambda: READ in place.asked)
    place.set(plugged=False)
    assert place.events.wait(ReadFailed).fault.id == "reader.unplugged"
    assert place.events.wait(HealthChanged, 2).health.condition is Condition.FAULT
    place.set(plugged=True, card="")
    place.events.wait(CardRemoved)
    place.set(card="resident")
    place.events.wait(DocumentRead)


def test_port_belongs_to_one(place: Place) -> None:
    place.begin()
    place.events.wait(HealthChanged)
    second_events = type(place.events)()
    second = SamvReader("reader-2", place.address)
    second.start(second_events.post)
    try:
        health = second_events.wait(HealthChanged).health
        assert health.fault is not None
        assert health.fault.id == "reader.busy"
        place.set(card="resident")
        place.events.wait(DocumentRead)
        place.reader.stop()
        assert second_events.wait(HealthChanged, 2).health.condition is Condition.READY
    finally:
        second.stop()


def test_file_that_is_no_port(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    health = probe(f"samv+serial://{file}")
    assert health.fault is not None
    assert health.fault.id == "reader.config"


def test_probe(place: Place) -> None:
    gone = probe(place.address)
    assert (gone.condition, gone.fault and gone.fault.id) == (Condition.FAULT, "reader.no-reader")
    place.simulator.start()
    well = probe(place.address, "reader-1")
    assert well.condition is Condition.READY
    assert well.facts == {
        "port": str(place.link),
        "baud": "115200",
        "sam_status": "90",
        "sam_id": SAM_ID,
        "sam_number": "05.01-20225239-000000001-000000042",
    }
    with pytest.raises(ValueError, match="absolute path"):
        probe("samv+serial://tty")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"valid_from": "20060101", "valid_to": "20260101"}, "document.expired"),
        ({"valid_from": "20270101"}, "document.not-yet-valid"),
        ({"number": "999999194803050018"}, "document.number-wrong"),
        ({"name": "王\ue000"}, "document.name-unreadable"),
        ({"name": "王\ud873"}, "document.name-unreadable"),
        ({"name": "䶮𬱖㼆"}, None),
    ],
)
def test_documents_flow_through_to_the_kiosks_judgement(
    tmp_path: Path, changes: dict[str, str], fault: str | None
) -> None:
    place = Place(tmp_path, sticky=True, cards={"card": replace(RESIDENT, **changes)})
    place.begin(card="card")
    try:
        judged = document_fault(place.events.wait(DocumentRead).document, TODAY)
    finally:
        place.close()
    assert (judged and judged.id) == fault


def test_document_of_an_unknown_type_is_named(tmp_path: Path) -> None:
    place = Place(tmp_path, sticky=True, cards={"new": replace(RESIDENT, type_letter="Z")})
    place.begin(card="new")
    try:
        assert place.events.wait(ReadFailed).fault.id == "reader.unsupported-document"
    finally:
        place.close()


def test_nothing_of_a_card_is_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        place.begin(card="resident")
        place.events.wait(DocumentRead)
    said = caplog.text + repr(place.events.all)
    assert not any(word in said for word in (RESIDENT.name, RESIDENT.number, "就近市", "19480305"))


def test_stop_ends_the_thread_whatever_it_does(place: Place) -> None:
    place.begin(fault="mute")
    before = threading.active_count()
    place.reader.stop()
    assert threading.active_count() == before - 1
    place.reader.stop()
