"""`main.py dock`: what the simulated devices do, also in mid-operation, and what a telephone received."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

from app.control import NoAnswerError, ask
from app.errors import USAGE, fail
from kiosk.dock import PARTS, DockFile
from kiosk.settings import Settings

SMS = "sms"
SHOWN = 5
"""Messages; older ones help nobody."""


def spool_of(dock_file: Path) -> Path:
    """Where the demonstration's platform writes messages, beside the dock's file."""
    return dock_file.parent / SMS


def messages(spool: Path) -> list[tuple[str, str, str]]:
    """The newest messages, oldest first: time, telephone number, text."""
    files = sorted(spool.glob("*.json"))[-SHOWN:]
    found = [json.loads(file.read_text("utf-8")) for file in files]
    return [(message["at"], message["phone"], message["text"]) for message in found]


def dock(settings: Settings, part: str | None, assignments: list[str]) -> int:
    """Show the state, or change one part: `dock reader card=zhang`, `dock printer paper=out`. `dock sms` shows the
    messages that the demonstration's platform sent, the newest last."""
    if settings.dock is None:
        fail(f"{settings.file}: dock: needs demo = true and dock = FILE", USAGE)
    if part == SMS and not assignments:
        for at, phone, text in messages(spool_of(settings.dock)):
            print(at, phone, text)
        return 0
    file = DockFile(settings.dock)
    try:
        if part is not None:
            values = _values(part, assignments)
            answer = _asked(settings, part, values)
            if answer is None:
                file.change(part, **values)
            elif "problem" in answer:
                raise ValueError(answer["problem"])
        state = file.read()
    except ValueError as problem:
        fail(f"dock: {problem}", USAGE)
    for name, table in asdict(state).items():
        print(name, *(f"{key}={value}" for key, value in table.items()))
    return 0


def _asked(settings: Settings, part: str, values: dict[str, object]) -> dict[str, object] | None:
    try:
        return ask(settings.data, "dock", part=part, values=values)
    except NoAnswerError as problem:
        fail(f"dock: {problem}", 1)


def _values(part: str, assignments: list[str]) -> dict[str, object]:
    if part not in PARTS:
        raise ValueError(f"no part {part}; there are {', '.join(PARTS)}")
    kinds = {field.name: type(field.default) for field in fields(PARTS[part])}
    values: dict[str, object] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals or name not in kinds:
            raise ValueError(f"{part} takes {', '.join(f'{key}=…' for key in kinds)}, not {assignment!r}")
        if kinds[name] is bool:
            if text not in ("true", "false"):
                raise ValueError(f"{part}.{name} takes true or false, not {text!r}")
            values[name] = text == "true"
        elif kinds[name] is int:
            if not text.isdecimal():
                raise ValueError(f"{part}.{name} takes a whole number, not {text!r}")
            values[name] = int(text)
        else:
            values[name] = text
    return values
