"""The running terminal: store, devices and flow put together, with one queue that carries every event.

Front ends own the thread: they call `act`, `tick` and `handle_pending` on it, and set `wake` to be told from other
threads that something is pending.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from app.faults import all_faults
from app.parts import (
    camera_of,
    check_addresses,
    has_slot,
    photo_decoder_of,
    printer_of,
    reader_of,
    remote_of,
    store_of,
)
from app.residue import residue_in
from app.version import SOFTWARE
from kiosk.clock import SystemClock
from kiosk.devices import FaceBox, FaceGuided, FacesSeen
from kiosk.dock import DockFile
from kiosk.documents.press import Press
from kiosk.flow.page import Frame, Page
from kiosk.flow.state import Desk, WorkDone
from kiosk.flow.terminal import Terminal
from kiosk.flow.words import Words
from kiosk.settings import Settings
from offline_cache.ids import uuid7

LOG = logging.getLogger("jiujin")


class Program:
    """One terminal in this process. `SettingsError` and `DatabaseError` come out of `start` before anything runs."""

    def __init__(self, settings: Settings) -> None:
        check_addresses(settings)
        self.settings = settings
        self.clock = SystemClock()
        self.wake: Callable[[], None] = lambda: None
        self._pending: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._shows: list[Callable[[Page, Frame], None]] = []
        self._last: tuple[Page, Frame] | None = None
        self._faces: tuple[FaceBox, ...] = ()
        self._dock = None if settings.dock is None else DockFile(settings.dock)
        """Of the demonstration: the drawn person before the camera does what the screen asks."""
        self.store = store_of(settings, self.clock, self._conditions, self._attention)
        self._remote = remote_of(settings, self.clock, self.store)
        self._ending = False
        self._workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="worker")
        self._press = Press()
        self.desk = Desk(
            clock=self.clock,
            store=self.store,
            faults=all_faults(),
            words=Words.load(),
            press=self._press,
            new_id=lambda: uuid7(self.clock.utc()),
            post=self.post,
            work=self._work,
            reader=reader_of(settings),
            printer=printer_of(settings),
            camera=camera_of(settings),
            photos=photo_decoder_of(settings),
            remote=self._remote,
            slot=has_slot(settings),
            software=SOFTWARE,
        )
        self.terminal = Terminal(self.desk, residue_in((settings.data,), lambda: repr(self._last)))

    def start(self) -> None:
        """Open the store, start the devices, show the first page."""
        self.store.start(self.post)
        for device in (self.desk.reader, self.desk.printer, self.desk.camera):
            if device is not None:
                device.start(self.post)
        self.terminal.attach(self._show)
        self.terminal.start()

    def stop(self) -> None:
        """The one shutdown: devices, renderer, workers, then the store, which writes its last words."""
        for device in (self.desk.camera, self.desk.printer, self.desk.reader):
            if device is not None:
                device.stop()
        self._press.close()
        # a worker may wait for the platform
        self._remote.close()
        self._ending = True
        self._workers.shutdown(wait=True, cancel_futures=True)
        self.handle_pending()
        self.store.stop()

    # -- the thread of the front end --------------------------------------------------------------------------------

    def attach(self, show: Callable[[Page, Frame], None]) -> None:
        """Add a front end; it is shown the present page at once."""
        self._shows.append(show)
        if self._last is not None:
            show(*self._last)

    def act(self, action: str, value: Any = None) -> None:
        self.terminal.act(action, value)

    def tick(self) -> None:
        self.handle_pending()
        self.terminal.tick()

    def faces(self) -> tuple[FaceBox, ...]:
        """What the camera saw last, in pixels of the preview."""
        return self._faces

    def handle_pending(self) -> None:
        """Carry out what devices, store and workers have posted."""
        while True:
            try:
                event = self._pending.get_nowait()
            except queue.Empty:
                return
            self._handle(event)

    def wait(self, seconds: float) -> None:
        """For front ends without an event loop: sleep until an event is there, then carry out all."""
        try:
            event = self._pending.get(timeout=seconds)
        except queue.Empty:
            return
        self._handle(event)
        self.handle_pending()

    def _handle(self, event: object) -> None:
        if isinstance(event, FacesSeen):
            # many a second, and nothing that the flow decides by
            self._faces = event.faces
        else:
            if isinstance(event, FaceGuided) and self._dock is not None:
                self._dock.prompt(event.hint)
            self.terminal.handle(event)

    # -- any thread -------------------------------------------------------------------------------------------------

    def post(self, event: object) -> None:
        self._pending.put(event)
        self.wake()

    def _work(self, tag: str, job: Callable[[], Any]) -> None:
        def run() -> None:
            try:
                result = job()
            except Exception as problem:  # noqa: BLE001 - whatever it was, the flow must hear that it ended
                LOG.warning("background work %s: %s", tag.partition(":")[0], type(problem).__name__)
                result = None
            self.post(WorkDone(tag=tag, result=result))

        # what is still pending at the end is heard, but nothing new is begun: its answer would find nobody
        if not self._ending:
            self._workers.submit(run)

    def _conditions(self) -> dict[str, str]:
        return {device: health.condition.value for device, health in dict(self.desk.health).items()}

    def _attention(self) -> tuple[str, ...]:
        return tuple(sorted(self.desk.attention))

    def _show(self, page: Page, frame: Frame) -> None:
        self._last = (page, frame)
        for show in self._shows:
            show(page, frame)
