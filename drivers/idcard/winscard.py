"""The PC/SC calls this package makes, by pyscard's low level (`smartcard.scard`): contexts, readers, states, cards.

Every call lets go of the interpreter while it lasts. None can be cancelled: a caller who must not wait calls from
a thread that can be abandoned.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from functools import cache
from types import TracebackType
from typing import Any

from drivers.idcard.pcsc_status import PcscError, Reason

LIBRARY = "libpcsclite.so.1"
"""What pyscard makes its calls with; the name since pcsc-lite 1.0."""
MAX_READERS = 16
"""`PCSCLITE_MAX_READERS_CONTEXTS` of pcsclite.h: pcscd serves no more, and one wait names no more."""
_SHORT_ANSWER = 258
"""The longest answer to a short APDU: 256 bytes and a status word (ISO/IEC 7816-3, 12.1)."""


class State(IntFlag):
    """Bits of a reader's state (winscard.h); the event counter stands in the sixteen above them."""

    CHANGED = 0x002
    PRESENT = 0x020
    EXCLUSIVE = 0x080
    IN_USE = 0x100


@dataclass(frozen=True, kw_only=True)
class ReaderState:
    """What pcscd says of one reader. `raw` is what the next wait compares with."""

    name: str
    raw: int
    atr: bytes = field(default=b"", repr=False)
    """What the card answered to its reset; empty while none did. On some cards it holds a serial number."""

    @property
    def present(self) -> bool:
        return bool(self.raw & State.PRESENT)

    @property
    def in_use(self) -> bool:
        """Somebody has the card open, for themselves or with others."""
        return bool(self.raw & (State.EXCLUSIVE | State.IN_USE))

    @property
    def edges(self) -> int:
        """Counts every putting on and taking away, modulo 65536 (facts, cards, section 1.6)."""
        return self.raw >> 16 & 0xFFFF


class Context:
    """A connection to pcscd; belongs to one thread. Every method raises `PcscError`."""

    def __init__(self) -> None:
        self._scard = _scard()
        code, self._handle = self._scard.SCardEstablishContext(self._scard.SCARD_SCOPE_SYSTEM)
        _check("establish", code)

    def __enter__(self) -> Context:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        # a daemon that is gone has released it already, and says so
        self._scard.SCardReleaseContext(self._handle)

    def readers(self) -> tuple[str, ...]:
        """Names of all readers, in pcscd's order; empty where there is none."""
        while True:
            try:
                code, names = self._scard.SCardListReaders(self._handle, [])
            except (UnicodeError, SystemError) as problem:  # the first is the cause of the second
                raise PcscError("list readers: a name is not UTF-8", Reason.ODD_NAME) from problem
            reason = Reason.of(code)
            if reason is Reason.NO_READERS:
                return ()
            if reason is not Reason.INSUFFICIENT_BUFFER:  # one came between pyscard's two calls: ask again
                _check("list readers", code)
                return tuple(names)

    def wait(self, known: Sequence[ReaderState], timeout_ms: int) -> tuple[ReaderState, ...]:
        """The states of the same readers once one differs from what is known, or when the time is over.

        At most `MAX_READERS` names, in ASCII: pyscard passes no other on (`Reason.ODD_NAME`; its issue 106). A
        reader that is not there any more raises `Reason.UNKNOWN_READER`.
        """
        asked = [(state.name, state.raw) for state in known]
        try:
            code, told = self._scard.SCardGetStatusChange(self._handle, timeout_ms, asked)
        except UnicodeEncodeError as problem:
            raise PcscError(f"wait: not ASCII: {problem.object}", Reason.ODD_NAME) from problem
        if Reason.of(code) is Reason.TIMEOUT:
            return tuple(known)
        _check("wait", code)
        return tuple(
            ReaderState(name=state.name, raw=event & ~State.CHANGED, atr=bytes(atr))
            for state, (_, event, atr) in zip(known, told, strict=True)
        )

    def connect(self, reader: str) -> Card:
        """The card in a reader, for nobody else: another program must not select its own files in between."""
        scard = self._scard
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        code, handle, protocol = scard.SCardConnect(self._handle, reader, scard.SCARD_SHARE_EXCLUSIVE, protocols)
        _check("connect", code)
        return Card(scard, handle, protocol)


class Card:
    """An open card. At the end of the block it loses its power, so that no selected file stays for whoever is next.

    Not so after a failed call: pcscd takes a card that it cannot switch off for gone, before its own watching has
    seen that, and then misses the next one (measured with pcsc-lite 1.9.9).
    """

    def __init__(self, scard: Any, handle: int, protocol: int) -> None:
        self._scard = scard
        self._handle = handle
        self._pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1

    def __enter__(self) -> Card:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close(leave=isinstance(value, PcscError))

    def transmit(self, command: bytes) -> bytearray:
        """One short APDU and its answer with the status word, in a buffer of the caller's own.

        pyscard hands answers out as lists of numbers; no list outlives the call.
        """
        code, numbers = self._scard.SCardTransmit(self._handle, self._pci, list(command))
        try:
            _check("transmit", code)
            if not 2 <= len(numbers) <= _SHORT_ANSWER:
                raise PcscError("transmit", Reason.NOT_TRANSACTED)
            return bytearray(numbers)
        finally:
            numbers.clear()

    def close(self) -> None:
        self._close(leave=False)

    def _close(self, *, leave: bool) -> None:
        # a card that was pulled, or a daemon that is gone, leaves nothing to close
        disposition = self._scard.SCARD_LEAVE_CARD if leave else self._scard.SCARD_UNPOWER_CARD
        self._scard.SCardDisconnect(self._handle, disposition)


@cache
def _scard() -> Any:
    """pyscard's module, which has no types. Raises `PcscError` where it or its library is not installed."""
    try:
        # Looked for here: pyscard would say so on standard output, and then call it a service that does not run.
        ctypes.CDLL(LIBRARY)
    except OSError as problem:
        raise PcscError(f"load {LIBRARY}", Reason.NO_LIBRARY) from problem
    try:
        from smartcard import scard
    except ImportError as problem:
        raise PcscError("load pyscard for this Python", Reason.NO_LIBRARY) from problem
    return scard


def _check(what: str, code: int) -> None:
    if code:
        raise PcscError(what, Reason.of(code), code)
