"""Owns what the vision child does with pictures besides showing them: where faces are, a verification, codes.

It holds the models. Everything it finds is said as a line; pictures and vectors are overwritten after use.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from drivers.camera.codes import CodeFinder
from drivers.camera.commands import Ask, Verify
from drivers.camera.detector import FaceDetector
from drivers.camera.embedder import Embedder
from drivers.camera.lines import CodeLine, EndedLine, Event, FacesLine, GuidedLine, MeasuredLine, Start, ZoneLine
from drivers.camera.models import ModelRole, find_model
from drivers.camera.photo import PhotoUnusableError
from drivers.camera.sources import Picture
from drivers.camera.verification import Verification
from drivers.camera.zone import ZoneFinder, ZoneSearch
from kiosk.clock import SystemClock, local_date
from kiosk.faults import Fault, FaultError
from kiosk.identity.face import FaceEvidence, FaceHint, FaceStop

FACES_PERIOD_SECONDS = 0.2
"""Five searches a second guide a person well enough and leave the two cores to the window."""
CODE_PERIOD_SECONDS = 0.15


class VisionTasks:
    """Belongs to the main thread of the child. `say` writes one line to the window."""

    def __init__(self, start: Start, say: Callable[[Event], None]) -> None:
        self._say = say
        self.facts: dict[str, str] = {}
        self.fault: Fault | None = None
        """What a technician should know of the models; pictures are shown all the same."""
        self._detector: FaceDetector | None = None
        self._embedder: Embedder | None = None
        self._load(start)
        self._verification: Verification | None = None
        self._told: tuple[FaceHint, float] | None = None
        self._before: FaceHint | None = None
        self._next_faces = self._next_search = 0.0
        self._zones = ZoneFinder(lambda: local_date(SystemClock()))
        self.facts["zone"] = f"{self._zones.missing} missing" if self._zones.missing else "read by tesseract"
        self._finder: CodeFinder | ZoneSearch | None = None

    def _load(self, start: Start) -> None:
        found = find_model(start.model_directories, ModelRole.DETECTION)
        try:
            if isinstance(found, Fault):
                raise FaultError(found.id, found.detail)
            self._detector = FaceDetector(found)
            self.facts["model"] = found.short_name
        except FaultError as problem:
            self.fault = problem.fault
            return
        found = find_model(start.model_directories, ModelRole.COMPARISON)
        try:
            if isinstance(found, Fault):
                raise FaultError(found.id, found.detail)
            self._embedder = Embedder(found)
            self.facts["comparison"] = found.short_name
        except FaultError as problem:
            self.fault = Fault(id="camera.comparison-off", detail=f"{problem.fault.id}: {problem.fault.detail}")

    def do(self, command: Ask | Verify) -> None:
        """Carry out a command; a still is not among them, it is taken where pictures have their full size."""
        match command:
            case Verify():
                self._cancel()
                self._begin(command)
            case Ask.END:
                self._cancel()
                self._say(EndedLine())
            case Ask.CODE:
                self._finder = CodeFinder()
            case Ask.ZONE:
                self._finder = ZoneSearch(self._zones)
            case _:
                pass

    def look(self, whole: Picture, small: Picture, captured: float) -> None:
        """Use one frame: as the camera gave it, and as it is shown."""
        now = time.monotonic()
        if self._verification is not None:
            self._verification.look(small, captured)
            self._guide(self._verification)
            self._finish()
        if self._detector is not None and now >= self._next_faces:
            self._next_faces = now + FACES_PERIOD_SECONDS
            faces = tuple(face.box for face in self._detector.detect(small))
            self._say(FacesLine(faces=faces, frame_ms=round((time.monotonic() - captured) * 1000)))
        if self._finder is not None and now >= self._next_search:
            self._search(self._finder, whole, now)

    def tick(self) -> None:
        """To be called between frames, at least ten times a second."""
        if self._verification is not None:
            self._verification.tick(time.monotonic())
            self._finish()

    def _begin(self, ask: Verify) -> None:
        now = time.monotonic()
        if self._detector is None or self._embedder is None:
            ask.photo[:] = bytes(len(ask.photo))
            self._refuse(ask, FaceStop.MODEL)
            return
        try:
            self._verification = Verification(ask, self._detector, self._embedder, now)
        except PhotoUnusableError:
            self._embedder.forget()
            self._refuse(ask, FaceStop.PHOTO)

    def _refuse(self, ask: Verify, stop: FaceStop) -> None:
        evidence = FaceEvidence(
            task=ask.task,
            stop=stop,
            score=0.0,
            frames=0,
            live=False,
            turns=0,
            model="" if self._embedder is None else self._embedder.model.entry.sha256,
            detector="" if self._detector is None else self._detector.model.entry.sha256,
            took_ms=0,
            last_frame_ms=0,
        )
        self._say(MeasuredLine(evidence=evidence))

    def _cancel(self) -> None:
        if self._verification is not None:
            self._verification.end(FaceStop.CANCELLED)
            self._finish()

    def _guide(self, running: Verification) -> None:
        """Say a hint once two frames agree on it."""
        before, self._before = self._before, running.hint
        told = (running.hint, running.progress)
        if running.stop is None and told != self._told and (running.hint is before or running.finished):
            self._told = told
            self._say(GuidedLine(task=running.task, hint=running.hint, progress=running.progress))

    def _finish(self) -> None:
        running = self._verification
        if running is None or not running.finished or self._detector is None:
            return
        self._verification, self._told, self._before = None, None, None
        evidence = running.evidence(time.monotonic(), self._detector.model.entry.sha256)
        self._say(MeasuredLine(evidence=evidence))

    def _search(self, finder: CodeFinder | ZoneSearch, whole: Picture, now: float) -> None:
        if isinstance(finder, CodeFinder):
            self._next_search = now + CODE_PERIOD_SECONDS
            text = finder.find(whole)
            if text is not None:
                self._finder = None
                self._say(CodeLine(text=text))
        else:
            key = finder.look(whole)
            if key is not None:
                self._finder = None
                self._say(ZoneLine(key=key))
