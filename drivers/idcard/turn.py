"""Whose turn it is to be read where cards can lie on several readers at once: first come, first read."""

from __future__ import annotations

import threading
import time

REST_S = 2.0
"""How long after a card was read the next one waits. The flow decides within milliseconds whether the document will
do, and wants no card any more if it does; if it will not, nobody must lift that card for another one to be read."""


class Turn:
    """Held by one card while it is read and shortly after, unless its reading came to nothing or it was lifted.

    Asked from the readers' threads; nobody waits in it. Who is refused asks again at its next look.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: str | None = None
        self._until: float | None = None
        """Monotonic time at which the holder's rest is over; None while its card is being read."""

    def take(self, who: str) -> bool:
        """Whether `who` may read its card now."""
        with self._lock:
            rested = self._until is not None and time.monotonic() >= self._until
            if self._holder in (None, who) or rested:
                self._holder, self._until = who, None
            return self._holder == who

    def rest(self, who: str) -> None:
        """The card of `who` was read."""
        with self._lock:
            if self._holder == who:
                self._until = time.monotonic() + REST_S

    def free(self, who: str) -> None:
        """`who` does not hold it any more; somebody else's turn stays."""
        with self._lock:
            if self._holder == who:
                self._holder = None

    def clear(self) -> None:
        """Something else is wanted of cards: whoever lies there unread may come."""
        with self._lock:
            self._holder = None
