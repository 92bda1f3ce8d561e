"""What stands inside a sealed question about identity, as the platform checks it."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from central.errors import WireCode, WireError
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import decode

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""32 bytes in base64url."""
Visit = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]


class Question(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, hide_input_in_errors=True)

    reply_key: Key
    visit: Visit


class Person(BaseModel):
    """As the document said it."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, hide_input_in_errors=True)

    document: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(max_length=200)]
    number: Annotated[str, Field(min_length=1, max_length=40)]


class SendCode(Question):
    person: Person
    person_key: Key


class CheckCode(Question):
    challenge: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    code: Annotated[str, Field(max_length=16)]


class ExchangeCode(Question):
    code: Annotated[str, Field(min_length=1, max_length=512)]
    person: Person | None
    person_key: Key


Model = TypeVar("Model", bound=Question)


def read_question(model: type[Model], content: dict[str, object]) -> Model:
    """422 for content of another form; places are named, values are not."""
    try:
        question = model.model_validate(content)
        decode(question.reply_key)
        if isinstance(question, SendCode | ExchangeCode):
            decode(question.person_key)
    except ValidationError as problem:
        errors = problem.errors(include_url=False, include_context=False, include_input=False)
        places = "; ".join(f"{'.'.join(str(part) for part in error['loc'])}: {error['type']}" for error in errors[:5])
        raise WireError(422, WireCode.INVALID, places) from problem
    except MalformedError as problem:
        raise WireError(422, WireCode.INVALID, str(problem)) from problem
    return question
