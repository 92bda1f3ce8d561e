"""The press: renders papers in one recyclable child process and posts their rasters.

typst holds the interpreter for tens of milliseconds, keeps tens of megabytes and remembers what it typeset. In a
child it stalls no window, costs nothing while nobody prints, and what it remembers ends with it: `recycle` after
each visit. One thread of the press owns the child; results are posted from that thread.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from kiosk.documents.paper import AnyPaper, TestSlip
from kiosk.documents.pipe import PipeError, receive_frame, send_frame
from kiosk.documents.raster import Raster
from kiosk.documents.sheet import Sheet, compose
from kiosk.faults import Fault

RENDER_FAILED = "document.render-failed"
DEADLINE_S = 10.0
IDLE_S = 120.0
CHILD = (sys.executable, "-m", "kiosk.documents.child")
NICE = 5
"""Of the child: the window goes first on two cores."""
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Rendered:
    request: str
    raster: Raster
    bound_to: str = ""
    """As the paper said, by way of the child."""


@dataclass(frozen=True, kw_only=True)
class RenderFailed:
    """`fault` is one of `kiosk/documents/faults.toml`."""

    request: str
    fault: Fault


Post = Callable[[Rendered | RenderFailed], None]


@dataclass(frozen=True, kw_only=True)
class _Order:
    request: str
    sheet: Sheet
    post: Post


def _discard(result: Rendered | RenderFailed) -> None:
    """Warming up answers nobody; what is wrong shows with the first paper."""


class _Word(Enum):
    RECYCLE = auto()
    END = auto()


class Press:
    """Calls may come from any thread and never wait for the child; only `close` does.

    The child starts with the first order or `warm`, and ends after `idle_s` seconds without one.
    """

    def __init__(
        self, *, idle_s: float = IDLE_S, deadline_s: float = DEADLINE_S, command: Sequence[str] = CHILD
    ) -> None:
        self._idle_s = idle_s
        self._deadline_s = deadline_s
        self._command = tuple(command)
        self._orders: queue.SimpleQueue[_Order | _Word] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    @property
    def child_pid(self) -> int | None:
        """The process that renders now, if there is one."""
        child = self._child
        return None if child is None else child.pid

    def warm(self) -> None:
        """Start the child and let it find its fonts, at the beginning of a visit: the first paper is then fast."""
        self.render_async("warm", TestSlip(place="", terminal="", printed="", printer=""), _discard)

    def render_async(self, request: str, paper: AnyPaper, post: Post) -> None:
        """Post `Rendered` or `RenderFailed` for the request, from another thread, within twice the deadline."""
        order = _Order(request=request, sheet=compose(paper), post=post)
        with self._lock:
            if not self._closed:
                self._put(order)
                return
        post(RenderFailed(request=request, fault=Fault(id=RENDER_FAILED, detail="the press is closed")))

    def recycle(self) -> None:
        """End the child once all orders before this are done: nothing of the visit stays in memory."""
        with self._lock:
            if not self._closed and self._thread is not None:
                self._put(_Word.RECYCLE)

    def close(self) -> None:
        """End child and thread. Orders that wait are answered with `RenderFailed`."""
        with self._lock:
            self._closed = True
            thread = self._thread
            if thread is not None:
                self._orders.put(_Word.END)
            child = self._child
        if child is not None:
            child.kill()
        if thread is not None:
            thread.join()

    def _put(self, word: _Order | _Word) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="press", daemon=True)
            self._thread.start()
        self._orders.put(word)

    def _work(self) -> None:
        while True:
            try:
                word = self._orders.get(timeout=self._idle_s if self._child else None)
            except queue.Empty:
                word = _Word.RECYCLE
            if isinstance(word, _Order):
                word.post(self._answer(word))
                del word  # else this frame would keep the visit's names until the next order
                continue
            self._end_child()
            if word is _Word.END:
                return

    def _answer(self, order: _Order) -> Rendered | RenderFailed:
        problem = ""
        # A child that was idle may have been ended by the kernel: the second one decides.
        for _ in range(2):
            began = time.monotonic()
            try:
                return self._ask(order, began + self._deadline_s)
            except PipeError as reason:
                problem = self._end_child(str(reason))
            if self._closed or time.monotonic() - began >= self._deadline_s:
                break
        return RenderFailed(request=order.request, fault=Fault(id=RENDER_FAILED, detail=problem))

    def _ask(self, order: _Order, deadline: float) -> Rendered | RenderFailed:
        child = self._running_child()
        if child.stdin is None or child.stdout is None:
            raise PipeError("no pipe")
        sheet = order.sheet
        send_frame(
            child.stdin.fileno(),
            {"template": sheet.template, "data": sheet.data, "code": sheet.code, "bound_to": sheet.bound_to},
            deadline=deadline,
        )
        answer, rows = receive_frame(child.stdout.fileno(), deadline)
        if "fault" in answer:
            fault = Fault(id=str(answer["fault"]), detail=str(answer.get("detail", "")))
            return RenderFailed(request=order.request, fault=fault)
        try:
            raster = Raster(width=int(answer["width"]), height=int(answer["height"]), rows=rows)
        except (KeyError, TypeError, ValueError) as problem:
            raise PipeError(f"no raster: {problem}") from problem
        return Rendered(request=order.request, raster=raster, bound_to=str(answer.get("bound_to", "")))

    def _running_child(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise PipeError("the press is closed")
            if self._child is None:
                try:
                    child = subprocess.Popen(
                        self._command,
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        bufsize=0,
                        cwd=_ROOT,
                    )
                except OSError as problem:
                    raise PipeError(f"the child does not start: {problem.strerror}") from problem
                # now and not by itself: most of its start are imports
                os.setpriority(os.PRIO_PROCESS, child.pid, NICE)
                for pipe in (child.stdin, child.stdout):
                    if pipe is not None:
                        os.set_blocking(pipe.fileno(), False)
                self._child = child
            return self._child

    def _end_child(self, reason: str = "") -> str:
        """Kill and reap: it holds nothing worth saving. Returns the reason with how the child had ended."""
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return reason
        status = child.poll()
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        return f"{reason}; exit {status}" if status is not None else reason
