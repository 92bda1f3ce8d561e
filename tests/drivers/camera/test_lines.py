"""The lines between window and child: what goes round, and nonsense."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.lines import (
    LINE_LIMIT_BYTES,
    CodeLine,
    EndedLine,
    Event,
    FacesLine,
    GuidedLine,
    HealthLine,
    LineSplitter,
    MeasuredLine,
    Start,
    StillLine,
    ZoneLine,
    decode_event,
    decode_start,
    encode_event,
    encode_start,
)
from kiosk.devices import STILL_LIMIT_BYTES, Condition, FaceBox
from kiosk.faults import Fault
from kiosk.identity.face import FaceEvidence, FaceHint, FaceStop
from kiosk.identity.mrz import MrzKey

FINITE = st.floats(allow_nan=False, allow_infinity=False)
BOXES = st.builds(FaceBox, x=FINITE, y=FINITE, width=FINITE, height=FINITE, score=FINITE)
FAULTS = st.builds(Fault, id=st.text().map(lambda end: "camera." + end), detail=st.text())
COUNTS = st.integers(0, 10**6)
EVIDENCE = st.builds(
    FaceEvidence,
    task=st.text(),
    stop=st.none() | st.sampled_from(FaceStop),
    score=st.floats(-1, 1),
    frames=COUNTS,
    live=st.booleans(),
    turns=COUNTS,
    model=st.text(),
    detector=st.text(),
    took_ms=COUNTS,
    last_frame_ms=COUNTS,
)
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
    | st.builds(GuidedLine, task=st.text(), hint=st.sampled_from(FaceHint), progress=st.floats(0, 1))
    | st.builds(MeasuredLine, evidence=EVIDENCE)
    | st.just(EndedLine())
    | st.builds(CodeLine, text=st.text(min_size=1, max_size=50))
    | st.just(ZoneLine(key=MrzKey(document_number="E00000000", birth_date="800101", expiry_date="300101")))
    | st.just(ZoneLine(key=MrzKey(document_number="E00000000", birth_date="80<<<<", expiry_date="<<<<<<")))
    | st.builds(StillLine, jpeg=st.binary(max_size=200).map(lambda inner: b"\xff\xd8\xff" + inner + b"\xff\xd9"))
)
def test_events_go_round_cut_anywhere(event: Event) -> None:
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
        b'{"event":"faces","faces":[[1,2,3,4,1' + b"0" * 400 + b']],"frame_ms":1}',
        b'{"event":"faces","faces":[],"frame_ms":-1}',
        b'{"event":"health","condition":"fault"}',
        b'{"event":"health","condition":"fault","fault":"printer.gone","detail":""}',
        b'{"event":"health","condition":"fine"}',
        b'{"event":"other"}',
        b'{"event":"guided","task":"t","hint":"dance","progress":0.1}',
        b'{"event":"guided","task":"t","hint":"closer","progress":1.1}',
        b'{"event":"measured","task":"t","stop":null,"score":NaN,"frames":3,"live":true,"turns":3,"model":"","detector":"","took_ms":1,"last_frame_ms":1}',
        b'{"event":"measured","task":"t","stop":null,"score":0.9,"frames":3,"live":1,"turns":3,"model":"","detector":"","took_ms":1,"last_frame_ms":1}',
        b'{"event":"measured","task":"t","stop":"fine","score":0.9,"frames":3,"live":true,"turns":3,"model":"","detector":"","took_ms":1,"last_frame_ms":1}',
        b'{"event":"code","text":""}',
        b'{"event":"zone","number":"e0","born":"800101","ends":"300101"}',
        b'{"event":"zone","number":"E0","born":"8001","ends":"300101"}',
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
