"""Who stands here, by the eyes of staff, and what to offer when nobody is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.flow.page import STEPS, Action, Notice, Page, PageName, Role, Step, Tone
from kiosk.flow.places import hours_rows, place_rows
from kiosk.flow.roster import StaffDesk, call_off, call_staff
from kiosk.flow.state import State
from kiosk.identity.document import DocumentKind, masked_address, masked_name, masked_number
from kiosk.identity.proxy import Basis
from kiosk.identity.ways import DOCUMENT_SEEN
from kiosk.protocol.payload import IdentityProof
from kiosk.site import StaffMember
from kiosk.store import LineState


class StaffProof(StaffDesk):
    """A staff member signs in to confirm the person."""

    purpose = "identity"

    def enter(self) -> str | None:
        call_staff(self)
        return super().enter()

    def subtitle(self) -> str:
        if not self.desk.attended():
            return self.w("staff.subtitle-identity-alone")
        # the call goes with the heartbeat: where the line is down, nobody has been told
        told = self.desk.store.line() is LineState.UP
        return self.w("staff.subtitle-identity" if told else "staff.subtitle-identity-offline")

    def leave(self) -> None:
        call_off(self)
        super().leave()

    def signed_in(self, member: StaffMember, how: str) -> str:
        self.visit.checker, self.visit.checker_signed_in = member, how
        return "staff"


class StaffCheck(State):
    """The staff member compares the card, the person and the screen, and says so."""

    def page(self) -> Page:
        document = self.visit.present
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
        checker, authorisation = self.visit.checker, self.visit.authorisation
        if authorisation is not None:
            principal = authorisation.principal
            shown["for-whom"] = f"{masked_name(principal.name)} {masked_number(principal.number)}"
            full["for-whom"] = f"{principal.name} {principal.number}"
        papers = self._papers()
        # where two persons stand on the page, each is named by what they are here for
        came = {} if authorisation is None else {"name": self.w("staff-check.who-came")}
        return Page(
            name=PageName.STAFF_CHECK,
            title=self.w("staff-check.title"),
            subtitle=self.w("staff-check.subtitle", number="" if checker is None else checker.number),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            actions=(
                Action(id="deny", label=self.w("staff-check.deny")),
                Action(id="confirm", label=self.w("staff-check.confirm"), role=Role.PRIMARY),
            ),
            notices=(Notice(tone=Tone.ALERT, text=papers),) if papers else (),
            facts={
                "person": shown,
                "person_full": full,
                "labels": {key: self.w(f"staff-check.{key}") for key in shown} | came,
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
        if self.visit.authorisation is not None:
            self.visit.authorisation = replace(self.visit.authorisation, checked_by=checker.number)
        if self._by_register():
            self.visit.document_proof = IdentityProof(
                way=DOCUMENT_SEEN,
                at=self.desk.clock.utc(),
                result="confirmed",
                facts={
                    "document": DocumentKind.HOUSEHOLD_REGISTER.value,
                    "staff": checker.number,
                    "staff_name": checker.name,
                },
            )
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

    def _papers(self) -> str:
        """Which paper is to be looked at besides; empty for none."""
        authorisation = self.visit.authorisation
        if authorisation is None or authorisation.basis is Basis.BOTH_PRESENT:
            return ""
        basis = self.w(f"grant.basis-{authorisation.basis.value}")
        if not self._by_register():
            return self.w("staff-check.papers", basis=basis)
        register = self.w("staff-check.register")
        if authorisation.basis is Basis.HOUSEHOLD_REGISTER:
            return register
        return self.w("staff-check.register-and", register=register, basis=basis)

    def _by_register(self) -> bool:
        """Whether the person for whom was typed from a household register."""
        document = self.visit.document
        return document is not None and document.kind is DocumentKind.HOUSEHOLD_REGISTER


class Elsewhere(State):
    """Nobody is here now: another time, another place; never a dead end."""

    def page(self) -> Page:
        lost = self.visit.document is None and self.visit.service is not None
        hours = hours_rows(self)
        return Page(
            name=PageName.ELSEWHERE,
            title=self.w("elsewhere.title" if hours else "elsewhere.title-places"),
            subtitle=self.w("elsewhere.subtitle-slot" if lost and self.desk.slot else "elsewhere.subtitle"),
            actions=(
                Action(id="back", label=self.w("common.back")),
                *self._call_back(),
                Action(id="ticket", label=self.w("elsewhere.ticket"), role=Role.PRIMARY),
            ),
            facts={
                "hours_title": self.w("elsewhere.hours"),
                "hours": hours,
                "places_title": self.w("elsewhere.places"),
                "places": place_rows(self),
            },
        )

    def _call_back(self) -> tuple[Action, ...]:
        if not self.desk.store.can_seal():
            return ()
        return (Action(id="call-back", label=self.w("elsewhere.call-back")),)

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            return "browse" if self.visit.service is None else "back"
        if action == "call-back" and self._call_back():
            return "call-back"
        return "ticket" if action == "ticket" else None
