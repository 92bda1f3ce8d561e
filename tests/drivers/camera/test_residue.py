"""After a verification nothing of the document's photo is left: in the child's memory, its files, or on a disk."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from drivers.camera.camera import VisionCamera
from drivers.camera.commands import Verify
from drivers.camera.cv import cv2
from drivers.camera.detector import FaceDetector
from drivers.camera.embedder import Embedder
from drivers.camera.models import ModelRole, VerifiedModel, find_model
from drivers.camera.photo import photo_vector
from kiosk.devices import FaceGuided
from kiosk.dock import DockFile
from tests.drivers.camera.conftest import vision_children
from tests.drivers.camera.test_verify import Watching, camera, task_of, watching

__all__ = ["camera", "watching"]  # fixtures


def readable_memory(pid: int) -> Iterator[bytes]:
    """Every writable mapping of a process."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            if "w" not in rights:
                continue
            begin, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(begin)
                yield memory.read(end - begin)
            except OSError:
                continue


def traces(pid: int, marks: dict[str, bytes]) -> set[str]:
    """Which marks lie in a process's memory."""
    return {name for piece in readable_memory(pid) for name, mark in marks.items() if mark in piece}


def marks_of(models: Path) -> dict[str, bytes]:
    """Pieces of the photo that no other data contains: of its file, of its pixels, and of its vector."""
    photo = task_of().photo
    pixels = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    detection, comparison = find_model([models]), find_model([models], ModelRole.COMPARISON)
    assert isinstance(detection, VerifiedModel)
    assert isinstance(comparison, VerifiedModel)
    task = task_of()
    ask = Verify(
        task="t", photo=bytearray(photo), photo_kind=task.photo_kind, liveness=True, time_limit_s=task.time_limit_s
    )
    vector = photo_vector(ask, FaceDetector(detection), Embedder(comparison))
    assert not any(ask.photo)
    half = len(photo) // 2
    return {
        "file": photo[half : half + 64],
        "pixels": np.ascontiguousarray(pixels[60, 20:80]).tobytes(),
        "vector": vector[32:64].tobytes(),
    }


@pytest.mark.parametrize("end", ["measured", "withdrawn"])
def test_nothing_of_the_photo_is_left(
    camera: VisionCamera, watching: Watching, dock: DockFile, models: Path, end: str
) -> None:
    marks = marks_of(models)
    (child,) = vision_children()
    files_before = set(Path("/dev/shm").iterdir()) | set(Path(tempfile.gettempdir()).glob("*jiujin*"))
    dock.change("camera", does="far")
    camera.verify(task_of(liveness=False))
    watching.wait(lambda event: isinstance(event, FaceGuided))
    assert "vector" in traces(child, marks), "the search must be able to find it while it is there"
    if end == "measured":
        dock.change("camera", does="stands")
        assert watching.evidence().stop is None
    else:
        camera.end_verify()
    assert traces(child, marks) == set()
    for link in Path(f"/proc/{child}/fd").iterdir():
        target = str(link.readlink())
        assert not target.startswith("/") or target.startswith(("/dev/", "/memfd:jiujin-preview")), target
    files = set(Path("/dev/shm").iterdir()) | set(Path(tempfile.gettempdir()).glob("*jiujin*"))
    assert files - files_before == set()
    limits = Path(f"/proc/{child}/limits").read_text()
    assert any(line.split()[:5] == ["Max", "core", "file", "size", "0"] for line in limits.splitlines())
