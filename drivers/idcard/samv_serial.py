"""A SAM-V module on a serial line, 8N1, or on a pty that plays one."""

from __future__ import annotations

import termios
from collections.abc import Hashable
from pathlib import Path

import serial

from drivers.idcard.address import SerialAddress
from drivers.idcard.known_readers import reader_by_usb, usb_id_of_tty
from drivers.idcard.samv_port import SLICE_S, WRITE_LIMIT_S, gone, named, open_fault
from kiosk.faults import Fault


class SerialPlace:
    """A `Place` behind a device file, which may be a symlink that is re-pointed."""

    def __init__(self, address: SerialAddress) -> None:
        self._address = address

    def open(self) -> SerialPort:
        return SerialPort(self._address)

    def identity(self) -> Hashable:
        try:
            state = Path(self._address.path).stat()
        except OSError:
            return None
        return state.st_rdev, state.st_ino, state.st_ctime_ns

    def facts(self) -> dict[str, str]:
        facts = {"port": self._address.path, "baud": str(self._address.baud)}
        usb_id = usb_id_of_tty(self._address.path)
        if usb_id is None:
            return facts
        known = reader_by_usb(usb_id)
        return {**facts, "usb": usb_id, **({} if known is None else {"model": known.name})}

    def doubt(self) -> Fault | None:
        """None: a bridge says nothing about the module behind it."""
        return None


class SerialPort:
    """A `Port` that nobody else may open meanwhile (`flock` by pyserial)."""

    def __init__(self, address: SerialAddress) -> None:
        try:
            self._port = serial.Serial(
                address.path, address.baud, timeout=SLICE_S, write_timeout=WRITE_LIMIT_S, exclusive=True
            )
        except (OSError, termios.error, ValueError) as problem:
            raise open_fault(_errno(problem), _reason(problem)) from problem

    def clear(self) -> None:
        try:
            self._port.reset_input_buffer()
        except (OSError, termios.error) as problem:
            raise gone(_reason(problem)) from problem

    def write(self, command: bytes) -> bool:
        try:
            self._port.write(command)
        except serial.SerialTimeoutException:
            return False
        except (OSError, termios.error) as problem:
            raise gone(_reason(problem)) from problem
        return True

    def read(self) -> bytes:
        try:
            return self._port.read(max(1, self._port.in_waiting))
        except (OSError, termios.error) as problem:
            raise gone(_reason(problem)) from problem

    def close(self) -> None:
        self._port.close()


def _errno(problem: BaseException) -> int | None:
    """The number also of a `termios.error`, bare or inside pyserial's exception without one."""
    if isinstance(problem, OSError) and problem.errno is not None:
        return problem.errno
    for error in (problem, problem.__context__):
        if isinstance(error, termios.error) and error.args and isinstance(error.args[0], int):
            return error.args[0]
    return None


def _reason(problem: BaseException) -> str:
    return named(_errno(problem), str(problem))
