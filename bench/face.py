"""The face: what a frame of a verification costs beside the bare OpenCV calls it needs, and what the child delivers.

The frames are of a drawn person who does what is asked. Ours is `Verification.look` over a whole verification; the
peer makes, for the same frames, the same detections, alignments and vectors with bare OpenCV calls and looks at
nothing. Both run in turn, in processor time. Then a real child: from the last frame that counted to the evidence,
frames a second of the preview at 640×480, the time from a killed child to the next picture, and its memory.

    JIUJIN_MODELS=… python -m bench.face [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from drivers.camera.alignment import similarity
from drivers.camera.camera import VisionCamera
from drivers.camera.commands import Verify
from drivers.camera.cv import cv2
from drivers.camera.detector import NMS_THRESHOLD, SCORE_THRESHOLD, TOP_K, FaceDetector
from drivers.camera.embedder import Embedder
from drivers.camera.models import ModelRole, VerifiedModel, find_model, model_directories
from drivers.camera.simulated_scene import head_of, jpeg, look_of, portrait
from drivers.camera.simulator import CameraSimulator
from drivers.camera.sources import Picture
from drivers.camera.verification import Verification
from kiosk.devices import FaceGuided, FaceMeasured
from kiosk.dock import DockFile
from kiosk.identity.document import PhotoKind
from kiosk.identity.face import FaceHint, FaceTask

PERSON = "ouyang"
LIMIT = 1.15
PREVIEW_LEAST_FPS = 20.0
SHOWN_SECONDS = 5.0
RATE_HZ = 30.0


def models() -> tuple[VerifiedModel, VerifiedModel]:
    detection, comparison = (
        find_model(model_directories(), role) for role in (ModelRole.DETECTION, ModelRole.COMPARISON)
    )
    if not isinstance(detection, VerifiedModel) or not isinstance(comparison, VerifiedModel):
        raise SystemExit("no models here: name their folder in JIUJIN_MODELS")
    return detection, comparison


def picture_of(yaw: float) -> Picture:
    return np.ascontiguousarray(np.asarray(look_of(PERSON, yaw))[..., ::-1])


class Calls:
    """Which bare calls a frame needed: sides of the detections, and how many faces became vectors."""

    def __init__(self, detector: FaceDetector, embedder: Embedder) -> None:
        self.sides: list[int] = []
        self.vectors = 0
        self.cuts = 0
        detect, raw, face_of = detector.detect, embedder.raw, embedder.face_of

        def detected(picture: Picture, side_px: int = 320) -> Any:
            self.sides.append(side_px)
            return detect(picture, side_px)

        def embedded(face: Picture) -> Any:
            self.vectors += 1
            return raw(face)

        def cut(picture: Picture, points: Any) -> Any:
            self.cuts += 1
            return face_of(picture, points)

        detector.detect, embedder.raw, embedder.face_of = detected, embedded, cut  # type: ignore[method-assign]


def script(detector: FaceDetector, embedder: Embedder) -> list[Picture]:
    """The frames of a whole verification. Replayed under another order of turns they are judged otherwise, and the
    peer makes whatever calls they then needed."""
    running, yaw, now = begun(detector, embedder), 0.0, 0.0
    drawn: dict[int, Picture] = {}
    frames = []
    while not running.finished:
        now += 1 / 15
        goal = {FaceHint.TURN_LEFT: 28.0, FaceHint.TURN_RIGHT: -28.0}.get(running.hint, 0.0)
        yaw += max(-2.0, min(2.0, goal - yaw))
        step = round(yaw)
        if step not in drawn:
            drawn[step] = picture_of(step)
        frames.append(drawn[step])
        running.look(drawn[step].copy(), now)
    return frames


def begun(detector: FaceDetector, embedder: Embedder) -> Verification:
    photo = bytearray(jpeg(portrait(PERSON, 126)))
    ask = Verify(task="b", photo=photo, photo_kind=PhotoKind.JPEG, liveness=True, time_limit_s=60)
    return Verification(ask, detector, embedder, 0.0)


class Bare:
    """The same calls with nothing around them."""

    def __init__(self, detection: VerifiedModel, comparison: VerifiedModel) -> None:
        self._detector = cv2.FaceDetectorYN.create(
            "onnx",
            np.frombuffer(detection.content, np.uint8),
            np.empty(0, np.uint8),
            (320, 240),
            SCORE_THRESHOLD,
            NMS_THRESHOLD,
            TOP_K,
        )
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(comparison.content, np.uint8))
        entry = comparison.entry.input
        assert entry is not None
        self._target = np.array(entry.points) * (entry.width, entry.height)
        self._size = (entry.width, entry.height)
        self._points = self._target * 1.5 + 200

    def frame(self, picture: Picture, sides: tuple[int, ...], cuts: int, vectors: int) -> None:
        for side in sides:
            height, width = picture.shape[:2]
            scale = min(1.0, side / max(height, width))
            small = picture
            if scale < 1:
                size = (round(width * scale), round(height * scale))
                small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
            self._detector.setInputSize((small.shape[1], small.shape[0]))
            self._detector.detect(small)
        face = np.zeros((self._size[1], self._size[0], 3), np.uint8)
        for _ in range(cuts):
            face[:] = cv2.warpAffine(picture, similarity(self._points, self._target), self._size)
        for _ in range(vectors):
            self._net.setInput(cv2.dnn.blobFromImage(face))
            self._net.forward()


def per_frame(rounds: int) -> dict[str, float]:
    """Median processor milliseconds a frame, ours and bare, over frames whose calls are the same for both."""
    detection, comparison = models()
    detector, embedder = FaceDetector(detection), Embedder(comparison)
    script_frames = script(detector, embedder)
    bare = Bare(detection, comparison)
    calls = Calls(detector, embedder)
    ours_s: list[float] = []
    bare_s: list[float] = []
    for number in range(rounds + 1):
        running, now = begun(detector, embedder), 0.0
        mine = theirs = 0.0
        frames = 0
        for frame in script_frames:
            now += 1 / 15
            calls.sides, calls.vectors, calls.cuts = [], 0, 0
            picture = frame.copy()
            began = time.process_time()
            running.look(picture, now)
            mine += time.process_time() - began
            began = time.process_time()
            bare.frame(picture, tuple(calls.sides), calls.cuts, calls.vectors)
            theirs += time.process_time() - began
            frames += 1
            if running.finished:
                break
        if number:  # the first warms up
            ours_s.append(mine / frames)
            bare_s.append(theirs / frames)
    return {
        "ours_ms": round(1e3 * statistics.median(ours_s), 2),
        "bare_ms": round(1e3 * statistics.median(bare_s), 2),
        "ratio": round(statistics.median(one / other for one, other in zip(ours_s, bare_s, strict=True)), 3),
        "frames": len(script_frames),
    }


class Desk:
    """Hears a camera's events, and lets the drawn person read the screen."""

    def __init__(self, dock: DockFile) -> None:
        self._dock = dock
        self._changed = threading.Condition()
        self.measured: list[FaceMeasured] = []

    def __call__(self, event: object) -> None:
        if isinstance(event, FaceGuided):
            self._dock.prompt(event.hint)
        if isinstance(event, FaceMeasured):
            with self._changed:
                self.measured.append(event)
                self._changed.notify_all()

    def await_measured(self, count: int) -> FaceMeasured:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.measured) >= count, 90), "no answer"
            return self.measured[count - 1]


