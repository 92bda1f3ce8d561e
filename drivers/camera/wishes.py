"""Owns what the window wants of the vision child beside pictures: a still, a verification, a code; and who owes it.

Every verification that was asked for is answered exactly once, whatever becomes of the child. All methods may be
called from any thread; `send`, `heard` and `gone` are the owner thread's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace

from drivers.camera.child import VisionChild
from drivers.camera.commands import Ask, encode_ask, encode_verify
from drivers.camera.lines import CodeLine, EndedLine, Event, GuidedLine, MeasuredLine, StillLine, ZoneLine
from kiosk.devices import CodeSeen, DeviceEvent, FaceGuided, FaceMeasured, StillTaken, ZoneSeen
from kiosk.identity.face import FaceEvidence, FaceStop, FaceTask

OVERDUE_SECONDS = 2.0
"""The child keeps the time limit itself; one that has not answered so long after it hangs."""


def no_evidence(task: str, stop: FaceStop) -> FaceEvidence:
    """The evidence of a verification that measured nothing."""
    return FaceEvidence(
        task=task,
        stop=stop,
        score=0.0,
        frames=0,
        live=False,
        turns=0,
        model="",
        detector="",
        took_ms=0,
        last_frame_ms=0,
    )


class Wishes:
    """Of one camera."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._lock = threading.Lock()
        self._still = False
        self._task: FaceTask | None = None
        self._number = 0
        """Names a verification towards the child; ids of tasks are the window's and may come again."""
        self._deadline = 0.0
        self._ending = False
        self._ended = threading.Event()
        self._finder: Ask | None = None
        # Which child was asked for each:
        self._still_of: VisionChild | None = None
        self._task_of: VisionChild | None = None
        self._end_of: VisionChild | None = None
        self._finder_of: VisionChild | None = None

    def still(self) -> None:
        with self._lock:
            self._still = True

    def verify(self, task: FaceTask) -> Sequence[DeviceEvent]:
        """Returns what is to be posted: the end of a verification that still ran, the answer to a useless photo."""
        with self._lock:
            answers = self._answer(FaceStop.CANCELLED)
            try:
                encode_verify(task)
            except ValueError:
                return [*answers, FaceMeasured(device=self._device, evidence=no_evidence(task.id, FaceStop.PHOTO))]
            self._task, self._task_of = task, None
            self._number += 1
            self._deadline = time.monotonic() + task.time_limit_s + OVERDUE_SECONDS
            return answers

    def end_verify(self) -> tuple[threading.Event | None, Sequence[DeviceEvent]]:
        """Ask for the end; returns what is set once nothing is left (None: nothing is), and what is to be posted."""
        with self._lock:
            if self._task_of is None:
                return None, self._answer(FaceStop.CANCELLED)  # no child has it
            self._ending, self._ended = True, threading.Event()
            return self._ended, ()

    def look_for(self, ask: Ask) -> None:
        with self._lock:
            self._finder, self._finder_of = ask, None

    def clear(self) -> Sequence[DeviceEvent]:
        """Nothing is wanted any more; returns what is to be posted."""
        with self._lock:
            self._still, self._finder = False, None
            return self._answer(FaceStop.CANCELLED)

    def overdue(self) -> bool:
        """Whether the child owes a verification for too long."""
        with self._lock:
            return self._task is not None and time.monotonic() > self._deadline

    def send(self, child: VisionChild) -> bool:
        """Ask the child for what it was not asked yet; False when its pipe does not take it all now."""
        with self._lock:
            if self._still and self._still_of is not child:
                self._still_of = child
                child.ask(encode_ask(Ask.STILL))
            if self._finder is not None and self._finder_of is not child:
                self._finder_of = child
                child.ask(encode_ask(self._finder))
            if self._task is not None and self._task_of is not child:
                self._task_of = child
                child.ask(encode_verify(replace(self._task, id=str(self._number))))
                self._task = replace(self._task, photo=b"")  # the child has it
            if self._ending and self._end_of is not child:
                self._end_of = child
                child.ask(encode_ask(Ask.END))
        return child.send()

    def heard(self, event: Event) -> Sequence[DeviceEvent]:
        """What a line of the child comes to; lines that answer nothing are dropped."""
        with self._lock:
            match event:
                case StillLine(jpeg=jpeg) if self._still:
                    self._still, self._still_of = False, None
                    return [StillTaken(device=self._device, jpeg=jpeg)]
                case GuidedLine(task=task) if self._task is not None and task == str(self._number):
                    return [
                        FaceGuided(device=self._device, task=self._task.id, hint=event.hint, progress=event.progress)
                    ]
                case MeasuredLine(evidence=evidence) if self._task is not None:
                    if evidence.task != str(self._number):
                        return []
                    known, self._task, self._task_of = self._task, None, None
                    return [FaceMeasured(device=self._device, evidence=replace(evidence, task=known.id))]
                case EndedLine():
                    self._end_of = None
                    return self._answer(FaceStop.CANCELLED)
                case CodeLine(text=text) if self._finder is Ask.CODE:
                    self._finder = None
                    return [CodeSeen(device=self._device, text=text)]
                case ZoneLine(key=key) if self._finder is Ask.ZONE:
                    self._finder = None
                    return [ZoneSeen(device=self._device, key=key)]
                case _:
                    return []

    def gone(self, stop: FaceStop) -> Sequence[DeviceEvent]:
        """The child is gone, and all that it held; a still and a code are asked of the next one."""
        with self._lock:
            self._still_of = self._finder_of = self._end_of = None
            if self._task is not None and self._task_of is None and not self._ending:
                return []  # it was never asked: the next child will be
            return self._answer(FaceStop.CANCELLED if self._ending else stop)

    def _answer(self, stop: FaceStop) -> Sequence[DeviceEvent]:
        task, self._task, self._task_of = self._task, None, None
        self._ending = False
        self._ended.set()
        return [] if task is None else [FaceMeasured(device=self._device, evidence=no_evidence(task.id, stop))]
