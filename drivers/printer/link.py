"""The held connection to one printer: opened when needed, reopened once on trouble, and what it left undone.

A TCP printer serves one connection at a time, so we keep it between jobs. `torn` and `owed` outlive the connection,
because paper and a serial line do; `torn` outlives the process too, where it has a file.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.printer.address import PrinterAddress, TcpAddress
from drivers.printer.conversation import Conversation, Timing
from drivers.printer.status import PrinterStatus
from drivers.printer.transport import ChannelError, open_channel
from drivers.printer.unfinished import UnfinishedMark
from kiosk.faults import Fault


class PrinterLink:
    """Belongs to one thread. `observe` is told of every survey: the status, or the fault of the line."""

    def __init__(
        self,
        address: PrinterAddress,
        timing: Timing,
        observe: Callable[[PrinterStatus | Fault], None],
        torn: UnfinishedMark | None = None,
    ) -> None:
        self.address = address
        self.timing = timing
        self.torn = UnfinishedMark() if torn is None else torn
        """Paper may hold part of a document that was not cut off."""
        self.owed = 0
        """Answers to earlier `GS r 1` that may still come."""
        self._observe = observe
        self._talk: Conversation | None = None

    def talk(self) -> Conversation:
        """The open conversation, opened now if there is none. Raises `ChannelLostError`."""
        if self._talk is None:
            self._talk = Conversation(open_channel(self.address), self.address, self.timing)
        return self._talk

    def survey(self) -> PrinterStatus:
        """Ask the printer how it is. Raises `ChannelError` after a second try on a new connection.

        The second try is only for a connection that was held: printers drop idle ones, which is no fault.
        """
        held = self._talk is not None
        try:
            status = self.talk().survey()
        except ChannelError as problem:
            self.drop(discard=True)
            if held:
                return self.survey()
            self._observe(problem.fault)
            raise
        self._observe(status)
        return status

    def survey_held(self) -> PrinterStatus:
        """The same in mid-print: the connection must not change, so there is no second try."""
        status = self.talk().survey()
        self._observe(status)
        return status

    def settle_debt(self) -> None:
        """Before a job: wait for owed confirmations, so that none is taken for the one of this job."""
        if self.owed:
            self.owed = self.talk().fence(self.owed)

    def drop(self, *, discard: bool = False) -> None:
        """Close. `discard` drops what is still in our buffers. Answers owed on a TCP connection die with it."""
        if self._talk is not None:
            self._talk.close(discard=discard)
            self._talk = None
        if isinstance(self.address.line, TcpAddress):
            self.owed = 0
