"""Byte channels to a printer, TCP or serial: write all or read some until a deadline, and nothing else.

    FaultError
    └── ChannelError
        ├── ChannelLostError      printer.disconnected: cannot be opened, closed by the printer, reset, unplugged
        └── ChannelStalledError   printer.no-answer: takes no more bytes, or says nothing, until the deadline

Deadlines are moments of `time.monotonic`. A channel belongs to one thread.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import termios
import time
from collections.abc import Callable

import serial

from drivers.printer.address import PrinterAddress, SerialAddress, TcpAddress
from drivers.printer.status import DISCONNECTED, NO_ANSWER
from kiosk.faults import FaultError

CONNECT_S = 2.0
"""A printer in the same cabinet answers a TCP connect in milliseconds; a switched-off one never does."""
_READ_BYTES = 256
_SERIAL_ERRORS = (OSError, ValueError, termios.error)
"""What pyserial lets through: its own errors are OSErrors, those of termios are not."""


class ChannelError(FaultError):
    """Any trouble with the line itself."""


class ChannelLostError(ChannelError):
    def __init__(self, detail: str) -> None:
        super().__init__(DISCONNECTED, detail)


class ChannelStalledError(ChannelError):
    def __init__(self, detail: str) -> None:
        super().__init__(NO_ANSWER, detail)


class Channel:
    """An open file descriptor, non-blocking; `release` ends what stands behind it (True: throw unsent bytes away)."""

    def __init__(self, descriptor: int, name: str, release: Callable[[bool], None]) -> None:
        self._descriptor = descriptor
        self._name = name
        self._release = release
        os.set_blocking(descriptor, False)

    def write(self, data: bytes, deadline: float) -> None:
        """Hand all bytes to the line. After `ChannelStalledError` a part may have gone: close and open again."""
        rest = memoryview(data)
        while rest:
            self._wait(select.POLLOUT, deadline, f"{len(rest)} of {len(data)} bytes not taken")
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except BlockingIOError:
                continue
            except OSError as problem:
                raise ChannelLostError(f"{self._name}: {problem.strerror}") from problem

    def read_some(self, deadline: float) -> bytes:
        """At least one byte, as soon as it is there."""
        while True:
            self._wait(select.POLLIN, deadline, "no answer")
            try:
                data = os.read(self._descriptor, _READ_BYTES)
            except BlockingIOError:
                continue
            except OSError as problem:
                raise ChannelLostError(f"{self._name}: {problem.strerror}") from problem
            if not data:
                raise ChannelLostError(f"{self._name}: closed by the printer")
            return data

    def read_waiting(self) -> bytes:
        """What has arrived already, perhaps nothing."""
        found = b""
        while True:
            try:
                found += self.read_some(time.monotonic())
            except ChannelStalledError:
                return found

    def close(self, *, discard: bool = False) -> None:
        """Close. `discard` drops what is not sent yet: a stopped receipt must not come out later."""
        self._release(discard)

    def _wait(self, event: int, deadline: float, missing: str) -> None:
        poll = select.poll()
        poll.register(self._descriptor, event)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise ChannelStalledError(f"{self._name}: {missing}")


def open_channel(address: PrinterAddress) -> Channel:
    """Open the line of an address. Raises `ChannelLostError` when nothing is there."""
    line = address.line
    return _open_tcp(line) if isinstance(line, TcpAddress) else _open_serial(line)


def _open_tcp(line: TcpAddress) -> Channel:
    try:
        connection = socket.create_connection((line.host, line.port), timeout=CONNECT_S)
    except OSError as problem:
        raise ChannelLostError(f"{line}: {problem.strerror or problem}") from problem
    # Questions are three bytes each and must not wait for company (RFC 896)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def release(discard: bool) -> None:
        if discard:
            # Linger of 0 s: the kernel drops its buffer and resets the connection (socket(7))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return Channel(connection.fileno(), str(line), release)


def _open_serial(line: SerialAddress) -> Channel:
    try:
        port = serial.Serial(
            line.device,
            line.baud,
            timeout=0,
            rtscts=line.flow == "rtscts",
            xonxoff=line.flow == "xonxoff",
            exclusive=True,
        )
    except _SERIAL_ERRORS as problem:
        raise ChannelLostError(f"{line}: {problem}") from problem

    def release(discard: bool) -> None:
        try:
            if discard:
                port.reset_output_buffer()
        except _SERIAL_ERRORS:
            pass  # unplugged: there is nothing left to drop
        finally:
            port.close()

    return Channel(port.fileno(), str(line), release)
