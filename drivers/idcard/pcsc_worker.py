"""The thread that talks to the card in one PC/SC reader, once, and can be left behind when a call hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from drivers.idcard.apdu import Transmit
from drivers.idcard.emrtd.access import is_travel_document
from drivers.idcard.pcsc_card import CardRead, KeyNeeded, Trust, read_opened, read_social_card
from drivers.idcard.pcsc_status import PcscError, Reason
from drivers.idcard.status import CardError
from drivers.idcard.winscard import Card, Context, ReaderState
from kiosk.faults import Fault, FaultError
from kiosk.identity.mrz import MrzKey

CALL_LIMIT_S = 4.0
"""For one call. A card may take its time by asking for more (waiting time extensions), a person will not."""
READ_LIMIT_S = 15.0
"""For the whole card, of which a slow one (T=0, 9600 baud) needs some two seconds."""
TRAVEL_LIMIT_S = 30.0
"""For a whole travel document: the largest photo in pieces of 223 bytes takes a slow chip some fifteen seconds."""
BUSY_WAIT_S = 2.0
"""How long another program's exclusive hold is waited for before it is told."""
_BUSY_PAUSE_S = 0.2
_REMOVAL_WAIT_MS = 1000
"""pcscd notices a removal within 400 ms (facts, cards, section 1.6); a reader with slower polling gets some more."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a conversation ended: with a card that was read, or with a fault."""

    reader: str
    card: CardRead | None = None
    locked: bool = False
    """A travel document: no key was given, or a wrong one, which `fault` says."""
    fault: Fault | None = None
    of_the_link: bool = False
    """The reader or the service failed, not the card."""


class PcscWorker:
    """Reads the card in `reader` and tells `done` from its own thread, be it long after everybody stopped waiting.

    `locked`, it is known for a travel document, and asked for nothing else.
    """

    def __init__(
        self,
        reader: str,
        done: Callable[[PcscWorker, Outcome], None],
        trust: Trust,
        key: MrzKey | None = None,
        *,
        locked: bool = False,
    ) -> None:
        self.reader = reader
        self._done = done
        self._trust = trust
        self._key = key
        self._locked = locked
        self._limit_s = READ_LIMIT_S
        self._began = self._called = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"card in {reader}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self, patience_s: float) -> None:
        self._thread.join(patience_s)

    def due(self) -> float:
        """The monotonic time at which it is given up, unless its present call ends before."""
        return min(self._called + CALL_LIMIT_S, self._began + self._limit_s)

    def _run(self) -> None:
        try:
            outcome = Outcome(reader=self.reader, card=self._read())
        except KeyNeeded:
            outcome = Outcome(reader=self.reader, locked=True)
        except FaultError as problem:
            of_the_link, locked = not isinstance(problem, CardError), problem.fault.id == "reader.key-wrong"
            outcome = Outcome(reader=self.reader, fault=problem.fault, of_the_link=of_the_link, locked=locked)
        self._done(self, outcome)

    def _read(self) -> CardRead:
        try:
            with Context() as context:
                try:
                    with self._connected(context) as card:
                        return self._read_card(lambda command: self._transmit(card, command))
                except PcscError as problem:
                    if problem.error().fault.id == "reader.read-failed" and self._is_gone(context):
                        raise CardError("reader.card-removed", problem.detail) from None
                    raise
        except PcscError as problem:
            raise problem.error() from None

    def _read_card(self, transmit: Transmit) -> CardRead:
        found = None if self._locked and is_travel_document(transmit) else read_social_card(transmit)
        if found is None:
            self._limit_s = TRAVEL_LIMIT_S
            found = read_opened(transmit, self._key, self._trust)
        return found

    def _connected(self, context: Context) -> Card:
        """The card, once whoever else holds it lets go of it."""
        deadline = time.monotonic() + BUSY_WAIT_S
        while True:
            self._called = time.monotonic()
            try:
                return context.connect(self.reader)
            except PcscError as problem:
                if problem.reason is not Reason.SHARING_VIOLATION or time.monotonic() > deadline:
                    raise
            time.sleep(_BUSY_PAUSE_S)

    def _transmit(self, card: Card, command: bytes) -> bytearray:
        self._called = time.monotonic()
        return card.transmit(command)

    def _is_gone(self, context: Context) -> bool:
        """Was the card pulled, or does it lie there and cannot be read? pcscd needs a moment to know."""
        (now,) = context.wait([ReaderState(name=self.reader, raw=0)], 0)
        if now.present:
            (now,) = context.wait([now], _REMOVAL_WAIT_MS)
        return not now.present
