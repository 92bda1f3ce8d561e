"""Names of people: compared whatever dot stands in them, and never changed for it.

The dot between the parts of a name is U+00B7 by the notice of 2016 (facts, domain, section 7.5); cards, keyboards and
older systems write others. What a card says is kept and printed as it stands.
"""

from __future__ import annotations

import unicodedata

DOT = "·"
_LIKE_IT = "•‧・･∙⋅․●．"
"""Bullet, hyphenation point, katakana middle dots, operators, one-dot leader, black circle, full-width full stop."""
DOTS = str.maketrans(dict.fromkeys(_LIKE_IT, DOT))
"""For what is typed: the plain full stop stays, for it ends initials."""
_ALL_DOTS = str.maketrans(dict.fromkeys(_LIKE_IT + ".", DOT))


def comparable_name(name: str) -> str:
    """What two writings of one name have in common: composed, dots alike, without blanks around them and without
    marks that nobody sees. For comparison only, never shown, printed or sent."""
    seen = "".join(" " if unicodedata.category(mark) == "Zs" else mark for mark in name if _visible(mark))
    parts = unicodedata.normalize("NFC", seen.casefold()).translate(_ALL_DOTS).split(DOT)
    return DOT.join(" ".join(part.split()) for part in parts if part.strip())


def same_name(first: str, second: str) -> bool:
    """Whether two writings are of one name. Simplified and traditional characters, variants and transliterations are
    different names: a person judges those."""
    return comparable_name(first) == comparable_name(second) != ""


def _visible(mark: str) -> bool:
    # selectors of glyph variants (U+FE00, U+E0100 …) name the same character in another drawing
    selector = 0xFE00 <= ord(mark) <= 0xFE0F or 0xE0100 <= ord(mark) <= 0xE01EF
    return not selector and unicodedata.category(mark) not in ("Cf", "Cc")
