"""The command line of `./dev`: set up what is missing, then run the demo or the tests.

Runs on the system's bare Python with nothing but its standard library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from installer import checks, packages
from installer.environment import Environment
from installer.progress import SetupError

ROOT = Path(__file__).resolve().parent.parent

USAGE = """\
usage: ./dev demo [--headless --out DIR] …   set up what is missing, then run it on simulated devices
       ./dev test [--all] [pytest options]   set up what is missing, then check and test it (--all: slow ones too)"""


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code, 2 for a command that is none. Raises `SetupError` and `OSError`."""
    # ./dev set it so that this package is found; what is run from here finds its own.
    os.environ.pop("PYTHONPATH", None)
    match arguments:
        case ["demo", *rest]:
            _demo(rest)
        case ["test", *rest]:
            return checks.run_all(ROOT, _set_up(packages.for_testing(), "dev"), rest)
        case ["help" | "-h" | "--help"]:
            print(USAGE)
            return 0
    print(USAGE, file=sys.stderr)
    return 2


def _demo(rest: Sequence[str]) -> NoReturn:
    environment = _set_up(packages.for_running(), "runtime")
    command = [str(environment.python), str(ROOT / "main.py"), "demo", *rest]
    os.execv(command[0], command)  # noqa: S606 - it takes this process's place, so that signals reach it


def _set_up(wanted: Sequence[packages.Package], layer: str) -> Environment:
    log = ROOT / "var" / "setup.log"
    environment = Environment(ROOT, log)
    packages.install_missing(wanted, log)
    environment.prepare(layer)
    return environment


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as problem:
        sys.exit(f"./dev: {problem}")
    except OSError as problem:
        sys.exit(f"./dev: cannot set up in {ROOT}: {problem.strerror}: {problem.filename}")
    except KeyboardInterrupt:
        sys.exit(130)
