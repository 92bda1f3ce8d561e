"""What a measured face is worth: scores between the bands, and everything that never passes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.face import FaceBands, FaceEvidence, FaceStop, FaceVerdict, judge

MODEL, OTHER = "6b" * 32, "0b" * 32
BANDS = (
    FaceBands(model=OTHER, accept=0.1, strict=0.1, retry=0.0),
    FaceBands(model=MODEL, accept=0.36, strict=0.38, retry=0.32),
)
GOOD = FaceEvidence(
    task="t",
    stop=None,
    score=0.5,
    frames=7,
    live=True,
    turns=3,
    model=MODEL,
    detector="8f" * 32,
    took_ms=6000,
    last_frame_ms=90,
)


@pytest.mark.parametrize(
    ("score", "plain", "strict"),
    [
        (1.0, FaceVerdict.SAME, FaceVerdict.SAME),
        (0.38, FaceVerdict.SAME, FaceVerdict.SAME),
        (0.37, FaceVerdict.SAME, FaceVerdict.UNSURE),
        (0.36, FaceVerdict.SAME, FaceVerdict.UNSURE),
        (0.3599, FaceVerdict.UNSURE, FaceVerdict.UNSURE),
        (0.32, FaceVerdict.UNSURE, FaceVerdict.UNSURE),
        (0.3199, FaceVerdict.NOT_SAME, FaceVerdict.NOT_SAME),
        (-1.0, FaceVerdict.NOT_SAME, FaceVerdict.NOT_SAME),
    ],
)
def test_the_score_falls_into_the_bands_of_its_model(score: float, plain: FaceVerdict, strict: FaceVerdict) -> None:
    assert judge(replace(GOOD, score=score), BANDS, strict=False) is plain
    assert judge(replace(GOOD, score=score), BANDS, strict=True) is strict


@pytest.mark.parametrize(
    "evidence",
    [
        *(replace(GOOD, stop=stop) for stop in FaceStop),
        replace(GOOD, live=False),
        replace(GOOD, turns=0),
        replace(GOOD, frames=2),
        replace(GOOD, frames=0),
        replace(GOOD, model=""),
        replace(GOOD, model="77" * 32),
        replace(GOOD, score=float("nan")),
        replace(GOOD, score=float("inf")),
        replace(GOOD, score=1.01),
    ],
    ids=repr,
)
def test_what_never_passes(evidence: FaceEvidence) -> None:
    assert judge(evidence, BANDS, strict=False) is FaceVerdict.NOT_VERIFIED


def test_without_bands_nothing_passes() -> None:
    assert judge(GOOD, (), strict=False) is FaceVerdict.NOT_VERIFIED
    nameless = FaceBands(model="", accept=-1, strict=-1, retry=-1)
    assert judge(replace(GOOD, model=""), (nameless,), strict=False) is FaceVerdict.NOT_VERIFIED


@given(
    st.builds(
        FaceEvidence,
        task=st.just("t"),
        stop=st.none() | st.sampled_from(FaceStop),
        score=st.floats(),
        frames=st.integers(0, 5),
        live=st.booleans(),
        turns=st.integers(0, 4),
        model=st.sampled_from((MODEL, OTHER, "", "ff")),
        detector=st.just(""),
        took_ms=st.just(0),
        last_frame_ms=st.just(0),
    ),
    st.booleans(),
)
def test_a_pass_is_live_whole_and_at_least_the_threshold(evidence: FaceEvidence, strict: bool) -> None:
    if judge(evidence, BANDS, strict=strict) is FaceVerdict.SAME:
        band = next(band for band in BANDS if band.model == evidence.model)
        assert evidence.stop is None
        assert evidence.live
        assert evidence.frames >= 3
        assert (band.strict if strict else band.accept) <= evidence.score <= 1
