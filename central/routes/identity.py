"""POST /v1/identity/…: codes by SMS and identity codes, for a resident who stands at a terminal and waits."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from central.answers import document, may_answer
from central.authentication import Signed
from central.challenges import CHECK_CODE, SEND_CODE, check_code, send_code
from central.identity_calls import answered, received
from central.identity_codes import EXCHANGE, exchange_code
from central.identity_model import CheckCode, ExchangeCode, SendCode, read_question
from central.routes.parts import SIGNATURE_PARAMETERS, Here, json_body, signed_json

router = APIRouter()
_FAULTS = (400, 401, 403, 408, 409, 413, 422)
_QUESTION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "A sealed question (docs/protocol.md, section 20); answered once an id.",
                    "required": ["header", "sealed"],
                }
            }
        },
    },
    "parameters": SIGNATURE_PARAMETERS,
}


@router.post(
    "/v1/identity/code",
    responses=may_answer(*_FAULTS, 404, 429, 502, signed=(200,)),
    response_model=None,
    openapi_extra=_QUESTION,
)
def post_code(
    here: Here, body: Annotated[bytes, Depends(json_body)], signed: Annotated[Signed, Depends(signed_json)]
) -> Response:
    """Send a code to the telephone number that the platform knows for a person."""
    call, content = received(here, SEND_CODE, body, signed.caller)
    question = read_question(SendCode, content)
    return document(answered(here, call, question.reply_key, lambda c, asked: send_code(here, c, asked, question)))


@router.post(
    "/v1/identity/check",
    responses=may_answer(*_FAULTS, signed=(200,)),
    response_model=None,
    openapi_extra=_QUESTION,
)
def post_check(
    here: Here, body: Annotated[bytes, Depends(json_body)], signed: Annotated[Signed, Depends(signed_json)]
) -> Response:
    """Compare a typed code; the answer holds the platform's statement."""
    call, content = received(here, CHECK_CODE, body, signed.caller)
    question = read_question(CheckCode, content)
    return document(answered(here, call, question.reply_key, lambda c, asked: check_code(here, c, asked, question)))


@router.post(
    "/v1/identity/exchange",
    responses=may_answer(*_FAULTS, 429, signed=(200,)),
    response_model=None,
    openapi_extra=_QUESTION,
)
def post_exchange(
    here: Here, body: Annotated[bytes, Depends(json_body)], signed: Annotated[Signed, Depends(signed_json)]
) -> Response:
    """Exchange an identity code that the terminal scanned; the answer holds the platform's statement."""
    call, content = received(here, EXCHANGE, body, signed.caller)
    question = read_question(ExchangeCode, content)
    return document(
        answered(here, call, question.reply_key, lambda c, asked: exchange_code(here, c, asked, question))
    )
