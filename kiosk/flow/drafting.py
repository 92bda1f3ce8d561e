"""From a visit to the drafts that the outbox seals: the application, and the rating that follows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from kiosk.clock import ClockState
from kiosk.flow.state import Desk
from kiosk.flow.visit import Visit
from kiosk.forms.answers import PHOTO_TYPE
from kiosk.identity.document import DocumentKind
from kiosk.protocol.envelope import Capacity, SubmissionKind
from kiosk.protocol.payload import (
    AttachmentRecord,
    MaterialRecord,
    PersonRecord,
    SignatureRecord,
    SubmissionDraft,
    VersionedRef,
)


def application_draft(desk: Desk, visit: Visit) -> SubmissionDraft:
    """The application of this visit, confirmed now; `RuntimeError` when the flow let something through."""
    item, document, filling = visit.service, visit.document, visit.filling
    if item is None or document is None or filling is None:
        raise RuntimeError("an application without service, document or form")
    if (visit.capacity is Capacity.SELF) is not (visit.authorisation is None):
        raise RuntimeError("an application for somebody else without an authorisation")
    if document.kind is DocumentKind.HOUSEHOLD_REGISTER and visit.document_proof is None:
        raise RuntimeError("an application for somebody whom nobody looked up in the register")
    answers = filling.answers()
    phone = answers.get("contact_phone")
    photos = filling.photos()
    carriers = {material.id: material.field for material in item.materials if material.field in photos}
    present = document if visit.agent is None else visit.agent
    read = [proof for proof in (visit.document_proof, visit.agent_proof) if proof is not None]
    return SubmissionDraft(
        kind=SubmissionKind.APPLICATION,
        parent=None,
        applicant=visit.organisation or PersonRecord.of(document),
        actor=PersonRecord.of(present),
        capacity=visit.capacity,
        helper=None if visit.helper is None else {"number": visit.helper.number, "name": visit.helper.name},
        proofs=[*read, *visit.proofs],
        contact=None if not phone else {"phone": str(phone)},
        service=VersionedRef(id=item.id, version=item.version, sha256=item.sha256),
        form=None
        if item.form is None
        else VersionedRef(id=item.form.id, version=item.form.version, sha256=item.form_sha256),
        answers=answers,
        materials=[
            MaterialRecord(
                id=row["id"],
                how=row["how"],
                until=None if row["until"] is None else desk.words.pick(row["until"]),
                attachment=carriers.get(row["id"]),
            )
            for row in visit.materials()
        ],
        commitments=[] if item.commitment is None else [desk.words.pick(item.commitment)],
        signature=SignatureRecord(document_sha256=visit.signed_sha256, strokes=visit.strokes)
        if visit.strokes
        else None,
        attachments=[
            AttachmentRecord(name=name, media_type=PHOTO_TYPE, content=jpeg) for name, jpeg in photos.items()
        ],
        extra={} if visit.authorisation is None else {"authorisation": visit.authorisation.to_json()},
        **_circumstances(desk, visit),
    )


def rating_draft(desk: Desk, visit: Visit, application: str, grade: str) -> SubmissionDraft:
    """A rating names the application it rates and no person."""
    return SubmissionDraft(
        kind=SubmissionKind.RATING,
        parent=application,
        applicant=None,
        actor=None,
        capacity=Capacity.SELF,
        helper=None,
        proofs=[],
        contact=None,
        service=None,
        form=None,
        answers={"grade": grade},
        materials=[],
        commitments=[],
        signature=None,
        **_circumstances(desk, visit),
    )


def intent_draft(desk: Desk, visit: Visit) -> SubmissionDraft:
    """The wish to be served by a person in attended hours, about the service that was chosen."""
    return _wish(desk, visit, SubmissionKind.INTENT, {"wish": "staffed-hours"}, contact=None)


def callback_draft(desk: Desk, visit: Visit) -> SubmissionDraft:
    """The wish to be called by staff, about the service that was chosen."""
    if visit.call_back is None:
        raise RuntimeError("a call back that nobody asked for")
    contact = {"phone": visit.call_back.phone}
    return _wish(desk, visit, SubmissionKind.CALLBACK, visit.call_back.to_json(), contact=contact)


def _wish(
    desk: Desk, visit: Visit, kind: SubmissionKind, answers: dict[str, Any], *, contact: dict[str, str] | None
) -> SubmissionDraft:
    """What is registered without a form: of who stands here, if a document was read at all."""
    item, document = visit.service, visit.present
    person = None if document is None else PersonRecord.of(document)
    proof = visit.agent_proof or visit.document_proof
    return SubmissionDraft(
        kind=kind,
        parent=None,
        applicant=person,
        actor=person,
        capacity=Capacity.SELF,
        helper=None,
        proofs=[] if proof is None else [proof],
        contact=contact,
        service=None if item is None else VersionedRef(id=item.id, version=item.version, sha256=item.sha256),
        form=None,
        answers=answers,
        materials=[],
        commitments=[],
        signature=None,
        **_circumstances(desk, visit),
    )


class _Circumstances(TypedDict):
    """Where, when and under which texts; the same for every kind of submission."""

    site: dict[str, str]
    language: str
    catalogue: VersionedRef
    received_at: datetime
    clock: ClockState
    boot_id: str
    monotonic_ms: int
    line: str


def _circumstances(desk: Desk, visit: Visit) -> _Circumstances:
    catalogue_id, version, sha256 = visit.catalogue_version
    if not catalogue_id and desk.catalogue is not None:
        # a ticket may be taken before anything was chosen
        catalogue_id, version, sha256 = desk.catalogue.id, desk.catalogue.version, desk.catalogue.sha256
    policy = desk.policy
    name = "" if policy is None else desk.words.pick(policy.place)
    return _Circumstances(
        site={"id": "" if policy is None else policy.site, "name": name},
        language=visit.language,
        catalogue=VersionedRef(id=catalogue_id, version=version, sha256=sha256),
        received_at=desk.clock.utc(),
        clock=desk.clock.state(),
        boot_id=desk.clock.boot_id(),
        monotonic_ms=int(desk.clock.monotonic() * 1000),
        line=desk.store.line().value,
    )
