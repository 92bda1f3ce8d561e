"""Cleaning of texts that come from other systems: entities, tags, odd spaces and brackets, or no text at all."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 400
"""Characters: more is a page of law, not a name or a list. Such a row is refused, never cut."""
_ROUNDS = 3
"""Times that a text was escaped: `&amp;amp;` was seen twice escaped in published data (domain facts, 8.2)."""
_ERROR_PAGE = re.compile(
    r"<!doctype|<html|<head\b|<title|<body"
    r"|\b(40[0-9]|50[0-9]) (bad gateway|not found|forbidden|internal server|service un|gateway time)",
    re.I,
)
_BREAK = re.compile(r"<\s*/?\s*(br|p|div|li|tr)\b[^<>]{0,200}>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]{0,500}>", re.I)
_SPACES = re.compile(r"[^\S\n]+")
_HAN = r"[㐀-鿿]"
_HALF_COMMA = re.compile(rf"(?<={_HAN}),\s*|,\s*(?={_HAN})")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
"""Full-width digits and letters (Unicode chart FF00): １, Ａ. Punctuation of that width is right in Chinese."""


class DirtError(ValueError):
    """A text that cannot be taken."""


def clean(text: str, longest: int = LONGEST) -> str:
    """The text as a person would write it; `DirtError` for an error page and for more than `longest` characters.

    Lines stay apart by a line feed. Full-width digits and letters become plain ones, brackets and
    commas of a Chinese text full-width ones.
    """
    for _ in range(_ROUNDS):
        plain = html.unescape(text)
        if plain == text:
            break
        text = plain
    if _ERROR_PAGE.search(text):
        raise DirtError("is an error page of a web server")
    text = _BREAK.sub("\n", text)
    for _ in range(_ROUNDS):
        # what a tag leaves may be one again: <scr<b>ipt>
        text, found = _TAG.subn("", text)
        if not found:
            break
    text = text.translate(_FULL_WIDTH)
    shown = "".join(_shown(character) for character in text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_SPACES.sub(" ", line).strip() for line in shown.split("\n")]
    shown = "\n".join(line for line in lines if line)
    if re.search(_HAN, shown):
        shown = _HALF_COMMA.sub("，", shown.replace("(", "（").replace(")", "）"))
    if len(shown) > longest:
        raise DirtError(f"has {len(shown)} characters; at most {longest} are taken, and nothing is cut")
    return shown


def _shown(character: str) -> str:
    """A character as it stays: spaces of every kind are one kind, what does not show goes."""
    category = unicodedata.category(character)
    if character == "\n":
        return character
    if category == "Zs" or character == "\t":
        return " "
    return "" if category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") else character


def clean_line(text: str, longest: int = LONGEST) -> str:
    """As `clean`, on one line."""
    return clean(text, longest).replace("\n", " ")
