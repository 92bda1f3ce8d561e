"""Where the fields of a machine-readable zone stand, what each may hold, and what is put right in it."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ZoneSize(StrEnum):
    TD1 = "td1"
    """A card: three lines of 30."""
    TD2 = "td2"
    """Two lines of 36."""
    TD3 = "td3"
    """A passport: two lines of 44."""


class Field(StrEnum):
    """Parts of a zone, as errors name them."""

    ZONE = "zone"
    CODE = "document code"
    ISSUER = "issuer"
    NUMBER = "document number"
    NUMBER_CHECK = "document number's check digit"
    NATIONALITY = "nationality"
    BIRTH = "birth date"
    BIRTH_CHECK = "birth date's check digit"
    SEX = "sex"
    EXPIRY = "expiry date"
    EXPIRY_CHECK = "expiry date's check digit"
    NAME = "name"
    OPTIONAL = "optional data"
    OPTIONAL_CHECK = "optional data's check digit"
    MORE_OPTIONAL = "second optional data"
    COMPOSITE = "composite check digit"


@dataclass(frozen=True, kw_only=True)
class Slot:
    line: int
    """From 0."""
    begins: int
    ends: int
    """Not included."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    size: ZoneSize
    lines: int
    width: int
    slots: Mapping[Field, Slot]
    composite: tuple[Slot, ...]
    """What the last check digit is over, in order."""


def _slots(line: int, **at: tuple[int, int]) -> dict[Field, Slot]:
    return {Field[name]: Slot(line=line, begins=begins, ends=ends) for name, (begins, ends) in at.items()}


def _over(*parts: tuple[int, int, int]) -> tuple[Slot, ...]:
    return tuple(Slot(line=line, begins=begins, ends=ends) for line, begins, ends in parts)


_SECOND_LINE = {
    "NUMBER": (0, 9),
    "NUMBER_CHECK": (9, 10),
    "NATIONALITY": (10, 13),
    "BIRTH": (13, 19),
    "BIRTH_CHECK": (19, 20),
    "SEX": (20, 21),
    "EXPIRY": (21, 27),
    "EXPIRY_CHECK": (27, 28),
}
"""The same in TD2 and TD3."""
LAYOUTS = (
    # ICAO 9303-5, section 4.2
    Layout(
        size=ZoneSize.TD1,
        lines=3,
        width=30,
        slots={
            **_slots(0, CODE=(0, 2), ISSUER=(2, 5), NUMBER=(5, 14), NUMBER_CHECK=(14, 15), OPTIONAL=(15, 30)),
            **_slots(1, BIRTH=(0, 6), BIRTH_CHECK=(6, 7), SEX=(7, 8), EXPIRY=(8, 14), EXPIRY_CHECK=(14, 15)),
            **_slots(1, NATIONALITY=(15, 18), MORE_OPTIONAL=(18, 29), COMPOSITE=(29, 30)),
            **_slots(2, NAME=(0, 30)),
        },
        composite=_over((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    ),
    # ICAO 9303-6, section 4.2
    Layout(
        size=ZoneSize.TD2,
        lines=2,
        width=36,
        slots={
            **_slots(0, CODE=(0, 2), ISSUER=(2, 5), NAME=(5, 36)),
            **_slots(1, **_SECOND_LINE, OPTIONAL=(28, 35), COMPOSITE=(35, 36)),
        },
        composite=_over((1, 0, 10), (1, 13, 20), (1, 21, 35)),
    ),
    # ICAO 9303-4, section 4.2
    Layout(
        size=ZoneSize.TD3,
        lines=2,
        width=44,
        slots={
            **_slots(0, CODE=(0, 2), ISSUER=(2, 5), NAME=(5, 44)),
            **_slots(1, **_SECOND_LINE, OPTIONAL=(28, 42), OPTIONAL_CHECK=(42, 43), COMPOSITE=(43, 44)),
        },
        composite=_over((1, 0, 10), (1, 13, 20), (1, 21, 43)),
    ),
)
_LETTERS, _DIGITS = string.ascii_uppercase + "<", string.digits + "<"
_ANY = string.ascii_uppercase + string.digits + "<"
_ALPHABETS = {
    Field.CODE: _LETTERS,
    Field.ISSUER: _LETTERS,
    Field.NATIONALITY: _LETTERS,
    Field.NAME: _LETTERS,
    Field.SEX: "MF<",
    Field.BIRTH: _DIGITS,
    Field.BIRTH_CHECK: string.digits,
    Field.EXPIRY: _DIGITS,
    Field.EXPIRY_CHECK: string.digits,
    Field.OPTIONAL_CHECK: _DIGITS,
    Field.COMPOSITE: string.digits,
    Field.NUMBER_CHECK: _DIGITS,
}
"""A filler for a check digit: the document number goes on in the optional data, or that is empty."""
_ALIKE = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
"""Letters and the digit that each is taken for. The other way round 0 may be O, Q or D and 1 be I or L: no choice
is made between them."""
_TO_DIGITS = str.maketrans(_ALIKE)
_TO_LETTERS = str.maketrans({"2": "Z", "5": "S", "6": "G", "8": "B"})


def corrected(field: Field, text: str) -> str | None:
    """The text of a field with what can only be meant otherwise put right; None where it cannot stand there."""
    alphabet = _ALPHABETS.get(field, _ANY)
    if alphabet in (_DIGITS, string.digits):
        text = text.translate(_TO_DIGITS)
    elif alphabet == _LETTERS:
        text = text.translate(_TO_LETTERS)
    return text if all(mark in alphabet for mark in text) else None
