"""What `run`, `headless` and `demo` share: start the program or say why not, answer on the Unix socket, stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.checks import Doctor
from app.control import ControlSocket
from app.errors import STORE, USAGE, fail, fail_with
from app.program import Program
from kiosk.dock import DockFile
from kiosk.faults import FaultError
from kiosk.settings import Settings, SettingsError


@contextmanager
def running(settings: Settings) -> Iterator[Program]:
    """A started program with its control socket. Ends the process with one line when it cannot start."""
    try:
        program = Program(settings)
    except SettingsError as problem:
        fail(problem.line, USAGE)
    try:
        program.start()
    except FaultError as problem:
        program.stop()
        fail_with(problem, STORE)
    control = ControlSocket(settings.data, _commands(program))
    try:
        yield program
    finally:
        control.close()
        program.stop()


def _commands(program: Program) -> dict[str, Any]:
    def doctor(_request: Mapping[str, Any]) -> Mapping[str, Any]:
        checks = Doctor(program.settings, program.desk.faults, program).checks()
        return {"checks": [check.to_json() for check in checks]}

    def dock(request: Mapping[str, Any]) -> Mapping[str, Any]:
        if program.settings.dock is None:
            return {"problem": "this terminal has no simulated devices"}
        state = DockFile(program.settings.dock).change(str(request["part"]), **dict(request["values"]))
        return {"state": repr(state)}

    def status(_request: Mapping[str, Any]) -> Mapping[str, Any]:
        counts = program.store.counts()
        identity = program.store.identity()
        return {
            "terminal": "" if identity is None else identity.terminal,
            "line": program.store.line().value,
            "queued": counts.queued,
            "held": counts.held,
            "received": counts.received,
        }

    return {"doctor": doctor, "dock": dock, "status": status}
