"""The rendering child: sheets in on standard input, rasters out on standard output, until the input ends.

Started by `kiosk.documents.press`; never by hand. It writes no file, and what it knew ends with it.
"""

from __future__ import annotations

import resource
import signal
from typing import Any

from kiosk.documents.pipe import PipeError, receive_frame, send_frame
from kiosk.documents.render import Renderer
from kiosk.documents.sheet import Sheet
from kiosk.faults import FaultError

LONGEST_RENDERING_S = 30
"""Beyond this the kernel ends the child (SIGALRM), so that one whose terminal is gone never turns for ever."""


def main() -> int:
    # A core file would keep residents' names; an interrupt at the console is the terminal's to handle.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    renderer: Renderer | None = None
    while True:
        try:
            request, _ = receive_frame(0)
        except PipeError:
            return 0
        signal.alarm(LONGEST_RENDERING_S)
        try:
            renderer = renderer or Renderer()
            answer, rows = _rendered(renderer, request)
        except FaultError as problem:
            answer, rows = {"fault": problem.fault.id, "detail": problem.fault.detail}, b""
        signal.alarm(0)
        try:
            send_frame(1, answer, rows)
        except PipeError:
            return 0


def _rendered(renderer: Renderer, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    sheet = Sheet(template=request["template"], data=request["data"], code=request["code"])
    raster = renderer.render(sheet)
    return {"width": raster.width, "height": raster.height, "bound_to": request["bound_to"]}, raster.rows


if __name__ == "__main__":
    raise SystemExit(main())
