"""`.ci/run`: where it finds outside inputs, and that it runs everything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.installer.machine import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone whose `./dev` only tells how it was called."""
    clone = tmp_path / "a clone"
    (clone / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/run", clone / ".ci/run")
    dev = clone / "dev"
    dev.write_text('#!/bin/sh\necho "$* $JIUJIN_MODELS|$JIUJIN_FACES|$JIUJIN_DATA"\n', "utf-8")
    dev.chmod(0o755)
    return clone


def run(clone: Path, **environment: str) -> str:
    done = subprocess.run(
        ["bash", ".ci/run"],
        cwd=clone,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_inputs_beside_the_clone_are_taken(clone: Path) -> None:
    shared = clone.parent / "shared"
    for name in ("models", "data"):
        (shared / name).mkdir(parents=True)
    assert run(clone) == f"test --all {shared}/models||{shared}/data"


def test_what_is_set_already_stays(clone: Path) -> None:
    (clone.parent / "shared/models").mkdir(parents=True)
    assert run(clone, JIUJIN_MODELS="elsewhere") == "test --all elsewhere||"
