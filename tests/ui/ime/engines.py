"""What the tests of text entry share: which libraries are here, how characters are drawn, and a child to try in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from ui.ime.text_entry import engine_states

MISSING = {
    state.engine: f"{state.package} is not installed: {state.cause}" for state in engine_states() if state.package
}
ROOT = Path(__file__).parents[3]

Stroke = list[tuple[float, float]]
STROKES: dict[str, list[Sequence[tuple[float, float]]]] = {
    "人": [[(150, 30), (140, 110), (100, 190), (35, 265)], [(148, 120), (180, 180), (225, 235), (275, 265)]],
    "中": [
        [(70, 90), (70, 190)],
        [(70, 90), (230, 90), (225, 185)],
        [(70, 185), (225, 185)],
        [(150, 25), (150, 280)],
    ],
    "王": [[(70, 60), (230, 60)], [(80, 150), (220, 150)], [(150, 60), (150, 250)], [(40, 250), (260, 250)]],
    "李": [
        [(50, 70), (250, 70)],
        [(150, 25), (150, 150)],
        [(145, 75), (100, 120), (40, 150)],
        [(155, 75), (200, 120), (265, 150)],
        [(95, 165), (205, 165), (155, 195)],
        [(152, 195), (158, 240), (150, 275), (125, 262)],
        [(40, 220), (260, 220)],
    ],
}
"""Corners of the strokes in the order of the school, in a square of 300."""


def needs(engine: str) -> pytest.MarkDecorator:
    """Skips where the library is missing, and says which package has it."""
    return pytest.mark.skipif(engine in MISSING, reason=MISSING.get(engine, ""))


def drawn(character: str, size: float = 1.0, left: float = 0.0, top: float = 0.0) -> list[Stroke]:
    """A character's strokes with points as close as a finger gives them."""
    strokes = []
    for corners in STROKES[character]:
        stroke: Stroke = []
        for (x1, y1), (x2, y2) in pairwise(corners):
            stroke += [(x1 + (x2 - x1) * step / 8, y1 + (y2 - y1) * step / 8) for step in range(8)]
        stroke.append(corners[-1])
        strokes.append([(left + size * x, top + size * y) for x, y in stroke])
    return strokes


def survives(program: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own, since what goes wrong in a C library ends the process. With `home`,
    everything that a program keeps for its user would be there."""
    places = {} if home is None else dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(home))
    return subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=home or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **places},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
