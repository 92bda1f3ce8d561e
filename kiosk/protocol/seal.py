"""Sealing: HPKE (RFC 9180) base mode behind one small interface with named suites."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.protocol.errors import SealError

HPKE_X25519 = "HPKE-X25519-HKDF-SHA256-AES-256-GCM"
"""RFC 9180: KEM 0x0020, KDF 0x0001, AEAD 0x0002; 48 bytes longer than what it seals."""

_SUITES = {HPKE_X25519: Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)}


def seal(algorithm: str, plaintext: bytes, public: bytes, info: bytes) -> bytes:
    """Encapsulated key and ciphertext. `info` binds what stays outside; `SealError` fails closed."""
    try:
        return _SUITES[algorithm].encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info)
    except (KeyError, ValueError) as problem:
        raise SealError(f"cannot seal with {algorithm}") from problem


def unseal(algorithm: str, sealed: bytes, private: bytes, info: bytes) -> bytes:
    """What was sealed; `SealError` on another key, another `info` or changed bytes."""
    try:
        return _SUITES[algorithm].decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)
    except (KeyError, ValueError, InvalidTag) as problem:
        raise SealError(f"cannot open with {algorithm}") from problem
