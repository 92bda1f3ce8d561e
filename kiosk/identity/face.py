"""A face compared with a document's photo: what the vision child measures, and what that is worth.

The child returns scores and reasons; bands come from the signed policy, and the judgement is made here. Pictures and
vectors never leave the child.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.identity.document import PhotoKind


class Turn(StrEnum):
    """Where the head is asked to turn, as the person sees it."""

    LEFT = "left"
    RIGHT = "right"


class FaceHint(StrEnum):
    """What helps now; never which check was missed beyond what a photographer would say."""

    NOBODY = "nobody"
    ONE_ONLY = "one-only"
    CLOSER = "closer"
    BACK = "back"
    CENTRE = "centre"
    MORE_LIGHT = "more-light"
    LESS_LIGHT = "less-light"
    HOLD_STILL = "hold-still"
    UNCOVER = "uncover"
    """Mask, glasses, hair or hand before the face."""
    LOOK_STRAIGHT = "look-straight"
    TURN_LEFT = "turn-left"
    TURN_RIGHT = "turn-right"
    SLOWER = "slower"
    THANKS = "thanks"


@dataclass(frozen=True, kw_only=True)
class FaceTask:
    """One verification. `photo` is a JPEG, JPEG 2000 or BMP file or the document's own block, see `photo_kind`."""

    id: str
    photo: bytes = field(repr=False)
    photo_kind: PhotoKind
    liveness: bool = True
    """Whether head turns are asked for. False only for a bench."""
    time_limit_s: float = 60.0


class FaceStop(StrEnum):
    """Why a verification ended without a measurement."""

    CANCELLED = "cancelled"
    TIME_OUT = "time-out"
    PHOTO = "photo"
    """The document's photo cannot be used: no face in it, or not to be decoded."""
    MODEL = "model"
    CAMERA = "camera"
    CHILD = "child"
    """The vision process ended."""
    CHANGED = "changed"
    """Another face, or the face was lost in the midst."""


@dataclass(frozen=True, kw_only=True)
class FaceEvidence:
    """All that leaves the vision child after a verification."""

    task: str
    stop: FaceStop | None
    """None: measured to the end."""
    score: float
    """Fused cosine similarity of the accepted frames with the document's photo, -1 to 1; 0 when not measured."""
    frames: int
    live: bool
    """Every turn that was asked for was made, by one and the same face, in time."""
    turns: int
    model: str
    """SHA-256 of the embedding model; empty where none is loaded."""
    detector: str
    took_ms: int
    last_frame_ms: int
    """From the last accepted frame to the report."""


@dataclass(frozen=True, kw_only=True)
class FaceBands:
    """Thresholds of one model from the signed policy (facts, face, section 5)."""

    model: str
    accept: float
    strict: float
    """For items of level L3."""
    retry: float
    """From here to the threshold another try is offered; below it none."""


class FaceVerdict(StrEnum):
    SAME = "same"
    UNSURE = "unsure"
    """The grey zone: one more try."""
    NOT_SAME = "not-same"
    NOT_VERIFIED = "not-verified"
    """Nothing was measured, or not by what the policy names: never a pass."""


MIN_FRAMES = 3
"""Accepted frames without which nothing is decided: one lucky picture is none (facts, face, section 12)."""


def judge(evidence: FaceEvidence, bands: Iterable[FaceBands], *, strict: bool) -> FaceVerdict:
    """What a measurement is worth under the policy's bands; `strict` for items of level L3.

    Fails closed: a stop, a face that did not turn as asked, too few frames, a score that is none and a model without
    a band of its own are `NOT_VERIFIED`, whatever the score.
    """
    band = next((one for one in bands if one.model and one.model == evidence.model), None)
    measured = (
        evidence.stop is None
        and evidence.live
        and evidence.turns > 0
        and evidence.frames >= MIN_FRAMES
        and -1.0 <= evidence.score <= 1.0
    )
    if band is None or not measured:
        return FaceVerdict.NOT_VERIFIED
    if evidence.score >= (band.strict if strict else band.accept):
        return FaceVerdict.SAME
    return FaceVerdict.UNSURE if evidence.score >= band.retry else FaceVerdict.NOT_SAME
