"""Owns the capture thread of the vision child: it reads without pause and keeps the newest picture only.

A consumer slower than the camera would otherwise see ever older pictures (facts, face, section 10: 2525 ms
behind after 40 frames). What the slot's newest picture replaced is gone.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from drivers.camera.sources import Picture, Source
from kiosk.devices import Condition
from kiosk.faults import Fault, FaultError

STALLED_SECONDS = 1.0
"""No picture for this long is a stall (facts, face, section 10: health by frame age, not by isOpened)."""
FIRST_PICTURE_SECONDS = 3.0
"""A local camera may take its time from being opened to its first picture; after that it is a stall too."""
FIRST_BACK_OFF_SECONDS = 0.25
LAST_BACK_OFF_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class Shot:
    captured: float
    """`time.monotonic()` when it had been read whole."""
    content: bytes | Picture


@dataclass(frozen=True, kw_only=True)
class CaptureState:
    tried: float
    """Since when a first picture is waited for."""
    arrived: float | None
    """When the last picture came."""
    fault: Fault | None
    """Why the source could not be opened or read last time; None while it is open."""


def judge(now: float, state: CaptureState, shown: float | None) -> tuple[Condition, Fault | None]:
    """The camera's condition. `shown` is when the last picture that could be decoded came; all in seconds.

    Only the age of pictures counts: a picture not older than a second is READY, whatever else was said.
    """
    if shown is not None and now - shown <= STALLED_SECONDS:
        return Condition.READY, None
    if state.arrived is not None and now - state.arrived <= STALLED_SECONDS:
        if shown is None or state.arrived - shown > STALLED_SECONDS:
            return Condition.FAULT, Fault(id="camera.unreadable", detail="pictures come but cannot be decoded")
        return Condition.READY, None
    if state.fault is not None:
        return Condition.FAULT, state.fault
    if state.arrived is None and now - state.tried <= FIRST_PICTURE_SECONDS:
        return Condition.STARTING, None
    return Condition.FAULT, Fault(id="camera.stalled", detail=f"no picture for more than {STALLED_SECONDS:g} s")


class Capture(threading.Thread):
    """Opens the source, reads it, and opens it again with back-off when it ends. `stop` joins."""

    def __init__(self, source: Source) -> None:
        super().__init__(name="capture", daemon=True)
        self._source = source
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._nudged = False
        self._shot: Shot | None = None
        self._tried = time.monotonic()
        self._arrived: float | None = None
        self._fault: Fault | None = None

    def take(self, timeout_seconds: float) -> Shot | None:
        """Wait for the newest picture and take it out of the slot; None when none came in time, or on `nudge`."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._shot is not None or self._stopping.is_set() or self._nudged, timeout_seconds
            )
            self._nudged = False
            shot, self._shot = self._shot, None
            return shot

    def nudge(self) -> None:
        """Let who waits in `take` go on: there is something else to do."""
        with self._changed:
            self._nudged = True
            self._changed.notify_all()

    def state(self) -> CaptureState:
        with self._changed:
            return CaptureState(tried=self._tried, arrived=self._arrived, fault=self._fault)

    def stop(self, timeout_seconds: float) -> bool:
        """Ask the thread to end and wait for it; False when it still hangs in a read."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        self.join(timeout_seconds)
        return not self.is_alive()

    def run(self) -> None:
        pause = FIRST_BACK_OFF_SECONDS
        while not self._stopping.is_set():
            try:
                self._source.open()
                self._note_open()
                while not self._stopping.is_set():
                    self._keep(Shot(content=self._source.read(), captured=time.monotonic()))
                    pause = FIRST_BACK_OFF_SECONDS
            except FaultError as problem:
                # A stall says nothing that the frame's age does not; why opening failed does.
                if problem.fault.id != "camera.stalled":
                    with self._changed:
                        self._fault = problem.fault
            finally:
                self._source.close()
            self._stopping.wait(pause)
            pause = min(pause * 2, LAST_BACK_OFF_SECONDS)

    def _note_open(self) -> None:
        with self._changed:
            # Not after a mere reopening without a picture, or a stalled camera would look new each time.
            if self._fault is not None:
                self._tried, self._fault = time.monotonic(), None

    def _keep(self, shot: Shot) -> None:
        with self._changed:
            self._shot, self._arrived, self._fault = shot, shot.captured, None
            self._changed.notify_all()
