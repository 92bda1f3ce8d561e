"""Travel documents from bytes alone: what they say, which are refused, and what the chip is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from drivers.idcard.emrtd.issuers import IssuerStore
from drivers.idcard.emrtd.reading import read_travel_document
from drivers.idcard.simulated_issuer import SimulatedIssuer
from drivers.idcard.simulated_travel_chip import TravelChip
from drivers.idcard.simulated_travel_document import SimulatedTravelDocument
from drivers.idcard.status import CardError
from kiosk.identity.document import ChipCheck, DocumentKind, PhotoKind
from kiosk.identity.mrz import MrzKey
from tests.drivers.idcard.emrtd.chips import (
    TODAY,
    china,
    key_of,
    passport,
    permit,
    picture,
    read,
    selected,
    store_of,
    utopia,
    with_flaw,
)


@pytest.fixture
def issuers(tmp_path: Path) -> IssuerStore:
    return store_of(tmp_path, utopia(), china())


def fault_of(document: SimulatedTravelDocument, issuers: IssuerStore, key: MrzKey | None = None) -> CardError:
    with pytest.raises(CardError) as caught:
        read(document, issuers, key=key)
    told = f"{caught.value} {caught.value.fault!r}"
    for personal in (document.number, document.surname, document.given_names, document.birth_date[2:]):
        assert personal not in told
    return caught.value


def test_a_passport(issuers: IssuerStore) -> None:
    found = read(passport(), issuers)
    document = found.document
    assert (document.kind, document.name, document.latin_name) == (
        DocumentKind.PASSPORT,
        "BEISPIEL ERIKA",
        "BEISPIEL ERIKA",
    )
    assert (document.number, document.nationality, document.sex) == ("X00000000", "UTO", "2")
    assert (document.birth_date, document.valid_to) == (date(1948, 3, 5), date(2030, 12, 31))
    assert (document.photo, document.photo_kind) == (picture(), PhotoKind.JPEG)
    assert (document.address, document.ethnic_code, document.issuer, document.valid_from) == (None,) * 4
    assert document.chip is not None
    assert (document.chip.data, document.chip.copy, document.chip.country) == (
        ChipCheck.VERIFIED,
        ChipCheck.VERIFIED,
        "UT",
    )
    assert found.facts == {
        "lds_version": "0107",
        "chip_data": "verified",
        "chip_copy": "verified",
        "chip_country": "UT",
    }
    assert "BEISPIEL" not in repr(found)


def test_a_travel_permit_names_its_holder_in_chinese(issuers: IssuerStore) -> None:
    document = read(permit(), issuers).document
    assert (document.kind, document.name, document.latin_name) == (DocumentKind.TRAVEL_PERMIT, "示例甲", "SHILI JIA")
    assert (document.number, document.nationality, document.sex) == ("H00000000", "CHN", "1")
    assert (document.photo, document.photo_kind) == (b"", PhotoKind.NONE)
    assert document.chip is not None
    assert document.chip.data is document.chip.copy is ChipCheck.VERIFIED


@pytest.mark.parametrize(
    ("full_name", "name"), [("BEISPIEL<<ÄNNA", "SHILI JIA"), ("", "SHILI JIA"), ("𠮷<<野", "𠮷野")]
)
def test_names_in_other_scripts_stay_what_the_zone_says(full_name: str, name: str) -> None:
    assert read(replace(permit(), full_name=full_name)).document.name == name


@pytest.mark.parametrize(
    ("begin", "kind"),
    [
        (bytes.fromhex("FFD8FFE0"), PhotoKind.JPEG),
        (bytes.fromhex("0000000C6A5020200D0A870A"), PhotoKind.JPEG2000),
        (bytes.fromhex("FF4FFF51"), PhotoKind.JPEG2000),
        (b"GIF89a", PhotoKind.NONE),
    ],
)
def test_pictures(begin: bytes, kind: PhotoKind) -> None:
    photo = begin + bytes(3000)
    document = read(replace(passport(), photo=photo)).document
    assert (document.photo_kind, document.photo) == (kind, b"" if kind is PhotoKind.NONE else photo)


def test_a_picture_beyond_what_an_offset_reaches() -> None:
    photo = bytes.fromhex("FFD8FF") + bytes(number % 251 for number in range(50_000))
    assert read(replace(passport(), photo=photo)).document.photo == photo


def test_without_a_certificate_of_its_state_nothing_is_verified(tmp_path: Path) -> None:
    found = read(passport(), store_of(tmp_path, china()))
    assert found.document.chip is not None
    assert (found.document.chip.data, found.document.chip.copy) == (ChipCheck.NOT_VERIFIED, ChipCheck.NOT_VERIFIED)
    assert found.facts["chip_reason"] == "no certificate of UTO is configured"


def test_a_chip_without_active_authentication(issuers: IssuerStore) -> None:
    document = read(replace(passport(), active="none"), issuers).document
    assert document.chip is not None
    assert (document.chip.data, document.chip.copy) == (ChipCheck.VERIFIED, ChipCheck.NOT_VERIFIED)


@pytest.mark.parametrize(
    ("flaw", "fault", "said"),
    [
        ("altered", "reader.chip-failed", "DG1 is not what was signed"),
        ("forged", "reader.chip-failed", "the signature does not hold"),
        ("foreign-signer", "reader.chip-failed", "no trusted certificate of UTO"),
        ("copied", "reader.chip-failed", "the chip"),
        ("no-security-object", "reader.chip-failed", "no EF.SOD"),
        ("truncated", "reader.bad-content", "DG2: ends at"),
    ],
)
def test_flaws(issuers: IssuerStore, flaw: str, fault: str, said: str) -> None:
    error = fault_of(with_flaw(flaw), issuers)
    assert (error.fault.id, said in error.fault.detail) == (fault, True), error.fault


@pytest.mark.parametrize("flaw", ["altered", "forged", "copied", "no-security-object"])
def test_what_needs_no_certificate_is_found_without_one(flaw: str) -> None:
    assert fault_of(with_flaw(flaw), IssuerStore()).fault.id == "reader.chip-failed"


def test_a_copied_elliptic_key(issuers: IssuerStore) -> None:
    assert fault_of(replace(permit(), flaw="copied"), issuers).fault.id == "reader.chip-failed"


def test_what_the_contents_keep_quiet_about_is_asked_for_all_the_same(issuers: IssuerStore) -> None:
    """A copy would leave DG15 out of EF.COM, which nobody signed, so that its own key is not asked for."""
    document = with_flaw("copied")
    document.files[0x011E] = bytes.fromhex("60145F0104303130375F36063034303030305C026175")
    assert fault_of(document, issuers).fault.id == "reader.chip-failed"
    del document.files[0x010F]
    assert fault_of(document, issuers).fault.id == "reader.bad-content"


@pytest.mark.parametrize("identifier", [0x011E, 0x0101, 0x0102])
def test_a_file_in_the_place_of_another(identifier: int) -> None:
    document = replace(passport())
    document.files[identifier] = document.files[0x010F]
    error = fault_of(document, IssuerStore())
    assert (error.fault.id, "begins with 6F" in error.fault.detail) == ("reader.bad-content", True)


def test_the_data_of_another_document_under_this_ones_key(issuers: IssuerStore) -> None:
    other = replace(passport(), number="Y00000000")
    chip = TravelChip(other.files, passport().access_information, other.chip_key)
    chip.answer(bytes.fromhex("00A4040C07A0000002471001"))
    with pytest.raises(CardError) as caught:
        read_travel_document(lambda command: bytearray(chip.answer(command)), key_of(passport()), issuers, TODAY)
    assert (caught.value.fault.id, caught.value.fault.detail) == (
        "reader.chip-failed",
        "DG1 is that of another document",
    )


@pytest.mark.parametrize("part", ["document_number", "birth_date", "expiry_date"])
def test_a_wrong_key(issuers: IssuerStore, part: str) -> None:
    key = replace(key_of(passport()), **{part: {"document_number": "X00000001"}.get(part, "480306")})
    assert fault_of(passport(), issuers, key).fault.id == "reader.key-wrong"


@pytest.mark.parametrize(
    "document",
    [
        SimulatedTravelDocument(kind="permit", issuer=SimulatedIssuer(state="UTO")),
        SimulatedTravelDocument(kind="permit", issuer=SimulatedIssuer(state="D")),
    ],
)
def test_other_countries_cards_are_not_ours(document: SimulatedTravelDocument) -> None:
    assert fault_of(document, IssuerStore()).fault.id == "reader.unsupported-document"


@pytest.mark.parametrize(
    "changes", [{"birth_date": "1948<<<<"}, {"birth_date": "19481305"}, {"nationality": "U0O"}, {"sex": "K"}]
)
def test_zones_that_make_no_sense(changes: dict[str, str]) -> None:
    document = replace(passport(), **changes)  # type: ignore[arg-type]
    assert fault_of(document, IssuerStore()).fault.id == "reader.bad-content"


@pytest.mark.parametrize(
    ("begins", "ends", "valid_to", "verified"),
    [
        (2020, 2045, "20301231", True),
        (2020, 2026, "20301231", False),
        (2027, 2045, "20301231", False),
        # the document ended before its signer's certificate did: its own date is what the holder is told of
        (2010, 2026, "20251231", True),
    ],
)
def test_certificates_have_their_time(tmp_path: Path, begins: int, ends: int, valid_to: str, verified: bool) -> None:
    issuer = SimulatedIssuer(begins=datetime(begins, 1, 1, tzinfo=UTC), ends=datetime(ends, 1, 1, tzinfo=UTC))
    document = replace(passport(), issuer=issuer, valid_to=valid_to)
    issuers = store_of(tmp_path, issuer)
    if verified:
        assert read(document, issuers).facts["chip_data"] == "verified"
    else:
        assert fault_of(document, issuers).fault.detail.endswith("not valid on that day")


def test_only_what_is_needed_is_asked_for(issuers: IssuerStore) -> None:
    """Selecting, the two steps of opening, reading and one challenge; no file of fingers or irises, never a PIN."""
    asked: list[bytes] = []
    document = passport()
    selecting: list[bytes] = []
    real = document.chip()
    done = real._done

    def watched(command: bytes, data: bytes, expected: int) -> bytes:
        if command[1] == 0xA4:
            selecting.append(data)
        return done(command, data, expected)

    real._done = watched  # type: ignore[method-assign]

    def transmit(command: bytes) -> bytearray:
        asked.append(command)
        return bytearray(real.answer(command))

    transmit(bytes.fromhex("00A4040C07A0000002471001"))
    read_travel_document(transmit, key_of(document), issuers, TODAY)
    assert {command[1] for command in asked} == {0xA4, 0x84, 0x82, 0xB0, 0x88}
    assert [name.hex() for name in selecting] == ["011e", "011d", "0101", "0102", "010f"]
    assert all(command[0] == 0x0C for command in asked[3:]), "all in secure messaging once it is open"
    assert len({bytes(command) for command in asked}) == len(asked), "nothing twice"


def test_the_chip_without_an_application() -> None:
    chip = passport().chip()
    assert chip.answer(bytes.fromhex("00A4040C07A0000002471002")) == bytes.fromhex("6A82")
    assert chip.answer(bytes.fromhex("0CB0000000")) == bytes.fromhex("6988")


@pytest.mark.parametrize("number", range(1, 30))
def test_a_chip_that_refuses_at_any_command(issuers: IssuerStore, number: int) -> None:
    transmit = selected(passport())
    count = 0

    def refusing(command: bytes) -> bytearray:
        nonlocal count
        count += 1
        return bytearray.fromhex("6F00") if count == number else transmit(command)

    with pytest.raises(CardError) as caught:
        read_travel_document(refusing, key_of(passport()), issuers, TODAY)
    assert caught.value.fault.id == "reader.read-failed"
    assert count == number, "nothing more is said to a chip that refused"
