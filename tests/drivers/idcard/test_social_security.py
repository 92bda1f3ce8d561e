"""Social-security cards from bytes alone: what they may hold, and that no bytes break the reading or leak from it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.idcard.apdu import LOOP_LIMIT, exchange
from drivers.idcard.simulated_social_card import Chip, SimulatedSocialCard
from drivers.idcard.social_security import SocialSecurityCard, read_card
from drivers.idcard.status import CardError
from kiosk.identity.document import DocumentKind, document_fault
from tests.drivers.idcard.pcsc import HOLDER

TODAY = date(2026, 11, 21)


def chip(card: SimulatedSocialCard, asked: list[bytes] | None = None) -> Callable[[bytes], bytearray]:
    inside = Chip(card)

    def transmit(command: bytes) -> bytearray:
        if asked is not None:
            asked.append(command)
        return bytearray(inside.answer(command))

    return transmit


def read(card: SimulatedSocialCard) -> SocialSecurityCard:
    return read_card(chip(card))


def fault_of(card: SimulatedSocialCard) -> str:
    with pytest.raises(CardError) as caught:
        read(card)
    told = f"{caught.value} {caught.value.fault!r}"
    assert HOLDER.number not in told
    assert HOLDER.name not in told
    return caught.value.fault.id


def with_record(tag: int, value: bytes | None) -> SimulatedSocialCard:
    return replace(HOLDER, records={tag: value})


def test_the_name_of_the_application_is_that_of_the_standard() -> None:
    asked: list[bytes] = []
    read_card(chip(HOLDER, asked))
    # 人社信息函〔2012〕37号: "sx1.sh." and 社会保障 in GBK
    assert asked[0].hex().upper() == "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"


@pytest.mark.parametrize("name", ["王示", "示例·阿布都", "䶮𬱖㼆", "𠮷"])
def test_names(name: str) -> None:
    assert read(replace(HOLDER, name=name)).document.name == name


def test_dates_that_are_not_there() -> None:
    document = read(replace(HOLDER, valid_from="", valid_to="")).document
    assert (document.valid_from, document.valid_to) == (None, None)
    assert document_fault(document, TODAY) is None


def test_fields_that_a_card_may_lack() -> None:
    card = replace(HOLDER, records={0x03: None, 0x05: None, 0x06: None, 0x0A: None, 0x0B: None, 0x0D: None})
    read_one = read(card)
    document = read_one.document
    assert (document.sex, document.ethnic_code, read_one.version) == ("0", None, "")
    assert document.birth_date == date(1948, 3, 5)
    assert document_fault(document, TODAY) is None


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"valid_to": "20261120"}, "document.expired"),
        ({"valid_to": "20261121"}, None),
        ({"valid_from": "20261122"}, "document.not-yet-valid"),
        ({"number": "999999194803050018"}, "document.number-wrong"),
        ({"birth_date": "19480306"}, "document.number-wrong"),
        ({"name": "\ue5f1"}, "document.name-unreadable"),
        ({"records": {0x09: b"\x09\x04\xcd\xf5\x81\x20"}}, "document.name-unreadable"),
    ],
)
def test_what_is_read_and_refused(changes: dict[str, object], fault: str | None) -> None:
    found = document_fault(read(replace(HOLDER, **changes)).document, TODAY)  # type: ignore[arg-type]
    assert (None if found is None else found.id) == fault


@pytest.mark.parametrize(
    ("card", "fault"),
    [
        (with_record(0x08, None), "reader.bad-content"),
        (with_record(0x09, None), "reader.bad-content"),
        (with_record(0x09, b""), "reader.bad-content"),
        (with_record(0x09, b"\x09"), "reader.bad-content"),
        (with_record(0x09, b"\x09\x00"), "reader.bad-content"),
        (with_record(0x09, b"\x08\x02\xcd\xf5"), "reader.bad-content"),
        (with_record(0x09, b"\x09\x05\xcd\xf5"), "reader.bad-content"),
        (with_record(0x09, b"\x09\x81\x02\xcd\xf5"), "reader.bad-content"),
        (with_record(0x08, b"\x08\x02\xcd\xf5"), "reader.bad-content"),
        (with_record(0x0D, b"\x0d\x04\x19\x48\x13\x05"), "reader.bad-content"),
        (with_record(0x0D, b"\x0d\x04\x19\x4a\x03\x05"), "reader.bad-content"),
        (with_record(0x0D, b"\x0d\x03\x19\x48\x03"), "reader.bad-content"),
        (replace(HOLDER, application=False), "reader.other-card"),
        (replace(HOLDER, locked=True), "reader.access-denied"),
    ],
)
def test_what_cannot_be_read(card: SimulatedSocialCard, fault: str) -> None:
    assert fault_of(card) == fault


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("6982", "reader.access-denied"),
        ("6983", "reader.access-denied"),
        ("6985", "reader.access-denied"),
        ("6A83", "reader.bad-content"),
        ("6986", "reader.protocol"),
        ("6A82", "reader.other-card"),
        ("6F00", "reader.read-failed"),
        ("6283", "reader.read-failed"),
    ],
)
def test_words_in_the_place_of_records(word: str, fault: str) -> None:
    usual = chip(HOLDER)
    asked: list[bytes] = []

    def transmit(command: bytes) -> bytearray:
        asked.append(command)
        return bytearray.fromhex(word) if command[1] == 0xB2 else usual(command)

    with pytest.raises(CardError) as caught:
        read_card(transmit)
    assert caught.value.fault.id == fault
    assert all(command[1] in (0xA4, 0xB2, 0xC0) for command in asked), "no PIN, whatever it answers"


@pytest.mark.parametrize("word", [b"\x6c\x10", b"\x61\x10"])
def test_an_answer_without_an_end(word: bytes) -> None:
    asked: list[bytes] = []

    def transmit(command: bytes) -> bytearray:
        asked.append(command)
        return bytearray(word)

    with pytest.raises(CardError) as caught:
        exchange(transmit, bytes.fromhex("00B2090020"))
    assert caught.value.fault.id == "reader.protocol"
    assert len(asked) == 1 + LOOP_LIMIT


def test_no_pin_can_be_sent() -> None:
    with pytest.raises(ValueError, match="PIN"):
        exchange(lambda _: bytearray(b"\x90\x00"), bytes.fromhex("0020008103313233"))


RECORDS = st.dictionaries(st.integers(1, 13), st.none() | st.binary(max_size=64), max_size=8)


@given(RECORDS)
def test_no_record_breaks_the_reading(records: dict[int, bytes | None]) -> None:
    """Either a document, or a fault of one card; never anything else."""
    card = replace(HOLDER, records=records)
    try:
        document = read(card).document
    except CardError:
        assert fault_of(card) == "reader.bad-content"
        return
    assert document.kind is DocumentKind.SOCIAL_SECURITY_CARD
    document_fault(document, TODAY)


@given(st.lists(st.binary(min_size=2, max_size=258), min_size=1, max_size=40))
def test_no_answer_breaks_the_reading(answers: list[bytes]) -> None:
    """A card that answers anything to anything: an end comes, and no PIN is sent."""
    asked: list[bytes] = []

    def transmit(command: bytes) -> bytearray:
        asked.append(command)
        return bytearray(answers[len(asked) % len(answers)])

    with contextlib.suppress(CardError):
        read_card(transmit)
    assert all(command[1] in (0xA4, 0xB2, 0xC0) for command in asked)
    assert len(asked) <= 25 * (1 + LOOP_LIMIT)


@given(st.binary(max_size=30).map(lambda raw: bytes((9, len(raw))) + raw))
def test_a_name_never_hides_what_could_not_be_decoded(record: bytes) -> None:
    """A name whose bytes are no text is refused by the kiosk, or the text gives its bytes back."""
    try:
        document = read(with_record(9, record)).document
    except CardError:
        return
    if document_fault(document, TODAY) is None:
        assert document.name.encode("gb18030") in record
