"""`main.py doctor`: is everything that is configured ready? Exit 0 only then."""

from __future__ import annotations

import json

from app.checks import Doctor
from app.control import NoAnswerError, ask
from app.errors import USAGE, fail
from app.faults import all_faults
from app.parts import check_addresses
from app.udev import rule_for
from kiosk.settings import Settings, SettingsError

OPTIONAL = ("camera.models", "text-entry.", "voice")
"""What the terminal works without: it is told, and does not make the machine unready."""
_MARKS = {"ready": "✓", "warning": "!", "fault": "✗"}


def doctor(settings: Settings, *, as_json: bool) -> int:
    """Print each check; a running terminal is asked, otherwise devices are probed and the database is only read."""
    try:
        check_addresses(settings)
    except SettingsError as problem:
        fail(problem.line, USAGE)
    own = Doctor(settings, all_faults())
    try:
        answer = ask(settings.data, "doctor")
    except NoAnswerError as problem:
        fail(f"doctor: {problem}", 1)
    running = answer is not None
    if answer is None:
        rows = [check.to_json() for check in own.terminal_checks()]
    elif "problem" in answer:
        fail(f"doctor: {answer['problem']}", 1)
    else:
        rows = list(answer["checks"])
    rows += [check.to_json() for check in own.machine_checks()]
    ready = all(row["state"] == "ready" or row["name"].startswith(OPTIONAL) for row in rows)
    if as_json:
        print(json.dumps({"ready": ready, "running": running, "checks": rows}, ensure_ascii=False, indent=1))
        return 0 if ready else 1
    for row in rows:
        print(f"{_MARKS[row['state']]} {row['name']:<22} {row['cause'] or 'ready'}")
        if row["remedy"]:
            print(f"  → {row['remedy']}")
        if model := row["facts"].get("model"):
            print(f"  {model}")
        if row["state"] != "ready" and (rule := rule_for(row["facts"])):
            print(f"  udev: {rule}")
    return 0 if ready else 1
