"""The photo of an identity card opened by a vendor's decoder: which process runs it, for how long, and what counts.

The sealed 1024 bytes (WLT) are opened by closed libraries alone (facts, cards, section 3.6). Such a library gets a
process of its own that can write no file and dies on time; docs/photo-decoder.md is the contract with its author. No
decoder is the usual case: the photo is then not there, and whoever wants to compare it has another way.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from drivers.idcard.photo_child import LIBRARY, PROGRAM, REFUSED, SIMULATED, command_of
from kiosk.faults import Fault, FaultError
from kiosk.settings import PhotoDecoderSettings

BLOCK_SIZE = 1024
WIDTH, HEIGHT = 102, 126
"""Facts, cards, section 3.6."""
PICTURE_SIZE = WIDTH * HEIGHT * 3
"""38556 bytes: blue, green, red, rows from the top, nothing between them."""
_ROW = WIDTH * 3
_PADDED_ROW = 308
"""Rows of a BMP fill whole words of four bytes."""
_BMP_HEAD = 54
BMP_SIZE = _BMP_HEAD + _PADDED_ROW * HEIGHT
"""38862 bytes."""
_ROOT = Path(__file__).resolve().parents[2]
_PIECE = 1 << 16


class PhotoDecoder:
    """Opens one sealed photo at a time; `settings` None: this terminal has no decoder.

    May be called from any thread that can wait for `time_limit_s`. Neither block nor picture is ever in a file.
    """

    def __init__(self, settings: PhotoDecoderSettings | None) -> None:
        self._settings = settings

    def decode(self, block: bytes) -> bytes:
        """A BMP file of 102 × 126 pixels, 24 bit. `FaultError`:

        - `photo.no-decoder`: none is configured, or its file cannot be read
        - `photo.altered`: the file is another one than the settings say
        - `photo.refused`: the decoder does not take this block
        - `photo.time-out`: it did not end in time, and was ended
        - `photo.broken`: it crashed, does not fit the contract, or brought something else than a picture
        """
        settings = self._checked()
        if len(block) != BLOCK_SIZE:
            raise FaultError("photo.refused", f"{len(block)} bytes")
        output = bytearray()
        try:
            _run(command_of(_kind(settings), settings.path), block, settings.time_limit_s, output)
            return _as_bmp(output)
        finally:
            output[:] = bytes(len(output))

    def problem(self) -> Fault | None:
        """What is wrong with a decoder that is configured, as far as it shows without a photo."""
        if self._settings is None:
            return None
        try:
            self._checked()
        except FaultError as problem:
            return problem.fault
        return None

    def _checked(self) -> PhotoDecoderSettings:
        """The settings, once the file is the one that they name."""
        settings = self._settings
        if settings is None:
            raise FaultError("photo.no-decoder", "none is configured")
        if settings.path is None:
            return settings
        try:
            found = hashlib.sha256(settings.path.read_bytes()).hexdigest()
        except OSError as problem:
            raise FaultError("photo.no-decoder", f"{settings.path}: {problem.strerror}") from problem
        if found != settings.sha256:
            raise FaultError("photo.altered", f"sha256 is {found}")
        return settings


def _kind(settings: PhotoDecoderSettings) -> str:
    """A library by its name (`.so`, `.so.2`), everything else is a program."""
    if settings.path is None:
        return SIMULATED
    return LIBRARY if ".so" in settings.path.suffixes else PROGRAM


def _run(command: list[str], block: bytes, limit_s: float, output: bytearray) -> None:
    """Collect what the child writes when it gets a block: at most one byte more than a picture."""
    deadline = time.monotonic() + limit_s
    with subprocess.Popen(
        [sys.executable, "-s", "-P", "-B", "-m", "drivers.idcard.photo_child", str(os.getpid()), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(_ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        bufsize=0,
        start_new_session=True,
    ) as child:
        try:
            _exchange(child, block, deadline, output)
            _await_end(child.pid, deadline)
        except TimeoutError:
            raise FaultError("photo.time-out", f"{limit_s:g} s") from None
        finally:
            # also when it has ended: it may have left something behind; nobody else has its number before `wait`
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            code = child.wait()
    if code == REFUSED:
        raise FaultError("photo.refused", "the decoder does not take it")
    if code != 0:
        raise FaultError("photo.broken", f"signal {-code}" if code < 0 else f"exit code {code}")


def _exchange(child: subprocess.Popen[bytes], block: bytes, deadline: float, output: bytearray) -> None:
    """Give the block, take the answer. `TimeoutError` at the deadline."""
    given, taken = child.stdin, child.stdout
    assert given is not None  # noqa: S101 - both are pipes
    assert taken is not None  # noqa: S101
    with contextlib.suppress(BrokenPipeError):
        given.write(block)  # less than a pipe holds, so this never waits
    with contextlib.suppress(BrokenPipeError):
        given.close()
    while len(output) <= BMP_SIZE:
        if not select.select([taken], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(taken.fileno(), min(_PIECE, BMP_SIZE + 1 - len(output)))
        if not piece:
            break
        output += piece
    taken.close()


def _await_end(pid: int, deadline: float) -> None:
    """Return when the process has ended, which leaves its number taken. `TimeoutError` at the deadline."""
    process = os.pidfd_open(pid)
    try:
        if not select.select([process], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError
    finally:
        os.close(process)


def _as_bmp(output: bytearray) -> bytes:
    """A picture of rows from the top, or a whole BMP of the right shape, as BMP. `FaultError`: `photo.broken`."""
    if len(output) == PICTURE_SIZE:
        rows = (output[at : at + _ROW] + b"\0\0" for at in range(PICTURE_SIZE - _ROW, -1, -_ROW))
        return _head() + b"".join(rows)
    if len(output) == BMP_SIZE and _shape(output) == _shape(_head()):
        return bytes(output)
    raise FaultError("photo.broken", f"{len(output)} bytes that are no picture of {WIDTH} × {HEIGHT}")


def _head() -> bytes:
    """File header and BITMAPINFOHEADER: bottom-up, 24 bit, not compressed."""
    number = int.to_bytes
    return b"".join(
        (
            b"BM",
            number(BMP_SIZE, 4, "little"),
            bytes(4),
            number(_BMP_HEAD, 4, "little"),
            number(40, 4, "little"),
            number(WIDTH, 4, "little"),
            number(HEIGHT, 4, "little"),
            number(1, 2, "little"),
            number(24, 2, "little"),
            bytes(4),
            number(BMP_SIZE - _BMP_HEAD, 4, "little"),
            bytes(16),
        )
    )


def _shape(bmp: bytes | bytearray) -> bytes:
    """What must be right in a header: kind, where pixels begin, header size, width, height, planes, depth, coding."""
    return bytes(bmp[:2] + bmp[10:34])
