"""Children of set-up: their output goes to one log file, a few telling lines of it to the screen.

SetupError        set-up cannot go on; its text is one sentence that says what to do
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_NETWORK_SIGNS = (
    "cannot initiate the connection",
    "connection refused",
    "connection timed out",
    "connecttimeouterror",
    "could not connect",
    "could not resolve",
    "failed to establish a new connection",
    "name or service not known",
    "network is unreachable",
    "newconnectionerror",
    "no route to host",
    "temporary failure",
    "unable to connect",
)
"""What apt-get and pip print, in lower case and in the C locale, when they reach nobody."""


class SetupError(Exception):
    """Set-up cannot go on. The text is one sentence for whoever typed the command."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A child that has ended: its exit code, and all that it printed."""

    code: int
    output: str

    @property
    def reached_nobody(self) -> bool:
        """Whether what it printed tells of a network that is not there."""
        # sudo warns of its own host's name, which it cannot resolve on many machines with a network.
        lines = [line.lower() for line in self.output.splitlines() if not line.startswith("sudo: ")]
        return any(sign in line for line in lines for sign in _NETWORK_SIGNS)


def say(line: str) -> None:
    """One line of progress, at once, also through a pipe."""
    print(line, flush=True)


def run_logged(command: Sequence[str], log: Path, telling: Callable[[str], str | None] | None = None) -> Ended:
    """Run a child with its output appended to `log`; say what `telling` makes of each line, if anything.

    Standard input stays the caller's, because sudo may ask for a password. `OSError` if the log cannot be written.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"$ {' '.join(command)}\n"]
    with (
        log.open("a", encoding="utf-8") as record,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "LC_ALL": "C.UTF-8"},  # the signs of a missing network are English
        ) as child,
    ):
        record.write(lines[0])
        for line in child.stdout or ():
            lines.append(line)
            record.write(line)
            record.flush()
            said = telling(line.rstrip()) if telling else None
            if said is not None:
                say(said)
        return Ended(code=child.wait(), output="".join(lines))
