"""What `./dev test` runs, in order: style, types, the arrows between the rooms, then the tests."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from installer.environment import Environment
from installer.progress import say


def run_all(root: Path, environment: Environment, arguments: Sequence[str]) -> int:
    """Run every check, also after one has failed; returns 0 only if all passed.

    `--all` among `arguments` includes the tests marked slow; the others go to pytest.
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
    say("== pytest")
    chosen = [] if "--all" in arguments else ["-m", "not slow"]
    others = [argument for argument in arguments if argument != "--all"]
    if subprocess.run([environment.tool("pytest"), *chosen, *others], cwd=root, check=False).returncode != 0:
        failed.append("pytest")
    if failed:
        say(f"Not clean: {', '.join(failed)}")
    return 1 if failed else 0
