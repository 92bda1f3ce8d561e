"""A SAM-V card reader on a pty, written from docs/drivers-idcard.md and the standard library alone."""

from __future__ import annotations

import os
import pty
import select
import threading
import tty
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PREAMBLE = bytes.fromhex("AAAAAA9669")
STATUS, SAM_ID, FIND, SELECT, READ, MANAGEMENT = (
    bytes.fromhex(command) for command in ("11FF", "12FF", "2001", "2002", "3001", "3005")
)
FIELDS = (15, 1, 2, 8, 35, 18, 15, 8, 8, 18)
"""Two-byte characters of each field of the text, in the order of the page's table; the last is the reserve."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What lies in a card: 256 bytes of text, no photo to speak of, and the number of its body."""

    text: bytes
    management: bytes


def card(*fields: str, management: str) -> Card:
    """In the order of the page's table, from name to the end of validity; `ValueError` on too long a field."""
    text = b""
    for value, size in zip((*fields, ""), FIELDS, strict=True):
        coded = value.encode("utf-16-le")
        if len(coded) > 2 * size:
            raise ValueError(f"{value!r} takes more than {2 * size} bytes")
        text += coded + " ".encode("utf-16-le") * (size - len(coded) // 2)
    return Card(text=text, management=bytes.fromhex(management))


def check_digit(number: str) -> str:
    """The eighteenth character for seventeen digits, by GB 11643 (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - index, 11) for index, digit in enumerate(number))
    return "10X98765432"[total % 11]


def answer(status: int, data: bytes = b"") -> bytes:
    """A frame with SW1 = SW2 = 0 and SW3 = `status`."""
    body = (4 + len(data)).to_bytes(2, "big") + bytes((0, 0, status)) + data
    return PREAMBLE + body + bytes([_checksum(body)])


def _checksum(body: bytes) -> int:
    result = 0
    for octet in body:
        result ^= octet
    return result


class PtyReader:
    """A reader on a pty, behind a link that goes when the block is left: the tty's number is given to the next."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.asked: set[bytes] = set()
        """Every command that came."""
        self.broken = 0
        """Requests whose checksum was wrong."""
        self._card: Card | None = None
        self._selected = False

    def lay(self, on: Card) -> None:
        self._card = on

    def lift(self) -> None:
        self._card = None

    def __enter__(self) -> Self:
        self._line, self._far = pty.openpty()
        self._wake, self._end = os.pipe()
        tty.setraw(self._far)
        self.link.symlink_to(os.ttyname(self._far))
        self._thread = threading.Thread(target=self._serve, name="stranger-reader")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.link.unlink()
        os.write(self._end, b"x")
        self._thread.join()
        for descriptor in (self._line, self._far, self._wake, self._end):
            os.close(descriptor)

    def _serve(self) -> None:
        waiting = b""
        while True:
            ready, _, _ = select.select([self._line, self._wake], [], [])
            if self._wake in ready:
                return
            waiting += os.read(self._line, 4096)
            while True:
                start = waiting.find(PREAMBLE)
                if start < 0:
                    waiting = waiting[-(len(PREAMBLE) - 1) :]
                    break
                waiting = waiting[start:]
                size = 7 + int.from_bytes(waiting[5:7], "big")
                if len(waiting) < 7 or len(waiting) < size:
                    break
                frame, waiting = waiting[:size], waiting[size:]
                if _checksum(frame[5:]):
                    self.broken += 1
                    continue
                os.write(self._line, self._answer(frame[7:-1]))

    def _answer(self, command: bytes) -> bytes:
        self.asked.add(command)
        there = self._card
        self._selected = self._selected and there is not None and command != FIND
        if command == STATUS:
            return answer(0x90)
        if command == SAM_ID:
            return answer(0x90, bytes(range(16)))
        if command == FIND:
            return answer(0x80) if there is None else answer(0x9F, bytes(4))
        if command == SELECT:
            self._selected = there is not None
            return answer(0x90, bytes(8)) if self._selected else answer(0x81)
        if command not in (READ, MANAGEMENT):
            return answer(0x21)
        if there is None or not self._selected:
            return answer(0x41)
        if command == MANAGEMENT:
            return answer(0x90, there.management)
        return answer(0x90, bytes.fromhex("01000400") + there.text + bytes(1024))
