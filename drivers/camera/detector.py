"""Owns face detection: YuNet from verified bytes, tried on a blank picture before it is used.

It says where faces are and nothing about whose they are.
"""

from __future__ import annotations

import numpy as np

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
_ROW_VALUES = 15


class FaceDetector:
    """`FaultError` camera.models-refused when OpenCV cannot load the model or it fails its first trial."""

    def __init__(self, model: VerifiedModel) -> None:
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
            raise FaultError("camera.models-refused", f"{model.file}: {type(problem).__name__}") from problem
        if faces:
            raise FaultError("camera.models-refused", f"{model.file}: sees a face in a blank picture")

    def detect(self, picture: Picture) -> tuple[FaceBox, ...]:
        """Faces in pixels of `picture`, best score first. `ValueError` when it is not an 8-bit BGR picture.

        The shape is checked because OpenCV 5 answers "no face" to a grey picture (facts, face, section 1).
        """
        if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or 0 in picture.shape:
            raise ValueError(f"a picture to be searched is 8-bit BGR, not {picture.dtype} {picture.shape}")
        height, width = picture.shape[:2]
        scale = min(1.0, DETECTION_SIDE_PX / max(width, height))
        if scale < 1.0:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        seen_height, seen_width = picture.shape[:2]
        self._net.setInputSize((seen_width, seen_height))
        _, rows = self._net.detect(picture)
        if rows is None:
            return ()
        if rows.ndim != 2 or rows.shape[1] != _ROW_VALUES or not np.isfinite(rows).all():
            raise ValueError("the detector's answer has another shape")
        across, down = width / seen_width, height / seen_height
        boxes = [
            FaceBox(
                x=float(row[0]) * across,
                y=float(row[1]) * down,
                width=float(row[2]) * across,
                height=float(row[3]) * down,
                score=float(row[14]),
            )
            for row in rows
        ]
        return tuple(sorted(boxes, key=lambda box: -box.score))
