"""The resident identity number of GB 11643: shape, birth date and check character."""

from __future__ import annotations

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
"""Weights and check characters of GB 11643 (ISO 7064 MOD 11-2)."""
_SHAPE = re.compile(r"[0-9]{17}[0-9X]\Z")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９ｘＸ", "0123456789XX")


def normalised_number(text: str) -> str:
    """Full-width digits to ASCII, `x` to `X`, blanks gone."""
    return "".join(text.translate(_FULL_WIDTH).split()).upper()


def check_character(first_17: str) -> str:
    """The 18th character for 17 digits."""
    return CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(first_17, WEIGHTS, strict=True)) % 11]


def number_problem(number: str, birth_date: date | None = None) -> str | None:
    """What is wrong with a normalised number (`shape`, `birth-date`, `check-character`), or None.

    The region is never judged: numbers keep the county code of their first registration.
    """
    if not _SHAPE.match(number):
        return "shape"
    if check_character(number[:17]) != number[17]:
        return "check-character"
    inside = birth_date_of(number)
    if inside is None or (birth_date is not None and inside != birth_date):
        return "birth-date"
    return None


def birth_date_of(number: str) -> date | None:
    """The birth date inside a normalised number; None when it has no such shape or no such day."""
    if not _SHAPE.match(number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
