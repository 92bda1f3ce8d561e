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
    except BaseException:
        # threads of devices that have begun would keep a dead terminal alive, and nobody would start it anew
        program.stop()
        raise
    try:
        control = ControlSocket(settings.data, _commands(program))
        try:
            yield program
        finally:
            control.close()
    finally:
        program.stop()


def _commands(program: Program) -> dict[str, Any]:
    def doctor(_request: Mapping[str, Any]) -> Mapping[str, Any]:
        checks = Doctor(program.settings, program.desk.faults, program).terminal_checks()
        return {"checks": [check.to_json() for check in checks]}

    def dock(request: Mapping[str, Any]) -> Mapping[str, Any]:
        if program.settings.dock is None:
            return {"problem": "this terminal has no simulated devices"}
        state = DockFile(program.settings.dock).change(str(request["part"]), **dict(request["values"]))
        return {"state": repr(state)}

    def keys(_request: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"directory": program.store.directory().to_json()}

    return {"doctor": doctor, "dock": dock, "keys": keys}
