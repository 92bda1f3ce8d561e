"""Owns the trust in model files: finds the model for a role and hands out bytes that were verified, or a fault.

A model is trusted only when three things agree: its bytes, the entry of the `MANIFEST.json` beside it, and the size
and SHA-256 of its entry in `models.toml`, which is a part of this program. A manifest lies where the model lies, so
who can alter one can alter the other; the program's own entry cannot be altered that way. The bytes returned are the
bytes that were hashed: a file is never opened twice.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from kiosk.faults import Fault

MODELS_VARIABLE = "JIUJIN_MODELS"
MANIFEST_FILE = "MANIFEST.json"
_ENTRIES_FILE = Path(__file__).with_name("models.toml")
_MANIFEST_LIMIT_BYTES = 1 << 20


class ModelRole(StrEnum):
    DETECTION = "detection"
    """Where faces and their five points are."""
    COMPARISON = "comparison"
    """A vector of an aligned face."""
    PASSIVE = "passive"
    """A veto by one picture. None is delivered: docs/face.md says why."""


@dataclass(frozen=True, kw_only=True)
class ModelInput:
    """What a comparison model is given; `points` are parts of width and height, see models.toml."""

    width: int
    height: int
    swapped: bool
    """Red first instead of OpenCV's blue."""
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Golden:
    norm: float
    first: tuple[float, ...]
    tolerance: float


@dataclass(frozen=True, kw_only=True)
class ModelEntry:
    """One entry of models.toml. `input` and `output` are those of a comparison model."""

    file: str
    role: ModelRole
    size_bytes: int
    sha256: str
    input: ModelInput | None = None
    output: int = 0
    golden: Golden | None = None


@dataclass(frozen=True, kw_only=True)
class VerifiedModel:
    entry: ModelEntry
    content: bytes = field(repr=False)

    @property
    def short_name(self) -> str:
        """For technicians: file and the beginning of its SHA-256."""
        return f"{self.entry.file} {self.entry.sha256[:12]}"


@functools.cache
def model_entries() -> tuple[ModelEntry, ...]:
    """All entries, in the order of the file. `KeyError`, `TypeError` or `ValueError` for a file that is none."""
    raw = tomllib.loads(_ENTRIES_FILE.read_text("utf-8"))
    return tuple(_entry(table) for table in raw["model"])


def entry_of(file: str) -> ModelEntry:
    """The entry of one file name. `KeyError` when there is none: such a file is not trusted."""
    for entry in model_entries():
        if entry.file == file:
            return entry
    raise KeyError(file)


def model_directories() -> tuple[Path, ...]:
    """Where models are looked for, best first: `JIUJIN_MODELS` if it is set, then `models/` of the project."""
    project = Path(__file__).resolve().parents[2] / "models"
    named = os.environ.get(MODELS_VARIABLE, "")
    return (Path(named), project) if named else (project,)


def find_model(directories: Sequence[Path], role: ModelRole = ModelRole.DETECTION) -> VerifiedModel | Fault:
    """The model of the first entry of that role whose file lies somewhere, verified; otherwise the fault to report.

    A file that is there but wrong is `camera.models-altered`, and nothing further is tried: someone should look at
    it, and another model would need other thresholds.
    """
    entries = [entry for entry in model_entries() if entry.role is role]
    for entry in entries:
        found = _find(directories, entry)
        if found is not None:
            return found
    names = " or ".join(entry.file for entry in entries) or f"a model for {role}"
    return Fault(id="camera.models-missing", detail=f"{names} was not found")


def _find(directories: Sequence[Path], entry: ModelEntry) -> VerifiedModel | Fault | None:
    file = entry.file
    for directory in directories:
        try:
            content = _read(directory / file, entry.size_bytes)
        except FileNotFoundError:
            continue
        except OSError as problem:
            return Fault(id="camera.models-missing", detail=f"{file}: {problem.strerror}")
        if (len(content), hashlib.sha256(content).hexdigest()) != (entry.size_bytes, entry.sha256):
            return Fault(id="camera.models-altered", detail=f"{file}: size or SHA-256 is not the pinned one")
        try:
            stated = _stated(directory / MANIFEST_FILE, file)
        except FileNotFoundError:
            return Fault(id="camera.models-missing", detail=f"{MANIFEST_FILE} is missing beside {file}")
        except (OSError, ValueError) as problem:
            return Fault(id="camera.models-altered", detail=f"{MANIFEST_FILE}: {problem}")
        if stated != (entry.size_bytes, entry.sha256):
            return Fault(id="camera.models-altered", detail=f"{MANIFEST_FILE} states other values for {file}")
        return VerifiedModel(entry=entry, content=content)
    return None


def _read(path: Path, size_bytes: int) -> bytes:
    # One byte more than pinned tells "longer" without reading whatever somebody put there.
    with path.open("rb") as file:
        return file.read(size_bytes + 1)


def _stated(path: Path, file: str) -> tuple[int, str]:
    """What the manifest states. `ValueError` when it is no manifest or does not name the file exactly once."""
    raw = json.loads(_read(path, _MANIFEST_LIMIT_BYTES).decode("utf-8"))
    models = raw.get("models") if isinstance(raw, dict) else None
    if not isinstance(models, list):
        raise ValueError("has no list of models")
    entries = [entry for entry in models if isinstance(entry, dict) and entry.get("file") == file]
    if len(entries) != 1:
        raise ValueError(f"names {file} {len(entries)} times")
    size, digest = entries[0].get("bytes"), entries[0].get("sha256")
    if type(size) is not int or not isinstance(digest, str):
        raise ValueError(f"states no size and SHA-256 for {file}")
    return size, digest


def _entry(table: dict[str, Any]) -> ModelEntry:
    taken, golden = table.get("input"), table.get("golden")
    return ModelEntry(
        file=table["file"],
        role=ModelRole(table["role"]),
        size_bytes=table["bytes"],
        sha256=table["sha256"],
        input=None
        if taken is None
        else ModelInput(
            width=taken["width"],
            height=taken["height"],
            swapped={"bgr": False, "rgb": True}[taken["channels"]],
            points=tuple((float(x), float(y)) for x, y in taken["points"]),
        ),
        output=table.get("output", 0),
        golden=None
        if golden is None
        else Golden(norm=golden["norm"], first=tuple(golden["first"]), tolerance=golden["tolerance"]),
    )
