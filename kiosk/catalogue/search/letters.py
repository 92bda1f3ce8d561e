"""What a run of typed letters can mean: syllables, beginnings of syllables, or both mixed."""

from __future__ import annotations

from kiosk.catalogue.search.syllables import INITIALS, Readings

MAX_LETTERS = 40
_KEPT = 3
"""Ways to read one run that are followed up: `xian` is 县 or 西安, `fangan` fang-an or fan-gan."""
# Costs choose between readings; only their order matters. A whole syllable is best and a long one better than two
# short; the last may be unfinished, as it is while somebody types; then initials, slips, letters that fit nowhere.
_SYLLABLE, _UNFINISHED, _INITIAL, _SLIP, _BEGINNING, _STRANGE = 0.1, 0.3, 0.7, 0.75, 0.9, 2.0
_INITIALS_ONLY = 8
"""Letters: nobody types longer names by their initials."""


def ways(letters: str, known: Readings, *, strict: bool) -> list[tuple[str, ...]]:
    """The likeliest ways to cut letters into (beginnings of) syllables, best first.

    `strict` for letters that make sense otherwise: then none with letters that fit nowhere.
    """
    letters = letters[:MAX_LETTERS]
    best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())]]
    for end in range(1, len(letters) + 1):
        here: list[tuple[float, tuple[str, ...]]] = []
        for begin in range(max(0, end - 6), end):
            piece = letters[begin:end]
            cost = _cost(piece, known, last=end == len(letters))
            if cost is not None:
                here += [(so_far + cost, (*way, piece)) for so_far, way in best[begin]]
        here.sort()
        best.append(here[:_KEPT])
    found = [way for _, way in best[-1] if all(_cost(piece, known, last=True) != _STRANGE for piece in way)]
    if not found and not strict:
        found = [way for _, way in best[-1][:1]]
    if 1 < len(letters) <= _INITIALS_ONLY and all(letter in INITIALS for letter in letters):
        initials = tuple(letters)
        if initials not in found:
            found.append(initials)
    return found


def _cost(piece: str, known: Readings, *, last: bool) -> float | None:
    if piece in known.syllables:
        return _SYLLABLE
    if last and piece in known.beginnings:
        return _UNFINISHED
    if piece in INITIALS:
        return _INITIAL
    if len(piece) > 2 and piece in known.slips:
        return _SLIP
    if piece in known.beginnings:
        return _BEGINNING
    return _STRANGE if len(piece) == 1 else None
