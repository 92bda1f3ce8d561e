"""Child processes of the demonstration: started, waited for until they say they are ready, ended by their id."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.faults import ROOT


class ChildError(RuntimeError):
    """A child did not come up; the text says which and where its log is."""


class Child:
    """One Python child of this program whose first line of output says that it is ready."""

    def __init__(self, name: str, arguments: Sequence[str], log: Path) -> None:
        self._name = name
        with log.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        stdout = self._process.stdout
        try:
            line = b"" if stdout is None else stdout.readline()
        except BaseException:
            # whoever waits may be asked to end meanwhile; the child must not outlive them
            self.stop()
            raise
        if not line:
            self.stop()
            words = log.read_text("utf-8").strip().splitlines()
            raise ChildError(f"{name} did not start: {words[-1] if words else 'it said nothing'} (see {log})")
        self.ready = line.decode().strip()

    def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def kill(self) -> None:
        """kill -9: as when the power goes."""
        self._process.kill()
        self.stop()


def run_python(arguments: Sequence[str]) -> str:
    """The output of a short command of this program; `ChildError` with its words when it refuses."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ChildError(done.stderr.strip() or f"{arguments} ended with {done.returncode}")
    return done.stdout
