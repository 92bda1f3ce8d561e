"""Owns face detection: YuNet from verified bytes, tried on a blank picture before it is used.

It says where faces are and nothing about whose they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from drivers.camera.alignment import Points
from drivers.camera.cv import cv2
from drivers.camera.models import VerifiedModel
from drivers.camera.sources import Picture
from kiosk.devices import FaceBox
from kiosk.faults import FaultError

# Facts, face, section 3.
SCORE_THRESHOLD = 0.6
NMS_THRESHOLD = 0.3
TOP_K = 20
DETECTION_SIDE_PX = 320
"""Longer side of what the net sees: 1.6 to 3.4 ms a picture, enough for guidance (facts, face, section 7)."""
DECISION_SIDE_PX = 640
"""The same for what is compared: 5.9 to 12.7 ms a picture."""
_ROW_VALUES = 15


@dataclass(frozen=True, kw_only=True, eq=False)
class Face:
    """A face with its five points (see `drivers.camera.alignment`), in pixels of the searched picture."""

    box: FaceBox
    points: Points


def overlap(one: FaceBox, other: FaceBox) -> float:
    """Intersection over union, 0 to 1: whether a face of one frame is that of another."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / (one.width * one.height + other.width * other.height - shared)


class FaceDetector:
    """`FaultError` camera.models-refused when OpenCV cannot load the model or it fails its first trial."""

    def __init__(self, model: VerifiedModel) -> None:
        self.model = model
        try:
            content = np.frombuffer(model.content, np.uint8)
            self._net = cv2.FaceDetectorYN.create(
                "onnx",
                content,
                np.empty(0, np.uint8),
                (DETECTION_SIDE_PX, DETECTION_SIDE_PX),
                SCORE_THRESHOLD,
                NMS_THRESHOLD,
                TOP_K,
            )
            faces = self.detect(np.zeros((240, 320, 3), np.uint8))
        except (cv2.error, ValueError) as problem:
            raise FaultError("camera.models-refused", f"{model.entry.file}: {type(problem).__name__}") from problem
        if faces:
            raise FaultError("camera.models-refused", f"{model.entry.file}: sees a face in a blank picture")

    def detect(self, picture: Picture, side_px: int = DETECTION_SIDE_PX) -> Sequence[Face]:
        """Faces in pixels of `picture`, best score first. `ValueError` when it is not an 8-bit BGR picture.

        A picture whose longer side is above `side_px` is searched at that size.

        The shape is checked because OpenCV 5 answers "no face" to a grey picture (facts, face, section 1).
        """
        if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or 0 in picture.shape:
            raise ValueError(f"a picture to be searched is 8-bit BGR, not {picture.dtype} {picture.shape}")
        height, width = picture.shape[:2]
        scale = min(1.0, side_px / max(width, height))
        if scale < 1.0:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        seen_height, seen_width = picture.shape[:2]
        self._net.setInputSize((seen_width, seen_height))
        _, rows = self._net.detect(picture)
        if rows is None:
            return []
        if rows.ndim != 2 or rows.shape[1] != _ROW_VALUES or not np.isfinite(rows).all():
            raise ValueError("the detector's answer has another shape")
        across, down = width / seen_width, height / seen_height
        scales = np.tile((across, down), 7)
        faces = []
        for row in rows:
            # x, y, width, height, then five points
            places = row[:14].astype(np.float64) * scales
            x, y, wide, high = map(float, places[:4])
            box = FaceBox(x=x, y=y, width=wide, height=high, score=float(row[14]))
            faces.append(Face(box=box, points=places[4:].reshape(5, 2)))
        return sorted(faces, key=lambda face: -face.box.score)
