"""What is known of the card on the reader: put on, still there, taken away.

Many modules answer "no card" (80) for a card that they have already read, until it is taken away (facts, cards,
section 3.4). So 80 says nothing by itself about a known card: a select that works shows that it still lies there.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.devices import ReaderMode

MISSES_UNTIL_GONE = 2
"""Looks in a row at which neither find nor select met the card."""
DENIALS_OF_A_HABIT = 3
"""After so many denials in a row of a card that select met, the module denies by habit, and a find that succeeds
means another card. A single denial means nothing: some modules deny every second time."""


class Sight(StrEnum):
    NONE = "none"
    NEW = "new"
    REPLACED = "replaced"
    """The known card was taken away unseen, and another one (or the same again) was put on."""
    SAME = "same"
    GONE = "gone"


class Presence:
    """Follows one card; for what it was read is remembered until it is gone, also while the port is closed."""

    def __init__(self) -> None:
        self.known = False
        self.read_for: set[ReaderMode] = set()
        self._failed = False
        self._misses = 0
        """In a row: neither find nor select met the card."""
        self._denials = 0
        """In a row: find denied the card that select met."""

    def found(self) -> Sight:
        """Find reported a card."""
        put_on_anew = self._denials >= DENIALS_OF_A_HABIT or (self._failed and self._misses > 0)
        if self.known and not put_on_anew:
            self._misses = self._denials = 0
            return Sight.SAME
        sight = Sight.REPLACED if self.known else Sight.NEW
        self._forget()
        self.known = True
        return sight

    def selected(self, success: bool) -> Sight:
        """Find denied a known card; select was tried."""
        if success:
            self._misses = 0
            self._denials += 1
            return Sight.SAME
        self._denials = 0
        self._misses += 1
        if self._misses < MISSES_UNTIL_GONE:
            return Sight.SAME
        self._forget()
        return Sight.GONE

    def failed(self, *, looks_lifted: bool) -> None:
        """The card could not be read. A read that breaks off and a find that denies the card are one miss."""
        self._failed = True
        self._misses += looks_lifted

    def port_reopened(self) -> None:
        """The module may have restarted and then reports a card that it had denied."""
        self._denials = 0

    def _forget(self) -> None:
        self.known = self._failed = False
        self.read_for = set()
        self._misses = self._denials = 0
