"""Owns the camera in the window process: `VisionCamera` keeps a vision child while it is open, and its preview.

One thread owns the child: it starts it, hears it, starts it again when it dies and ends it. OpenCV and numpy are
never imported here.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from drivers.camera.address import parse_address
from drivers.camera.child import VisionChild
from drivers.camera.commands import Ask
from drivers.camera.lines import Event, FacesLine, HealthLine, Start
from drivers.camera.models import model_directories
from drivers.camera.presence import seems_absent
from drivers.camera.preview import PreviewMemory
from drivers.camera.wishes import Wishes, no_evidence
from kiosk.devices import (
    Condition,
    DeviceEvent,
    DeviceHealth,
    DeviceKind,
    FaceMeasured,
    FacesSeen,
    HealthChanged,
    PreviewFrame,
)
from kiosk.faults import Fault
from kiosk.identity.face import FaceStop, FaceTask

MAX_PREVIEW_AGE_MS = 1000
"""A picture older than a stall is not shown: a frozen face on the screen says that the camera sees it."""
PRESENCE_PERIOD_SECONDS = 1.0
FIRST_RESTART_SECONDS = 0.25
LAST_RESTART_SECONDS = 2.0
SILENT_SECONDS = 5.0
"""The child gives a sign of life every second; after five without one it hangs and is killed."""
BIRTH_SECONDS = 20.0
"""The same for its first sign: OpenCV is imported from a cold disk."""
MEMORY_LIMIT_BYTES = 512 << 20
"""The child has 140 MiB with both models, and for moments two pictures of 48 MiB; more than this is a leak."""
_MEMORY_PERIOD_SECONDS = 1.0
_SEND_AGAIN_SECONDS = 0.02
_FORGET_SECONDS = 0.2
"""A child that has not forgotten a verification after this is killed."""
_END_SECONDS = 2.0


class VisionCamera:
    """Implements `kiosk.devices.Camera`. All methods may be called from any thread and return at once, except
    `close` and `stop`, which wait until the child is gone (some ten milliseconds: it is killed).

    `ValueError` for an address that is none. `models` are the directories to look in; None means
    `JIUJIN_MODELS`, then `models/` of the project.
    """

    def __init__(self, device_id: str, address: str, models: Sequence[Path] | None = None) -> None:
        self._device = device_id
        self._text = address
        self._address = parse_address(address)
        self._models = tuple(models) if models is not None else model_directories()
        self._post: Callable[[object], None] = lambda _event: None
        self._wishes = Wishes(device_id)
        self._lock = threading.Lock()  # guards what follows, and the memory against being read while it goes
        self._wanted = False
        self._forget_by_force = False
        self._memory: PreviewMemory | None = None
        self._frame: PreviewFrame | None = None
        self._health = self._idle_health()
        # Of the owner thread alone:
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._gone = threading.Event()
        self._wake_read, self._wake_write = -1, -1
        self._child: VisionChild | None = None
        self._weighed = 0.0
        self._sent = True
        self._next_number = 1
        self._heard = self._silence_allowed = 0.0
        self._restart_at = 0.0
        self._pause = FIRST_RESTART_SECONDS

    def start(self, post: Callable[[object], None]) -> None:
        """Begin to watch over the camera and post its health. `RuntimeError` when it was started already."""
        if self._thread is not None:
            raise RuntimeError("the camera was started already")
        self._post = post
        self._stopping.clear()
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._thread = threading.Thread(target=self._own, name=f"camera-{self._device}", daemon=True)
        self._thread.start()

    def open(self) -> None:
        """Start the child. `RuntimeError` when the camera was not started."""
        if self._thread is None:
            raise RuntimeError("the camera was not started")
        with self._lock:
            self._wanted = True
            self._gone.clear()
        self._wake()

    def latest(self) -> PreviewFrame | None:
        """The newest whole frame, the same object until there is a newer one; None while there is no fresh one."""
        with self._lock:
            if not self._wanted or self._memory is None:
                return None
            frame = self._memory.read(MAX_PREVIEW_AGE_MS, known=self._frame)
            self._frame = frame
            return frame

    def still(self) -> None:
        """Ask for a picture at full size, and of the next child if this one dies before; asking twice is once."""
        with self._lock:
            if self._wanted:
                self._wishes.still()
        self._wake()

    def verify(self, task: FaceTask) -> None:
        """See `kiosk.devices.Camera`. A camera that is not open answers CAMERA at once."""
        with self._lock:
            wanted = self._wanted
            answers = self._wishes.verify(task) if wanted else ()
        if not wanted:
            answers = (FaceMeasured(device=self._device, evidence=no_evidence(task.id, FaceStop.CAMERA)),)
        self._post_all(answers)
        self._wake()

    def end_verify(self) -> None:
        """See `kiosk.devices.Camera`. A child that does not forget within 0.2 s is killed, which forgets as well."""
        ended, answers = self._wishes.end_verify()
        self._post_all(answers)
        if ended is None:
            return
        self._wake()
        if threading.current_thread() is self._thread or ended.wait(_FORGET_SECONDS):
            return
        with self._lock:
            self._forget_by_force = True
        self._wake()
        ended.wait(_END_SECONDS)

    def look_for_code(self) -> None:
        self._look_for(Ask.CODE)

    def look_for_zone(self) -> None:
        self._look_for(Ask.ZONE)

    def close(self) -> None:
        """End the child and wipe the preview. At the return `latest` gives None and no picture is left."""
        with self._lock:
            self._wanted, self._frame = False, None
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._wake()
            self._gone.wait(_END_SECONDS)
        self._post_all(self._wishes.clear())

    def health(self) -> DeviceHealth:
        with self._lock:
            return self._health

    def stop(self) -> None:
        """Close and join. The camera may be started again afterwards."""
        thread = self._thread
        if thread is None:
            return
        self.close()
        self._stopping.set()
        self._wake()
        thread.join()
        os.close(self._wake_read)
        os.close(self._wake_write)
        self._thread = None

    # --- the owner thread ---

    def _own(self) -> None:
        self._post(HealthChanged(device=self._device, health=self.health()))
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_read, selectors.EVENT_READ)
            try:
                while not self._stopping.is_set():
                    self._step(selector)
            finally:
                self._end_child(selector)

    def _step(self, selector: selectors.BaseSelector) -> None:
        with self._lock:
            wanted = self._wanted
        now = time.monotonic()
        if not wanted:
            self._end_child(selector)
            self._pause, self._restart_at = FIRST_RESTART_SECONDS, 0.0
            self._change(self._idle_health())
            with self._lock:
                if not self._wanted:
                    self._gone.set()
        elif self._child is None and now >= self._restart_at:
            self._begin_child(selector)
        timeout = PRESENCE_PERIOD_SECONDS
        if wanted and self._child is None:
            timeout = max(0.0, self._restart_at - now)
        if not self._sent:
            timeout = _SEND_AGAIN_SECONDS
        for key, _ in selector.select(timeout):
            if key.fd == self._wake_read:
                os.read(self._wake_read, 4096)
        if self._child is not None:
            self._sent = self._wishes.send(self._child)
            self._hear(self._child, selector)
        if self._child is not None:
            self._watch(self._child, selector)

    def _watch(self, child: VisionChild, selector: selectors.BaseSelector) -> None:
        """Whether the child answers in time and keeps its size."""
        with self._lock:
            by_force, self._forget_by_force = self._forget_by_force, False
        now = time.monotonic()
        if by_force:
            self._retry_later(f"{self._end_child(selector)}, as it did not forget a verification in time")
        elif self._wishes.overdue():
            self._retry_later(f"{self._end_child(selector, FaceStop.TIME_OUT)}, as it owed a verification too long")
        elif now >= self._weighed + _MEMORY_PERIOD_SECONDS:
            self._weighed = now
            size = child.memory_bytes()
            if size > MEMORY_LIMIT_BYTES:
                self._retry_later(f"{self._end_child(selector)}, as it had grown to {size >> 20} MiB")

    def _begin_child(self, selector: selectors.BaseSelector) -> None:
        try:
            memory = PreviewMemory()
        except OSError as problem:
            self._retry_later(f"no preview memory: {problem.strerror}")
            return
        start = Start(
            address=self._text,
            model_directories=self._models,
            preview_fd=memory.fd,
            parent_pid=os.getpid(),
            first_number=self._next_number,
        )
        try:
            child = VisionChild(start)
        except OSError as problem:
            memory.close()
            self._retry_later(f"it cannot be started: {problem.strerror}")
            return
        with self._lock:
            self._memory = memory
        self._child = child
        self._heard, self._silence_allowed = time.monotonic(), BIRTH_SECONDS
        selector.register(child.stdout, selectors.EVENT_READ)
        selector.register(child.stderr, selectors.EVENT_READ)
        if self.health().condition is not Condition.FAULT:
            self._change(self._device_health(Condition.STARTING))

    def _hear(self, child: VisionChild, selector: selectors.BaseSelector) -> None:
        if child.stderr in selector.get_map() and not child.hear_stderr():
            selector.unregister(child.stderr)
        try:
            for event in child.events():
                self._heard, self._silence_allowed = time.monotonic(), SILENT_SECONDS
                self._pass_on(event)
        except EOFError:
            self._retry_later(self._end_child(selector))
        except ValueError as problem:
            self._retry_later(f"{self._end_child(selector)}, after nonsense: {problem}")
        else:
            if time.monotonic() - self._heard > self._silence_allowed:
                self._retry_later(f"{self._end_child(selector)}, after {self._silence_allowed:g} s of silence")

    def _pass_on(self, event: Event) -> None:
        with self._lock:
            if not self._wanted:
                return
        if isinstance(event, FacesLine):
            self._post(FacesSeen(device=self._device, faces=event.faces, frame_ms=event.frame_ms))
            return
        if not isinstance(event, HealthLine):
            self._post_all(self._wishes.heard(event))
            return
        if event.condition in (Condition.READY, Condition.WARNING):
            self._pause = FIRST_RESTART_SECONDS
        elif event.condition is Condition.STARTING and self.health().condition is Condition.FAULT:
            return  # a child that was started again has not yet shown that the fault is over
        self._change(self._device_health(event.condition, event.fault, event.facts))

    def _retry_later(self, how: str) -> None:
        self._restart_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LAST_RESTART_SECONDS)
        self._change(self._device_health(Condition.FAULT, Fault(id="camera.child-died", detail=how)))

    def _end_child(self, selector: selectors.BaseSelector, stop: FaceStop = FaceStop.CHILD) -> str:
        """Kill, wait, then wipe: as long as the child lives it could write one more picture."""
        child, self._child = self._child, None
        if child is None:
            return ""
        for pipe in (child.stdout, child.stderr):
            if pipe in selector.get_map():
                selector.unregister(pipe)
        how = child.end()
        with self._lock:
            memory, self._memory, self._frame = self._memory, None, None
            if memory is not None:
                self._next_number = max(self._next_number, memory.newest_number() + 1)
                memory.close()
        self._sent = True
        # a camera that was closed takes its verification back itself
        with self._lock:
            wanted = self._wanted
        if wanted:
            self._post_all(self._wishes.gone(stop))
        return how

    def _look_for(self, ask: Ask) -> None:
        with self._lock:
            if self._wanted:
                self._wishes.look_for(ask)
        self._wake()

    def _post_all(self, events: Sequence[DeviceEvent]) -> None:
        for event in events:
            self._post(event)

    # --- health ---

    def _idle_health(self) -> DeviceHealth:
        fault = seems_absent(self._address)
        condition = Condition.READY if fault is None else Condition.FAULT
        return self._device_health(condition, fault, {"state": "not opened"})

    def _device_health(
        self, condition: Condition, fault: Fault | None = None, facts: dict[str, str] | None = None
    ) -> DeviceHealth:
        return DeviceHealth(
            device=self._device,
            kind=DeviceKind.CAMERA,
            condition=condition,
            fault=fault,
            facts={"address": self._text, **(facts or {})},
        )

    def _change(self, health: DeviceHealth) -> None:
        """Keep the newest; post only what differs in condition or fault, not the technician's facts."""
        with self._lock:
            old, self._health = self._health, health
        if (old.condition, old.fault and old.fault.id) != (health.condition, health.fault and health.fault.id):
            self._post(HealthChanged(device=self._device, health=health))

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):  # the pipe is full of wakes already
            os.write(self._wake_write, b"!")
