"""The payload of version 1 as the platform checks it: `kiosk.protocol.payload` says what the members mean.

Strict about types, open about members: what a later version adds is kept and does not make a payload invalid.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Word = Annotated[str, Field(min_length=1, max_length=80)]
Line = Annotated[str, Field(max_length=400)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Open(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class Person(Open):
    document: Word
    name: Line
    number: Line
    birth_date: Word | None
    sex: Word | None
    address: Line | None


class Proof(Open):
    way: Word
    at: Word
    result: Word
    facts: dict[str, str]


class Reference(Open):
    id: Word
    version: Word
    sha256: Hash


class MaterialV1(Open):
    id: Word
    how: Word
    until: Line | None
    attachment: Line | None


class Signature(Open):
    document_sha256: Hash
    strokes: list[list[list[int]]]


class ClockV1(Open):
    state: Word
    boot_id: Word
    monotonic_ms: int


class PayloadV1(Open):
    v: Literal[1]
    id: Word
    kind: Word
    parent: Word | None
    number: Word
    terminal: Word
    generation: int
    sequence: int
    site: dict[str, str]
    applicant: Person | None
    actor: Person | None
    capacity: Word
    helper: dict[str, str] | None
    proofs: list[Proof]
    contact: dict[str, str] | None
    language: Word
    service: Reference | None
    catalogue: Reference
    form: Reference | None
    answers: dict[str, Any]
    materials: list[MaterialV1]
    commitments: list[str]
    signature: Signature | None
    attachments: list[dict[str, Any]]
    received_at: Word
    clock: ClockV1
    line: Word
    extra: dict[str, Any]


class AuthorisationV1(Open):
    """`extra.authorisation`: principal and agent stand beside it, as applicant and actor."""

    id: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
    capacity: Word
    services: Annotated[list[Word], Field(max_length=500)]
    departments: Annotated[list[Word], Field(max_length=100)]
    valid_from: Day
    until: Day
    basis: Word
    granted_at: Word
    checked_by: Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,32}$")] | None


def places(problem: Exception) -> str:
    """Where a value is wrong, without what stood there: cases are read by more people than applications."""
    if not isinstance(problem, ValidationError):
        return "a time is no time"
    errors = problem.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(str(part) for part in error['loc'])}: {error['type']}" for error in errors[:8])