def child(rounds: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        dock = DockFile(Path(name) / "dock.json")
        simulator = CameraSimulator(dock, frames_per_second=RATE_HZ)
        head_of(PERSON)
        desk = Desk(dock)
        camera = VisionCamera("camera", f"http://127.0.0.1:{simulator.start()}/")
        camera.start(desk)
        camera.open()
        try:
            _until(lambda: camera.latest() is not None)
            waits, scores = [], []
            for number in range(rounds):
                camera.verify(FaceTask(id=str(number), photo=jpeg(portrait(PERSON, 126)), photo_kind=PhotoKind.JPEG))
                evidence = desk.await_measured(number + 1).evidence
                assert evidence.live, evidence
                waits.append(evidence.last_frame_ms)
                scores.append(evidence.score)
            dock.change("camera", does="stands")
            camera.verify(FaceTask(id="shown", photo=jpeg(portrait(PERSON, 126)), photo_kind=PhotoKind.JPEG))
            shown = _shown(camera)
            camera.end_verify()
            pid = _pid()
            resident = _resident_mib(pid)
            before = camera.latest()
            began = time.monotonic()
            os.kill(pid, signal.SIGKILL)
            _until(
                lambda: (
                    (frame := camera.latest()) is not None and (before is None or frame.number > before.number + 2)
                )
            )
            back = time.monotonic() - began
        finally:
            camera.stop()
            simulator.stop()
    return {
        "last_frame_ms": statistics.median(waits),
        "score_least": round(min(scores), 3),
        "preview_fps": round(shown, 1),
        "preview_fps_limit": PREVIEW_LEAST_FPS,
        "back_s": round(back, 2),
        "back_limit_s": 2.0,
        "resident_mib": resident,
    }


def _shown(camera: VisionCamera) -> float:
    first = camera.latest()
    began = time.monotonic()
    seen = set() if first is None else {first.number}
    while time.monotonic() - began < SHOWN_SECONDS:
        frame = camera.latest()
        if frame is not None:
            seen.add(frame.number)
        time.sleep(0.005)
    return (len(seen) - 1) / (time.monotonic() - began)


def _pid() -> int:
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            if b"drivers.camera.vision" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return int(pid)
    raise RuntimeError("no vision child")


def _resident_mib(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def _until(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not look():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.002)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--json", action="store_true", help="nothing but the JSON object")
    options = parser.parse_args()
    report = {
        "bench": "face",
        "limit": LIMIT,
        **per_frame(options.rounds),
        **child(max(1, options.rounds // 4)),
    }
    if not options.json:
        print(f"a frame: {report['ours_ms']} ms, bare calls {report['bare_ms']} ms, ratio {report['ratio']}")
        print(f"from the last frame to the evidence: {report['last_frame_ms']} ms")
        print(f"preview: {report['preview_fps']} frames a second; back after {report['back_s']} s when killed")
    print(json.dumps(report))


if __name__ == "__main__":
    main()
