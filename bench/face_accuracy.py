"""How well faces are told apart, and which attacks pass the turns, on any folder of pictures: a folder a person.

    JIUJIN_MODELS=… python -m bench.face_accuracy FOLDER [--json]      the figures
    python -m bench.face_accuracy --golden MODEL.onnx                  golden values for an entry of models.toml

Each picture is compared with each other person's and each own other picture's imitated document photo: as it is; as
102×126; and that as a JPEG of at most 2.2 kB and 1.5 kB, blurred and faded a little. FRR stands at the threshold that
lets the stated part of the impostors pass, with Wilson's 95 % interval; a FAR below one in the number of impostors is
not told. Attacks are synthesised from the same pictures: a print held up flat or bent that follows every prompt, and
a film of a drawn head that turns to both sides and knows no prompt. No real attack, camera or card is among them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from drivers.camera.commands import Verify
from drivers.camera.cv import cv2
from drivers.camera.detector import DECISION_SIDE_PX, Face, FaceDetector
from drivers.camera.embedder import Embedder, Vector, golden_picture
from drivers.camera.models import ModelRole, VerifiedModel, find_model, model_directories
from drivers.camera.photo import PhotoUnusableError, photo_vector
from drivers.camera.simulated_people import people
from drivers.camera.simulated_photo import held_up
from drivers.camera.simulated_scene import head_of
from drivers.camera.sources import Picture
from drivers.camera.verification import Verification
from kiosk.identity.document import PhotoKind
from kiosk.identity.face import FaceHint

PHOTOS = ("original", "102×126", "2.2 kB", "1.5 kB")
RATES = (1e-2, 1e-3, 1e-4)
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp"})
SEED = 20261121


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    person: str
    picture: Picture
    face: Face
    vector: Vector


def load() -> tuple[FaceDetector, Embedder]:
    detection, comparison = (
        find_model(model_directories(), role) for role in (ModelRole.DETECTION, ModelRole.COMPARISON)
    )
    if not isinstance(detection, VerifiedModel) or not isinstance(comparison, VerifiedModel):
        raise SystemExit("no models here: name their folder in JIUJIN_MODELS")
    return FaceDetector(detection), Embedder(comparison)


def samples_of(folder: Path, detector: FaceDetector, embedder: Embedder) -> list[Sample]:
    """The face nearest the middle of each picture."""
    samples = []
    for file in sorted(file for file in folder.glob("*/*") if file.suffix.lower() in SUFFIXES):
        read = cv2.imread(str(file), cv2.IMREAD_COLOR)
        picture = np.asarray(read, np.uint8) if read is not None else None
        faces = () if picture is None else detector.detect(picture, DECISION_SIDE_PX)
        if picture is None or not faces:
            print(f"no face is seen in {file.name} of {file.parent.name}; it is left out")
            continue
        middle = np.array(picture.shape[1::-1]) / 2
        face = min(faces, key=lambda face: float(np.hypot(*(face.points.mean(axis=0) - middle))))
        cut = embedder.face_of(picture, face.points)
        samples.append(Sample(person=file.parent.name, picture=picture, face=face, vector=embedder.vector(cut)))
    return samples


def document_photo(sample: Sample) -> Picture:
    """102×126 round the face, as on a second-generation card."""
    box = sample.face.box
    high = box.height * 1.75
    wide = high * 102 / 126
    left, top = box.x + box.width / 2 - wide / 2, box.y + box.height / 2 - high * 0.52
    place = np.array([[102 / wide, 0, -left * 102 / wide], [0, 126 / high, -top * 126 / high]])
    soft = cv2.GaussianBlur(sample.picture, (0, 0), max(0.3, wide / 102 / 2))
    return np.asarray(
        cv2.warpAffine(soft, place, (102, 126), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def squeezed(photo: Picture, limit_bytes: int) -> Picture:
    """Blurred and faded a little, then the best JPEG that fits."""
    faded = cv2.GaussianBlur(photo, (0, 0), 0.5).astype(np.float32)
    grey = faded.mean(axis=2, keepdims=True)
    faded = np.clip((grey + (faded - grey) * 0.85) * 0.9 + 12, 0, 255)
    for quality in range(95, 1, -1):
        _, data = cv2.imencode(".jpg", faded.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
        if len(data) <= limit_bytes:
            break
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def as_ask(photo: Picture) -> Verify:
    _, data = cv2.imencode(".bmp", photo)
    return Verify(
        task="bench",
        photo=bytearray(data.tobytes()),
        photo_kind=PhotoKind.JPEG,
        liveness=True,
        time_limit_s=60,
    )


def photo_vectors(
    samples: Sequence[Sample], detector: FaceDetector, embedder: Embedder
) -> dict[str, list[Vector | None]]:
    vectors: dict[str, list[Vector | None]] = {kind: [] for kind in PHOTOS}
    for sample in samples:
        small = document_photo(sample)
        vectors["original"].append(sample.vector)
        for kind, photo in zip(PHOTOS[1:], (small, squeezed(small, 2200), squeezed(small, 1500)), strict=True):
            try:
                vectors[kind].append(photo_vector(as_ask(photo), detector, embedder))
            except PhotoUnusableError:
                vectors[kind].append(None)
    return vectors


def wilson(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a rate."""
    if not count:
        return 0.0, 1.0
    z, rate = 1.96, hits / count
    middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(rate * (1 - rate) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def accuracy(samples: Sequence[Sample], vectors: dict[str, list[Vector | None]]) -> dict[str, Any]:
    report: dict[str, Any] = {}
    for kind, photos in vectors.items():
        genuine: list[float] = []
        impostor: list[float] = []
        for (one, sample), (two, photo) in itertools.product(enumerate(samples), enumerate(photos)):
            if one != two and photo is not None:
                same = sample.person == samples[two].person
                (genuine if same else impostor).append(float(sample.vector @ photo))
        rows = []
        for rate in RATES:
            if rate * len(impostor) < 1:
                continue
            threshold = sorted(impostor, reverse=True)[int(rate * len(impostor))]
            refused = sum(score <= threshold for score in genuine)
            low, high = wilson(refused, len(genuine))
            rows.append(
                {
                    "far": rate,
                    "threshold": round(threshold, 3),
                    "frr": round(refused / max(1, len(genuine)), 4),
                    "interval": (round(low, 4), round(high, 4)),
                }
            )
        report[kind] = {
            "genuine": len(genuine),
            "impostor": len(impostor),
            "photos_without_face": sum(photo is None for photo in photos),
            "lowest_genuine": round(min(genuine, default=0.0), 3),
            "highest_impostor": round(max(impostor, default=0.0), 3),
            "frr_at_far": rows,
        }
    return report


# --- attacks ---


def on_wall(patch: Image.Image) -> Picture:
    """A frame of 640×480 with something held before a plain wall."""
    frame = Image.new("RGB", (640, 480), (165, 185, 192))
    frame.paste(patch, (320 - patch.width // 2, 240 - patch.height // 2), patch)
    return np.ascontiguousarray(np.asarray(frame)[..., ::-1])


def follows(sample: Sample, bent_mm: float | None, detector: FaceDetector, embedder: Embedder) -> bool:
    """Whether a print of the picture that is turned up to 50° after each prompt passes the turns."""
    box = sample.face.box
    left, top = max(0, int(box.x - 0.45 * box.width)), max(0, int(box.y - 0.45 * box.height))
    part = sample.picture[top : int(box.y + 1.4 * box.height), left : int(box.x + 1.45 * box.width)]
    scale = 330 / part.shape[0]
    photo = Image.fromarray(np.ascontiguousarray(part[..., ::-1]))
    photo = photo.resize((round(part.shape[1] * scale), 330), Image.Resampling.BICUBIC)
    running = Verification(as_ask(sample.picture), detector, embedder, 0.0)
    now = turned = 0.0
    while not running.finished:
        now += 1 / 15
        goal = {FaceHint.TURN_LEFT: 50.0, FaceHint.TURN_RIGHT: -50.0}.get(running.hint, 0.0)
        if goal and abs(turned) >= 49:
            goal = -0.0  # there and back, so that every angle is tried in the time of a turn
        turned += max(-4.0, min(4.0, goal - turned))
        running.look(on_wall(held_up(photo, turned, bent_mm)), now)
        running.tick(now)
    return running.evidence(now, "").live


def film(person: str, tries: int, detector: FaceDetector, embedder: Embedder) -> int:
    """How many of `tries` a film passes that looks ahead, left, right, left … and is not asked."""
    frames: dict[int, Picture] = {}

    def at(yaw: float) -> Picture:
        step = round(yaw / 2) * 2
        if step not in frames:
            frames[step] = on_wall(head_of(person).picture(260, float(step)))
        return frames[step]

    passed = 0
    ask = at(0)
    for number in range(tries):
        running = Verification(as_ask(ask), detector, embedder, 0.0)
        now = 0.0
        side = 1 if number % 2 else -1
        while not running.finished:
            now += 1 / 15
            wave = math.sin(2 * math.pi * max(0.0, now - 2.0) / 6.0)
            running.look(at(side * 28 * wave), now)
            running.tick(now)
        passed += running.evidence(now, "").live
    return passed


def attacks(samples: Sequence[Sample], detector: FaceDetector, embedder: Embedder, limit: int) -> dict[str, Any]:
    chosen = random.Random(SEED).sample(list(samples), min(limit, len(samples)))
    report: dict[str, Any] = {}
    for name, bent in (("flat", None), ("bent 100 mm", 100.0), ("bent 60 mm", 60.0)):
        outcomes = []
        for sample in chosen:
            try:
                outcomes.append(follows(sample, bent, detector, embedder))
            except PhotoUnusableError:
                continue
        report[name] = _rate(sum(outcomes), len(outcomes))
    tries = 2 * limit
    names = list(people())[:2]
    report["film of both sides"] = _rate(
        sum(film(name, tries, detector, embedder) for name in names), tries * len(names)
    )
    return report


def _rate(passed: int, count: int) -> dict[str, Any]:
    low, high = wilson(passed, count)
    return {"tried": count, "passed": passed, "interval": (round(low, 3), round(high, 3))}


def golden(file: Path) -> None:
    """Print what an entry's golden values would be; the shape of the input is taken from the entry."""
    from drivers.camera.models import entry_of

    entry = entry_of(file.name)
    if entry.input is None:
        raise SystemExit(f"the entry of {file.name} has no input")
    net = cv2.dnn.readNetFromONNX(np.frombuffer(file.read_bytes(), np.uint8))
    picture = golden_picture(entry.input.width, entry.input.height)
    net.setInput(cv2.dnn.blobFromImage(picture, swapRB=entry.input.swapped))
    raw = np.array(net.forward(), np.float32).reshape(-1)
    norm = float(np.linalg.norm(raw))
    print(f"norm = {norm:.4f}, first = {[round(float(value), 5) for value in raw[:8] / norm]}, output = {raw.size}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--attacks", type=int, default=12, help="pictures of which attacks are made (default 12)")
    parser.add_argument("--golden", type=Path)
    parser.add_argument("--json", action="store_true", help="nothing but the JSON object")
    options = parser.parse_args()
    if options.golden:
        golden(options.golden)
        return
    if options.folder is None:
        parser.error("a folder of pictures is needed")
    detector, embedder = load()
    samples = samples_of(options.folder, detector, embedder)
    if len({sample.person for sample in samples}) < 2:
        raise SystemExit("pictures of at least two persons are needed")
    report: dict[str, Any] = {
        "bench": "face_accuracy",
        "model": embedder.model.entry.sha256,
        "people": len({sample.person for sample in samples}),
        "pictures": len(samples),
        "mean_sharpness": round(statistics.fmean(_sharpness(sample, embedder) for sample in samples), 1),
        "photos": accuracy(samples, photo_vectors(samples, detector, embedder)),
        "attacks": attacks(samples, detector, embedder, options.attacks),
    }
    if not options.json:
        for kind, figures in report["photos"].items():
            print(f"{kind}: genuine from {figures['lowest_genuine']}, impostors to {figures['highest_impostor']}")
            for row in figures["frr_at_far"]:
                print(f"  FAR {row['far']:g}: threshold {row['threshold']}, FRR {row['frr']:.2%} {row['interval']}")
        for name, figures in report["attacks"].items():
            print(f"{name}: {figures['passed']} of {figures['tried']} live {figures['interval']}")
    print(json.dumps(report, ensure_ascii=False))


def _sharpness(sample: Sample, embedder: Embedder) -> float:
    cut = embedder.face_of(sample.picture, sample.face.points)
    return float(cv2.Laplacian(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY), cv2.CV_64F).var())


if __name__ == "__main__":
    main()
