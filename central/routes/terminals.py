"""POST /v1/enrol and /v1/heartbeat: terminals come to be known, and say how they stand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from central.answers import document, may_answer
from central.authentication import Signed
from central.enrolment import enrol
from central.errors import WireCode, WireError
from central.heads import hear
from central.routes.parts import SIGNATURE_PARAMETERS, Here, json_body, json_request, signed_json
from central.wire import Enrolment, Heartbeat, read_body

router = APIRouter()


@router.post(
    "/v1/enrol",
    status_code=201,
    responses=may_answer(400, 403, 408, 413, 422, signed=(201,)),
    response_model=None,
    openapi_extra={"requestBody": json_request(Enrolment)},
)
def enrol_terminal(here: Here, body: Annotated[bytes, Depends(json_body)]) -> Response:
    """Use a claim code and publish the terminal's key. The same request again gets the same answer."""
    wish = read_body(Enrolment, body, here.settings.limits.json_bytes)
    return document(enrol(here, wish.claim, wish.public, wish.proof), 201)


@router.post(
    "/v1/heartbeat",
    responses=may_answer(400, 401, 403, 408, 413, 422, signed=(200,)),
    response_model=None,
    openapi_extra={"requestBody": json_request(Heartbeat), "parameters": SIGNATURE_PARAMETERS},
)
def heartbeat(
    here: Here, body: Annotated[bytes, Depends(json_body)], signed: Annotated[Signed, Depends(signed_json)]
) -> Response:
    """Store how the terminal stands and countersign its journal's head."""
    beat = read_body(Heartbeat, body, here.settings.limits.json_bytes)
    if beat.terminal != signed.caller.terminal:
        raise WireError(403, WireCode.OTHER_TERMINAL, f"the key that signed belongs to {signed.caller.terminal}")
    return document(hear(here, beat, signed.created))
