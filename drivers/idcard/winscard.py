"""The PC/SC calls this package makes, on the system's own `libpcsclite.so.1`: contexts, readers, states, cards.

Every call lets go of the interpreter while it lasts. None can be cancelled: a caller who must not wait calls from
a thread that can be abandoned.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from types import TracebackType

from drivers.idcard.pcsc_status import PcscError, Reason

LIBRARY = "libpcsclite.so.1"
"""The library's name since pcsc-lite 1.0: its binary interface has not changed since."""
MAX_READERS = 16
"""`PCSCLITE_MAX_READERS_CONTEXTS` of pcsclite.h: pcscd serves no more, and one wait names no more."""
_SCOPE_SYSTEM = 2
_SHARE_EXCLUSIVE = 1
_PROTOCOL_T0, _PROTOCOL_T1 = 1, 2
_LEAVE_CARD, _UNPOWER_CARD = 0, 2
_MAX_ATR = 33
_SHORT_ANSWER = 258
"""The longest answer to a short APDU: 256 bytes and a status word (ISO/IEC 7816-3, 12.1)."""


class State(IntFlag):
    """Bits of a reader's state (winscard.h); the event counter stands in the sixteen above them."""

    CHANGED = 0x002
    PRESENT = 0x020
    EXCLUSIVE = 0x080
    IN_USE = 0x100


class _ReaderState(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("user_data", ctypes.c_void_p),
        ("current", ctypes.c_ulong),
        ("event", ctypes.c_ulong),
        ("atr_size", ctypes.c_ulong),
        ("atr", ctypes.c_ubyte * _MAX_ATR),
    )


class _IoRequest(ctypes.Structure):
    _fields_ = (("protocol", ctypes.c_ulong), ("size", ctypes.c_ulong))


@dataclass(frozen=True, kw_only=True)
class ReaderState:
    """What pcscd says of one reader. `raw` is what the next wait compares with."""

    name: str
    raw: int

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
        self._library = _library()
        self._handle = ctypes.c_long()
        _check(
            "establish", self._library.SCardEstablishContext(_SCOPE_SYSTEM, None, None, ctypes.byref(self._handle))
        )

    def __enter__(self) -> Context:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        # a daemon that is gone has released it already, and says so
        self._library.SCardReleaseContext(self._handle)

    def readers(self) -> tuple[str, ...]:
        """Names of all readers, in pcscd's order; empty where there is none."""
        size = ctypes.c_ulong(0)
        while True:
            code = self._library.SCardListReaders(self._handle, None, None, ctypes.byref(size))
            buffer = ctypes.create_string_buffer(max(1, size.value))
            if not code:
                code = self._library.SCardListReaders(self._handle, None, buffer, ctypes.byref(size))
            reason = Reason.of(code)
            if reason is Reason.NO_READERS:
                return ()
            if reason is not Reason.INSUFFICIENT_BUFFER:  # one came between the two calls: ask again
                _check("list readers", code)
                return tuple(name.decode("utf-8", "replace") for name in buffer.raw.split(b"\0") if name)

    def wait(self, known: Sequence[ReaderState], timeout_ms: int) -> tuple[ReaderState, ...]:
        """The states of the same readers once one differs from what is known, or when the time is over.

        At most `MAX_READERS` names. A reader that is not there any more raises `Reason.UNKNOWN_READER`.
        """
        table = (_ReaderState * len(known))()
        for row, state in zip(table, known, strict=True):
            row.name, row.current = state.name.encode(), state.raw
        code = self._library.SCardGetStatusChange(self._handle, timeout_ms, table, len(known))
        if Reason.of(code) is Reason.TIMEOUT:
            return tuple(known)
        _check("wait", code)
        return tuple(
            ReaderState(name=state.name, raw=row.event & ~State.CHANGED)
            for row, state in zip(table, known, strict=True)
        )

    def connect(self, reader: str) -> Card:
        """The card in a reader, for nobody else: another program must not select its own files in between."""
        handle, protocol = ctypes.c_long(), ctypes.c_ulong()
        code = self._library.SCardConnect(
            self._handle,
            reader.encode(),
            _SHARE_EXCLUSIVE,
            _PROTOCOL_T0 | _PROTOCOL_T1,
            ctypes.byref(handle),
            ctypes.byref(protocol),
        )
        _check("connect", code)
        return Card(self._library, handle, protocol.value)


class Card:
    """An open card. At the end of the block it loses its power, so that no selected file stays for whoever is next.

    Not so after a failed call: pcscd takes a card that it cannot switch off for gone, before its own watching has
    seen that, and then misses the next one (measured with pcsc-lite 1.9.9).
    """

    def __init__(self, library: ctypes.CDLL, handle: ctypes.c_long, protocol: int) -> None:
        self._library = library
        self._handle = handle
        self._request = _IoRequest(protocol, ctypes.sizeof(_IoRequest))
        self._answer = ctypes.create_string_buffer(_SHORT_ANSWER)

    def __enter__(self) -> Card:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(_LEAVE_CARD if isinstance(value, PcscError) else _UNPOWER_CARD)

    def transmit(self, command: bytes) -> bytearray:
        """One short APDU and its answer with the status word, in a buffer of the caller's own."""
        size = ctypes.c_ulong(_SHORT_ANSWER)
        code = self._library.SCardTransmit(
            self._handle,
            ctypes.byref(self._request),
            command,
            len(command),
            None,
            self._answer,
            ctypes.byref(size),
        )
        _check("transmit", code)
        if size.value < 2:
            raise PcscError("transmit", Reason.NOT_TRANSACTED)
        return bytearray(memoryview(self._answer)[: size.value])

    def close(self, disposition: int = _UNPOWER_CARD) -> None:
        ctypes.memset(self._answer, 0, _SHORT_ANSWER)
        # a card that was pulled, or a daemon that is gone, leaves nothing to close
        self._library.SCardDisconnect(self._handle, disposition)


@cache
def _library() -> ctypes.CDLL:
    """The loaded library with its signatures. Raises `PcscError` where it is not installed."""
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as problem:
        raise PcscError(f"{LIBRARY} is missing", Reason.NO_LIBRARY) from problem
    # DWORD is unsigned long, LONG, SCARDCONTEXT and SCARDHANDLE are long on this side of the world (wintypes.h)
    long, dword, text, out = ctypes.c_long, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_void_p
    signatures = {
        "SCardEstablishContext": (dword, out, out, out),
        "SCardReleaseContext": (long,),
        "SCardListReaders": (long, text, out, out),
        "SCardGetStatusChange": (long, dword, out, dword),
        "SCardConnect": (long, text, dword, dword, out, out),
        "SCardTransmit": (long, out, text, dword, out, out, out),
        "SCardDisconnect": (long, dword),
    }
    for name, takes in signatures.items():
        function = getattr(library, name)
        function.argtypes, function.restype = takes, long
    return library


def _check(what: str, code: int) -> None:
    if code:
        raise PcscError(what, Reason.of(code), code)
