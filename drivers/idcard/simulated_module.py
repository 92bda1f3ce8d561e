"""What a SAM-V module answers, whatever wire it hangs on: the far end of every simulated and every tested reader.

It shares no code with the driver, so that a mistake about the protocol shows instead of cancelling out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drivers.idcard.simulated_card import SimulatedCard
from kiosk.dock import ReaderDock

_PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
_NOISE = bytes.fromhex("00AAAA 13AAAAAA9600 FF")
"""Partial preambles too."""
_SAM_ID = bytes.fromhex("0500 0100 D7 9C 34 01 01 00 00 00 2A 00 00 00")
_EVERY_COMMAND = (0x60, 0x66)
_READ, _NEW_ADDRESS, _NUMBER = b"\x30\x01", b"\x30\x03", b"\x30\x05"


class SimulatedModule:
    """Follows the states of a dock; requests come by `feed`, and each is answered by `answer`.

    With `sticky` it answers "no card" to find for a card already read, until that is lifted, as many modules do;
    select still works.

    Faults of `ReaderDock.fault`: `noise` changes every answer harmlessly; `bad-checksum` and `oversized` spoil every
    answer to read; `pull-mid-read` lifts the card during read, until the fault or the card changes; `mute` answers
    nothing; `sw3:60` and `sw3:66` answer every command, `sw3:80` find, `sw3:81` select, any other code the reads.
    """

    def __init__(self, cards: Mapping[str, SimulatedCard], *, sticky: bool = True) -> None:
        self._cards = cards
        self._sticky = sticky
        self._state = ReaderDock()
        self._received = bytearray()
        self._lifted = False
        self._read_once = False
        self._selected = False

    def power_on(self) -> None:
        """Plugged in anew: nothing is half received, nothing selected."""
        self._received.clear()
        self._read_once = self._selected = False

    def change(self, new: ReaderDock) -> None:
        """Another card, another fault."""
        if (new.card, new.fault) != (self._state.card, self._state.fault):
            self._lifted = False
        if new.card != self._state.card:
            self._read_once = self._selected = False
        self._state = new

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bodies (from CMD to before CHK) of all complete requests; a wrong checksum gives an empty one."""
        self._received += data
        while (start := self._received.find(_PREAMBLE)) >= 0:
            del self._received[:start]
            if len(self._received) < 7:
                return
            size = 7 + self._received[5] * 256 + self._received[6]
            if size > 64:  # no request of this protocol is so long
                del self._received[:5]
                continue
            if len(self._received) < size:
                return
            request = bytes(self._received[:size])
            del self._received[:size]
            yield request[7:-1] if _xor(request[5:-1]) == request[-1] else b""

    def answer(self, body: bytes) -> bytes | None:
        """The frame for one request, noise included; None is silence."""
        if self._state.fault == "mute":
            return None
        sw3, data = self._meaning(body)
        answer = _frame(sw3, data)
        if body == _READ and sw3 == 0x90:
            if self._state.fault == "bad-checksum":
                answer = answer[:-1] + bytes((answer[-1] ^ 0x5A,))
            elif self._state.fault == "oversized":
                answer = _PREAMBLE + b"\x7f\xff" + answer[7:]
        if self._state.fault == "noise":
            answer = _NOISE + answer + b"\x00\xff"
        return answer

    def _meaning(self, body: bytes) -> tuple[int, bytes]:
        """Status code and data for one command."""
        forced = self._forced()
        lies = bool(self._state.card) and not self._lifted
        if forced in _EVERY_COMMAND:
            return forced, b""
        match body:
            case b"":
                return 0x10, b""
            case b"\x10\xff" | b"\x11\xff":  # reset, status
                return 0x90, b""
            case b"\x12\xff":  # SAM id
                return 0x90, _SAM_ID
            case b"\x20\x01":  # find
                if not lies or forced == 0x80 or (self._sticky and self._read_once):
                    return 0x80, b""
                return 0x9F, bytes(4)
            case b"\x20\x02":  # select
                self._selected = lies and forced != 0x81
                return (0x90, bytes(8)) if self._selected else (0x81, b"")
            case b"\x30\x01" | b"\x30\x03" | b"\x30\x05":  # text and photo, newest address, management number
                return self._read(body, forced, lies)
            case _:
                return 0x21, b""

    def _read(self, body: bytes, forced: int | None, lies: bool) -> tuple[int, bytes]:
        if self._state.fault == "pull-mid-read":
            self._lifted = True
            self._selected = self._read_once = False
            return 0x41, b""
        if not lies or not self._selected:
            return 0x41, b""
        if forced is not None and forced not in (0x80, 0x81):
            return forced, b""
        card = self._cards.get(self._state.card)
        if card is None:
            return 0x40, b""
        if body == _NUMBER:
            return 0x90, bytes.fromhex(card.management_number)
        if body == _NEW_ADDRESS:
            data = card.new_address_data()
            return (0x90, data) if data else (0x91, b"")
        if self._state.fault not in ("bad-checksum", "oversized"):
            self._read_once = True
        text = card.text()
        return 0x90, len(text).to_bytes(2, "big") + len(card.photo).to_bytes(2, "big") + text + card.photo

    def _forced(self) -> int | None:
        kind, _, code = self._state.fault.partition(":")
        try:
            return int(code, 16) if kind == "sw3" else None
        except ValueError:
            return None


def _frame(sw3: int, data: bytes) -> bytes:
    counted = (len(data) + 4).to_bytes(2, "big") + bytes((0, 0, sw3)) + data
    return _PREAMBLE + counted + bytes((_xor(counted),))


def _xor(data: bytes) -> int:
    result = 0
    for value in data:
        result ^= value
    return result
