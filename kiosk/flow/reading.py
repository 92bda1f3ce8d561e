"""Taking a document that a reader read: checked against today, remembered, and the fast lane opened by age."""

from __future__ import annotations

from kiosk.clock import ClockState, local_date
from kiosk.devices import DocumentRead
from kiosk.faults import Fault
from kiosk.flow.page import TextSize
from kiosk.flow.state import Desk
from kiosk.flow.visit import Visit
from kiosk.identity.ages import age_on
from kiosk.identity.document import IdentityDocument, document_fault
from kiosk.protocol.payload import IdentityProof


def take_document(desk: Desk, visit: Visit, event: DocumentRead) -> Fault | None:
    """Take the document into the visit; the fault when it cannot be used, and then nothing of it is kept."""
    today = local_date(desk.clock)
    fault = document_fault(event.document, today)
    if fault is not None and fault.id in ("document.expired", "document.not-yet-valid"):
        # a clock that is known to be wrong must not turn people away without saying so
        fault = Fault(id="document.clock-doubtful") if desk.clock.state() is ClockState.OFF else fault
    if fault is not None:
        desk.journal("document-refused", visit=visit.id, fault=fault.id)
        return fault
    proof = IdentityProof(
        way="document-read",
        at=desk.clock.utc(),
        result="read",
        facts={**event.reader_facts, "photo": event.document.photo_kind.value},
    )
    keep_document(desk, visit, event.document, proof)
    desk.journal("document-read", visit=visit.id, device=event.device)
    return None


def keep_document(desk: Desk, visit: Visit, document: IdentityDocument, proof: IdentityProof) -> None:
    """Who it is about is known from now on, by a card or by what stands in for one."""
    visit.remember_document(document)
    visit.document_proof = proof
    fast_lane_age = desk.policy.fast_lane_age if desk.policy is not None else 65
    if age_on(document.birth_date, local_date(desk.clock)) >= fast_lane_age:
        visit.fast_lane = True
        visit.size = visit.size if visit.elder else TextSize.LARGE
    # the first paper of this visit is some minutes away: its renderer gets up now, in its own process
    desk.press.warm()
