"""Passports and travel permits for the simulated reader: what their chips hold, written after ICAO 9303-10.

They share no code with the driver. The chip itself, with its access control, stands in `simulated_travel_chip.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from drivers.idcard.simulated_issuer import SimulatedIssuer
from drivers.idcard.simulated_travel_chip import TravelChip

_TAGS = {1: 0x61, 2: 0x75, 11: 0x6B, 14: 0x6E, 15: 0x6F}
_COM, _SECURITY = 0x011E, 0x011D
FLAWS = frozenset(
    {"", "altered", "forged", "foreign-signer", "truncated", "copied", "no-security-object", "expired-signer"}
)


@dataclass(frozen=True, kw_only=True)
class SimulatedTravelDocument:
    """A document whose fields are kept as text, so that it can also be wrong on purpose.

    `ValueError` when a field does not fit its place in the zone.
    """

    issuer: SimulatedIssuer = field(default_factory=SimulatedIssuer, repr=False)
    kind: str = "passport"
    """passport (TD3) | permit (TD1, a travel permit in card format)."""
    surname: str = "BEISPIEL"
    given_names: str = "ERIKA"
    full_name: str = ""
    """For DG11, in national characters; empty is no DG11."""
    number: str = "X00000000"
    nationality: str = "UTO"
    sex: str = "F"
    birth_date: str = "19480305"
    valid_to: str = "20301231"
    """Dates are YYYYMMDD."""
    photo: bytes = field(default=b"", repr=False)
    """A JPEG or JPEG 2000; empty is a DG2 without a face."""
    active: str = "rsa"
    """Active authentication: rsa | ecdsa | none."""
    flaw: str = ""
    """'' | altered (DG1 after signing) | forged (another key signed under the signer's name) | foreign-signer (nobody
    trusted issued his certificate) | truncated (DG2 ends early) | copied (not the chip's own key) |
    no-security-object."""

    def __post_init__(self) -> None:
        if self.kind not in ("passport", "permit") or self.active not in ("rsa", "ecdsa", "none"):
            raise ValueError(f"no kind {self.kind}, or no active authentication {self.active}")
        if self.flaw not in FLAWS:
            raise ValueError(f"no flaw {self.flaw}")
        if not all(character.isascii() and character.isalnum() for character in self.number) or len(self.number) > 9:
            raise ValueError("a number has up to nine letters and digits")

    def chip(self) -> TravelChip:
        """The powered chip."""
        key = self._key() if self.flaw == "copied" else self.chip_key
        return TravelChip(self.files, self.access_information, key)

    @property
    def zone(self) -> tuple[str, ...]:
        """The lines of the machine-readable zone: two of 44 characters, or three of 30."""
        number = _with_check(self.number.ljust(9, "<"))
        birth, expiry = _with_check(self.birth_date[2:]), _with_check(self.valid_to[2:])
        name = f"{self.surname}<<{self.given_names}".replace(" ", "<")
        if self.kind == "passport":
            first = f"P<{self.issuer.state:<<3}{name}"[:44].ljust(44, "<")
            personal = _with_check("<" * 14)
            middle = f"{number}{self.nationality:<<3}{birth}{self.sex}{expiry}{personal}"
            return first, middle + _check(number + birth + expiry + personal)
        first = f"C<{self.issuer.state:<<3}{number}".ljust(30, "<")
        second = f"{birth}{self.sex}{expiry}{self.nationality:<<3}".ljust(29, "<")
        return first, second + _check(first[5:] + birth + expiry + second[18:]), name[:30].ljust(30, "<")

    @property
    def access_information(self) -> str:
        """What the keys are made of: number, birth and expiry, each with its check digit, where they are printed."""
        lines = self.zone
        if self.kind == "passport":
            return lines[1][0:10] + lines[1][13:20] + lines[1][21:28]
        return lines[0][5:15] + lines[1][0:7] + lines[1][8:15]

    def _key(self) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None:
        if self.active == "none":
            return None
        # 1024 bits, as in the Chinese passport of published comparisons: its answer fits a short APDU
        if self.active == "rsa":
            return rsa.generate_private_key(65537, 1024)  # noqa: S505
        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def chip_key(self) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None:
        """That of DG15, and the chip's own unless it is a copy."""
        return self._key()

    @cached_property
    def files(self) -> dict[int, bytes]:
        """What stands on the chip, by file identifier."""
        zone = "".join(self.zone).encode("ascii")
        groups = {1: _item(0x61, _item(0x5F1F, zone)), 2: self._face()} | self._active_groups()
        if self.full_name:
            name = self.full_name.encode("utf-8")
            groups[11] = _item(0x6B, _item(0x5C, bytes.fromhex("5F0E")) + _item(0x5F0E, name))
        signer = self.issuer.namesake() if self.flaw == "foreign-signer" else self.issuer
        security = signer.security_object(groups, forged=self.flaw == "forged")
        if self.flaw == "altered":
            groups[1] = groups[1].replace(self.given_names.encode(), self.given_names[::-1].encode())
        contents = _item(0x5F01, b"0107") + _item(0x5F36, b"040000")
        contents += _item(0x5C, bytes(_TAGS[number] for number in sorted(groups)))
        files = {_COM: _item(0x60, contents), _SECURITY: security}
        files |= {0x0100 + number: data for number, data in groups.items()}
        if self.flaw == "no-security-object":
            del files[_SECURITY]
        if self.flaw == "truncated":
            files[0x0102] = files[0x0102][:-40]
        return files

    def _face(self) -> bytes:
        """DG2: one template, in it one facial record (ISO/IEC 19794-5:2005) with one picture and no points."""
        if not self.photo:
            return _item(0x75, _item(0x7F61, _item(0x02, b"\0")))
        coding = 0 if self.photo.startswith(b"\xff\xd8") else 1
        image = bytes((1, coding)) + bytes.fromhex("019001E0 01 00 0000 0000".replace(" ", "")) + self.photo
        face = (20 + len(image)).to_bytes(4, "big") + bytes(16) + image
        record = b"FAC\x00010\x00" + (14 + len(face)).to_bytes(4, "big") + b"\x00\x01" + face
        biometric = bytes.fromhex("8002 0101 8101 02 8702 0101 8802 0008".replace(" ", ""))
        template = _item(0x7F60, _item(0xA1, biometric) + _item(0x5F2E, record))
        return _item(0x75, _item(0x7F61, _item(0x02, b"\x01") + template))

    def _active_groups(self) -> dict[int, bytes]:
        key = self.chip_key
        if key is None:
            return {}
        spki = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        groups = {15: _item(0x6F, spki)}
        if isinstance(key, ec.EllipticCurvePrivateKey):
            # SecurityInfo: aaProtocolObject, version 1, ecdsa-plain-SHA256 (9303-11, section 9.2.1)
            info = bytes.fromhex("0606678108010105020101060A04007F00070101040103")
            groups[14] = _item(0x6E, _item(0x31, _item(0x30, info)))
        return groups


def _check(text: str) -> str:
    """The check digit of a zone (9303-3, section 4.9)."""
    values = (0 if mark == "<" else int(mark, 36) for mark in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def _with_check(text: str) -> str:
    return text + _check(text)


def _item(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        length = bytes((size,))
    elif size < 0x100:
        length = bytes((0x81, size))
    else:
        length = bytes((0x82,)) + size.to_bytes(2, "big")
    return tag.to_bytes(2 if tag > 0xFF else 1, "big") + length + value
