"""The soak's terminal: `main.py headless` as a process of its own, its lines, its vital signs, its death."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.faults import ROOT

Line = dict[str, Any]
ENDS_WITHIN_S = 60.0
"""From the end of its input to its own: it waits for a print job and a request under way."""
ORPHANS_S = 15.0
"""How long children of a killed terminal may take to notice: a second or two; machines are shared."""


class TerminalEndedError(Exception):
    """The process is gone; there are no lines left to read."""


@dataclass(frozen=True, kw_only=True)
class Vitals:
    """Of the terminal's own process, as Linux tells it."""

    rss_kib: int
    descriptors: int
    threads: int


@dataclass(frozen=True, kw_only=True)
class Relative:
    """A process below the terminal's. The start time tells it from a later one with the same id."""

    pid: int
    started: str
    command: str

    def lives(self) -> bool:
        stat = _stat(self.pid)
        return stat is not None and stat[19] == self.started and stat[0] != "Z"


class HeadlessTerminal:
    """One life of the terminal. Lines come from `read`; `kill` and `close` end it."""

    def __init__(self, config: Path, log: Path) -> None:
        self._lines: queue.SimpleQueue[Line | None] = queue.SimpleQueue()
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py"), "headless", "--config", str(config)],
                cwd=ROOT,
                # a death by a signal of its own tells where it happened
                env={**os.environ, "PYTHONFAULTHANDLER": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                bufsize=1,
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, name="terminal-lines", daemon=True)
        self._reader.start()

    def act(self, action: str, value: Any = None) -> None:
        self.write(json.dumps({"action": action, "value": value}))

    def write(self, text: str) -> None:
        """Anything at all, as a line."""
        if self._process.stdin is not None:
            # that it has gone is said by `read`, after the last lines it wrote
            with suppress(BrokenPipeError):
                self._process.stdin.write(text + "\n")

    def read(self, within_s: float) -> Line | None:
        """The next line, or None when none came in time. `TerminalEndedError` after the last one."""
        try:
            line = self._lines.get(timeout=max(0.0, within_s))
        except queue.Empty:
            return None
        if line is None:
            self._lines.put(None)
            raise TerminalEndedError
        return line

    def close(self) -> int:
        """End its input, wait, and return its exit code; one that does not end is killed and has -9."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill(alone=False)
        self._bury()
        return self._process.returncode

    def kill(self, *, alone: bool) -> None:
        """kill -9: with all its children, as when the power goes, or it alone, as when memory runs out."""
        with suppress(ProcessLookupError):
            if alone:
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._bury()

    def vitals(self) -> Vitals | None:
        """None when it is gone."""
        folder = Path(f"/proc/{self._process.pid}")
        try:
            status = dict(
                row.split(":", 1) for row in (folder / "status").read_text("utf-8").splitlines() if ":" in row
            )
            return Vitals(
                rss_kib=int(status["VmRSS"].split()[0]),
                descriptors=len(list((folder / "fd").iterdir())),
                threads=int(status["Threads"]),
            )
        except (OSError, KeyError):
            return None

    def relatives(self) -> list[Relative]:
        """All processes below it now."""
        parents: dict[int, list[Relative]] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            stat = _stat(int(folder.name))
            if stat is not None:
                with suppress(OSError):
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                    relative = Relative(pid=int(folder.name), started=stat[19], command=command.strip())
                    parents.setdefault(int(stat[1]), []).append(relative)
        found: list[Relative] = []
        waiting = [self._process.pid]
        while waiting:
            children = parents.get(waiting.pop(), [])
            found += children
            waiting += [child.pid for child in children]
        return found

    def _bury(self) -> None:
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()

    def _read(self) -> None:
        if self._process.stdout is not None:
            for text in self._process.stdout:
                try:
                    line = json.loads(text)
                except ValueError:
                    line = {"unreadable": text[:200]}
                self._lines.put(line)
        self._lines.put(None)


def left_behind(relatives: list[Relative]) -> list[Relative]:
    """Those of an ended terminal that still live when they had time to notice; they are ended here."""
    deadline = time.monotonic() + ORPHANS_S
    while (living := [one for one in relatives if one.lives()]) and time.monotonic() < deadline:
        time.sleep(0.05)
    for one in living:
        with suppress(ProcessLookupError):
            os.kill(one.pid, signal.SIGKILL)
    return living


def _stat(pid: int) -> list[str] | None:
    """/proc/PID/stat from the state on (proc(5)): 0 is the state, 1 the parent, 19 the start time."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except (OSError, UnicodeDecodeError):
        return None
