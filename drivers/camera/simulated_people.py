"""Owns the look of the people before the simulated camera: drawn, of nobody, and different enough to be told apart.

Their proportions were searched for by machine until the comparison model told every pair apart (`docs/face.md`, "The
people of the simulator"); therefore they look like puppets. Lengths are in halves of a face's width.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Colour = tuple[int, int, int]
"""Red, green, blue."""

_FILE = Path(__file__).with_name("simulated_people.toml")


@dataclass(frozen=True, kw_only=True)
class Person:
    seed: int
    """Of the skin's and hair's grain."""
    skin: Colour
    hair: Colour
    lip: Colour
    iris: Colour
    jaw: float
    chin: float
    cheek: float
    width: float
    length: float
    brow: float
    """Thickness; 1 is common."""
    brow_tilt: float
    brow_y: float
    eye_w: float
    eye_h: float
    eye_x: float
    slant: float
    nose_w: float
    nose_l: float
    nose_h: float
    lip_w: float
    lip_h: float
    hairline: float
    hairstyle: int
    """0 straight, 1 receding, 2 parted, 3 fringe."""
    glasses: int
    """0 none, 1 thin, 2 thick; never dark."""
    beard: float
    moustache: float
    age: float
    blush: float
    bag: float


@functools.cache
def people() -> Mapping[str, Person]:
    """All of them by the id of their card in the demonstration."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))
    return {name: Person(**{key: _value(value) for key, value in table.items()}) for name, table in tables.items()}


def _value(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value
