"""Owns the preview's shared memory: its layout, its one writer (the vision child) and its reader (the window).

The memory is an anonymous Linux memory file (`memfd_create`) that the window process makes and the child inherits:
it has no name, so nothing can stay behind in /dev/shm, whoever is killed. Layout, little endian:

    0    64 bytes   magic "JJPREV1\\0", u32 slots, u32 bytes a slot, u64 newest slot + 1 (0 = none yet)
    64   slots      each: 64 bytes header, then SLOT_BYTES of pixels (32-bit BGRX rows, `stride` bytes each)
    slot header     u64 sequence (odd while it is written), u64 number, u64 monotonic ns, u32 width, height, stride

The writer goes round the slots, so that the newest frame is left alone for two frame times; the sequence (a seqlock)
is read before and after the copy, so that a frame which changed meanwhile is never shown.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.devices import PreviewFrame

LONGEST_SIDE_PX = 640
SLOTS = 3
SLOT_BYTES = LONGEST_SIDE_PX * LONGEST_SIDE_PX * 4
TOTAL_BYTES = 64 + SLOTS * (64 + SLOT_BYTES)

_MAGIC = b"JJPREV1\0"
_HEAD = struct.Struct("<8sIIQ")
_NEWEST = struct.Struct("<Q")
_NEWEST_AT = 16
_SLOT = struct.Struct("<QQQIII")
_SEQUENCE = struct.Struct("<Q")
_ATTEMPTS = 4


def _slot_at(slot: int) -> int:
    return 64 + slot * (64 + SLOT_BYTES)


class PreviewMemory:
    """The window's side: makes the memory, reads whole frames and wipes it. Not thread safe."""

    def __init__(self) -> None:
        self.fd = os.memfd_create("jiujin-preview", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            os.ftruncate(self.fd, TOTAL_BYTES)
            # Without the seals a child gone wrong could shrink the file and end the window with SIGBUS.
            fcntl.fcntl(self.fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
            self._map = mmap.mmap(self.fd, TOTAL_BYTES)
        except BaseException:
            os.close(self.fd)
            raise
        self._map.madvise(mmap.MADV_DONTDUMP)
        self.wipe()

    def read(self, max_age_ms: int, known: PreviewFrame | None = None) -> PreviewFrame | None:
        """The newest whole frame not older than `max_age_ms`; None when there is none.

        `known` is handed back instead of a copy when it is still the newest.
        """
        for _ in range(_ATTEMPTS):
            slot = int(_NEWEST.unpack_from(self._map, _NEWEST_AT)[0]) - 1
            if not 0 <= slot < SLOTS:
                return None
            at = _slot_at(slot)
            sequence, number, captured_ns, width, height, stride = _SLOT.unpack_from(self._map, at)
            # The child handles pictures from outside: its numbers are checked before they are used.
            if sequence % 2 or not 0 < width <= LONGEST_SIDE_PX or not 0 < height <= LONGEST_SIDE_PX:
                continue
            if stride != width * 4 or time.monotonic_ns() - captured_ns > max_age_ms * 1_000_000:
                return None
            if known is not None and number == known.number:
                return known
            pixels = self._map[at + 64 : at + 64 + stride * height]
            if _SEQUENCE.unpack_from(self._map, at)[0] == sequence:
                return PreviewFrame(width=width, height=height, stride=stride, pixels=pixels, number=number)
        return None

    def newest_number(self) -> int:
        """The highest frame number that was written since the last wipe; 0 when none was."""
        return max(int(_SLOT.unpack_from(self._map, _slot_at(slot))[1]) for slot in range(SLOTS))

    def wipe(self) -> None:
        """Overwrite every pixel and header with zeros and write the head anew. The child must be gone."""
        self._map[:] = bytes(TOTAL_BYTES)
        _HEAD.pack_into(self._map, 0, _MAGIC, SLOTS, SLOT_BYTES, 0)

    def close(self) -> None:
        """Wipe and give the memory back."""
        self.wipe()
        self._map.close()
        os.close(self.fd)


class PreviewWriter:
    """The child's side, the only writer. `ValueError` when the inherited memory is not a preview memory."""

    def __init__(self, fd: int) -> None:
        if os.fstat(fd).st_size != TOTAL_BYTES:
            raise ValueError("the preview memory has another size")
        self._map = mmap.mmap(fd, TOTAL_BYTES)
        self._map.madvise(mmap.MADV_DONTDUMP)
        magic, slots, slot_bytes, newest = _HEAD.unpack_from(self._map, 0)
        if (magic, slots, slot_bytes) != (_MAGIC, SLOTS, SLOT_BYTES):
            raise ValueError("the preview memory has another layout")
        self._next = newest % SLOTS

    @contextmanager
    def frame(self, *, number: int, captured_ns: int, width: int, height: int) -> Iterator[memoryview]:
        """Room for the pixels of one frame; it becomes the newest when the block ends without an exception."""
        if not 0 < width <= LONGEST_SIDE_PX or not 0 < height <= LONGEST_SIDE_PX:
            raise ValueError(f"a preview frame of {width}×{height} does not fit")
        at = _slot_at(self._next)
        sequence = int(_SEQUENCE.unpack_from(self._map, at)[0]) | 1
        _SLOT.pack_into(self._map, at, sequence, number, captured_ns, width, height, width * 4)
        with memoryview(self._map) as whole, whole[at + 64 : at + 64 + width * height * 4] as pixels:
            yield pixels
        _SEQUENCE.pack_into(self._map, at, sequence + 1)
        _NEWEST.pack_into(self._map, _NEWEST_AT, self._next + 1)
        self._next = (self._next + 1) % SLOTS

    def close(self) -> None:
        """Overwrite all with zeros (this ends the preview for the reader) and unmap."""
        self._map[:] = bytes(TOTAL_BYTES)
        self._map.close()
