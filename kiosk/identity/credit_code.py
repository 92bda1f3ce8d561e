"""The unified social credit code of organisations (GB 32100): eighteen characters, the last one a check."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters, without I O S V Z, which are taken for 1 0 5 U 2."""
_SHAPE = re.compile(f"[{ALPHABET}]{{18}}\\Z")


def check_character(first_17: str) -> str:
    """The 18th character for 17: weights 3^i modulo 31. `ValueError` for a character outside the alphabet."""
    total = sum(ALPHABET.index(mark) * pow(3, at, 31) for at, mark in enumerate(first_17))
    return ALPHABET[-total % 31]


def credit_code_problem(text: str) -> str | None:
    """What is wrong with a code in upper case (`shape`, `check-character`), or None."""
    if not _SHAPE.match(text):
        return "shape"
    return None if check_character(text[:17]) == text[17] else "check-character"


def credit_code_holds(text: str) -> bool:
    return credit_code_problem(text) is None
