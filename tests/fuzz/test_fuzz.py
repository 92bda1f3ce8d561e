"""A bounded run of each fuzzer, where atheris has a wheel: the lock asks for it on x86_64 Linux only."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNS = {"samv": 4_000, "tlv": 100_000, "mrz": 20_000, "codes": 150_000, "texts": 30_000}
"""So many take some ten seconds each on a small machine."""


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris has no wheel for this machine")
@pytest.mark.parametrize("fuzzer", RUNS)
def test_nothing_is_found_in_a_bounded_run(fuzzer: str, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    bounds = [f"-runs={RUNS[fuzzer]}", "-seed=1", f"-artifact_prefix={tmp_path}/"]
    command = [sys.executable, "-m", f"tests.fuzz.{fuzzer}", *bounds, str(inputs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"Done {RUNS[fuzzer]} runs" in done.stderr, "it ended early"
