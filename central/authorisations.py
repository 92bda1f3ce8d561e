"""Authorisations as staff handle them: who may act for whom, and a principal's withdrawal with what it reaches."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select, update

from central.applications import masked
from central.assessment import open_payload
from central.cases import CaseCode, CaseNote, open_case
from central.errors import SetupError
from central.platform import Platform
from central.residents import current_intake, person_index
from central.tables import authorisation, authorisation_use, submission
from kiosk.clock import local_date, stamp
from kiosk.protocol.envelope import read_envelope
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.seal import HPKE_X25519, seal, unseal

_INFO = b"jiujin/v1/revocation"
_REASON = 400


def authorisations(
    platform: Platform, *, every: bool = False, full: bool = False, person: str | None = None
) -> list[dict[str, Any]]:
    """Those in force or still to begin, oldest first; with `every` also those that are over or withdrawn.

    `person`, a document's number, asks for those that somebody gave or got. Persons are masked and reasons hidden
    unless `full`; both are None when they cannot be opened.
    """
    table = authorisation
    query = select(table, submission.c.envelope, submission.c.number).join(
        submission, submission.c.id == table.c.submission
    )
    if not every:
        query = query.where(table.c.revoked_at.is_(None), table.c.until >= local_date(platform.clock).isoformat())
    if person is not None:
        index = person_index(platform, person)
        query = query.where((table.c.principal == index) | (table.c.agent == index))
    uses: dict[str, list[str]] = {}
    with platform.database.read() as connection:
        rows = connection.execute(query.order_by(table.c.granted_at, table.c.id)).all()
        order = (authorisation_use.c.authorisation, authorisation_use.c.submission)
        for use in connection.execute(select(authorisation_use).order_by(*order)).all():
            uses.setdefault(use.authorisation, []).append(use.submission)
    return [_told(platform, row, uses.get(row.id, []), full=full) for row in rows]


def withdraw(platform: Platform, wanted: str, staff: str, reason: str) -> tuple[str, ...] | None:
    """Note that a principal withdrew an authorisation, and open a case on each application that leans on it: the ids
    of these. None when that was noted before. `SetupError` for an id that is not kept."""
    if not 1 <= len(staff) <= 32 or not staff.isprintable():
        raise SetupError("--staff: one to 32 printable characters")
    if not 1 <= len(reason) <= _REASON or not reason.isprintable():
        raise SetupError(f"--reason: one to {_REASON} printable characters")
    table, now = authorisation, platform.clock.utc()
    with platform.database.write() as connection:
        intake = current_intake(platform, connection)
        values = {
            "revoked_at": stamp(now),
            "revoked_by": staff,
            "reason": seal(HPKE_X25519, reason.encode("utf-8"), intake.public, _INFO),
            "reason_key": intake.key_id,
        }
        mine = update(table).where(table.c.id == wanted, table.c.revoked_at.is_(None)).values(**values)
        if connection.execute(mine).rowcount == 0:
            if connection.execute(select(table.c.id).where(table.c.id == wanted)).one_or_none() is None:
                raise SetupError("--revoke: no authorisation of this id was received")
            return None
        note = CaseNote(
            code=CaseCode.AUTHORISATION_MISFIT,
            detail=f"authorisation: {wanted}: withdrawn at {stamp(now)}, after this was received",
        )
        leaning = (
            select(submission.c.id, submission.c.terminal)
            .join(authorisation_use, authorisation_use.c.submission == submission.c.id)
            .where(authorisation_use.c.authorisation == wanted)
            .order_by(submission.c.id)
        )
        rows = connection.execute(leaning).all()
        for row in rows:
            open_case(platform.database, connection, note, terminal=row.terminal, submission=row.id, at=now)
    return tuple(row.id for row in rows)


def _told(platform: Platform, row: Any, uses: list[str], *, full: bool) -> dict[str, Any]:
    people = _people(platform, bytes(row.envelope), full=full)
    return {
        "id": row.id,
        "capacity": row.capacity,
        "principal": people.get("applicant"),
        "agent": people.get("actor"),
        "services": json.loads(row.services),
        "departments": json.loads(row.departments),
        "valid_from": row.valid_from,
        "until": row.until,
        "basis": row.basis,
        "checked_by": row.checked_by,
        "granted_at": row.granted_at,
        "submission": row.submission,
        "number": row.number,
        "applications": uses,
        "revoked_at": row.revoked_at,
        "revoked_by": row.revoked_by,
        "reason": _reason(platform, row) if full else None,
    }


def _people(platform: Platform, envelope_bytes: bytes, *, full: bool) -> dict[str, Any]:
    envelope = read_envelope(envelope_bytes)
    try:
        payload = open_payload(envelope, platform.keyring.intake(envelope.header.key_id))
    except ProtocolError:
        return {}
    return payload if full else masked(payload)


def _reason(platform: Platform, row: Any) -> str | None:
    private = None if row.reason is None else platform.keyring.intake(row.reason_key)
    if private is None:
        return None
    try:
        return unseal(HPKE_X25519, bytes(row.reason), private, _INFO).decode("utf-8")
    except ProtocolError:
        return None
