"""The order of turns and whether they are made, by poses alone."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.alignment import Pose
from drivers.camera.turns import TURN_LIMIT_S, TURNS, Front, Step, TurnWatch, random_order
from kiosk.identity.face import Turn

FRONT = Front(aside=0.02, width=1.0)
LEFT, RIGHT = Turn.LEFT, Turn.RIGHT


def pose(aside: float, width: float = 1.0) -> Pose:
    return Pose(aside=aside, width=width, tilt_deg=0.0, eyes_px=80.0)


SEEN = {LEFT: pose(0.25), RIGHT: pose(-0.21)}
"""A person who turns to their left moves the nose to the right of the picture."""


class Person:
    """Feeds a watch at 15 frames a second."""

    def __init__(self, watch: TurnWatch) -> None:
        self.watch = watch
        self.now = 0.0

    def show(self, seen: Pose, frames: int = 3) -> list[Step]:
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
        assert person.show(SEEN[side])[:3] == [Step.TURN, Step.TURNED, Step.BACK]
        assert watch.made == made
        assert not watch.complete
        assert person.show(pose(0.0), 1) == [Step.FRONT]
    assert watch.complete


def test_one_frame_on_a_side_is_no_turn() -> None:
    person = Person(TurnWatch(FRONT, 0.0, (LEFT, RIGHT, LEFT)))
    assert person.show(SEEN[LEFT], 1) + person.show(pose(0.0), 1) == [Step.TURN, Step.TURN]
    assert person.watch.made == 0


def test_a_head_turned_too_far_to_measure_is_no_turn() -> None:
    person = Person(TurnWatch(FRONT, 0.0, (LEFT, RIGHT, LEFT)))
    assert set(person.show(pose(0.4, width=0.7), 10)) == {Step.TURN}
    assert person.watch.too_far


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
        person.show(pose(aside + 0.1, width), 2)
    assert not person.watch.complete
