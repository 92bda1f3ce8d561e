"""A bounded run of each fuzzer, where atheris is installed (it is in no lock: its wheels are for few machines)."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNS = 20_000


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="no atheris: pip install atheris")
@pytest.mark.parametrize("fuzzer", ["samv"])
def test_nothing_is_found_in_a_bounded_run(fuzzer: str, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        f"tests.fuzz.{fuzzer}",
        f"-runs={RUNS}",
        "-seed=1",
        f"-artifact_prefix={tmp_path}/",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
