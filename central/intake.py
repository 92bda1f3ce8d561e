"""Intake: an authentic envelope becomes a row, a signed receipt and, where its content is faulty, cases.

The id is the idempotency key. The first bytes under an id are kept; the same bytes again get the same receipt,
other bytes a conflict. Row, receipt and cases are one transaction: a receipt that left this process is on the disk.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from central.assessment import Assessment, assess
from central.cases import CaseCode, CaseNote, open_case
from central.directory import find_keys
from central.errors import WireCode, WireError
from central.leaning import lean
from central.platform import Platform
from central.statements import take
from central.tables import submission
from kiosk.clock import CHINA, stamp
from kiosk.protocol.envelope import Envelope, read_envelope
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import KeyEntry
from kiosk.protocol.receipt import PlatformReceipt, sign_receipt
from kiosk.protocol.temporary_number import TemporaryNumber
from kiosk.protocol.transport import Caller

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = 10
"""Characters of a receipt number after the date: 49 bits; a unique index guards the rest."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """`document` is the signed receipt; `created` is False for a repeat."""

    created: bool
    document: bytes


def receive(platform: Platform, submission_id: str, body: bytes, caller: Caller) -> Received:
    """Take in an envelope. `WireError` 400 malformed, 403 origin, 409 conflict."""
    envelope = _readable(submission_id, body)
    with platform.database.read() as connection:
        origin = _authentic(connection, envelope)
        stored = _stored(connection, submission_id)
        now = platform.clock.utc()
        if stored is None:
            # Opening the seal and judging the payload take longest, so they happen before the write lock is taken.
            private = platform.keyring.intake(envelope.header.key_id)
            found = assess(envelope, origin, private, platform.shelf, connection, now)
    if stored is not None:
        return _repeat(platform, envelope, stored, caller)
    return _insert(platform, envelope, body, found, caller, now)


def stored_receipt(platform: Platform, submission_id: str) -> bytes:
    """The signed receipt of what was received under an id; `WireError` 404."""
    with platform.database.read() as connection:
        stored = _stored(connection, submission_id)
    if stored is None:
        raise WireError(404, WireCode.UNKNOWN, "nothing was received under this id")
    return stored.receipt


@dataclass(frozen=True, kw_only=True)
class _Stored:
    sha256: str
    receipt: bytes


def _stored(connection: Connection, submission_id: str) -> _Stored | None:
    query = select(submission.c.sha256, submission.c.receipt).where(submission.c.id == submission_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _Stored(sha256=row.sha256, receipt=bytes(row.receipt))


def _readable(submission_id: str, body: bytes) -> Envelope:
    try:
        envelope = read_envelope(body)
    except (ProtocolError, OverflowError, RecursionError) as problem:
        # Overflow: a time beyond the calendar once its offset is applied. Recursion: nested almost too deep.
        raise WireError(400, WireCode.MALFORMED, str(problem) or type(problem).__name__) from problem
    if envelope.header.id != submission_id:
        raise WireError(400, WireCode.MALFORMED, "the address names another id than the header")
    return envelope


def _authentic(connection: Connection, envelope: Envelope) -> KeyEntry:
    try:
        return envelope.check_origin(find_keys(connection, envelope.origin_key_id))
    except ProtocolError as problem:
        raise WireError(403, WireCode.ORIGIN, str(problem)) from problem


def _repeat(platform: Platform, envelope: Envelope, stored: _Stored, caller: Caller) -> Received:
    if stored.sha256 == envelope.sha256:
        return Received(created=False, document=stored.receipt)
    note = CaseNote(
        code=CaseCode.CONFLICT, detail=f"other bytes {envelope.sha256} under this id, delivered by {caller.terminal}"
    )
    with platform.database.write() as connection:
        _open_cases(platform, connection, envelope, [note], platform.clock.utc())
    raise WireError(409, WireCode.CONFLICT, f"this id was received with SHA-256 {stored.sha256}; it is kept")


def _insert(
    platform: Platform, envelope: Envelope, body: bytes, found: Assessment, caller: Caller, now: datetime
) -> Received:
    header = envelope.header
    number = TemporaryNumber.parse(header.number)
    receipt = PlatformReceipt(
        id=header.id,
        sha256=envelope.sha256,
        receipt=_receipt_number(now),
        received_at=now,
        platform=platform.name,
    )
    document = sign_receipt(receipt, platform.root)
    values = {
        "id": header.id,
        "sha256": envelope.sha256,
        "envelope": body,
        "number": str(number),
        "terminal": number.terminal,
        "generation": number.generation,
        "sequence": number.sequence,
        "kind": found.kind,
        "service": found.service,
        "delivered_by": caller.terminal,
        "received_at": stamp(now),
        "receipt_number": receipt.receipt,
        "receipt": document,
    }
    with platform.database.write() as connection:
        if platform.database.insert_new(connection, submission, ["id"], values):
            notes = [*found.notes, *_number_twice(connection, header.id, str(number))]
            notes += take(connection, found.statements, header.id)
            if found.leaning is not None:
                notes += lean(platform, connection, found.leaning, header.id)
            _open_cases(platform, connection, envelope, notes, now)
            return Received(created=True, document=document)
        # Another request with this id came in between; READ COMMITTED and the write lock both show its row here.
        stored = _stored(connection, header.id)
    if stored is None:
        raise WireError(503, WireCode.BUSY, "another request is storing this id", headers={"Retry-After": "1"})
    return _repeat(platform, envelope, stored, caller)


def _number_twice(connection: Connection, submission_id: str, number: str) -> tuple[CaseNote, ...]:
    query = select(submission.c.id).where(submission.c.number == number, submission.c.id != submission_id)
    others = connection.execute(query.order_by(submission.c.id).limit(3)).scalars().all()
    if not others:
        return ()
    return (CaseNote(code=CaseCode.NUMBER_TWICE, detail=f"{number} is also the number of {', '.join(others)}"),)


def _open_cases(
    platform: Platform, connection: Connection, envelope: Envelope, notes: Sequence[CaseNote], now: datetime
) -> None:
    for note in notes:
        header = envelope.header
        open_case(platform.database, connection, note, terminal=header.terminal, submission=header.id, at=now)


def _receipt_number(now: datetime) -> str:
    """`20261120-7Q4XK2M9HB`: the day in China and random characters, without a sequence to share."""
    tail = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return f"{now.astimezone(CHINA):%Y%m%d}-{tail}"
