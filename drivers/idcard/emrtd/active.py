"""Active authentication: a chip signs a random number with a key that cannot be copied (9303-11, section 6.1)."""

from __future__ import annotations

import hashlib
import hmac

from asn1crypto import core
from asn1crypto.keys import PublicKeyInfo
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from drivers.idcard.emrtd.messaging import SecureMessaging
from drivers.idcard.emrtd.signatures import (
    DIGESTS,
    ForgedError,
    ParseError,
    UnsupportedError,
    public_key,
)
from drivers.idcard.emrtd.tlv import TlvError, only
from drivers.idcard.pcsc_status import SUCCESS

CHALLENGE_SIZE = 8
"""Bytes of RND.IFD (9303-11, section 6.1.2)."""
_INTERNAL_AUTHENTICATE = bytes.fromhex("00880000")
_KEY_TAG, _OPTIONS_TAG = 0x6F, 0x6E
_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
"""id-icao-mrtd-security-aaProtocolObject: the entry of DG14 that names the digest of an elliptic signature."""
_PLAIN_ECDSA = {
    "0.4.0.127.0.7.1.1.4.1.1": "sha1",
    "0.4.0.127.0.7.1.1.4.1.2": "sha224",
    "0.4.0.127.0.7.1.1.4.1.3": "sha256",
    "0.4.0.127.0.7.1.1.4.1.4": "sha384",
    "0.4.0.127.0.7.1.1.4.1.5": "sha512",
}
"""ecdsa-plain-signatures of BSI TR-03111, section 5.2.1."""
_TRAILERS = {
    b"\xbc": "sha1",
    b"\x33\xcc": "sha1",
    b"\x38\xcc": "sha224",
    b"\x34\xcc": "sha256",
    b"\x36\xcc": "sha384",
    b"\x35\xcc": "sha512",
}
"""The last bytes of an opened signature and the digest they name (ISO/IEC 9796-2, 8.1; ISO/IEC 10118-3)."""
MAX_MODULUS, MAX_EXPONENT = 8192, 64
"""Bits of an RSA key that is worked with; issuers write 1024 to 4096 and 17 (ICAO 9303-12, section 4.4). The chip
chooses its key, and raising to a power takes the third power of its length: 32,768 bits took 85 seconds."""
_PARTIAL_RECOVERY = 0x6A
"""The first byte: a part of the message stands in the signature, the rest, our number, does not."""


class _SecurityInfo(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields = [  # noqa: RUF012
        ("protocol", core.ObjectIdentifier),
        ("required", core.Any),
        ("optional", core.Any, {"optional": True}),
    ]


class _SecurityInfos(core.SetOf):  # type: ignore[misc]
    _child_spec = _SecurityInfo


def challenge(chip: SecureMessaging, number: bytes) -> bytes:
    """The chip's signature over a number that it cannot have seen. Raises `ForgedError` where it gives none."""
    answer = chip.send(_INTERNAL_AUTHENTICATE, number, 0)
    if answer.word != SUCCESS or not answer.data:
        raise ForgedError(f"internal authenticate answered {answer.word:04X}")
    return bytes(answer.data)


def is_elliptic(key_group: bytes | bytearray) -> bool:
    """Whether the key in DG15 is an elliptic one, whose digest stands in DG14."""
    try:
        return bool(PublicKeyInfo.load(only(key_group, _KEY_TAG)).algorithm == "ec")
    except (TlvError, *ParseError):
        return False


def check_answer(
    key_group: bytes | bytearray, options: bytes | bytearray | None, number: bytes, signature: bytes
) -> None:
    """Return when the key in DG15 (`key_group`) signed `number`; `options` is DG14 where there is one.

    Raises `ForgedError`, or `UnsupportedError` for a key or a digest that is not judged here.
    """
    try:
        key = public_key(PublicKeyInfo.load(only(key_group, _KEY_TAG), strict=True))
        digest = "" if options is None else _elliptic_digest(options)
    except UnsupportedError:
        raise
    except (TlvError, *ParseError):
        raise UnsupportedError("DG14 or DG15 cannot be understood") from None
    match key:
        case rsa.RSAPublicKey():
            _check_recovered(key, number, signature)
        case ec.EllipticCurvePublicKey():
            _check_elliptic(key, digest, number, signature)
        case _:
            raise UnsupportedError("a key of DG15 of another kind")


def _check_recovered(key: rsa.RSAPublicKey, number: bytes, signature: bytes) -> None:
    """ISO/IEC 9796-2, digital signature scheme 1: 6A, a part of the message, its digest with ours, a trailer."""
    numbers = key.public_numbers()
    if numbers.n.bit_length() > MAX_MODULUS or numbers.e.bit_length() > MAX_EXPONENT:
        raise UnsupportedError("an RSA key too long in DG15")
    size = (numbers.n.bit_length() + 7) // 8
    opened = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(size, "big")
    trailer = opened[-1:] if opened.endswith(b"\xbc") else opened[-2:]
    digest = _TRAILERS.get(trailer)
    if len(signature) != size or digest is None or opened[0] != _PARTIAL_RECOVERY:
        raise ForgedError("the chip's signature is none")
    width = DIGESTS[digest].digest_size
    body = opened[1 : -len(trailer)]
    recovered, proof = body[:-width], body[-width:]
    if not hmac.compare_digest(hashlib.new(digest, recovered + number, usedforsecurity=False).digest(), proof):
        raise ForgedError("the chip signed another number")


def _check_elliptic(key: ec.EllipticCurvePublicKey, digest: str, number: bytes, signature: bytes) -> None:
    """r and s side by side (TR-03111, 5.2.1)."""
    if not digest:
        raise UnsupportedError("DG14 names no digest for the chip's elliptic key")
    half = len(signature) // 2
    if not signature or len(signature) % 2:
        raise ForgedError("the chip's signature is none")
    r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    try:
        key.verify(encode_dss_signature(r, s), number, ec.ECDSA(DIGESTS[digest]))
    except InvalidSignature:
        raise ForgedError("the chip signed another number") from None


def _elliptic_digest(options: bytes | bytearray) -> str:
    """The digest that DG14 names for active authentication; empty where it names none."""
    for info in _SecurityInfos.load(only(options, _OPTIONS_TAG), strict=True):
        if info["protocol"].dotted == _ACTIVE_AUTHENTICATION:
            named = info["optional"].parse(core.ObjectIdentifier).dotted
            if named not in _PLAIN_ECDSA:
                raise UnsupportedError("a digest that DG14 names")
            return _PLAIN_ECDSA[named]
    return ""
