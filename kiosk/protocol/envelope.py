"""Submission envelope v1: what a terminal writes once, never changes, and any carrier may deliver.

    {"header": {…}, "sealed": "BASE64URL", "origin": {"key_id": "…", "signature": "BASE64URL"}}

Everything a person said or is stands inside the seal. Outside stay seven facts, each for one reason:

    v           which rules to read it by
    id          the idempotency key of the PUT (UUIDv7, made with the application)
    number      the temporary number, so that a case whose seal cannot be opened can still be found by its receipt
    terminal    whose key the origin signature must belong to
    seal_alg    which suite opens it
    key_id      which intake key opens it
    sealed_at   when it was written; a key revoked later does not make it suspect

The seal binds the canonical header as HPKE `info`; the origin signature covers header and sealed bytes. So no
header can be moved to another body, and whoever delivers it (this terminal, another, a USB stick) signs only the
transport. The hash that receipts name is SHA-256 over the whole envelope as stored and sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.clock import parse_stamp, stamp
from kiosk.protocol.canonical import canonical, parse, sha256_hex
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import KeyDirectory, KeyEntry, KeyUse, SigningKey, decode, encode, verify
from kiosk.protocol.seal import HPKE_X25519, seal, unseal
from kiosk.protocol.temporary_number import TERMINAL_SHAPE, TemporaryNumber

ENVELOPE_LIMIT = 8 * 1024 * 1024
"""Bytes of one envelope; photographs travel as attachments, which are sealed apart."""
ORIGIN = "origin"
ID_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")


class SubmissionKind(StrEnum):
    APPLICATION = "application"
    RATING = "rating"
    SUPPLEMENT = "supplement"
    WITHDRAWAL = "withdrawal"
    INTENT = "intent"
    COMPLAINT = "complaint"
    CALLBACK = "callback"


class Capacity(StrEnum):
    """In whose name the actor acts."""

    SELF = "self"
    PROXY = "proxy"
    GUARDIAN = "guardian"
    ORGANISATION = "organisation"


@dataclass(frozen=True, kw_only=True)
class EnvelopeHeader:
    """What stays outside the seal; the module says why."""

    id: str
    number: str
    terminal: str
    seal_alg: str
    key_id: str
    sealed_at: datetime

    def to_json(self) -> dict[str, Any]:
        return {
            "v": 1,
            "id": self.id,
            "number": self.number,
            "terminal": self.terminal,
            "seal_alg": self.seal_alg,
            "key_id": self.key_id,
            "sealed_at": stamp(self.sealed_at),
        }

    @classmethod
    def from_json(cls, value: Any) -> EnvelopeHeader:
        keys = {"v", "id", "number", "terminal", "seal_alg", "key_id", "sealed_at"}
        if not isinstance(value, dict) or set(value) != keys or value["v"] != 1:
            raise MalformedError("not an envelope header of version 1")
        if not all(isinstance(value[key], str) for key in keys - {"v"}):
            raise MalformedError("header values are texts")
        if not ID_SHAPE.match(value["id"]) or not TERMINAL_SHAPE.match(value["terminal"]):
            raise MalformedError("header id or terminal")
        if TemporaryNumber.parse(value["number"]).terminal != value["terminal"]:
            raise MalformedError("the number belongs to another terminal")
        try:
            sealed_at = parse_stamp(value["sealed_at"])
        except ValueError as problem:
            raise MalformedError("sealed_at is no time") from problem
        return cls(
            id=value["id"],
            number=value["number"],
            terminal=value["terminal"],
            seal_alg=value["seal_alg"],
            key_id=value["key_id"],
            sealed_at=sealed_at,
        )


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A read envelope: the origin is not checked and the seal not opened yet."""

    header: EnvelopeHeader
    sealed: bytes
    origin_key_id: str
    origin_signature: bytes
    sha256: str

    def check_origin(self, directory: KeyDirectory) -> KeyEntry:
        """The terminal key that made it; `SignatureError` when it is unknown, another's or does not fit."""
        entry = directory.find(self.origin_key_id, KeyUse.TERMINAL)
        if entry.owner != self.header.terminal:
            raise MalformedError("the origin key belongs to another terminal")
        verify(entry.public, ORIGIN, _origin_bytes(self.header, self.sealed), self.origin_signature)
        return entry

    def open(self, private: bytes) -> dict[str, Any]:
        """The payload; `SealError` for another key, `MalformedError` when the content is no payload."""
        info = canonical(self.header.to_json())
        payload = parse(unseal(self.header.seal_alg, self.sealed, private, info), limit=ENVELOPE_LIMIT)
        if not isinstance(payload, dict):
            raise MalformedError("a payload is an object")
        return payload


def write_envelope(
    payload: Mapping[str, Any],
    *,
    submission_id: str,
    number: TemporaryNumber,
    intake: KeyEntry,
    origin: SigningKey,
    sealed_at: datetime,
) -> bytes:
    """Seal a payload (`kiosk.protocol.payload`) to the intake key and sign it; the bytes are final."""
    header = EnvelopeHeader(
        id=submission_id,
        number=str(number),
        terminal=number.terminal,
        seal_alg=HPKE_X25519,
        key_id=intake.key_id,
        sealed_at=sealed_at,
    )
    info = canonical(header.to_json())
    sealed = seal(header.seal_alg, canonical(payload), intake.public, info)
    signature = origin.sign(ORIGIN, _origin_bytes(header, sealed))
    return canonical(
        {
            "header": header.to_json(),
            "sealed": encode(sealed),
            "origin": {"key_id": origin.key_id, "signature": encode(signature)},
        }
    )


def read_envelope(data: bytes) -> Envelope:
    """The parts of an envelope; `MalformedError` names what is not as described."""
    outer = parse(data, limit=ENVELOPE_LIMIT)
    if not isinstance(outer, dict) or set(outer) != {"header", "sealed", "origin"}:
        raise MalformedError("an envelope has header, sealed and origin")
    origin = outer["origin"]
    if not isinstance(origin, dict) or set(origin) != {"key_id", "signature"}:
        raise MalformedError("origin has key_id and signature")
    if not all(isinstance(text, str) for text in (outer["sealed"], *origin.values())):
        raise MalformedError("sealed and origin are texts")
    return Envelope(
        header=EnvelopeHeader.from_json(outer["header"]),
        sealed=decode(outer["sealed"]),
        origin_key_id=origin["key_id"],
        origin_signature=decode(origin["signature"]),
        sha256=sha256_hex(data),
    )


def _origin_bytes(header: EnvelopeHeader, sealed: bytes) -> bytes:
    return canonical(header.to_json()) + b"\0" + sealed
