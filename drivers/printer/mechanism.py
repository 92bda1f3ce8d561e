"""The simulated printer's inside, without input or output: a buffer, a head, a cutter, sensors and faults.

Bytes go in with `receive`, which returns the real-time answers; time passes with `advance`, which prints and returns
the in-order answers. The dock says what is wrong with it. It keeps each cut piece of paper as the bytes that made it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kiosk.dock import PrinterDock

PRINT_BUFFER_BYTES = 4096
INTERFACE_BYTES = 65536
"""What the network board takes beyond the print buffer, looking for real-time questions, while the head stands."""
_FIXED = 0x12
_QUESTIONS = re.compile(rb"(?:\x10\x04[\x01-\x04])+")
_LINE_ROWS = 30
"""A line of `ESC d`: 1/6 inch, rounded as most 203 dpi heads do."""
_LONGEST_TICK_S = 0.1
"""Time the head was idle is not saved up for later."""


class Mechanism:
    """Belongs to one thread. `on_piece` is called with the bytes of a piece of paper at its cut."""

    def __init__(self, on_piece: Callable[[bytes], None], interface_bytes: int = INTERFACE_BYTES) -> None:
        self._on_piece = on_piece
        self._limit = PRINT_BUFFER_BYTES + interface_bytes
        self._dock = PrinterDock()
        self._queue = bytearray()
        self._piece = bytearray()
        self._tail = b""
        self._raster_left = 0
        self._stride = 1
        self._row_bytes = 0
        self._rows = 0
        self._struck = False
        self._reset_wanted = False
        self._budget = 0.0
        self._then: float | None = None

    def follow(self, dock: PrinterDock) -> None:
        """A new state of the dock. Taking a mid-print fault away repairs it."""
        if dock.fault != self._dock.fault:
            self._struck = False
        self._dock = dock

    def room(self) -> int:
        """How many bytes it takes now; 0 = the line has to wait."""
        return max(0, self._limit - len(self._queue))

    def receive(self, data: bytes) -> bytes:
        """Take bytes and answer the `DLE EOT` questions among them, wherever they stand: inside a picture too.

        Questions to a printer that stands still do not pile up in its buffer. What does not fit is lost.
        """
        answers = bytearray()
        window = self._tail + data
        for place in range(len(window) - 2):
            if window[place : place + 2] == b"\x10\x04" and 1 <= window[place + 2] <= 4:
                answers.append(self._status(window[place + 2]))
        self._tail = window[-2:]
        if not (self._standing() and not self._queue and _QUESTIONS.fullmatch(data)):
            self._queue += data[: self.room()]
        return b"" if self._dock.fault == "silent" else bytes(answers)

    def lose_line(self) -> None:
        """The connection was reset: what is not printed yet is lost, perhaps in the middle of a command."""
        self._queue.clear()
        self._tail = b""

    def take_reset(self) -> bool:
        """Whether the fault `reset-mid-print` has struck since last asked."""
        wanted, self._reset_wanted = self._reset_wanted, False
        return wanted

    def busy(self) -> bool:
        """Whether time makes a difference now."""
        return bool(self._queue) and not self._standing()

    def advance(self, now: float) -> bytes:
        """Print what the time since the last call allows; `now` is monotonic seconds."""
        elapsed = 0.0 if self._then is None else min(now - self._then, _LONGEST_TICK_S)
        self._then = now
        if not self.busy():
            self._budget = 0.0
            return b""
        self._budget += elapsed * self._dock.bytes_per_second
        answers = bytearray()
        while self._budget >= 1 and self.busy() and not self._reset_wanted:
            used = self._print_raster() if self._raster_left else self._obey(answers)
            if not used:
                break
            self._budget -= used
        return b"" if self._dock.fault in ("silent", "no-confirmation") else bytes(answers)

    def _out_of_paper(self) -> bool:
        return self._dock.paper == "out" or (self._struck and self._dock.fault == "paper-out-mid-print")

    def _standing(self) -> bool:
        return self._out_of_paper() or self._dock.cover_open or self._dock.fault in ("cutter", "overheated")

    def _status(self, question: int) -> int:
        fault, out = self._dock.fault, self._out_of_paper()
        near = out or self._dock.paper == "near-end"
        bits = {
            1: 0x08 * self._standing(),
            2: 0x04 * self._dock.cover_open | 0x20 * out | 0x40 * (fault in ("cutter", "overheated")),
            3: 0x08 * (fault == "cutter") | 0x40 * (fault == "overheated"),
            4: 0x0C * near | 0x60 * out,
        }
        return _FIXED | bits[question]

    def _print_raster(self) -> int:
        """Up to the end of the row under the head."""
        count = min(self._raster_left, self._stride - self._row_bytes, len(self._queue))
        self._keep(count)
        self._raster_left -= count
        self._row_bytes += count
        if self._row_bytes == self._stride:
            self._row_bytes = 0
            self._move(1)
        return count

    def _obey(self, answers: bytearray) -> int:
        """One command, when all of it is there; how many bytes it took. What we do not know is skipped."""
        head = bytes(self._queue[:3])
        if head[0] not in (0x10, 0x1B, 0x1D):
            return self._drop(1) if head[0] == 0 else self._keep(1)
        if head[:2] == b"\x1b@":
            return self._keep(2)
        if len(head) < 3:
            return 0
        if head == b"\x1dv0":
            return self._begin_raster()
        match head[:2]:
            case b"\x10\x04":
                return self._drop(3)
            case b"\x1dr":
                answers.append(0x03 * (self._dock.paper == "near-end"))
                return self._drop(3)
            case b"\x1dV":
                return self._cut()
            case b"\x1bJ" | b"\x1bd":
                self._move(head[2] * (1 if head[1:2] == b"J" else _LINE_ROWS))
                return self._keep(3)
            case b"\x1da":
                return self._keep(3)
            case b"\x1dP":
                return self._keep(4) if len(self._queue) >= 4 else 0
        return self._keep(1)

    def _begin_raster(self) -> int:
        if len(self._queue) < 8:
            return 0
        self._stride = max(1, int.from_bytes(self._queue[4:6], "little"))
        self._raster_left = self._stride * int.from_bytes(self._queue[6:8], "little")
        self._row_bytes = 0
        return self._keep(8)

    def _cut(self) -> int:
        length = 4 if self._queue[2] in (65, 66) else 3
        if len(self._queue) < length:
            return 0
        self._keep(length)
        self._rows = 0
        piece, self._piece = bytes(self._piece), bytearray()
        self._on_piece(piece)
        return length

    def _move(self, rows: int) -> None:
        """Paper moves: the moment for what strikes in mid-print."""
        before, self._rows = self._rows, self._rows + rows
        if before < self._dock.after_rows <= self._rows:
            if self._dock.fault == "paper-out-mid-print":
                self._struck = True
            self._reset_wanted = self._dock.fault == "reset-mid-print"

    def _keep(self, count: int) -> int:
        self._piece += self._queue[:count]
        return self._drop(count)

    def _drop(self, count: int) -> int:
        del self._queue[:count]
        return count
