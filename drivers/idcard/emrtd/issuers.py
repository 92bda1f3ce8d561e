"""The certificates of issuing states (CSCA) that a technician trusts: one folder a state, named as in the document.

csca/CHN/anything.cer      DER or PEM; CHN is the issuing state of the machine-readable zone, never taken from a
csca/UTO/another.pem       certificate itself, which a forger writes as he likes
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from asn1crypto import pem, x509

from drivers.idcard.emrtd.signatures import (
    ForgedError,
    ParseError,
    UnsupportedError,
    check_signature,
    public_key,
)

_SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem"})
_STATE = re.compile(r"[A-Z]{1,3}\Z")
"""As in the zone, without fillers: Germany is D."""
MAX_CERTIFICATE = 64 * 1024
"""Bytes of one file. Certificates have one or two thousand."""


class ChainError(ValueError):
    """No trusted certificate vouches for a signer. The message names the reason."""


@dataclass(frozen=True, kw_only=True)
class IssuerStore:
    """Trusted certificates by issuing state. A state that has a folder is judged, be the folder empty."""

    states: Mapping[str, tuple[x509.Certificate, ...]] = field(default_factory=dict, repr=False)
    problems: tuple[str, ...] = ()
    """Files that could not be used, for the technician."""

    def knows(self, state: str) -> bool:
        return state in self.states

    @property
    def summary(self) -> str:
        """For the technician: how many certificates of how many states."""
        return f"{sum(map(len, self.states.values()))} of {len(self.states)} states"

    def check(self, signer: x509.Certificate, state: str, day: date) -> None:
        """Return when a trusted certificate of the state signed that of `signer`, both valid on `day`.

        Every certificate of the state is tried: it is the key that is trusted, and issuers spell their own names
        differently from one renewal to the next. Raises `ChainError`.
        """
        if signer.ca or (
            signer.key_usage_value is not None and "digital_signature" not in signer.key_usage_value.native
        ):
            raise ChainError("the signer's certificate is not for signing documents")
        _check_valid(signer, "the signer's certificate", day)
        unsupported = ""
        for issuer in self.states[state]:
            try:
                _check_issued(signer, issuer)
            except ForgedError:
                continue
            except UnsupportedError as problem:
                unsupported = f" ({problem})"
                continue
            _check_valid(issuer, "the state's certificate", day)
            return
        raise ChainError(f"no trusted certificate of {state} issued the signer's{unsupported}")


def _check_issued(signer: x509.Certificate, issuer: x509.Certificate) -> None:
    algorithm = signer["signature_algorithm"]
    if algorithm.dump() != signer["tbs_certificate"]["signature"].dump():
        raise UnsupportedError("two algorithms for one signature")
    signature, signed = signer["signature_value"].native, signer["tbs_certificate"].dump()
    check_signature(public_key(issuer.public_key), algorithm, signature, signed, "")


def _check_valid(certificate: x509.Certificate, which: str, day: date) -> None:
    if not certificate.not_valid_before.date() <= day <= certificate.not_valid_after.date():
        raise ChainError(f"{which} is not valid on that day")


def load_issuers(folder: Path | None) -> IssuerStore:
    """The store in a folder; empty for None. What cannot be read stands in `problems`, and the rest serves."""
    states: dict[str, tuple[x509.Certificate, ...]] = {}
    problems: list[str] = []
    if folder is None:
        return IssuerStore()
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as problem:
        return IssuerStore(problems=(f"{folder.name}: {problem.strerror}",))
    for entry in entries:
        if not entry.is_dir() or not _STATE.match(entry.name):
            problems.append(f"{entry.name}: no folder of an issuing state")
            continue
        states[entry.name] = tuple(
            certificate
            for file in sorted(entry.iterdir())
            if file.suffix.lower() in _SUFFIXES
            for certificate in _certificates(file, problems)
        )
    return IssuerStore(states=states, problems=tuple(problems))


def _certificates(file: Path, problems: list[str]) -> list[x509.Certificate]:
    try:
        if file.stat().st_size > MAX_CERTIFICATE:
            raise ValueError("too large")
        data = file.read_bytes()
        ders = [part[2] for part in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
        found = [x509.Certificate.load(der, strict=True) for der in ders]
        for certificate in found:
            if not certificate.ca:
                raise ValueError("no certificate of an authority")
            public_key(certificate.public_key)
    except (OSError, *ParseError) as problem:
        # asn1crypto's own messages quote bytes; a certificate is no secret, but nobody reads them
        said = str(problem) if isinstance(problem, UnsupportedError) else "no certificate of an authority"
        problems.append(f"{file.parent.name}/{file.name}: {said}")
        return []
    return found
