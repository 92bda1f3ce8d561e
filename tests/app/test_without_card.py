"""Whole visits without a card, to the platform's own record: a code in its place, and a child of the register."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.program import Program
from app.residents import demo_cards
from app.running import running
from kiosk.devices import CodeSeen
from kiosk.flow.page import Frame, Page, PageName
from kiosk.settings import load_settings
from tests.app.kiosk import ANSWERS, STAFF
from tests.app.theatre import Theatre
from tests.kiosk.people import number_for

ENROLMENT = "S028"
WITHIN_S = 60
TYPED = {"address": "示例省示例市示例区示例路 12 号", "group": "ordinary"}
CHILD = number_for(date(datetime.now(UTC).year - 10, 1, 1))
"""Of a child, whenever this runs."""


class Visitor:
    """Acts on a program in this process, page after page."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._page: Page | None = None
        program.attach(self._see)

    def _see(self, page: Page, _frame: Frame) -> None:
        self._page = page

    @property
    def page(self) -> Page:
        assert self._page is not None
        return self._page

    def until(self, *names: PageName, ready: Callable[[], Any] = lambda: True) -> Page:
        deadline = time.monotonic() + WITHIN_S
        while not (self._page is not None and self.page.name in names and ready()):
            assert time.monotonic() < deadline, f"{self.page.name} stands there, not one of {names}"
            self._program.wait(0.1)
            self._program.tick()
        return self.page

    def do(self, action: str, value: Any, *names: PageName) -> Page:
        self._program.act(action, value)
        return self.until(*names)


def test_an_identity_code_in_place_of_the_card(theatre: Theatre, config: Path) -> None:
    (holder,) = [card.card for card in demo_cards() if card.id == "ouyang"]
    with running(load_settings(config)) as program:
        visitor = Visitor(program)
        remote = program.desk.remote
        assert remote is not None
        visitor.until(PageName.HOME, ready=lambda: program.desk.catalogue is not None and remote.ready())
        visitor.do("service", ENROLMENT, PageName.GUIDE)
        visitor.do("start", None, PageName.CARD)
        visitor.do("no-card", None, PageName.WITHOUT_CARD)
        visitor.do("way", "identity-code", PageName.IDENTITY_CODE)
        text = theatre.central("identity-code", "--person", holder.number).strip()
        program.post(CodeSeen(device="camera", text=text))
        visitor.until(PageName.FORM)
        while visitor.page.name is PageName.FORM:
            answers = {
                field.id: {**ANSWERS, **TYPED}[field.id] for field in visitor.page.fields if not field.readonly
            }
            visitor.do("next", answers, PageName.FORM, PageName.MATERIALS, PageName.REVIEW)
        if visitor.page.name is PageName.MATERIALS:
            visitor.do("next", None, PageName.REVIEW)
        number = visitor.do("next", None, PageName.RECEIPT).facts["number"]
    row = theatre.await_received(number)
    payload = row["payload"]
    for person in (payload["applicant"], payload["actor"]):
        assert (person["document"], person["name"], person["number"]) == ("identity-code", holder.name, holder.number)
    assert [(proof["way"], proof["result"]) for proof in payload["proofs"]] == [("identity-code", "confirmed")]
    assert row["cases"] == [], "the platform finds its own statement there"


def test_a_child_without_a_card(theatre: Theatre, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for field, answer in TYPED.items():
        monkeypatch.setitem(ANSWERS, field, answer)
    with theatre.kiosk(config) as kiosk:
        kiosk.begin(ENROLMENT)
        kiosk.lay("ouyang")
        kiosk.do("for-other", None, "for-whom")
        kiosk.do("way", "guardian", "card")
        kiosk.do("no-card", None, "child")
        kiosk.do("next", {"name": "欧阳小例", "number": CHILD}, "grant")
        kiosk.do("next", {"basis": "household-register"}, "staff")
        kiosk.do("login", STAFF, "staff-check")
        kiosk.do("confirm", None, "form")
        kiosk.fill()
        row = theatre.await_received(kiosk.hand_in()["facts"]["number"])
    payload = row["payload"]
    applicant, actor = payload["applicant"], payload["actor"]
    assert (applicant["document"], applicant["name"], applicant["number"]) == (
        "household-register",
        "欧阳小例",
        CHILD,
    )
    assert (actor["document"], actor["name"], payload["capacity"]) == ("resident-card", "欧阳示例", "guardian")
    seen = payload["proofs"][0]
    assert (seen["way"], seen["result"]) == ("document-seen", "confirmed")
    assert seen["facts"] == {"document": "household-register", "staff": "0012", "staff_name": "示例员甲"}
    assert payload["extra"]["authorisation"]["checked_by"] == "0012"
    assert row["cases"] == []
