"""Sealed questions about identity: opened, answered once, and answered the same when they come again.

The caller's id is the idempotency key, as for submissions: a captured question that is played back sends no second
message and counts as no second try, and what it gets back is sealed to the one who asked first. Question, answer and
what they changed are one transaction; only the message itself leaves after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from central.errors import WireCode, WireError
from central.platform import Platform
from central.sms import SmsError
from central.tables import identity_call, identity_challenge, identity_code, terminal
from kiosk.clock import parse_stamp, stamp
from kiosk.protocol.errors import ProtocolError, SealError
from kiosk.protocol.keys import decode
from kiosk.protocol.sealed_call import ReceivedCall, read_call, write_answer
from kiosk.protocol.transport import Caller

HOUR = timedelta(hours=1)
_KEPT = timedelta(days=1)
"""A transport signature lives six minutes and the limits look back an hour; a day helps whoever looks for a cause."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be sent once everything is on the disk. `undo` is carried out when it could not be."""

    phone: str = field(repr=False)
    text: str = field(repr=False)
    undo: Callable[[Connection], None]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An answer with content, or a refusal."""

    content: Mapping[str, Any] | None = field(default=None, repr=False)
    person: str | None = None
    """Whom a code goes to, in the index of `residents`."""
    message: Message | None = None
    status: int = 200
    fault: WireCode | None = None
    retry_after_s: int | None = None


def refused(status: int, fault: WireCode, retry_after_s: int | None = None) -> Outcome:
    return Outcome(status=status, fault=fault, retry_after_s=retry_after_s)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks, when."""

    terminal: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class _Stored:
    sha256: str
    status: int
    fault: str | None
    retry_after_s: int | None
    answer: bytes | None


def received(platform: Platform, operation: str, body: bytes, caller: Caller) -> tuple[ReceivedCall, dict[str, Any]]:
    """A question and its opened content; `WireError` 400 or 403."""
    try:
        call = read_call(body)
    except ProtocolError as problem:
        raise WireError(400, WireCode.MALFORMED, str(problem)) from problem
    if call.operation != operation:
        raise WireError(400, WireCode.MALFORMED, "the question is for another operation")
    if call.terminal != caller.terminal:
        raise WireError(403, WireCode.OTHER_TERMINAL, f"asked for {call.terminal}, signed by {caller.terminal}")
    private = platform.keyring.intake(call.key_id)
    try:
        if private is None:
            raise SealError("this platform has no intake key of the id that the header names")
        return call, call.open(private)
    except ProtocolError as problem:
        raise WireError(400, WireCode.MALFORMED, str(problem)) from problem


def answered(
    platform: Platform, call: ReceivedCall, reply_key: str, work: Callable[[Connection, Asked], Outcome]
) -> bytes:
    """The signed answer, or `WireError` for a refusal; `work` is carried out at the first time only."""
    now = platform.clock.utc()
    with platform.database.write() as connection:
        tidy(connection, now)
        stored = _stored(connection, call.id)
        row = {
            "id": call.id,
            "operation": call.operation,
            "terminal": call.terminal,
            "sha256": call.sha256,
            "at": stamp(now),
            "status": 0,
        }
        if stored is not None or not platform.database.insert_new(connection, identity_call, ["id"], row):
            return _again(call, stored or _stored(connection, call.id))
        outcome = work(connection, Asked(terminal=call.terminal, now=now))
        answer = None
        if outcome.content is not None:
            try:
                answer = write_answer(call, decode(reply_key), outcome.content, platform.root)
            except SealError as problem:
                raise WireError(422, WireCode.INVALID, "reply_key") from problem
        _settle(connection, call.id, outcome, answer)
    if outcome.message is not None and platform.sms is not None:
        try:
            platform.sms.send(outcome.message.phone, outcome.message.text)
        except SmsError as problem:
            failed = refused(502, WireCode.NOT_SENT)
            with platform.database.write() as connection:
                outcome.message.undo(connection)
                _settle(connection, call.id, failed, None)
            raise WireError(502, WireCode.NOT_SENT, str(problem)) from problem
    return _told(answer, outcome.status, outcome.fault, outcome.retry_after_s)


