"""The demonstration's line: a relay on loopback between terminal and platform that the dock can cut or spoil."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress

from kiosk.dock import DockFile, LineDock

_LOOK_S = 0.05
_SLOW_S = 20.0
"""Longer than the terminal's read time-out, so that a slow platform is met as one."""
_DRAIN_S = 2.0
_PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
    b"<html><body>Please log in to this network.</body></html>"
)
_ERROR = (
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
    b"Connection: close\r\n\r\n{}"
)


class LineRelay:
    """Listens on a port of its own and passes everything to the platform's port, as the dock allows."""

    def __init__(self, dock: DockFile, platform_port: int, port: int = 0) -> None:
        self._dock = dock
        self._platform_port = platform_port
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])
        self._stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._state = LineDock()
        self._threads = [
            threading.Thread(target=self._accept, name="line-accept", daemon=True),
            threading.Thread(target=self._follow, name="line-dock", daemon=True),
        ]

    def start(self) -> int:
        self._state = self._dock.read().line
        for thread in self._threads:
            thread.start()
        return self.port

    def stop(self) -> None:
        self._stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def _follow(self) -> None:
        version = -1
        while not self._stopping.wait(_LOOK_S):
            if self._dock.version() == version:
                continue
            version = self._dock.version()
            old = self._state
            with suppress(ValueError):
                self._state = self._dock.read().line
            if self._state != old:
                # connections are kept alive: without a cut, a fault would first be met by a later one
                self._cut()

    def _cut(self) -> None:
        with self._lock:
            sockets = list(self._open)
        for connection in sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                terminal, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(terminal,), name="line", daemon=True).start()

    def _serve(self, terminal: socket.socket) -> None:
        with terminal:
            if not self._state.up:
                # linger 0: the terminal meets a reset, as on a line that is cut
                terminal.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                return
            match self._state.fault:
                case "portal" | "error-500":
                    with suppress(OSError):
                        terminal.recv(65536)
                        terminal.sendall(_PORTAL if self._state.fault == "portal" else _ERROR)
                        terminal.shutdown(socket.SHUT_WR)
                        # closing with bytes unread would reset the connection, and the answer be lost with it
                        terminal.settimeout(_DRAIN_S)
                        while terminal.recv(65536):
                            pass
                case "slow":
                    self._stopping.wait(_SLOW_S)
                case fault:
                    self._relay(terminal, answers=fault != "half-open")

    def _relay(self, terminal: socket.socket, *, answers: bool) -> None:
        try:
            platform = socket.create_connection(("127.0.0.1", self._platform_port), timeout=5)
        except OSError:
            return
        with platform:
            platform.settimeout(None)
            pair = {terminal, platform}
            with self._lock:
                self._open |= pair
            try:
                _pump(terminal, platform, answers=answers)
            except OSError:
                pass
            finally:
                with self._lock:
                    self._open -= pair


def _pump(terminal: socket.socket, platform: socket.socket, *, answers: bool) -> None:
    """Until one side closes. Without `answers` what the platform says is lost: it acts, and nobody hears of it."""
    with selectors.DefaultSelector() as selector:
        selector.register(terminal, selectors.EVENT_READ, platform)
        selector.register(platform, selectors.EVENT_READ, terminal if answers else None)
        while True:
            for key, _ in selector.select():
                source = key.fileobj
                if not isinstance(source, socket.socket):
                    return
                data = source.recv(65536)
                if not data:
                    return
                if key.data is not None:
                    key.data.sendall(data)
