"""Secure messaging: commands to an opened chip and its answers, enciphered, each with a MAC (9303-11, 9.8)."""

from __future__ import annotations

import hmac

from drivers.idcard.apdu import Answer, Transmit, exchange
from drivers.idcard.emrtd.ciphers import BLOCK, Keys, deciphered, enciphered, mac, padded, unpadded
from drivers.idcard.emrtd.tlv import TlvError, items, written
from drivers.idcard.pcsc_status import SUCCESS
from drivers.idcard.status import CardError

_CRYPTOGRAM, _BARE_CRYPTOGRAM, _EXPECTED, _STATUS, _MAC = 0x87, 0x85, 0x97, 0x99, 0x8E
"""Data objects of 9303-11, table 4 and ISO/IEC 7816-4, 10: 85 stands for 87 where the instruction is odd."""
_PADDED = b"\x01"
"""How a cryptogram in 87 begins: its content is padded by 80 00…."""
_PROTECTED = 0x0C
"""Class byte: secure messaging, header included in the MAC."""
_SHAPES = {
    (_STATUS, _MAC),
    (_CRYPTOGRAM, _STATUS, _MAC),
    (_BARE_CRYPTOGRAM, _STATUS, _MAC),
}
"""The objects of an answer, in their order."""


class SecureMessaging:
    """The way to an opened chip. It closes for good when an answer does not hold: the keys are dropped."""

    def __init__(self, transmit: Transmit, keys: Keys, counter: bytes) -> None:
        self._transmit = transmit
        self._keys: Keys | None = keys
        self._counter = int.from_bytes(counter, "big")

    def send(self, head: bytes, data: bytes = b"", expected: int | None = None) -> Answer:
        """One command of class, instruction and parameters, its data and Le (0 for 256); the answer in plain.

        Raises `CardError` (`reader.read-failed`) for an answer whose MAC is missing or wrong.
        """
        if self._keys is None:
            raise CardError("reader.read-failed", "secure messaging has ended")
        answer = exchange(self._transmit, self._protected(self._keys, head, data, expected))
        try:
            return self._unprotected(self._keys, answer)
        except (CardError, TlvError, ValueError) as problem:
            self._keys = None
            said = problem.fault.detail if isinstance(problem, CardError) else str(problem)
            raise CardError("reader.read-failed", f"command {head[1]:02X}: {said}") from None
        finally:
            answer.wipe()

    def _protected(self, keys: Keys, head: bytes, data: bytes, expected: int | None) -> bytes:
        head = bytes((head[0] | _PROTECTED,)) + head[1:4]
        body = b""
        if data:
            cryptogram = enciphered(keys.encrypt, padded(data))
            odd = head[1] & 1
            body = written(_BARE_CRYPTOGRAM, cryptogram) if odd else written(_CRYPTOGRAM, _PADDED + cryptogram)
        if expected is not None:
            body += written(_EXPECTED, bytes((expected,)))
        body += written(_MAC, mac(keys.mac, padded(self._next() + padded(head) + body)))
        return head + bytes((len(body),)) + body + b"\0"

    def _unprotected(self, keys: Keys, answer: Answer) -> Answer:
        if not answer.data:
            raise CardError("reader.read-failed", f"answered {answer.word:04X} without a MAC")
        objects = items(answer.data)
        if tuple(item.tag for item in objects) not in _SHAPES:
            raise TlvError("an answer of other objects")
        *signed, proof = objects
        status = signed[-1].value
        counted = self._next() + b"".join(written(item.tag, item.value) for item in signed)
        if not hmac.compare_digest(mac(keys.mac, padded(counted)), proof.value):
            raise TlvError("an answer with a wrong MAC")
        if len(status) != 2:
            raise TlvError("an answer without its status")
        word = int.from_bytes(status, "big")
        if answer.word not in (word, SUCCESS):
            raise TlvError(f"an answer {answer.word:04X} that says {word:04X} inside")
        return Answer(bytearray(self._plain(keys, signed[0].tag, signed[0].value)), word)

    @staticmethod
    def _plain(keys: Keys, tag: int, value: bytes) -> bytes:
        if tag == _STATUS:
            return b""
        if tag == _CRYPTOGRAM:
            if value[:1] != _PADDED:
                raise TlvError("a cryptogram of another kind")
            value = value[1:]
        if not value or len(value) % BLOCK:
            raise TlvError("a cryptogram of broken blocks")
        return unpadded(deciphered(keys.encrypt, value))

    def _next(self) -> bytes:
        """The counter goes up before each command and before each answer."""
        self._counter = (self._counter + 1) % 2**64
        return self._counter.to_bytes(BLOCK, "big")
