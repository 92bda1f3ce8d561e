"""Owns the order of head turns and whether they are made: points in, what to ask for out. No picture, no vector.

The rule (facts, face, section 9): the nose's distance from the middle line changes by at least 0.18 while the eyes
keep at least 0.80 of their distance, to the side that is asked for, and on both sides within the sequence. A flat
picture does not reach it on any side, a bent one on one side only. What passes it all the same: docs/face.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drivers.camera.alignment import Pose
from kiosk.identity.face import Turn

TURNS = 3
ASIDE_LEAST = 0.18
WIDTH_LEAST = 0.80
FRAMES_LEAST = 2
"""So many frames on a side make a turn: one may be a slip of the detector."""
FRONT_ASIDE = 0.08
"""Back in front: the change from the first look is not more than this."""
TURN_LIMIT_S = 10.0
"""A turn takes 1 to 4 s."""
MISTAKES = 1
"""Left and right are easily confused: once."""
TURNS_FOR_A_MISTAKE = 2
"""So many more turns after it: a film that knows no prompt passes by chance once in 6 at the first order, once in 30
at the second."""


def random_order(turns: int = TURNS, choice: Callable[[Sequence[Turn]], Turn] = secrets.choice) -> tuple[Turn, ...]:
    """An order of turns, both sides among them, each such order as likely as any other."""
    while True:
        order = tuple(choice((Turn.LEFT, Turn.RIGHT)) for _ in range(turns))
        if len(set(order)) == 2:
            return order


class Step(StrEnum):
    TURN = "turn"
    """Turn to `asked`."""
    TURNED = "turned"
    """This frame shows the turn that was asked for, for the second time: it is made."""
    BACK = "back"
    """Look straight again."""
    FRONT = "front"
    """In front again after a turn."""
    FAILED = "failed"
    """The other way too often, or too slow."""


@dataclass(frozen=True, kw_only=True)
class Front:
    """How the head looks when it looks straight, from the frames before the first turn."""

    aside: float
    width: float


class TurnWatch:
    """One sequence of turns; begun when the face is in place, so that the order was unknown before."""

    def __init__(self, front: Front, now: float, order: tuple[Turn, ...] | None = None) -> None:
        self._front = front
        self._order = order if order is not None else random_order()
        self._made = 0
        self._mistakes = 0
        self._back = False
        self._seen: dict[Turn, int] = {}
        self._since = now
        self.too_far = False
        """The head is beyond the angle at which a turn can be measured: slower."""

    @property
    def asked(self) -> Turn:
        return self._order[min(self._made, len(self._order) - 1)]

    @property
    def made(self) -> int:
        return self._made

    @property
    def wanted(self) -> int:
        """How many turns the present order has."""
        return len(self._order)

    @property
    def complete(self) -> bool:
        """Every turn was made, and the head is back in front."""
        return self._made == len(self._order) and not self._back

    def look(self, pose: Pose, now: float) -> Step:
        """What one frame comes to; `now` is monotonic seconds."""
        if now - self._since > TURN_LIMIT_S:
            return Step.FAILED
        aside = pose.aside - self._front.aside
        wide = pose.width >= WIDTH_LEAST * self._front.width
        self.too_far = abs(aside) >= ASIDE_LEAST and not wide
        if self._back:
            if abs(aside) > FRONT_ASIDE:
                return Step.BACK
            self._back, self._since, self._seen = False, now, {}
            return Step.FRONT
        if abs(aside) < ASIDE_LEAST or not wide:
            return Step.TURN
        side = Turn.LEFT if aside > 0 else Turn.RIGHT
        self._seen[side] = self._seen.get(side, 0) + 1
        if self._seen[side] < FRAMES_LEAST:
            return Step.TURN
        self._back, self._since = True, now
        if side is self.asked:
            self._made += 1
            return Step.TURNED
        # the other way: nothing that was made counts, and what comes next is again unknown
        self._mistakes += 1
        self._made, self._order = 0, random_order(TURNS + TURNS_FOR_A_MISTAKE * self._mistakes)
        return Step.FAILED if self._mistakes > MISTAKES else Step.BACK
