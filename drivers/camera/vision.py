"""The vision child, `python -m drivers.camera.vision`: reads the camera, shows, searches for faces, says how it is.

It is started by `drivers.camera.child`, takes one start line on stdin and ends when stdin closes or its parent is
gone. Pictures leave it through the inherited preview memory only; nothing is ever written to a disk.
"""

from __future__ import annotations

import os
import queue
import resource
import sys
import threading
import time

import numpy as np

from drivers.camera.address import parse_address
from drivers.camera.capture import Capture, judge
from drivers.camera.commands import Ask, Command, CommandReader
from drivers.camera.cv import cv2
from drivers.camera.lines import LINE_LIMIT_BYTES, Event, HealthLine, Start, StillLine, decode_start, encode_event
from drivers.camera.preview import LONGEST_SIDE_PX, PreviewWriter
from drivers.camera.sources import Picture, decode, source_of
from drivers.camera.tasks import VisionTasks
from kiosk.devices import STILL_LIMIT_BYTES, Condition

FRESH_SECONDS = 0.2
"""A picture older than this is neither shown nor searched (facts, face, section 10)."""
PREVIEW_PERIOD_SECONDS = 1 / 30
SIGN_OF_LIFE_SECONDS = 1.0
STILL_LONGEST_SIDE_PX = 1920
STILL_QUALITIES = (90, 80, 65, 50)
"""JPEG qualities that are tried until a still is small enough; below them print is hard to read."""


class Vision:
    """One camera's loop: newest picture, preview, what is asked of it, health. The main thread runs it."""

    def __init__(self, start: Start, out: int) -> None:
        self._out = out
        self._parent_pid = start.parent_pid
        self._writer = PreviewWriter(start.preview_fd)
        self._capture = Capture(source_of(parse_address(start.address)))
        self._number = start.first_number
        self._tasks = VisionTasks(start, self._say)
        self._facts = {"opencv": cv2.__version__} | self._tasks.facts
        self._shown: float | None = None
        self._next_show = self._next_sign = 0.0
        self._said: tuple[Condition, str] | None = None
        self._still_asked = False
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def ask(self, command: Command) -> None:
        """From the thread that hears commands."""
        self._commands.put(command)
        self._capture.nudge()

    def run(self, ending: threading.Event) -> None:
        """Until `ending` is set or the parent is gone; the preview is wiped at the end."""
        self._capture.start()
        try:
            while not ending.is_set() and os.getppid() == self._parent_pid:
                if not self._capture.is_alive():
                    raise RuntimeError("the capture thread ended by itself")
                shot = self._capture.take(timeout_seconds=0.1)
                self._carry_out()
                now = time.monotonic()
                if shot is not None and now - shot.captured <= FRESH_SECONDS and now >= self._next_show:
                    picture = decode(shot.content)
                    if picture is not None:
                        self._use(picture, shot.captured)
                        picture.fill(0)
                self._tasks.tick()
                self._say_health()
        finally:
            self._writer.close()
            self._capture.stop(timeout_seconds=0.5)

    def _carry_out(self) -> None:
        while not self._commands.empty():
            command = self._commands.get()
            if command is Ask.STILL:
                self._still_asked = True  # asking twice is once
            else:
                self._tasks.do(command)

    def _use(self, picture: Picture, captured: float) -> None:
        height, width = picture.shape[:2]
        self._facts["picture"] = f"{width}×{height}"
        if self._still_asked:
            self._still_asked = False
            self._say(StillLine(jpeg=still_of(picture)))
        small = picture
        scale = min(1.0, LONGEST_SIDE_PX / max(width, height))
        if scale < 1.0:
            width, height = max(1, round(width * scale)), max(1, round(height * scale))
            small = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        with self._writer.frame(
            number=self._number, captured_ns=int(captured * 1e9), width=width, height=height
        ) as pixels:
            cv2.cvtColor(small, cv2.COLOR_BGR2BGRA, dst=np.frombuffer(pixels, np.uint8).reshape(height, width, 4))
        self._number += 1
        self._shown = captured
        now = time.monotonic()
        self._next_show = max(self._next_show, now - PREVIEW_PERIOD_SECONDS) + PREVIEW_PERIOD_SECONDS
        self._tasks.look(picture, small, captured)
        small.fill(0)

    def _say_health(self) -> None:
        now = time.monotonic()
        condition, fault = judge(now, self._capture.state(), self._shown)
        if condition is Condition.READY and self._tasks.fault is not None:
            condition, fault = Condition.WARNING, self._tasks.fault
        said = (condition, fault.id if fault else "")
        if said != self._said or now >= self._next_sign:
            self._said, self._next_sign = said, now + SIGN_OF_LIFE_SECONDS
            self._say(HealthLine(condition=condition, fault=fault, facts=self._facts))

    def _say(self, event: Event) -> None:
        rest = encode_event(event)
        while rest:
            rest = rest[os.write(self._out, rest) :]


def still_of(picture: Picture) -> bytes:
    """A picture as JPEG of at most `STILL_LIMIT_BYTES`: of less quality first, then smaller."""
    longest = STILL_LONGEST_SIDE_PX
    while True:
        height, width = picture.shape[:2]
        scale = min(1.0, longest / max(height, width))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = picture if scale == 1.0 else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        for quality in STILL_QUALITIES:
            good, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if good and len(data) <= STILL_LIMIT_BYTES:
                return bytes(data)
        longest = max(size) * 3 // 4


def _hear_commands(vision: Vision, ending: threading.Event) -> None:
    # os.read and not sys.stdin: a daemon thread inside a buffered reader breaks the interpreter's end.
    reader = CommandReader()
    try:
        while (commands := reader.read(0)) is not None:
            for command in commands:
                vision.ask(command)
    except ValueError as problem:
        # without the words of the problem: they may quote what was sent
        sys.stderr.write(f"a command cannot be understood: {type(problem).__name__}\n")
    ending.set()


def _first_line() -> bytes:
    line = b""
    while not line.endswith(b"\n") and len(line) <= LINE_LIMIT_BYTES:
        piece = os.read(0, 1)
        if not piece:
            break
        line += piece
    return line


def main() -> int:
    """Exit 0 at the end of stdin or of the parent, 2 when the first line is not a start line."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold pictures of people
    # Libraries that print to stdout must not break the lines: they get stderr, the lines get their own copy.
    out = os.dup(1)
    os.dup2(2, 1)
    line = _first_line()
    if not line:
        return 0
    try:
        start = decode_start(line)
        vision = Vision(start, out)
    except ValueError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    ending = threading.Event()
    threading.Thread(target=_hear_commands, args=(vision, ending), name="stdin", daemon=True).start()
    try:
        vision.run(ending)
    except BrokenPipeError:
        return 0
    return 0


if __name__ == "__main__":
    # The capture thread may hang in a read of a library: its buffers go with the process.
    code = main()
    sys.stderr.flush()
    os._exit(code)
