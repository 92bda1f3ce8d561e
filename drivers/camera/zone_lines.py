"""Owns what of recognised characters is a zone: each is put into its cell by its place. `kiosk.identity.mrz` judges.

A recogniser miscounts rows of fillers and of zeros, but knows well where a character stands; and the characters of a
zone stand at equal distances. A cell where it saw nothing, or one wide thing, is a filler.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kiosk.identity.mrz import MrzError, MrzKey, parse_mrz

_FEWEST = 8
"""Characters of a line: the second one of a TD1 zone has 19 that are no fillers; a name may be short, but is followed
by fillers."""
_WIDEST = 1.6
"""Of the distance between characters; a wider one is a row of fillers taken for one."""
_DOUBTFUL = re.compile(r"K\Z|[0-9].*[GLSU]")
"""What may be a misread filler, 6, 1, 8 or 0: a check digit counts modulo 10 and both alike (9303-3, section 4.9).
Letters that begin a number are believed."""
_ZEROS = str.maketrans("OQD", "000")
_TO_LETTERS = str.maketrans("01", "OI")


@dataclass(frozen=True, kw_only=True)
class Glyph:
    """A recognised character and where it stands, in pixels from the band's left lower corner."""

    letter: str = field(repr=False)
    left: int
    right: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


Rows = Sequence[Sequence[Glyph]]


@dataclass(frozen=True, kw_only=True)
class _Span:
    """Cells of one line; all from 0, the end not included."""

    line: int
    begins: int
    ends: int


@dataclass(frozen=True, kw_only=True)
class _Size:
    """A kind of zone (ICAO 9303-4 and -5). Its second line begins and ends with a character that is no filler."""

    lines: int
    width: int
    number: _Span
    letters: Sequence[_Span]
    """Letters that no check digit covers and that open no chip: a wrong one must not stop the key."""


_SIZES = (
    _Size(
        lines=2,
        width=44,
        number=_Span(line=1, begins=0, ends=9),
        letters=(_Span(line=0, begins=0, ends=44), _Span(line=1, begins=10, ends=13)),
    ),
    _Size(
        lines=3,
        width=30,
        number=_Span(line=0, begins=5, ends=14),
        letters=(
            _Span(line=0, begins=0, ends=5),
            _Span(line=1, begins=15, ends=18),
            _Span(line=2, begins=0, ends=30),
        ),
    ),
)


def rows_of(boxes: str) -> Rows:
    """Rows of a box file, whose lines are: letter, left, bottom, right, top, page. Other lines are left out."""
    rows: list[list[Glyph]] = []
    for line in boxes.splitlines():
        letter, *places = line.split(" ")
        if len(letter) != 1 or len(places) != 5 or not all(place.isdecimal() for place in places):
            continue
        left, bottom, right, top = (int(place) for place in places[:4])
        # a new row begins far back; within one a character may begin a little before its neighbour
        if not rows or left < rows[-1][-1].left - 2 * (top - bottom):
            rows.append([])
        rows[-1].append(Glyph(letter=letter, left=left, right=right))
    return rows


def key_in(rows: Rows, today: date) -> MrzKey | None:
    """The key of a zone in what was recognised, None when there is none whose check digits all hold.

    O, Q and D in the document's number are taken for zeros, which they nearly always are: a number that has such
    letters fails its check digit and must be typed. So must a number with `_DOUBTFUL` letters.
    """
    for size in _SIZES:
        for zone in _zones(rows, size):
            try:
                key = parse_mrz(zone, today).key
            except MrzError:
                continue
            return None if _DOUBTFUL.search(key.document_number) else key
    return None


def _zones(rows: Rows, size: _Size) -> Iterator[list[str]]:
    long = [row for row in rows if len(row) >= _FEWEST]
    for begin in range(len(long) - size.lines + 1):
        some = long[begin : begin + size.lines]
        first, last = some[1][0].middle, some[1][-1].middle
        pitch = (last - first) / (size.width - 1)
        if pitch <= 0:
            continue
        zone = [_line(row, first, pitch, size.width) for row in some]
        for span in size.letters:
            zone[span.line] = _changed(zone[span.line], span, _TO_LETTERS)
        zone[size.number.line] = _changed(zone[size.number.line], size.number, _ZEROS)
        yield zone


def _line(row: Sequence[Glyph], first: float, pitch: float, width: int) -> str:
    cells: dict[int, tuple[float, str]] = {}
    for one in row:
        place = (one.middle - first) / pitch
        cell = round(place)
        if one.letter != "<" and 0 <= cell < width and one.right - one.left <= _WIDEST * pitch:
            # of two in one cell the one nearer to its middle
            cells[cell] = min(cells.get(cell, (1.0, "")), (abs(place - cell), one.letter))
    return "".join(cells[cell][1] if cell in cells else "<" for cell in range(width))


def _changed(line: str, span: _Span, table: dict[int, int]) -> str:
    return line[: span.begins] + line[span.begins : span.ends].translate(table) + line[span.ends :]
