"""Owns how a face is laid into the frame that a comparison model was made for, and what its five points tell.

The points are in the detector's order: the eye on the left of the picture, the eye on the right, the tip of the nose,
the corners of the mouth on the left and on the right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drivers.camera.cv import cv2
from drivers.camera.models import ModelInput
from drivers.camera.sources import Picture
from kiosk.devices import FaceBox

Points = NDArray[np.float64]
"""Five rows of x and y in pixels."""


@dataclass(frozen=True, kw_only=True)
class Pose:
    """How a head is turned, as far as five points and the box round them tell (facts, face, section 9)."""

    aside: float
    """How far the tip of the nose is from the line between the middle of the eyes and the middle of the mouth, in
    lengths of that line; positive towards the right of the picture, which is where a person turns to their left. It
    stays the same under affine maps, so that tilting a flat picture hardly changes it."""
    width: float
    """The distance of the eyes in lengths of that line; it shrinks as a head turns."""
    tilt_deg: float
    """How far the line of the eyes is from level."""
    lean_deg: float
    """How far the line from the eyes to the mouth is from upright; in a sheet that is turned about two axes it
    differs from `tilt_deg`."""
    outline: float
    """Width of the face's box by its height. A head is as deep as it is wide and keeps it when it turns; a sheet
    becomes narrow."""
    score: float
    """How sure the detector is, 0 to 1."""
    eyes_px: float
    """The distance of the eyes."""


def pose_of(points: Points, box: FaceBox) -> Pose:
    """`ValueError` when eyes and mouth lie on one spot, or the box is empty: such points are of no face."""
    eyes, mouth = (points[0] + points[1]) / 2, (points[3] + points[4]) / 2
    down = mouth - eyes
    length = float(math.hypot(*down))
    across = points[1] - points[0]
    distance = float(math.hypot(*across))
    if length < 1 or distance < 1 or box.width < 1 or box.height < 1:
        raise ValueError("the points are of no face")
    nose = points[2] - eyes
    return Pose(
        aside=float(nose[0] * down[1] - nose[1] * down[0]) / length**2,
        width=distance / length,
        tilt_deg=math.degrees(math.atan2(float(across[1]), float(across[0]))),
        lean_deg=math.degrees(math.atan2(-float(down[0]), float(down[1]))),
        outline=box.width / box.height,
        score=box.score,
        eyes_px=distance,
    )


def similarity(points: Points, target: Points) -> NDArray[np.float64]:
    """Rotation, scale and shift (2 × 3) that lay `points` nearest to `target` by least squares (Umeyama 1991)."""
    middle, middle_target = points.mean(axis=0), target.mean(axis=0)
    source, wanted = points - middle, target - middle_target
    left, values, right = np.linalg.svd(wanted.T @ source)
    mirror = np.array([1.0, math.copysign(1.0, float(np.linalg.det(left @ right)))])
    turn = left @ np.diag(mirror) @ right
    spread = float((source**2).sum())
    if spread == 0:
        raise ValueError("the points are of no face")
    turn = turn * (float((values * mirror).sum()) / spread)
    return np.hstack([turn, (middle_target - turn @ middle)[:, None]])


def align(picture: Picture, points: Points, wanted: ModelInput) -> Picture:
    """The face of `picture` as a model wants it, in the picture's own order of channels."""
    target = np.array(wanted.points) * (wanted.width, wanted.height)
    return np.asarray(
        cv2.warpAffine(
            picture,
            similarity(points, target),
            (wanted.width, wanted.height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )
