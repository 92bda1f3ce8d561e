"""The detector against the manifest's golden values, and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pytest

from drivers.camera.cv import cv2
from drivers.camera.detector import FaceDetector, overlap
from drivers.camera.models import VerifiedModel, entry_of, find_model
from kiosk.devices import FaceBox
from kiosk.faults import FaultError
from tests.drivers.camera.conftest import DETECTION_FILE


@pytest.fixture
def detector(models: Path) -> FaceDetector:
    model = find_model([models])
    assert isinstance(model, VerifiedModel)
    return FaceDetector(model)


def test_the_golden_face_is_where_the_manifest_says(detector: FaceDetector, models: Path, faces_dir: Path) -> None:
    manifest = json.loads((models / "MANIFEST.json").read_text("utf-8"))
    golden = next(entry["golden"] for entry in manifest["models"] if entry["file"] == DETECTION_FILE)
    picture = cv2.imread(str(faces_dir / "person_a" / "01.jpg"))
    assert picture is not None
    (face,) = detector.detect(np.asarray(picture, np.uint8))
    found = (face.box.x, face.box.y, face.box.width, face.box.height)
    assert found == pytest.approx(golden["box_xywh"], abs=golden["tolerance_px"])
    assert np.abs(face.points - golden["landmarks_xy"]).max() <= golden["tolerance_px"]
    assert face.box.score == pytest.approx(golden["score"], abs=golden["tolerance_score"])


def test_a_large_picture_is_searched_small_and_answered_large(detector: FaceDetector, faces_dir: Path) -> None:
    picture = np.asarray(cv2.imread(str(faces_dir / "person_a" / "01.jpg")), np.uint8)
    (small,) = detector.detect(picture)
    (large,) = detector.detect(np.asarray(cv2.resize(picture, (1000, 1000)), np.uint8))
    assert large.box.x / 4 == pytest.approx(small.box.x, abs=4)
    assert large.box.width / 4 == pytest.approx(small.box.width, abs=6)
    assert np.abs(large.points / 4 - small.points).max() < 4


def test_a_grey_picture_is_refused_and_not_answered_with_no_face(detector: FaceDetector) -> None:
    for shape, kind in (((240, 320), np.uint8), ((240, 320, 4), np.uint8), ((240, 320, 3), np.float32)):
        with pytest.raises(ValueError, match="BGR"):
            detector.detect(np.zeros(shape, kind))
    assert not detector.detect(np.full((48, 640, 3), 255, np.uint8))


def test_overlap_of_boxes() -> None:
    box = FaceBox(x=0, y=0, width=10, height=10, score=1)
    assert overlap(box, box) == 1
    assert overlap(box, FaceBox(x=5, y=0, width=10, height=10, score=1)) == pytest.approx(1 / 3)
    assert overlap(box, FaceBox(x=10, y=0, width=10, height=10, score=1)) == 0


def test_a_model_that_does_not_load_is_refused() -> None:
    with pytest.raises(FaultError) as refusal:
        FaceDetector(VerifiedModel(entry=entry_of(DETECTION_FILE), content=b"no model"))
    assert refusal.value.fault.id == "camera.models-refused"
