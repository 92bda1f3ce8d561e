"""Keys and key ids: Ed25519 for origin, transport and platform signatures, X25519 for the intake seal.

A key id is the first eight bytes of SHA-256 over `algorithm || 0x00 || raw public key`, as 16 hex digits: it
names a key and proves nothing; whoever resolves it takes the key from a directory signed by a pinned key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.clock import parse_stamp, stamp
from kiosk.protocol.errors import MalformedError, SignatureError

ED25519 = "ed25519"
X25519 = "x25519"


class KeyUse(StrEnum):
    ROOT = "root"
    """Signs the key directory, catalogue, policy and receipts; terminals pin it."""
    INTAKE = "intake"
    """Envelopes are sealed to it."""
    TERMINAL = "terminal"
    """A terminal's own: origin, transport and receipt proofs."""
    IDENTITY = "identity"
    """Signs the platform's statements about who showed who they are; whoever handles an application checks them."""


def key_id(algorithm: str, public: bytes) -> str:
    return hashlib.sha256(algorithm.encode("ascii") + b"\0" + public).digest()[:8].hex()


def encode(data: bytes) -> str:
    """base64url without padding, the protocol's form of bytes in JSON."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Inverse of `encode`; `MalformedError` for anything else, non-canonical trailing bits included."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise MalformedError("not base64url") from problem
    if encode(data) != text:
        raise MalformedError("not base64url without padding")
    return data


class SigningKey:
    """An Ed25519 private key with its id. Every signature is bound to a context, so that none serves twice."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.key_id = key_id(ED25519, self.public)

    @classmethod
    def generate(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_raw(cls, raw: bytes) -> SigningKey:
        """From 32 private bytes; `MalformedError` otherwise."""
        if len(raw) != 32:
            raise MalformedError("an Ed25519 private key has 32 bytes")
        return cls(Ed25519PrivateKey.from_private_bytes(raw))

    @property
    def private(self) -> Ed25519PrivateKey:
        return self._private

    def raw(self) -> bytes:
        return self._private.private_bytes_raw()

    def sign(self, context: str, data: bytes) -> bytes:
        return self._private.sign(_bound(context, data))


def verify(public: bytes, context: str, data: bytes, signature: bytes) -> None:
    """Raise `SignatureError` unless the signature over context and data holds."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _bound(context, data))
    except (InvalidSignature, ValueError) as problem:
        raise SignatureError(f"signature for {context} does not hold") from problem


def _bound(context: str, data: bytes) -> bytes:
    return b"jiujin/v1/" + context.encode("ascii") + b"\0" + data


@dataclass(frozen=True, kw_only=True)
class KeyEntry:
    """A public key of the directory. `owner` is a terminal id for TERMINAL keys, else the platform's name."""

    algorithm: str
    public: bytes
    use: KeyUse
    owner: str
    valid_from: datetime
    revoked_from: datetime | None = None

    @property
    def key_id(self) -> str:
        return key_id(self.algorithm, self.public)

    def to_json(self) -> dict[str, Any]:
        return {
            "key_id": self.key_id,
            "algorithm": self.algorithm,
            "public": encode(self.public),
            "use": self.use.value,
            "owner": self.owner,
            "valid_from": stamp(self.valid_from),
            "revoked_from": None if self.revoked_from is None else stamp(self.revoked_from),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> KeyEntry:
        try:
            revoked = value["revoked_from"]
            entry = cls(
                algorithm=str(value["algorithm"]),
                public=decode(value["public"]),
                use=KeyUse(value["use"]),
                owner=str(value["owner"]),
                valid_from=parse_stamp(value["valid_from"]),
                revoked_from=None if revoked is None else parse_stamp(revoked),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise MalformedError(f"key entry: {problem}") from problem
        if value.get("key_id") != entry.key_id or len(entry.public) != 32:
            raise MalformedError("key entry: the id is not that of the key")
        return entry


class KeyDirectory:
    """Public keys by id, as the platform published them."""

    def __init__(self, entries: Iterable[KeyEntry]) -> None:
        self.entries = tuple(entries)
        self._by_id = {entry.key_id: entry for entry in self.entries}
        self._by_use = {use: tuple(entry for entry in self.entries if entry.use is use) for use in KeyUse}

    @classmethod
    def from_json(cls, value: Any) -> KeyDirectory:
        if not isinstance(value, dict) or not isinstance(value.get("keys"), list):
            raise MalformedError("a key directory has a list of keys")
        return cls(KeyEntry.from_json(entry) for entry in value["keys"] if not _for_later(entry))

    def to_json(self) -> dict[str, Any]:
        return {"keys": [entry.to_json() for entry in self.entries]}

    def find(self, wanted: str, use: KeyUse) -> KeyEntry:
        """The key with this id for this use; `SignatureError` when there is none."""
        entry = self._by_id.get(wanted)
        if entry is None or entry.use is not use:
            raise SignatureError(f"no {use} key {wanted}")
        return entry

    def current(self, use: KeyUse, at: datetime) -> KeyEntry | None:
        """The newest key for a use that is valid and not revoked at that time."""
        good = [
            entry
            for entry in self._by_use[use]
            if entry.valid_from <= at and (entry.revoked_from is None or at < entry.revoked_from)
        ]
        return max(good, key=lambda entry: entry.valid_from, default=None)


def _for_later(entry: Any) -> bool:
    """Whether a key is for a use that came after this program; the others of its directory are good all the same."""
    use = entry.get("use") if isinstance(entry, dict) else None
    return isinstance(use, str) and use not in set(KeyUse)


@dataclass(frozen=True, kw_only=True)
class PinnedKeys:
    """The platform keys that the technician pinned: text form `ed25519:BASE64URL`."""

    keys: tuple[bytes, ...]

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> PinnedKeys:
        keys = []
        for text in texts:
            algorithm, _, body = text.partition(":")
            public = decode(body) if algorithm == ED25519 else b""
            if len(public) != 32:
                raise MalformedError("a pinned key is ed25519:BASE64URL of 32 bytes")
            keys.append(public)
        return cls(keys=tuple(keys))

    def find(self, wanted: str) -> bytes:
        for public in self.keys:
            if key_id(ED25519, public) == wanted:
                return public
        raise SignatureError(f"key {wanted} is not pinned")


def pin_text(public: bytes) -> str:
    return f"{ED25519}:{encode(public)}"
