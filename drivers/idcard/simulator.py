"""A SAM-V reader at the far end of a pseudo terminal, driven by the dock: real bytes at a real pace."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable, Mapping
from pathlib import Path

from drivers.idcard.simulated_card import SimulatedCard
from drivers.idcard.simulated_module import SimulatedModule
from kiosk.dock import DockFile, ReaderDock

_CHUNK = 64
"""Bytes in a row before the pace is kept by a sleep of 640 / baud seconds (facts, cards, section 9)."""
_SPLIT = 7
"""The same for the fault `split`."""
_TICK_S = 0.02


class SamvSimulator:
    """Follows `dock`; `link` is a symlink to the terminal's device file, re-pointed at each plugging in.

    `observer` is told command bytes as the answer's first byte goes out. Faults are those of `SimulatedModule`, and
    `split`, which sends every answer in small pieces.
    """

    def __init__(
        self,
        dock: DockFile,
        cards: Mapping[str, SimulatedCard],
        link: Path,
        *,
        sticky: bool = True,
        observer: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        self._dock = dock
        self._module = SimulatedModule(cards, sticky=sticky)
        self._link = link
        self._observer = observer
        self._version: int | None = None
        self._state = ReaderDock()
        self._ends: tuple[int, int] | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Plug in (if the dock says so) and answer; when this returns, the link is there."""
        self._follow_dock()
        self._thread = threading.Thread(target=self._run, name="samv simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._unplug()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._follow_dock()
            if self._ends is None:
                self._stopping.wait(_TICK_S)
                continue
            master = self._ends[0]
            if select.select([master], [], [], _TICK_S)[0]:
                for body in self._module.feed(os.read(master, 4096)):
                    answer = self._module.answer(body)
                    if answer is not None:
                        self._send(answer, body)

    def _follow_dock(self) -> None:
        version = self._dock.version()
        if version == self._version:
            return
        try:
            new = self._dock.read().reader
        except ValueError:
            return  # a dock that says nothing sensible changes nothing
        self._version = version
        self._module.change(new)
        self._state = new
        if new.plugged and self._ends is None:
            self._plug()
        elif not new.plugged:
            self._unplug()

    def _plug(self) -> None:
        master, slave = pty.openpty()
        tty.setraw(master)
        tty.setraw(slave)
        os.set_blocking(master, False)  # a terminal that does not read must not hold us
        self._ends = (master, slave)
        self._module.power_on()
        self._link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._link.with_name(self._link.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(slave))
        fresh.replace(self._link)

    def _unplug(self) -> None:
        if self._ends is not None:
            self._link.unlink(missing_ok=True)
            for end in self._ends:
                os.close(end)
            self._ends = None

    def _send(self, answer: bytes, body: bytes) -> None:
        """At the pace of the wire; an unplugging in the middle cuts it off."""
        self._observer(body)
        step = _SPLIT if self._state.fault == "split" else _CHUNK
        for at in range(0, len(answer), step):
            piece = answer[at : at + step]
            if self._ends is None or self._stopping.is_set():
                return
            with contextlib.suppress(BlockingIOError):
                os.write(self._ends[0], piece)
            time.sleep(10 * len(piece) / self._state.baud)
            self._follow_dock()