def count_calls(connection: Connection, since: datetime, **wanted: str) -> tuple[int, datetime | None]:
    """How many questions there were since then of a terminal (`terminal`, `operation`), or answered messages to a
    person (`person`); and the oldest of them."""
    query = select(func.count(), func.min(identity_call.c.at)).where(identity_call.c.at > stamp(since))
    for name, value in wanted.items():
        query = query.where(identity_call.c[name] == value)
    number, oldest = connection.execute(query).one()
    return int(number), None if oldest is None else parse_stamp(oldest)


def last_call(connection: Connection, person: str) -> datetime | None:
    found = connection.execute(select(func.max(identity_call.c.at)).where(identity_call.c.person == person)).scalar()
    return None if found is None else parse_stamp(found)


def lock_terminal(connection: Connection, terminal_id: str) -> None:
    """Questions of one terminal are counted one after the other (PostgreSQL; SQLite has one writer anyway)."""
    connection.execute(select(terminal.c.terminal).where(terminal.c.terminal == terminal_id).with_for_update())


def tidy(connection: Connection, now: datetime) -> None:
    """Forget what is over: nothing about a visit stays a day."""
    connection.execute(delete(identity_call).where(identity_call.c.at < stamp(now - _KEPT)))
    connection.execute(delete(identity_challenge).where(identity_challenge.c.expires_at < stamp(now - HOUR)))
    connection.execute(delete(identity_code).where(identity_code.c.expires_at < stamp(now - _KEPT)))


def _settle(connection: Connection, call_id: str, outcome: Outcome, answer: bytes | None) -> None:
    values = {
        "person": outcome.person,
        "status": outcome.status,
        "fault": outcome.fault,
        "retry_after_s": outcome.retry_after_s,
        "answer": answer,
    }
    connection.execute(update(identity_call).where(identity_call.c.id == call_id).values(**values))


def _stored(connection: Connection, call_id: str) -> _Stored | None:
    row = connection.execute(select(identity_call).where(identity_call.c.id == call_id)).one_or_none()
    if row is None:
        return None
    return _Stored(
        sha256=row.sha256,
        status=row.status,
        fault=row.fault,
        retry_after_s=row.retry_after_s,
        answer=None if row.answer is None else bytes(row.answer),
    )


def _again(call: ReceivedCall, stored: _Stored | None) -> bytes:
    if stored is None:
        raise WireError(503, WireCode.BUSY, "this question is being answered", headers={"Retry-After": "1"})
    if stored.sha256 != call.sha256:
        raise WireError(409, WireCode.CONFLICT, "another question was asked under this id")
    return _told(
        stored.answer,
        stored.status,
        None if stored.fault is None else WireCode(stored.fault),
        stored.retry_after_s,
    )


def _told(answer: bytes | None, status: int, fault: WireCode | None, retry_after_s: int | None) -> bytes:
    if fault is not None:
        headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
        raise WireError(status, fault, _DETAILS[fault], headers=headers)
    if answer is None:
        raise WireError(503, WireCode.BUSY, "this question is being answered", headers={"Retry-After": "1"})
    return answer


_DETAILS: Mapping[WireCode, str] = {
    WireCode.NOT_OFFERED: "this platform has no SMS gateway",
    WireCode.NO_NUMBER: "no telephone number is known for this person",
    WireCode.NOT_SENT: "the SMS gateway did not take the message",
    WireCode.TOO_MANY: "the limit for this person or terminal is reached; see Retry-After",
    WireCode.TOO_SOON: "the last message to this person was moments ago; see Retry-After",
    WireCode.CODE_WRONG: "not the code that was sent",
    WireCode.CODE_SPENT: "too many wrong tries; ask for a new code",
    WireCode.CODE_EXPIRED: "too old, or of another terminal or visit",
    WireCode.CODE_UNKNOWN: "no code of this platform",
    WireCode.CODE_USED: "this code has served already",
    WireCode.OTHER_PERSON: "the code is another person's than the document",
}
