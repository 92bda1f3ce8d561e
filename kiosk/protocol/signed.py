"""Signed documents: what the platform publishes (keys, catalogue, policy) and answers (receipt, enrolment).

    {"type": "catalogue", "key_id": "…16 hex…", "payload": "BASE64URL", "signature": "BASE64URL"}

The payload is canonical JSON; the signature is Ed25519 over `jiujin/v1/<type>` + 0x00 + payload bytes. The
payload travels encoded, so that nobody has to re-serialise it to check it.
"""

from __future__ import annotations

from typing import Any

from kiosk.protocol.canonical import canonical, parse
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import PinnedKeys, SigningKey, decode, encode, verify

SIGNED_LIMIT = 64 * 1024 * 1024
"""Bytes of the largest signed document that is read: a province's catalogue with long texts fits."""


def sign_document(kind: str, payload: Any, key: SigningKey) -> bytes:
    """The bytes of a signed document."""
    body = canonical(payload)
    return canonical(
        {
            "type": kind,
            "key_id": key.key_id,
            "payload": encode(body),
            "signature": encode(key.sign(kind, body)),
        }
    )


def open_document(kind: str, data: bytes, pinned: PinnedKeys) -> Any:
    """The payload, once the signature by a pinned key holds; `MalformedError` or `SignatureError` otherwise."""
    outer = parse(data, limit=SIGNED_LIMIT)
    if not isinstance(outer, dict) or set(outer) != {"type", "key_id", "payload", "signature"}:
        raise MalformedError(f"not a signed {kind}")
    if outer["type"] != kind or not all(isinstance(outer[k], str) for k in outer):
        raise MalformedError(f"not a signed {kind}")
    body = decode(outer["payload"])
    verify(pinned.find(outer["key_id"]), kind, body, decode(outer["signature"]))
    return parse(body, limit=SIGNED_LIMIT)
