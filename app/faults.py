"""All faults of the program: the `faults.toml` of each room, merged at start."""

from __future__ import annotations

from pathlib import Path

from kiosk.faults import FaultCatalogue, load_faults

ROOT = Path(__file__).resolve().parent.parent


def all_faults() -> FaultCatalogue:
    """`ValueError` on a duplicate id or code, or a missing text."""
    rooms = ("kiosk", "drivers", "offline_cache", "ui", "installer")
    return load_faults(sorted(file for room in rooms for file in (ROOT / room).rglob("faults.toml")))
