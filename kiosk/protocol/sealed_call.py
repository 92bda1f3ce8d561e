"""A question to the platform that holds a person's identity, and its answer: sealed both ways, bound to each other.

    {"header": {"v", "id", "operation", "terminal", "seal_alg", "key_id"}, "sealed": "BASE64URL"}

The question is sealed to the intake key as an envelope is, with the header as HPKE `info`; who asks, the transport
signature says. Inside stands `reply_key`, an X25519 key drawn for this one question, and the answer is sealed to it:
whoever ends the TLS on the way, or reads the platform's database, learns neither. The answer is a signed document
that names id and hash of the question, so that an old answer fits no other one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.protocol.canonical import canonical, parse, sha256_hex
from kiosk.protocol.envelope import ID_SHAPE
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import KeyEntry, PinnedKeys, SigningKey, decode, encode
from kiosk.protocol.seal import HPKE_X25519, seal, unseal
from kiosk.protocol.signed import open_document, sign_document
from kiosk.protocol.temporary_number import TERMINAL_SHAPE

ANSWER = "identity-answer"
CALL_LIMIT = 16 * 1024
"""Bytes of a question: a person, a key and a code of 512 characters take about 2,000."""
_OPERATION = re.compile(r"[a-z][a-z-]{0,15}\Z")
_HEADER = frozenset({"v", "id", "operation", "terminal", "seal_alg", "key_id"})


@dataclass(frozen=True, kw_only=True)
class SentCall:
    """A question as it was written, and what opens its answer."""

    id: str
    body: bytes = field(repr=False)
    sha256: str
    reply_private: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ReceivedCall:
    """A question whose seal is not opened yet."""

    header: Mapping[str, Any]
    sealed: bytes = field(repr=False)
    sha256: str

    @property
    def id(self) -> str:
        return str(self.header["id"])

    @property
    def operation(self) -> str:
        return str(self.header["operation"])

    @property
    def terminal(self) -> str:
        return str(self.header["terminal"])

    @property
    def key_id(self) -> str:
        return str(self.header["key_id"])

    def open(self, private: bytes) -> dict[str, Any]:
        """What is asked, `reply_key` among it; `SealError` or `MalformedError`."""
        plain = unseal(str(self.header["seal_alg"]), self.sealed, private, canonical(self.header))
        content = parse(plain, limit=CALL_LIMIT)
        if not isinstance(content, dict):
            raise MalformedError("a question is an object")
        return content


def write_call(
    operation: str, content: Mapping[str, Any], *, call_id: str, terminal: str, intake: KeyEntry
) -> SentCall:
    """Seal a question; `SealError` fails closed."""
    reply = X25519PrivateKey.generate()
    header = {
        "v": 1,
        "id": call_id,
        "operation": operation,
        "terminal": terminal,
        "seal_alg": HPKE_X25519,
        "key_id": intake.key_id,
    }
    plain = canonical({**content, "reply_key": encode(reply.public_key().public_bytes_raw())})
    sealed = seal(HPKE_X25519, plain, intake.public, canonical(header))
    body = canonical({"header": header, "sealed": encode(sealed)})
    return SentCall(id=call_id, body=body, sha256=sha256_hex(body), reply_private=reply.private_bytes_raw())


def read_call(data: bytes) -> ReceivedCall:
    """The parts of a question; `MalformedError` names what is not as described."""
    outer = parse(data, limit=CALL_LIMIT)
    if not isinstance(outer, dict) or set(outer) != {"header", "sealed"} or not isinstance(outer["sealed"], str):
        raise MalformedError("a question has header and sealed")
    header = outer["header"]
    if not isinstance(header, dict) or set(header) != _HEADER or header["v"] != 1:
        raise MalformedError("not a question's header of version 1")
    if not all(isinstance(header[name], str) for name in _HEADER - {"v"}):
        raise MalformedError("header values are texts")
    shapes = ((ID_SHAPE, "id"), (TERMINAL_SHAPE, "terminal"), (_OPERATION, "operation"))
    if not all(shape.match(header[name]) for shape, name in shapes):
        raise MalformedError("header id, terminal or operation")
    return ReceivedCall(header=header, sealed=decode(outer["sealed"]), sha256=sha256_hex(data))


def write_answer(call: ReceivedCall, reply_key: bytes, content: Mapping[str, Any], key: SigningKey) -> bytes:
    """The signed answer, sealed to the key that came with the question; `SealError` for a key that cannot be one."""
    bound = _bound(call.id, call.sha256)
    sealed = seal(HPKE_X25519, canonical(content), reply_key, canonical(bound))
    return sign_document(ANSWER, {**bound, "sealed": encode(sealed)}, key)


def read_answer(data: bytes, sent: SentCall, pinned: PinnedKeys) -> dict[str, Any]:
    """What the platform answered to exactly this question; `ProtocolError` for everything else."""
    payload = open_document(ANSWER, data, pinned)
    bound = _bound(sent.id, sent.sha256)
    if not isinstance(payload, dict) or not isinstance(payload.get("sealed"), str):
        raise MalformedError("not a sealed answer")
    if {name: value for name, value in payload.items() if name != "sealed"} != bound:
        raise MalformedError("an answer to another question")
    content = parse(
        unseal(HPKE_X25519, decode(payload["sealed"]), sent.reply_private, canonical(bound)), limit=CALL_LIMIT
    )
    if not isinstance(content, dict):
        raise MalformedError("an answer is an object")
    return content


def _bound(call_id: str, sha256: str) -> dict[str, Any]:
    return {"v": 1, "id": call_id, "sha256": sha256, "seal_alg": HPKE_X25519}
