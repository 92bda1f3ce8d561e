"""Whatever a SAM-V module sends: no exception but the driver's own, no frame from nothing, nothing of it in a trace.

How to run it: `tests.fuzz.running`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import atheris

from tests.fuzz.running import run

with atheris.instrument_imports(include=["drivers.idcard", "kiosk.identity"]):
    from drivers.idcard.frame import FrameParser
    from drivers.idcard.samv_link import SamvLink
    from drivers.idcard.status import CardError, LinkError
    from drivers.idcard.text_block import parse_text_block
    from drivers.idcard.trace import Recorder, RingFile, TracedPort

MARK = bytes.fromhex("5EC2E75EC2E7")
"""Put into every answer; it must never stand in a trace."""


class _Watched(RingFile):
    """No file: every line of the trace is looked through instead."""

    def __init__(self) -> None:
        self.lost = 0

    def write(self, line: str) -> None:
        if MARK.hex() in line.lower():
            raise AssertionError("content of a card stands in a trace")


class _Fed:
    """A port that brings the bytes of the fuzzer in pieces, and is gone after the last."""

    def __init__(self, data: bytes, step: int) -> None:
        self._pieces = [data[at : at + step] for at in range(0, len(data), step)]

    def clear(self) -> None: ...

    def write(self, command: bytes) -> bool:
        return bool(command)

    def read(self) -> bytes:
        if not self._pieces:
            raise LinkError("reader.unplugged", "used up")
        return self._pieces.pop(0)

    def close(self) -> None: ...


def _frame(body: bytes) -> bytes:
    counted = (len(body) + 4).to_bytes(2, "big") + b"\0\0\x90" + body
    check = 0
    for value in counted:
        check ^= value
    return b"\xaa\xaa\xaa\x96\x69" + counted + bytes((check,))


def one(data: bytes) -> None:
    """One input: the first byte says how it is cut and what is asked."""
    if not data:
        return
    choice, rest = data[0], data[1:]
    FrameParser().feed(rest)
    with suppress(CardError):
        parse_text_block(rest[:256].ljust(256, b"\0"), rest[256:])
    recorder = Recorder(_Watched(), address="samv+serial:///dev/fuzz", mode="resident")
    whole = rest if choice & 1 else _frame((MARK + rest)[:1280])
    port = TracedPort(_Fed(whole, 1 + (choice >> 3)), recorder)
    with SamvLink(port, new_address=3) as link:
        acts = (link.hello, link.find, link.select, link.read_document, link.read_management_number)
        for act in acts[(choice >> 1) % len(acts) :]:
            with suppress(CardError, LinkError):
                act()


def seeds() -> Iterator[bytes]:
    text = "示例甲".ljust(15) + "1" + "01" + "18480305" + "示例路1号".ljust(35) + "00000018480305001X"
    block = (text + "示例局".ljust(15) + "2020010120400101").ljust(128).encode("utf-16-le")
    document = _frame(b"\x01\x00\x04\x00" + block + bytes(1024))
    yield b"\0" + block
    # in pieces of 31 bytes: hello, find and select are answered, then the document; the document at once
    short = _frame(bytes(16)) + _frame(bytes(4)) + _frame(bytes(8))
    yield b"\xf1" + short + document
    yield b"\xf7" + document


if __name__ == "__main__":
    run(one, seeds())
