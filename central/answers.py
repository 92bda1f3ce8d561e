"""Answers: signed documents with ETags, error bodies of one shape, and what each operation may answer with."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from central.errors import WireCode, WireError
from central.publications import etag_of
from central.wire import Fault, SignedDocument

_log = logging.getLogger("central")
_CACHE = {"Cache-Control": "no-cache"}
"""Kept and asked again each time: whether it changed costs one 304."""


def document(signed: bytes, status: int = 200) -> Response:
    return Response(signed, status_code=status, media_type="application/json")


def cached_document(request: Request, signed: bytes) -> Response:
    """A published document, or 304 when the caller names its ETag."""
    etag = etag_of(signed)
    named = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if etag in named or "*" in named:
        return Response(status_code=304, headers={"ETag": etag, **_CACHE})
    return Response(signed, media_type="application/json", headers={"ETag": etag, **_CACHE})


def fault_answer(fault: WireError) -> JSONResponse:
    body = Fault(fault=fault.code, detail=fault.detail, server_utc=fault.server_utc)
    return JSONResponse(body.model_dump(mode="json", exclude_none=True), fault.status, headers=fault.headers)


_REASONS = {
    304: "What the caller has is current.",
    400: "The body is not of this protocol (`malformed`), or the enrolment does not hold (`proof`, `key-in-use`).",
    401: "The transport signature does not hold (`transport`) or the clock is off (`clock`).",
    403: "Refused: `origin`, `other-terminal`, `claim-…`, `code-…`, `other-person`; docs/protocol.md, section 16.",
    404: "There is none (`unknown`, `no-catalogue`, `no-policy`, `no-number`, `not-offered`).",
    408: "The body did not arrive in time (`slow`).",
    409: "Other bytes came under this id before (`conflict`); those stand.",
    413: "The body is larger than is read here (`too-large`).",
    422: "JSON of another form (`invalid`); `detail` names the members.",
    429: "Too often for this person or terminal (`too-many`, `too-soon`): not before Retry-After.",
    502: "The SMS gateway did not take the message (`not-sent`).",
    503: "Busy (`busy`): come back after Retry-After.",
}


def may_answer(*faults: int, signed: tuple[int, ...] = ()) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation: 503 is always possible."""
    described: dict[int | str, dict[str, Any]] = {
        status: {"model": SignedDocument, "description": "A signed document."} for status in signed
    }
    for status in sorted({*faults, 503}):
        described[status] = {"description": _REASONS[status]}
        if status != 304:
            described[status]["model"] = Fault
        if status in (429, 503):
            described[status]["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    return described


def install(app: FastAPI) -> None:
    """Every error leaves in the one shape, those of the framework too."""

    @app.exception_handler(WireError)
    async def wire_fault(_request: Request, fault: WireError) -> Response:
        return fault_answer(fault)

    @app.exception_handler(HTTPException)
    async def http_fault(_request: Request, problem: HTTPException) -> Response:
        code = WireCode.METHOD if problem.status_code == 405 else WireCode.NOT_FOUND
        headers = dict(problem.headers or {})
        return fault_answer(WireError(problem.status_code, code, str(problem.detail), headers=headers))

    @app.exception_handler(OperationalError)
    async def database_fault(_request: Request, problem: OperationalError) -> Response:
        _log.error("database: %s", problem)
        return fault_answer(
            WireError(503, WireCode.BUSY, "the database does not answer", headers={"Retry-After": "5"})
        )

    @app.exception_handler(Exception)
    async def internal(_request: Request, problem: Exception) -> Response:
        _log.error("unexpected", exc_info=problem)
        return fault_answer(WireError(500, WireCode.INTERNAL, "unexpected; the platform's log has the cause"))
