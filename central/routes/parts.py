"""What operations share: the platform, the raw body with its cap, the authenticated caller."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from central.authentication import Signed, authenticate
from central.errors import WireCode, WireError
from central.platform import Platform
from central.settings import Limits


def platform_of(request: Request) -> Platform:
    platform: Platform = request.app.state.platform
    return platform


Here = Annotated[Platform, Depends(platform_of)]


def capped(limit_of: Callable[[Limits], int]) -> Callable[[Request], Awaitable[bytes]]:
    """A dependency that reads the raw body: 413 beyond the limit, 408 when it does not arrive in time."""

    async def body(request: Request) -> bytes:
        limits = platform_of(request).settings.limits
        limit = limit_of(limits)
        too_large = WireError(
            413, WireCode.TOO_LARGE, f"at most {limit} bytes are read", headers={"Connection": "close"}
        )
        length = request.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and (len(length) > 15 or int(length) > limit):
            raise too_large
        parts = bytearray()
        try:
            async with asyncio.timeout(limits.body_s):
                async for part in request.stream():
                    parts += part
                    if len(parts) > limit:
                        raise too_large
        except TimeoutError as problem:
            detail = f"the body did not arrive within {limits.body_s:g} s"
            raise WireError(408, WireCode.SLOW, detail, headers={"Connection": "close"}) from problem
        except ClientDisconnect as problem:
            raise WireError(400, WireCode.MALFORMED, "the caller went away in the middle of the body") from problem
        return bytes(parts)

    return body


envelope_body = capped(lambda limits: limits.envelope_bytes)
json_body = capped(lambda limits: limits.json_bytes)


def signed_envelope(request: Request, here: Here, body: Annotated[bytes, Depends(envelope_body)]) -> Signed:
    return _authenticate(request, here, body)


def signed_json(request: Request, here: Here, body: Annotated[bytes, Depends(json_body)]) -> Signed:
    return _authenticate(request, here, body)


def signed_get(request: Request, here: Here) -> Signed:
    return _authenticate(request, here, b"")


def _authenticate(request: Request, here: Platform, body: bytes) -> Signed:
    query = request.scope["query_string"]
    target = request.scope["raw_path"].decode("ascii") + (f"?{query.decode('ascii')}" if query else "")
    fields: dict[str, str] = {}
    for name, value in request.headers.items():  # several fields of one name are one list (RFC 9110, section 5.2)
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    return authenticate(here, request.method, target, fields, body)


SIGNATURE_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": name,
        "in": "header",
        "required": required,
        "description": "RFC 9421 / RFC 9530; see docs/protocol.md",
        "schema": {"type": "string", "maxLength": 2000},
    }
    for name, required in (("Signature-Input", True), ("Signature", True))
]


def json_request(model: type[BaseModel]) -> dict[str, Any]:
    """OpenAPI of a body that an operation reads by itself, because its bytes are what is signed."""
    return {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}
