"""The simulated printer on real transports: a TCP port on this machine, or a pseudo-terminal behind a link.

Its state follows the dock's file; each piece of paper it cuts becomes `job-001.bin` (the bytes) and `job-001.png`.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import threading
import time
import tty
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path

from drivers.printer.mechanism import INTERFACE_BYTES, Mechanism
from drivers.printer.paper import write_paper_png
from kiosk.dock import DockFile

_TICK_S = 0.005
"""While it prints: fine enough for a row at 150 KB/s every half millisecond to come out smoothly."""
_IDLE_S = 0.05
"""Between looks at the dock."""


class _Simulator(ABC):
    """What both share: the thread, the dock, the paper. A transport opens, closes and names its descriptors."""

    hears_when_full = False
    """Whether bytes are still looked at for questions, and then lost, while a full printer stands still."""

    def __init__(self, dock: DockFile, out_dir: Path, interface_bytes: int) -> None:
        self._dock = dock
        self._out_dir = out_dir
        self._mechanism = Mechanism(self._keep_piece, interface_bytes)
        self._pieces: list[bytes] = []
        self._version = -1
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="printer-simulator")

    def jobs(self) -> list[bytes]:
        """The bytes of each piece of paper cut so far, oldest first."""
        return list(self._pieces)

    def stop(self) -> None:
        """End the thread and close everything. May be called twice."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    @abstractmethod
    def _appear(self) -> None:
        """Be there, if not already."""

    @abstractmethod
    def _vanish(self) -> None:
        """Be gone, if not already."""

    @abstractmethod
    def _reset(self) -> None:
        """Break the running connection."""

    @abstractmethod
    def _descriptor(self) -> int | None:
        """Where bytes come from now."""

    @abstractmethod
    def _waiting(self) -> int | None:
        """Where a new connection would show."""

    @abstractmethod
    def _accept(self) -> None: ...

    @abstractmethod
    def _hang_up(self) -> None:
        """The other side closed."""

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._follow_dock()
                self._serve()
        finally:
            self._vanish()

    def _follow_dock(self) -> None:
        version = self._dock.version()
        if version == self._version:
            return
        self._version = version
        with suppress(ValueError):  # a dock edited by hand: the last good state stays
            state = self._dock.read().printer
            self._mechanism.follow(state)
            if state.present:
                self._appear()
            else:
                self._mechanism.lose_line()
                self._vanish()

    def _serve(self) -> None:
        """One turn: wait a little, take bytes, let time pass."""
        line, waiting = self._descriptor(), self._waiting()
        busy = self._mechanism.busy()
        poll = select.poll()
        if waiting is not None:
            poll.register(waiting, select.POLLIN)
        if line is not None:
            # With a full buffer we only watch for a hang-up, unless the line is one that cannot wait for ever
            takes = self._mechanism.room() or (self.hears_when_full and not busy)
            poll.register(line, select.POLLIN if takes else 0)
        for descriptor, event in poll.poll((_TICK_S if busy else _IDLE_S) * 1000):
            if descriptor == waiting:
                self._accept()
            elif event & select.POLLIN:
                self._take(descriptor)
            else:
                self._lose()
        answers = self._mechanism.advance(time.monotonic())
        if answers:
            self._answer(answers)
        if self._mechanism.take_reset():
            self._mechanism.lose_line()
            self._reset()

    def _take(self, line: int) -> None:
        try:
            data = os.read(line, min(4096, self._mechanism.room() or 4096))
        except BlockingIOError:
            return
        except OSError:
            self._lose()
            return
        if not data:
            self._hang_up()
            return
        self._answer(self._mechanism.receive(data))

    def _lose(self) -> None:
        """Reset by the terminal: it wants nothing more of this on paper."""
        self._mechanism.lose_line()
        self._hang_up()

    def _answer(self, data: bytes) -> None:
        line = self._descriptor()
        if data and line is not None:
            with suppress(OSError):  # nobody listens: a printer does not care
                os.write(line, data)

    def _keep_piece(self, data: bytes) -> None:
        number = len(self._pieces) + 1
        self._out_dir.mkdir(parents=True, exist_ok=True)
        (self._out_dir / f"job-{number:03}.bin").write_bytes(data)
        with suppress(ValueError):  # foreign commands: the bytes are kept, the picture is not
            write_paper_png(data, self._out_dir / f"job-{number:03}.png")
        self._pieces.append(data)


class PrinterSimulator(_Simulator):
    """A printer on 127.0.0.1 that serves one connection at a time, as TCP printers do."""

    def __init__(
        self, dock: DockFile, out_dir: Path, port: int = 0, *, interface_bytes: int = INTERFACE_BYTES
    ) -> None:
        super().__init__(dock, out_dir, interface_bytes)
        self._port = port
        self._listener: socket.socket | None = None
        self._connection: socket.socket | None = None

    def start(self) -> int:
        """Listen and return the port. Raises `OSError` when the port is taken."""
        self._appear()
        self._follow_dock()
        self._thread.start()
        return self._port

    def _appear(self) -> None:
        if self._listener is None:
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", self._port))
                listener.listen(1)
            except OSError:
                listener.close()
                raise
            self._listener = listener
            self._port = listener.getsockname()[1]

    def _vanish(self) -> None:
        self._reset()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _reset(self) -> None:
        if self._connection is not None:
            # Linger of 0 s makes close() send RST (socket(7))
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._hang_up()

    def _descriptor(self) -> int | None:
        return None if self._connection is None else self._connection.fileno()

    def _waiting(self) -> int | None:
        return self._listener.fileno() if self._listener is not None and self._connection is None else None

    def _accept(self) -> None:
        if self._listener is not None:
            self._connection, _ = self._listener.accept()
            self._connection.setblocking(False)
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class PtyPrinterSimulator(_Simulator):
    """The same printer on a serial line: `link` becomes a symbolic link to the pseudo-terminal's end.

    It has no network board. It answers `DLE EOT` even with a full receive buffer (Epson's notes on the command).
    """

    hears_when_full = True

    def __init__(self, dock: DockFile, out_dir: Path, link: Path, *, interface_bytes: int = 0) -> None:
        super().__init__(dock, out_dir, interface_bytes)
        self._link = link
        self._ends: tuple[int, int] | None = None

    def start(self) -> Path:
        """Open the pseudo-terminal and return the link to it."""
        self._appear()
        self._follow_dock()
        self._thread.start()
        return self._link

    def _appear(self) -> None:
        if self._ends is None:
            master, slave = os.openpty()
            tty.setraw(slave)
            os.set_blocking(master, False)
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(os.ttyname(slave))
            # Our own hold on the slave keeps the line alive while the driver reopens it
            self._ends = (master, slave)

    def _vanish(self) -> None:
        if self._ends is not None:
            self._link.unlink(missing_ok=True)
            for end in self._ends:
                os.close(end)
            self._ends = None

    def _reset(self) -> None:
        self._vanish()
        self._appear()

    def _descriptor(self) -> int | None:
        return None if self._ends is None else self._ends[0]

    def _waiting(self) -> int | None:
        return None

    def _accept(self) -> None:
        return

    def _hang_up(self) -> None:
        return
