"""`main.py headless`: the same flows without a window. JSON lines out (a page each), JSON lines in (an action each).

    out  {"page": "home", "title": "…", "said": "…", "fields": […], "actions": […], "facts": {…}, "frame": {…}}
    in   {"action": "service", "value": "S008"}

A line that is no action is answered by {"problem": "…"} and changes nothing. The end of input ends the program.
"""

from __future__ import annotations

import base64
import json
import sys
import threading
from dataclasses import asdict, replace
from typing import Any, TextIO

from app.program import Program
from app.running import running
from kiosk.flow.page import Frame, Page
from kiosk.settings import Settings

TICK_S = 0.2
LINE_LIMIT = 4 * 1024 * 1024


_WAKE = object()
"""Posted to end the wait when a line came in; the flow does not know it and passes it over."""


def headless(settings: Settings, source: TextIO | None = None, sink: TextIO | None = None) -> int:
    """Run until the input ends."""
    source, sink = source or sys.stdin, sink or sys.stdout
    with running(settings) as program:
        Lines(program, sink).run(source)
    return 0


class Lines:
    """The front end of JSON lines."""

    def __init__(self, program: Program, sink: TextIO) -> None:
        self._program = program
        self._sink = sink
        self._ended = False
        self._written: tuple[Page, Frame] | None = None

    def run(self, source: TextIO) -> None:
        inbox: list[str] = []
        lock = threading.Lock()

        def read() -> None:
            for line in source:
                with lock:
                    inbox.append(line)
                self._program.post(_WAKE)
            with lock:
                inbox.append("")
            self._program.post(_WAKE)

        threading.Thread(target=read, name="stdin", daemon=True).start()
        self._program.attach(self._show)
        while not self._ended:
            self._program.wait(TICK_S)
            with lock:
                lines, inbox[:] = list(inbox), []
            for line in lines:
                self._take(line)
            self._program.tick()

    def _take(self, line: str) -> None:
        if not line:
            self._ended = True
            return
        if not line.strip():
            return
        try:
            request = json.loads(line[:LINE_LIMIT])
            action = request["action"]
            if not isinstance(action, str):
                raise TypeError("action is a text")
            meant = request.get("page")
            # half a surrogate pair would come back on a page, which is written as UTF-8
            json.dumps(request, ensure_ascii=False).encode("utf-8")
        except (ValueError, KeyError, TypeError, RecursionError) as problem:
            self._write({"problem": f"not an action: {type(problem).__name__}"})
            return
        if meant is not None and (self._written is None or meant != self._written[0].name.value):
            self._write({"problem": f"not on page {meant!r} any more"})
            return
        self._program.act(action, request.get("value"))

    def _show(self, page: Page, frame: Frame) -> None:
        # the clock alone is no news for a reader of lines
        quiet = replace(frame, clock="")
        if self._written == (page, quiet):
            return
        self._written = (page, quiet)
        self._write(page_line(page, frame))

    def _write(self, value: dict[str, Any]) -> None:
        self._sink.write(json.dumps(value, ensure_ascii=False) + "\n")
        self._sink.flush()


def page_line(page: Page, frame: Frame) -> dict[str, Any]:
    """A page as one JSON object."""
    raster = page.raster
    return {
        "page": page.name.value,
        "title": page.title,
        "subtitle": page.subtitle,
        "said": page.said,
        "step": None if page.step is None else asdict(page.step),
        "picture": page.picture,
        "fields": [asdict(field) for field in page.fields],
        "actions": [asdict(action) for action in page.actions],
        "notices": [asdict(notice) for notice in page.notices],
        "facts": dict(page.facts),
        "busy": page.busy,
        "raster": None
        if raster is None
        else {"width": raster.width, "height": raster.height, "rows": base64.b64encode(raster.rows).decode("ascii")},
        "frame": asdict(frame),
    }
