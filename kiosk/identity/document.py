"""Identity documents as values, and what must hold for one to be used today."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.faults import Fault
from kiosk.identity.names import DOT, DOTS
from kiosk.identity.number import NumberKind, number_problem, sex_agrees


class DocumentKind(StrEnum):
    RESIDENT_CARD = "resident-card"
    """居民身份证, GA/T 517 code 111."""
    HMT_PERMIT = "hmt-residence-permit"
    """港澳台居民居住证: a second-generation card of type J."""
    FOREIGN_CARD = "foreign-resident-card"
    """外国人永久居留身份证, of 2017 (type I, 15 characters) or 2023 (type Y, 18 characters); code 553."""
    TRAVEL_PERMIT = "travel-permit"
    """来往内地（大陆）通行证 in card format: an eMRTD; codes 511 and 516."""
    PASSPORT = "passport"
    """An eMRTD of TD3 size; code 414."""
    SOCIAL_SECURITY_CARD = "social-security-card"
    """社会保障卡: names its holder by the same number, and has neither address nor photo in its chip."""
    IDENTITY_CODE = "identity-code"
    """No document: the platform named the holder of a province's identity code, whose card was left at home."""
    HOUSEHOLD_REGISTER = "household-register"
    """户口簿: a child's name and number typed from it, and compared with it by staff. Code 113."""


TRAVEL_DOCUMENTS = frozenset({DocumentKind.TRAVEL_PERMIT, DocumentKind.PASSPORT})
"""What has a machine-readable zone and a number of its own, which changes with each document."""


class PhotoKind(StrEnum):
    """How `IdentityDocument.photo` is coded."""

    NONE = "none"
    WLT = "wlt"
    """1024 bytes that only a reader vendor's decoder opens (facts, cards, section 3.6)."""
    JPEG = "jpeg"
    JPEG2000 = "jpeg2000"


class ChipCheck(StrEnum):
    """What a check of a travel document's chip came to."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not-verified"
    """It could not be done: the chip does not offer it, or no certificate of its country is configured."""
    FAILED = "failed"
    """It was done and did not hold: the document is not used."""


@dataclass(frozen=True, kw_only=True)
class ChipChecks:
    """Passive and active authentication (ICAO 9303-11, sections 5 and 6.1)."""

    data: ChipCheck
    """Passive: the data are the issuer's, unaltered."""
    copy: ChipCheck
    """Active: the chip is no copy."""
    country: str = ""
    """Of the certificate that signed, where one was found."""


@dataclass(frozen=True, kw_only=True)
class IdentityDocument:
    """A read document. Its `repr` shows no personal data; the photo is as the chip gave it."""

    kind: DocumentKind
    name: str
    sex: str
    """GB/T 2261.1: 1 male, 2 female, 0 unknown, 9 unspecified."""
    ethnic_code: str | None
    """Two digits as on the chip (GB 3304); an unknown code is kept, never refused. None: the chip names none."""
    birth_date: date
    address: str | None
    """None: this kind of document has no address. It is then asked for where a form wants one."""
    number: str
    issuer: str | None
    """None: this kind of document does not name its issuer in words."""
    valid_from: date | None
    """None: the chip states no beginning, and none is judged."""
    valid_to: date | None
    """None: valid without end, be it that the chip says so (长期) or that it states no end."""
    photo: bytes = field(default=b"", repr=False)
    photo_kind: PhotoKind = PhotoKind.NONE
    latest_address: str | None = None
    """What was written onto the card after its holder had moved; `address` stays what was first written."""
    latin_name: str = ""
    """The name in Latin letters, where the document has both."""
    nationality: str = ""
    """Three letters of ICAO 9303 part 3."""
    other_number: str = ""
    """The travel permit's number on a residence permit, the link to the old number on a foreigner's card."""
    issue: str = ""
    """How often it was issued or renewed: two characters."""
    chip: ChipChecks | None = None
    """None: a card whose reader proves it (SAM-V), or one that proves nothing."""

    @property
    def current_address(self) -> str | None:
        return self.latest_address or self.address

    def __repr__(self) -> str:
        return f"IdentityDocument({self.kind}, ***)"


def document_fault(document: IdentityDocument, today: date) -> Fault | None:
    """Why a document cannot be used on `today`, or None. Ids are those of `kiosk/faults.toml`."""
    if not document.name or any(is_private_use(character) for character in document.name):
        return Fault(id="document.name-unreadable")
    if document.chip is not None and ChipCheck.FAILED in (document.chip.data, document.chip.copy):
        return Fault(id="reader.chip-failed")
    problem = _number_problem(document)
    if problem is not None:
        return Fault(id="document.number-wrong", detail=problem)
    if document.valid_from is not None and document.valid_from > today:
        return Fault(id="document.not-yet-valid")
    if document.valid_to is not None and document.valid_to < today:
        return Fault(id="document.expired")
    return None


_NUMBERS = {
    DocumentKind.RESIDENT_CARD: NumberKind.RESIDENT,
    DocumentKind.HMT_PERMIT: NumberKind.HMT,
    DocumentKind.FOREIGN_CARD: NumberKind.FOREIGN,
    DocumentKind.SOCIAL_SECURITY_CARD: NumberKind.ANY,
    DocumentKind.IDENTITY_CODE: NumberKind.ANY,
    DocumentKind.HOUSEHOLD_REGISTER: NumberKind.RESIDENT,
}
"""Kinds whose number shows in itself whether it can be. A travel document's has its check digit in the zone, and was
held to it when that was read: here only its shape is looked at."""


_TRAVEL_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9<]{0,21}\Z")
"""At most 22 places (ICAO 9303-5, section 4.2.2.1)."""


def _number_problem(document: IdentityDocument) -> str | None:
    if document.kind in TRAVEL_DOCUMENTS:
        return None if _TRAVEL_NUMBER.match(document.number) else "shape"
    problem = number_problem(document.number, document.birth_date, _NUMBERS[document.kind])
    if problem is None and document.kind is DocumentKind.SOCIAL_SECURITY_CARD:
        # a chip that proves nothing: number and sex have to tell of one person. A police card that its reader proved
        # is taken at its word: numbers with the other sex's digit were given out, and their holders are not at fault
        problem = None if sex_agrees(document.number, document.sex) else "sex"
    return problem


def is_private_use(character: str) -> bool:
    """True for private-use, replacement and unassigned marks: a name with one goes to a person, never as "?"."""
    point = ord(character)
    return (
        0xE000 <= point <= 0xF8FF
        or 0xF0000 <= point <= 0x10FFFD
        or point in (0xFFFD, 0xFFFE, 0xFFFF)
        or 0xD800 <= point <= 0xDFFF
        or point < 0x20
    )


def masked_address(address: str) -> str:
    """The first six characters stay, which name the region and no house."""
    return address if len(address) <= 6 else f"{address[:6]}***"


def has_rare_characters(name: str) -> bool:
    """Whether a name has characters beyond GB 2312: its holder will want to see them right on paper."""
    try:
        name.translate(DOTS).replace(DOT, "").encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def masked_name(name: str) -> str:
    """欧阳修 → 欧**: the first character stays, so that the owner recognises it (domain facts, 7.2). Of a name in
    parts the first dot stays, too: 买买提·吐尔逊 → 买**·**."""
    first, dot, rest = name.translate(DOTS).partition(DOT)
    hidden = "*" * min(len(first) - 1, 2)
    return f"{first[:1]}{hidden}{dot}**" if rest else name[:1] + (hidden or "*")


def masked_number(number: str) -> str:
    """The last four stay: `**************002X`."""
    return "*" * max(0, len(number) - 4) + number[-4:]
