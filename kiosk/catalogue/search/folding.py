"""One form for all ways of writing: width, case, accents, traditional characters, control characters."""

from __future__ import annotations

import functools
import re
import unicodedata

import opencc

MAX_CHARACTERS = 200
"""Of what is typed or said: more than anybody asks in one breath, and a bound for the work of one search."""
_TONED = re.compile(r"(?:[a-z]{1,6}[1-5])+")
_PART = re.compile(r"[a-z0-9]+|[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")


@functools.cache
def _simplified() -> opencc.OpenCC:
    # hk2s knows Hong Kong's forms beside the common traditional ones
    return opencc.OpenCC("hk2s")


def parts(text: str) -> list[str]:
    """Single Chinese characters (simplified), and runs of Latin letters and digits in lower case."""
    text = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS])
    text = "".join(character for character in text if unicodedata.category(character) not in ("Mn", "Cf", "Cs"))
    found: list[str] = _PART.findall(_simplified().convert(text.casefold()))
    # yang3lao3: the digits are tones
    return [re.sub(r"[1-5]", "", part) if _TONED.fullmatch(part) else part for part in found]
