"""Whose turn it is to be read where cards can lie on several readers at once: first come, first read."""

from __future__ import annotations

import threading


class Turn:
    """Held by one card from the moment it is read until it was lifted, or until its reading came to nothing.

    Asked from the readers' threads; nobody waits in it. Who is refused asks again at its next look.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: str | None = None

    def take(self, who: str) -> bool:
        """Whether `who` may read its card now."""
        with self._lock:
            if self._holder in (None, who):
                self._holder = who
            return self._holder == who

    def free(self, who: str) -> None:
        """`who` does not hold it any more; somebody else's turn stays."""
        with self._lock:
            if self._holder == who:
                self._holder = None

    def clear(self) -> None:
        """Something else is wanted of cards: whoever lies there unread may come."""
        with self._lock:
            self._holder = None
