"""A module at the far end of a pty that answers as a trace says, with an invented person where data were left out."""

from __future__ import annotations

import os
import pty
import select
import threading
import tty
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drivers.idcard.frame import PREAMBLE
from drivers.idcard.simulated_card import SimulatedCard

REPEATS_KEPT = 5
"""Of the same exchange again and again: as many as presence needs to make up its mind, and no hours of finds."""
_LONGEST_PAUSE_S = 3.5
"""No answer is awaited longer (read 3 s), so a longer delay is a silence."""
_TICK_S = 0.02
PERSON = SimulatedCard(
    name="示例",
    address="示例省示例市",
    number="999999194803050017",
    issuer="示例市公安局",
    type_letter=" ",
)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request of a trace and the lines that followed it until the next."""

    request: bytes
    answers: tuple[dict[str, Any], ...]


def exchanges_of(lines: Sequence[dict[str, Any]]) -> list[Exchange]:
    """Every exchange in order, long runs of the same ones or two cut short. `ValueError` for a line that is none."""
    found: list[Exchange] = []
    answers: list[dict[str, Any]] = []
    request: bytes | None = None
    for line in [*lines, {"kind": "request", "bytes": ""}]:
        match line.get("kind"):
            case "request":
                if request is not None:
                    found.append(Exchange(request=request, answers=tuple(answers)))
                request, answers = bytes.fromhex(line["bytes"]), []
            case "answer" | "problem" | "no-answer":
                answers.append(line)
    return _cut(_cut(found, 1), 2)


def _cut(exchanges: list[Exchange], period: int) -> list[Exchange]:
    """Without what a run of `period` exchanges repeats more than `REPEATS_KEPT` times."""
    kept: list[Exchange] = []
    at = 0
    while at < len(exchanges):
        end = at + period
        while end < len(exchanges) and _alike(exchanges[end], exchanges[end - period]):
            end += 1
        whole = (end - at) // period * period
        if whole > REPEATS_KEPT * period:
            kept += exchanges[at : at + REPEATS_KEPT * period]
            at += whole
        else:
            kept.append(exchanges[at])
            at += 1
    return kept


def _alike(one: Exchange, other: Exchange) -> bool:
    def said(exchange: Exchange) -> list[tuple[Any, ...]]:
        return [(line["kind"], line.get("sw"), line.get("size"), line.get("problem")) for line in exchange.answers]

    return one.request == other.request and said(one) == said(other)


class Replay:
    """Serves behind `link` until closed; `done` is set once the last exchange of the trace was answered.

    A request that stands further on in the trace skips what lies between; one that does not come any more is
    answered as it was last.
    """

    def __init__(self, lines: Sequence[dict[str, Any]], link: Path) -> None:
        self._exchanges = exchanges_of(lines)
        self._at = 0
        self._last: dict[bytes, Exchange] = {}
        self.done = threading.Event()
        self._stopping = threading.Event()
        self._link = link
        self._master, self._slave = pty.openpty()
        for end in (self._master, self._slave):
            tty.setraw(end)
        link.symlink_to(os.ttyname(self._slave))
        self._thread = threading.Thread(target=self._run, name="trace replay", daemon=True)
        self._thread.start()

    def __enter__(self) -> Replay:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._link.unlink(missing_ok=True)
        os.close(self._master)
        os.close(self._slave)

    def _run(self) -> None:
        received = bytearray()
        while not self._stopping.is_set():
            if not select.select([self._master], [], [], _TICK_S)[0]:
                continue
            received += os.read(self._master, 4096)
            for request in _requests(received):
                self._answer(request)

    def _answer(self, request: bytes) -> None:
        exchange = self._next(request)
        if exchange is None:
            return
        sent_s = 0.0
        for line in exchange.answers:
            delay_s = float(line.get("first_ms", 0.0)) / 1000
            if delay_s > _LONGEST_PAUSE_S or self._stopping.wait(max(0.0, delay_s - sent_s)):
                return
            sent_s = delay_s
            os.write(self._master, bytes_of(line))

    def _next(self, request: bytes) -> Exchange | None:
        for at in range(self._at, len(self._exchanges)):
            if self._exchanges[at].request == request:
                self._at = at + 1
                self._last[request] = self._exchanges[at]
                break
        if self._at >= len(self._exchanges):
            self.done.set()
        return self._last.get(request)


def bytes_of(line: dict[str, Any]) -> bytes:
    """The bytes of one answer: right frames with invented data, and wrongness of the same kind and size."""
    size = int(line.get("bytes", 0))
    if line["kind"] == "answer":
        data = bytes.fromhex(line["sam_id"]) if "sam_id" in line else invented(line)
        frame = _frame(bytes.fromhex(line["sw"]) + data)
        return bytes(max(0, size - len(frame))) + frame
    if line["kind"] == "problem":
        return _wrong(str(line["problem"]), size)
    return PREAMBLE + b"\x05\x08" + bytes(max(0, size - len(PREAMBLE) - 2)) if line.get("in_frame") else bytes(size)


def invented(line: dict[str, Any]) -> bytes:
    """As many bytes as there were, of a person who never lived."""
    size = int(line["size"])
    fields = line.get("fields", {})
    if "text" in fields and "photo" in fields:
        text, photo = int(fields["text"]), int(fields["photo"])
        head = text.to_bytes(2, "big") + photo.to_bytes(2, "big")
        block = PERSON.text() if text == len(PERSON.text()) else b" \0" * (text // 2) + b" " * (text % 2)
        return (head + block + bytes(photo))[:size].ljust(size, b"\0")
    if "address" in fields:
        return "示例省".encode("utf-16-le").ljust(size, b"\0")[:size]
    return bytes(size)


def _frame(body: bytes) -> bytes:
    counted = (len(body) + 1).to_bytes(2, "big") + body
    check = 0
    for value in counted:
        check ^= value
    return PREAMBLE + counted + bytes((check,))


def _wrong(problem: str, size: int) -> bytes:
    if problem == "short":
        return PREAMBLE + b"\x00\x03\x00\x00\x90"
    if problem == "oversized":
        return PREAMBLE + b"\x7f\xff"
    whole = bytearray(_frame(b"\x00\x00\x90" + bytes(max(0, size - len(PREAMBLE) - 6))))
    whole[-1] ^= 0x5A
    return bytes(whole)


def _requests(received: bytearray) -> Iterator[bytes]:
    """Whole requests, cut off the front."""
    while (start := received.find(PREAMBLE)) >= 0:
        del received[:start]
        if len(received) < 7 or len(received) < (size := 7 + int.from_bytes(received[5:7], "big")):
            return
        request = bytes(received[:size])
        del received[:size]
        yield request
