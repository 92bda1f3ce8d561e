"""Gates on real faces and drawn ones: what is wrong with a picture, by the hint that mends it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from drivers.camera.alignment import pose_of
from drivers.camera.cv import cv2
from drivers.camera.detector import Face, FaceDetector
from drivers.camera.embedder import Embedder
from drivers.camera.gates import frontal, place, quality
from drivers.camera.models import ModelRole, VerifiedModel, entry_of, find_model
from drivers.camera.simulated_people import people
from drivers.camera.simulated_scene import look_of, portrait
from drivers.camera.sources import Picture
from kiosk.devices import FaceBox
from kiosk.faults import FaultError
from kiosk.identity.face import FaceHint
from tests.drivers.camera.conftest import COMPARISON_FILE


@pytest.fixture(scope="module")
def detector(models_dir: Path) -> FaceDetector:
    model = find_model([models_dir])
    assert isinstance(model, VerifiedModel)
    return FaceDetector(model)


@pytest.fixture(scope="module")
def embedder(models_dir: Path) -> Embedder:
    model = find_model([models_dir], ModelRole.COMPARISON)
    assert isinstance(model, VerifiedModel)
    return Embedder(model)


def face(x: float, y: float, width: float, score: float = 0.9) -> Face:
    box = FaceBox(x=x, y=y, width=width, height=width * 1.2, score=score)
    return Face(box=box, points=np.zeros((5, 2)))


GOOD = face(250, 150, 150)


@pytest.mark.parametrize(
    ("faces", "hint"),
    [
        ([], FaceHint.NOBODY),
        ([face(250, 150, 150, 0.7)], FaceHint.NOBODY),
        ([GOOD, face(450, 150, 100)], FaceHint.ONE_ONLY),
        ([GOOD, face(10, 150, 50)], None),
        ([GOOD, face(450, 150, 100, 0.7)], None),
        ([face(280, 190, 80)], FaceHint.CLOSER),
        ([face(100, 20, 400)], FaceHint.BACK),
        ([face(20, 150, 150)], FaceHint.CENTRE),
        ([GOOD], None),
    ],
)
def test_where_a_face_stands(faces: list[Face], hint: FaceHint | None) -> None:
    found, told = place(faces, 640, 480, begun=False)
    assert told is hint
    if told is None:
        assert found is GOOD


def aligned(picture: Picture, detector: FaceDetector, embedder: Embedder) -> Picture:
    middle = np.array(picture.shape[1::-1]) / 2
    found = min(detector.detect(picture, 640), key=lambda face: float(np.hypot(*(face.points.mean(0) - middle))))
    return embedder.face_of(picture, found.points)


def faces_of(folder: Path) -> list[Picture]:
    return [np.asarray(cv2.imread(str(file)), np.uint8) for file in sorted(folder.glob("*/*.jpg"))]


def smeared(picture: Picture, length: int) -> Picture:
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    return np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)


def test_good_pictures_of_people_pass_and_spoiled_ones_do_not(
    detector: FaceDetector, embedder: Embedder, faces_dir: Path
) -> None:
    pictures = faces_of(faces_dir)
    assert len(pictures) == 12
    assert [quality(aligned(picture, detector, embedder)) for picture in pictures] == [None] * 12
    for picture in pictures:
        cut = aligned(picture, detector, embedder)
        assert quality((cut * 0.2).astype(np.uint8)) is FaceHint.MORE_LIGHT
        assert quality(np.clip(cut * 3.0 + 60, 0, 255).astype(np.uint8)) is FaceHint.LESS_LIGHT
        assert quality(aligned(smeared(picture, 15), detector, embedder)) is FaceHint.HOLD_STILL
        assert quality(np.asarray(cv2.GaussianBlur(cut, (0, 0), 4), np.uint8)) is FaceHint.HOLD_STILL


def test_masks_and_dark_glasses_are_seen(detector: FaceDetector, embedder: Embedder, faces_dir: Path) -> None:
    for picture in faces_of(faces_dir):
        cut = aligned(picture, detector, embedder)
        for colour in ((200, 170, 120), (235, 235, 235), (45, 45, 45)):
            masked = Image.fromarray(cut)
            ImageDraw.Draw(masked).rectangle((16, 76, 112, 127), fill=colour)
            assert quality(np.asarray(masked)) is FaceHint.UNCOVER
        shaded = Image.fromarray(cut)
        for left in (22, 72):
            ImageDraw.Draw(shaded).ellipse((left, 46, left + 36, 72), fill=(20, 20, 20))
        assert quality(np.asarray(shaded)) is FaceHint.UNCOVER


@pytest.mark.parametrize("name", sorted(people()))
def test_the_drawn_people_can_be_compared(name: str, detector: FaceDetector, embedder: Embedder) -> None:
    """Their beards and glasses are no covers, and they look straight ahead."""
    picture = np.ascontiguousarray(np.asarray(look_of(name))[..., ::-1])
    (found,) = detector.detect(picture, 640)
    assert found.box.score > 0.8
    assert frontal(pose_of(found.points, found.box))
    assert quality(embedder.face_of(picture, found.points)) is None


def test_the_drawn_people_are_told_apart(detector: FaceDetector, embedder: Embedder) -> None:
    """Each person against each document photo of 102×126: with room on both sides of the bands."""
    looks, photos = {}, {}
    for name in people():
        large = np.ascontiguousarray(np.asarray(look_of(name))[..., ::-1])
        looks[name] = embedder.vector(embedder.face_of(large, detector.detect(large, 640)[0].points))
        small = np.ascontiguousarray(np.asarray(portrait(name, 126))[..., ::-1])
        tripled = np.asarray(cv2.resize(small, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), np.uint8)
        photos[name] = embedder.vector(embedder.face_of(tripled, detector.detect(small, 640)[0].points * 3 + 1))
    same = [float(looks[name] @ photos[name]) for name in people()]
    others = [float(looks[one] @ photos[two]) for one in people() for two in people() if one != two]
    assert min(same) > 0.6
    assert max(others) < 0.36


def test_a_comparison_model_that_answers_otherwise_is_refused(models_dir: Path) -> None:
    """The self-test: other weights of the same shape, and an entry without golden values."""
    content = (models_dir / COMPARISON_FILE).read_bytes()
    altered = bytearray(content)
    for at in range(len(content) // 2, len(content) // 2 + 4000, 4):
        altered[at : at + 4] = np.float32(0.5).tobytes()
    with pytest.raises(FaultError) as refusal:
        Embedder(VerifiedModel(entry=entry_of(COMPARISON_FILE), content=bytes(altered)))
    assert refusal.value.fault.id == "camera.models-refused"
    with pytest.raises(FaultError, match="golden"):
        Embedder(VerifiedModel(entry=entry_of("face_recognition_sface_2021dec.onnx"), content=content))
