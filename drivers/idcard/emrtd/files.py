"""The files of an opened chip: selected by their identifiers and read in short pieces, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.idcard.emrtd.messaging import SecureMessaging
from drivers.idcard.emrtd.tlv import TlvError, header, only, written
from drivers.idcard.pcsc_status import SUCCESS, word_fault
from drivers.idcard.status import CardError

PIECE = 0xDF
"""Bytes asked for at once: under secure messaging a short answer holds 231 at most (facts, cards, section 2.1)."""
_HEADER = 4
"""So many bytes hold tag and length of every file up to 65,535 bytes; longer ones are refused."""
_SELECT = bytes.fromhex("00A4020C")
_READ, _READ_FAR = 0xB0, 0xB1
_FAR = 0x8000
"""An offset from here on does not fit into READ BINARY's parameters: the odd instruction takes it as data."""
_OFFSET, _FAR_DATA = 0x54, 0x53
"""Data objects of the odd READ BINARY (ISO/IEC 7816-4, 7.2.1 and 7.2.3)."""
_FAR_OVERHEAD = 4
"""Bytes of 53 and its length around the data."""
_END_REACHED = 0x6282
"""Fewer bytes than asked for; those that came are good."""
_MISSING = frozenset({0x6A82, 0x6A83})


@dataclass(frozen=True, kw_only=True)
class File:
    """An elementary file: what it is called in errors, its identifier and its outermost tag (9303-10, table 38)."""

    name: str
    identifier: int
    tag: int


COM = File(name="EF.COM", identifier=0x011E, tag=0x60)
SECURITY = File(name="EF.SOD", identifier=0x011D, tag=0x77)
HOLDER_ZONE = File(name="DG1", identifier=0x0101, tag=0x61)
FACE = File(name="DG2", identifier=0x0102, tag=0x75)
MORE_OF_HOLDER = File(name="DG11", identifier=0x010B, tag=0x6B)
OPTIONS = File(name="DG14", identifier=0x010E, tag=0x6E)
ACTIVE_KEY = File(name="DG15", identifier=0x010F, tag=0x6F)
GROUPS = {1: HOLDER_ZONE, 2: FACE, 11: MORE_OF_HOLDER, 14: OPTIONS, 15: ACTIVE_KEY}
"""Data groups that we know how to use, by number. DG3 and DG4, fingers and irises, are never asked for."""


def read_file(chip: SecureMessaging, file: File) -> bytearray | None:
    """The whole file with its tag; None where the chip has none.

    The buffer is the caller's to wipe. Raises `CardError`: `reader.bad-content` for a file that begins otherwise or
    ends before its own length says, `reader.read-failed` for what the chip refuses.
    """
    answer = chip.send(_SELECT, file.identifier.to_bytes(2, "big"))
    answer.wipe()
    if answer.word in _MISSING:
        return None
    if answer.word != SUCCESS:
        raise _refused(f"select {file.name}", answer.word)
    whole = bytearray()
    try:
        _append(chip, file, whole, _HEADER)
        tag, length, begin = header(whole)
        if tag != file.tag:
            raise TlvError(f"begins with {tag:X}")
        size = begin + length
        while len(whole) < size:
            _append(chip, file, whole, min(PIECE, size - len(whole)))
    except (TlvError, CardError) as problem:
        whole[:] = bytes(len(whole))
        if isinstance(problem, CardError):
            raise
        raise CardError("reader.bad-content", f"{file.name}: {problem}") from None
    del whole[size:]
    return whole


def _append(chip: SecureMessaging, file: File, whole: bytearray, size: int) -> None:
    """The next bytes of the file, at least one."""
    offset = len(whole)
    if offset < _FAR:
        answer = chip.send(bytes((0, _READ, offset >> 8, offset & 0xFF)), expected=size)
    else:
        where = written(_OFFSET, offset.to_bytes(2, "big"))
        answer = chip.send(bytes((0, _READ_FAR, 0, 0)), where, min(size + _FAR_OVERHEAD, PIECE))
    try:
        if answer.word not in (SUCCESS, _END_REACHED):
            if answer.word in (0x6B00, 0x6700) and offset:
                raise TlvError(f"ends at {offset}")
            raise _refused(f"read {file.name} at {offset}", answer.word)
        data = answer.data if offset < _FAR else only(answer.data, _FAR_DATA)
        if not data:
            raise TlvError(f"ends at {offset}")
        whole += data[:size]
    finally:
        answer.wipe()


def _refused(command: str, word: int) -> CardError:
    """Once opened, nothing that a card refuses has to do with a PIN, so the words of other cards do not fit."""
    return CardError("reader.read-failed", word_fault(command, word).fault.detail)
