"""What the tests of travel documents share: invented holders, a trusted issuer, and a chip without a reader."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from PIL import Image

from drivers.idcard.emrtd.access import is_travel_document
from drivers.idcard.emrtd.issuers import IssuerStore, load_issuers
from drivers.idcard.emrtd.reading import TravelDocument, read_travel_document
from drivers.idcard.simulated_issuer import SimulatedIssuer
from drivers.idcard.simulated_travel_document import SimulatedTravelDocument
from kiosk.identity.mrz import MrzKey

TODAY = date(2026, 11, 21)
Transmit = Callable[[bytes], bytearray]


@cache
def picture() -> bytes:
    """A JPEG of grey steps, two or three kilobytes long."""
    grey = Image.radial_gradient("L").resize((120, 160))
    out = io.BytesIO()
    grey.save(out, "JPEG", quality=95)
    return out.getvalue()


@cache
def utopia() -> SimulatedIssuer:
    return SimulatedIssuer()


@cache
def china() -> SimulatedIssuer:
    return SimulatedIssuer(state="CHN", country="CN", signs_by="rsa")


@cache
def passport() -> SimulatedTravelDocument:
    return SimulatedTravelDocument(issuer=utopia(), photo=picture())


@cache
def permit() -> SimulatedTravelDocument:
    return SimulatedTravelDocument(
        issuer=china(),
        kind="permit",
        surname="SHILI",
        given_names="JIA",
        full_name="示例<<甲",
        number="H00000000",
        nationality="CHN",
        sex="M",
        active="ecdsa",
    )


def with_flaw(flaw: str) -> SimulatedTravelDocument:
    return replace(passport(), flaw=flaw)


def key_of(document: SimulatedTravelDocument) -> MrzKey:
    return MrzKey(
        document_number=document.number, birth_date=document.birth_date[2:], expiry_date=document.valid_to[2:]
    )


def store_of(folder: Path, *issuers: SimulatedIssuer) -> IssuerStore:
    for issuer in issuers:
        issuer.deposit(folder)
    return load_issuers(folder)


def selected(document: SimulatedTravelDocument, asked: list[bytes] | None = None) -> Transmit:
    """The powered chip with its application selected."""
    chip = document.chip()

    def transmit(command: bytes) -> bytearray:
        if asked is not None:
            asked.append(command)
        return bytearray(chip.answer(command))

    assert is_travel_document(transmit)
    return transmit


def read(document: SimulatedTravelDocument, issuers: IssuerStore | None = None, **other: object) -> TravelDocument:
    key = other.get("key") or key_of(document)
    assert isinstance(key, MrzKey)
    return read_travel_document(selected(document), key, issuers or IssuerStore(), TODAY)
