"""A whole visit with a passport: a real pcscd, the key typed as it is printed, the platform's answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.residents import demo_issuers, demo_travel_documents
from app.simulators import TRUSTED_STATES
from drivers.idcard.vpcd_simulator import VpcdSimulator
from tests.app.kiosk import ANSWERS, Kiosk
from tests.app.theatre import Theatre, told
from tests.counterparts.pcscd import Pcscd, why_not

PASSPORT = {"document_number": "x00000000", "birth_date": "1979-09-28", "expiry_date": "2032-10-31"}


@pytest.fixture(scope="module")
def pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pcscd]:
    if reason := why_not():
        pytest.skip(f"no real pcscd: {reason}")
    with Pcscd(tmp_path_factory.mktemp("pcscd")) as pcscd:
        pcscd.start()
        yield pcscd


@pytest.fixture
def kiosk(theatre: Theatre, pcscd: Pcscd, tmp_path: Path) -> Iterator[Kiosk]:
    """A terminal with a slot that knows the certificates of the demonstration's states."""
    issuers = demo_issuers()
    for state in TRUSTED_STATES:
        issuers[state].deposit(tmp_path / "csca")
    documents = {document.id: document.document for document in demo_travel_documents(issuers)}
    simulator = VpcdSimulator(theatre.dock, documents, connect=pcscd.connect)
    simulator.start()
    more = f"""
[travel_documents]
csca = "{tmp_path / "csca"}"

[[device]]
id = "slot"
kind = "idcard"
address = "pcsc://"
"""
    try:
        with theatre.kiosk(theatre.terminal(lambda text: text + more)) as kiosk:
            yield kiosk
    finally:
        simulator.stop()


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
