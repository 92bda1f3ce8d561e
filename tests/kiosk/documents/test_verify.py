"""Checking receipts without a line."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.verify import Verdict, verify_receipt
from kiosk.protocol.keys import KeyDirectory, KeyEntry, KeyUse, SigningKey
from kiosk.protocol.proof import proof_link
from tests.kiosk.documents.papers import KEY, LINK, PROOF

ENTRY = KeyEntry(
    algorithm="ed25519",
    public=KEY.public,
    use=KeyUse.TERMINAL,
    owner="FC01",
    valid_from=datetime(2026, 11, 1, tzinfo=UTC),
)
DIRECTORY = KeyDirectory([ENTRY])


def test_a_genuine_receipt_says_what_it_proves() -> None:
    for text in (LINK, LINK.rsplit("/", 1)[-1], f"  {LINK.lower()}\n"):
        check = verify_receipt(text, DIRECTORY)
        assert check.verdict is Verdict.GENUINE
        assert check.facts == {
            "登记号": PROOF.number,
            "事项编号": "999999-pension-join",
            "登记时间": "2026-11-20 09:44:00",
            "出具终端": "FC01",
        }
        assert check.submission == PROOF.submission
        assert check.delivered is False
        assert "尚未送达" in check.words[1]


def test_a_delivered_one_says_so_in_english() -> None:
    link = proof_link("jiujin.example", replace(PROOF, delivered=True), KEY)
    check = verify_receipt(link, DIRECTORY, language="en")
    assert check.delivered is True
    assert check.words[1].startswith("Delivered")
    assert "Registration number" in check.facts


def test_a_foreign_a_revoked_and_an_altered_one_are_not_confirmed() -> None:
    foreign = proof_link("jiujin.example", PROOF, SigningKey.generate())
    revoked = KeyDirectory([replace(ENTRY, revoked_from=PROOF.received_at - timedelta(days=1))])
    code = LINK[:-20] + ("A" if LINK[-20] != "A" else "B") + LINK[-19:]
    for text, directory in ((foreign, DIRECTORY), (LINK, revoked), (code, DIRECTORY), (LINK, KeyDirectory([]))):
        check = verify_receipt(text, directory)
        assert check.verdict is Verdict.NOT_GENUINE
        assert check.facts == {}
        assert check.reason


def test_another_terminals_number_is_refused() -> None:
    other = KeyDirectory([replace(ENTRY, owner="FC02")])
    assert verify_receipt(LINK, other).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("milliseconds", "service"),
    [
        (253_402_300_799_000, b"999999-pension-join"),  # the last second of 9999: no date in China any more
        (2**48 - 1, b"999999-pension-join"),
        (1_795_139_040_000, b"\x1b[2J999999"),  # would clear the screen it is shown on
        (1_795_139_040_000, b"\xff"),
    ],
)
def test_what_a_terminal_signed_and_nobody_can_show_is_refused(milliseconds: int, service: bytes) -> None:
    number = PROOF.number.encode()
    body = b"\x01" + bytes.fromhex(KEY.key_id) + bytes(17) + milliseconds.to_bytes(6, "big")
    body += bytes([len(number)]) + number + bytes([len(service)]) + service
    code = base64.b32encode(body + KEY.sign("receipt-proof", body)).decode("ascii")
    assert verify_receipt(code, DIRECTORY).verdict is Verdict.UNREADABLE


@given(st.one_of(st.text(max_size=300), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=300)))
def test_anything_else_is_no_receipt(text: str) -> None:
    check = verify_receipt(text, DIRECTORY)
    assert check.verdict is not Verdict.GENUINE
    assert check.words
