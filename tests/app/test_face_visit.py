"""Whole visits with a face: real stream, real nets in their own process, photos from a card's block and from a chip.

The faces are drawn people of the simulated camera; what is shown is the way from end to end, not how well it tells
people apart.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.residents import PHOTOS
from kiosk.dock import DockFile
from tests.app.kiosk import Kiosk, Line
from tests.app.theatre import Theatre

pytestmark = pytest.mark.skipif(
    not os.environ.get("JIUJIN_MODELS"), reason="JIUJIN_MODELS names no folder with the face models"
)
PASSPORT = {"document_number": "X00000000", "birth_date": "1979-09-28", "expiry_date": "2032-10-31"}


@pytest.fixture
def terminal(theatre: Theatre) -> Path:
    return theatre.terminal()


def stand(dock: DockFile, person: str, does: str = "follows") -> None:
    dock.change("camera", person=person, does=does, asked="")


def look(kiosk: Kiosk, until: str, ready: Callable[[Line], bool] = lambda _line: True) -> Line:
    """Choose the face, agree, and stand there as the screen asks."""
    kiosk.do("way", "face", "consent")
    return kiosk.do("agree", None, until, ready)


def over(line: Line) -> bool:
    """Whether a second try is offered."""
    return bool(line["facts"]["state"] == "again")


def proofs(row: dict[str, object]) -> dict[str, dict[str, object]]:
    payload = row["payload"]
    assert isinstance(payload, dict)
    return {proof["way"]: proof for proof in payload["proofs"]}


def test_a_card_photo_that_a_decoder_opened(theatre: Theatre, terminal: Path) -> None:
    with theatre.kiosk(terminal) as kiosk:
        kiosk.begin("S001")
        kiosk.lay("ouyang")
        stand(theatre.dock, "ouyang")
        look(kiosk, "form")
        kiosk.fill()
        row = theatre.await_received(kiosk.hand_in()["facts"]["number"])
    face = proofs(row)["face"]
    assert face["result"] == "confirmed"
    facts = face["facts"]
    assert isinstance(facts, dict)
    assert (facts["photo"], facts["band"], facts["live"]) == ("wlt", "accept", "yes")
    assert len(str(facts["model"])) == 64
    assert left_behind(theatre.stage.folder, "ouyang") == []


@pytest.mark.slow
def test_another_person_is_not_let_through_and_is_shown_the_other_ways(theatre: Theatre, terminal: Path) -> None:
    with theatre.kiosk(terminal) as kiosk:
        kiosk.begin("S001")
        kiosk.lay("ouyang")
        stand(theatre.dock, "zhang")
        line = look(kiosk, "identity|face", lambda line: line["page"] == "identity" or over(line))
        if line["page"] == "face":
            line = kiosk.do("again", None, "identity")
        ways = {way["id"]: way["enabled"] for way in line["facts"]["ways"]}
        assert ways["staff"]
        assert not ways["face"]
        kiosk.staff_check()
        kiosk.fill()
        row = theatre.await_received(kiosk.hand_in()["facts"]["number"])
    found = row["payload"]["proofs"]
    assert [proof["result"] for proof in found if proof["way"] == "face"][-1] == "failed"
    assert found[-1]["way"] == "staff-check"


@pytest.mark.slow
def test_the_photo_in_a_passports_chip(theatre: Theatre, travel_terminal: Path) -> None:
    with theatre.kiosk(travel_terminal) as kiosk:
        kiosk.begin("S001")
        kiosk.dock.change("slot", card="passport")
        kiosk.until("travel-key")
        kiosk.do("next", PASSPORT, "identity")
        stand(theatre.dock, "foreign-2017")
        look(kiosk, "form")
        kiosk.fill()
        row = theatre.await_received(kiosk.hand_in()["facts"]["number"])
    found = proofs(row)
    assert found["document-read"]["facts"]["chip_data"] == "verified"  # type: ignore[index]
    assert (found["face"]["result"], found["face"]["facts"]["photo"]) == ("confirmed", "jpeg")  # type: ignore[index]


def left_behind(folder: Path, card: str) -> list[str]:
    """Files of the terminal, the platform's database and shared memory that hold the card's photo, as it is in the
    chip; the dock's own data, which plays the card, is not among them."""
    block = (PHOTOS / f"{card}.block").read_bytes()
    needles = [block[at : at + 48] for at in range(64, 1024, 160) if len(set(block[at : at + 48])) > 8]
    assert needles, "a photo with something in it"
    places = [file for file in folder.rglob("*") if file.is_file()]
    places += [file for file in Path("/dev/shm").glob("*") if file.is_file()]
    found = []
    for file in places:
        try:
            content = file.read_bytes()
        except OSError:
            continue
        if any(needle in content for needle in needles):
            found.append(str(file))
    return found
