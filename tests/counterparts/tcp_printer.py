"""An ESC/POS printer on a TCP port, written from docs/drivers-printer.md and the standard library alone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

READY = 0x12
"""The answer to each of DLE EOT 1 to 4 that means: nothing is wrong."""

DOTS_PER_INCH = 203


@dataclass(kw_only=True)
class Piece:
    """One piece of paper: rows of packed dots from the top, highest bit leftmost, 1 = black."""

    width_bytes: int = 0
    rows: list[bytes] = field(default_factory=list)

    def grey(self) -> memoryview:
        """One byte a dot, 0 = black and 255 = white, as a picture of height × width."""
        white = bytes(self.width_bytes)
        dots = bytearray()
        for row in self.rows:
            for octet in row or white:
                dots += bytes(0 if octet >> bit & 1 else 255 for bit in range(7, -1, -1))
        return memoryview(bytes(dots)).cast("B", shape=(len(self.rows), 8 * self.width_bytes))


class TcpPrinter:
    """Takes one connection after another on 127.0.0.1 and keeps each piece of paper that was cut."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.confirmed = 0
        """GS r 1 answered."""
        self.unknown: list[str] = []
        """Bytes that the page does not name."""
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._caller: socket.socket | None = None
        self._ended = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._listen, name="stranger-printer")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._ended = True
            if self._caller is not None:
                with suppress(OSError):
                    self._caller.shutdown(socket.SHUT_RDWR)
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._server.close()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._server.accept()
            except OSError:
                return  # told to end
            with caller:
                with self._lock:
                    if self._ended:
                        return
                    self._caller = caller
                with suppress(OSError, EOFError):  # the terminal hangs up as it likes, also with RST
                    self._serve(caller)
                with self._lock:
                    self._caller = None

    def _serve(self, caller: socket.socket) -> None:
        take = _taker(caller)
        piece, unit = Piece(), DOTS_PER_INCH
        while True:
            first = take(1)
            if first == b"\x00":
                continue
            code = first + take(1)
            if code == b"\x10\x04":
                take(1)
                caller.sendall(bytes([READY]))
            elif code == b"\x1b@":
                piece, unit = Piece(), DOTS_PER_INCH
            elif code == b"\x1da":
                take(1)
            elif code == b"\x1dP":
                unit = take(2)[1]
            elif code == b"\x1dv":
                _, _, *size = take(6)
                piece.width_bytes = size[0] + 256 * size[1]
                piece.rows += [take(piece.width_bytes) for _ in range(size[2] + 256 * size[3])]
            elif code == b"\x1bJ":
                piece.rows += [b""] * (take(1)[0] * DOTS_PER_INCH // unit)
            elif code == b"\x1dV":
                take(2)
                self.pieces.append(piece)
                piece = Piece()
            elif code == b"\x1dr":
                take(1)
                self.confirmed += 1
                caller.sendall(b"\x00")
            else:
                self.unknown.append(code.hex())


def _taker(caller: socket.socket) -> Callable[[int], bytes]:
    """A reader of exactly so many bytes, for TCP keeps no borders. `EOFError` when the other side hung up."""
    waiting = bytearray()

    def take(count: int) -> bytes:
        while len(waiting) < count:
            more = caller.recv(65536)
            if not more:
                raise EOFError
            waiting.extend(more)
        taken = bytes(waiting[:count])
        del waiting[:count]
        return taken

    return take
