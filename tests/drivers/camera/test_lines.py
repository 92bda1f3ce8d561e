"""The lines between window and child: what goes round, and nonsense."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.lines import (
    LINE_LIMIT_BYTES,
    FacesLine,
    HealthLine,
    LineSplitter,
    Start,
    StillLine,
    decode_event,
    decode_start,
    encode_event,
    encode_start,
)
from kiosk.devices import STILL_LIMIT_BYTES, Condition, FaceBox
from kiosk.faults import Fault

FINITE = st.floats(allow_nan=False, allow_infinity=False)
BOXES = st.builds(FaceBox, x=FINITE, y=FINITE, width=FINITE, height=FINITE, score=FINITE)
FAULTS = st.builds(Fault, id=st.text().map(lambda end: "camera." + end), detail=st.text())
FACTS = st.dictionaries(st.text(), st.text())


def test_a_start_goes_round() -> None:
    start = Start(
        address="file:/摄像头/a.jpg",
        model_directories=(Path("/a"), Path("/b c")),
        preview_fd=7,
        parent_pid=12,
        first_number=1,
    )
    line = encode_start(start)
    assert line.count(b"\n") == 1
    assert decode_start(line) == start


@given(
    st.builds(FacesLine, faces=st.lists(BOXES, max_size=4).map(tuple), frame_ms=st.integers(0, 10_000))
    | st.builds(HealthLine, condition=st.sampled_from((Condition.STARTING, Condition.READY)), facts=FACTS)
    | st.builds(
        HealthLine, condition=st.sampled_from((Condition.WARNING, Condition.FAULT)), fault=FAULTS, facts=FACTS
    )
    | st.builds(StillLine, jpeg=st.binary(max_size=200).map(lambda inner: b"\xff\xd8\xff" + inner + b"\xff\xd9"))
)
def test_events_go_round_cut_anywhere(event: HealthLine | FacesLine | StillLine) -> None:
    splitter = LineSplitter()
    lines = [line for byte in encode_event(event) for line in splitter.feed(bytes([byte]))]
    assert [decode_event(line) for line in lines] == [event]


@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(lambda value: str(value).encode()))
def test_nonsense_is_a_value_error(line: bytes) -> None:
    with pytest.raises(ValueError):
        decode_event(line)
    with pytest.raises(ValueError):
        decode_start(line)


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 50_000,
        b'{"event":"faces","faces":[[1,2,3,4]],"frame_ms":1}',
        b'{"event":"faces","faces":[[1,2,3,4,NaN]],"frame_ms":1}',
        b'{"event":"faces","faces":[[1,2,3,4,true]],"frame_ms":1}',
        b'{"event":"faces","faces":[],"frame_ms":-1}',
        b'{"event":"health","condition":"fault"}',
        b'{"event":"health","condition":"fault","fault":"printer.gone","detail":""}',
        b'{"event":"health","condition":"fine"}',
        b'{"event":"other"}',
    ],
)
def test_events_that_are_none(line: bytes) -> None:
    with pytest.raises(ValueError):
        decode_event(line)


def test_a_line_has_an_end() -> None:
    with pytest.raises(ValueError, match="long"):
        LineSplitter().feed(b"x" * (LINE_LIMIT_BYTES + 1))


@pytest.mark.parametrize(
    "jpeg",
    [b"", b"\xff\xd8\xff", b"\x89PNG\xff\xd9", b"\xff\xd8\xff" + bytes(STILL_LIMIT_BYTES) + b"\xff\xd9"],
    ids=["nothing", "cut off", "another format", "too large"],
)
def test_a_still_that_is_no_whole_jpeg_is_refused(jpeg: bytes) -> None:
    with pytest.raises(ValueError, match="still"):
        decode_event(encode_event(StillLine(jpeg=jpeg)))


def test_the_largest_still_fits_into_a_line() -> None:
    jpeg = b"\xff\xd8\xff" + bytes(STILL_LIMIT_BYTES - 5) + b"\xff\xd9"
    (line,) = LineSplitter().feed(encode_event(StillLine(jpeg=jpeg)))[:1]
    assert decode_event(line) == StillLine(jpeg=jpeg)
