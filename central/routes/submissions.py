"""PUT /v1/submissions/{id} and its receipt: the main job."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from central.answers import document, may_answer
from central.authentication import Signed
from central.intake import receive, stored_receipt
from central.routes.parts import SIGNATURE_PARAMETERS, Here, envelope_body, signed_envelope, signed_get

router = APIRouter()
SubmissionId = Annotated[str, Path(alias="id", description="UUIDv7 in lower case, as in the envelope's header")]
_ENVELOPE = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "description": "A submission envelope of version 1 (docs/protocol.md); its bytes are kept as sent.",
                "required": ["header", "sealed", "origin"],
            }
        }
    },
}


@router.put(
    "/v1/submissions/{id}",
    responses=may_answer(400, 401, 403, 408, 409, 413, signed=(200, 201)),
    response_model=None,
    openapi_extra={"requestBody": _ENVELOPE, "parameters": SIGNATURE_PARAMETERS},
)
def put_submission(
    here: Here,
    submission_id: SubmissionId,
    body: Annotated[bytes, Depends(envelope_body)],
    signed: Annotated[Signed, Depends(signed_envelope)],
) -> Response:
    """Receive an authentic envelope: 201 the first time, 200 for the same bytes again, both with the receipt."""
    received = receive(here, submission_id, body, signed.caller)
    return document(received.document, 201 if received.created else 200)


@router.get(
    "/v1/submissions/{id}/receipt",
    responses=may_answer(401, 404, signed=(200,)),
    response_model=None,
    openapi_extra={"parameters": SIGNATURE_PARAMETERS},
    dependencies=[Depends(signed_get)],
)
def receipt(here: Here, submission_id: SubmissionId) -> Response:
    """The receipt of what was received, for reconciling after an answer got lost or a database was restored."""
    return document(stored_receipt(here, submission_id))
