"""Numbers, envelopes and receipt codes: round trips, and no altered character passes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.canonical import canonical
from kiosk.protocol.envelope import read_envelope, write_envelope
from kiosk.protocol.errors import MalformedError, ProtocolError, SealError, SignatureError
from kiosk.protocol.keys import ED25519, X25519, KeyDirectory, KeyEntry, KeyUse, SigningKey, decode, encode
from kiosk.protocol.proof import ReceiptProof, proof_link, read_proof
from kiosk.protocol.temporary_number import ALPHABET, TemporaryNumber, check_character

PAST = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 8, 30, 15, 123000, tzinfo=UTC)
ID = "019a9f00-0000-7000-8000-000000000001"


# -- numbers --------------------------------------------------------------------------------------------------------


def test_the_check_character_of_a_published_number() -> None:
    # GRid (the music industry's identifier) uses MOD 37,36; its handbook's example is A1-2425G-ABC1234002-M
    assert check_character("A1-2425G-ABC1234002") == "M"


NUMBERS = st.builds(
    TemporaryNumber,
    terminal=st.from_regex(r"[A-Z][A-Z0-9]{1,7}", fullmatch=True),
    generation=st.integers(1, 9999),
    sequence=st.integers(0, 999_999_999),
)


@given(NUMBERS)
def test_a_number_comes_back_as_people_type_it(number: TemporaryNumber) -> None:
    assert TemporaryNumber.parse(f"  {str(number).lower()} ") == number


@given(NUMBERS, st.data())
def test_one_wrong_character_is_noticed(number: TemporaryNumber, data: st.DataObject) -> None:
    text = str(number)
    at = data.draw(st.sampled_from([at for at, one in enumerate(text) if one != "-"]))
    other = data.draw(st.sampled_from([one for one in ALPHABET if one != text[at]]))
    with pytest.raises(MalformedError):
        TemporaryNumber.parse(text[:at] + other + text[at + 1 :])


@given(NUMBERS, st.data())
def test_two_swapped_neighbours_are_noticed(number: TemporaryNumber, data: st.DataObject) -> None:
    text = str(number)
    at = data.draw(st.integers(0, len(text) - 2))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if swapped != text and "-" not in text[at : at + 2] and {text[at], text[at + 1]} != {"0", "Z"}:
        with pytest.raises(MalformedError):
            TemporaryNumber.parse(swapped)


@given(st.text())
def test_no_text_breaks_the_reading_of_a_number(text: str) -> None:
    try:
        TemporaryNumber.parse(text)
    except MalformedError:
        return


# -- envelopes ------------------------------------------------------------------------------------------------------

INTAKE = X25519PrivateKey.generate()
ORIGIN = SigningKey.generate()
NUMBER = TemporaryNumber(terminal="FC01", generation=3, sequence=7)


def entry(public: bytes, use: KeyUse, owner: str, revoked: datetime | None = None) -> KeyEntry:
    return KeyEntry(
        algorithm=X25519 if use is KeyUse.INTAKE else ED25519,
        public=public,
        use=use,
        owner=owner,
        valid_from=PAST,
        revoked_from=revoked,
    )


INTAKE_ENTRY = entry(INTAKE.public_key().public_bytes_raw(), KeyUse.INTAKE, "platform")
DIRECTORY = KeyDirectory([INTAKE_ENTRY, entry(ORIGIN.public, KeyUse.TERMINAL, "FC01")])
PAYLOAD = {"v": 1, "answers": {"phone": "13800000000"}, "applicant": {"name": "䶮𬱖㼆"}}


def envelope(payload: Any = PAYLOAD) -> bytes:
    return write_envelope(payload, submission_id=ID, number=NUMBER, intake=INTAKE_ENTRY, origin=ORIGIN, sealed_at=NOW)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.dictionaries(st.text("abcdef_", min_size=1, max_size=8), TEXTS | st.integers(-(2**40), 2**40)))
def test_an_envelope_opens_to_what_was_sealed(payload: dict[str, Any]) -> None:
    read = read_envelope(envelope(payload))
    assert read.check_origin(DIRECTORY).owner == "FC01"
    assert read.open(INTAKE.private_bytes_raw()) == payload
    assert read.header.number == str(NUMBER)


def test_nothing_of_a_person_stands_outside_the_seal() -> None:
    outer = json.loads(envelope())
    assert outer["header"].keys() == {"v", "id", "number", "terminal", "seal_alg", "key_id", "sealed_at"}
    for secret in ("13800000000", "䶮"):
        assert secret.encode() not in envelope()


def test_the_same_application_is_sealed_anew_each_time() -> None:
    assert read_envelope(envelope()).sealed != read_envelope(envelope()).sealed


@given(st.data())
def test_no_altered_envelope_passes(data: st.DataObject) -> None:
    good = envelope()
    at = data.draw(st.integers(0, len(good) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda value: value != good[at]))
    bad = good[:at] + bytes([other]) + good[at + 1 :]
    with pytest.raises(ProtocolError):
        _passed(bad)


def _passed(data: bytes) -> None:
    read = read_envelope(data)
    read.check_origin(DIRECTORY)
    read.open(INTAKE.private_bytes_raw())


def test_a_header_moved_to_another_body_opens_nothing() -> None:
    one, other = json.loads(envelope()), json.loads(envelope({"v": 1}))
    one["header"] = {**other["header"], "sealed_at": "2026-11-20T09:00:00.000Z"}
    moved = read_envelope(canonical(one))
    with pytest.raises(SignatureError):
        moved.check_origin(DIRECTORY)
    with pytest.raises(SealError):
        moved.open(INTAKE.private_bytes_raw())


def test_another_terminal_s_key_is_no_origin() -> None:
    read = read_envelope(envelope())
    with pytest.raises(ProtocolError):
        read.check_origin(KeyDirectory([entry(ORIGIN.public, KeyUse.TERMINAL, "FC02")]))
    with pytest.raises(SignatureError):
        read.check_origin(KeyDirectory([INTAKE_ENTRY]))
    with pytest.raises(SealError):
        read.open(X25519PrivateKey.generate().private_bytes_raw())


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_an_envelope(data: bytes) -> None:
    with pytest.raises(MalformedError):
        read_envelope(data)


@given(st.binary(max_size=70))
def test_base64url_has_one_form(data: bytes) -> None:
    assert decode(encode(data)) == data
    with pytest.raises(MalformedError):
        decode(encode(data) + "=")


# -- receipt codes --------------------------------------------------------------------------------------------------

PROOF = ReceiptProof(submission=ID, number=str(NUMBER), service="S008", received_at=NOW, delivered=False)


@given(st.booleans(), NUMBERS, st.from_regex(r"[A-Z][A-Z0-9]{1,19}", fullmatch=True), st.integers(0, 10**11))
def test_a_receipt_code_proves_what_it_was_made_of(
    delivered: bool, number: TemporaryNumber, service: str, milliseconds: int
) -> None:
    proof = ReceiptProof(
        submission=ID,
        number=str(number),
        service=service,
        received_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds),
        delivered=delivered,
    )
    link = proof_link("jiujin.example", proof, ORIGIN)
    assert link.startswith("HTTPS://JIUJIN.EXAMPLE/V/")
    directory = KeyDirectory([entry(ORIGIN.public, KeyUse.TERMINAL, number.terminal)])
    assert read_proof(link.lower(), directory) == (proof, number.terminal)


@given(st.data())
def test_no_altered_receipt_code_passes(data: st.DataObject) -> None:
    link = proof_link("jiujin.example", PROOF, ORIGIN)
    start = link.rindex("/") + 1
    # the last character of base32 has bits that mean nothing
    at = data.draw(st.integers(start, len(link) - 2))
    other = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda one: one != link[at]))
    with pytest.raises(ProtocolError):
        read_proof(link[:at] + other + link[at + 1 :], DIRECTORY)


def test_a_key_revoked_before_the_receipt_proves_nothing() -> None:
    link = proof_link("jiujin.example", PROOF, ORIGIN)
    for moment, good in ((NOW + timedelta(milliseconds=1), True), (NOW, False)):
        directory = KeyDirectory([entry(ORIGIN.public, KeyUse.TERMINAL, "FC01", moment)])
        if good:
            assert read_proof(link, directory)[0] == PROOF
        else:
            with pytest.raises(SignatureError):
                read_proof(link, directory)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_a_code(text: str) -> None:
    with pytest.raises(ProtocolError):
        read_proof(text, DIRECTORY)
