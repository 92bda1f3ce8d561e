"""What went over the line to a SAM-V module, written down with its times and without anything of a card.

A trace is what a vendor or a developer needs to see why a reader behaves oddly, so it must be fit to be sent away.
Redaction happens at capture: an answer becomes sizes before it becomes a line, and bytes that form no right frame
become a count. Of data only the SAM's id is kept, which names the module; of status words all.

One JSON object a line, `at_ms` since the trace began:

    {"trace": 1, "address": …, "mode": …}
    {"kind": "open"}   {"kind": "closed"}   {"kind": "not-opened", "fault": …, "detail": …}
    {"kind": "request", "bytes": "AAAAAA96690003200122"}
    {"kind": "answer", "sw": "00009F", "size": 4, "bytes": 15, "first_ms": 3.1, "last_ms": 4.0}
        with "sam_id", or for the reads "fields": {"text": 256, "photo": 1024}
    {"kind": "problem", "problem": "checksum", "bytes": 1295}   {"kind": "no-answer", "bytes": 0, "in_frame": false}
    {"kind": "event", "event": "ReadFailed", "fault": …, "detail": …}
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from drivers.idcard.frame import PREAMBLE, Frame, FrameParser
from drivers.idcard.samv_port import Place, Port
from drivers.idcard.status import SUCCESS, LinkError
from kiosk.devices import DeviceEvent, HealthChanged, ReadFailed
from kiosk.faults import Fault

FORMAT = 1
LIMIT_BYTES = 4 * 1024 * 1024
"""About a day of a reader on which nobody lays a card."""
_FRAME_OVERHEAD = len(PREAMBLE) + 2 + 3 + 1
_SAM_ID, _SAM_ID_SIZE = b"\x12\xff", 16
_BASE, _NEW_ADDRESSES, _NUMBER = b"\x30\x01", (b"\x30\x02", b"\x30\x03"), b"\x30\x05"
_CARD_COMMANDS = (0x20, 0x30)
"""Whose answers may hold something of a card: find and select (perhaps a serial number), and every read."""


class RingFile:
    """Lines in two files of half the limit each: when `path` is full it becomes `path.1`, and the oldest are gone.

    Readable for its owner alone. `OSError` where it cannot be begun; later, lines that could not be written count as
    `lost`, since a full disk is no reason to disturb a reader.
    """

    def __init__(self, path: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self._path = path
        self._half = limit_bytes // 2
        self._older = path.with_name(path.name + ".1")
        self._older.unlink(missing_ok=True)
        self._file = self._fresh()
        self.lost = 0

    def write(self, line: str) -> None:
        try:
            if self._file.tell() + len(line) + 1 > self._half:
                self._file.close()
                self._path.replace(self._older)
                self._file = self._fresh()
            self._file.write(line.encode("utf-8") + b"\n")
        except (OSError, ValueError):  # the second: a file that could not be begun anew stays closed
            self.lost += 1

    def close(self) -> None:
        self._file.close()

    def _fresh(self) -> Any:
        return os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb", 0)


def read_trace(path: Path) -> list[dict[str, Any]]:
    """All lines that are left of a trace, the oldest first. `ValueError` for a file that is none."""
    lines: list[dict[str, Any]] = []
    for file in (path.with_name(path.name + ".1"), path):
        with contextlib.suppress(FileNotFoundError):
            lines += [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    if not all(isinstance(line, dict) for line in lines) or not any(line.get("trace") == FORMAT for line in lines):
        raise ValueError(f"{path} is no trace of format {FORMAT}")
    return lines


class Recorder:
    """Writes the lines. Called from the reader's thread alone, but for `event`, which that thread calls too."""

    def __init__(self, ring: RingFile, *, address: str, mode: str, now: Callable[[], float] = time.monotonic) -> None:
        self._ring = ring
        self._now = now
        self._began = now()
        self._head = {"trace": FORMAT, "address": address, "mode": mode}
        self._sam_id: str | None = None
        self._card_was_read = False
        self._ring.write(json.dumps(self._head))

    def ms(self) -> float:
        return round((self._now() - self._began) * 1000, 1)

    def line(self, kind: str, **values: object) -> None:
        self._ring.write(json.dumps({"at_ms": self.ms(), "kind": kind, **values}))

    def event(self, event: object) -> None:
        """The name of what a reader posted, and of a fault; documents and numbers stay where they are."""
        fault: Fault | None = None
        if isinstance(event, ReadFailed):
            fault = event.fault
        elif isinstance(event, HealthChanged):
            fault = event.health.fault
        if isinstance(event, DeviceEvent):
            said = {} if fault is None else {"fault": fault.id, "detail": fault.detail}
            self.line("event", event=type(event).__name__, **said)

    def request(self, command: bytes) -> None:
        self._card_was_read = self._card_was_read or command[7] in _CARD_COMMANDS
        self.line("request", bytes=command.hex().upper())

    def answer(self, asked: bytes, frame: Frame, **times: float) -> None:
        """Sizes and status words; the SAM's id while no card can have been read, so that a late answer is none."""
        values: dict[str, object] = {
            "sw": f"{frame.sw1:02X}{frame.sw2:02X}{frame.sw3:02X}",
            "size": len(frame.data),
            **times,
        }
        if frame.sw3 == SUCCESS and frame.data:
            values |= self._described(asked, frame)
        self.line("answer", **values)

    def _described(self, asked: bytes, frame: Frame) -> dict[str, object]:
        if asked == _SAM_ID and len(frame.data) == _SAM_ID_SIZE:
            found = frame.data.hex().upper()
            if self._sam_id is None and not self._card_was_read:
                self._sam_id = found
            return {"sam_id": found} if found == self._sam_id else {}
        if asked == _BASE and len(frame.data) >= 4:
            text, photo = (int.from_bytes(frame.data[at : at + 2], "big") for at in (0, 2))
            return {"fields": {"text": text, "photo": photo}}
        if asked in _NEW_ADDRESSES:
            return {"fields": {"address": len(frame.data)}}
        return {"fields": {"number": len(frame.data)}} if asked == _NUMBER else {}


