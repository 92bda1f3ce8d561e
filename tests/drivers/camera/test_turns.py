"""The order of turns and whether they are made, by poses alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.alignment import Pose
from drivers.camera.turns import TURN_LIMIT_S, TURNS, Front, Step, TurnWatch, random_order
from kiosk.identity.face import Turn

FRONT = Front(aside=0.02, width=1.0, tilt_deg=1.0, lean_deg=-1.0, outline=0.8)
LEFT, RIGHT = Turn.LEFT, Turn.RIGHT


def pose(
    aside: float,
    width: float = 1.0,
    outline: float = 0.8,
    tilt_deg: float = 1.0,
    lean_deg: float = -1.0,
    score: float = 0.9,
) -> Pose:
    return Pose(
        aside=aside,
        width=width,
        tilt_deg=tilt_deg,
        lean_deg=lean_deg,
        outline=outline,
        score=score,
        eyes_px=80.0,
    )


SEEN = {LEFT: pose(0.25), RIGHT: pose(-0.21)}
"""A person who turns to their left moves the nose to the right of the picture."""


class Person:
    """Feeds a watch at 15 frames a second."""

    def __init__(self, watch: TurnWatch) -> None:
        self.watch = watch
        self.now = 0.0

    def show(self, seen: Pose, frames: int = 5) -> list[Step]:
        steps = []
        for _ in range(frames):
            self.now += 1 / 15
            steps.append(self.watch.look(seen, self.now))
        return steps


def test_turns_as_asked_are_made() -> None:
    watch = TurnWatch(FRONT, 0.0, (LEFT, LEFT, RIGHT))
    person = Person(watch)
    for made, side in enumerate((LEFT, LEFT, RIGHT), 1):
        assert watch.asked is side
        steps = person.show(SEEN[side])
        assert steps[:2] == [Step.TURN, Step.TURN]
        assert steps.count(Step.TURNED) == 1
        assert steps[-1] is Step.BACK
        assert watch.made == made
        assert not watch.complete
        assert person.show(pose(0.0), 1) == [Step.FRONT]
    assert watch.complete


def test_looks_to_a_side_that_do_not_last_are_no_turn() -> None:
    """A slip of the detector comes again and again while somebody holds a print at the edge of the angle."""
    person = Person(TurnWatch(FRONT, 0.0, (LEFT, RIGHT, LEFT)))
    for _ in range(20):
        assert set(person.show(SEEN[LEFT], 2) + person.show(pose(0.19), 1)) == {Step.TURN}
    assert person.watch.made == 0


@pytest.mark.parametrize(("rate", "least"), [(3, 3), (5, 3), (10, 3), (15, 4), (30, 7)])
def test_a_turn_takes_three_frames_and_a_fifth_of_a_second(rate: int, least: int) -> None:
    watch = TurnWatch(FRONT, 0.0, (LEFT, RIGHT, LEFT))
    steps = [watch.look(SEEN[LEFT], 1.0 + number / rate) for number in range(least + 1)]
    assert set(steps[: least - 1]) == {Step.TURN}
    assert Step.TURNED in steps[least - 1 :]  # a frame later where the rate is no divisor of binary fractions


@pytest.mark.parametrize(
    "seen",
    [
        pose(0.4, width=0.65),
        pose(0.25, outline=0.72),
        pose(0.25, tilt_deg=12.0),
        pose(0.25, lean_deg=-12.0),
        pose(0.25, score=0.75),
    ],
    ids=["too far to measure", "narrow as a sheet", "eyes lean", "face leans", "hardly a face"],
)
def test_what_no_upright_head_looks_like_is_no_turn(seen: Pose) -> None:
    person = Person(TurnWatch(FRONT, 0.0, (LEFT, RIGHT, LEFT)))
    assert set(person.show(seen, 30)) == {Step.TURN}
    assert person.watch.too_far is (seen.width < 0.7)
    assert Step.TURNED in person.show(SEEN[LEFT])


def test_the_other_way_undoes_all_and_costs_two_more_turns_and_the_second_time_everything() -> None:
    watch = TurnWatch(FRONT, 0.0, (LEFT, LEFT, RIGHT))
    person = Person(watch)
    person.show(SEEN[LEFT])
    person.show(pose(0.0))
    assert watch.made == 1
    assert Step.BACK in person.show(SEEN[RIGHT])
    assert (watch.made, watch.wanted) == (0, TURNS + 2)
    person.show(pose(0.0))
    wrong = RIGHT if watch.asked is LEFT else LEFT
    assert Step.FAILED in person.show(SEEN[wrong])


def test_who_is_too_slow_fails() -> None:
    person = Person(TurnWatch(FRONT, 0.0))
    steps = person.show(pose(0.1), int(TURN_LIMIT_S * 15) + 2)
    assert (steps[0], steps[-1]) == (Step.TURN, Step.FAILED)


def test_orders_have_both_sides_and_none_is_rarer() -> None:
    seen = Counter(random_order() for _ in range(6000))
    assert len(seen) == 6
    assert all(set(order) == {LEFT, RIGHT} and len(order) == TURNS for order in seen)
    assert min(seen.values()) > 800  # of 1000; less comes once in some 10^11 runs


@given(st.lists(st.tuples(st.floats(-0.1, 0.17), st.floats(0.6, 1.3)), max_size=60))
def test_what_stays_below_the_angle_on_one_side_never_completes(shown: list[tuple[float, float]]) -> None:
    """A bent photo: it reaches the angle on one side at most."""
    person = Person(TurnWatch(FRONT, 0.0))
    for aside, width in shown:
        person.show(pose(aside + 0.1, width), 5)
    assert not person.watch.complete
