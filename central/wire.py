"""Pydantic models of what comes and goes as plain JSON: enrolment, heartbeat, health, the one error body."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from central.errors import WireCode, WireError
from kiosk.protocol.canonical import parse
from kiosk.protocol.errors import MalformedError

Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
Stamp = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9]{2}:[0-9]{2})$")]
"""Text only: pydantic's own datetime also takes integers (facts, platform, section 17)."""
AttentionId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
Terminal = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]


class Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class Enrolment(Wire):
    """A terminal asks to be enrolled. `proof` is its signature (context `enrol`) over the claim as sent."""

    claim: Annotated[str, Field(min_length=1, max_length=64)]
    public: Annotated[str, Field(pattern=r"^ed25519:[A-Za-z0-9_-]{43}$")]
    software: Annotated[str, Field(max_length=80)]
    proof: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{86}$")]


class JournalHead(Wire):
    sequence: Annotated[int, Field(ge=0, le=2**31 - 1)]
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Counts(Wire):
    queued: Count
    held: Count
    received: Count


class Heartbeat(Wire):
    """How a terminal stands. Members that this platform does not know are passed over.

    `attention` names what somebody should come for: `help-called`, or ids of faults. Older terminals do not send it.
    """

    v: Annotated[int, Field(ge=1, le=1)]
    terminal: Terminal
    generation: Annotated[int, Field(ge=1, le=9999)]
    software: Annotated[str, Field(max_length=80)]
    utc: Stamp
    journal: JournalHead
    counts: Counts
    devices: Annotated[
        dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=64)]], Field(max_length=64)
    ]
    attention: Annotated[list[AttentionId], Field(max_length=20)] = []


class Health(Wire):
    ok: bool


class Fault(Wire):
    """The one shape of every error body. `server_utc` comes with 401, so that a wrong clock can be seen."""

    fault: WireCode
    detail: str
    server_utc: str | None = None


class SignedDocument(Wire):
    """`payload` is base64url of canonical JSON, `signature` Ed25519 over `jiujin/v1/TYPE`, 0x00 and those bytes."""

    type: str
    key_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    payload: str
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{86}$")]


Model = TypeVar("Model", bound=Wire)


def read_body(model: type[Model], body: bytes, limit: int) -> Model:
    """400 for what is no JSON of the protocol, 422 for JSON of another form; places are named, values are not."""
    try:
        value = parse(body, limit=limit)
    except (MalformedError, RecursionError) as problem:
        raise WireError(400, WireCode.MALFORMED, str(problem)) from problem
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        errors = problem.errors(include_url=False, include_context=False, include_input=False)
        places = "; ".join(f"{'.'.join(str(part) for part in error['loc'])}: {error['type']}" for error in errors[:5])
        raise WireError(422, WireCode.INVALID, places) from problem
