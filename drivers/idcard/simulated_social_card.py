"""Social-security cards for the simulated reader: what the chip holds, and how it answers commands.

It shares no code with the driver, so that a mistake about the card shows instead of cancelling out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ATR = bytes.fromhex("3B670000") + b"\x73\x73\x63\x00\x00\x02\x00"
"""T=0 alone, guard time of the standard, seven historical bytes."""
_AID = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
_FCI = bytes.fromhex("6F11840F") + _AID
_OK, _NO_FILE, _NO_RECORD, _NO_CURRENT_FILE = b"\x90\x00", b"\x6a\x82", b"\x6a\x83", b"\x69\x86"
_WRONG_PARAMETERS, _UNKNOWN = b"\x6a\x86", b"\x6d\x00"


@dataclass(frozen=True, kw_only=True)
class SimulatedSocialCard:
    """A contact card. Fields are kept as text, so that a card can also be wrong on purpose.

    `ValueError` when a field does not fit its place on the chip.
    """

    name: str = ""
    number: str = ""
    sex: str = "1"
    nation: str = "01"
    birth_date: str = "19480305"
    valid_from: str = "20200101"
    """Dates are YYYYMMDD; empty is four zero bytes."""
    valid_to: str = "20300101"
    version: str = "2.00"
    atr: bytes = ATR
    application: bool = True
    """False: some other chip card, which answers 6A82 to the selection."""
    locked: bool = False
    """Records want a PIN: 6982."""
    records_by_number: bool = False
    """Knows no records by tag, and wants files selected with P1 = 00."""
    fetches: bool = False
    """Answers 61xx to READ RECORD too, and hands the data out in two pieces."""
    records: Mapping[int, bytes | None] = field(default_factory=dict, repr=False)
    """Whole records by tag that take the place of the fields; None is a record that is not there."""

    def __post_init__(self) -> None:
        self.files()

    def chip(self) -> Chip:
        """The powered chip."""
        return Chip(self)

    def files(self) -> dict[int, dict[int, bytes]]:
        """Records by file and tag, as they stand on the chip: tag, length, value."""
        name = self.name.encode("gb18030")
        if len(name) > 30 or len(self.number) > 18:
            raise ValueError("name takes 30 bytes of GB 18030, number 18 characters")
        values = {
            0xEF05: {
                1: bytes.fromhex("99999900") + bytes(12),
                2: b"1",
                3: self.version.encode("ascii").ljust(4),
                4: bytes(12),
                5: _date(self.valid_from),
                6: _date(self.valid_to),
                7: b"A00000000",
            },
            0xEF06: {
                8: self.number.encode("ascii").ljust(18),
                9: name.ljust(30, b"\0"),
                10: self.sex.encode("ascii"),
                11: bytes.fromhex(self.nation),
                12: bytes.fromhex("999999"),
                13: _date(self.birth_date),
            },
        }
        files = {
            file: {tag: bytes((tag, len(value))) + value for tag, value in records.items()}
            for file, records in values.items()
        }
        for tag, whole in self.records.items():
            file = 0xEF05 if tag <= 7 else 0xEF06
            files[file].pop(tag, None)
            if whole is not None:
                files[file][tag] = whole
        return files


def _date(text: str) -> bytes:
    return bytes.fromhex(text or "00000000")


class Chip:
    """A powered card: what is selected, and what is still to be fetched."""

    def __init__(self, card: SimulatedSocialCard) -> None:
        self._card = card
        self.atr = card.atr
        self._files = card.files()
        self.reset()

    def reset(self) -> None:
        self._application = False
        self._file = 0
        self._pending = b""

    def answer(self, command: bytes) -> bytes:
        """The answer to one command, with its status word."""
        match command[1]:
            case 0xC0:
                return self._fetch(command[4] or 256)
            case 0xA4:
                return self._select(command)
            case 0xB2:
                return self._read(command)
            case _:
                return _UNKNOWN

    def _fetch(self, size: int) -> bytes:
        piece, self._pending = self._pending[:size], self._pending[size:]
        return piece + self._status()

    def _status(self) -> bytes:
        return bytes((0x61, min(255, len(self._pending)))) if self._pending else _OK

    def _select(self, command: bytes) -> bytes:
        name = command[5 : 5 + command[4]]
        if command[2] == 0x04:
            self._application = self._card.application and name == _AID
            self._file = 0
            self._pending = _FCI if self._application else b""
            return self._status() if self._application else _NO_FILE
        if command[2] != (0x00 if self._card.records_by_number else 0x02):
            return _WRONG_PARAMETERS
        file = int.from_bytes(name, "big")
        if not self._application or file not in self._files:
            return _NO_FILE
        self._file = file
        return _OK

    def _read(self, command: bytes) -> bytes:
        if not self._file:
            return _NO_CURRENT_FILE
        if command[3] != (0x04 if self._card.records_by_number else 0x00):
            return _WRONG_PARAMETERS
        if self._card.locked:
            return b"\x69\x82"
        tag = command[2]
        if self._card.records_by_number and self._file == 0xEF06:
            tag += 7
        record = self._files[self._file].get(tag)
        if record is None:
            return _NO_RECORD
        if self._card.fetches:
            self._pending = record
            return bytes((0x61, (len(record) + 1) // 2))
        if command[4] != len(record):
            return bytes((0x6C, len(record)))
        return record + _OK
