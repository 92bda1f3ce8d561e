"""The machine-readable zone of travel documents (ICAO 9303-3, -4 and -5): its check digits and the chip's key."""

from __future__ import annotations

from dataclasses import dataclass

_WEIGHTS = (7, 3, 1)
"""ICAO 9303-3, section 4.9."""


def check_digit(text: str) -> str:
    """The check digit over digits, letters and `<`. `ValueError` for any other character."""
    total = 0
    for place, character in enumerate(text):
        if character == "<":
            value = 0
        elif character.isascii() and character.isdigit():
            value = int(character)
        elif character.isascii() and character.isupper():
            value = ord(character) - ord("A") + 10
        else:
            raise ValueError(f"character {place + 1} does not stand in a machine-readable zone")
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


@dataclass(frozen=True, kw_only=True, repr=False)
class MrzKey:
    """What is printed on a travel document and opens its chip; shown by no `repr`."""

    document_number: str
    """Upper case, without trailing `<`."""
    birth_date: str
    """YYMMDD."""
    expiry_date: str
    """YYMMDD."""

    @property
    def information(self) -> str:
        """Number, birth date and expiry, each with its check digit (ICAO 9303-11, section 9.7.2)."""
        number = self.document_number.ljust(9, "<")
        parts = (number, self.birth_date, self.expiry_date)
        return "".join(part + check_digit(part) for part in parts)

    def __repr__(self) -> str:
        return "MrzKey(***)"
