"""SAM-V frames without input or output: requests are built, answers are cut out of whatever bytes arrive.

    request   AA AA AA 96 69 | Len (2, big-endian) | CMD | Para | Data(n)    | CHK
    answer    AA AA AA 96 69 | Len (2, big-endian) | SW1 SW2 SW3 | Data(n)   | CHK

Len counts everything after itself; CHK is the XOR of everything between the preamble and itself (facts, cards,
section 3.1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from itertools import accumulate
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
LENGTH_CAP = 4096
"""Largest Len believed; the largest answer known has 090A, 2314 (facts, cards, section 3.2)."""
_LENGTH_FLOOR = 4
"""Three status bytes and the checksum."""
_HEAD = len(PREAMBLE) + 2
_SLICE = 4096


class FrameProblem(StrEnum):
    """What was wrong with something that began like a frame. Bytes that no preamble opens are noise, no problem."""

    SHORT = "short"
    OVERSIZED = "oversized"
    CHECKSUM = "checksum"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """An answer with a right checksum. `data` may hold personal data: `wipe` it after use."""

    sw1: int
    sw2: int
    sw3: int
    data: bytearray = field(repr=False)

    def wipe(self) -> None:
        """Overwrite the data in place; its length stays."""
        self.data[:] = bytes(len(self.data))


def request(cmd: int, para: int, data: bytes = b"") -> bytes:
    """The bytes of one command. `ValueError` when a value does not fit its field."""
    body = bytes((cmd, para)) + data
    length = len(body) + 1
    if length > LENGTH_CAP:
        raise ValueError(f"a request holds at most {LENGTH_CAP - 3} data bytes, not {len(data)}")
    counted = length.to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes((reduce(xor, counted),))


class FrameParser:
    """Cuts answers out of a byte stream; holds at most one frame of 4103 bytes and one slice.

    After a problem the search goes on right behind the bad preamble, so that a frame inside a false one is
    found. Running XORs make every check a subtraction, and a hostile stream costs no more than a good one.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._xors = bytearray(1)
        """`_xors[i]` is the XOR of `_bytes[:i]`."""

    @property
    def in_frame(self) -> bool:
        """True while a whole preamble has come and its frame has not ended."""
        return self._bytes.startswith(PREAMBLE)

    def feed(self, data: bytes) -> list[Frame | FrameProblem]:
        """What `data` completes, in order. Takes chunks of any size."""
        results: list[Frame | FrameProblem] = []
        for start in range(0, len(data), _SLICE):
            piece = data[start : start + _SLICE]
            self._bytes += piece
            self._xors += bytes(accumulate(piece, xor, initial=self._xors[-1]))[1:]
            self._forget(self._parse(results))
        return results

    def reset(self) -> None:
        """Forget and overwrite whatever is half read."""
        self._forget(len(self._bytes))

    def _parse(self, results: list[Frame | FrameProblem]) -> int:
        """Append what is complete; returns how many bytes are done with."""
        at = 0
        while True:
            start = self._bytes.find(PREAMBLE, at)
            if start < 0:
                return max(at, len(self._bytes) - len(PREAMBLE) + 1)
            if len(self._bytes) < start + _HEAD:
                return start
            after_preamble = start + len(PREAMBLE)
            length = int.from_bytes(self._bytes[after_preamble : start + _HEAD], "big")
            end = start + _HEAD + length
            if length < _LENGTH_FLOOR:
                results.append(FrameProblem.SHORT)
            elif length > LENGTH_CAP:
                results.append(FrameProblem.OVERSIZED)
            elif len(self._bytes) < end:
                return start
            elif self._xors[end] != self._xors[after_preamble]:
                # XOR over everything with its own checksum is zero in a good frame.
                results.append(FrameProblem.CHECKSUM)
            else:
                sw1, sw2, sw3 = self._bytes[start + _HEAD : start + _HEAD + 3]
                results.append(Frame(sw1=sw1, sw2=sw2, sw3=sw3, data=self._bytes[start + _HEAD + 3 : end - 1]))
                at = end
                continue
            at = after_preamble

    def _forget(self, count: int) -> None:
        if count:
            for buffer in (self._bytes, self._xors):
                buffer[:count] = bytes(count)
                del buffer[:count]
