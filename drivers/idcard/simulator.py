"""A SAM-V reader at the far end of a pseudo terminal, driven by the dock: real bytes at a real pace.

It shares no code with the driver, so that a mistake about the protocol shows instead of cancelling out.
"""

from __future__ import annotations

import contextlib
import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from drivers.idcard.simulated_card import SimulatedCard
from kiosk.dock import DockFile, ReaderDock

_PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
_CHUNK = 64
"""Bytes in a row before the pace is kept by a sleep of 640 / baud seconds (facts, cards, section 9)."""
_TICK_S = 0.02
_NOISE = bytes.fromhex("00AAAA 13AAAAAA9600 FF")
"""Partial preambles too."""
_SAM_ID = bytes.fromhex("0500 0100 D7 9C 34 01 01 00 00 00 2A 00 00 00")
_EVERY_COMMAND = (0x60, 0x66)
_READ, _NUMBER = b"\x30\x01", b"\x30\x05"


class SamvSimulator:
    """Follows `dock`; `link` is a symlink to the terminal's device file, re-pointed at each plugging in.

    With `sticky` the reader answers "no card" to find for a card already read, until that is lifted, as many
    modules do; select still works. `observer` is told command bytes as the answer's first byte goes out.

    Faults of `ReaderDock.fault`: `noise` and `split` change every answer harmlessly; `bad-checksum` and
    `oversized` spoil every answer to read; `pull-mid-read` lifts the card during read, until the fault or the
    card changes; `mute` answers nothing; `sw3:60` and `sw3:66` answer every command, `sw3:80` find, `sw3:81`
    select, any other code the two reads.
    """

    def __init__(
        self,
        dock: DockFile,
        cards: Mapping[str, SimulatedCard],
        link: Path,
        *,
        sticky: bool = True,
        observer: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        self._dock = dock
        self._cards = cards
        self._link = link
        self._sticky = sticky
        self._observer = observer
        self._version: int | None = None
        self._state = ReaderDock()
        self._ends: tuple[int, int] | None = None
        self._received = bytearray()
        self._lifted = False
        self._read_once = False
        self._selected = False
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Plug in (if the dock says so) and answer; when this returns, the link is there."""
        self._follow_dock()
        self._thread = threading.Thread(target=self._run, name="samv simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._unplug()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._follow_dock()
            if self._ends is None:
                self._stopping.wait(_TICK_S)
                continue
            master = self._ends[0]
            if select.select([master], [], [], _TICK_S)[0]:
                self._received += os.read(master, 4096)
                for body in self._requests():
                    self._answer(body)

    def _follow_dock(self) -> None:
        version = self._dock.version()
        if version == self._version:
            return
        try:
            new = self._dock.read().reader
        except ValueError:
            return  # a dock that says nothing sensible changes nothing
        self._version = version
        if (new.card, new.fault) != (self._state.card, self._state.fault):
            self._lifted = False
        if new.card != self._state.card:
            self._read_once = self._selected = False
        self._state = new
        if new.plugged and self._ends is None:
            self._plug()
        elif not new.plugged:
            self._unplug()

    def _plug(self) -> None:
        master, slave = pty.openpty()
        tty.setraw(master)
        tty.setraw(slave)
        os.set_blocking(master, False)  # a terminal that does not read must not hold us
        self._ends = (master, slave)
        self._received.clear()
        self._read_once = self._selected = False
        self._link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._link.with_name(self._link.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(slave))
        fresh.replace(self._link)

    def _unplug(self) -> None:
        if self._ends is not None:
            self._link.unlink(missing_ok=True)
            for end in self._ends:
                os.close(end)
            self._ends = None

    def _requests(self) -> Iterator[bytes]:
        """The bodies (from CMD to before CHK) of all complete requests; a wrong checksum gives an empty one."""
        while (start := self._received.find(_PREAMBLE)) >= 0:
            del self._received[:start]
            if len(self._received) < 7:
                return
            size = 7 + self._received[5] * 256 + self._received[6]
            if size > 64:  # no request of this protocol is so long
                del self._received[:5]
                continue
            if len(self._received) < size:
                return
            request = bytes(self._received[:size])
            del self._received[:size]
            yield request[7:-1] if _xor(request[5:-1]) == request[-1] else b""

    def _answer(self, body: bytes) -> None:
        if self._state.fault == "mute" or self._ends is None:
            return
        sw3, data = self._meaning(body)
        answer = _frame(sw3, data)
        if body == _READ and sw3 == 0x90:
            if self._state.fault == "bad-checksum":
                answer = answer[:-1] + bytes((answer[-1] ^ 0x5A,))
            elif self._state.fault == "oversized":
                answer = _PREAMBLE + b"\x7f\xff" + answer[7:]
        if self._state.fault == "noise":
            answer = _NOISE + answer + b"\x00\xff"
        self._send(answer, body)

    def _meaning(self, body: bytes) -> tuple[int, bytes]:
        """Status code and data for one command."""
        forced = self._forced()
        lies = bool(self._state.card) and not self._lifted
        if forced in _EVERY_COMMAND:
            return forced, b""
        match body:
            case b"":
                return 0x10, b""
            case b"\x10\xff" | b"\x11\xff":  # reset, status
                return 0x90, b""
            case b"\x12\xff":  # SAM id
                return 0x90, _SAM_ID
            case b"\x20\x01":  # find
                if not lies or forced == 0x80 or (self._sticky and self._read_once):
                    return 0x80, b""
                return 0x9F, bytes(4)
            case b"\x20\x02":  # select
                self._selected = lies and forced != 0x81
                return (0x90, bytes(8)) if self._selected else (0x81, b"")
            case b"\x30\x01" | b"\x30\x05":  # text and photo, management number
                return self._read(body, forced, lies)
            case _:
                return 0x21, b""

    def _read(self, body: bytes, forced: int | None, lies: bool) -> tuple[int, bytes]:
        if self._state.fault == "pull-mid-read":
            self._lifted = True
            self._selected = self._read_once = False
            return 0x41, b""
        if not lies or not self._selected:
            return 0x41, b""
        if forced is not None and forced not in (0x80, 0x81):
            return forced, b""
        card = self._cards.get(self._state.card)
        if card is None:
            return 0x40, b""
        if body == _NUMBER:
            return 0x90, bytes.fromhex(card.management_number)
        if self._state.fault not in ("bad-checksum", "oversized"):
            self._read_once = True
        text = card.text()
        return 0x90, len(text).to_bytes(2, "big") + len(card.photo).to_bytes(2, "big") + text + card.photo

    def _forced(self) -> int | None:
        kind, _, code = self._state.fault.partition(":")
        try:
            return int(code, 16) if kind == "sw3" else None
        except ValueError:
            return None

    def _send(self, answer: bytes, body: bytes) -> None:
        """At the pace of the wire; an unplugging in the middle cuts it off."""
        self._observer(body)
        step = 7 if self._state.fault == "split" else _CHUNK
        for at in range(0, len(answer), step):
            piece = answer[at : at + step]
            if self._ends is None or self._stopping.is_set():
                return
            with contextlib.suppress(BlockingIOError):
                os.write(self._ends[0], piece)
            time.sleep(10 * len(piece) / self._state.baud)
            self._follow_dock()


def _frame(sw3: int, data: bytes) -> bytes:
    counted = (len(data) + 4).to_bytes(2, "big") + bytes((0, 0, sw3)) + data
    return _PREAMBLE + counted + bytes((_xor(counted),))


def _xor(data: bytes) -> int:
    result = 0
    for value in data:
        result ^= value
    return result
