"""The security object of a chip (EF.SOD): which hash each data group must have, and who signed that (9303-10, 4.6.2).

Passive authentication (9303-11, section 5.1) in two steps: `SecurityObject.check_groups` compares what was read with
it, `vouched` its signature with the signer's certificate in it, and that with the trusted ones of the issuing state.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from asn1crypto import algos, cms, core, x509

from drivers.idcard.emrtd.issuers import ChainError, IssuerStore
from drivers.idcard.emrtd.signatures import (
    DIGESTS,
    LONGEST_NAME,
    ForgedError,
    ParseError,
    UnsupportedError,
    check_signature,
    public_key,
)
from drivers.idcard.emrtd.tlv import TlvError, only
from kiosk.identity.document import ChipCheck

TAG = 0x77
LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
"""id-icao-mrtd-security-ldsSecurityObject (9303-10, section 4.6.2.3)."""


class SecurityObjectError(ValueError):
    """No security object that can be understood. The message names the part."""


class _GroupHash(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012


class _GroupHashes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _GroupHash


class _LdsVersion(core.Sequence):  # type: ignore[misc]
    _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]  # noqa: RUF012


class _LdsSecurityObject(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012
        ("version", core.Integer),
        ("digest", algos.DigestAlgorithm),
        ("groups", _GroupHashes),
        ("lds_version", _LdsVersion, {"optional": True}),
    ]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What passive authentication came to. `reason` is for technicians, empty when it held."""

    check: ChipCheck
    country: str = ""
    """Two letters of the signer's certificate."""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SecurityObject:
    """A parsed security object; nothing in it is judged yet."""

    digest: str
    hashes: Mapping[int, bytes]
    """By number of the data group."""
    content: bytes
    """What was signed, by way of its digest where there are signed attributes."""
    signer_info: cms.SignerInfo
    signer: x509.Certificate | None
    """None: it came without its signer's certificate."""

    @property
    def country(self) -> str:
        """Of the signer, as his certificate says."""
        if self.signer is None:
            return ""
        try:
            text = str(self.signer.issuer.native.get("country_name", "")).upper()
        except ParseError:
            return ""
        return text if len(text) == 2 and text.isascii() and text.isalpha() else ""

    def check_groups(self, groups: Mapping[int, bytes | bytearray]) -> None:
        """Return when every group has the hash that was signed. Raises `ForgedError` naming the first other."""
        for number, data in groups.items():
            signed = self.hashes.get(number)
            if signed is None:
                raise ForgedError(f"DG{number} was not signed")
            if not hmac.compare_digest(hashlib.new(self.digest, data, usedforsecurity=False).digest(), signed):
                raise ForgedError(f"DG{number} is not what was signed")

    def check_signature(self) -> x509.Certificate:
        """The certificate of whoever made the signature.

        Raises `ForgedError`, or `UnsupportedError` for what cannot be judged.
        """
        if self.signer is None:
            raise UnsupportedError("a security object without its signer's certificate")
        info = self.signer_info
        try:
            digest = info["digest_algorithm"]["algorithm"].native
            signed, signature = self._signed(digest), info["signature"].native
            key, algorithm = public_key(self.signer.public_key), info["signature_algorithm"]
            check_signature(key, algorithm, signature, signed, digest)
            return self.signer
        except (UnsupportedError, ForgedError):
            raise
        except ParseError:
            raise ForgedError("a signature of broken form") from None

    def _signed(self, digest: str) -> bytes:
        attributes = self.signer_info["signed_attrs"]
        if not attributes:
            return self.content
        if digest not in DIGESTS:
            raise UnsupportedError(f"a digest {digest[:LONGEST_NAME]}")
        given: dict[str, list[object]] = {}
        for attribute in attributes:
            given.setdefault(attribute["type"].native, []).extend(attribute["values"].native)
        if given.get("content_type") != [LDS_SECURITY_OBJECT]:
            raise ForgedError("the signed attributes are of other content")
        wanted = hashlib.new(digest, self.content, usedforsecurity=False).digest()
        if given.get("message_digest") != [wanted]:
            raise ForgedError("the content is not what was signed")
        # the signature is over the set itself, not over its implicit tag (RFC 5652, section 5.4)
        return bytes(attributes.untag().dump())


def parse_security_object(data: bytes | bytearray) -> SecurityObject:
    """Take an EF.SOD apart, tag and all. Raises `SecurityObjectError`."""
    try:
        whole = cms.ContentInfo.load(only(data, TAG), strict=True)
        if whole["content_type"].native != "signed_data":
            raise SecurityObjectError("is no signed data")
        signed = whole["content"]
        encapsulated = signed["encap_content_info"]
        if encapsulated["content_type"].native != LDS_SECURITY_OBJECT:
            raise SecurityObjectError("signs something else")
        content = bytes(encapsulated["content"])
        listed = _LdsSecurityObject.load(content, strict=True)
        digest = listed["digest"]["algorithm"].native
        if digest not in DIGESTS:
            raise SecurityObjectError(f"hashes by {digest[:LONGEST_NAME]}")
        if len(signed["signer_infos"]) != 1:
            raise SecurityObjectError(f"has {len(signed['signer_infos'])} signers")
        (info,) = signed["signer_infos"]
        return SecurityObject(
            digest=digest,
            hashes={int(group["number"].native): bytes(group["value"].native) for group in listed["groups"]},
            content=content,
            signer_info=info,
            signer=_signer(signed["certificates"], info),
        )
    except SecurityObjectError:
        raise
    except TlvError as problem:
        raise SecurityObjectError(str(problem)) from None
    except ParseError:
        raise SecurityObjectError("cannot be understood") from None


def _signer(certificates: cms.CertificateSet | None, info: cms.SignerInfo) -> x509.Certificate | None:
    """The certificate that the signer's identifier names; issuers put one in, and no other is looked at."""
    sid = info["sid"]
    for choice in certificates or ():
        certificate = choice.chosen
        if not isinstance(certificate, x509.Certificate):
            continue
        if sid.name == "subject_key_identifier":
            named = certificate.key_identifier == sid.chosen.native
        else:
            same = certificate.issuer == sid.chosen["issuer"]
            named = same and certificate.serial_number == sid.chosen["serial_number"].native
        if named:
            return certificate
    return None


def vouched(security: SecurityObject, state: str, issuers: IssuerStore, day: date) -> Verdict:
    """Whether the issuing state stands behind a security object. `day` is when the certificates must be valid.

    Where the state has trusted certificates, whatever cannot be judged has failed: a forger would choose just that.
    """
    unjudged = ChipCheck.FAILED if issuers.knows(state) else ChipCheck.NOT_VERIFIED
    try:
        signer = security.check_signature()
        if issuers.knows(state):
            issuers.check(signer, state, day)
            return Verdict(check=ChipCheck.VERIFIED, country=security.country)
        return Verdict(check=unjudged, country=security.country, reason=f"no certificate of {state} is configured")
    except UnsupportedError as problem:
        return Verdict(check=unjudged, reason=str(problem))
    except (ForgedError, ChainError) as problem:
        return Verdict(check=ChipCheck.FAILED, reason=str(problem))
    except ParseError:
        return Verdict(check=ChipCheck.FAILED, reason="a certificate of broken form")
