"""The platform's small answers as values: errors, enrolment, countersignature. Pydantic stands here alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import PinnedKeys
from kiosk.protocol.signed import open_document

_Hex64 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Answer(BaseModel):
    # members that later platforms add are passed over
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class ErrorAnswer(_Answer):
    """The one shape of every refusal."""

    fault: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]{1,64}$")]
    detail: str = ""


class EnrolmentAnswer(_Answer):
    v: Literal[1]
    terminal: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]
    site: _Short
    generation: Annotated[int, Field(ge=1, le=9999)]
    key_id: _Short
    platform: _Short


class CountersignAnswer(_Answer):
    v: Literal[1]
    terminal: _Short
    generation: int
    sequence: Annotated[int, Field(ge=0)]
    hash: _Hex64
    utc: _Short


class CodeSentAnswer(_Answer):
    challenge: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
    hint: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,4}$")]
    valid_s: Annotated[int, Field(ge=1, le=3600)]
    again_s: Annotated[int, Field(ge=0, le=3600)]


class PersonAnswer(_Answer):
    """Whom an identity code names."""

    document: _Short
    name: _Short
    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    birth_date: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = None
    sex: Annotated[str, StringConstraints(pattern=r"^[0129]$")] | None = None
    address: Annotated[str, StringConstraints(max_length=400)] | None = None


class ProofAnswer(_Answer):
    statement: Annotated[str, StringConstraints(min_length=1, max_length=4096)]
    person: PersonAnswer | None = None


_T = TypeVar("_T", bound=_Answer)


def read_error(body: bytes) -> ErrorAnswer | None:
    """The refusal in a body, None when it is something else (a proxy's page)."""
    try:
        return ErrorAnswer.model_validate_json(body)
    except ValidationError:
        return None


def read_enrolment(data: bytes, pinned: PinnedKeys) -> EnrolmentAnswer:
    return _read("enrolment", EnrolmentAnswer, data, pinned)


def read_countersign(data: bytes, pinned: PinnedKeys) -> CountersignAnswer:
    return _read("countersign", CountersignAnswer, data, pinned)


def read_content(model: type[_T], content: Mapping[str, object]) -> _T:
    """What stood inside a sealed answer; `MalformedError` names no value."""
    try:
        return model.model_validate(content)
    except ValidationError as problem:
        raise MalformedError(f"{problem.error_count()} members are not as described") from None


def _read(kind: str, model: type[_T], data: bytes, pinned: PinnedKeys) -> _T:
    """Raises `SignatureError` or `MalformedError`."""
    try:
        return model.model_validate(open_document(kind, data, pinned))
    except ValidationError as problem:
        raise MalformedError(f"{kind}: {problem.error_count()} members are not as described") from problem
