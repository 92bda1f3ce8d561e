"""Identity documents as values, and what must hold for one to be used today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.faults import Fault
from kiosk.identity.number import number_problem


class DocumentKind(StrEnum):
    RESIDENT_CARD = "resident-card"
    """居民身份证, GA/T 517 code 111."""
    SOCIAL_SECURITY_CARD = "social-security-card"
    """社会保障卡: names its holder by the same number, and has neither address nor photo in its chip."""


@dataclass(frozen=True, kw_only=True)
class IdentityDocument:
    """A read document. Its `repr` shows no personal data; the photo is the undecoded block of the chip."""

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

    def __repr__(self) -> str:
        return f"IdentityDocument({self.kind}, ***)"


def document_fault(document: IdentityDocument, today: date) -> Fault | None:
    """Why a document cannot be used on `today`, or None. Ids are those of `kiosk/faults.toml`."""
    if not document.name or any(is_private_use(character) for character in document.name):
        return Fault(id="document.name-unreadable")
    problem = number_problem(document.number, document.birth_date)
    if problem is not None:
        return Fault(id="document.number-wrong", detail=problem)
    if document.valid_from is not None and document.valid_from > today:
        return Fault(id="document.not-yet-valid")
    if document.valid_to is not None and document.valid_to < today:
        return Fault(id="document.expired")
    return None


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


def age_on(birth_date: date, today: date) -> int:
    """Whole years on the business day."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


def masked_address(address: str) -> str:
    """The first six characters stay, which name the region and no house."""
    return address if len(address) <= 6 else f"{address[:6]}***"


def has_rare_characters(name: str) -> bool:
    """Whether a name has characters beyond GB 2312: its holder will want to see them right on paper."""
    try:
        name.replace("·", "").encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def masked_name(name: str) -> str:
    """欧阳修 → 欧**: the first character stays, so that the owner recognises it (domain facts, 7.2)."""
    return name[:1] + "*" * max(1, min(len(name) - 1, 2))


def masked_number(number: str) -> str:
    """The last four stay: `**************002X`."""
    return "*" * max(0, len(number) - 4) + number[-4:]
