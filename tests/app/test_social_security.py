"""A whole visit with a social-security card: a real pcscd, a simulated card in its reader, the platform's answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.residents import demo_social_cards
from drivers.idcard.vpcd_simulator import VpcdSimulator
from tests.app.conftest import SLOT
from tests.app.kiosk import ANSWERS, Kiosk, run_main
from tests.app.theatre import Theatre, told
from tests.counterparts.pcscd import Pcscd


@pytest.fixture
def asked(theatre: Theatre, pcscd: Pcscd) -> Iterator[list[bytes]]:
    """The slot follows the stage's dock; all commands that its cards were sent."""
    commands: list[bytes] = []
    cards = {card.id: card.card for card in demo_social_cards()}
    simulator = VpcdSimulator(theatre.dock, cards, connect=pcscd.connect, observer=commands.append)
    simulator.start()
    yield commands
    simulator.stop()
    assert not [command for command in commands if command[1] == 0x20], "no PIN is ever sent"


@pytest.fixture
def kiosk(theatre: Theatre, asked: list[bytes]) -> Iterator[Kiosk]:
    """A terminal with both readers."""
    with theatre.kiosk(theatre.terminal(lambda text: text + SLOT)) as kiosk:
        yield kiosk


def put_in(kiosk: Kiosk, card: str) -> None:
    kiosk.dock.change("slot", card=card)


def test_an_application_with_a_social_security_card(
    theatre: Theatre, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "示例省示例市示例区示例路 12 号"
    monkeypatch.setitem(ANSWERS, "address", address)
    kiosk.begin("S008")
    put_in(kiosk, "ouyang")
    line = kiosk.until("identity")
    assert line["page"] == "identity"
    kiosk.staff_check()
    checked = next(line for line in kiosk.told() if line.get("page") == "staff-check")
    assert "address" not in checked["facts"]["person"]
    kiosk.fill()
    facts = kiosk.hand_in()["facts"]
    row = theatre.await_received(facts["number"])
    applicant = row["payload"]["applicant"]
    assert (applicant["document"], applicant["name"]) == ("social-security-card", "欧阳示例")
    assert applicant["number"] == "99999919860709001X"
    assert applicant["address"] is None
    # what the card has not was asked in the form
    assert row["payload"]["answers"]["address"] == address
    proof = row["payload"]["proofs"][0]
    assert (proof["way"], proof["facts"]["reader"]) == ("document-read", "slot")
    assert proof["facts"]["pcsc_reader"].startswith("Virtual PCD")
    assert [case["code"] for case in row["cases"]] == []


@pytest.mark.parametrize(
    ("card", "fault"),
    [("bank", "reader.other-card"), ("locked", "reader.access-denied"), ("expired", "document.expired")],
)
def test_cards_that_do_not_do(kiosk: Kiosk, card: str, fault: str) -> None:
    kiosk.begin("S001")
    put_in(kiosk, card)
    line = kiosk.until("card", lambda line: line["facts"]["state"] == "problem")
    assert told(line["facts"]["problem"], fault)
    # the identity card does as ever
    put_in(kiosk, "")
    kiosk.lay("ouyang")


def test_the_doctor_knows_both_readers(theatre: Theatre, pcscd: Pcscd, tmp_path: Path) -> None:
    config = theatre.terminal(lambda text: text + SLOT)
    done = run_main("doctor", "--config", config)
    assert "✓ device.slot" in done.stdout
    assert "Virtual PCD" in run_main("doctor", "--json", "--config", config).stdout
