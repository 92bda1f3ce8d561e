"""Commands to a chip card and their answers: continuation by 61xx and 6Cxx, and records of tag, length, value.

Payload is never logged and stands in no error; buffers of ours are overwritten after use.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.idcard.pcsc_status import SUCCESS, word_fault
from drivers.idcard.status import CardError

Transmit = Callable[[bytes], bytearray]
"""One command, one answer with its status word: `winscard.Card.transmit`."""

LOOP_LIMIT = 8
"""Continuations of one command (facts, cards, section 4): a card that goes on for longer is spinning."""
GET_RESPONSE = bytes.fromhex("00C00000")
_WITH_LE_ALONE = 5
"""Length of a command that ends with Le and carries no data."""
SELECT_BY_NAME, SELECT_ELEMENTARY = bytes.fromhex("00A40400"), bytes.fromhex("00A40200")
SELECT_BY_ID = bytes.fromhex("00A40000")
READ_RECORD = 0xB2
VERIFY = 0x20
"""Never sent: a wrong PIN burns one of its holder's tries (facts, cards, section 4). Named to be refused."""


class Answer:
    """The data of an answer and its status word. `wipe` when the data is used."""

    def __init__(self, data: bytearray, word: int) -> None:
        self.data = data
        self.word = word

    def __repr__(self) -> str:
        return f"Answer({len(self.data)} bytes, {self.word:04X})"

    def wipe(self) -> None:
        self.data[:] = bytes(len(self.data))


def exchange(transmit: Transmit, command: bytes) -> Answer:
    """Send a short command and fetch all of its answer, as T=0 cards want it asked for.

    Raises `CardError` (`reader.protocol`) when the card never comes to an end.
    """
    if command[1] == VERIFY:
        raise ValueError("no PIN is ever sent")
    data = bytearray()
    asked = command
    for _ in range(1 + LOOP_LIMIT):
        raw = transmit(asked)
        high, low = raw[-2], raw[-1]
        if high == 0x6C and len(asked) == _WITH_LE_ALONE:
            # the card names the right length, and nothing was read yet
            asked = asked[:-1] + bytes((low,))
            continue
        data += raw[:-2]
        raw[:] = bytes(len(raw))
        if high == 0x61:
            asked = GET_RESPONSE + bytes((low,))
            continue
        return Answer(data, high << 8 | low)
    data[:] = bytes(len(data))
    raise CardError("reader.protocol", f"command {command[1]:02X} went on after {LOOP_LIMIT} continuations")


def select(transmit: Transmit, head: bytes, name: bytes) -> int:
    """Select a file or an application; its status word. What the card tells of the file is not looked at."""
    answer = exchange(transmit, head + bytes((len(name),)) + name)
    answer.wipe()
    return answer.word


def record_value(record: bytes | bytearray, tag: int, field: str) -> bytearray:
    """The value of a record of tag, length and value. Raises `CardError` (`reader.bad-content`) naming the field.

    What follows the value is padding and not looked at.
    """
    if len(record) < 2 or record[0] != tag or record[1] > len(record) - 2:
        raise CardError("reader.bad-content", f"{field} is no record {tag:02X}")
    return bytearray(record[2 : 2 + record[1]])


def expect_success(command: str, answer: Answer) -> None:
    if answer.word != SUCCESS:
        raise word_fault(command, answer.word)
