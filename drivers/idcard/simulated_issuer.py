"""The issuing state of simulated travel documents: an authority, a signer of documents, and what they sign.

Made anew at each start, so that nobody can mistake it for a real one. It shares no code with the driver: structures
are written byte by byte after ICAO 9303-10 and -12, RFC 5652 and RFC 4055.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

_BEGIN, _END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
_DIGESTS: dict[str, tuple[hashes.HashAlgorithm, str]] = {
    "sha1": (hashes.SHA1(), "06052B0E03021A"),  # noqa: S303
    "sha224": (hashes.SHA224(), "0609608648016503040204"),
    "sha256": (hashes.SHA256(), "0609608648016503040201"),
    "sha384": (hashes.SHA384(), "0609608648016503040202"),
    "sha512": (hashes.SHA512(), "0609608648016503040203"),
}
"""Digests and their object identifiers, as they stand in the structure."""
_ECDSA = {"sha1": "06072A8648CE3D0401"} | {
    name: f"06082A8648CE3D04030{last}" for name, last in (("sha224", 1), ("sha256", 2), ("sha384", 3), ("sha512", 4))
}
_RSA = {
    name: f"06092A864886F70D0101{last}0500"
    for name, last in (("sha1", "05"), ("sha224", "0E"), ("sha256", "0B"), ("sha384", "0C"), ("sha512", "0D"))
}
_PSS, _MGF1 = "06092A864886F70D01010A", "06092A864886F70D010108"
_SIGNED_DATA, _CONTENT_TYPE, _MESSAGE_DIGEST = (
    "06092A864886F70D010702",
    "06092A864886F70D010903",
    "06092A864886F70D010904",
)
_LDS_SECURITY_OBJECT = "0606678108010101"

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, kw_only=True)
class SimulatedIssuer:
    """A state with a certificate of its own (CSCA) and a signer. `ValueError` for an unknown `signs_by` or digest."""

    state: str = "UTO"
    """As in the machine-readable zone."""
    country: str = "UT"
    signs_by: str = "ecdsa"
    """ecdsa | rsa | pss."""
    digest: str = "sha256"
    signed_attributes: bool = True
    begins: datetime = _BEGIN
    ends: datetime = _END
    """Of both certificates."""

    def __post_init__(self) -> None:
        if self.signs_by not in ("ecdsa", "rsa", "pss") or self.digest not in _DIGESTS:
            raise ValueError(f"nobody signs by {self.signs_by} with {self.digest}")

    @cached_property
    def authority_key(self) -> PrivateKey:
        return self._key()

    @cached_property
    def signer_key(self) -> PrivateKey:
        return self._key()

    @cached_property
    def authority(self) -> x509.Certificate:
        return self._certificate("Jiujin Test CSCA", self.authority_key, ca=True)

    @cached_property
    def signer(self) -> x509.Certificate:
        return self._certificate("Jiujin Test Document Signer", self.signer_key, ca=False)

    def namesake(self) -> SimulatedIssuer:
        """Another state's keys under the same names: a forger."""
        return replace(self)

    def deposit(self, folder: Path) -> None:
        """Put the authority's certificate where a terminal looks for it."""
        (folder / self.state).mkdir(parents=True, exist_ok=True)
        der = self.authority.public_bytes(serialization.Encoding.DER)
        (folder / self.state / "simulated.cer").write_bytes(der)

    def security_object(self, groups: Mapping[int, bytes], *, forged: bool = False) -> bytes:
        """EF.SOD for data groups by number; forged, with the signer's certificate but by another key."""
        algorithm = _sequence(_hex(_DIGESTS[self.digest][1]), b"\x05\x00")
        listed = b"".join(
            _sequence(_integer(number), _tagged(0x04, self._hash(data))) for number, data in sorted(groups.items())
        )
        content = _sequence(_integer(0), algorithm, _sequence(listed))
        attributes = b"".join(
            (
                _sequence(_hex(_CONTENT_TYPE), _tagged(0x31, _hex(_LDS_SECURITY_OBJECT))),
                _sequence(_hex(_MESSAGE_DIGEST), _tagged(0x31, _tagged(0x04, self._hash(content)))),
            )
        )
        signed = _tagged(0x31, attributes) if self.signed_attributes else content
        info = _sequence(
            _integer(1),
            _sequence(self.signer.issuer.public_bytes(), _integer(self.signer.serial_number)),
            algorithm,
            _tagged(0xA0, attributes) if self.signed_attributes else b"",
            self._signature_algorithm(),
            _tagged(0x04, self._signature(self._key() if forged else self.signer_key, signed)),
        )
        signed_data = _sequence(
            _integer(3),
            _tagged(0x31, algorithm),
            _sequence(_hex(_LDS_SECURITY_OBJECT), _tagged(0xA0, _tagged(0x04, content))),
            _tagged(0xA0, self.signer.public_bytes(serialization.Encoding.DER)),
            _tagged(0x31, info),
        )
        return _tagged(0x77, _sequence(_hex(_SIGNED_DATA), _tagged(0xA0, signed_data)))

    def _key(self) -> PrivateKey:
        if self.signs_by == "ecdsa":
            return ec.generate_private_key(ec.SECP256R1())
        return rsa.generate_private_key(65537, 2048)

    def _certificate(self, name: str, key: PrivateKey, *, ca: bool) -> x509.Certificate:
        def named(common: str) -> x509.Name:
            country = x509.NameAttribute(NameOID.COUNTRY_NAME, self.country)
            return x509.Name([country, x509.NameAttribute(NameOID.COMMON_NAME, common)])

        others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
        usage = dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named("Jiujin Test CSCA"))
            .public_key(key.public_key())
            .serial_number(1 if ca else 2)
            .not_valid_before(self.begins)
            .not_valid_after(self.ends)
            .add_extension(
                x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, **usage), critical=True
            )
        )
        if ca:
            builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        # certificates are never signed by SHA-1, which the library refuses to do
        digest = hashes.SHA256() if self.digest == "sha1" else _DIGESTS[self.digest][0]
        pss = padding.PSS(padding.MGF1(digest), digest.digest_size) if self.signs_by == "pss" else None
        return builder.sign(self.authority_key, digest, rsa_padding=pss)  # type: ignore[arg-type]

    def _hash(self, data: bytes) -> bytes:
        return hashlib.new(self.digest, data, usedforsecurity=False).digest()

    def _signature_algorithm(self) -> bytes:
        if self.signs_by == "ecdsa":
            return _sequence(_hex(_ECDSA[self.digest]))
        if self.signs_by == "rsa":
            return _sequence(_hex(_RSA[self.digest]))
        digest = _sequence(_hex(_DIGESTS[self.digest][1]), b"\x05\x00")
        mask = _sequence(_hex(_MGF1), digest)
        salt = _integer(_DIGESTS[self.digest][0].digest_size)
        return _sequence(_hex(_PSS), _sequence(_tagged(0xA0, digest), _tagged(0xA1, mask), _tagged(0xA2, salt)))

    def _signature(self, key: PrivateKey, data: bytes) -> bytes:
        digest = _DIGESTS[self.digest][0]
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(digest))
        if self.signs_by == "rsa":
            return key.sign(data, padding.PKCS1v15(), digest)
        return key.sign(data, padding.PSS(padding.MGF1(digest), digest.digest_size), digest)


def _hex(text: str) -> bytes:
    return bytes.fromhex(text)


def _tagged(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes((tag, size)) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 + len(length))) + length + value


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _integer(value: int) -> bytes:
    return _tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))
