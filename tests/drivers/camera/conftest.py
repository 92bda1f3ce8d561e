"""Owns what the camera tests share: waiting on a condition, posted events, a simulated camera, models and faces."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from drivers.camera.address import parse_address
from drivers.camera.camera import VisionCamera
from drivers.camera.models import ModelRole, model_directories, model_entries
from drivers.camera.simulated_scene import COUNTER_BITS, COUNTER_BLOCK_PX, HEIGHT_PX
from drivers.camera.simulator import CameraSimulator
from kiosk.devices import Condition, FacesSeen, HealthChanged, PreviewFrame
from kiosk.dock import DockFile

DEADLINE_SECONDS = 60.0
DETECTION_FILE = next(entry.file for entry in model_entries() if entry.role is ModelRole.DETECTION)
COMPARISON_FILE = next(entry.file for entry in model_entries() if entry.role is ModelRole.COMPARISON)


class Posts:
    """Everything a camera posted, in order."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.events: list[object] = []

    def __call__(self, event: object) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def mark(self) -> int:
        with self._changed:
            return len(self.events)

    def wait(self, wanted: Callable[[object], bool], since: int = 0) -> object:
        """The first event from `since` on that is wanted."""
        with self._changed:
            found = self._changed.wait_for(lambda: any(map(wanted, self.events[since:])), DEADLINE_SECONDS)
            assert found, f"never came; the last were {self.events[since:][-4:]}"
            return next(event for event in self.events[since:] if wanted(event))

    def wait_health(self, condition: Condition, fault: str = "", since: int = 0) -> HealthChanged:
        def wanted(event: object) -> bool:
            return (
                isinstance(event, HealthChanged)
                and event.health.condition is condition
                and (event.health.fault.id if event.health.fault else "") == fault
            )

        event = self.wait(wanted, since)
        assert isinstance(event, HealthChanged)
        return event

    def wait_faces(self, count: int, since: int = 0) -> FacesSeen:
        event = self.wait(lambda event: isinstance(event, FacesSeen) and len(event.faces) == count, since)
        assert isinstance(event, FacesSeen)
        return event


T = TypeVar("T")


def until(look: Callable[[], T | None]) -> T:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        if value := look():
            return value
        time.sleep(0.005)
    raise AssertionError("it never came to that")


def counter_of(frame: PreviewFrame) -> int:
    """The number that the simulator painted into the picture, read from the pixels."""
    assert (frame.width, frame.height, frame.stride) == (640, 480, 640 * 4)
    row = HEIGHT_PX - COUNTER_BLOCK_PX // 2
    number = 0
    for bit in range(COUNTER_BITS):
        at = row * frame.stride + (bit * COUNTER_BLOCK_PX + COUNTER_BLOCK_PX // 2) * 4
        blue, green, red, _ = frame.pixels[at : at + 4]
        assert min(blue, green, red) > 200 or max(blue, green, red) < 55
        number = number << 1 | (green > 127)
    return number


def vision_children() -> list[int]:
    """Pids of the vision children of this process."""
    pids = []
    for pid in (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if f"PPid:\t{os.getpid()}\n" in status and b"drivers.camera.vision" in command and "State:\tZ" not in status:
            pids.append(pid)
    return pids


def preview_traces() -> list[str]:
    """Where this process still holds preview memory: descriptors and mappings."""
    names = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            names.append(str(link.readlink()))
        except OSError:
            continue
    names += Path("/proc/self/maps").read_text().splitlines()
    return [name for name in names if "jiujin-preview" in name]


@pytest.fixture
def posts() -> Posts:
    return Posts()


@pytest.fixture
def dock(tmp_path: Path) -> DockFile:
    return DockFile(tmp_path / "dock.json")


@pytest.fixture
def simulator(dock: DockFile) -> Iterator[CameraSimulator]:
    simulator = CameraSimulator(dock)
    yield simulator
    simulator.stop()


@pytest.fixture
def cameras() -> Iterator[Callable[..., VisionCamera]]:
    """Makes cameras that are stopped at the end, and checks that nothing of them is left."""
    made: list[VisionCamera] = []
    before = set(Path("/dev/shm").iterdir())

    def make(address: str, models: tuple[Path, ...] = ()) -> VisionCamera:
        parse_address(address)
        camera = VisionCamera("camera", address, models=models)
        made.append(camera)
        return camera

    yield make
    for camera in made:
        camera.stop()
    assert vision_children() == []
    assert preview_traces() == []
    assert {entry for entry in set(Path("/dev/shm").iterdir()) - before if "jiujin" in entry.name} == set()
    assert [thread for thread in threading.enumerate() if thread.name.startswith("camera-camera")] == []


@pytest.fixture
def models() -> Path:
    for directory in model_directories():
        if (directory / DETECTION_FILE).exists():
            return directory
    pytest.skip(f"{DETECTION_FILE} is not installed; name its folder in JIUJIN_MODELS")
