"""A verification as the window has it: real child, real models, a drawn person on a real stream; and its ends."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.camera.camera import VisionCamera
from drivers.camera.models import MANIFEST_FILE
from drivers.camera.simulated_scene import jpeg, portrait
from drivers.camera.simulator import CameraSimulator
from kiosk.devices import Condition, FaceGuided, FaceMeasured
from kiosk.dock import DockFile
from kiosk.identity.document import PhotoKind
from kiosk.identity.face import FaceBands, FaceEvidence, FaceHint, FaceStop, FaceTask, FaceVerdict, judge
from tests.drivers.camera.conftest import COMPARISON_FILE, DETECTION_FILE, Posts, until, vision_children

PERSON, OTHER = "ouyang", "zhang"
SHA256 = "6b4f0cfdabe3294bd80e4525ac792deb13fe1cc6668b70f2f0515fa16e0bb326"
BANDS = (FaceBands(model=SHA256, accept=0.36, strict=0.38, retry=0.32),)


def task_of(person: str = PERSON, *, limit_s: float = 60.0, liveness: bool = True, name: str = "one") -> FaceTask:
    return FaceTask(
        id=name,
        photo=jpeg(portrait(person, 126)),
        photo_kind=PhotoKind.JPEG,
        liveness=liveness,
        time_limit_s=limit_s,
    )


class Watching(Posts):
    """The person before the camera reads the screen: a prompt moves the dock."""

    def __init__(self, dock: DockFile) -> None:
        super().__init__()
        self._dock = dock

    def __call__(self, event: object) -> None:
        if isinstance(event, FaceGuided):
            self._dock.prompt(event.hint)
        super().__call__(event)

    def evidence(self, since: int = 0) -> FaceEvidence:
        event = self.wait(lambda event: isinstance(event, FaceMeasured), since)
        assert isinstance(event, FaceMeasured)
        return event.evidence

    def hints(self, since: int = 0) -> list[FaceHint]:
        return [event.hint for event in self.events[since:] if isinstance(event, FaceGuided)]

    def wait_hint(self, hint: FaceHint, since: int = 0) -> None:
        self.wait(lambda event: isinstance(event, FaceGuided) and event.hint is hint, since)


@pytest.fixture
def watching(dock: DockFile) -> Watching:
    return Watching(dock)


@pytest.fixture
def camera(
    simulator: CameraSimulator, dock: DockFile, cameras: Callable[..., VisionCamera], watching: Watching, models: Path
) -> Iterator[VisionCamera]:
    """Open, with the person in view."""
    dock.change("camera", person=PERSON)
    camera = cameras(f"http://127.0.0.1:{simulator.start()}/", models=(models,))
    camera.start(watching)
    camera.open()
    watching.wait_faces(1)
    yield camera
    camera.stop()


def test_the_person_of_the_document_is_measured_live_and_the_same(camera: VisionCamera, watching: Watching) -> None:
    camera.verify(task_of())
    evidence = watching.evidence()
    assert (evidence.task, evidence.stop, evidence.live, evidence.turns) == ("one", None, True, 3)
    assert evidence.frames >= 3
    assert evidence.model == SHA256
    assert judge(evidence, BANDS, strict=True) is FaceVerdict.SAME
    hints = watching.hints()
    assert hints[-1] is FaceHint.THANKS
    assert {FaceHint.TURN_LEFT, FaceHint.TURN_RIGHT, FaceHint.LOOK_STRAIGHT} <= set(hints)
    progress = [event.progress for event in watching.events if isinstance(event, FaceGuided)]
    assert progress[-1] == 1.0


def test_somebody_else_s_document_is_not_the_same(camera: VisionCamera, watching: Watching) -> None:
    camera.verify(task_of(OTHER))
    evidence = watching.evidence()
    assert evidence.live
    assert judge(evidence, BANDS, strict=False) is FaceVerdict.NOT_SAME


def test_a_photo_that_is_held_up_and_turned_is_not_verified(
    camera: VisionCamera, watching: Watching, dock: DockFile
) -> None:
    dock.change("camera", does="bent-photo")
    camera.verify(task_of(limit_s=6))
    evidence = watching.evidence()
    assert not evidence.live
    assert judge(evidence, BANDS, strict=False) is FaceVerdict.NOT_VERIFIED


@pytest.mark.parametrize("does", ["truncated", "empty", "stalled"])
def test_a_camera_without_pictures_is_said_so(
    camera: VisionCamera, watching: Watching, dock: DockFile, does: str
) -> None:
    if does == "stalled":
        dock.change("camera", stalled=True)
    else:
        dock.change("camera", does=does)
    camera.verify(task_of())
    assert watching.evidence().stop is FaceStop.CAMERA
    dock.change("camera", stalled=False, does="follows")
    until(camera.latest)


@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGSEGV, marks=pytest.mark.slow)])
def test_a_child_that_dies_in_the_midst_is_an_answer_and_comes_back(
    camera: VisionCamera, watching: Watching, how: signal.Signals
) -> None:
    camera.verify(task_of())
    watching.wait(lambda event: isinstance(event, FaceGuided) and event.progress > 0)
    (child,) = vision_children()
    os.kill(child, how)
    assert watching.evidence().stop is FaceStop.CHILD
    mark = watching.mark()
    until(camera.latest)
    watching.wait_faces(1, mark)
    camera.verify(task_of(liveness=False, name="again"))
    again = watching.evidence(mark)
    assert (again.task, again.stop, again.live) == ("again", None, False)
    assert judge(again, BANDS, strict=False) is FaceVerdict.NOT_VERIFIED  # not live


def test_a_child_that_hangs_in_the_midst_is_killed_and_answered(
    camera: VisionCamera, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.camera.camera.SILENT_SECONDS", 1.5)
    camera.verify(task_of())
    watching.wait(lambda event: isinstance(event, FaceGuided) and event.progress > 0)
    (child,) = vision_children()
    os.kill(child, signal.SIGSTOP)
    assert watching.evidence().stop is FaceStop.CHILD
    until(camera.latest)


def test_a_child_that_grows_is_replaced(
    camera: VisionCamera, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.camera.camera.MEMORY_LIMIT_BYTES", 1 << 20)
    died = watching.wait_health(Condition.FAULT, "camera.child-died")
    assert died.health.fault is not None
    assert "grown" in died.health.fault.detail


@pytest.mark.parametrize(
    "photo", [b"", b"no picture", jpeg(portrait(PERSON, 126))[:900]], ids=["none", "noise", "cut off"]
)
def test_a_photo_that_cannot_be_compared(camera: VisionCamera, watching: Watching, photo: bytes) -> None:
    camera.verify(FaceTask(id="x", photo=photo, photo_kind=PhotoKind.JPEG))
    evidence = watching.evidence()
    assert evidence.stop is FaceStop.PHOTO


def test_a_sealed_photo_and_one_that_is_too_large_are_not_compared(camera: VisionCamera, watching: Watching) -> None:
    camera.verify(FaceTask(id="sealed", photo=bytes(1024), photo_kind=PhotoKind.WLT))
    assert watching.evidence().stop is FaceStop.PHOTO
    mark = watching.mark()
    camera.verify(FaceTask(id="large", photo=bytes(1 << 20), photo_kind=PhotoKind.JPEG))
    assert watching.evidence(mark).stop is FaceStop.PHOTO


def test_it_is_withdrawn_at_once(camera: VisionCamera, watching: Watching) -> None:
    camera.end_verify()  # nothing runs
    camera.verify(task_of())
    watching.wait(lambda event: isinstance(event, FaceGuided) and event.progress > 0)
    mark = watching.mark()
    camera.end_verify()
    evidence = watching.evidence(mark)
    assert evidence.stop is FaceStop.CANCELLED
    # a child that is slow to forget is killed; the picture goes on in either case
    until(camera.latest)
    later = watching.mark()
    camera.end_verify()
    assert not any(isinstance(event, FaceMeasured) for event in watching.events[later:])


def test_one_after_the_other_and_closing_each_has_one_answer(camera: VisionCamera, watching: Watching) -> None:
    for name in ("one", "two", "three"):
        camera.verify(task_of(name=name))
    watching.wait(lambda event: isinstance(event, FaceGuided) and event.task == "three")
    camera.close()
    camera.verify(task_of(name="four"))
    answers = [
        (event.evidence.task, event.evidence.stop) for event in watching.events if isinstance(event, FaceMeasured)
    ]
    assert answers == [
        ("one", FaceStop.CANCELLED),
        ("two", FaceStop.CANCELLED),
        ("three", FaceStop.CANCELLED),
        ("four", FaceStop.CAMERA),
    ]


def test_an_altered_comparison_model_closes_the_way_and_keeps_the_picture(
    simulator: CameraSimulator,
    cameras: Callable[..., VisionCamera],
    watching: Watching,
    models: Path,
    tmp_path: Path,
) -> None:
    content = bytearray((models / COMPARISON_FILE).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / COMPARISON_FILE).write_bytes(content)
    for file in (DETECTION_FILE, MANIFEST_FILE):
        (tmp_path / file).write_bytes((models / file).read_bytes())
    camera = cameras(f"http://127.0.0.1:{simulator.start()}/", models=(tmp_path, models))
    camera.start(watching)
    camera.open()
    warned = watching.wait_health(Condition.WARNING, "camera.comparison-off")
    assert warned.health.fault is not None
    assert "camera.models-altered" in warned.health.fault.detail
    watching.wait_faces(1)
    camera.verify(task_of())
    evidence = watching.evidence()
    assert (evidence.stop, evidence.model) == (FaceStop.MODEL, "")
