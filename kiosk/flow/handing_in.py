"""Handing in: durable first, then delivered if the line allows, then on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.clock import CHINA
from kiosk.devices import PrintFinished, PrintJob, PrintOutcome, PrintStarted
from kiosk.documents.paper import ReceiptPaper, ToSupply
from kiosk.documents.press import Rendered, RenderFailed
from kiosk.faults import Fault, FaultText, Retry
from kiosk.flow.drafting import application_draft
from kiosk.flow.page import STEPS, Action, Page, PageName, Role, Step
from kiosk.flow.state import State
from kiosk.flow.visit import Submitted
from kiosk.identity.document import has_rare_characters, masked_name
from kiosk.protocol.proof import ReceiptProof, proof_link
from kiosk.store import LineState, SubmissionHeld, SubmissionReceived, SubmissionRefused, SubmissionStored
from kiosk.texts import Texts

SLOW_S = 10.0
"""A commit takes milliseconds; after this long a disk is in trouble, and people want to know that we are at it."""


class Saving(State):
    """Seal and commit; then, with the line up, wait a moment for the platform's receipt."""

    idle = False
    can_finish = False

    def enter(self) -> str | None:
        self._request = self.desk.new_id()
        self._wait_until = 0.0
        self._slow_from = self.desk.clock.monotonic() + SLOW_S
        self._draft = application_draft(self.desk, self.visit)
        self.desk.store.submit(self._request, self._draft, needs_paper=True)
        return None

    def page(self) -> Page:
        stored = self.visit.submitted is not None
        slow = not stored and self.desk.clock.monotonic() >= self._slow_from
        return Page(
            name=PageName.SAVING,
            title=self.w("saving.sending") if stored else self.w("saving.title"),
            said=self.w("saving.title"),
            step=Step(index=5, of=STEPS, label=self.w("step.receipt")),
            facts={"lines": [self.w("saving.stored" if stored else "saving.slow" if slow else "saving.wait")]},
            busy=True,
        )

    def event(self, event: object) -> str | None:
        match event:
            case SubmissionStored() if event.request == self._request:
                self.visit.submitted = Submitted(
                    id=event.id, number=event.number, received_at=self._draft.received_at
                )
                policy = self.desk.policy
                wait = policy.thresholds.delivery_wait_s if policy is not None else 0
                if self.desk.store.line() is LineState.DOWN or wait == 0:
                    return "stored"
                self._wait_until = self.desk.clock.monotonic() + wait
            case SubmissionRefused() if event.request == self._request:
                self.visit.fault = event.fault
                return "refused"
            case SubmissionReceived() | SubmissionHeld():
                return "stored" if note_delivery(self, event) else None
        return None

    def tick(self) -> str | None:
        waited = self._wait_until and self.desk.clock.monotonic() >= self._wait_until
        return "stored" if waited else None


def note_delivery(state: State, event: SubmissionReceived | SubmissionHeld) -> bool:
    """Take what became of this visit's application; False when the event is about another."""
    submitted = state.visit.submitted
    if submitted is None or event.id != submitted.id:
        return False
    if isinstance(event, SubmissionReceived):
        submitted.receipt = event.receipt
    else:
        submitted.held = event.fault
    return True


