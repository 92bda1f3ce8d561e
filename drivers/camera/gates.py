"""Owns what a picture must be like before a face in it is compared, each shortcoming as the hint that mends it.

The figures are those of facts, face, section 6, except where a comment tells what was measured here: on the twelve
developer pictures and on rendered heads, plain and with drawn masks and glasses (docs/face.md, "Gates"). They are
start values, as long as no local people were measured.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from drivers.camera.alignment import Pose
from drivers.camera.cv import cv2
from drivers.camera.detector import Face
from drivers.camera.sources import Picture
from kiosk.identity.face import FaceHint

SURE_SCORE = 0.8
"""From here on the detector means a face."""
BESIDE_PART = 0.4
"""A second face counts from this part of the first one's width: people who queue behind stand further away."""
NEAR_PX = 90
"""Least width of a face to begin with; at 60 it may go on."""
STILL_NEAR_PX = 60
LARGEST_PART = 0.75
"""Of the picture's height; a larger face is cut off as soon as it moves."""
OFF_CENTRE_PART = 0.22
"""How far the face's middle may be from the picture's, as a part of the picture's width or height."""
DARKEST, BRIGHTEST = 40.0, 180.0
SHARPEST_LEAST = 15.0
"""Variance of the Laplacian on the aligned face, as the two above on its mean."""
EYES_PART = 0.58
"""Of the aligned face's height, from above: down to where a mask begins."""
SMEARED = 0.30
"""Ratio of second differences across and down, or down and across. Measured: sharp faces from 0.35, blur without
direction from 0.53, motion over 9 px up to 0.29: this sees what the Laplacian does not."""
ASIDE_MOST = 0.06
TILT_MOST_DEG = 15.0
MOVED_PART = 0.05
"""Mean shift of the five points between two frames, in distances of the eyes; the detector's own jitter is 0.01."""
FOREIGN_COLOUR = 18.0
"""Distance of Cr and Cb between the lower face and the skin round the nose bridge. Measured: plain faces, beards
among them, 1 to 13.4; drawn masks 12 to 77."""
BLANK_MOUTH = 0.80
"""Brightness of the darkest twentieth round the mouth by the median there. Plain 0.22 to 0.67; masks 0.87 to 0.97."""
DARK_EYES = 0.6
"""Brightness of the brightest tenth round the eyes by that of the skin beneath. Plain 0.85 to 2; dark glasses 0.1 to
0.2, light ones like plain."""


def place(faces: Sequence[Face], width: int, height: int, *, begun: bool) -> tuple[Face | None, FaceHint | None]:
    """The one face of a picture of that size, if there is one, and what is wrong with where it stands, if anything.

    `begun` is more patient with a person who already turns: a face that the detector is less sure of is still theirs.
    """
    sure = [face for face in faces if begun or face.box.score >= SURE_SCORE]
    if not sure:
        return None, FaceHint.NOBODY
    largest = max(sure, key=lambda face: face.box.width)
    beside = [face for face in sure if face.box.width >= BESIDE_PART * largest.box.width]
    if sum(face.box.score >= SURE_SCORE for face in beside) > 1:
        return None, FaceHint.ONE_ONLY
    box = largest.box
    if box.width < (STILL_NEAR_PX if begun else NEAR_PX):
        return largest, FaceHint.CLOSER
    if box.height > LARGEST_PART * height:
        return largest, FaceHint.BACK
    across = abs(box.x + box.width / 2 - width / 2) / width
    down = abs(box.y + box.height / 2 - height / 2) / height
    if max(across, down) > OFF_CENTRE_PART * (1.5 if begun else 1.0):
        return largest, FaceHint.CENTRE
    return largest, None


def moved(one: Face, other: Face, eyes_px: float) -> float:
    """Mean shift of the points between two frames, in distances of the eyes."""
    return float(np.hypot(*(one.points - other.points).T).mean()) / eyes_px


def frontal(pose: Pose) -> bool:
    return abs(pose.aside) <= ASIDE_MOST and abs(pose.tilt_deg) <= TILT_MOST_DEG


def quality(face: Picture) -> FaceHint | None:
    """What an aligned face lacks, or None."""
    grey = cv2.cvtColor(face, cv2.COLOR_BGR2GRAY).astype(np.float32)
    mean = float(grey.mean())
    if mean < DARKEST:
        return FaceHint.MORE_LIGHT
    if mean > BRIGHTEST:
        return FaceHint.LESS_LIGHT
    hides = covered(face)
    # a plain mask has little detail: then the eyes alone tell whether the picture is sharp
    if sharp(grey) or (hides and sharp(grey[: int(EYES_PART * len(grey))])):
        return FaceHint.UNCOVER if hides else None
    return FaceHint.HOLD_STILL


def sharp(grey: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> bool:
    """Neither out of focus nor smeared by motion."""
    return float(cv2.Laplacian(grey, cv2.CV_32F).var()) >= SHARPEST_LEAST and smear(grey) >= SMEARED


def smear(grey: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> float:
    """How alike detail across and down is, 0 (smeared one way) to 1; the rim is left out, it may be repeated."""
    inner = grey[8:-8, 8:-8]
    across = float((np.diff(inner, 2, axis=1) ** 2).mean())
    down = float((np.diff(inner, 2, axis=0) ** 2).mean())
    return min(across, down) / max(across, down, 1e-6)


def covered(face: Picture) -> bool:
    """Whether something unlike skin lies over the mouth, or something dark over the eyes.

    It sees masks and dark glasses; a hand has skin's colour and is mostly not seen. No comparison rests on it.
    """
    height, width = face.shape[:2]
    tones = cv2.cvtColor(face, cv2.COLOR_BGR2YCrCb).astype(np.float32)

    def part(
        left: float, right: float, top: float, bottom: float
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        cut = tones[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
        return cut.reshape(-1, 3)

    # places in the aligned face, where the eyes lie at 0.46 and the mouth at 0.82 of its height
    skin = np.vstack([part(0.42, 0.58, 0.40, 0.56), part(0.25, 0.42, 0.55, 0.60), part(0.58, 0.75, 0.55, 0.60)])
    lower = part(0.28, 0.72, 0.68, 0.97)
    eyes = np.vstack([part(0.22, 0.42, 0.41, 0.52), part(0.58, 0.78, 0.41, 0.52)])[:, 0]
    mouth = part(0.33, 0.67, 0.72, 0.92)[:, 0]
    skin_tone, lower_tone = np.median(skin, axis=0), np.median(lower, axis=0)
    if float(np.hypot(*(skin_tone[1:] - lower_tone[1:]))) > FOREIGN_COLOUR:
        return True
    if float(np.percentile(mouth, 5)) > BLANK_MOUTH * (float(np.median(mouth)) + 1):
        return True
    return float(np.percentile(eyes, 90)) < DARK_EYES * (float(skin_tone[0]) + 1)
