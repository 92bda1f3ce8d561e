"""Owns one verification in the vision child: frames in, hints out, one evidence at the end, and nothing kept.

place      four good frames in a row: one face, in place, still, sharp, lit, uncovered, looking straight
turns      three turns (five after a mistake) in an order that is drawn now; a good frame in front after each
measured   mean score of all good frames, with whether every turn was made by the face of the first frame

Each good frame in front and each turned frame is compared with the first good frame. A face that is lost, jumps or is
another one ends it all: CHANGED.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from enum import StrEnum

from drivers.camera.alignment import Pose, pose_of
from drivers.camera.commands import Verify
from drivers.camera.detector import DECISION_SIDE_PX, Face, FaceDetector, overlap
from drivers.camera.embedder import Embedder, Vector
from drivers.camera.gates import MOVED_PART, frontal, moved, place, quality
from drivers.camera.photo import photo_vector
from drivers.camera.sources import Picture
from drivers.camera.turns import TURNS, Step, TurnWatch, front_of
from drivers.camera.veto import Veto
from kiosk.identity.face import FaceEvidence, FaceHint, FaceStop, Turn

PLACED_FRAMES = 4
SCORED_LEAST = 3
"""A score of fewer frames is none."""
SAME_FRONT = 0.5
"""Least similarity of two looks straight ahead within seconds. Pictures of one person on different days came to 0.66
at least, of different persons to 0.29 at most (developer pictures)."""
SAME_TURNED = 0.3
"""The same for a turned look; rendered heads come to 0.6 at 25°."""
JUMPED = 0.2
"""Two frames' boxes that overlap less are of two faces (or of a frame gap in which anything could happen)."""
LOST_SECONDS = 0.6
"""Longer without the one face is lost; a slip of the detector lasts a frame or two."""
CROWD_SECONDS = 2.0
"""The same while there are several: somebody looks over a shoulder."""
CAMERA_LOST_SECONDS = 3.0


class _Phase(StrEnum):
    PLACE = "place"
    TURNING = "turning"
    FRONT = "front"
    """In front after a turn: a good frame is wanted before the next."""


