"""A platform as its own process, started as an operator starts it."""

from __future__ import annotations

import io
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from central.__main__ import main
from tests.central.peer import ROOT


@dataclass(frozen=True, kw_only=True)
class Serving:
    address: str
    pin: str
    process: subprocess.Popen[str]


def quick(*arguments: str, expect: int = 0) -> tuple[str, str]:
    """Run a command in this process: stdout and stderr."""
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        code = main(arguments)
    assert code == expect, errors.getvalue()
    return out.getvalue(), errors.getvalue()


def central(*arguments: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `python -m central …` to its end."""
    command = [sys.executable, "-W", "error", "-m", "central", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == expect, done.stderr + done.stdout
    return done


@contextmanager
def serving(db: str, *arguments: str, log: Path, port: int = 0) -> Iterator[Serving]:
    """Serve on loopback until the block ends; the ready line is awaited, and the process must end well."""
    command = [sys.executable, "-W", "error", "-m", "central", "serve", "--db", db, "--port", str(port), *arguments]
    with (
        log.open("ab") as errors,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            readable, _, _ = select.select([process.stdout], [], [], 60)
            assert readable, "no ready line within a minute"
            word, address, pin = process.stdout.readline().split()
            assert word == "ready"
            yield Serving(address=address, pin=pin, process=process)
            process.terminate()
            process.wait(30)
        finally:
            if process.poll() is None:
                process.kill()
    assert log.read_text("utf-8") == ""
