"""Text fit for paper: cleaned of marks that cannot be seen, bounded, and able to break across lines."""

from __future__ import annotations

import re
import unicodedata

LINE_LIMIT = 600
"""Characters of one value: a full receipt page of the largest letters; longer text ends in "…"."""
BREAK = "\u200b"
"""Zero-width space: a place where a line may break."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# Variation selectors choose between drawings of one character; without them the usual drawing is printed.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# East Asian text breaks anywhere; a long run of Latin letters or digits would leave the paper on the right.
_RUN = re.compile("[!-~]{13,}")
_WORD = re.compile(r"[^0-9]{,24}\Z")
"""No digit and no longer than this: a word, which nobody breaks; it fits the narrowest column."""


def clean(text: str, limit: int = LINE_LIMIT) -> str:
    """One line: control, direction and format marks gone, blanks single, at most `limit` characters.

    A lone surrogate (a broken character) becomes U+FFFD, which no paper prints: see `render.glyph_fault`.
    """
    bounded = text[: limit * 4]
    kept = []
    for character in _SELECTORS.sub("", bounded):
        category = unicodedata.category(character)
        if category == "Cs":
            kept.append("\ufffd")
        elif character.isspace():
            kept.append(" ")
        elif category not in _INVISIBLE:
            kept.append(character)
    line = " ".join("".join(kept).split())
    if len(line) > limit or len(text) > len(bounded):
        line = line[: limit - 1] + "…"
    return line


def breakable(text: str) -> str:
    """The text with places to break in every long run of Latin letters and digits."""
    return _RUN.sub(lambda run: run[0] if _WORD.match(run[0]) else BREAK.join(run[0]), text)
