"""Who stands here: the card, the choice of a way, the staff check, and what to offer when nobody is there."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.model import AuthLevel
from kiosk.devices import CardFound, CardRemoved, DocumentRead, HealthChanged, ReaderMode, ReadFailed
from kiosk.faults import Fault, Retry
from kiosk.flow.page import Action, Page, PageName, Role, Step
from kiosk.flow.places import hours_rows, place_rows
from kiosk.flow.reading import take_document
from kiosk.flow.roster import StaffDesk
from kiosk.flow.state import State
from kiosk.identity.document import masked_address, masked_name, masked_number
from kiosk.protocol.payload import IdentityProof
from kiosk.site import StaffMember

LIES_UNREAD_S = 2.0
"""A card that is read is noticed much sooner: one that lies there so long was left behind, and is not read."""
STEPS = 5
"""Card and identity, form, materials, review and signature, receipt: what the step bar counts."""


class Card(State):
    """Asks for the card; passes at once when it was read before."""

    def enter(self) -> str | None:
        # a card that was laid on while looking around is not read twice: what was wrong with it is told here
        self._problem, self.visit.fault = self.visit.fault, None
        self._reading = False
        self._lies_since: float | None = None
        if self.visit.document is not None:
            return self._ready()
        self.desk.read_cards(ReaderMode.RESIDENT)
        if self.desk.reader is None:
            self._problem = Fault(id="kiosk.no-reader")
        elif (health := self.desk.reader.health()).fault is not None:
            self._problem = health.fault
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)

    def resume(self) -> None:
        self._reading = False
        self.desk.read_cards(ReaderMode.RESIDENT)

    def page(self) -> Page:
        state = "problem" if self._problem is not None else "reading" if self._reading else "waiting"
        never = self._problem is not None and self.desk.fault_text(self._problem).retry is Retry.NEVER
        hint = "refused" if never else "lift-first" if state == "waiting" and self._lies_unread() else state
        facts: dict[str, Any] = {"state": state, "hint": self.w(f"card.{hint}")}
        if self._problem is not None:
            text = self.desk.fault_text(self._problem)
            pick = self.desk.words.pick
            facts["problem"] = {"title": pick(text.title), "body": pick(text.body), "code": text.code}
        return Page(
            name=PageName.CARD,
            title=self.w("card.title-slot" if self.desk.slot else "card.title"),
            subtitle=self.w("card.subtitle"),
            said=self.w("card.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.card")),
            picture="reader",
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(id="no-card", label=self.w("card.no-card" if self._problem is None else "card.other-way")),
            ),
            facts=facts,
            busy=self._reading,
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            return "home" if self.visit.service is None else "back"
        return action if action == "no-card" else None

    def tick(self) -> str | None:
        if not self.desk.card_lies or self._reading:
            self._lies_since = None
        elif self._lies_since is None:
            self._lies_since = self.desk.clock.monotonic()
        return None

    def _lies_unread(self) -> bool:
        return self._lies_since is not None and self.desk.clock.monotonic() - self._lies_since >= LIES_UNREAD_S

    def _ready(self) -> str:
        """A card laid on the home page is read before anything was chosen."""
        return "browse" if self.visit.service is None else "ready"

    def event(self, event: object) -> str | None:
        match event:
            case CardFound():
                self._reading, self._problem = True, None
            case DocumentRead():
                self._reading = False
                self._problem = take_document(self.desk, self.visit, event)
                return None if self._problem is not None else self._ready()
            case ReadFailed():
                self._reading, self._problem = False, event.fault
            case CardRemoved():
                self._reading = False
            case HealthChanged() if self.desk.reader is not None and event.device == self.desk.reader.health().device:
                self._problem = event.health.fault
        return None


class Identity(State):
    """The ways to show that the card's holder stands here, of equal size. A face is none of them yet."""

    def enter(self) -> str | None:
        item = self.visit.service
        if item is None:
            raise RuntimeError("identity without a service")
        if item.auth_level in (AuthLevel.L0, AuthLevel.L1):
            return "enough"
        proven = any(proof.way == "staff-check" for proof in self.visit.proofs)
        return "enough" if proven else None

    def page(self) -> Page:
        attended = self.desk.attended()
        ways = (
            [("staff", "staff", True)]
            if attended
            else [("ticket", "ticket", True), ("other-time", "clock", True), ("staff", "staff", True)]
        )
        ways.append(("face", "face", False))
        rows = [
            {
                "id": way,
                "title": self.w(f"identity.{way}"),
                "note": self.w(f"identity.{way}-note"),
                "picture": picture,
                "enabled": enabled,
            }
            for way, picture, enabled in ways
        ]
        several = sum(1 for row in rows if row["enabled"]) > 1
        # of one way it is not said that all are equal
        subtitle = "identity.unattended" if not attended else "identity.subtitle" if several else "identity.one"
        return Page(
            name=PageName.IDENTITY,
            title=self.w("identity.title"),
            subtitle=self.w(subtitle),
            said=self.w("identity.said") if attended else self.w("identity.unattended"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            actions=(
                *(
                    Action(
                        id="way",
                        value=row["id"],
                        label=str(row["title"]),
                        note=str(row["note"]),
                        picture=str(row["picture"]),
                        role=Role.CHOICE,
                        enabled=bool(row["enabled"]),
                    )
                    for row in rows
                ),
                Action(id="back", label=self.w("common.back")),
            ),
            facts={"ways": rows},
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            return "back"
        if action == "way" and value in ("staff", "ticket", "other-time"):
            return str(value)
        return None


class StaffProof(StaffDesk):
    """A staff member signs in to confirm the person."""

    purpose = "identity"

    def signed_in(self, member: StaffMember, how: str) -> str:
        self.visit.checker, self.visit.checker_signed_in = member, how
        return "staff"


class StaffCheck(State):
    """The staff member compares the card, the person and the screen, and says so."""

    def page(self) -> Page:
        document = self.visit.document
        if document is None:
            raise RuntimeError("a staff check without a document")
        shown = {
            "name": masked_name(document.name),
            "number": masked_number(document.number),
            "birth": f"{document.birth_date:%Y}-**-**",
            **({} if document.address is None else {"address": masked_address(document.address)}),
        }
        full = {
            "name": document.name,
            "number": document.number,
            "birth": document.birth_date.isoformat(),
            **({} if document.address is None else {"address": document.address}),
        }
        checker = self.visit.checker
        return Page(
            name=PageName.STAFF_CHECK,
            title=self.w("staff-check.title"),
            subtitle=self.w("staff-check.subtitle", number="" if checker is None else checker.number),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            actions=(
                Action(id="deny", label=self.w("staff-check.deny")),
                Action(id="confirm", label=self.w("staff-check.confirm"), role=Role.PRIMARY),
            ),
            facts={
                "person": shown,
                "person_full": full,
                "labels": {key: self.w(f"staff-check.{key}") for key in shown},
                "hold": self.w("staff-check.hold"),
                "question": self.w("staff-check.question"),
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        checker = self.visit.checker
        if action == "deny":
            return "denied"
        if action != "confirm" or checker is None:
            return None
        self.visit.proofs.append(
            IdentityProof(
                way="staff-check",
                at=self.desk.clock.utc(),
                result="confirmed",
                facts={"staff": checker.number, "signed_in": self.visit.checker_signed_in, "second_factor": "pin"},
            )
        )
        self.desk.journal("identity-proven", visit=self.visit.id, way="staff-check", staff=checker.number)
        return "confirmed"


class Elsewhere(State):
    """Nobody is here now: another time, another place; never a dead end."""

    def page(self) -> Page:
        return Page(
            name=PageName.ELSEWHERE,
            title=self.w("elsewhere.title"),
            subtitle=self.w("elsewhere.subtitle"),
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(id="ticket", label=self.w("elsewhere.ticket"), role=Role.PRIMARY),
            ),
            facts={
                "hours_title": self.w("elsewhere.hours"),
                "hours": hours_rows(self),
                "places_title": self.w("elsewhere.places"),
                "places": place_rows(self),
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            return "browse" if self.visit.service is None else "back"
        return action if action == "ticket" else None
