"""A whole visit with a passport: a real pcscd, the key typed as it is printed, the platform's answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.kiosk import ANSWERS, Kiosk
from tests.app.theatre import Theatre, told

PASSPORT = {"document_number": "x00000000", "birth_date": "1979-09-28", "expiry_date": "2032-10-31"}


@pytest.fixture
def kiosk(theatre: Theatre, travel_terminal: Path) -> Iterator[Kiosk]:
    with theatre.kiosk(travel_terminal) as kiosk:
        yield kiosk


def to_key(kiosk: Kiosk, document: str) -> None:
    kiosk.begin("S008")
    kiosk.dock.change("slot", card=document)
    kiosk.until("travel-key")


def test_an_application_with_a_passport(theatre: Theatre, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, "address", "示例省示例市示例区示例路 12 号")
    to_key(kiosk, "passport")
    wrong = kiosk.do("next", PASSPORT | {"birth_date": "1979-09-29"}, "travel-key", problem)
    assert problem(wrong)
    kiosk.do("next", PASSPORT, "identity")
    kiosk.staff_check()
    kiosk.fill()
    row = theatre.await_received(kiosk.hand_in()["facts"]["number"])
    applicant = row["payload"]["applicant"]
    assert (applicant["document"], applicant["number"], applicant["name"]) == (
        "passport",
        "X00000000",
        "SPECIMEN TESSA MAE",
    )
    facts = row["payload"]["proofs"][0]["facts"]
    assert (facts["chip_data"], facts["chip_copy"], facts["chip_country"]) == ("verified", "verified", "UT")
    assert [case["code"] for case in row["cases"]] == []


def problem(line: dict[str, object]) -> bool:
    fields = line["fields"]
    assert isinstance(fields, list)
    return any(field["problem"] for field in fields)


def test_a_forged_passport_is_refused(kiosk: Kiosk) -> None:
    to_key(kiosk, "passport-forged")
    line = kiosk.do(
        "next", PASSPORT | {"document_number": "X00000001"}, "card", lambda line: line["facts"]["state"] == "problem"
    )
    assert told(line["facts"]["problem"], "reader.chip-failed")
