"""The preview memory: whole frames only, bounded numbers, zeros at the end."""

import mmap
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from drivers.camera.preview import TOTAL_BYTES, PreviewMemory, PreviewWriter

LONG_MS = 600_000


@pytest.fixture
def memory() -> Iterator[PreviewMemory]:
    memory = PreviewMemory()
    yield memory
    memory.close()


def write(writer: PreviewWriter, number: int, width: int = 64, height: int = 48, value: int = 0) -> None:
    with writer.frame(number=number, captured_ns=time.monotonic_ns(), width=width, height=height) as pixels:
        pixels[:] = bytes([value]) * len(pixels)


def test_nothing_then_the_newest(memory: PreviewMemory) -> None:
    assert memory.read(LONG_MS) is None
    writer = PreviewWriter(memory.fd)
    for number in range(1, 9):
        write(writer, number, value=number)
        frame = memory.read(LONG_MS)
        assert frame is not None
        assert (frame.number, frame.width, frame.height, frame.stride) == (number, 64, 48, 256)
        assert frame.pixels == bytes([number]) * 256 * 48
        assert memory.read(LONG_MS, known=frame) is frame
    assert memory.newest_number() == 8
    writer.close()


def test_an_old_frame_is_not_shown(memory: PreviewMemory) -> None:
    writer = PreviewWriter(memory.fd)
    with writer.frame(number=1, captured_ns=time.monotonic_ns() - 2_000_000_000, width=2, height=2):
        pass
    assert memory.read(1000) is None
    assert memory.read(LONG_MS) is not None
    writer.close()


def test_a_frame_that_was_begun_and_not_ended_is_never_shown(memory: PreviewMemory) -> None:
    writer = PreviewWriter(memory.fd)
    write(writer, 1, value=1)
    with pytest.raises(KeyError), writer.frame(number=2, captured_ns=time.monotonic_ns(), width=2, height=2):
        raise KeyError
    frame = memory.read(LONG_MS)
    assert frame is not None
    assert frame.number == 1
    writer.close()


HURRY = """
import sys, time
from drivers.camera.preview import PreviewWriter
writer, number = PreviewWriter(int(sys.argv[1])), 0
while True:
    number += 1
    with writer.frame(number=number, captured_ns=time.monotonic_ns(), width=640, height=640) as pixels:
        pixels[0] = pixels[-1] = number % 251
    if number % 100 == 0:
        time.sleep(0.001)
"""


def test_frames_are_whole_while_another_process_laps_the_reader(memory: PreviewMemory) -> None:
    command = [sys.executable, "-c", HURRY, str(memory.fd)]
    different, last = 0, 0
    with subprocess.Popen(command, pass_fds=(memory.fd,)) as writer:
        try:
            deadline = time.monotonic() + 30
            while different < 200 and time.monotonic() < deadline:
                frame = memory.read(LONG_MS)
                if frame is not None:
                    assert frame.pixels[0] == frame.pixels[-1] == frame.number % 251
                    assert frame.number >= last
                    different += frame.number > last
                    last = frame.number
        finally:
            writer.kill()
    assert different >= 200


class Overtaken(mmap.mmap):
    """The reader's mapping, overtaken by the writer in the middle of copying the pixels, `times` times."""

    writer: PreviewWriter
    times = 0

    def __getitem__(self, part: slice) -> bytes:  # type: ignore[override]
        middle = (part.start + part.stop) // 2
        first = super().__getitem__(slice(part.start, middle))
        if self.times:
            self.times -= 1
            for number in range(10, 14):
                write(self.writer, number, value=number)
        return first + super().__getitem__(slice(middle, part.stop))


def test_a_frame_that_changes_while_it_is_copied_is_copied_again(memory: PreviewMemory) -> None:
    original = memory._map
    overtaken = memory._map = Overtaken(memory.fd, TOTAL_BYTES)
    overtaken.writer = PreviewWriter(memory.fd)
    for times, expected in ((0, 1), (1, 13), (99, None)):
        write(overtaken.writer, 1, value=1)
        overtaken.times = times
        frame = memory.read(LONG_MS)
        assert (frame.number if frame else None) == expected
        assert frame is None or frame.pixels == bytes([frame.number]) * len(frame.pixels)
    memory._map = original
    overtaken.writer.close()
    overtaken.close()


def test_numbers_from_a_broken_child_are_not_believed(memory: PreviewMemory) -> None:
    writer = PreviewWriter(memory.fd)
    write(writer, 1)
    with mmap.mmap(memory.fd, TOTAL_BYTES) as raw:
        for width, height, stride in ((0, 48, 256), (64, 60_000, 256), (64, 48, 1 << 31), (641, 48, 641 * 4)):
            struct.pack_into("<III", raw, 64 + 24, width, height, stride)
            assert memory.read(LONG_MS) is None
        struct.pack_into("<Q", raw, 16, 99)
        assert memory.read(LONG_MS) is None
    writer.close()


def test_the_child_cannot_shrink_the_memory(memory: PreviewMemory) -> None:
    with pytest.raises(PermissionError):
        os.ftruncate(memory.fd, 0)


def test_too_large_a_frame_and_a_foreign_memory_are_refused(memory: PreviewMemory) -> None:
    writer = PreviewWriter(memory.fd)
    with pytest.raises(ValueError, match="fit"):
        write(writer, 1, width=641)
    writer.close()
    with pytest.raises(ValueError, match="layout"):
        PreviewWriter(memory.fd)
    other = os.memfd_create("other")
    with pytest.raises(ValueError, match="size"):
        PreviewWriter(other)
    os.close(other)


def test_closing_leaves_zeros(memory: PreviewMemory) -> None:
    memory = PreviewMemory()
    writer = PreviewWriter(memory.fd)
    for number in range(3):
        write(writer, number, width=640, height=640, value=255)
    with mmap.mmap(memory.fd, TOTAL_BYTES) as witness:
        assert witness.find(b"\xff" * 1000) > 0
        memory.close()
        assert witness[32:] == bytes(TOTAL_BYTES - 32)
    writer.close()
