"""Whatever a SAM-V module sends: no exception but the driver's own, no frame from nothing, nothing of it in a trace.

pip install atheris && python -m tests.fuzz.samv [-max_total_time=60] [CORPUS]
"""

from __future__ import annotations

import sys
from contextlib import suppress

import atheris

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
        parse_text_block(rest[:256].ljust(256, b" "), rest[256:])
    recorder = Recorder(_Watched(), address="samv+serial:///dev/fuzz", mode="resident")
    whole = rest if choice & 1 else _frame((MARK + rest)[:1280])
    port = TracedPort(_Fed(whole, 1 + (choice >> 3)), recorder)
    with SamvLink(port, new_address=3) as link:
        acts = (link.hello, link.find, link.select, link.read_document, link.read_management_number)
        for act in acts[(choice >> 1) % len(acts) :]:
            with suppress(CardError, LinkError):
                act()


def main() -> None:
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
