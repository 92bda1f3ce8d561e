"""How commands end when something is missing: one line for people, an exit code for scripts.

0 all right   1 the answer is no   2 settings or usage   3 the store cannot be opened (second instance, newer schema)
"""

from __future__ import annotations

import sys
from typing import NoReturn

from app.faults import all_faults
from kiosk.faults import FaultError

USAGE = 2
STORE = 3


def fail(line: str, code: int) -> NoReturn:
    """Print one line to the error stream and end."""
    print(line, file=sys.stderr)
    raise SystemExit(code)


def fail_with(problem: FaultError, code: int) -> NoReturn:
    """End with a fault's words for technicians: cause and remedy."""
    fault = problem.fault
    faults = all_faults()
    if fault.id not in faults:
        fail(f"{fault.id} {fault.detail}".strip(), code)
    text = faults.text(fault.id)
    detail = f" ({fault.detail})" if fault.detail else ""
    fail(f"{text.code} {fault.id}: {text.cause['zh-CN']}{detail} → {text.remedy['zh-CN']}", code)