class NotSaved(State):
    """Nothing was stored and nobody was told a number; answers are still here, so trying again costs nothing."""

    @property
    def calls_staff(self) -> bool:  # type: ignore[override]
        """Where staff have to mend it, the main button has them come."""
        return self._text().retry in (Retry.AFTER_SERVICE, Retry.NEVER) and self.desk.attended()

    def page(self) -> Page:
        text, pick = self._text(), self.desk.words.pick
        return Page(
            name=PageName.FAULT,
            title=pick(text.title),
            subtitle=pick(text.body),
            said=f"{pick(text.title)}。{pick(text.body)}",
            picture=text.picture,
            actions=self._actions(text.retry),
            facts={
                "saved": self.w("not-saved.saved"),
                "lines": [self.w("not-saved.line")],
                "code": text.code,
                "retry": text.retry.value,
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        return action if action in ("back", "retry", "elsewhere") else None

    def _text(self) -> FaultText:
        return self.desk.fault_text(self.visit.fault or Fault(id="kiosk.unknown"))

    def _actions(self, retry: Retry) -> tuple[Action, ...]:
        """What helps comes last and largest; another try mends nothing that staff have to mend, but may follow it."""
        back = Action(id="back", label=self.w("common.back"))
        again = Action(id="retry", label=self.w("not-saved.retry"))
        elsewhere = Action(id="elsewhere", label=self.w("not-saved.elsewhere"))
        if retry not in (Retry.AFTER_SERVICE, Retry.NEVER):
            return back, elsewhere, replace(again, role=Role.PRIMARY)
        if self.calls_staff:
            staff = Action(id="help", label=self.w("not-saved.staff"), role=Role.PRIMARY)
            return back, again, elsewhere, staff
        return back, again, replace(elsewhere, role=Role.PRIMARY)


class Printing(State):
    """The receipt is made and printed; "printed" is said of a confirmed job only."""

    idle = False
    can_finish = False

    def enter(self) -> str | None:
        submitted = self._submitted()
        self._job = self.desk.new_id()
        self._begun = False
        self._lines = [self.w("printing.making"), self.w("printing.where")]
        fault = self.desk.printer_fault()
        if fault is not None:
            self.visit.fault = fault
            return "no-paper"
        submitted.prints += 1
        self._sheet = self._paper(reprint=submitted.prints > 1)
        self.desk.press.render_async(self._job, self._sheet, self.desk.post)
        return None

    def page(self) -> Page:
        return Page(
            name=PageName.PRINTING,
            title=self.w("printing.title"),
            said=self.w("printing.title"),
            step=Step(index=5, of=STEPS, label=self.w("step.receipt")),
            picture="printer",
            facts={"lines": self._lines, "number": self._submitted().number},
            busy=True,
        )

    def event(self, event: object) -> str | None:
        match event:
            case Rendered() if event.request == self._job and event.bound_to != self.visit.binding():
                self.desk.journal("print-end", visit=self.visit.id, job=self._job, outcome="destroyed")
                return self._without_paper(Fault(id="document.wrong-person"))
            case Rendered() if event.request == self._job and self.desk.printer is not None:
                self._submitted().raster = event.raster
                self.desk.journal("print-begin", visit=self.visit.id, job=self._job)
                self.desk.printer.submit(PrintJob(job=self._job, visit=self.visit.id, raster=event.raster))
            case RenderFailed() if event.request == self._job:
                if event.fault.id == "document.glyph-missing" and self._sheet.masked_name:
                    # a receipt without the name is better than none, and far better than a wrong name
                    self._sheet = self._sheet.without_name()
                    self.desk.press.render_async(self._job, self._sheet, self.desk.post)
                    return None
                return self._without_paper(event.fault)
            case PrintStarted() if event.job == self._job:
                self._lines = [self.w("printing.coming"), self.w("printing.where")]
            case PrintFinished() if event.job == self._job:
                return self._finished(event)
            case SubmissionReceived() | SubmissionHeld():
                note_delivery(self, event)
        return None

    def _finished(self, event: PrintFinished) -> str:
        submitted = self._submitted()
        submitted.printed = event.outcome.value
        self.desk.journal("print-end", visit=self.visit.id, job=self._job, outcome=event.outcome.value)
        self.desk.store.note_print(submitted.id, self._job, event.outcome.value)
        if event.outcome is PrintOutcome.CONFIRMED:
            self.desk.store.mark_told(submitted.id)
            return "printed"
        return self._without_paper(event.fault or Fault(id="kiosk.print-unconfirmed"))

    def _without_paper(self, fault: Fault) -> str:
        self.visit.fault = fault
        return "no-paper"

    def _submitted(self) -> Submitted:
        if self.visit.submitted is None:
            raise RuntimeError("printing without an application")
        return self.visit.submitted

    def _identity_words(self) -> str:
        """How it was shown who stood here, and for whom where that is somebody else."""
        visit = self.visit
        # what stood in for a card is among them, a card that was read is not
        shown = [*filter(None, [visit.agent_proof or visit.document_proof]), *visit.proofs]
        proof = next((one for one in reversed(shown) if one.result == "confirmed"), None)
        if proof is None:
            words = self.w("printing.card-only")
        elif proof.way == "staff-check":
            words = self.w("printing.staff-checked", staff=proof.facts["staff"])
        else:
            words = self.w(f"printing.by-{proof.way}")
        present = self.visit.present
        if self.visit.authorisation is None or present is None:
            return words
        return self.w("printing.for-other", name=masked_name(present.name), words=words)

    def _supply_words(self, until: Texts | None) -> str:
        """Until when, and where to: a paper that only says "to follow" helps nobody."""
        policy, pick = self.desk.policy, self.desk.words.pick
        place = pick(policy.places[0].name) if policy is not None and policy.places else ""
        limit = "" if until is None else pick(until)
        if not place:
            return limit
        return self.w("printing.supply", limit=limit, place=place) if limit else self.w("printing.bring", place=place)

    def _paper(self, *, reprint: bool) -> ReceiptPaper:
        submitted, visit, policy = self._submitted(), self.visit, self.desk.policy
        identity, item, document = self.desk.store.identity(), visit.service, visit.document
        if identity is None or item is None or policy is None:
            raise RuntimeError("printing before enrolment")
        pick = self.desk.words.pick
        delivered = submitted.receipt is not None
        proof = ReceiptProof(
            submission=submitted.id,
            number=submitted.number,
            service=item.id,
            received_at=submitted.received_at,
            delivered=delivered,
        )
        names = {material.id: pick(material.name) for material in item.materials}
        return ReceiptPaper(
            place=pick(policy.place),
            terminal=self.desk.terminal_words(),
            language=visit.language,
            large=visit.elder,
            bound_to=visit.binding(),
            service=pick(item.name),
            masked_name="" if document is None else masked_name(document.name),
            received=submitted.received_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"),
            number=submitted.number,
            link=proof_link(policy.link_host, proof, identity.key),
            delivered=delivered,
            platform_receipt=None if submitted.receipt is None else submitted.receipt.receipt,
            name=document.name if document is not None and has_rare_characters(document.name) else "",
            identity_words=self._identity_words(),
            helper="" if visit.helper is None else self.w("printing.helper", staff=visit.helper.number),
            to_supply=tuple(
                ToSupply(name=names[row["id"]], until=self._supply_words(row["until"]))
                for row in visit.materials()
                if row["how"] in ("deferred", "bring")
            ),
            reprint=reprint,
        )