class Verification:
    """One verification; all times are `time.monotonic()`. `PhotoUnusableError` when the document's photo is none."""

    def __init__(
        self, ask: Verify, detector: FaceDetector, embedder: Embedder, now: float, vetoes: Sequence[Veto] = ()
    ) -> None:
        self.task = ask.task
        self._detector, self._embedder, self._vetoes = detector, embedder, vetoes
        self._liveness = ask.liveness
        self._began = self._last_frame = now
        self._deadline = now + ask.time_limit_s
        self._phase = _Phase.PLACE
        self._face: Face | None = None
        self._face_at = now
        self._first: Vector | None = None
        self._poses: list[Pose] = []
        self._scores: list[float] = []
        self._scored_at = now
        self._watch: TurnWatch | None = None
        self._turns_made = 0
        self._live = False
        self.hint = FaceHint.NOBODY
        self.stop: FaceStop | None = None
        self.finished = False
        self._photo = photo_vector(ask, detector, embedder)

    @property
    def progress(self) -> float:
        """0 to 1."""
        if self.finished:
            return 1.0
        placed = min(1.0, len(self._poses) / PLACED_FRAMES)
        if not self._liveness:
            return round(0.9 * placed, 3)
        wanted = TURNS if self._watch is None else self._watch.wanted
        return round(0.2 * placed + 0.75 * self._turns_made / wanted, 3)

    def tick(self, now: float) -> None:
        """Called between frames: the time limit, and a camera that gives none."""
        if self.finished:
            return
        if now > self._deadline:
            self.end(FaceStop.TIME_OUT)
        elif now - self._last_frame > CAMERA_LOST_SECONDS:
            self.end(FaceStop.CAMERA)

    def look(self, picture: Picture, captured: float) -> None:
        """Take one frame, 8-bit BGR. `ValueError` when it is none."""
        if captured > self._deadline:
            self.end(FaceStop.TIME_OUT)
            return
        self._last_frame = captured
        height, width = picture.shape[:2]
        faces = self._detector.detect(picture)
        face, hint = place(faces, width, height, begun=self._phase is not _Phase.PLACE)
        pose = None if face is None else _pose(face)
        if face is None or pose is None:
            self._missing(hint or FaceHint.NOBODY, captured)
            return
        before, self._face, self._face_at = self._face, face, captured
        if before is not None and overlap(before.box, face.box) < JUMPED:
            self._lose(FaceHint.HOLD_STILL)
        elif hint is not None:
            if self._phase is _Phase.PLACE:
                self._begin_anew()
            self.hint = hint
        elif self._phase is _Phase.TURNING:
            self._turn(picture, face, pose, captured)
        else:
            self._front(picture, face, pose, before, captured)

    def end(self, stop: FaceStop | None) -> None:
        """Overwrite all that is of a person; `stop` is None when it was measured to the end."""
        self.finished, self.stop = True, stop
        self._photo.fill(0)
        if self._first is not None:
            self._first.fill(0)
        self._first, self._face, self._watch = None, None, None
        self._embedder.forget()

    def evidence(self, now: float, detector_sha256: str) -> FaceEvidence:
        """What is told of it, after `end`."""
        measured = self.stop is None and len(self._scores) >= SCORED_LEAST
        return FaceEvidence(
            task=self.task,
            stop=self.stop,
            score=max(-1.0, min(1.0, statistics.fmean(self._scores))) if measured else 0.0,
            frames=len(self._scores),
            live=measured and self._live,
            turns=self._turns_made,
            model=self._embedder.model.entry.sha256,
            detector=detector_sha256,
            took_ms=round((now - self._began) * 1000),
            last_frame_ms=round(max(0.0, now - self._scored_at) * 1000) if self._scores else 0,
        )

    # --- frames ---

    def _missing(self, hint: FaceHint, captured: float) -> None:
        self.hint = hint
        patience = CROWD_SECONDS if hint is FaceHint.ONE_ONLY else LOST_SECONDS
        if self._phase is _Phase.PLACE:
            self._begin_anew()
        elif captured - self._face_at > patience:
            self._lose(hint)

    def _lose(self, hint: FaceHint) -> None:
        self.hint = hint
        if self._phase is _Phase.PLACE:
            self._begin_anew()
        else:
            self.end(FaceStop.CHANGED)

    def _begin_anew(self) -> None:
        self._poses, self._scores = [], []
        if self._first is not None:
            self._first.fill(0)
        self._first = None

    def _front(self, picture: Picture, face: Face, pose: Pose, before: Face | None, captured: float) -> None:
        """Looking straight is wanted; a good frame leads on."""
        if not frontal(pose):
            self._hold(FaceHint.LOOK_STRAIGHT)
        elif before is None or moved(before, face, pose.eyes_px) > MOVED_PART:
            self._hold(FaceHint.HOLD_STILL)
        else:
            lack = self._score(picture, face, captured)
            if lack is not None:
                self._hold(lack)
            elif not self.finished:
                self._good(pose, captured)

    def _hold(self, hint: FaceHint) -> None:
        if self._phase is _Phase.PLACE:
            self._begin_anew()
        self.hint = hint

    def _good(self, pose: Pose, captured: float) -> None:
        if self._phase is _Phase.PLACE:
            self._poses.append(pose)
            self.hint = FaceHint.HOLD_STILL
            if len(self._poses) < PLACED_FRAMES:
                return
            if not self._liveness:
                self._measured()
                return
            self._watch = TurnWatch(front_of(self._poses), captured)
        elif self._watch is not None and self._watch.complete:
            self._live = True
            self._measured()
            return
        self._phase = _Phase.TURNING
        self._ask()

    def _ask(self) -> None:
        if self._watch is not None:
            self.hint = FaceHint.TURN_LEFT if self._watch.asked is Turn.LEFT else FaceHint.TURN_RIGHT

    def _turn(self, picture: Picture, face: Face, pose: Pose, captured: float) -> None:
        watch = self._watch
        if watch is None:
            self.end(FaceStop.CHANGED)
            return
        step = watch.look(pose, captured)
        self._turns_made = watch.made
        match step:
            case Step.TURN:
                self._ask()
                if watch.too_far:
                    self.hint = FaceHint.SLOWER
            case Step.TURNED:
                self.hint = FaceHint.LOOK_STRAIGHT
                if not self._same(picture, face, SAME_TURNED) or self._objected(picture, face, captured):
                    self.end(FaceStop.CHANGED)
            case Step.BACK:
                self.hint = FaceHint.LOOK_STRAIGHT
            case Step.FRONT:
                self.hint = FaceHint.HOLD_STILL
                self._phase = _Phase.FRONT
            case Step.FAILED:
                self.end(FaceStop.TIME_OUT)

    def _measured(self) -> None:
        self.hint = FaceHint.THANKS
        self.end(None)

    # --- vectors ---

    def _score(self, picture: Picture, face: Face, captured: float) -> FaceHint | None:
        """Compare a frame in front with the photo; what it lacks, or None. Another face than the first is CHANGED."""
        sharper = self._again(picture, face)
        if sharper is None:
            return FaceHint.HOLD_STILL
        cut = self._embedder.face_of(picture, sharper.points)
        try:
            lack = quality(cut)
            if lack is not None:
                return lack
            vector = self._embedder.vector(cut)
        finally:
            cut.fill(0)
        if self._first is not None and float(self._first @ vector) < SAME_FRONT:
            vector.fill(0)
            self._lose(FaceHint.HOLD_STILL)
            return FaceHint.HOLD_STILL
        if self._objected(picture, sharper, captured):
            vector.fill(0)
            self.end(FaceStop.CHANGED)
            return FaceHint.HOLD_STILL
        self._scores.append(float(self._photo @ vector))
        self._scored_at = captured
        if self._first is None:
            self._first = vector
        else:
            vector.fill(0)
        return None

    def _same(self, picture: Picture, face: Face, least: float) -> bool:
        cut = self._embedder.face_of(picture, face.points)
        vector = self._embedder.vector(cut)
        cut.fill(0)
        same = self._first is not None and float(self._first @ vector) >= least
        vector.fill(0)
        return same

    def _objected(self, picture: Picture, face: Face, captured: float) -> bool:
        return any(veto.objects(picture, face, captured) for veto in self._vetoes)

    def _again(self, picture: Picture, face: Face) -> Face | None:
        """The same face searched at the size that decisions are made at; None when it is not there."""
        found = self._detector.detect(picture, DECISION_SIDE_PX)
        return max((other for other in found if overlap(face.box, other.box) > 0.5), default=None, key=_certainty)


def _certainty(face: Face) -> float:
    return face.box.score


def _pose(face: Face) -> Pose | None:
    try:
        return pose_of(face.points, face.box)
    except ValueError:
        return None
