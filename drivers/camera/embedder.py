"""Owns the comparison model: a vector of an aligned face, tried on a golden picture before it is used.

Vectors are handed out as arrays of their own, so that who takes one can overwrite it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from drivers.camera.alignment import Points, align
from drivers.camera.cv import cv2
from drivers.camera.models import VerifiedModel
from drivers.camera.sources import Picture
from kiosk.faults import FaultError

Vector = NDArray[np.float32]
"""Of unit length."""


class Embedder:
    """`FaultError` camera.models-refused when the model does not load or answers the golden picture otherwise than
    its entry says; an entry without golden values is refused too.
    """

    def __init__(self, model: VerifiedModel) -> None:
        self.model = model
        golden = model.entry.golden
        if model.entry.input is None or golden is None:
            raise FaultError("camera.models-refused", f"{model.entry.file}: its entry has no golden values")
        self._input = model.entry.input
        try:
            self._net = cv2.dnn.readNetFromONNX(np.frombuffer(model.content, np.uint8))
            raw = self.raw(golden_picture(self._input.width, self._input.height))
        except (cv2.error, ValueError) as problem:
            raise FaultError("camera.models-refused", f"{model.entry.file}: {type(problem).__name__}") from problem
        norm = float(np.linalg.norm(raw))
        first = raw[: len(golden.first)] / max(norm, 1e-9)
        # the norm of reid0095 is given to four digits beside values of about 0.1: the same part of it may be off
        if abs(norm / golden.norm - 1) > golden.tolerance or np.abs(first - golden.first).max() > golden.tolerance:
            raise FaultError("camera.models-refused", f"{model.entry.file}: answers otherwise than its golden values")

    def face_of(self, picture: Picture, points: Points) -> Picture:
        """The aligned face, for gates and for `vector`."""
        return align(picture, points, self._input)

    def vector(self, face: Picture) -> Vector:
        """The vector of an aligned face. `ValueError` when it is of another shape or the net answers nonsense."""
        raw = self.raw(face)
        raw /= max(float(np.linalg.norm(raw)), 1e-9)
        return raw

    def raw(self, face: Picture) -> Vector:
        """What the net answers, before it is made a unit vector."""
        wanted = (self._input.height, self._input.width, 3)
        if face.shape != wanted or face.dtype != np.uint8:
            raise ValueError(f"an aligned face is 8-bit BGR of {wanted}, not {face.dtype} {face.shape}")
        blob = cv2.dnn.blobFromImage(face, swapRB=self._input.swapped)
        self._net.setInput(blob)
        raw = np.array(self._net.forward(), np.float32).reshape(-1)
        blob.fill(0)
        if raw.shape != (self.model.entry.output,) or not np.isfinite(raw).all():
            raise ValueError("the comparison model's answer has another shape")
        return raw

    def forget(self) -> None:
        """Run the golden picture through the net, so that none of its buffers holds a person's face any more."""
        self.raw(golden_picture(self._input.width, self._input.height))


def golden_picture(width: int, height: int) -> Picture:
    """B = 2x, G = 2y, R = x + y, each modulo 256: the same everywhere, and of nobody."""
    down, across = np.mgrid[:height, :width]
    return np.asarray(np.dstack([2 * across % 256, 2 * down % 256, (across + down) % 256]), np.uint8)
