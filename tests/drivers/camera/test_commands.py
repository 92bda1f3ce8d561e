"""Commands to the child: what goes round in pieces of any size, nonsense, and that no photo stays behind."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.commands import (
    PHOTO_LIMIT_BYTES,
    Ask,
    Command,
    CommandReader,
    Verify,
    encode_ask,
    encode_verify,
)
from kiosk.identity.document import PhotoKind
from kiosk.identity.face import FaceTask


def read_all(pieces: list[bytes]) -> list[Command]:
    """What a reader makes of pieces that come one after the other."""
    reader, found = CommandReader(), []
    ours, theirs = os.pipe()
    try:
        for piece in pieces:
            rest = piece
            while rest:
                count = os.write(theirs, rest[:4096])
                rest = rest[count:]
                found += reader.read(ours) or ()
        os.close(theirs)
        theirs = -1
        while (more := reader.read(ours)) is not None:
            found += more
    finally:
        os.close(ours)
        if theirs >= 0:
            os.close(theirs)
    return found


TASKS = st.builds(
    FaceTask,
    id=st.text(max_size=40),
    photo=st.binary(max_size=300),
    photo_kind=st.sampled_from(PhotoKind),
    liveness=st.booleans(),
    time_limit_s=st.floats(0, 600),
)


@given(st.lists(TASKS | st.sampled_from(Ask), max_size=4), st.integers(1, 400))
def test_commands_go_round_cut_anywhere(sent: list[FaceTask | Ask], cut: int) -> None:
    stream = b"".join(encode_ask(one) if isinstance(one, Ask) else encode_verify(one) for one in sent)
    found = read_all([stream[at : at + cut] for at in range(0, len(stream), cut)])
    wanted = [
        one
        if isinstance(one, Ask)
        else Verify(
            task=one.id,
            photo=bytearray(one.photo),
            photo_kind=one.photo_kind,
            liveness=one.liveness,
            time_limit_s=one.time_limit_s,
        )
        for one in sent
    ]
    assert found == wanted


def test_a_large_photo_comes_whole_and_a_larger_one_is_refused() -> None:
    photo = os.urandom(PHOTO_LIMIT_BYTES)
    task = FaceTask(id="t", photo=photo, photo_kind=PhotoKind.JPEG)
    stream = encode_verify(task) + encode_ask(Ask.STILL)
    verify, still = read_all([stream[at : at + 30_000] for at in range(0, len(stream), 30_000)])
    assert isinstance(verify, Verify)
    assert verify.photo == photo
    assert still is Ask.STILL
    with pytest.raises(ValueError, match="large"):
        encode_verify(FaceTask(id="t", photo=photo + b"x", photo_kind=PhotoKind.JPEG))


@given(st.binary(max_size=300))
def test_nonsense_is_a_value_error_or_waits(line: bytes) -> None:
    try:
        for command in read_all([line]):
            assert isinstance(command, Ask | Verify)
    except ValueError:
        pass


@pytest.mark.parametrize(
    "line",
    [
        b"[]\n",
        b'{"do":"dance"}\n',
        b'{"do":"verify"}\n',
        b'{"do":"verify","photo_bytes":-1}\n',
        b'{"do":"verify","photo_bytes":99999999,"time_limit_s":1,"photo_kind":"jpeg"}\n',
        b'{"do":"verify","photo_bytes":1,"time_limit_s":"1","photo_kind":"jpeg"}\n',
        b'{"do":"verify","photo_bytes":1,"time_limit_s":1,"photo_kind":"gif"}\n',
        b"x" * 5000,
    ],
)
def test_commands_that_are_none(line: bytes) -> None:
    with pytest.raises(ValueError):
        read_all([line])


def test_what_a_photo_came_through_is_overwritten() -> None:
    reader = CommandReader()
    ours, theirs = os.pipe()
    os.write(theirs, encode_verify(FaceTask(id="t", photo=b"PHOTO" * 40, photo_kind=PhotoKind.JPEG)))
    (command,) = reader.read(ours) or ()
    os.close(ours)
    os.close(theirs)
    assert isinstance(command, Verify)
    assert b"PHOTO" not in repr(command).encode()
    held = [value for value in vars(reader).values() if isinstance(value, bytearray)]
    assert held
    assert not any(b"PHOTO" in value for value in held)
