"""Owns the order of head turns and whether they are made: points in, what to ask for out. No picture, no vector.

The rule (facts, face, section 9, and what was measured since: docs/face.md, "How a print is told from a head"): the
nose's distance from the middle line changes by at least 0.18 to the side that is asked for, while the face keeps its
outline, its upright and most of the distance of its eyes; in three frames in a row; and on both sides within the
sequence. A flat picture does not reach the angle; a bent one becomes narrow before, or reaches it by slips of the
detector that do not last.
"""

from __future__ import annotations

import secrets
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drivers.camera.alignment import Pose
from drivers.camera.gates import SURE_SCORE
from kiosk.identity.face import Turn

TURNS = 3
ASIDE_LEAST = 0.18
"""Drawn heads come to it at 18 to 30° of turn, flat prints by slips only (facts, face, section 9)."""
WIDTH_LEAST = 0.70
"""Of the eyes' distance in front. The facts propose 0.80, at which drawn heads fail from 30° on; the outline does
better what that bound was for."""
OUTLINE_LEAST = 0.94
"""Of the outline in front. Of heads that are 0.18 aside nineteen in twenty keep 0.97 and more, of prints one in four
keeps 0.94."""
LEAN_MOST_DEG = 8.0
"""How far eyes and face may lean otherwise than in front. Upright heads lean by up to 5° when they turn; a print that
is rolled while it is turned, so that it keeps its outline, by up to 15°."""
FRAMES_LEAST = 3
HELD_SECONDS = 0.2
"""So many frames in a row, and so long, make a turn; less may be a slip of the detector. Its asides have a standard
deviation of 0.013 to 0.035 where the face is 60 px wide in the picture that is searched."""
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
    """The turn that was asked for is made with this frame."""
    BACK = "back"
    """Look straight again."""
    FRONT = "front"
    """In front again after a turn."""
    FAILED = "failed"
    """The other way too often, or too slow."""


@dataclass(frozen=True, kw_only=True)
class Front:
    """How the head looks when it looks straight, from the frames before the first turn; figures as in `Pose`."""

    aside: float
    width: float
    tilt_deg: float
    lean_deg: float
    outline: float


def front_of(poses: Sequence[Pose]) -> Front:
    """The middle of several looks straight ahead, at least one."""
    return Front(
        aside=statistics.median(pose.aside for pose in poses),
        width=statistics.median(pose.width for pose in poses),
        tilt_deg=statistics.median(pose.tilt_deg for pose in poses),
        lean_deg=statistics.median(pose.lean_deg for pose in poses),
        outline=statistics.median(pose.outline for pose in poses),
    )


class TurnWatch:
    """One sequence of turns; begun when the face is in place, so that the order was unknown before."""

    def __init__(self, front: Front, now: float, order: tuple[Turn, ...] | None = None) -> None:
        self._front = front
        self._order = order if order is not None else random_order()
        self._made = 0
        self._mistakes = 0
        self._back = False
        self._side: Turn | None = None
        self._seen = 0
        self._held_since = now
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
        if self._back:
            if abs(pose.aside - self._front.aside) > FRONT_ASIDE:
                return Step.BACK
            self._back, self._since, self._side = False, now, None
            return Step.FRONT
        side = self._turned(pose)
        if side is None or side is not self._side:
            self._seen, self._held_since = 0, now
        self._side = side
        self._seen += 1
        if side is None or self._seen < FRAMES_LEAST or now - self._held_since < HELD_SECONDS:
            return Step.TURN
        self._back, self._since = True, now
        if side is self.asked:
            self._made += 1
            return Step.TURNED
        # the other way: nothing that was made counts, and what comes next is again unknown
        self._mistakes += 1
        self._made, self._order = 0, random_order(TURNS + TURNS_FOR_A_MISTAKE * self._mistakes)
        return Step.FAILED if self._mistakes > MISTAKES else Step.BACK

    def _turned(self, pose: Pose) -> Turn | None:
        """The side that one frame shows as a head shows it, None for none."""
        front = self._front
        aside = pose.aside - front.aside
        if abs(aside) < ASIDE_LEAST:
            self.too_far = False
            return None
        self.too_far = pose.width < WIDTH_LEAST * front.width
        lean = max(abs(pose.tilt_deg - front.tilt_deg), abs(pose.lean_deg - front.lean_deg))
        narrow = pose.outline < OUTLINE_LEAST * front.outline
        # where a print hides half of its face, the detector is less sure than of any head
        if self.too_far or narrow or lean > LEAN_MOST_DEG or pose.score < SURE_SCORE:
            return None
        return Turn.LEFT if aside > 0 else Turn.RIGHT
