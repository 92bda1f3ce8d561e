"""Data groups from bytes: what the standard has, what issuers do otherwise, and what no bytes may do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.idcard.emrtd.groups import MAX_NAME, parse_contents, parse_face, parse_full_name, parse_zone
from drivers.idcard.emrtd.holder import zone_of
from drivers.idcard.emrtd.tlv import TlvError
from drivers.idcard.status import CardError
from kiosk.identity.document import PhotoKind
from tests.drivers.idcard.emrtd.chips import TODAY, passport, permit


def face(record: str, count: str = "01", tag: str = "5F2E") -> bytes:
    """DG2 around a record, by hand: lengths below 128."""
    data = bytes.fromhex(record)
    template = bytes.fromhex("A100" + tag) + bytes((len(data),)) + data
    templates = bytes.fromhex("0201" + count + "7F60") + bytes((len(template),)) + template
    return (
        bytes.fromhex("75")
        + bytes((len(templates) + 3,))
        + bytes.fromhex("7F61")
        + bytes((len(templates),))
        + templates
    )


HEAD = "4641430030313000{size:08X}0001"
BLOCK = "{size:08X}{points:04X}0000000000000000000000000000"
IMAGE = "0100019001E0010000000000"


def record(picture: str, *, points: int = 0, size: int | None = None, block: int | None = None) -> str:
    """A facial record of ISO/IEC 19794-5:2005 (5.4 to 5.7): 14 bytes, 20 bytes, 8 a point, 12 bytes, the picture."""
    body = "00" * 8 * points + IMAGE + picture
    length = 20 + len(body) // 2
    whole = HEAD.format(size=14 + length if size is None else size)
    return whole + BLOCK.format(size=length if block is None else block, points=points) + body


def test_the_contents() -> None:
    contents = parse_contents(bytes.fromhex("60165F0104303130375F36063034303030305C0461756F7A"))
    assert (contents.version, contents.groups) == ("0107", {1, 2, 15})
    assert parse_contents(bytes.fromhex("600A5F010430310A0B5C0161")).version == ""


@pytest.mark.parametrize("points", [0, 1, 3])
def test_a_face(points: int) -> None:
    found = parse_face(face(record("FFD8FFE0", points=points)))
    assert (found.kind, found.picture) == (PhotoKind.JPEG, bytes.fromhex("FFD8FFE0"))
    assert "ffd8" not in repr(found)


def test_a_face_under_the_other_tag_and_of_other_kinds() -> None:
    assert parse_face(face(record("FFD8FFE0"), tag="7F2E")).kind is PhotoKind.JPEG
    assert parse_face(face(record("47494638"))).kind is PhotoKind.NONE
    assert parse_face(face("494D4700" + record("FFD8FFE0")[8:])).kind is PhotoKind.NONE
    assert parse_face(face(record("FFD8FFE0"), count="00")).picture == b""


@pytest.mark.parametrize(
    "data",
    [
        face(record("FFD8FFE0", size=10_000)),
        face(record("FFD8FFE0", size=20)),
        face(record("FFD8FFE0", block=37)),
        face(record("FFD8FFE0", block=20)),
        face(record("FFD8FFE0", points=1)[:36] + "FFFF" + record("FFD8FFE0", points=1)[40:]),
        face(record("")),
        bytes.fromhex("75057F61020201"),
        bytes.fromhex("7503020101"),
    ],
)
def test_faces_that_do_not_add_up(data: bytes) -> None:
    with pytest.raises(TlvError):
        parse_face(data)


def test_names() -> None:
    assert parse_full_name(bytes.fromhex("6B0B5F0E08E58DA03C3CE8B0A2")) == "占<<谢"
    assert parse_full_name(bytes.fromhex("6B025C00")) == ""
    for wrong in ("6B055F0E02FFFF", "6B04" + "5F0E05FF", "6E00"):
        with pytest.raises(TlvError):
            parse_full_name(bytes.fromhex(wrong))
    long = b"X" * (MAX_NAME + 1)
    with pytest.raises(TlvError):
        parse_full_name(bytes.fromhex("6B820198" + "5F0E820191") + long + b"\x5c\x00")


def test_the_zone_of_the_standards_specimen() -> None:
    """ICAO 9303-4, appendix B, in the coding of 9303-10, appendix: 61, 5F1F, 88 characters."""
    lines = b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    zone = zone_of(parse_zone(bytes.fromhex("615B5F1F58") + lines), TODAY)
    assert (zone.latin_name, zone.document_number, zone.issuer, zone.sex) == (
        "ERIKSSON ANNA MARIA",
        "L898902C3",
        "UTO",
        "2",
    )
    assert str(zone.birth_date) == "1974-08-12"


def test_a_zone_that_is_none() -> None:
    with pytest.raises(TlvError) as caught:
        parse_zone(bytes.fromhex("61055F1F02C3A4"))
    assert "c3" not in str(caught.value).lower()


PARSERS: tuple[Callable[[bytes], object], ...] = (parse_contents, parse_zone, parse_full_name, parse_face)
GROUPS = [data for document in (passport(), permit()) for data in document.files.values()]


@given(st.binary(max_size=300), st.sampled_from(PARSERS))
def test_any_bytes(data: bytes, parse: Callable[[bytes], object]) -> None:
    with contextlib.suppress(TlvError):
        parse(data)


@given(st.data())
def test_real_files_with_a_few_bytes_changed(data: st.DataObject) -> None:
    """Nothing but `TlvError` comes out, and no picture is longer than its file."""
    whole = bytearray(data.draw(st.sampled_from(GROUPS)))
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, min(120, len(whole) - 1)))] = data.draw(st.integers(0, 255))
    del whole[data.draw(st.integers(0, len(whole))) :]
    for parse in PARSERS:
        with contextlib.suppress(TlvError):
            parse(bytes(whole))


@given(st.text(max_size=100))
def test_any_zone(text: str) -> None:
    with contextlib.suppress(CardError):
        zone_of(text, TODAY)
