"""The sealed payload of an envelope: who asks for what, for whom, helped by whom, proven how, under which texts.

Every kind of submission has the same members; what a kind does not use is null or an empty list, so that readers
written today read what later work adds (`extra` is the one open member; readers keep what they do not know).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.clock import ClockState, stamp
from kiosk.identity.document import IdentityDocument
from kiosk.protocol.canonical import sha256_hex
from kiosk.protocol.envelope import Capacity, SubmissionKind
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.temporary_number import TemporaryNumber


@dataclass(frozen=True, kw_only=True, repr=False)
class PersonRecord:
    """A person or organisation as the payload names them; shown by no `repr`."""

    document: str
    """Kind of document (`resident-card`, `social-security-card`; `credit-code` for organisations)."""
    name: str
    number: str
    birth_date: str | None = None
    sex: str | None = None
    address: str | None = None

    @classmethod
    def of(cls, document: IdentityDocument) -> PersonRecord:
        return cls(
            document=document.kind.value,
            name=document.name,
            number=document.number,
            birth_date=document.birth_date.isoformat(),
            sex=document.sex,
            address=document.current_address,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "name": self.name,
            "number": self.number,
            "birth_date": self.birth_date,
            "sex": self.sex,
            "address": self.address,
        }

    def __repr__(self) -> str:
        return f"PersonRecord({self.document}, ***)"


@dataclass(frozen=True, kw_only=True)
class IdentityProof:
    """One way in which identity was shown. `way`: `document-read`, `staff-check`, later face, SMS, code …"""

    way: str
    at: datetime
    result: str
    """`read` or `confirmed`; a failed way is recorded as `failed` and proves nothing."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Evidence without biometrics: reader, SAM id, staff number, score band."""

    def to_json(self) -> dict[str, Any]:
        return {"way": self.way, "at": stamp(self.at), "result": self.result, "facts": dict(self.facts)}


@dataclass(frozen=True, kw_only=True)
class VersionedRef:
    """A text the application was made under: id, version and SHA-256 of its canonical form."""

    id: str
    version: str
    sha256: str

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "version": self.version, "sha256": self.sha256}


@dataclass(frozen=True, kw_only=True)
class MaterialRecord:
    """How a material stands. `how`: card, shared, licence, attached, deferred, promised, bring."""

    id: str
    how: str
    until: str | None = None
    """For deferred materials: the promised limit in words of the catalogue."""
    attachment: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "how": self.how, "until": self.until, "attachment": self.attachment}


@dataclass(frozen=True, kw_only=True)
class SignatureRecord:
    """A handwritten signature bound to what was on the review page."""

    document_sha256: str
    """SHA-256 of the canonical form of service, form, answers and materials as reviewed."""
    strokes: Sequence[Sequence[Sequence[int]]]
    """Strokes of points [x, y, milliseconds since the first point]; x and y in thousandths of the pad's width."""

    def to_json(self) -> dict[str, Any]:
        return {
            "document_sha256": self.document_sha256,
            "strokes": [[list(point) for point in stroke] for stroke in self.strokes],
        }


@dataclass(frozen=True, kw_only=True)
class AttachmentRecord:
    """A small file that travels inside the payload, and so under its seal; `name` is the field that asked for it."""

    name: str
    media_type: str
    content: bytes = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "media_type": self.media_type,
            "size": len(self.content),
            "sha256": sha256_hex(self.content),
            "content": base64.b64encode(self.content).decode("ascii"),
            "parts": [],
        }


@dataclass(frozen=True, kw_only=True)
class SubmissionDraft:
    """Everything about a submission but what the outbox adds: id, number and generation."""

    kind: SubmissionKind
    parent: str | None
    applicant: PersonRecord | None
    actor: PersonRecord | None
    capacity: Capacity
    helper: Mapping[str, str] | None
    """Staff number and name of who helped, or None."""
    proofs: Sequence[IdentityProof]
    contact: Mapping[str, str] | None
    """`phone`, or None: a contact is never a condition."""
    site: Mapping[str, str]
    language: str
    service: VersionedRef | None
    catalogue: VersionedRef
    form: VersionedRef | None
    answers: Mapping[str, Any]
    materials: Sequence[MaterialRecord]
    commitments: Sequence[str]
    signature: SignatureRecord | None
    received_at: datetime
    """When the resident confirmed at the terminal: the time of receipt in the law's sense (行政许可法 32)."""
    clock: ClockState
    boot_id: str
    monotonic_ms: int
    line: str
    """`up`, `down` or `unknown` at that moment."""
    attachments: Sequence[AttachmentRecord] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def payload_of(draft: SubmissionDraft, submission_id: str, number: TemporaryNumber) -> dict[str, Any]:
    """The payload as it is sealed."""
    return {
        "v": 1,
        "id": submission_id,
        "kind": draft.kind.value,
        "parent": draft.parent,
        "number": str(number),
        "terminal": number.terminal,
        "generation": number.generation,
        "sequence": number.sequence,
        "site": dict(draft.site),
        "applicant": None if draft.applicant is None else draft.applicant.to_json(),
        "actor": None if draft.actor is None else draft.actor.to_json(),
        "capacity": draft.capacity.value,
        "helper": None if draft.helper is None else dict(draft.helper),
        "proofs": [proof.to_json() for proof in draft.proofs],
        "contact": None if draft.contact is None else dict(draft.contact),
        "language": draft.language,
        "service": None if draft.service is None else draft.service.to_json(),
        "catalogue": draft.catalogue.to_json(),
        "form": None if draft.form is None else draft.form.to_json(),
        "answers": dict(draft.answers),
        "materials": [material.to_json() for material in draft.materials],
        "commitments": list(draft.commitments),
        "signature": None if draft.signature is None else draft.signature.to_json(),
        "attachments": [attachment.to_json() for attachment in draft.attachments],
        "received_at": stamp(draft.received_at),
        "clock": {
            "state": draft.clock.value,
            "boot_id": draft.boot_id,
            "monotonic_ms": draft.monotonic_ms,
        },
        "line": draft.line,
        "extra": dict(draft.extra),
    }


PAYLOAD_KEYS = frozenset(
    "v id kind parent number terminal generation sequence site applicant actor capacity helper proofs".split()
    + "contact language service catalogue form answers materials commitments signature attachments".split()
    + "received_at clock line extra".split()
)


def check_payload(payload: Mapping[str, Any], submission_id: str, number: str) -> None:
    """What every reader checks first: version, members, and that it is the header's. Raises `MalformedError`."""
    missing = PAYLOAD_KEYS - set(payload)
    if payload.get("v") != 1 or missing:
        raise MalformedError(f"payload lacks {', '.join(sorted(missing)) or 'version 1'}")
    if payload["id"] != submission_id or payload["number"] != number:
        raise MalformedError("payload and header name different submissions")
