"""What `./dev test` runs, in order: style, types, the arrows between the rooms, then the tests.

The whole of the quick tests is run by two processes at once, since many of them wait for a reader, a camera or a
platform. The slow ones follow alone: benches among them compare times.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from installer.environment import Environment
from installer.progress import say

WORKERS = 2
"""Pytest processes at once: the machines that this is run on have two cores."""


def run_all(root: Path, environment: Environment, arguments: Sequence[str]) -> int:
    """Run every check, also after one has failed; returns 0 only if all passed.

    `--all` among `arguments` includes the tests marked slow; the others go to pytest, and with any of them there is
    one process of it, whose output can be followed.
    """
    tools = {
        "ruff check": ["ruff", "check", "--quiet"],
        "ruff format": ["ruff", "format", "--check", "--quiet"],
        "mypy": ["mypy", "--no-error-summary"],
        "lint-imports": ["lint-imports", "--no-logo"],
    }
    failed = []
    for name, (tool, *options) in tools.items():
        say(f"== {name}")
        if subprocess.run([environment.tool(tool), *options], cwd=root, check=False).returncode != 0:
            failed.append(name)
    others = [argument for argument in arguments if argument != "--all"]
    every = "--all" in arguments
    if others:
        rounds = {"pytest": [*([] if every else ["-m", "not slow"]), *others]}
    else:
        rounds = {"pytest": ["-m", "not slow", "--numprocesses", str(WORKERS), "--no-loadscope-reorder"]}
        if every:
            rounds["pytest, slow"] = ["-m", "slow"]
    for name, options in rounds.items():
        say(f"== {name}")
        if subprocess.run([environment.tool("pytest"), *options], cwd=root, check=False).returncode != 0:
            failed.append(name)
    if failed:
        say(f"Not clean: {', '.join(failed)}")
    return 1 if failed else 0