class TracedPlace:
    """A `Place` whose ports are listened to."""

    def __init__(self, place: Place, recorder: Recorder) -> None:
        self._place = place
        self._recorder = recorder

    def open(self) -> Port:
        try:
            port = self._place.open()
        except LinkError as problem:
            self._recorder.line("not-opened", fault=problem.fault.id, detail=problem.fault.detail)
            raise
        self._recorder.line("open")
        return TracedPort(port, self._recorder)

    def identity(self) -> Hashable:
        return self._place.identity()

    def facts(self) -> dict[str, str]:
        return self._place.facts()

    def doubt(self) -> Fault | None:
        return self._place.doubt()


class TracedPort:
    """A `Port` that hands every byte on as it came, and tells the recorder what it may know."""

    def __init__(self, port: Port, recorder: Recorder) -> None:
        self._port = port
        self._recorder = recorder
        self._parser = FrameParser()
        self._asked = b""
        self._since = 0.0
        self._first: float | None = None
        self._bytes = 0
        self._answered = True

    def clear(self) -> None:
        self._end_of_answer()
        self._port.clear()

    def write(self, command: bytes) -> bool:
        self._end_of_answer()
        self._asked, self._since, self._answered = command[7:-1], self._recorder.ms(), False
        self._recorder.request(command)
        return self._port.write(command)

    def read(self) -> bytes:
        piece = self._port.read()
        if piece:
            self._take(piece)
        return piece

    def close(self) -> None:
        self._end_of_answer()
        self._recorder.line("closed")
        self._port.close()

    def _take(self, piece: bytes) -> None:
        now = self._recorder.ms()
        first = now if self._first is None else self._first
        self._first = first
        self._bytes += len(piece)
        for result in self._parser.feed(piece):
            if isinstance(result, Frame):
                times = {"first_ms": first - self._since, "last_ms": now - self._since}
                shown = {name: round(value, 1) for name, value in times.items()}
                size = _FRAME_OVERHEAD + len(result.data)
                self._recorder.answer(self._asked, result, bytes=max(self._bytes, size), **shown)
                result.wipe()
                self._first, self._bytes, self._answered = None, 0, True
            else:
                self._recorder.line("problem", problem=result.value, bytes=self._bytes)
                self._bytes = 0

    def _end_of_answer(self) -> None:
        """What is left of an answer when the next thing is asked, or that there was none."""
        if self._bytes or not self._answered:
            kind = "noise" if self._answered else "no-answer"
            self._recorder.line(kind, bytes=self._bytes, in_frame=self._parser.in_frame)
        self._parser.reset()
        self._first, self._bytes, self._answered = None, 0, True
