"""The transport signature: who delivers a request (RFC 9421 HTTP message signatures, Ed25519).

Signed when sending, not when queuing: an application may wait for days, a transport signature lives five minutes.
Both ends go through this module; nothing else calls the library, because its defaults accept a body that was not
checked and a signature that covers too little (facts, platform, section 15).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from kiosk.protocol.errors import SignatureError
from kiosk.protocol.keys import KeyDirectory, KeyUse, SigningKey

COVERED = ("@method", "@authority", "@target-uri")
MAX_AGE = timedelta(minutes=5)
MAX_SKEW = timedelta(seconds=60)
"""A terminal's clock may be a minute fast; beyond that the platform answers `clock` and its own time."""


@dataclass
class HttpMessage:
    """A request as both ends see it. `url` is the public one that the terminal called."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, private: SigningKey | None = None, directory: KeyDirectory | None = None) -> None:
        self._private = private
        self._directory = directory

    def resolve_private_key(self, key_id: str) -> Any:
        if self._private is None or self._private.key_id != key_id:
            raise SignatureError(f"no private key {key_id}")
        return self._private.private

    def resolve_public_key(self, key_id: str) -> Any:
        if self._directory is None:
            raise SignatureError("no directory")
        return Ed25519PublicKey.from_public_bytes(self._directory.find(key_id, KeyUse.TERMINAL).public)


def sign_request(
    method: str, url: str, body: bytes | None, key: SigningKey, *, created: datetime, nonce: str
) -> dict[str, str]:
    """The headers (Content-Digest, Signature-Input, Signature) to send with a request."""
    message = HttpMessage(method=method, url=url)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(private=key))
    signer.sign(
        message, key_id=key.key_id, created=created, nonce=nonce, covered_component_ids=COVERED, body=body or None
    )
    return message.headers


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who delivered a request: key id and the terminal that the directory names as its owner."""

    key_id: str
    terminal: str


def verify_request(method: str, url: str, headers: Mapping[str, str], body: bytes, directory: KeyDirectory) -> Caller:
    """The signer of a request; `SignatureError` for everything that is not covered, fresh and genuine."""
    message = HttpMessage(method=method, url=url, headers=dict(headers))
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(directory=directory))
    verifier.max_clock_skew = MAX_SKEW
    require = (*COVERED, "content-digest") if body else COVERED
    try:
        results = verifier.verify(message, body=body or None, max_age=MAX_AGE, require_components=require)
    except (HTTPMessageSignaturesException, ValueError, KeyError) as problem:
        raise SignatureError(f"transport signature: {problem}") from problem
    if len(results) != 1:
        raise SignatureError("transport signature: exactly one is expected")
    wanted = str(results[0].parameters["keyid"])
    entry = directory.find(wanted, KeyUse.TERMINAL)
    if entry.revoked_from is not None and datetime.now(UTC) >= entry.revoked_from:
        raise SignatureError(f"key {wanted} is revoked")
    return Caller(key_id=wanted, terminal=entry.owner)
