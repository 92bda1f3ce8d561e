"""The process of a photo decoder: bounded first, then the vendor's code, then a picture on standard output.

    python -m drivers.idcard.photo_child PARENT library FILE      calls jiujin_decode_photo of a shared library
    python -m drivers.idcard.photo_child PARENT program FILE      becomes that program
    python -m drivers.idcard.photo_child PARENT simulated         becomes the decoder of simulated cards

1024 bytes on standard input, 38556 (or a BMP of 38862) on standard output; exit 0 with a picture, 65 when the block
is refused, anything else is a broken decoder. docs/photo-decoder.md.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

LIBRARY, PROGRAM, SIMULATED = "library", "program", "simulated"
REFUSED, _BROKEN = 65, 70
"""EX_DATAERR and EX_SOFTWARE of sysexits.h: 1 is what everything ends with that was never meant to."""
_BLOCK_SIZE, _PICTURE_SIZE = 1024, 38556
MEMORY_BYTES = 512 * 1024 * 1024
"""Address space. A decoder needs a few megabytes; the interpreter around it takes the most."""
CPU_S = 10
"""A backstop: the parent ends what takes longer than the settings allow."""
_OPEN_FILES = 64
_CORE_BYTES = 1
"""Not 0: a core that is piped to a program ignores 0, and takes 1 as "none" (Linux, fs/coredump.c); as the size of a
file it is too little for anything to be written. A core would hold the photo of a person."""
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
"""Linux, include/uapi/linux/prctl.h."""


def command_of(kind: str, file: Path | None) -> list[str]:
    """What follows the parent's number on the command line."""
    return [kind] if file is None else [kind, str(file)]


def main(arguments: list[str]) -> int:
    """Bound this process and run the decoder; returns the exit code."""
    parent, kind, *rest = arguments
    _bound(int(parent))
    if kind == LIBRARY:
        return _library(rest[0])
    simulated = [sys.executable, "-s", "-P", "-B", "-m", "drivers.idcard.simulated_photo"]
    program = rest if kind == PROGRAM else simulated
    os.execv(program[0], program)  # noqa: S606 - a file of the settings, whose sum was compared
    return _BROKEN


def _bound(parent: int) -> None:
    """No file can be written, no core is left, nothing outlives the parent; all of it holds for what is run next."""
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(_BROKEN)  # it ended before we asked to be told
    limits = {
        resource.RLIMIT_CORE: _CORE_BYTES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_S,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    for what, limit in limits.items():
        hard = resource.getrlimit(what)[1]
        bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (bound, bound))


def _library(file: str) -> int:
    """Call the library with a standard output that leads nowhere, since many print."""
    block = sys.stdin.buffer.read(_BLOCK_SIZE + 1)
    answer = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        decode = ctypes.CDLL(file).jiujin_decode_photo
    except (OSError, AttributeError):
        return _BROKEN
    decode.argtypes = (ctypes.c_char_p, ctypes.c_char_p)
    decode.restype = ctypes.c_int
    picture = ctypes.create_string_buffer(_PICTURE_SIZE)
    if len(block) != _BLOCK_SIZE or decode(block, picture) != 0:
        return REFUSED
    left = memoryview(picture.raw)
    while left:
        left = left[os.write(answer, left) :]
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    # at once: what a vendor's library does when it is unloaded is no part of a picture
    os._exit(code)
