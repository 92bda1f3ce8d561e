"""The multipart parser on any cut of a stream, and its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.mjpeg import (
    FRAME_LIMIT_BYTES,
    HEADER_LIMIT_BYTES,
    MultipartParser,
    StreamError,
    boundary_of,
    is_jpeg,
)

BODIES = st.lists(st.binary(max_size=300).filter(lambda body: b"--edge" not in body), max_size=6)


def stream(bodies: list[bytes], with_length: bool) -> bytes:
    parts = b""
    for body in bodies:
        length = b"Content-Length: %d\r\n" % len(body) if with_length else b""
        parts += b"--edge\r\nContent-Type: image/jpeg\r\n" + length + b"\r\n" + body + b"\r\n"
    return parts + b"--edge\r\n"


@given(BODIES, st.booleans(), st.lists(st.integers(1, 40), min_size=1))
def test_every_cut_of_a_stream_gives_the_same_bodies(bodies: list[bytes], with_length: bool, cuts: list[int]) -> None:
    data, parser, found, at, turn = stream(bodies, with_length), MultipartParser(b"edge"), [], 0, 0
    while at < len(data):
        step = cuts[turn % len(cuts)]
        found += parser.feed(data[at : at + step])
        at, turn = at + step, turn + 1
    assert found == bodies


@given(st.lists(st.binary(max_size=200)))
def test_noise_gives_bodies_or_a_stream_error(pieces: list[bytes]) -> None:
    parser = MultipartParser(b"e")
    try:
        for piece in pieces:
            parser.feed(piece)
    except StreamError:
        pass


def test_noise_before_the_first_boundary_does_not_pile_up() -> None:
    parser = MultipartParser(b"edge")
    for _ in range(100):
        assert parser.feed(b"noise" * 1000) == []
    assert len(parser._rest) < 10


def test_limits() -> None:
    with pytest.raises(StreamError, match="header"):
        MultipartParser(b"edge").feed(b"--edge\r\nX: " + b"x" * HEADER_LIMIT_BYTES)
    with pytest.raises(StreamError, match="length"):
        MultipartParser(b"edge").feed(b"--edge\r\nContent-Length: %d\r\n\r\n" % (FRAME_LIMIT_BYTES + 1))
    with pytest.raises(StreamError, match="length"):
        MultipartParser(b"edge").feed(b"--edge\r\nContent-Length: -1\r\n\r\n")
    with pytest.raises(StreamError, match="longer"):
        MultipartParser(b"edge").feed(b"--edge\r\n\r\n" + bytes(FRAME_LIMIT_BYTES + 1))


def test_boundaries_as_cameras_write_them() -> None:
    assert boundary_of("multipart/x-mixed-replace; boundary=edge") == b"edge"
    assert boundary_of('multipart/x-mixed-replace;boundary="edge"') == b"edge"
    assert boundary_of("multipart/x-mixed-replace; boundary=--edge") == b"edge"
    for other in ("", "text/html", "multipart/x-mixed-replace", "image/jpeg; boundary=x"):
        with pytest.raises(StreamError):
            boundary_of(other)


def test_a_cut_jpeg_is_none() -> None:
    assert is_jpeg(b"\xff\xd8....\xff\xd9")
    assert not is_jpeg(b"\xff\xd8....")
    assert not is_jpeg(b"<html>")
