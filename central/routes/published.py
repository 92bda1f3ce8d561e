"""GET /v1/keys, /v1/catalogue, /v1/policy, /health: what the platform publishes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from central.answers import cached_document, may_answer
from central.authentication import Signed
from central.directory import all_keys, sign_directory
from central.enrolment import site_of
from central.errors import WireCode, WireError
from central.publications import CATALOGUE, POLICY, current
from central.routes.parts import SIGNATURE_PARAMETERS, Here, signed_get
from central.wire import Health

router = APIRouter()


@router.get("/v1/keys", responses=may_answer(304, signed=(200,)), response_model=None)
def keys(request: Request, here: Here) -> Response:
    """The key directory, signed by the root key: platform keys and the keys of all terminals, revoked ones too."""
    with here.database.read() as connection:
        directory = all_keys(connection)
    return cached_document(request, sign_directory(directory, here.name, here.root))


@router.get("/v1/catalogue", responses=may_answer(304, 404, signed=(200,)), response_model=None)
def catalogue(request: Request, here: Here) -> Response:
    """The signed catalogue in force."""
    with here.database.read() as connection:
        found = current(connection, CATALOGUE)
    if found is None:
        raise WireError(404, WireCode.NO_CATALOGUE, "no catalogue has been published")
    return cached_document(request, found.signed)


@router.get(
    "/v1/policy",
    responses=may_answer(304, 401, 404, signed=(200,)),
    response_model=None,
    openapi_extra={"parameters": SIGNATURE_PARAMETERS},
)
def policy(request: Request, here: Here, signed: Annotated[Signed, Depends(signed_get)]) -> Response:
    """The signed policy of the caller's site."""
    with here.database.read() as connection:
        site = site_of(connection, signed.caller.terminal)
        found = None if site is None else current(connection, POLICY, site)
    if found is None:
        raise WireError(404, WireCode.NO_POLICY, f"no policy has been published for site {site}")
    return cached_document(request, found.signed)


@router.get("/health")
def health() -> Health:
    """That the process answers; also under full load."""
    return Health(ok=True)
