"""Owns the trust in model files: finds the detection model and hands out bytes that were verified, or a fault.

A model is trusted only when three things agree: its bytes, the entry of the `MANIFEST.json` beside it, and the
size and SHA-256 pinned here. A manifest lies where the model lies, so who can alter one can alter the other; the
pin cannot be altered that way. The bytes returned are the bytes that were hashed: a file is never opened twice.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.faults import Fault

MODELS_VARIABLE = "JIUJIN_MODELS"
DETECTION_FILE = "face_detection_yunet_2023mar.onnx"
MANIFEST_FILE = "MANIFEST.json"
_MANIFEST_LIMIT_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Pin:
    size_bytes: int
    sha256: str


PINS: Mapping[str, Pin] = {
    # facts, face, section 2: equals the Git LFS pointer of opencv/opencv_zoo for this file
    DETECTION_FILE: Pin(
        size_bytes=232_589, sha256="8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
    ),
    # facts, face, section 2: derived by the project; for the comparison of faces
    "face-reidentification-retail-0095.onnx": Pin(
        size_bytes=4_477_942, sha256="6b4f0cfdabe3294bd80e4525ac792deb13fe1cc6668b70f2f0515fa16e0bb326"
    ),
}


@dataclass(frozen=True, kw_only=True)
class VerifiedModel:
    file: str
    sha256: str
    content: bytes


def model_directories() -> tuple[Path, ...]:
    """Where models are looked for, best first: `JIUJIN_MODELS` if it is set, then `models/` of the project."""
    project = Path(__file__).resolve().parents[2] / "models"
    named = os.environ.get(MODELS_VARIABLE, "")
    return (Path(named), project) if named else (project,)


def find_model(directories: Sequence[Path], file: str = DETECTION_FILE) -> VerifiedModel | Fault:
    """The model of the first directory that has the file, verified; otherwise the fault to report.

    A file that is there but wrong is `camera.models-altered`, and no further directory is tried: someone should
    look at it. `KeyError` when no pin is known for the file name, which is a bug.
    """
    pin = PINS[file]
    for directory in directories:
        try:
            content = _read(directory / file, pin.size_bytes)
        except FileNotFoundError:
            continue
        except OSError as problem:
            return Fault(id="camera.models-missing", detail=f"{file}: {problem.strerror}")
        found = Pin(size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        if found != pin:
            return Fault(id="camera.models-altered", detail=f"{file}: size or SHA-256 is not the pinned one")
        try:
            stated = _manifest_pin(directory / MANIFEST_FILE, file)
        except FileNotFoundError:
            return Fault(id="camera.models-missing", detail=f"{MANIFEST_FILE} is missing beside {file}")
        except (OSError, ValueError) as problem:
            return Fault(id="camera.models-altered", detail=f"{MANIFEST_FILE}: {problem}")
        if stated != pin:
            return Fault(id="camera.models-altered", detail=f"{MANIFEST_FILE} states other values for {file}")
        return VerifiedModel(file=file, sha256=pin.sha256, content=content)
    return Fault(id="camera.models-missing", detail=f"{file} was not found")


def _read(path: Path, size_bytes: int) -> bytes:
    # One byte more than pinned tells "longer" without reading whatever somebody put there.
    with path.open("rb") as file:
        return file.read(size_bytes + 1)


def _manifest_pin(path: Path, file: str) -> Pin:
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
    return Pin(size_bytes=size, sha256=digest)
