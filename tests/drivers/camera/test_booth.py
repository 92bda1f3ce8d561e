"""Whoever stands before the camera, and what becomes of it: the simulator's own pictures at a clock of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from drivers.camera.commands import Verify
from drivers.camera.cv import cv2
from drivers.camera.detector import FaceDetector
from drivers.camera.embedder import Embedder
from drivers.camera.models import ModelRole, VerifiedModel, find_model
from drivers.camera.simulated_scene import Scene, jpeg, portrait
from drivers.camera.verification import Verification
from kiosk.dock import CameraDock
from kiosk.identity.document import PhotoKind
from kiosk.identity.face import FaceEvidence, FaceHint, FaceStop

PERSON, OTHER = "ouyang", "zhang"
Nets = tuple[FaceDetector, Embedder]
ASKED = {FaceHint.TURN_LEFT: "left", FaceHint.TURN_RIGHT: "right"}


@pytest.fixture(scope="module")
def nets(models_dir: Path) -> Nets:
    detection, comparison = find_model([models_dir]), find_model([models_dir], ModelRole.COMPARISON)
    assert isinstance(detection, VerifiedModel)
    assert isinstance(comparison, VerifiedModel)
    return FaceDetector(detection), Embedder(comparison)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.of(PERSON, OTHER, "rare")


class Booth:
    """A terminal, its camera and whoever is before it; a prompt reaches them with the next frame."""

    def __init__(self, nets: Nets, scene: Scene, does: str = "follows", *, limit_s: float = 60.0) -> None:
        photo = bytearray(jpeg(portrait(PERSON, 126)))
        ask = Verify(task="t", photo=photo, photo_kind=PhotoKind.JPEG, liveness=True, time_limit_s=limit_s)
        self.running = Verification(ask, *nets, 0.0)
        self.person, self.does = PERSON, does
        self.hints: list[FaceHint] = []
        self._scene = scene
        self._number, self._now = 0, 0.0
        scene.anew()

    def run(self, rate: float = 10.0, until: Callable[[], bool] = lambda: False) -> FaceEvidence:
        """Frames at so many a second until it ends, or until then."""
        while not self.running.finished and not until():
            self._number, self._now = self._number + 1, self._now + 1 / rate
            dock = CameraDock(person=self.person, does=self.does, asked=ASKED.get(self.running.hint, ""))
            frame = self._scene.frame(self._number, self._now, dock)
            picture = cv2.imdecode(np.frombuffer(frame, np.uint8), cv2.IMREAD_COLOR)
            self.running.look(np.asarray(picture, np.uint8), self._now)
            self.running.tick(self._now)
            self.hints.append(self.running.hint)
        return self.running.evidence(self._now, "d")


@pytest.mark.parametrize("rate", [10.0, pytest.param(30.0, marks=pytest.mark.slow)])
def test_a_head_that_turns_as_asked_is_live(nets: Nets, scene: Scene, rate: float) -> None:
    evidence = Booth(nets, scene).run(rate)
    assert (evidence.stop, evidence.live, evidence.turns) == (None, True, 3)
    assert evidence.score > 0.8


@pytest.mark.parametrize("does", ["flat-photo", "bent-photo"])
@pytest.mark.parametrize("rate", [3.0, 10.0, pytest.param(30.0, marks=pytest.mark.slow)])
def test_a_photo_that_is_held_up_and_turned_is_never_live(nets: Nets, scene: Scene, does: str, rate: float) -> None:
    """It is held aside for as long as a turn may take, so that the detector may slip as often as it likes."""
    evidence = Booth(nets, scene, does).run(rate)
    assert (evidence.stop, evidence.live, evidence.turns) == (FaceStop.TIME_OUT, False, 0)


def test_who_stands_and_does_not_turn_is_not_live(nets: Nets, scene: Scene) -> None:
    booth = Booth(nets, scene, "stands")
    evidence = booth.run()
    assert (evidence.stop, evidence.live) == (FaceStop.TIME_OUT, False)
    assert booth.hints[-1] in ASKED


@pytest.mark.parametrize(
    ("does", "hint"),
    [
        ("two", FaceHint.ONE_ONLY),
        ("far", FaceHint.CLOSER),
        ("covers-mouth", FaceHint.UNCOVER),
        ("grey", FaceHint.NOBODY),
    ],
)
def test_what_is_wrong_with_the_view_is_said_and_nothing_is_measured(
    nets: Nets, scene: Scene, does: str, hint: FaceHint
) -> None:
    booth = Booth(nets, scene, does, limit_s=3)
    booth.person = "rare"  # in whose masked face the detector still sees one
    evidence = booth.run()
    assert hint in booth.hints
    assert (evidence.stop, evidence.score, evidence.live) == (FaceStop.TIME_OUT, 0.0, False)


@pytest.mark.parametrize("does", ["rotated", "dark"])
def test_a_view_in_which_no_face_can_be_compared_times_out(nets: Nets, scene: Scene, does: str) -> None:
    evidence = Booth(nets, scene, does, limit_s=2).run()
    assert (evidence.stop, evidence.frames) == (FaceStop.TIME_OUT, 0)


def test_nobody_there_times_out(nets: Nets, scene: Scene) -> None:
    booth = Booth(nets, scene, limit_s=1.5)
    booth.person = ""
    assert booth.run().stop is FaceStop.TIME_OUT
    assert booth.hints[-1] is FaceHint.NOBODY


def test_who_leaves_in_the_midst_ends_it(nets: Nets, scene: Scene) -> None:
    booth = Booth(nets, scene)
    booth.run(until=lambda: booth.running.progress >= 0.2)
    booth.person = ""
    assert booth.run().stop is FaceStop.CHANGED


def test_who_is_replaced_in_the_midst_ends_it(nets: Nets, scene: Scene) -> None:
    """The second person stands exactly where the first one stood and turns as asked; their face alone differs."""
    booth = Booth(nets, scene)
    booth.run(until=lambda: booth.running.progress >= 0.2)
    booth.person = OTHER
    evidence = booth.run()
    assert (evidence.stop, evidence.live) == (FaceStop.CHANGED, False)
