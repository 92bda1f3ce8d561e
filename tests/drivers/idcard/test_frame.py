"""Frames: golden vectors from the tables, then any noise in any chunking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.idcard.frame import LENGTH_CAP, Frame, FrameParser, FrameProblem, request
from tests.drivers.idcard import golden

PREAMBLE = bytes.fromhex("AAAAAA9669")


def parsed(stream: bytes, sizes: list[int] | None = None) -> list[Frame | FrameProblem]:
    parser = FrameParser()
    results = []
    while stream:
        size = sizes.pop(0) if sizes else len(stream)
        results += parser.feed(stream[:size])
        stream = stream[size:]
    return results


def good(data: bytes, sw3: int = 0x90) -> Frame:
    return Frame(sw1=0, sw2=0, sw3=sw3, data=bytearray(data))


def encoded(data: bytes) -> bytes:
    counted = (len(data) + 4).to_bytes(2, "big") + b"\x00\x00\x90" + data
    check = 0
    for value in counted:
        check ^= value
    return PREAMBLE + counted + bytes([check])


@pytest.mark.parametrize(("name", "wire"), golden.REQUESTS.items())
def test_requests_are_those_of_the_table(name: str, wire: str) -> None:
    raw = bytes.fromhex(wire)
    assert request(raw[7], raw[8], raw[9:-1]) == raw


@pytest.mark.parametrize(
    ("wire", "frame"),
    [
        (golden.STATUS_OK, good(b"")),
        (golden.FOUND, good(bytes(4), 0x9F)),
        (golden.NO_CARD, good(b"", 0x80)),
        (golden.SELECTED, good(bytes(8))),
        (golden.MANAGEMENT_NUMBER, good(bytes.fromhex("DEADBEEF"))),
    ],
)
def test_answers_of_the_table(wire: bytes, frame: Frame) -> None:
    assert parsed(wire) == [frame]
    assert parsed(b"\x00\xaa\xaa" + wire) == [frame]
    assert parsed(wire, [1] * len(wire)) == [frame]


def test_whole_card_is_1295_bytes() -> None:
    wire = golden.read_answer(golden.text_block(), bytes(1024))
    assert len(wire) == 1295
    assert wire[5:7] == b"\x05\x08"
    (frame,) = parsed(wire)
    assert isinstance(frame, Frame)
    assert len(frame.data) == 1284


def test_problems_are_named_and_do_not_hide_what_follows() -> None:
    bad = golden.FOUND[:-1] + b"\x96"
    assert parsed(bad + golden.STATUS_OK) == [FrameProblem.CHECKSUM, good(b"")]
    assert parsed(PREAMBLE + b"\x00\x03\x00\x00\x90" + golden.STATUS_OK) == [FrameProblem.SHORT, good(b"")]
    assert parsed(PREAMBLE + b"\x10\x01" + golden.STATUS_OK) == [FrameProblem.OVERSIZED, good(b"")]
    assert parsed(encoded(bytes(LENGTH_CAP - 4))) == [good(bytes(LENGTH_CAP - 4))]


def test_frame_hides_and_wipes_its_data() -> None:
    (frame,) = parsed(golden.MANAGEMENT_NUMBER)
    assert isinstance(frame, Frame)
    assert "data" not in repr(frame)
    frame.wipe()
    assert frame.data == bytes(4)


def test_in_frame_and_reset() -> None:
    parser = FrameParser()
    assert parser.feed(b"\xaa\xaa\xaa\x96") == []
    assert not parser.in_frame
    assert parser.feed(b"\x69\x05") == []
    assert parser.in_frame
    parser.reset()
    assert not parser.in_frame
    assert parser.feed(golden.NO_CARD) == [good(b"", 0x80)]


def test_request_that_does_not_fit() -> None:
    with pytest.raises(ValueError, match="at most 4093"):
        request(0x30, 0x01, bytes(4094))


AWKWARD = st.one_of(
    st.binary(max_size=40),
    st.lists(st.sampled_from([b"\xaa", b"\xaa\xaa\xaa\x96", b"\x69", b"\x00", PREAMBLE]), max_size=9).map(b"".join),
)
NOISE = AWKWARD.filter(lambda noise: PREAMBLE not in noise)
SIZES = st.lists(st.integers(1, 50), max_size=400)


@given(st.lists(st.tuples(NOISE, st.binary(max_size=300)), max_size=5), NOISE, SIZES)
def test_every_frame_is_found_in_any_noise(parts: list[tuple[bytes, bytes]], tail: bytes, sizes: list[int]) -> None:
    stream = b"".join(noise + encoded(data) for noise, data in parts) + tail
    assert parsed(stream, sizes) == [good(data) for _, data in parts]


@given(st.lists(st.one_of(AWKWARD, st.binary(max_size=60).map(encoded)), max_size=12).map(b"".join), SIZES)
def test_chunking_never_matters(stream: bytes, sizes: list[int]) -> None:
    assert parsed(stream, sizes) == parsed(stream)


@given(AWKWARD)
def test_false_frame_costs_at_most_its_own_length(junk: bytes) -> None:
    """Even one whose checksum is right by chance."""
    filler = bytes(7 + LENGTH_CAP)
    assert parsed(junk + filler + golden.FOUND)[-1:] == [good(bytes(4), 0x9F)]


def test_hostile_stream_ends_soon_and_keeps_nothing() -> None:
    parser = FrameParser()
    count = 0
    for _ in range(60):
        count += len(parser.feed((PREAMBLE + b"\x10\x00") * 2000))
    # Every preamble opens a false frame of 4096 bytes; all but those that still wait for their end are refused.
    assert 60 * 2000 - 600 <= count <= 60 * 2000
    parser.feed(bytes(5000))
    assert not parser.in_frame
