"""Identity codes: what a resident's phone shows, good once and for a minute, exchanged by the terminal that read it.

A province's own platform issues them in its own app (domain facts, row 38); the issuer here stands for it, so that
the way can be tried from end to end. A code is 130 random bits and tells nothing: `JIUJIN-ID/1/` and 26 characters.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import Connection, select, update

from central.errors import SetupError, WireCode
from central.identity_calls import HOUR, Asked, Outcome, count_calls, lock_terminal, refused, tidy
from central.identity_model import ExchangeCode
from central.platform import Platform
from central.residents import current_intake, find_resident, read_sealed, seal_resident
from central.statements import issue
from central.tables import identity_code
from kiosk.clock import stamp
from kiosk.identity.names import same_name
from kiosk.protocol.keys import decode
from kiosk.protocol.payload import PersonRecord
from kiosk.protocol.statement import RemoteWay, person_binding

EXCHANGE = "exchange"
_PREFIX = "JIUJIN-ID/1/"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32; with the prefix all of QR's alphanumeric mode, so that a cheap camera reads a small code."""
_LENGTH = 26


def make_identity_code(platform: Platform, number: str) -> str:
    """A code for a person of the register; `SetupError` when there is none."""
    text = _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    now = platform.clock.utc()
    with platform.database.write() as connection:
        tidy(connection, now)
        who = find_resident(platform, connection, number)
        if who is None:
            raise SetupError("--person: no such person in the register; see `people --file`")
        intake = current_intake(platform, connection)
        values = {
            "digest": _digest(text),
            "person": seal_resident(who, intake),
            "key_id": intake.key_id,
            "expires_at": stamp(now + timedelta(seconds=platform.settings.limits.identity_code_s)),
        }
        platform.database.insert_new(connection, identity_code, ["digest"], values)
    return text


def exchange_code(platform: Platform, connection: Connection, asked: Asked, question: ExchangeCode) -> Outcome:
    """The statement, and the person where no document was presented. The first terminal and visit that bring a code
    have it; they may ask again while it is valid, because answers get lost."""
    limits, table = platform.settings.limits, identity_code
    lock_terminal(connection, asked.terminal)
    here, oldest = count_calls(connection, asked.now - HOUR, terminal=asked.terminal, operation=EXCHANGE)
    if here > limits.exchanges_terminal_h:
        wait = HOUR if oldest is None else oldest + HOUR - asked.now
        return refused(429, WireCode.TOO_MANY, max(1, round(wait.total_seconds())))
    digest = _digest(question.code)
    row = connection.execute(select(table).where(table.c.digest == digest).with_for_update()).one_or_none()
    who = None if row is None else read_sealed(platform, bytes(row.person), row.key_id)
    if row is None or who is None:
        return refused(403, WireCode.CODE_UNKNOWN)
    if row.terminal is not None and (row.terminal, row.visit) != (asked.terminal, question.visit):
        return refused(403, WireCode.CODE_USED)
    if stamp(asked.now) >= row.expires_at:
        return refused(403, WireCode.CODE_EXPIRED)
    number = who.person.number
    if question.person is not None and not _is(who.person, question.person.number, question.person.name):
        return refused(403, WireCode.OTHER_PERSON)
    used = update(table).where(table.c.digest == digest).values(terminal=asked.terminal, visit=question.visit)
    connection.execute(used)
    # the number as the document wrote it, because the terminal checks the statement by that
    said = number if question.person is None else question.person.number
    binding = person_binding(decode(question.person_key), said)
    statement = issue(platform, connection, asked, RemoteWay.IDENTITY_CODE, question.visit, binding, digest)
    if statement is None:
        return refused(403, WireCode.CODE_USED)
    named = None if question.person is not None else who.person.to_json()
    return Outcome(content={"statement": statement, "person": named})


def _is(person: PersonRecord, number: str, name: str) -> bool:
    """Whether a document's number and name are this person's, whichever dot stands in the name.

    Another name under the same number is for people to look at.
    """
    one, other = (text.strip().upper().encode() for text in (person.number, number))
    return hmac.compare_digest(one, other) and same_name(person.name, name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.strip().encode("utf-8")).hexdigest()
