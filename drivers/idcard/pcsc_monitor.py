"""The thread that watches PC/SC readers with a context of its own, and finds its way back when pcscd goes.

`smartcard.CardMonitoring` and its like die with the daemon and stay dead (facts, cards, section 1.8).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from drivers.idcard.pcsc_status import PcscError, Reason
from drivers.idcard.winscard import Context, ReaderState
from kiosk.faults import Fault

AGAIN_S = 0.1
"""Pause before the list is asked for again, where a reader went meanwhile."""
SLICE_MS = 300
"""How long one wait lasts at most: so soon `stop` is seen, and so often the watching is known to be alive."""
BACK_OFF_FIRST_S = 1.0
BACK_OFF_CAP_S = 10.0
"""Facts, cards, section 7."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What the monitor sees: the readers that are ours, and the names of all others that pcscd has."""

    readers: tuple[ReaderState, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ServiceLost:
    """pcscd cannot be asked; the monitor goes on trying."""

    fault: Fault


class PcscMonitor:
    """Tells `tell` what it sees after each slice, from its own thread, which `stop` may leave behind in a call."""

    def __init__(self, pattern: str, tell: Callable[[Watched | ServiceLost], None], name: str) -> None:
        self._pattern = pattern
        self._tell = tell
        self._known: dict[str, ReaderState] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience_s: float) -> None:
        """Ask the thread to end and give it so much time; one that hangs in pcscd ends when that answers."""
        self._stopping.set()
        self._thread.join(patience_s)

    def _run(self) -> None:
        delay_s = BACK_OFF_FIRST_S
        while not self._stopping.is_set():
            try:
                with Context() as context:
                    self._known = {}
                    while not self._stopping.is_set():
                        self._look(context)
                        delay_s = BACK_OFF_FIRST_S
            except PcscError as problem:
                self._tell(ServiceLost(fault=problem.error().fault))
                self._stopping.wait(delay_s)
                delay_s = min(2 * delay_s, BACK_OFF_CAP_S)

    def _look(self, context: Context) -> None:
        """One slice: the list, then a wait for whatever changes first. pcscd lists no more than one wait can name."""
        names = context.readers()
        ours = [name for name in names if fits(name, self._pattern)]
        known = [self._known.get(name, ReaderState(name=name, raw=0)) for name in ours]
        if known:
            try:
                states = context.wait(known, SLICE_MS)
            except PcscError as problem:
                if problem.reason not in (Reason.UNKNOWN_READER, Reason.READER_UNAVAILABLE):
                    raise
                # one went between list and wait: look again, but never so often that nothing else gets its turn
                self._stopping.wait(AGAIN_S)
                return
        else:
            states = ()
            self._stopping.wait(SLICE_MS / 1000)
        self._known = {state.name: state for state in states}
        self._tell(Watched(readers=states, others=tuple(name for name in names if name not in ours)))


def fits(name: str, pattern: str) -> bool:
    """Whether a reader's name fits a shell pattern, capital letters or not."""
    return fnmatchcase(name.casefold(), pattern.casefold())
