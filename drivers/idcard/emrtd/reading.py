"""A travel document read from its chip: which files, in which order, and what must hold for it to be handed on.

It imports asn1crypto, some 50 ms of tables: whoever starts a terminal imports it once a travel document lies there.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from drivers.idcard.apdu import Transmit
from drivers.idcard.emrtd import active
from drivers.idcard.emrtd.access import RandomBytes, opened
from drivers.idcard.emrtd.files import COM, GROUPS, SECURITY, File, read_file
from drivers.idcard.emrtd.groups import Face, parse_contents, parse_face, parse_full_name, parse_zone
from drivers.idcard.emrtd.holder import document_of, zone_of
from drivers.idcard.emrtd.issuers import IssuerStore
from drivers.idcard.emrtd.messaging import SecureMessaging
from drivers.idcard.emrtd.security import SecurityObject, SecurityObjectError, parse_security_object, vouched
from drivers.idcard.emrtd.signatures import ForgedError, UnsupportedError
from drivers.idcard.emrtd.tlv import TlvError
from drivers.idcard.status import CardError
from kiosk.identity.document import ChipCheck, ChipChecks, IdentityDocument
from kiosk.identity.mrz import MrzKey

_ZONE, _FACE, _MORE, _OPTIONS, _ACTIVE = 1, 2, 11, 14, 15
"""Numbers of data groups."""


@dataclass(frozen=True, kw_only=True)
class TravelDocument:
    """What was read, and what of it goes into the record of the reading: no personal data."""

    document: IdentityDocument
    facts: Mapping[str, str]


def read_travel_document(
    transmit: Transmit,
    key: MrzKey,
    issuers: IssuerStore,
    today: date,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> TravelDocument:
    """Open, read and authenticate the chip whose application is selected.

    Raises `CardError`: `reader.key-wrong`, `reader.chip-failed` naming the check that did not hold,
    `reader.bad-content` naming the file, `reader.unsupported-document`, `reader.read-failed`.
    """
    chip = opened(transmit, key, random_bytes)
    files: dict[int, bytearray] = {}
    try:
        with _whole(chip, COM) as data, _explained(COM):
            contents = parse_contents(data)
        security = _security(chip)
        # nobody signed EF.COM, so what it keeps quiet about is asked for all the same
        listed = contents.groups | security.hashes.keys()
        for number in (_ZONE, _FACE, *sorted({_MORE, _ACTIVE} & listed)):
            files[number] = _read(chip, GROUPS[number])
        if _ACTIVE in files and _OPTIONS in listed and active.is_elliptic(files[_ACTIVE]):
            files[_OPTIONS] = _read(chip, GROUPS[_OPTIONS])
        with _judged():
            security.check_groups(files)
        with _explained(GROUPS[_ZONE]):
            zone = zone_of(parse_zone(files[_ZONE]), today)
        if zone.key.information != key.information:
            raise CardError("reader.chip-failed", "DG1 is that of another document")
        # an expired document is told so by its own date, not by its signer's
        verdict = vouched(security, zone.issuer, issuers, min(today, zone.expiry_date or today))
        if verdict.check is ChipCheck.FAILED:
            raise CardError("reader.chip-failed", verdict.reason)
        copy = _copied(chip, files, random_bytes)
        if copy is ChipCheck.VERIFIED and verdict.check is not ChipCheck.VERIFIED:
            # a key that no known state signed proves nothing
            copy = ChipCheck.NOT_VERIFIED
        checks = ChipChecks(data=verdict.check, copy=copy, country=verdict.country)
        document = document_of(zone, _full_name(files), _face(files), checks)
    finally:
        for data in files.values():
            data[:] = bytes(len(data))
    facts = {"lds_version": contents.version, "chip_data": checks.data, "chip_copy": checks.copy}
    facts |= {"chip_country": checks.country, "chip_reason": verdict.reason}
    return TravelDocument(document=document, facts={name: str(fact) for name, fact in facts.items() if fact})


@contextmanager
def _explained(file: File) -> Iterator[None]:
    """What does not add up in a file, as a fault that names it."""
    try:
        yield
    except TlvError as problem:
        raise CardError("reader.bad-content", f"{file.name}: {problem}") from None


@contextmanager
def _judged() -> Iterator[None]:
    try:
        yield
    except ForgedError as problem:
        raise CardError("reader.chip-failed", str(problem)) from None


def _read(chip: SecureMessaging, file: File) -> bytearray:
    """A file that has to be there."""
    data = read_file(chip, file)
    if data is None:
        raise CardError("reader.bad-content", f"{file.name} is missing")
    return data


@contextmanager
def _whole(chip: SecureMessaging, file: File) -> Iterator[bytearray]:
    data = _read(chip, file)
    try:
        yield data
    finally:
        data[:] = bytes(len(data))


def _security(chip: SecureMessaging) -> SecurityObject:
    data = read_file(chip, SECURITY)
    if data is None:
        raise CardError("reader.chip-failed", "there is no EF.SOD")
    try:
        return parse_security_object(data)
    except SecurityObjectError as problem:
        raise CardError("reader.chip-failed", f"EF.SOD {problem}") from None


def _full_name(files: Mapping[int, bytearray]) -> str:
    if _MORE not in files:
        return ""
    with _explained(GROUPS[_MORE]):
        return parse_full_name(files[_MORE])


def _face(files: Mapping[int, bytearray]) -> Face:
    with _explained(GROUPS[_FACE]):
        return parse_face(files[_FACE])


def _copied(chip: SecureMessaging, files: Mapping[int, bytearray], random_bytes: RandomBytes) -> ChipCheck:
    """Active authentication where DG15 offers it. A signature that does not hold raises `reader.chip-failed`."""
    if _ACTIVE not in files:
        return ChipCheck.NOT_VERIFIED
    number = random_bytes(active.CHALLENGE_SIZE)
    with _judged():
        try:
            answer = active.challenge(chip, number)
            active.check_answer(files[_ACTIVE], files.get(_OPTIONS), number, answer)
        except UnsupportedError:
            return ChipCheck.NOT_VERIFIED
    return ChipCheck.VERIFIED
