"""What is said aloud although nobody asked for it: to stay, to take the card, the alarm over one that was left."""

from __future__ import annotations

from kiosk.flow.page import Call
from kiosk.flow.receiving import Receipt
from kiosk.flow.state import State

EACH_S = 15.0
"""How often the alarm sounds: a sentence takes some 4 s, and who left needs a moment to turn round."""
LONGEST_S = 300.0
"""How long it goes on. Who has not come back by then does not hear it any more; staff have their own alarm."""
FOR_ITS_OWNER = 4
"""The first minute, as long as the goodbye waits, it speaks to who just went; then to whoever passes."""


class CardAlarm:
    """Sounds over a card left on the reader, until it is taken or time is up. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._began: float | None = None

    def begin(self, now: float) -> None:
        """A visit ended, or nobody has been served for long, and a card lies there."""
        self._began = now if self._began is None else self._began

    def stop(self) -> None:
        """It was taken, or somebody is being served."""
        self._began = None

    def times(self, now: float) -> int:
        """How often it has sounded, this time among them; 0 while it is silent."""
        if self._began is None or now - self._began >= LONGEST_S:
            return 0
        return int((now - self._began) // EACH_S) + 1


def call_of(state: State, *, asked_back: bool, alarm: int) -> Call | None:
    """What has to be called out now. `asked_back`: the countdown runs and nobody asked for it; `alarm`: how often the
    one over a card has sounded."""
    if alarm:
        text = state.w("goodbye.lies-said" if alarm <= FOR_ITS_OWNER else "home.card-left")
        return Call(text=text, chime=True, times=alarm)
    if asked_back and state.in_visit:
        return Call(text=state.w("frame.idle-said"))
    if isinstance(state, Receipt) and state.desk.card_lies:
        return Call(text=state.w("receipt.said"))
    return None
