"""The machine-readable zone of travel documents (ICAO 9303-3 to -6): its check digits, the chip's key, what it says.

`MrzError` tells line, field and problem of a zone that is not taken, and never what stood there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.identity.mrz_dates import birth_of, day_of, typed_day
from kiosk.identity.mrz_layout import LAYOUTS, Field, Layout, ZoneSize, corrected

_WEIGHTS = (7, 3, 1)
"""ICAO 9303-3, section 4.9."""
_FILLER = "<"
_LONGEST_NUMBER = 22
"""A TD1 document continues a long number in its optional data: 9 places and at most 13 more before the check digit
and a filler (ICAO 9303-5, section 4.2.2.1)."""
_NUMBER = re.compile(rf"[A-Z0-9][A-Z0-9<]{{0,{_LONGEST_NUMBER - 1}}}\Z")
_OLDEST, _FARTHEST_EXPIRY = 130, 50
"""Years from today. Nobody is older; an expiry date lies nearer, though an expired document opens, too."""
_SEXES = {"M": "1", "F": "2", _FILLER: "9"}
"""To GB/T 2261.1; the zone writes unspecified as a filler (ICAO 9303-4, section 4.2.2.2)."""
_OF_IDENTITY = {ZoneSize.TD1: "ACI", ZoneSize.TD2: "ACIP", ZoneSize.TD3: "P"}
"""First letters of documents that name their holder (ICAO 9303-4 to -6). Visas (V) have no check over the whole."""


def check_digit(text: str) -> str:
    """The check digit over digits, letters and `<`. `ValueError` for any other character."""
    total = 0
    for place, character in enumerate(text):
        if character == _FILLER:
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
        number = self.document_number.ljust(9, _FILLER)
        parts = (number, self.birth_date, self.expiry_date)
        return "".join(part + check_digit(part) for part in parts)

    def __repr__(self) -> str:
        return "MrzKey(***)"


class Problem(StrEnum):
    """What is wrong with a field of a zone or of a typed key."""

    SHAPE = "shape"
    """Not so many lines, not so many characters, or nothing at all."""
    KIND = "kind"
    """A zone of something that names nobody, such as a visa."""
    ALPHABET = "alphabet"
    """A character that cannot stand there, and could be more than one that can."""
    CHECK_DIGIT = "check-digit"
    DATE = "date"
    """No day of the calendar, or none that can be meant."""


class MrzError(ValueError):
    """A zone that is not taken."""

    def __init__(self, line: int, field: Field, problem: Problem) -> None:
        super().__init__(f"line {line}, {field}: {problem}" if line else f"{field}: {problem}")
        self.line = line
        """From 1; 0 for the zone as a whole."""
        self.field = field
        self.problem = problem


@dataclass(frozen=True, kw_only=True, repr=False)
class Mrz:
    """What a zone says, after its check digits held; shown by no `repr`."""

    size: ZoneSize
    document_code: str
    """One or two letters: P, PO, C, CR, I."""
    issuer: str
    """One to three letters (ICAO 9303-3, section 5), as `nationality`."""
    document_number: str
    surname: str
    """The primary identifier; parts separated by one space."""
    given_names: str
    """The secondary identifier; empty for who has none."""
    nationality: str
    sex: str
    """GB/T 2261.1: 1, 2, or 9 for unspecified."""
    birth_date: date | None
    """None: a part of it is not known."""
    birth_year: int | None
    """Known also where month or day are not."""
    expiry_date: date | None
    """None: the document names none."""
    key: MrzKey

    @property
    def latin_name(self) -> str:
        return f"{self.surname} {self.given_names}".strip()

    def __repr__(self) -> str:
        return f"Mrz({self.size}, ***)"


def parse_mrz(zone: str | Sequence[str], today: date) -> Mrz:
    """The zone of a TD1 (3 lines of 30), TD2 (2 of 36) or TD3 document (2 of 44): lines, or one text with or without
    line ends. `today` is the business day, from which centuries follow: nobody is born after it, nor over 99.

    What typing and cameras confuse (O and 0, I and 1) is put right where only one character can be meant: in dates
    and check digits always, elsewhere 2 5 6 8. Nothing is guessed from a check digit. Raises `MrzError`.
    """
    lines = _lines(zone)
    layout = next((one for one in LAYOUTS if [len(line) for line in lines] == [one.width] * one.lines), None)
    if layout is None:
        raise MrzError(0, Field.ZONE, Problem.SHAPE)
    return _Reading(layout, lines, today).mrz()


class KeyField(StrEnum):
    DOCUMENT_NUMBER = "document_number"
    BIRTH_DATE = "birth_date"
    EXPIRY_DATE = "expiry_date"


@dataclass(frozen=True, kw_only=True)
class KeyProblem:
    """The first typed field that will not do."""

    field: KeyField
    problem: Problem


def typed_key(*, document_number: str, birth_date: str, expiry_date: str, today: date) -> MrzKey | KeyProblem:
    """The key that somebody typed from a document; dates as 2026-11-20, 20261120 or as printed in the zone, 261120.

    The number holds letters and digits alike, so nothing is put right in it: the chip will tell.
    """
    number = "".join(_plain(document_number[:_MOST]).replace("-", "").split()).rstrip(_FILLER)
    if not _NUMBER.match(number):
        problem = Problem.ALPHABET if 1 <= len(number) <= _LONGEST_NUMBER else Problem.SHAPE
        return KeyProblem(field=KeyField.DOCUMENT_NUMBER, problem=problem)
    born, ends = (
        typed_day("".join(_plain(text[:_MOST]).split()), today, born=born)
        for text, born in ((birth_date, True), (expiry_date, False))
    )
    if born is None or born > today or today.year - born.year > _OLDEST:
        return KeyProblem(field=KeyField.BIRTH_DATE, problem=Problem.DATE)
    if ends is None or ends <= born or abs(ends.year - today.year) > _FARTHEST_EXPIRY:
        return KeyProblem(field=KeyField.EXPIRY_DATE, problem=Problem.DATE)
    return MrzKey(document_number=number, birth_date=f"{born:%y%m%d}", expiry_date=f"{ends:%y%m%d}")


def _words(name: str) -> str:
    return " ".join(name.replace(_FILLER, " ").split())


def _plain(text: str) -> str:
    """Full width to plain, capitals, and the angle marks that keyboards and cameras give for a filler."""
    return unicodedata.normalize("NFKC", text).upper().translate(_ANGLES)


_ANGLES = str.maketrans("«‹〈《＜", "<<<<<")
_MOST = 400
"""Characters: three lines with blanks; nothing is worked out on more."""


def _lines(zone: str | Sequence[str]) -> list[str]:
    if sum(map(len, zone)) > _MOST:
        return []
    parts = zone.splitlines() if isinstance(zone, str) else list(zone)
    lines = [line for line in ("".join(_plain(part).split()) for part in parts) if line]
    if len(lines) == 1:
        width = next((one.width for one in LAYOUTS if one.width * one.lines == len(lines[0])), len(lines[0]))
        lines = [lines[0][at : at + width] for at in range(0, len(lines[0]), width)]
    return lines


class _Reading:
    """One zone being read."""

    def __init__(self, layout: Layout, lines: list[str], today: date) -> None:
        self._layout = layout
        self._today = today
        rows = [list(line) for line in lines]
        for field, slot in layout.slots.items():
            text = corrected(field, lines[slot.line][slot.begins : slot.ends])
            if text is None:
                raise self._error(field, Problem.ALPHABET)
            rows[slot.line][slot.begins : slot.ends] = text
        self._rows = ["".join(row) for row in rows]

    def mrz(self) -> Mrz:
        code = self._text(Field.CODE)
        if code[0] not in _OF_IDENTITY[self._layout.size]:
            raise self._error(Field.CODE, Problem.KIND)
        number = self._number()
        self._check(Field.BIRTH, Field.BIRTH_CHECK)
        self._check(Field.EXPIRY, Field.EXPIRY_CHECK)
        if Field.OPTIONAL_CHECK in self._layout.slots:
            self._check(Field.OPTIONAL, Field.OPTIONAL_CHECK)
        over = "".join(self._rows[slot.line][slot.begins : slot.ends] for slot in self._layout.composite)
        if check_digit(over) != self._text(Field.COMPOSITE):
            raise self._error(Field.COMPOSITE, Problem.CHECK_DIGIT)
        born, year = self._birth()
        surname, given = self._name()
        return Mrz(
            size=self._layout.size,
            document_code=code.rstrip(_FILLER),
            issuer=self._letters(Field.ISSUER),
            document_number=number,
            surname=surname,
            given_names=given,
            nationality=self._letters(Field.NATIONALITY),
            sex=_SEXES[self._text(Field.SEX)],
            birth_date=born,
            birth_year=year,
            expiry_date=self._expiry(),
            key=MrzKey(
                document_number=number, birth_date=self._text(Field.BIRTH), expiry_date=self._text(Field.EXPIRY)
            ),
        )

    def _text(self, field: Field) -> str:
        slot = self._layout.slots[field]
        return self._rows[slot.line][slot.begins : slot.ends]

    def _error(self, field: Field, problem: Problem) -> MrzError:
        return MrzError(self._layout.slots[field].line + 1, field, problem)

    def _check(self, field: Field, check: Field) -> None:
        text, digit = self._text(field), self._text(check)
        # the check digit of empty optional data is 0 or a filler (ICAO 9303-4, section 4.2.2.2)
        empty = field is Field.OPTIONAL and digit == _FILLER and not text.strip(_FILLER)
        if check_digit(text) != digit and not empty:
            raise self._error(check, Problem.CHECK_DIGIT)

    def _number(self) -> str:
        """The document number; one of more than nine places goes on in the optional data, its check digit last."""
        number, digit = self._text(Field.NUMBER), self._text(Field.NUMBER_CHECK)
        if digit == _FILLER:
            rest = self._text(Field.OPTIONAL).split(_FILLER)[0]
            if self._layout.size is ZoneSize.TD3 or len(rest) < 2 or _FILLER in number:
                raise self._error(Field.NUMBER_CHECK, Problem.CHECK_DIGIT)
            number, digit = number + rest[:-1], corrected(Field.COMPOSITE, rest[-1]) or ""
        if check_digit(number) != digit:
            raise self._error(Field.NUMBER_CHECK, Problem.CHECK_DIGIT)
        if not number.strip(_FILLER) or number.startswith(_FILLER):
            raise self._error(Field.NUMBER, Problem.SHAPE)
        return number.rstrip(_FILLER)

    def _letters(self, field: Field) -> str:
        text = self._text(field).rstrip(_FILLER)
        if not text or _FILLER in text:
            raise self._error(field, Problem.SHAPE)
        return text

    def _name(self) -> tuple[str, str]:
        surname, _, given = self._text(Field.NAME).rstrip(_FILLER).partition(_FILLER * 2)
        if not surname:
            raise self._error(Field.NAME, Problem.SHAPE)
        return _words(surname), _words(given)

    def _birth(self) -> tuple[date | None, int | None]:
        found = birth_of(self._text(Field.BIRTH), self._today)
        if found is None:
            raise self._error(Field.BIRTH, Problem.DATE)
        return found

    def _expiry(self) -> date | None:
        text = self._text(Field.EXPIRY)
        if not text.strip(_FILLER):
            return None
        ends = None if _FILLER in text else day_of(text, self._today, born=False)
        if ends is None:
            raise self._error(Field.EXPIRY, Problem.DATE)
        return ends
