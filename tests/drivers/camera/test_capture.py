"""The capture thread on files, and the judgement of a camera's condition."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from drivers.camera.address import FileAddress, V4l2Address
from drivers.camera.capture import Capture, CaptureState, judge
from drivers.camera.cv import cv2
from drivers.camera.simulated_scene import jpeg
from drivers.camera.sources import decode, source_of
from kiosk.devices import Condition
from kiosk.faults import Fault
from tests.drivers.camera.conftest import until

ABSENT = Fault(id="camera.absent", detail="refused")


@pytest.mark.parametrize(
    ("state", "shown", "condition", "fault"),
    [
        (CaptureState(tried=99.5, arrived=None, fault=None), None, Condition.STARTING, ""),
        (CaptureState(tried=96.0, arrived=None, fault=None), None, Condition.FAULT, "camera.stalled"),
        (CaptureState(tried=96.0, arrived=99.9, fault=None), 99.9, Condition.READY, ""),
        (CaptureState(tried=98.0, arrived=98.5, fault=None), 98.5, Condition.FAULT, "camera.stalled"),
        (CaptureState(tried=90.0, arrived=98.5, fault=ABSENT), 98.5, Condition.FAULT, "camera.absent"),
        (CaptureState(tried=90.0, arrived=99.5, fault=ABSENT), 99.5, Condition.READY, ""),
        (CaptureState(tried=99.9, arrived=None, fault=ABSENT), None, Condition.FAULT, "camera.absent"),
        (CaptureState(tried=90.0, arrived=99.9, fault=None), 95.0, Condition.FAULT, "camera.unreadable"),
        (CaptureState(tried=90.0, arrived=99.9, fault=None), None, Condition.FAULT, "camera.unreadable"),
    ],
)
def test_only_the_age_of_pictures_counts(
    state: CaptureState, shown: float | None, condition: Condition, fault: str
) -> None:
    found, why = judge(100.0, state, shown)
    assert (found, why.id if why else "") == (condition, fault)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, value in enumerate((10, 120, 240)):
        cv2.imwrite(str(folder / f"{number}.png"), np.full((48, 64, 3), value, np.uint8))
    return folder


def running(path: Path) -> Iterator[Capture]:
    capture = Capture(source_of(FileAddress(path=path)))
    capture.start()
    yield capture
    assert capture.stop(30)


def brightness(capture: Capture) -> int:
    shot = until(lambda: capture.take(1.0))
    picture = decode(shot.content)
    assert picture is not None
    return round(float(picture.mean()))


def test_a_folder_is_looped_in_order(pictures: Path) -> None:
    for capture in running(pictures):
        seen = [brightness(capture) for _ in range(7)]
        # The slot drops what was not taken in time, so the order is judged by what follows what.
        assert set(seen) == {10, 120, 240}
        assert capture.state().fault is None


def test_who_comes_late_takes_the_newest(pictures: Path) -> None:
    for capture in running(pictures):
        first = until(lambda: capture.take(1.0))  # noqa: B023
        until(lambda: (capture.state().arrived or 0) > first.captured + 0.5)  # noqa: B023
        newest = capture.state().arrived
        late = until(lambda: capture.take(1.0))  # noqa: B023
        assert newest is not None
        assert late.captured >= newest


def test_a_still_is_looped(pictures: Path) -> None:
    for capture in running(pictures / "1.png"):
        assert {brightness(capture) for _ in range(3)} == {120}


def test_a_video_is_looped(tmp_path: Path) -> None:
    path = tmp_path / "video.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15, (64, 48))
    for value in (20, 200):
        writer.write(np.full((48, 64, 3), value, np.uint8))
    writer.release()
    for capture in running(path):
        seen = [brightness(capture) for _ in range(6)]
        assert min(seen) == pytest.approx(20, abs=6)
        assert max(seen) == pytest.approx(200, abs=6)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("none.avi", "camera.absent"),
        ("empty", "camera.absent"),
        ("bad.jpg", "camera.unreadable"),
        ("bad.avi", "camera.unreadable"),
    ],
)
def test_files_that_are_no_camera(tmp_path: Path, name: str, fault: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    (tmp_path / "bad.avi").write_bytes(b"no video")
    for capture in running(tmp_path / name):
        assert until(lambda: capture.state().fault).id == fault  # noqa: B023


def test_a_local_camera_that_is_not_there(tmp_path: Path) -> None:
    capture = Capture(source_of(V4l2Address(node=Path("/dev/video-none"))))
    capture.start()
    assert until(lambda: capture.state().fault).id == "camera.absent"
    assert capture.stop(30)


def test_a_whole_jpeg_or_nothing() -> None:
    frame = jpeg(Image.effect_noise((640, 480), 40))
    picture = decode(frame)
    assert picture is not None
    assert picture.shape == (480, 640, 3)
    assert decode(frame[: len(frame) // 2]) is None
    assert decode(b"\xff\xd8 nothing \xff\xd9") is None
