"""What is known of one PC/SC reader and the card in it: put in, read, held, stuck."""

from __future__ import annotations

from enum import StrEnum

from drivers.idcard.pcsc_worker import PcscWorker
from drivers.idcard.winscard import ReaderState

LOSSES_LIMIT = 3
"""A reader that is listed and fails at each try must not be tried several times a second for ever."""


class Change(StrEnum):
    INSERTED = "inserted"
    REMOVED = "removed"


class Slot:
    """One reader by its name. A card counts as read or held until it was taken out, also while pcscd is away."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lies = False
        self.read = False
        """Read already, well or not; not again until it was taken out."""
        self.held = False
        """Left by a visit that ended."""
        self.busy = False
        """Not read because somebody else had it; it will be once they let go."""
        self.locked = False
        """A travel document that no key has opened yet."""
        self.tried = 0
        """The count of keys given when it was last tried."""
        self.worker: PcscWorker | None = None
        self.begun = 0
        """The count of mode changes at which the worker began."""
        self.stuck: PcscWorker | None = None
        """A worker that was given up and still hangs in a call: nobody else could talk to the reader."""
        self._state = ReaderState(name=name, raw=0)
        self._edges: int | None = None
        """pcscd's event counter since which the card lies here; None while that says nothing."""
        self._atr = b""
        """Of the card that lies here or went with the reader: all that tells another one while nobody counts."""
        self._losses = 0
        """How often reader or service failed under this card."""
        self._last = False
        """Whether the reader went away with a card that was not to be read any more."""

    @property
    def wanted(self) -> bool:
        """A card lies here that nobody has read and that can be."""
        return self.lies and not (self.read or self.held or self.busy or self.worker or self.stuck)

    def opens_with(self, keys: int) -> bool:
        """Whether to try the card, `keys` having been given so far (0: none is known): not twice with the same."""
        return not self.locked or (keys > 0 and keys != self.tried)

    def seen(self, state: ReaderState) -> tuple[Change, ...]:
        """What the new state means. While a worker is at it the card counts as unchanged."""
        self._state = state
        return self.settled()

    def settled(self) -> tuple[Change, ...]:
        """What the latest state means, once no worker is at it any more."""
        if self.worker is not None:
            return ()
        changes: list[Change] = []
        # a counter that went on under a card means another card, or the same one once more (facts, cards, 1.6)
        swapped = self._another() if self._edges is None else self._state.edges != self._edges
        if self.lies and (not self._state.present or swapped):
            self._forget()
            self._atr = b""
            changes.append(Change.REMOVED)
        if self._state.present and not self.lies:
            self.lies = True
            self.read, self._last = self._last and not self._another(), False
            changes.append(Change.INSERTED)
        self._edges = self._state.edges
        self._atr = self._state.atr or self._atr
        if not self._state.present:
            self._last, self._atr = False, b""
        if not self._state.in_use:
            self.busy = False
        return tuple(changes)

    def lost(self) -> None:
        """pcscd is away; it will count from zero when it comes back, and the card may well have stayed.

        One of another ATR has not. Of two cards of one ATR the second has to be lifted once: were a card that came
        back read anew, the one that a visit left behind would be read for the next.
        """
        self._edges = None

    def lost_again(self) -> bool:
        """Reader or service failed while the card was read; whether that happened too often to try it once more."""
        self._losses += 1
        return self._losses >= LOSSES_LIMIT

    def vanished(self) -> tuple[Change, ...]:
        """The reader itself is gone. A card of the same ATR that comes back with it is the one that went with it."""
        self._edges = None
        self._state = ReaderState(name=self.name, raw=0)
        if self.worker is not None or not self.lies:
            return ()
        last = self.read or self.held
        self._forget()
        self._last = last
        return (Change.REMOVED,)

    def _another(self) -> bool:
        """Whether the card is certainly not the one from before; a mute one has no ATR and says nothing."""
        return bool(self._atr and self._state.atr and self._atr != self._state.atr)

    def _forget(self) -> None:
        self.lies = self.read = self.held = self.busy = self.locked = False
        self._losses = 0
