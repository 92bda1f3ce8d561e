"""Documents on the days around their limits, and numbers that fit their kind of document."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.identity.document import (
    ChipCheck,
    ChipChecks,
    DocumentKind,
    document_fault,
    masked_number,
)
from tests.kiosk.people import document, iso_7064_mod_11_2, number_for

TODAY = date(2026, 11, 20)
_PERMIT = "81000019750112001"
PERMIT = _PERMIT + iso_7064_mod_11_2(_PERMIT)
FAILED = ChipCheck.FAILED


def chip(**changes: ChipCheck) -> ChipChecks:
    values = {"data": ChipCheck.NOT_VERIFIED, "copy": ChipCheck.NOT_VERIFIED, **changes}
    return ChipChecks(**values)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"valid_to": None}, None),
        ({"valid_to": TODAY}, None),
        ({"valid_to": TODAY - timedelta(days=1)}, "document.expired"),
        ({"valid_from": TODAY}, None),
        ({"valid_from": TODAY + timedelta(days=1)}, "document.not-yet-valid"),
        ({"valid_from": None, "valid_to": None}, None),
        ({"valid_from": None, "valid_to": TODAY - timedelta(days=1)}, "document.expired"),
        ({"kind": DocumentKind.SOCIAL_SECURITY_CARD, "address": None, "issuer": None, "ethnic_code": None}, None),
        ({"name": ""}, "document.name-unreadable"),
        ({"name": "王\ue001"}, "document.name-unreadable"),
        ({"name": "王\U000f0001"}, "document.name-unreadable"),
        ({"name": "王\ufffd"}, "document.name-unreadable"),
        ({"name": "䶮𬱖㼆"}, None),
        ({"number": number_for(date(1975, 1, 13))}, "document.number-wrong"),
        ({"number": "1"}, "document.number-wrong"),
        ({"number": PERMIT}, None),
        ({"kind": DocumentKind.HMT_PERMIT, "number": PERMIT}, None),
        ({"kind": DocumentKind.HMT_PERMIT}, "document.number-wrong"),
        ({"kind": DocumentKind.FOREIGN_CARD}, None),
        ({"kind": DocumentKind.FOREIGN_CARD, "number": "UTO000075011200"}, None),
        ({"kind": DocumentKind.FOREIGN_CARD, "number": "UTO000075011300"}, "document.number-wrong"),
        ({"kind": DocumentKind.FOREIGN_CARD, "number": PERMIT}, "document.number-wrong"),
        ({"number": "UTO000075011200"}, "document.number-wrong"),
        ({"kind": DocumentKind.SOCIAL_SECURITY_CARD, "number": PERMIT}, None),
        ({"kind": DocumentKind.SOCIAL_SECURITY_CARD, "sex": "2"}, "document.number-wrong"),
        ({"kind": DocumentKind.SOCIAL_SECURITY_CARD, "sex": "0"}, None),
        ({"sex": "2"}, None),
        ({"kind": DocumentKind.PASSPORT, "number": "E00000000"}, None),
        ({"kind": DocumentKind.PASSPORT, "number": ""}, "document.number-wrong"),
        ({"kind": DocumentKind.TRAVEL_PERMIT, "number": "H 1234"}, "document.number-wrong"),
        ({"kind": DocumentKind.PASSPORT, "number": "E00000000", "chip": chip()}, None),
        ({"kind": DocumentKind.PASSPORT, "number": "E00000000", "chip": chip(data=FAILED)}, "reader.chip-failed"),
        ({"kind": DocumentKind.PASSPORT, "number": "E00000000", "chip": chip(copy=FAILED)}, "reader.chip-failed"),
    ],
)
def test_what_makes_a_document_unusable(changes: dict[str, object], fault: str | None) -> None:
    found = document_fault(document(**changes), TODAY)
    assert (None if found is None else found.id) == fault


def test_nobody_is_named_by_a_repr() -> None:
    one = document()
    assert one.name not in repr(one)
    assert one.number not in repr(one)
    assert str(one.address) not in repr(one)


def test_a_masked_number() -> None:
    assert masked_number("99999919750112001X") == "*" * 14 + "001X"
