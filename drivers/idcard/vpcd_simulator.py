"""A chip card behind pcscd's virtual reader (vpcd), driven by the dock: real APDUs through the real daemon.

vpcd listens and the card calls: a connection is a card that was put in. Every message is two bytes of length and its
payload; a single byte is an order to the reader, anything longer a command to the card (facts, cards, section 1.4).
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from kiosk.dock import DockFile, SlotDock

PORT = 35963
"""Of the first slot (0x8C7B), as Debian's package sets it up."""
_TICK_S = 0.02
_POWER_ON, _RESET, _GET_ATR = 1, 2, 4
_READS = frozenset({0xB0, 0xB1, 0xB2})
"""Instructions: READ BINARY, its odd form, READ RECORD."""
_NO_ATR = b"\x00"
"""What a card that does not answer leaves on the line; pcscd cannot make a protocol of it."""


class PoweredChip(Protocol):
    atr: bytes

    def reset(self) -> None: ...
    def answer(self, command: bytes) -> bytes: ...


class ChipCard(Protocol):
    """What can lie in the virtual reader: `SimulatedSocialCard`, `SimulatedTravelDocument`."""

    def chip(self) -> PoweredChip: ...


def local_reader() -> socket.socket:
    """A connection to the virtual reader of this machine. `OSError` where there is none."""
    return socket.create_connection(("127.0.0.1", PORT), timeout=1.0)


class VpcdSimulator:
    """Follows the `slot` part of the dock. `connect` reaches the virtual reader; `observer` is told each command.

    Faults of `SlotDock.fault`: `mute` has no ATR; `pull:N` and `hang:N` take the card out at its Nth command, or
    leave that without an answer, until the card or the fault changes; `sw:XXXX` answers every read with that word.
    """

    def __init__(
        self,
        dock: DockFile,
        cards: Mapping[str, ChipCard],
        *,
        connect: Callable[[], socket.socket] = local_reader,
        observer: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        self._dock = dock
        self._cards = cards
        self._connect = connect
        self._observer = observer
        self._version: int | None = None
        self._state = SlotDock()
        self._line: socket.socket | None = None
        self._chip: PoweredChip | None = None
        self._commands = 0
        self._out = False
        """The card was pulled in mid-command."""
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="vpcd simulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._take_out()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._follow_dock()
            if self._line is None:
                self._stopping.wait(_TICK_S)
                continue
            try:
                if select.select([self._line], [], [], _TICK_S)[0]:
                    self._serve(self._line)
            except OSError:
                self._take_out()  # pcscd went; the card is put in again once it is back

    def _follow_dock(self) -> None:
        version = self._dock.version()
        if version != self._version:
            try:
                new = self._dock.read().slot
            except ValueError:
                return  # a dock that says nothing sensible changes nothing
            self._version = version
            if new != self._state:
                self._commands, self._out = 0, False
            if new.card != self._state.card:
                self._take_out()
            self._state = new
        card = self._cards.get(self._state.card)
        if card is not None and self._line is None and not self._out:
            with contextlib.suppress(OSError):
                line = self._connect()
                line.settimeout(None)
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._line, self._chip = line, card.chip()

    def _take_out(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line, self._chip = None, None

    def _serve(self, line: socket.socket) -> None:
        payload = _received(line, int.from_bytes(_received(line, 2), "big"))
        if self._chip is None:
            raise ConnectionError("no card")
        if len(payload) > 1:
            self._command(line, self._chip, payload)
        elif payload[0] == _GET_ATR:
            _send(line, _NO_ATR if self._state.fault == "mute" else self._chip.atr)
        elif payload[0] in (_POWER_ON, _RESET):
            self._chip.reset()

    def _command(self, line: socket.socket, chip: PoweredChip, command: bytes) -> None:
        self._observer(command)
        self._commands += 1
        kind, _, argument = self._state.fault.partition(":")
        strikes = kind in ("pull", "hang") and self._commands == int(argument)
        if strikes and kind == "pull":
            self._out = True
            self._take_out()
        elif strikes:
            self._hang()
            if not self._stopping.is_set() and self._dock.read().slot.card == self._state.card:
                _send(line, chip.answer(command))  # late, but it answers
        elif kind == "sw" and command[1] in _READS:
            _send(line, bytes.fromhex(argument))
        else:
            _send(line, chip.answer(command))

    def _hang(self) -> None:
        """Silence, also to pcscd's polling, until the dock changes."""
        while not self._stopping.is_set() and self._dock.version() == self._version:
            self._stopping.wait(_TICK_S)


def _received(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        # Debian's vpcd writes length and body apart; without this each costs a delayed ACK (facts, cards, 1.4)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        piece = line.recv(size - len(data))
        if not piece:
            raise ConnectionError("the reader hung up")
        data += piece
    return data


def _send(line: socket.socket, payload: bytes) -> None:
    line.sendall(len(payload).to_bytes(2, "big") + payload)
