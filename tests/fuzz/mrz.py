"""Whatever is typed, read from a chip or recognised by a camera as a machine-readable zone: a zone, or `MrzError`.

How to run it: `tests.fuzz.running`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import atheris

from tests.fuzz.running import joined, parts, run, text

with atheris.instrument_imports(include=["kiosk.identity", "drivers.camera.zone_lines"]):
    from drivers.camera.zone_lines import Glyph, key_in, rows_of
    from kiosk.identity.mrz import Mrz, MrzError, MrzKey, check_digit, parse_mrz, typed_key
    from kiosk.identity.mrz_layout import LAYOUTS, Field, Layout

from drivers.camera.lines import ZoneLine, decode_event, encode_event

TODAY = date(2026, 11, 21)
PITCH, WIDTH, HEIGHT = 20, 14, 24
"""Pixels: of the cells of a zone, and of a character."""
_NAME = re.compile(r"[A-Z]+(?: [A-Z]+)*\Z")
_CHECKED = (
    (Field.NUMBER, Field.NUMBER_CHECK),
    (Field.BIRTH, Field.BIRTH_CHECK),
    (Field.EXPIRY, Field.EXPIRY_CHECK),
    (Field.OPTIONAL, Field.OPTIONAL_CHECK),
)


def _key(key: MrzKey) -> None:
    assert key.document_number
    assert key.document_number.strip("<") == key.document_number.rstrip("<")
    # 24 characters, or more where the number is longer: only such make keys of a chip
    assert len(key.information) == max(9, len(key.document_number)) + 1 + 7 + 7


def _zone(zone: Mrz) -> None:
    _key(zone.key)
    assert _NAME.match(zone.latin_name)
    assert zone.sex in "129"
    assert zone.birth_date is None or (zone.birth_date <= TODAY and zone.birth_year == zone.birth_date.year)
    assert zone.birth_year is None or TODAY.year - 100 < zone.birth_year <= TODAY.year or zone.birth_date is not None


def _text(data: bytes) -> None:
    said = text(data)
    with suppress(MrzError):
        zone = parse_mrz(said, TODAY)
        _zone(zone)
        assert parse_mrz(said.lower(), TODAY) == zone
    with suppress(MrzError):
        parse_mrz(said.split("/"), TODAY)


def _typed(data: bytes) -> None:
    number, born, ends = (text(part) for part in parts(data, 3))
    found = typed_key(document_number=number, birth_date=born, expiry_date=ends, today=TODAY)
    if isinstance(found, MrzKey):
        _key(found)


def _seen(key: MrzKey | None) -> None:
    if key is not None:
        _key(key)
        assert decode_event(encode_event(ZoneLine(key=key))) == ZoneLine(key=key), "the window would not believe it"


def _boxes(data: bytes) -> None:
    _seen(key_in(rows_of(data.decode("ascii", "ignore")), TODAY))


def _page(data: bytes) -> None:
    """Rows as a camera would see them; the highest bit of a mark moves it half a cell."""
    rows = [
        [
            Glyph(letter=chr(mark & 0x7F), left=left, right=left + WIDTH)
            for place, mark in enumerate(line)
            for left in (place * PITCH + (mark >> 7) * PITCH // 2,)
        ]
        for line in data.split(b"\n")[:12]
    ]
    _seen(key_in(rows, TODAY))


def _checked(data: bytes) -> None:
    """A zone whose check digits are put right, so that what lies behind them is reached."""
    choice, marks = data[:1].hex() or "00", data[1:].decode("latin-1")
    layout = LAYOUTS[int(choice, 16) % len(LAYOUTS)]
    marks = marks.ljust(layout.width * layout.lines, "<")
    rows = [list(marks[line * layout.width : (line + 1) * layout.width]) for line in range(layout.lines)]
    with suppress(ValueError):
        for field, check in _CHECKED:
            if check in layout.slots and choice < "80":
                _put(rows, layout, check, check_digit(_held(rows, layout, field)))
        over = "".join("".join(rows[slot.line][slot.begins : slot.ends]) for slot in layout.composite)
        _put(rows, layout, Field.COMPOSITE, check_digit(over))
    with suppress(MrzError):
        _zone(parse_mrz(["".join(row) for row in rows], TODAY))
    _page("\n".join("".join(row) for row in rows).encode("latin-1"))


def _held(rows: list[list[str]], layout: Layout, field: Field) -> str:
    slot = layout.slots[field]
    return "".join(rows[slot.line][slot.begins : slot.ends])


def _put(rows: list[list[str]], layout: Layout, field: Field, mark: str) -> None:
    slot = layout.slots[field]
    rows[slot.line][slot.begins : slot.ends] = mark


WAYS = (_text, _typed, _boxes, _page, _checked)


def one(data: bytes) -> None:
    """One input: the first byte says what the rest is."""
    if data:
        WAYS[data[0] % len(WAYS)](data[1:])


PASSPORT = ("P<UTOBEISPIEL<<ERIKA<<<<<<<<<<<<<<<<<<<<<<<<", "X000000001UTO4803058F3012316<<<<<<<<<<<<<<04")
CARD = ("C<UTOH000000009<<<<<<<<<<<<<<<", "4803058F3012316CHN<<<<<<<<<<<8", "SHILI<<JIA<<<<<<<<<<<<<<<<<<<<")


def seeds() -> Iterator[bytes]:
    for kind, lines in ((2, PASSPORT), (0, CARD)):
        yield b"\0" + "\n".join(lines).encode()
        yield b"\3" + "\n".join(lines).encode()
        yield bytes((4, kind)) + "".join(lines).encode()
        # a part of the birth date that nobody knows, no expiry date
        yield bytes((4, kind)) + "".join(lines).replace("480305", "48<<<<").replace("301231", "<<<<<<").encode()
        boxes = (
            f"{letter} {place * PITCH} {100 - row * 40} {place * PITCH + WIDTH} {100 - row * 40 + HEIGHT} 0\n"
            for row, line in enumerate(lines)
            for place, letter in enumerate(line)
            if letter != "<"
        )
        yield b"\2" + "".join(boxes).encode()
    # characters one upon the other: a line without any width
    yield b"\2" + b"".join(b"A %d 100 %d 124 0\n" % (left, left + 14) for left in (400, 200, 100) for _ in range(12))
    yield b"\1" + joined(b"X00000000", b"1948-03-05", "2030年12月31日".encode())


if __name__ == "__main__":
    run(one, seeds())
