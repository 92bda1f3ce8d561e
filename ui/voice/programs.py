"""Runs the voice's programs one at a time: each within a time limit, and ended when something newer is to be said."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress

from ui.voice.errors import CutError, MissingError, VoiceError

LAST_S = 2.0
"""How long a killed program is waited for. One that hangs in a driver's call cannot be killed, and is left behind."""
PACKAGES = {"aplay": "alsa-utils", "espeak-ng": "espeak-ng"}


class Programs:
    """`run` in one thread, `cut` and `end` in any."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None
        self._turn = 0
        self._ended = threading.Event()
        self._left: list[subprocess.Popen[bytes]] = []
        """Killed and not gone; kept so that they are reaped when they go."""

    @property
    def turn(self) -> int:
        """Rises with each cut: what was begun in an earlier turn is not to be heard any more."""
        return self._turn

    def cut(self) -> None:
        """End what runs, at once and without waiting for its end."""
        self._turn += 1
        running = self._running
        if running is not None:
            with suppress(OSError):
                running.kill()

    def end(self) -> None:
        """As `cut`; nothing is begun afterwards."""
        self._ended.set()
        self.cut()

    def run(self, command: Sequence[str], data: bytes, limit_s: float, turn: int) -> bytes:
        """Feed a program, and return what it writes. `VoiceError` when it is missing, fails or takes longer than
        `limit_s`; `CutError` when the turn it was begun for has passed."""
        name = command[0].rpartition("/")[2]
        self._left = [left for left in self._left if left.poll() is None]
        if self._ended.is_set() or turn != self._turn:
            raise CutError
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # complaints in English, as manuals and forums have them
                env={**os.environ, "LC_ALL": "C"},
                start_new_session=True,
            )
        except FileNotFoundError as problem:
            raise MissingError(name, PACKAGES.get(name, name)) from problem
        except OSError as problem:
            raise VoiceError(f"{name} cannot be run ({problem.strerror})") from problem
        self._running = process
        if turn != self._turn:
            # cut between the question above and now
            process.kill()
        try:
            answer, complaint = process.communicate(data, timeout=limit_s)
        except subprocess.TimeoutExpired:
            self._kill(process)
            if turn != self._turn:
                raise CutError from None
            raise VoiceError(f"{name} did not end within {limit_s:.0f} s") from None
        finally:
            self._running = None
        if turn != self._turn:
            raise CutError
        if process.returncode:
            # what a program complains of is its device or its voice; the sentence went to its input
            words = complaint.decode("utf-8", "replace").strip().splitlines()
            raise VoiceError(f"{name}: {words[-1][:120] if words else f'ended with {process.returncode}'}")
        return answer

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        try:
            process.wait(LAST_S)
        except subprocess.TimeoutExpired:
            self._left.append(process)
