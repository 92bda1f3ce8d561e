"""Statements and sealed questions as values: what is read back, and that nothing else is believed or breaks them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.canonical import canonical, parse
from kiosk.protocol.errors import MalformedError, ProtocolError, SealError, SignatureError
from kiosk.protocol.keys import ED25519, X25519, KeyDirectory, KeyEntry, KeyUse, PinnedKeys, SigningKey, decode
from kiosk.protocol.payload import PersonRecord
from kiosk.protocol.sealed_call import read_answer, read_call, write_answer, write_call
from kiosk.protocol.signed import sign_document
from kiosk.protocol.statement import (
    STATEMENT,
    IdentityStatement,
    RemoteWay,
    person_binding,
    read_statement,
    sign_statement,
)
from kiosk.remote import RemoteProof

MOMENT = datetime(2026, 11, 20, 2, 30, 0, 125000, tzinfo=UTC)
KEY = SigningKey.generate()
INTAKE = X25519PrivateKey.generate()
CALL = "01931f6e-8a00-7abc-8def-0000000000bb"


def entry(use: KeyUse, public: bytes, revoked: datetime | None = None) -> KeyEntry:
    algorithm = X25519 if use is KeyUse.INTAKE else ED25519
    return KeyEntry(algorithm=algorithm, public=public, use=use, owner="p", valid_from=MOMENT, revoked_from=revoked)


DIRECTORY = KeyDirectory([entry(KeyUse.IDENTITY, KEY.public)])
INTAKE_ENTRY = entry(KeyUse.INTAKE, INTAKE.public_key().public_bytes_raw())
SAID = IdentityStatement(
    id="5b1f0c7d",
    way=RemoteWay.SMS_CODE,
    terminal="FC01",
    visit="v1",
    person=person_binding(bytes(32), "99999919500101001X"),
    at=MOMENT,
    until=MOMENT + timedelta(hours=2),
    platform="示例平台",
)


def test_a_statement_is_read_back_as_it_was_signed() -> None:
    assert read_statement(sign_statement(SAID, KEY), DIRECTORY) == SAID


def test_a_statement_needs_a_key_for_statements_that_was_in_force() -> None:
    text = sign_statement(SAID, KEY)
    for use, revoked in ((KeyUse.ROOT, None), (KeyUse.TERMINAL, None), (KeyUse.IDENTITY, MOMENT)):
        with pytest.raises(SignatureError):
            read_statement(text, KeyDirectory([entry(use, KEY.public, revoked)]))
    later = KeyDirectory([entry(KeyUse.IDENTITY, KEY.public, MOMENT + timedelta(seconds=1))])
    assert read_statement(text, later) == SAID, "what was signed before the revocation stays good"


@pytest.mark.parametrize(
    "changed",
    [
        {"v": 2},
        {"way": "face"},
        {"terminal": "fc01"},
        {"visit": "v 1"},
        {"visit": ""},
        {"person": "0" * 63},
        {"at": "2026-11-20"},
        {"until": 5},
        {"id": ""},
        {"more": "x"},
    ],
)
def test_a_statement_of_another_form_is_malformed(changed: dict[str, Any]) -> None:
    text = sign_document(STATEMENT, {**SAID.to_json(), **changed}, KEY).decode()
    with pytest.raises(MalformedError):
        read_statement(text, DIRECTORY)


@given(text=st.text() | st.binary().map(repr) | st.just("[" * 4000) | st.just('{"key_id":"' + KEY.key_id + '"}'))
def test_no_text_breaks_the_reading_of_a_statement(text: str) -> None:
    with pytest.raises(ProtocolError):
        read_statement(text, DIRECTORY)


@given(place=st.integers(0, len(sign_statement(SAID, KEY)) - 1), letter=st.characters())
def test_a_changed_letter_is_noticed(place: int, letter: str) -> None:
    text = sign_statement(SAID, KEY)
    changed = text[:place] + letter + text[place + 1 :]
    if changed == text:
        return
    with pytest.raises(ProtocolError):
        read_statement(changed, DIRECTORY)


@given(data=st.binary() | st.recursive(st.integers(0, 9) | st.text(), st.lists).map(canonical))
def test_no_bytes_break_the_reading_of_a_question(data: bytes) -> None:
    with pytest.raises(MalformedError):
        read_call(data)


def test_a_question_opens_with_its_own_header_and_key_only() -> None:
    sent = write_call("exchange", {"code": "x"}, call_id=CALL, terminal="FC01", intake=INTAKE_ENTRY)
    received = read_call(sent.body)
    assert received.open(INTAKE.private_bytes_raw())["code"] == "x"
    with pytest.raises(SealError):
        received.open(X25519PrivateKey.generate().private_bytes_raw())
    for member, value in (("terminal", "FC02"), ("operation", "send-code"), ("id", CALL.replace("bb", "cc"))):
        outer = parse(sent.body, limit=10_000)
        outer["header"][member] = value
        with pytest.raises(SealError):
            read_call(canonical(outer)).open(INTAKE.private_bytes_raw())


def test_an_answer_is_for_one_question_and_of_one_platform() -> None:
    sent, other = (write_call("exchange", {}, call_id=CALL, terminal="FC01", intake=INTAKE_ENTRY) for _ in range(2))
    received = read_call(sent.body)
    reply_key = decode(received.open(INTAKE.private_bytes_raw())["reply_key"])
    pinned = PinnedKeys(keys=(KEY.public,))
    answer = write_answer(received, reply_key, {"a": 1}, KEY)
    assert read_answer(answer, sent, pinned) == {"a": 1}
    stranger = PinnedKeys(keys=(SigningKey.generate().public,))
    for data, question, keys in (
        (answer, other, pinned),
        (answer, replace(sent, reply_private=other.reply_private), pinned),
        (answer, sent, stranger),
        (answer[:-1], sent, pinned),
    ):
        with pytest.raises(ProtocolError):
            read_answer(data, question, keys)
    with pytest.raises(SealError):
        write_answer(received, bytes(32), {}, KEY)


def test_keys_for_uses_of_later_are_passed_over() -> None:
    known = entry(KeyUse.IDENTITY, KEY.public).to_json()
    later = {**known, "use": "something-new", "public": "?"}
    assert len(KeyDirectory.from_json({"keys": [known, later]}).entries) == 1
    with pytest.raises(MalformedError):
        KeyDirectory.from_json({"keys": [{**known, "use": 7}]})


def test_a_proof_shows_nothing_and_carries_all() -> None:
    person = PersonRecord(document="resident-card", name="测试甲", number="99999919500101001X")
    proof = RemoteProof(
        way=RemoteWay.IDENTITY_CODE, ticket="{…}", person_key="k", visit="v1", at=MOMENT, person=person
    )
    assert not any(secret in repr(proof) for secret in ("{…}", "测试甲", "1950", "'k'"))
    assert proof.identity_proof().to_json() == {
        "way": "identity-code",
        "at": "2026-11-20T02:30:00.125Z",
        "result": "confirmed",
        "facts": {"statement": "{…}", "person_key": "k", "visit": "v1"},
    }
