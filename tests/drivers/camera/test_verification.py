"""A verification frame by frame, without a child: vetoes, faces that jump, and what evidence never says."""

from pathlib import Path

import numpy as np
import pytest

from drivers.camera.commands import Verify
from drivers.camera.detector import Face, FaceDetector
from drivers.camera.embedder import Embedder
from drivers.camera.models import ModelRole, VerifiedModel, find_model
from drivers.camera.simulated_scene import jpeg, look_of, portrait
from drivers.camera.sources import Picture
from drivers.camera.verification import CAMERA_LOST_SECONDS, LOST_SECONDS, PLACED_FRAMES, Verification
from kiosk.identity.document import PhotoKind
from kiosk.identity.face import FaceHint, FaceStop, Turn

PERSON, OTHER = "ouyang", "zhang"
TURNED_DEG = 30.0
"""Clearly beyond the least angle on both sides, which differ: the drawn faces are as uneven as others."""
TURN_FRAMES = 8
"""Twice as many as a turn takes at 15 a second."""
WALL = np.full((480, 640, 3), 170, np.uint8)


@pytest.fixture(scope="module")
def nets(models_dir: Path) -> tuple[FaceDetector, Embedder]:
    detection, comparison = find_model([models_dir]), find_model([models_dir], ModelRole.COMPARISON)
    assert isinstance(detection, VerifiedModel)
    assert isinstance(comparison, VerifiedModel)
    return FaceDetector(detection), Embedder(comparison)


def look(name: str, yaw: float = 0.0) -> Picture:
    return np.ascontiguousarray(np.asarray(look_of(name, yaw))[..., ::-1])


def ask(*, liveness: bool = True) -> Verify:
    photo = bytearray(jpeg(portrait(PERSON, 126)))
    return Verify(task="t", photo=photo, photo_kind=PhotoKind.JPEG, liveness=liveness, time_limit_s=60)


class Run:
    """A verification that is shown pictures at 15 a second."""

    def __init__(self, nets: tuple[FaceDetector, Embedder], vetoes: tuple["Never", ...] = ()) -> None:
        self.now = 0.0
        self.running = Verification(ask(), *nets, 0.0, vetoes)

    def show(self, picture: Picture, frames: int = 1) -> "Run":
        for _ in range(frames):
            if not self.running.finished:
                self.now += 1 / 15
                self.running.look(picture, self.now)
                self.running.tick(self.now)
        return self

    def placed(self) -> "Run":
        self.show(look(PERSON), 6)
        assert self.running.hint in (FaceHint.TURN_LEFT, FaceHint.TURN_RIGHT)
        return self

    @property
    def asked_yaw(self) -> float:
        return TURNED_DEG if self.running.hint is FaceHint.TURN_LEFT else -TURNED_DEG


class Never:
    def __init__(self, after: int) -> None:
        self.seen = 0
        self._after = after

    def objects(self, picture: Picture, face: Face, captured: float) -> bool:
        assert picture.shape == (480, 640, 3)
        assert face.box.width > 0
        assert captured > 0
        self.seen += 1
        return self.seen > self._after


@pytest.mark.parametrize("after", [0, 3])
def test_one_objection_of_a_second_sensor_before_the_turns_ends_it(
    nets: tuple[FaceDetector, Embedder], after: int
) -> None:
    veto = Never(after)
    assert_objected(Run(nets, (veto,)).show(look(PERSON), 6), veto, after)


@pytest.mark.parametrize("first", [Turn.LEFT, Turn.RIGHT])
def test_one_objection_of_a_second_sensor_to_a_turned_face_ends_it(
    nets: tuple[FaceDetector, Embedder], monkeypatch: pytest.MonkeyPatch, first: Turn
) -> None:
    other = Turn.RIGHT if first is Turn.LEFT else Turn.LEFT
    monkeypatch.setattr("drivers.camera.turns.random_order", lambda *_: (first, other, first))
    veto = Never(PLACED_FRAMES)
    run = Run(nets, (veto,)).placed()
    assert (veto.seen, run.running.hint) == (
        PLACED_FRAMES,
        FaceHint.TURN_LEFT if first is Turn.LEFT else FaceHint.TURN_RIGHT,
    )
    assert_objected(run.show(look(PERSON, run.asked_yaw), TURN_FRAMES), veto, PLACED_FRAMES)


def assert_objected(run: Run, veto: Never, after: int) -> None:
    assert veto.seen == after + 1
    assert run.running.stop is FaceStop.CHANGED
    evidence = run.running.evidence(run.now, "d")
    assert (evidence.live, evidence.score) == (False, 0.0)


def test_a_photo_of_another_person_between_own_turns_ends_it(nets: tuple[FaceDetector, Embedder]) -> None:
    """The face of the document looks straight, the attacker's own makes the turns, in the very same place."""
    run = Run(nets).placed()
    run.show(look(OTHER, run.asked_yaw), TURN_FRAMES)
    assert run.running.stop is FaceStop.CHANGED


def test_a_short_slip_is_forgiven_and_a_longer_one_is_not(nets: tuple[FaceDetector, Embedder]) -> None:
    run = Run(nets).placed().show(WALL, int(LOST_SECONDS * 15) - 1).show(look(PERSON))
    assert not run.running.finished
    run.show(WALL, int(LOST_SECONDS * 15) + 2)
    assert run.running.stop is FaceStop.CHANGED


def test_a_face_that_appears_elsewhere_ends_it(nets: tuple[FaceDetector, Embedder]) -> None:
    run = Run(nets).placed()
    run.show(np.roll(look(PERSON), 200, axis=1))
    assert run.running.stop is FaceStop.CHANGED


def test_before_the_turns_a_slip_begins_anew(nets: tuple[FaceDetector, Embedder]) -> None:
    run = Run(nets).show(look(PERSON), 4).show(WALL, 30).show(look(PERSON), 3)
    assert not run.running.finished
    assert run.running.progress < 0.2


def test_no_frames_is_a_lost_camera(nets: tuple[FaceDetector, Embedder]) -> None:
    run = Run(nets).placed()
    run.running.tick(run.now + CAMERA_LOST_SECONDS + 0.1)
    assert run.running.stop is FaceStop.CAMERA
    run.running.tick(run.now + 100)
    assert run.running.stop is FaceStop.CAMERA


def test_a_frame_after_the_time_limit_counts_no_more(nets: tuple[FaceDetector, Embedder]) -> None:
    """The last frame that is wanted may come late, before anybody looked at the clock."""
    running = Verification(ask(liveness=False), *nets, 0.0)
    for late in range(-PLACED_FRAMES, 1):
        assert not running.finished
        running.look(look(PERSON), 60.01 + late / 15)
    assert running.stop is FaceStop.TIME_OUT


def test_a_picture_that_is_none_is_an_error_and_not_nobody(nets: tuple[FaceDetector, Embedder]) -> None:
    with pytest.raises(ValueError, match="BGR"):
        Run(nets).show(np.zeros((480, 640), np.uint8))
