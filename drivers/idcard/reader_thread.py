"""What every card reader of a terminal is: one thread of its own, a mode that others set, a health that they see."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

from kiosk.devices import DeviceHealth, HealthChanged, ReaderMode


class ReaderThread(ABC):
    """Base of the card readers (`kiosk.devices.CardReader`). Only `_run` works; all else sets what it looks at."""

    def __init__(self, device_id: str, health: DeviceHealth) -> None:
        self._device = device_id
        self._post: Callable[[object], None] = lambda _: None
        self._lock = threading.Lock()
        self._mode = ReaderMode.OFF
        self._change = 0
        """Counts changes of the mode: a reading begun before the last one is dropped."""
        self._health = health
        self._hold = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @abstractmethod
    def _run(self) -> None:
        """The thread's work, until `_stopping` is set."""

    @abstractmethod
    def _stir(self) -> None:
        """Something was set: the thread looks at it now. Called from any thread."""

    def start(self, post: Callable[[object], None]) -> None:
        """Begin; events are posted from the reader's own thread."""
        self._post = post
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name=f"idcard {self._device}", daemon=True)
        self._thread.start()

    def set_mode(self, mode: ReaderMode) -> None:
        """Read cards for something else from now on."""
        with self._lock:
            if mode is self._mode:
                return
            self._mode = mode
            self._change += 1
        self._stir()

    def hold(self) -> None:
        """A card that lies there now, or is met by the next look, is not read until it was taken away."""
        self._hold.set()
        self._stir()

    def health(self) -> DeviceHealth:
        with self._lock:
            return self._health

    def stop(self) -> None:
        """End; returns when the thread has."""
        self._stopping.set()
        self._stir()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _wanted(self) -> tuple[ReaderMode, int]:
        """The mode, and which change of it this is."""
        with self._lock:
            return self._mode, self._change

    def _tell(self, health: DeviceHealth) -> None:
        """It is posted when the condition or the fault is another one."""
        with self._lock:
            old, self._health = self._health, health
        faults = [state.fault and state.fault.id for state in (old, health)]
        if old.condition is not health.condition or faults[0] != faults[1]:
            self._post(HealthChanged(device=self._device, health=health))
