"""What stands in for a card that is not there: an identity code's holder, a child of the household register."""

from __future__ import annotations

from datetime import date

from kiosk.identity.document import DocumentKind, IdentityDocument
from kiosk.identity.number import birth_date_of, normalised_number
from kiosk.protocol.payload import PersonRecord


def document_of_code(person: PersonRecord) -> IdentityDocument | None:
    """Whom the platform named for an identity code, as a document of its own kind; None without a birth date.

    Name, number and sex are the platform's; its address is left out, for nobody saw a document that says so.
    """
    number = normalised_number(person.number)
    born = birth_date_of(number) if person.birth_date is None else _day(person.birth_date)
    if born is None:
        return None
    return _document(DocumentKind.IDENTITY_CODE, person.name, number, born, person.sex or _sex(number))


def document_of_register(name: str, number: str) -> IdentityDocument | None:
    """Somebody by name and number of 18 as the household register has them; None for a number without a day."""
    number = normalised_number(number)
    born = birth_date_of(number)
    return None if born is None else _document(DocumentKind.HOUSEHOLD_REGISTER, name, number, born, _sex(number))


def _document(kind: DocumentKind, name: str, number: str, born: date, sex: str) -> IdentityDocument:
    return IdentityDocument(
        kind=kind,
        name=name,
        sex=sex,
        ethnic_code=None,
        birth_date=born,
        address=None,
        number=number,
        issuer=None,
        valid_from=None,
        valid_to=None,
    )


def _sex(number: str) -> str:
    """By the 17th digit (GB 11643), odd for men; 0, unknown, for numbers that do not say."""
    return "0" if birth_date_of(number) is None else "1" if int(number[16]) % 2 else "2"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
