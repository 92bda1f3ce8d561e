"""The thread that talks to the card in one PC/SC reader, once, and can be left behind when a call hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from drivers.idcard.pcsc_status import PcscError, Reason
from drivers.idcard.social_security import SocialSecurityCard, read_card
from drivers.idcard.status import CardError
from drivers.idcard.winscard import Card, Context, ReaderState
from kiosk.faults import Fault, FaultError

CALL_LIMIT_S = 4.0
"""For one call. A card may take its time by asking for more (waiting time extensions), a person will not."""
READ_LIMIT_S = 15.0
"""For the whole card, of which a slow one (T=0, 9600 baud) needs some two seconds."""
BUSY_WAIT_S = 2.0
"""How long another program's exclusive hold is waited for before it is told."""
_BUSY_PAUSE_S = 0.2
_REMOVAL_WAIT_MS = 1000
"""pcscd notices a removal within 400 ms (facts, cards, section 1.6); a reader with slower polling gets some more."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a conversation ended: with a card that was read, or with a fault."""

    reader: str
    card: SocialSecurityCard | None = None
    fault: Fault | None = None
    of_the_link: bool = False
    """The reader or the service failed, not the card."""


class PcscWorker:
    """Reads the card in `reader` and tells `done` from its own thread, be it long after everybody stopped waiting."""

    def __init__(self, reader: str, done: Callable[[PcscWorker, Outcome], None]) -> None:
        self.reader = reader
        self._done = done
        self._began = self._called = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"card in {reader}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self, patience_s: float) -> None:
        self._thread.join(patience_s)

    def due(self) -> float:
        """The monotonic time at which it is given up, unless its present call ends before."""
        return min(self._called + CALL_LIMIT_S, self._began + READ_LIMIT_S)

    def _run(self) -> None:
        try:
            outcome = Outcome(reader=self.reader, card=self._read())
        except FaultError as problem:
            of_the_link = not isinstance(problem, CardError)
            outcome = Outcome(reader=self.reader, fault=problem.fault, of_the_link=of_the_link)
        self._done(self, outcome)

    def _read(self) -> SocialSecurityCard:
        try:
            with Context() as context:
                try:
                    with self._connected(context) as card:
                        return read_card(lambda command: self._transmit(card, command))
                except PcscError as problem:
                    if problem.error().fault.id == "reader.read-failed" and self._is_gone(context):
                        raise CardError("reader.card-removed", problem.detail) from None
                    raise
        except PcscError as problem:
            raise problem.error() from None

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
