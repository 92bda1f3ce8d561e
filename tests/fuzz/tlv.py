"""Whatever a travel document's chip holds: the driver's own errors, and nobody vouches for what was not signed.

How to run it: `tests.fuzz.running`. Its issuer's keys are new in every run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import cast

import atheris

from tests.fuzz.running import joined, parts, run

with atheris.instrument_imports(include=["drivers.idcard.emrtd", "drivers.idcard.apdu", "kiosk.identity"]):
    from drivers.idcard.apdu import Answer
    from drivers.idcard.emrtd import active, files, groups, holder, tlv
    from drivers.idcard.emrtd.ciphers import derived
    from drivers.idcard.emrtd.issuers import IssuerStore
    from drivers.idcard.emrtd.messaging import SecureMessaging
    from drivers.idcard.emrtd.security import SecurityObjectError, parse_security_object, vouched
    from drivers.idcard.emrtd.signatures import ForgedError, UnsupportedError

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding

from drivers.idcard.simulated_issuer import SimulatedIssuer
from drivers.idcard.simulated_travel_document import SimulatedTravelDocument
from drivers.idcard.status import CardError
from kiosk.identity.document import ChipCheck, ChipChecks, PhotoKind

TODAY = date(2026, 11, 21)
NUMBER = b"12345678"
LONGEST_REASON = 200
"""Characters: it goes into the record of the reading, and the chip must not fill that."""
ISSUER = SimulatedIssuer()
DOCUMENTS = (
    SimulatedTravelDocument(issuer=ISSUER, photo=b"\xff\xd8\xff\xd9", full_name="示例<<甲"),
    SimulatedTravelDocument(issuer=ISSUER, kind="permit", nationality="CHN", number="H00000000", active="ecdsa"),
)
SIGNED = {parse_security_object(document.files[0x011D]).content for document in DOCUMENTS}
TRUSTED = IssuerStore(states={"UTO": (x509.Certificate.load(ISSUER.authority.public_bytes(Encoding.DER)),)})
NOT_VERIFIED = ChipChecks(data=ChipCheck.NOT_VERIFIED, copy=ChipCheck.NOT_VERIFIED)


def _structure(data: bytes) -> None:
    with suppress(tlv.TlvError):
        found = tlv.items(data)
        assert not found or len(found[0].value) == tlv.header(data)[1], "less than it says"
        assert tlv.items(b"".join(tlv.written(item.tag, item.value) for item in found)) == found


def _data_groups(data: bytes) -> None:
    contents, zone, name, face = parts(data, 4)
    with suppress(tlv.TlvError):
        groups.parse_contents(contents)
    picture, full_name = groups.Face(kind=PhotoKind.NONE, picture=b""), ""
    with suppress(tlv.TlvError):
        picture = groups.parse_face(face)
    with suppress(tlv.TlvError):
        full_name = groups.parse_full_name(name)
    with suppress(tlv.TlvError, CardError):
        read = holder.zone_of(groups.parse_zone(zone), TODAY)
        document = holder.document_of(read, full_name, picture, NOT_VERIFIED)
        assert document.name
        assert document.birth_date <= TODAY
        assert len(document.photo) <= len(face)


def _security_object(data: bytes) -> None:
    try:
        security = parse_security_object(data)
    except SecurityObjectError as problem:
        reason = str(problem)
    else:
        with suppress(ForgedError):
            security.check_groups({1: b"\x61\x00"})
        verdict = vouched(security, "UTO", TRUSTED, TODAY)
        reason = verdict.reason
        assert verdict.check is not ChipCheck.NOT_VERIFIED, "a state that is trusted is always judged"
        assert verdict.check is ChipCheck.FAILED or security.content in SIGNED, "vouched for what nobody signed"
    assert len(reason) <= LONGEST_REASON, "the chip writes the record"


def _active(data: bytes) -> None:
    key, options, signature = parts(data, 3)
    active.is_elliptic(key)
    with suppress(ForgedError, UnsupportedError):
        active.check_answer(key, options or None, NUMBER, signature)


class _Chip:
    """An opened chip that answers with the pieces it was given, over and over."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self.asked = 0

    def send(self, head: bytes, data: bytes = b"", expected: int | None = None) -> Answer:
        piece = self._pieces[self.asked % len(self._pieces)]
        self.asked += 1
        return Answer(bytearray(piece[2:]), int.from_bytes(piece[:2], "big") if piece[:2] else 0x9000)


def _file(data: bytes) -> None:
    chip = _Chip(parts(data, 6))
    with suppress(CardError):
        whole = files.read_file(cast(SecureMessaging, chip), files.FACE)
        assert whole is None or len(whole) <= tlv.MAX_LENGTH + 4
    # the selection, then at least one byte an answer
    assert chip.asked <= tlv.MAX_LENGTH + 5


def _messaging(data: bytes) -> None:
    chip = SecureMessaging(lambda command: bytearray(data) + b"\x90\x00", derived(bytes(16)), bytes(8))
    with suppress(CardError):
        chip.send(bytes.fromhex("00B00000"), expected=4)
        raise AssertionError("an answer that no chip signed was believed")


WAYS = (_structure, _data_groups, _security_object, _active, _file, _messaging)


def one(data: bytes) -> None:
    """One input: the first byte says what the rest is."""
    if data:
        WAYS[data[0] % len(WAYS)](data[1:])


def seeds() -> Iterator[bytes]:
    for document in DOCUMENTS:
        chip = {number: data for number, data in document.files.items() if len(data) <= 0xFFFF}
        yield b"\0" + chip[0x011E]
        yield b"\1" + joined(chip[0x011E], chip[0x0101], chip.get(0x010B, b""), chip[0x0102])
        yield b"\2" + chip[0x011D]
        yield b"\3" + joined(chip[0x010F], chip.get(0x010E, b""), bytes(128))
        yield b"\4" + joined(b"\x90\0", b"\x90\0" + chip[0x0102], b"", b"", b"", b"")
    yield b"\5" + bytes.fromhex("990290008E08") + bytes(8)


if __name__ == "__main__":
    run(one, seeds())
