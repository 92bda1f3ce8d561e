"""Who wants to be called back: the open wishes, opened for whoever calls, and the note that it was done."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from central.applications import masked
from central.assessment import open_payload
from central.errors import SetupError
from central.platform import Platform
from central.tables import callback_done, submission
from kiosk.clock import stamp
from kiosk.protocol.callback import Callback
from kiosk.protocol.envelope import SubmissionKind, read_envelope
from kiosk.protocol.errors import MalformedError, ProtocolError
from kiosk.protocol.temporary_number import TemporaryNumber


def callbacks(platform: Platform, *, done: bool = False, full: bool = False) -> list[dict[str, Any]]:
    """The wishes that nobody has answered, oldest first; with `done` all of them.

    The telephone number is in clear: it is what the caller needs. The name is masked unless `full`. A wish that
    cannot be read has `wish` None.
    """
    joined = submission.outerjoin(callback_done, submission.c.id == callback_done.c.submission)
    query = (
        select(submission, callback_done.c.staff, callback_done.c.done_at)
        .select_from(joined)
        .where(submission.c.kind == SubmissionKind.CALLBACK.value)
        .order_by(submission.c.received_at, submission.c.id)
    )
    if not done:
        query = query.where(callback_done.c.submission.is_(None))
    with platform.database.read() as connection:
        rows = connection.execute(query).all()
    return [_told(platform, row, full=full) for row in rows]


def mark_done(platform: Platform, number: str, staff: str) -> bool:
    """Note who called; False when that was noted before. `SetupError` when no such wish was received."""
    if not 1 <= len(staff) <= 32 or not staff.isprintable():
        raise SetupError("--staff: one to 32 printable characters")
    try:
        wanted = str(TemporaryNumber.parse(number))
    except MalformedError as problem:
        raise SetupError(f"--done: {problem}") from problem
    query = select(submission.c.id).where(
        submission.c.number == wanted, submission.c.kind == SubmissionKind.CALLBACK.value
    )
    values = {"staff": staff, "done_at": stamp(platform.clock.utc())}
    with platform.database.write() as connection:
        found = connection.execute(query).scalars().all()
        if not found:
            raise SetupError(f"--done: no wish to be called back has the number {wanted}")
        fresh = False
        for one in found:
            row = {"submission": one, **values}
            fresh |= platform.database.insert_new(connection, callback_done, ["submission"], row)
        return fresh


def _told(platform: Platform, row: Any, *, full: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": row.number,
        "received_at": row.received_at,
        "terminal": row.terminal,
        "service": row.service,
        "done_at": row.done_at,
        "staff": row.staff,
        "wish": None,
    }
    envelope = read_envelope(bytes(row.envelope))
    try:
        payload = open_payload(envelope, platform.keyring.intake(envelope.header.key_id))
        wish = Callback.from_json(payload.get("answers"))
    except ProtocolError:
        return told
    shown = payload if full else masked(payload)
    person = shown.get("applicant")
    return {
        **told,
        **wish.to_json(),
        "language": payload.get("language"),
        "name": person.get("name") if isinstance(person, dict) else None,
    }
