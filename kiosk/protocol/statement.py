"""The platform's statement that a person showed who they are: signed once, carried in the envelope, open to checks.

A statement names nobody. `person` is HMAC-SHA-256 of the document's number under a key that the terminal drew for
this one statement; the key travels beside the statement, under the envelope's seal. Who has statement, key and number
can check that they belong together; who has the statement alone learns nothing from it.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.clock import parse_stamp, stamp
from kiosk.protocol.canonical import parse
from kiosk.protocol.errors import MalformedError, SignatureError
from kiosk.protocol.keys import KeyDirectory, KeyUse, PinnedKeys, SigningKey
from kiosk.protocol.signed import open_document, sign_document
from kiosk.protocol.temporary_number import TERMINAL_SHAPE

STATEMENT = "identity-statement"
STATEMENT_LIMIT = 4096
"""Bytes of a signed statement; today's have about 600."""
PERSON_KEY_BYTES = 32
VISIT_SHAPE = re.compile(r"[0-9A-Za-z-]{1,64}\Z")
_ID = re.compile(r"[0-9A-Za-z-]{1,40}\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class RemoteWay(StrEnum):
    """Ways of a proof that the platform states."""

    SMS_CODE = "sms-code"
    IDENTITY_CODE = "identity-code"


@dataclass(frozen=True, kw_only=True)
class IdentityStatement:
    id: str
    """At most 40 letters, digits and hyphens. A statement serves one submission."""
    way: RemoteWay
    terminal: str
    visit: str
    person: str
    """`person_binding` of the document's number."""
    at: datetime
    until: datetime
    """An application that was confirmed later than this cannot lean on it."""
    platform: str

    def to_json(self) -> dict[str, Any]:
        return {
            "v": 1,
            "id": self.id,
            "way": self.way.value,
            "terminal": self.terminal,
            "visit": self.visit,
            "person": self.person,
            "at": stamp(self.at),
            "until": stamp(self.until),
            "platform": self.platform,
        }


def person_binding(key: bytes, number: str) -> str:
    """HMAC-SHA-256 in hex of a document's number."""
    return hmac.digest(key, number.encode("utf-8"), "sha256").hex()


def sign_statement(statement: IdentityStatement, key: SigningKey) -> str:
    """The text that travels: the canonical bytes of a signed document, by a key for `identity`."""
    return sign_document(STATEMENT, statement.to_json(), key).decode("utf-8")


def read_statement(text: str, directory: KeyDirectory) -> IdentityStatement:
    """The statement, once its signature by an `identity` key of the directory holds.

    `MalformedError` or `SignatureError`; a key that was revoked before the time stated signs nothing. Whose statement
    it is (terminal, visit, person) is for the caller to compare.
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise MalformedError("lone surrogate") from problem
    outer = parse(data, limit=STATEMENT_LIMIT)
    wanted = outer.get("key_id") if isinstance(outer, dict) else None
    if not isinstance(wanted, str):
        raise MalformedError("not a signed statement")
    entry = directory.find(wanted, KeyUse.IDENTITY)
    statement = _statement(open_document(STATEMENT, data, PinnedKeys(keys=(entry.public,))))
    if entry.revoked_from is not None and statement.at >= entry.revoked_from:
        raise SignatureError("the key was revoked before this statement")
    return statement


def _statement(value: Any) -> IdentityStatement:
    keys = {"v", "id", "way", "terminal", "visit", "person", "at", "until", "platform"}
    if not isinstance(value, dict) or set(value) != keys or value["v"] != 1:
        raise MalformedError("not a statement of version 1")
    if not all(isinstance(value[key], str) for key in keys - {"v"}):
        raise MalformedError("a statement's members are texts")
    shapes = ((_ID, "id"), (TERMINAL_SHAPE, "terminal"), (VISIT_SHAPE, "visit"), (_SHA256, "person"))
    if not all(shape.match(value[key]) for shape, key in shapes):
        raise MalformedError("statement: id, terminal, visit or person")
    try:
        return IdentityStatement(
            id=value["id"],
            way=RemoteWay(value["way"]),
            terminal=value["terminal"],
            visit=value["visit"],
            person=value["person"],
            at=parse_stamp(value["at"]),
            until=parse_stamp(value["until"]),
            platform=value["platform"],
        )
    except ValueError as problem:
        raise MalformedError("statement: way or time") from problem
