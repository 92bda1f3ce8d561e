"""The temporary number: what a resident keeps of an application, unique without asking anybody.

    FC01-3-0007-K     terminal, database generation, sequence, check character

The generation counts the terminal's databases: one that was set aside and begun anew never repeats a number. The
check character is ISO/IEC 7064 MOD 37,36 over the letters and digits before it, so that one wrong or two swapped
characters are noticed when a number is read aloud.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.protocol.errors import MalformedError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TERMINAL_SHAPE = re.compile(r"[A-Z][A-Z0-9]{1,7}\Z")
_SHAPE = re.compile(r"([A-Z][A-Z0-9]{1,7})-([1-9][0-9]{0,3})-([0-9]{4,9})-([0-9A-Z])\Z")


@dataclass(frozen=True, kw_only=True)
class TemporaryNumber:
    terminal: str
    generation: int
    sequence: int

    def __str__(self) -> str:
        body = f"{self.terminal}-{self.generation}-{self.sequence:04d}"
        return f"{body}-{check_character(body)}"

    @classmethod
    def parse(cls, text: str) -> TemporaryNumber:
        """Read a number as people type it (blanks, lower case); `MalformedError` if it is not one."""
        match = _SHAPE.match("".join(text.split()).upper())
        if match is None:
            raise MalformedError("not a registration number")
        number = cls(terminal=match[1], generation=int(match[2]), sequence=int(match[3]))
        if check_character(match[0][:-2]) != match[4]:
            raise MalformedError("the check character does not fit")
        return number


def check_character(text: str) -> str:
    """ISO/IEC 7064, MOD 37,36 (hybrid system, clause 9); hyphens are passed over."""
    product = 36
    for character in text:
        if character == "-":
            continue
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHABET[(37 - product) % 36]
