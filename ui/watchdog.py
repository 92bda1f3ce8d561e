"""The stall watchdog: measures how long the window's thread was away, and names the code that kept it.

A heartbeat timer beats in the window's thread; a plain thread looks at its age and, beyond the limit, samples that
thread's stack. It is part of the product: the demo's report and the bench read `report()`.
"""

from __future__ import annotations

import logging
import math
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 10
STALL_MS = 50
"""Three pictures at 60 Hz: from here on a finger feels it."""
KEPT_GAPS = 60_000
"""Ten minutes of heartbeats; older gaps count in the maximum only."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Stall:
    """One time away: how long (ms), how much of it the thread itself worked (ms of processor time; the rest it
    waited, for a lock, a file or other programs), and what it was doing (function, file:line)."""

    gap_ms: float
    worked_ms: float
    culprit: str


class Watchdog(QObject):
    """Made and started in the window's thread; `stop` ends its own thread."""

    def __init__(self, parent: QObject | None = None, stall_ms: int = STALL_MS) -> None:
        super().__init__(parent)
        self._stall_s = stall_ms / 1000
        self._gaps: deque[float] = deque(maxlen=KEPT_GAPS)
        self._count = 0
        self._max_ms = 0.0
        self._stalls: deque[Stall] = deque(maxlen=200)
        self._stall_count = 0
        self._last = time.monotonic()
        self._last_work = time.thread_time()
        self._worked_max_ms = 0.0
        self._beat = 0
        self._culprit: tuple[int, str] = (-1, "")
        self._window_thread = threading.get_ident()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="ui-watchdog", daemon=True)
        self._resting = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._on_beat)

    def start(self) -> None:
        self._last = time.monotonic()
        self._last_work = time.thread_time()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """End the watching; the figures stay readable. Harmless the second time."""
        self._timer.stop()
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Count nothing meanwhile: what a tool does to the window, such as taking its picture, is no stall of it."""
        self._timer.stop()
        self._resting = True
        try:
            yield
        finally:
            self._last = time.monotonic()
            self._last_work = time.thread_time()
            self._resting = False
            self._timer.start()

    def _on_beat(self) -> None:
        now = time.monotonic()
        work = time.thread_time()
        gap = now - self._last
        worked_ms = (work - self._last_work) * 1000
        beat = self._beat
        self._last = now
        self._last_work = work
        self._beat += 1
        self._count += 1
        gap_ms = gap * 1000
        self._gaps.append(gap_ms)
        self._max_ms = max(self._max_ms, gap_ms)
        self._worked_max_ms = max(self._worked_max_ms, worked_ms)
        if gap > self._stall_s:
            sampled, culprit = self._culprit
            culprit = culprit if sampled == beat else "outside Python"
            stall = Stall(gap_ms=gap_ms, worked_ms=worked_ms, culprit=culprit)
            self._stalls.append(stall)
            self._stall_count += 1
            log.warning("the window stood still for %.0f ms (%.0f at work) in %s", gap_ms, worked_ms, culprit)

    def _watch(self) -> None:
        while not self._over.wait(BEAT_MS / 1000):
            beat = self._beat
            if self._resting or self._culprit[0] == beat or time.monotonic() - self._last <= self._stall_s:
                continue
            frame = sys._current_frames().get(self._window_thread)
            if frame is not None:
                self._culprit = (beat, _name(frame))

    def report(self) -> dict[str, Any]:
        """Gaps between heartbeats in milliseconds and the worst stalls with their culprits."""
        gaps = sorted(self._gaps)
        worst = sorted(self._stalls, key=lambda stall: stall.gap_ms, reverse=True)[:10]
        return {
            "heartbeats": self._count,
            "p50_ms": round(_quantile(gaps, 0.50), 1),
            "p99_ms": round(_quantile(gaps, 0.99), 1),
            "max_ms": round(self._max_ms, 1),
            "stalls": self._stall_count,
            "worked_max_ms": round(self._worked_max_ms, 1),
            "worst": [
                {"gap_ms": round(stall.gap_ms, 1), "worked_ms": round(stall.worked_ms, 1), "culprit": stall.culprit}
                for stall in worst
            ],
        }


def _quantile(ordered: list[float], part: float) -> float:
    """Nearest rank; 0 of nothing."""
    return ordered[math.ceil(part * len(ordered)) - 1] if ordered else 0.0


def _name(frame: FrameType) -> str:
    """The innermost place, such as `render (document.py:88)`."""
    code = frame.f_code
    return f"{code.co_qualname} ({Path(code.co_filename).name}:{frame.f_lineno})"
