"""After it is durable: the number where there is no paper, and the receipt page with its rating."""

from __future__ import annotations

import math
from typing import Any

from kiosk.devices import Condition, HealthChanged
from kiosk.faults import Fault
from kiosk.flow.drafting import rating_draft
from kiosk.flow.handing_in import note_delivery
from kiosk.flow.page import Action, Page, PageName, Role
from kiosk.flow.state import State
from kiosk.store import LineState, SubmissionHeld, SubmissionReceived

RATINGS = ("very-good", "good", "fair", "poor", "very-poor")
"""The five grades of 好差评 (domain facts, 7.3)."""


class Number(State):
    """No paper: the number stays on the screen until it is acknowledged, or paper comes back."""

    can_finish = False

    def enter(self) -> str | None:
        self._waiting = False
        if self.visit.fault is not None:
            self.desk.journal("fault-shown", visit=self.visit.id, fault=self.visit.fault.id)
        return None

    def page(self) -> Page:
        submitted = self.visit.submitted
        fault = self.visit.fault or Fault(id="kiosk.print-unconfirmed")
        text, pick = self.desk.fault_text(fault), self.desk.words.pick
        attended = self.desk.attended()
        actions = [Action(id="noted", label=self.w("number.noted"), role=Role.PRIMARY)]
        if self.desk.printer is not None:
            ready = self.desk.printer_fault() is None
            label = "number.print" if ready else "number.waiting" if self._waiting else "number.wait"
            actions.append(Action(id="wait", label=self.w(label), enabled=ready or not self._waiting))
        lines = [self.w("number.staff") if attended else self.w("number.nobody"), self.w("number.later")]
        return Page(
            name=PageName.NUMBER,
            title=pick(text.title),
            subtitle="",
            said=self.w("number.said"),
            picture=text.picture,
            actions=tuple(actions),
            facts={
                "number": "" if submitted is None else submitted.number,
                "saved": self.w("number.saved", bold=self.w("number.saved-bold")),
                "saved_bold": self.w("number.saved-bold"),
                "lines": lines,
                "code": text.code,
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "noted" if self.visit.submitted is not None:
                self.desk.store.mark_told(self.visit.submitted.id)
                return "noted"
            case "wait" if self.desk.printer is not None:
                if self.desk.printer_fault() is None:
                    return "print"
                self._waiting = True
        return None

    def event(self, event: object) -> str | None:
        match event:
            case HealthChanged() if self._waiting and event.health.condition in (Condition.READY, Condition.WARNING):
                # the resident asked to wait for paper: this is their print, not an automatic one
                return "print" if self.desk.printer_fault() is None else None
            case SubmissionReceived() | SubmissionHeld():
                note_delivery(self, event)
        return None


class Receipt(State):
    """Done: the paper, what to take, what comes next; a rating if one likes; then the wipe."""

    idle = False

    def enter(self) -> str | None:
        self.resume()
        return None

    def leave(self) -> None:
        # while help lies over the page its time stands still
        self._ends = float("inf")

    def resume(self) -> None:
        policy = self.desk.policy
        seconds = policy.thresholds.receipt_s if policy is not None else 60
        if self.visit.elder:
            seconds *= 2
        self._ends = self.desk.clock.monotonic() + seconds

    def page(self) -> Page:
        submitted = self.visit.submitted
        if submitted is None:
            raise RuntimeError("a receipt without an application")
        delivered = submitted.receipt is not None
        phone = self.visit.filling is not None and bool(self.visit.filling.value("contact_phone"))
        return Page(
            name=PageName.RECEIPT,
            title=self.w("receipt.delivered") if delivered else self.w("receipt.registered"),
            subtitle=self._where_it_is(),
            said=self.w("receipt.said-code" if self.visit.by_code else "receipt.said"),
            actions=(
                Action(id="no-paper", label=self.w("receipt.no-paper")),
                Action(id="again", label=self.w("receipt.again")),
                Action(id="finish", label=self.w("receipt.finish"), role=Role.PRIMARY),
            ),
            facts={
                "number": submitted.number,
                "delivered": delivered,
                "platform_receipt": "" if submitted.receipt is None else submitted.receipt.receipt,
                "take": {
                    "title": self.w("receipt.take"),
                    "lines": [
                        self.w("receipt.take-phone" if self.visit.by_code else "receipt.take-card"),
                        self.w("receipt.take-paper"),
                    ],
                },
                "next": {
                    "title": self.w("receipt.next"),
                    "text": self.w(
                        "receipt.next-phone" if phone else "receipt.next-number", body=self._receiving_body()
                    ),
                },
                "printed": submitted.printed,
                "rating": {
                    "title": self.w("rating.title"),
                    "note": self.w("rating.thanks") if submitted.rated else self.w("rating.note"),
                    "options": [{"value": grade, "label": self.w(f"rating.{grade}")} for grade in RATINGS],
                    "chosen": submitted.rated,
                },
                "finish_in": 0 if math.isinf(self._ends) else max(0, round(self._ends - self.desk.clock.monotonic())),
            },
            raster=submitted.raster,
        )

    def _where_it_is(self) -> str:
        submitted = self.visit.submitted
        if submitted is not None and submitted.held is not None:
            return self.w("receipt.held-note")
        if submitted is not None and submitted.receipt is not None:
            return self.w("receipt.delivered-note")
        sending = self.desk.store.line() is LineState.UP
        return self.w("receipt.sending-note" if sending else "receipt.registered-note")

    def _receiving_body(self) -> str:
        """Which body receives, as the site policy names it; else the department of the item."""
        item, policy, pick = self.visit.service, self.desk.policy, self.desk.words.pick
        if item is None:
            return ""
        named = None if policy is None else policy.receiving.get(item.department_code)
        return pick(item.department if named is None else named)

    def act(self, action: str, value: Any) -> str | None:
        submitted = self.visit.submitted
        match action:
            case "rate" if value in RATINGS and submitted is not None and not submitted.rated:
                # one rating a case (domain facts, 7.3); it is a submission of its own and names no person
                submitted.rated = str(value)
                draft = rating_draft(self.desk, self.visit, submitted.id, str(value))
                self.desk.store.submit(self.desk.new_id(), draft, needs_paper=False)
            case "no-paper":
                self.visit.fault = Fault(id="kiosk.print-unconfirmed")
                return "no-paper"
            case "again":
                return "again"
            case "finish":
                return "finish"
        return None

    def event(self, event: object) -> str | None:
        if isinstance(event, SubmissionReceived | SubmissionHeld):
            note_delivery(self, event)
        return None

    def tick(self) -> str | None:
        return "finish" if self.desk.clock.monotonic() >= self._ends else None
