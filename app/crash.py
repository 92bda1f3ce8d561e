"""What happens when the program itself is wrong: say it loudly, end, and let the service manager start it again.

Everything that was told to a resident is durable by then, and a number that nobody saw stands on the first page.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from types import TracebackType

CRASHED = 70
"""EX_SOFTWARE of sysexits.h."""


def end_on_bugs(end: Callable[[int], None]) -> None:
    """Qt swallows exceptions of slots and goes on with half a step; here they end the event loop."""

    def hook(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        logging.getLogger("jiujin").critical("a bug ends the program", exc_info=(kind, problem, trace))
        end(CRASHED)

    sys.excepthook = hook
