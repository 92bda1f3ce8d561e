"""Signatures of certificates and security objects: which key, which algorithm, and whether they hold.

asn1crypto takes the structures apart, `cryptography` does the arithmetic. Explicit curve parameters, which 9303-12
asks issuers for, are taken where they are those of a well-known curve.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PublicKeyInfo
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
"""ICAO 9303-12, section 4.4.2; SHA-1 still stands in documents of the years before 2015."""
LONGEST_NAME = 64
"""Characters of an algorithm's number in a message: the chip may write one of a hundred thousand."""
_CURVES: tuple[ec.EllipticCurve, ...] = (
    ec.SECP256R1(),
    ec.SECP384R1(),
    ec.SECP521R1(),
    ec.BrainpoolP256R1(),
    ec.BrainpoolP384R1(),
    ec.BrainpoolP512R1(),
    ec.SECP224R1(),
    ec.SECP192R1(),
)
ParseError = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError, RecursionError)
"""What asn1crypto raises, late and at any access, for bytes that are no such structure."""


class UnsupportedError(ValueError):
    """An algorithm, key or curve that is not judged here. The message names it."""


class ForgedError(ValueError):
    """It was judged, and does not hold."""


def public_key(info: PublicKeyInfo) -> PublicKeyTypes:
    """The key of a `SubjectPublicKeyInfo`. Raises `UnsupportedError`."""
    try:
        if info.algorithm == "ec" and info["algorithm"]["parameters"].name == "specified":
            curve = known_curve(info["algorithm"]["parameters"].chosen)
            return ec.EllipticCurvePublicKey.from_encoded_point(curve, bytes(info["public_key"].native))
        return serialization.load_der_public_key(info.dump())
    except UnsupportedError:
        raise
    except (*ParseError, UnsupportedAlgorithm):
        raise UnsupportedError("a public key of another kind") from None


def known_curve(specified: Any) -> ec.EllipticCurve:
    """The well-known curve that explicit parameters (`SpecifiedECDomain`) describe, every one of them compared.

    Parameters that differ in anything describe another curve, on which a signature proves nothing. Raises
    `UnsupportedError`.
    """
    field, coefficients = specified["field_id"], specified["curve"]
    if field["field_type"].native != "prime_field":
        raise UnsupportedError("a curve over no prime field")
    given = (
        int(field["parameters"].native),
        int.from_bytes(coefficients["a"].native, "big"),
        int.from_bytes(coefficients["b"].native, "big"),
        _base_point(bytes(specified["base"].native)),
        int(specified["order"].native),
    )
    for curve in _CURVES:
        prime, a, b, (x, y), order = _parameters(curve)
        size = (prime.bit_length() + 7) // 8
        points = {(x, y, size), (x, 2 + y % 2, size)}
        if given[:3] == (prime, a, b) and given[3] in points and given[4] == order:
            return curve
    raise UnsupportedError("explicit parameters of an unknown curve")


def _base_point(encoded: bytes) -> tuple[int, int, int]:
    """x, y (or 2 and 3 for its compressed form) and the bytes of a coordinate."""
    form, rest = encoded[0], encoded[1:]
    if form in (2, 3):
        return int.from_bytes(rest, "big"), form, len(rest)
    half = len(rest) // 2
    if form != 4 or len(rest) % 2:
        raise UnsupportedError("a base point of another form")
    return int.from_bytes(rest[:half], "big"), int.from_bytes(rest[half:], "big"), half


@cache
def _parameters(curve: ec.EllipticCurve) -> tuple[int, int, int, tuple[int, int], int]:
    """Prime, a, b, base point and order of a curve, worked out of what the library knows of it.

    It tells the order and multiplies: 1·G is the base point, (n-1)·G its mirror, whose y adds up to the prime; a and
    b follow from two points of y² = x³ + ax + b.
    """
    order = curve.group_order
    base, mirrored, double = (
        ec.derive_private_key(factor, curve).public_key().public_numbers() for factor in (1, order - 1, 2)
    )
    prime = base.y + mirrored.y
    rests = [(point.y**2 - point.x**3) % prime for point in (base, double)]
    a = (rests[0] - rests[1]) * pow(base.x - double.x, -1, prime) % prime
    return prime, a, (rests[0] - a * base.x) % prime, (base.x, base.y), order


def check_signature(
    key: PublicKeyTypes, algorithm: SignedDigestAlgorithm, signature: bytes, data: bytes, digest: str
) -> None:
    """Return when `signature` is that of `data`. `digest` is used where the algorithm names none by itself.

    Raises `ForgedError`, or `UnsupportedError` for what cannot be judged.
    """
    try:
        kind = algorithm.signature_algo
    except ValueError:
        raise UnsupportedError("an unknown signature algorithm") from None
    try:
        if kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(_digest(algorithm, digest)))
        elif kind == "rsassa_pkcs1v15" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), _digest(algorithm, digest))
        elif kind == "rsassa_pss" and isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, *_pss(algorithm))
        else:
            raise UnsupportedError(f"a signature {kind} by another kind of key")
    except InvalidSignature:
        raise ForgedError("the signature does not hold") from None
    except UnsupportedAlgorithm:
        raise UnsupportedError(f"a signature {kind}") from None


def _digest(algorithm: SignedDigestAlgorithm, otherwise: str) -> hashes.HashAlgorithm:
    try:
        name = algorithm.hash_algo
    except ValueError:
        name = otherwise
    return digest_of(name)


def digest_of(name: str) -> hashes.HashAlgorithm:
    if name not in DIGESTS:
        raise UnsupportedError(f"a digest {name[:LONGEST_NAME]}")
    return DIGESTS[name]


def _pss(algorithm: SignedDigestAlgorithm) -> tuple[padding.PSS, hashes.HashAlgorithm]:
    parameters = algorithm["parameters"]
    mask = parameters["mask_gen_algorithm"]
    if mask["algorithm"].native != "mgf1" or parameters["trailer_field"].native != "trailer_field_bc":
        raise UnsupportedError("a signature rsassa_pss of another form")
    digest = digest_of(parameters["hash_algorithm"]["algorithm"].native)
    generator = padding.MGF1(digest_of(mask["parameters"]["algorithm"].native))
    return padding.PSS(mgf=generator, salt_length=int(parameters["salt_length"].native)), digest
