"""Reading what was received: opened on demand with the intake key, masked unless somebody asks for all of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from central.assessment import open_payload
from central.cases import told
from central.platform import Platform
from central.tables import authorisation, authorisation_use, case, submission
from kiosk.protocol.envelope import read_envelope
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.payload import PAYLOAD_KEYS

_HIDDEN = "•••"
_CLEAR = PAYLOAD_KEYS - {"applicant", "actor", "helper", "contact", "answers", "signature", "extra"}


def applications(platform: Platform, submission_id: str | None = None, *, full: bool = False) -> list[dict[str, Any]]:
    """All submissions, oldest first, or the one of an id. `payload` is None when the seal cannot be opened;
    `authorisation` is on which one it leans, and since when that is withdrawn."""
    query = select(submission).order_by(submission.c.received_at, submission.c.id)
    if submission_id is not None:
        query = query.where(submission.c.id == submission_id)
    with platform.database.read() as connection:
        found = connection.execute(query).all()
        cases: dict[str, list[dict[str, str]]] = {}
        for row in connection.execute(select(case).order_by(case.c.opened_at, case.c.id)).all():
            cases.setdefault(row.submission or "", []).append(told(row))
        joined = select(authorisation_use, authorisation.c.revoked_at).join(
            authorisation, authorisation.c.id == authorisation_use.c.authorisation
        )
        leaning = {
            row.submission: {"id": row.authorisation, "revoked_at": row.revoked_at}
            for row in connection.execute(joined).all()
        }
    return [_application(platform, row, cases.get(row.id, []), leaning.get(row.id), full=full) for row in found]


def platform_cases(platform: Platform) -> list[dict[str, str]]:
    """Cases about a terminal and no submission, such as a forked journal."""
    with platform.database.read() as connection:
        query = select(case).where(case.c.submission.is_(None)).order_by(case.c.opened_at, case.c.id)
        return [told(row) for row in connection.execute(query).all()]


def _application(
    platform: Platform, row: Any, cases: list[dict[str, str]], leaning: dict[str, str | None] | None, *, full: bool
) -> dict[str, Any]:
    payload = _payload(platform, bytes(row.envelope))
    shown = payload if payload is None or full else masked(payload)
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind,
        "service": row.service,
        "site": None if payload is None else payload.get("site"),
        "terminal": row.terminal,
        "delivered_by": row.delivered_by,
        "received_at": row.received_at,
        "receipt": row.receipt_number,
        "sha256": row.sha256,
        "cases": cases,
        "authorisation": leaning,
        "proofs": None if shown is None else shown.get("proofs"),
        "payload": shown,
    }


def _payload(platform: Platform, envelope_bytes: bytes) -> dict[str, Any] | None:
    envelope = read_envelope(envelope_bytes)
    try:
        return open_payload(envelope, platform.keyring.intake(envelope.header.key_id))
    except ProtocolError:
        return None


def masked(payload: dict[str, Any]) -> dict[str, Any]:
    """A copy that staff can sort by and nobody can be known from. What is not listed as clear is masked, so that a
    payload of an unexpected form shows nothing either."""
    shown: dict[str, Any] = {}
    for key, value in payload.items():
        match key, value:
            case (("applicant" | "actor"), dict()):
                shown[key] = {name: _mask_person(name, item) for name, item in value.items()}
            case "helper", dict():
                shown[key] = {name: item if name == "number" else _mask_all(item) for name, item in value.items()}
            case "proofs", list():
                shown[key] = [_mask_proof(item) for item in value]
            case "signature", dict():
                shown[key] = {name: item if name == "document_sha256" else _HIDDEN for name, item in value.items()}
            case _:
                shown[key] = value if key in _CLEAR else _mask_all(value)
    return shown


def _mask_person(key: str, value: Any) -> Any:
    if key == "document" or not isinstance(value, str):
        return value if key == "document" else _mask_all(value)
    if key == "name":
        return value[:1] + "*" * max(1, len(value) - 1)
    if key == "number" and len(value) > 6:
        return "*" * (len(value) - 2) + value[-2:]
    return _HIDDEN


def _mask_proof(value: Any) -> Any:
    """All but the key by which a statement is tied to a number: with both, numbers can be tried until one fits."""
    facts = value.get("facts") if isinstance(value, dict) else None
    if not isinstance(facts, dict):
        return _mask_all(value)
    return {**value, "facts": {name: _HIDDEN if name == "person_key" else said for name, said in facts.items()}}


def _mask_all(value: Any) -> Any:
    """Keys and shape stay, whatever was said goes."""
    match value:
        case dict():
            return {key: _mask_all(item) for key, item in value.items()}
        case list():
            return [_mask_all(item) for item in value]
        case None:
            return None
        case _:
            return _HIDDEN
