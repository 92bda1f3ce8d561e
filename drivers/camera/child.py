"""Owns the vision child as the window process sees it: its start with a clean environment, its lines, its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from drivers.camera.lines import Event, LineSplitter, Start, decode_event, encode_start

_PROJECT = Path(__file__).resolve().parents[2]
_NICE = 5
"""The window goes first on two cores."""


def child_environment() -> dict[str, str]:
    """All that the child is given: no Qt, no secrets, one thread a library, bounded reads and pictures."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_PROJECT),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OPENCV_LOG_LEVEL": "ERROR",
        # Seconds a V4L2 read may wait; the backend has no property for it.
        "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT_SEC": "2",
        # 4096 × 4096: a small file must not unpack to gigabytes.
        "OPENCV_IO_MAX_IMAGE_PIXELS": str(1 << 24),
    }


class VisionChild:
    """One run of the child. Belongs to one thread; `end` must be called."""

    def __init__(self, start: Start) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "drivers.camera.vision"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
            pass_fds=(start.preview_fd,),
            bufsize=0,
        )
        # now and not by itself: most of its start are imports, and the threads that they make stay as they are made
        os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)
        if self._process.stdin is None or self._process.stdout is None or self._process.stderr is None:
            raise RuntimeError("a child without pipes")
        self._stdin, self.stdout, self.stderr = self._process.stdin, self._process.stdout, self._process.stderr
        os.set_blocking(self.stdout.fileno(), False)
        os.set_blocking(self.stderr.fileno(), False)
        os.set_blocking(self._stdin.fileno(), False)
        self._unsent = bytearray()
        self._splitter = LineSplitter()
        self._last_words = b""
        self.ask(encode_start(start))

    @property
    def pid(self) -> int:
        return self._process.pid

    def events(self) -> Iterator[Event]:
        """What it has said since the last call. `EOFError` when it said its last, `ValueError` on nonsense."""
        while data := self._read(self.stdout.fileno()):
            for line in self._splitter.feed(data):
                yield decode_event(line)
        if data is not None:
            raise EOFError

    def ask(self, line: bytes) -> None:
        """Send a line; what the pipe does not take now goes with the next `send`: a child may be slow to hear."""
        self._unsent += line
        self.send()

    def send(self) -> bool:
        """Go on sending; True when nothing is left. What was sent is overwritten here."""
        try:
            while self._unsent:
                count = os.write(self._stdin.fileno(), self._unsent)
                self._unsent[:count] = bytes(count)
                del self._unsent[:count]
        except BlockingIOError:
            return False
        except BrokenPipeError:  # it died: seen as the end of its stdout
            self._unsent[:] = bytes(len(self._unsent))
            self._unsent.clear()
        return True

    def memory_bytes(self) -> int:
        """What it holds in memory (resident); 0 when it is gone."""
        try:
            fields = Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()
            return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")  # the second field: proc(5)
        except (OSError, IndexError):
            return 0

    def hear_stderr(self) -> bool:
        """Keep the end of what it wrote to stderr (tracebacks, never pictures); False at its end."""
        while data := self._read(self.stderr.fileno()):
            self._last_words = (self._last_words + data)[-1024:]
        return data is None

    def end(self) -> str:
        """Kill it if it lives, wait for it, close its pipes. Returns how it ended, for a technician.

        It is killed rather than asked: it owns nothing that would have to be saved, and the kernel frees camera
        and memory at once.
        """
        self._process.kill()
        code = self._process.wait()
        self.hear_stderr()
        self._unsent[:] = bytes(len(self._unsent))
        for pipe in (self._stdin, self.stdout, self.stderr):
            pipe.close()
        words = self._last_words.decode("utf-8", "replace").strip().splitlines()
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"{how}: {words[-1]}" if words else how

    @staticmethod
    def _read(fd: int) -> bytes | None:
        try:
            return os.read(fd, 1 << 16)
        except BlockingIOError:
            return None
