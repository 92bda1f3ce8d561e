"""A guide as a text that fits a code: what a phone without the line shows when it scans the screen or the slip."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.documents.paper import GuideSection
from kiosk.documents.text import clean

MOST_BYTES = 600
"""UTF-8 bytes. At level M that is version 19, read by every try of the measurements (facts, printing, section 11)."""
_CUT = "…"


def guide_text(name: str, sections: Sequence[GuideSection], most_bytes: int = MOST_BYTES) -> str:
    """The service and each section on a line of its own, in at most `most_bytes`; the longest are cut first.

    No section is left out: of each at least its title and its first words stand there.
    """
    heads = [clean(name, limit=120), *(clean(section.title, limit=40) for section in sections)]
    bodies = ["", *("；".join(clean(line) for line in section.lines) for section in sections)]
    joints = ["", *("：" for _ in sections)]
    fixed = sum(_size(part) for part in (*heads, *joints)) + len(sections)
    shares = _shares([_size(body) for body in bodies], most_bytes - fixed)
    cut = [_cut(body, share) for body, share in zip(bodies, shares, strict=True)]
    lines = [head + joint + body for head, joint, body in zip(heads, joints, cut, strict=True)]
    return _cut("\n".join(lines), most_bytes)


def _shares(wanted: list[int], room: int) -> list[int]:
    """How many bytes each gets: the small ones all they want, the large ones an equal part of what is left."""
    shares = [0] * len(wanted)
    left = max(0, room)
    for place, index in enumerate(sorted(range(len(wanted)), key=lambda index: wanted[index])):
        shares[index] = min(wanted[index], left // (len(wanted) - place))
        left -= shares[index]
    return shares


def _cut(text: str, most_bytes: int) -> str:
    """At most so many bytes, never in the middle of a character."""
    if _size(text) <= most_bytes:
        return text
    kept = text.encode("utf-8")[: max(0, most_bytes - _size(_CUT))].decode("utf-8", "ignore")
    return kept + _CUT if kept else ""


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
