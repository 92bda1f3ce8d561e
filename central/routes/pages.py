"""GET /V/{code} and /guide/{service}: the two pages that people open with their phones."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection, select

from central.answers import may_answer
from central.directory import find_keys
from central.guides import guide_page, language_of, missing_guide_page
from central.pages import Verdict, not_genuine_page, receipt_page
from central.routes.parts import Here
from central.tables import submission
from kiosk.clock import parse_stamp
from kiosk.protocol.errors import MalformedError, ProtocolError, SignatureError
from kiosk.protocol.keys import KeyEntry, KeyUse
from kiosk.protocol.proof import ReceiptProof, read_proof
from kiosk.texts import LANGUAGES

router = APIRouter()
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
_LONGEST = 512
"""Characters of a receipt code: 32 + 1 + 255 + 1 + 255 + 64 octets never come; today's have about 200."""


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status_code=status, headers=_HEADERS)


_HTML = {"content": {"text/html": {"schema": {"type": "string"}}}}


@router.get(
    "/V/{code}",
    response_class=HTMLResponse,
    responses={**may_answer(), 404: {"description": "Not a genuine code of this platform.", **_HTML}},
)
def verify_receipt(
    here: Here, code: Annotated[str, Path(description="the base32 part of a receipt's code")]
) -> Response:
    """What a receipt's code proves, and whether the platform has the application, for people."""
    try:
        if len(code) > _LONGEST:
            raise MalformedError("longer than a receipt code")
        with here.database.read() as connection:
            key_id = _key_id(code)
            directory = find_keys(connection, key_id)
            proof, terminal = read_proof(code, directory)
            verdict = _verdict(connection, proof, terminal)
            _refuse_back_dated(directory.find(key_id, KeyUse.TERMINAL), verdict)
            catalogue = here.shelf.newest(connection)
    except (ProtocolError, OverflowError):
        return _page(not_genuine_page(), 404)
    item = None if catalogue is None else catalogue.services.get(proof.service)
    return _page(receipt_page(proof, verdict, None if item is None else item.name, here.name))


@router.get("/GUIDE/{service}/{language}", include_in_schema=False)
def guide_in(here: Here, service: str, language: str) -> Response:
    """As a code names it: `/GUIDE/S001/EN`; a question mark is no sign of a code in capitals."""
    known = {name.upper(): name for name in LANGUAGES}
    return guide(here, service, known.get(language.upper()))


@router.get("/GUIDE/{service}", include_in_schema=False)
@router.get(
    "/guide/{service}",
    response_class=HTMLResponse,
    responses={**may_answer(), 404: {"description": "The catalogue has no such service.", **_HTML}},
)
def guide(
    here: Here,
    service: Annotated[str, Path(description="id of a service item")],
    lang: Annotated[str | None, Query(description="zh-CN, zh-HK or en")] = None,
) -> Response:
    """A service's guide from the catalogue in force, for the phone that scanned the guide page's code. Codes are in
    capitals, which a smaller code can hold (QR alphanumeric mode)."""
    with here.database.read() as connection:
        catalogue = here.shelf.newest(connection)
    item = None if catalogue is None else catalogue.services.get(service)
    if item is None:
        return _page(missing_guide_page(language_of(lang)), 404)
    return _page(guide_page(item, language_of(lang)))


def _key_id(code: str) -> str:
    """Octets 1 to 8 of the code: the first 16 characters hold ten octets."""
    try:
        return base64.b32decode(code.strip().upper()[:16])[1:9].hex()
    except (binascii.Error, ValueError) as problem:
        raise MalformedError("not a receipt code") from problem


def _refuse_back_dated(key: KeyEntry, verdict: Verdict) -> None:
    """A revoked key proves only what came here before: whoever has it can write any earlier time into a code."""
    if key.revoked_from is None:
        return
    if verdict.received_at is None or parse_stamp(verdict.received_at) >= key.revoked_from:
        raise SignatureError("by a revoked key, and not received before the revocation")


def _verdict(connection: Connection, proof: ReceiptProof, terminal: str) -> Verdict:
    columns = (submission.c.number, submission.c.terminal, submission.c.received_at, submission.c.receipt_number)
    row = connection.execute(select(*columns).where(submission.c.id == proof.submission)).one_or_none()
    if row is None:
        return Verdict(received_at=None, receipt=None)
    if (row.number, row.terminal) != (proof.number, terminal):
        raise MalformedError("the code names another number than what was received under its id")
    return Verdict(received_at=row.received_at, receipt=row.receipt_number)
