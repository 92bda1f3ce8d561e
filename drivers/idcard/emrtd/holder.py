"""From the machine-readable zone on the chip to the terminal's document: its kind, its holder, its names."""

from __future__ import annotations

from datetime import date

from drivers.idcard.emrtd.groups import Face
from drivers.idcard.status import CardError
from kiosk.identity.document import ChipChecks, DocumentKind, IdentityDocument
from kiosk.identity.mrz import Mrz, MrzError, parse_mrz
from kiosk.identity.mrz_layout import ZoneSize

PERMIT_ISSUER = "CHN"
"""Of 来往内地（大陆）通行证 in card format."""


def zone_of(text: str, today: date) -> Mrz:
    """What DG1 says. Raises `CardError`: `reader.bad-content` naming line and field."""
    try:
        return parse_mrz(text, today)
    except MrzError as problem:
        raise CardError("reader.bad-content", f"DG1: {problem}") from None


def kind_of(zone: Mrz) -> DocumentKind:
    """Raises `CardError` (`reader.unsupported-document`) for one that the terminal has no kind for."""
    if zone.size is ZoneSize.TD3 and zone.document_code.startswith("P"):
        return DocumentKind.PASSPORT
    if zone.size is ZoneSize.TD1 and zone.document_code.startswith("C") and zone.issuer == PERMIT_ISSUER:
        return DocumentKind.TRAVEL_PERMIT
    raise CardError("reader.unsupported-document", f"a document {zone.document_code} of {zone.size}")


def document_of(zone: Mrz, full_name: str, face: Face, checks: ChipChecks) -> IdentityDocument:
    """The document. `full_name` is that of DG11, and the name where it is in Chinese characters.

    Raises `CardError` where the zone leaves a part of the birth date open: age is what much depends on.
    """
    kind = kind_of(zone)
    if zone.birth_date is None:
        raise CardError("reader.bad-content", "DG1: the birth date is not wholly known")
    return IdentityDocument(
        kind=kind,
        name=_chinese(full_name) or zone.latin_name,
        sex=zone.sex,
        ethnic_code=None,
        birth_date=zone.birth_date,
        address=None,
        number=zone.document_number,
        issuer=None,
        valid_from=None,
        valid_to=zone.expiry_date,
        photo=face.picture,
        photo_kind=face.kind,
        latin_name=zone.latin_name,
        nationality=zone.nationality,
        chip=checks,
    )


def _chinese(full_name: str) -> str:
    """A name without its fillers, if a character of it is an ideograph; empty for names in other scripts.

    Ideographs: the CJK blocks from Extension A on, and the planes above the basic one that hold the others.
    """
    name = full_name.replace("<", "").replace(" ", "")
    is_chinese = any("\u3400" <= mark <= "\u9fff" or mark >= "\U00020000" for mark in name)
    return name if is_chinese else ""
