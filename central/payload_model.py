"""The payload of version 1 as the platform checks it: `kiosk.protocol.payload` says what the members mean.

Strict about types, open about members: what a later version adds is kept and does not make a payload invalid.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Word = Annotated[str, Field(min_length=1, max_length=80)]
Line = Annotated[str, Field(max_length=400)]
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
