"""The reader of character tables, judged by FreeType (in Pillow) and by files made here."""

from __future__ import annotations

import contextlib
import struct
import tempfile
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from kiosk.documents.fonts import FontFileError, read_coverage
from kiosk.documents.render import FAMILY

SAMPLE = "一龥㐀䶵䶮𬱖㼆𠮷㛃𪨶𫖯鿍·、aé0€" + "\U0003fffd\U00031350بஅ\U0002ffff"


@pytest.fixture(scope="module")
def house_font() -> tuple[Path, int]:
    for info in typst.Fonts(include_embedded_fonts=False).fonts():
        if info.family == FAMILY and info.weight == 400 and info.path:
            return Path(info.path), info.index
    pytest.fail(f"{FAMILY} is not installed (Debian: fonts-noto-cjk)")


def test_freetype_draws_what_the_table_promises(house_font: tuple[Path, int]) -> None:
    path, index = house_font
    coverage = read_coverage(path, index)
    face = ImageFont.truetype(str(path), 40, index=index, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(face.getmask("\U0003fffd"))
    # The sample, and both sides of both ends of many runs: where a reader is wrong by one.
    edges = [point for run in zip(coverage.starts, coverage.ends, strict=True) for point in run][::7]
    near = [chr(point + step) for point in edges for step in (-1, 0, 1) if point > 0x2000]
    for character in (*SAMPLE, *near):
        assert (bytes(face.getmask(character)) != box) == (character in coverage), f"U+{ord(character):04X}"
    assert coverage.missing("䶮𬱖㼆\U0003fffdａ\U0003fffd") == "\U0003fffd"


def font(*, cmap: bytes, tag: bytes = b"OTTO") -> bytes:
    head = struct.pack(">Ii", 0x00010000, 0x00028000) + bytes(46)
    start = 12 + 32
    entries = struct.pack(">4sIII", b"cmap", 0, start + len(head), len(cmap))
    entries += struct.pack(">4sIII", b"head", 0, start, len(head))
    return tag + struct.pack(">HHHH", 2, 0, 0, 0) + entries + head + cmap


def format_4(*segments: tuple[int, int, int, int], glyphs: tuple[int, ...] = ()) -> bytes:
    """Segments (start, end, delta, offset) with the closing one of the specification."""
    closed = (*segments, (0xFFFF, 0xFFFF, 1, 0))
    starts, ends, deltas, offsets = zip(*closed, strict=True)
    count = len(closed)

    def row(values: tuple[int, ...]) -> bytes:
        return struct.pack(f">{len(values)}H", *(value & 0xFFFF for value in values))

    table = struct.pack(">HHHH", 4, 0, 0, count * 2) + bytes(6)
    table += row(ends) + bytes(2) + row(starts) + row(deltas) + row(offsets) + row(glyphs)
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def written(folder: Path, data: bytes) -> Path:
    file = folder / "font.otf"
    file.write_bytes(data)
    return file


def test_a_table_of_the_first_plane(tmp_path: Path) -> None:
    # 'A'–'C' by delta; 'a'–'c' by a list of glyphs in which 'b' has none (offset: two segments on, in octets).
    file = written(tmp_path, font(cmap=format_4((65, 67, -60, 0), (97, 99, 0, 4), glyphs=(9, 0, 11))))
    coverage = read_coverage(file)
    assert coverage.missing("@ABCDabcd一") == "@Dbd一"
    assert coverage.revision == "2.500"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no font at all",
        b"ttcf" + bytes(20),
        font(cmap=struct.pack(">HH", 0, 0)),
        font(cmap=format_4((65, 67, -60, 0))[:20]),
        font(cmap=format_4((65, 0xFFF0, 0, 0), (66, 0xFFF1, 0, 0))),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FontFileError, match=r"font\.otf"):
        read_coverage(written(tmp_path, data))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontFileError, match=r"none\.otf"):
        read_coverage(tmp_path / "none.otf")


GOOD = font(cmap=format_4((65, 67, -60, 0), (97, 99, 0, 4), glyphs=(9, 0, 11)))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(0, len(GOOD)))
def test_any_damage_ends_in_an_answer_or_a_font_file_error(place: int, octet: int, length: int) -> None:
    damaged = bytearray(GOOD)
    damaged[place] = octet
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(FontFileError):
        read_coverage(written(Path(folder), bytes(damaged[:length])))
