"""Codes by SMS: six digits to a telephone number that the platform knows, and the comparing of what was typed."""

from __future__ import annotations

import hmac
import math
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from central.errors import WireCode
from central.identity_calls import HOUR, Asked, Message, Outcome, count_calls, last_call, lock_terminal, refused
from central.identity_model import CheckCode, SendCode
from central.platform import Platform
from central.residents import find_resident, person_index
from central.statements import issue
from central.tables import identity_challenge
from kiosk.clock import stamp
from kiosk.protocol.keys import decode
from kiosk.protocol.statement import RemoteWay, person_binding

SEND_CODE = "send-code"
CHECK_CODE = "check-code"
_DIGITS = 6


def send_code(platform: Platform, connection: Connection, asked: Asked, question: SendCode) -> Outcome:
    """A new code; earlier ones of this visit serve no more."""
    if platform.sms is None:
        return refused(404, WireCode.NOT_OFFERED)
    limits, now = platform.settings.limits, asked.now
    lock_terminal(connection, asked.terminal)
    # this question is counted too, its row is there already
    asked_here, oldest = count_calls(connection, now - HOUR, terminal=asked.terminal, operation=SEND_CODE)
    if asked_here > limits.codes_terminal_h:
        return refused(429, WireCode.TOO_MANY, _until(oldest, HOUR, now))
    number = question.person.number
    known = find_resident(platform, connection, number, lock=True)
    if known is None or known.phone is None:
        return refused(404, WireCode.NO_NUMBER)
    person = person_index(platform, number)
    again, last = timedelta(seconds=limits.code_again_s), last_call(connection, person)
    if last is not None and now < last + again:
        return refused(429, WireCode.TOO_SOON, _until(last, again, now))
    sent, oldest = count_calls(connection, now - HOUR, person=person)
    if sent >= limits.codes_person_h:
        return refused(429, WireCode.TOO_MANY, _until(oldest, HOUR, now))
    challenge, code = secrets.token_hex(16), f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    table = identity_challenge
    connection.execute(delete(table).where(table.c.terminal == asked.terminal, table.c.visit == question.visit))
    values = {
        "id": challenge,
        "terminal": asked.terminal,
        "visit": question.visit,
        "binding": person_binding(decode(question.person_key), number),
        "code": _hash(platform, challenge, code),
        "expires_at": stamp(now + timedelta(seconds=limits.code_valid_s)),
        "tries": 0,
    }
    platform.database.insert_new(connection, table, ["id"], values)
    minutes = max(1, limits.code_valid_s // 60)
    text = (
        f"【{platform.name}】验证码 {code}，{minutes} 分钟内有效，用于您在自助终端 {asked.terminal} 办事。"
        "工作人员不会向您要这个码；不是您本人在办，请不要告诉任何人。"
    )
    return Outcome(
        content={
            "challenge": challenge,
            "hint": known.phone[-4:],
            "valid_s": limits.code_valid_s,
            "again_s": limits.code_again_s,
        },
        person=person,
        message=Message(
            phone=known.phone,
            text=text,
            undo=lambda later: _forget(later, challenge),
        ),
    )


def check_code(platform: Platform, connection: Connection, asked: Asked, question: CheckCode) -> Outcome:
    """The statement, if the code is the one that went out for this challenge, at this terminal, in this visit."""
    table = identity_challenge
    query = select(table).where(
        table.c.id == question.challenge, table.c.terminal == asked.terminal, table.c.visit == question.visit
    )
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None or stamp(asked.now) >= row.expires_at:
        return refused(403, WireCode.CODE_EXPIRED)
    tries = platform.settings.limits.code_tries
    if row.tries >= tries:
        return refused(403, WireCode.CODE_SPENT)
    if not hmac.compare_digest(row.code, _hash(platform, row.id, question.code)):
        connection.execute(update(table).where(table.c.id == row.id).values(tries=row.tries + 1))
        return refused(403, WireCode.CODE_SPENT if row.tries + 1 >= tries else WireCode.CODE_WRONG)
    statement = issue(platform, connection, asked, RemoteWay.SMS_CODE, row.visit, row.binding, row.id)
    return refused(403, WireCode.CODE_USED) if statement is None else Outcome(content={"statement": statement})


def _hash(platform: Platform, challenge: str, code: str) -> str:
    """With the challenge in it, so that the same code never looks the same."""
    return platform.keyring.blind("code", f"{challenge} {code}")


def _forget(connection: Connection, challenge: str) -> None:
    connection.execute(delete(identity_challenge).where(identity_challenge.c.id == challenge))


def _until(since: datetime | None, span: timedelta, now: datetime) -> int:
    """Whole seconds until a moment is that long ago, at least one."""
    return 1 if since is None else max(1, math.ceil((since + span - now).total_seconds()))
