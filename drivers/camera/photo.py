"""Owns the document's side of a comparison: its photo, decoded, and the vector of the one face in it."""

from __future__ import annotations

import numpy as np

from drivers.camera.commands import Verify
from drivers.camera.cv import cv2
from drivers.camera.detector import DECISION_SIDE_PX, FaceDetector
from drivers.camera.embedder import Embedder, Vector
from drivers.camera.gates import BESIDE_PART
from drivers.camera.sources import Picture
from kiosk.identity.document import PhotoKind

SMALL_PX = 200
ENLARGED = 3
"""A second-generation card's photo of 102 × 126 is searched at its own size and enlarged for the model; cubic (facts,
face, section 3)."""


class PhotoUnusableError(Exception):
    """Not to be decoded, or not one face in it. The text is for technicians and says nothing of a person."""


def photo_vector(ask: Verify, detector: FaceDetector, embedder: Embedder) -> Vector:
    """The vector of the document's photo; its bytes and its picture are overwritten, whatever happens.

    A photo is any file that OpenCV decodes: JPEG, JPEG 2000, BMP. `PhotoUnusableError` when it cannot be compared.
    """
    try:
        if ask.photo_kind in (PhotoKind.NONE, PhotoKind.WLT) or not ask.photo:
            raise PhotoUnusableError("there is no photo that was decoded")
        picture = _decoded(ask.photo)
        try:
            return _vector(picture, detector, embedder)
        finally:
            picture.fill(0)
    finally:
        ask.photo[:] = bytes(len(ask.photo))


def _decoded(photo: bytearray) -> Picture:
    try:
        picture = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None:
        raise PhotoUnusableError("the photo cannot be decoded")
    return np.asarray(picture, np.uint8)


def _vector(picture: Picture, detector: FaceDetector, embedder: Embedder) -> Vector:
    faces = detector.detect(picture, DECISION_SIDE_PX)
    if not faces:
        raise PhotoUnusableError("no face is seen in the photo")
    largest = max(faces, key=lambda face: face.box.width)
    if sum(face.box.width >= BESIDE_PART * largest.box.width for face in faces) > 1:
        raise PhotoUnusableError("several faces are seen in the photo")
    points = largest.points
    height, width = picture.shape[:2]
    if height < SMALL_PX:
        size = (width * ENLARGED, height * ENLARGED)
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)
        # a pixel's middle goes to the middle of the nine that it becomes
        points = points * ENLARGED + (ENLARGED - 1) / 2
    face = embedder.face_of(picture, points)
    try:
        return embedder.vector(face)
    finally:
        face.fill(0)
        if height < SMALL_PX:
            picture.fill(0)
