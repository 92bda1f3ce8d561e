"""Identity numbers: shape, birth date and check character.

Residents' (GB 11643, 18 and 15 digits), those of Hong Kong, Macao and Taiwan residents' permits, and those of
foreigners' permanent residence cards.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
"""Weights and check characters of GB 11643 (ISO 7064 MOD 11-2)."""
_SHAPE = re.compile(r"[0-9]{17}[0-9X]\Z")
_OLD_SHAPE = re.compile(r"[0-9]{15}\Z")
_FOREIGN_2017 = re.compile(r"[A-Z]{3}[0-9]{4}([0-9]{6})[0-9]{2}\Z")
"""Three letters of the country, four digits of province and city, YYMMDD, a sequence digit and a check digit. A
public formula for the last did not confirm the only public sample, so it is not judged (facts, cards, section 5)."""
_BEFORE_1900 = frozenset({"996", "997", "998", "999"})
"""Sequences of 15-digit numbers that were kept for people of a hundred years and more (GB 11643-1989)."""


class NumberKind(StrEnum):
    """Whose number it is."""

    RESIDENT = "resident"
    HMT = "hmt"
    """港澳台居民居住证: address codes 810000, 820000 and 830000."""
    FOREIGN = "foreign"
    """外国人永久居留身份证: of 2023 with 18 characters, a 9 first, then province (2), country (3) and the rest as a
    resident's; of 2017 with 15 characters."""
    ANY = "any"
    """Any of them: typed into a form, or on a social-security card, which all of them may hold."""


_BEGINS = {
    NumberKind.HMT: ("810000", "820000", "830000"),
    NumberKind.FOREIGN: ("9",),
}


def normalised_number(text: str) -> str:
    """Full-width digits and letters to ASCII, small letters to capitals, blanks gone."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check_character(first_17: str) -> str:
    """The 18th character for 17 digits."""
    return CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(first_17, WEIGHTS, strict=True)) % 11]


def number_problem(number: str, birth_date: date | None = None, kind: NumberKind = NumberKind.RESIDENT) -> str | None:
    """What is wrong with a normalised number (`shape`, `check-character`, `birth-date`), or None.

    The region of residents is never judged, since numbers keep the county code of their first registration; of
    permits and foreigners' cards only how the number begins. Without a `birth_date` the day only has to exist.
    """
    if kind in (NumberKind.FOREIGN, NumberKind.ANY) and (old := _FOREIGN_2017.match(number)) is not None:
        return _old_foreign_problem(old[1], birth_date)
    if not _SHAPE.match(number) or not number.startswith(_BEGINS.get(kind, ("",))):
        return "shape"
    if check_character(number[:17]) != number[17]:
        return "check-character"
    inside = birth_date_of(number)
    if inside is None or (birth_date is not None and inside != birth_date):
        return "birth-date"
    return None


def birth_date_of(number: str) -> date | None:
    """The birth date inside a normalised number of 18 characters; None for another shape, or for no such day."""
    return _day(number[6:14]) if _SHAPE.match(number) else None


def number_of_18(old: str) -> str | None:
    """The 18 characters of a resident's number of 15 digits, as GB 11643-1999 made them anew; None for what is none.

    A number of 15 digits has no check character: only its day can be wrong.
    """
    if not _OLD_SHAPE.match(old):
        return None
    century = "18" if old[12:] in _BEFORE_1900 else "19"
    first_17 = f"{old[:6]}{century}{old[6:]}"
    return None if _day(first_17[6:14]) is None else first_17 + check_character(first_17)


def sex_agrees(number: str, sex: str) -> bool:
    """Whether the 17th digit, odd for men, fits a sex of GB/T 2261.1; true for numbers and sexes that do not say."""
    return sex not in ("1", "2") or not _SHAPE.match(number) or int(number[16]) % 2 == int(sex) % 2


def _old_foreign_problem(inside: str, birth_date: date | None) -> str | None:
    if birth_date is not None:
        return None if inside == f"{birth_date:%y%m%d}" else "birth-date"
    return None if _day(f"19{inside}") or _day(f"20{inside}") else "birth-date"


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
