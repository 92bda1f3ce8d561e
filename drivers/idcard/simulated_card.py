"""Cards for the simulated reader: what a chip holds, written down field by field."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class SimulatedCard:
    """A second-generation card. Fields are kept as text, so that a card can also be wrong on purpose.

    `ValueError` when a field does not fit its place on the chip.
    """

    name: str = ""
    sex: str = "1"
    ethnic_code: str = "01"
    birth_date: str = "19480305"
    address: str = ""
    number: str = ""
    issuer: str = ""
    valid_from: str = "20150101"
    valid_to: str = "长期"
    """YYYYMMDD or 长期."""
    type_letter: str = " "
    photo: bytes = field(default=bytes(1024), repr=False)
    management_number: str = "0102030405060708"
    """Hexadecimal; what a staff card is known by."""
    raw_text: bytes = field(default=b"", repr=False)
    """256 bytes that take the place of the fields, for chips that no field can describe."""

    def __post_init__(self) -> None:
        self.text()
        bytes.fromhex(self.management_number)

    def text(self) -> bytes:
        """The 256 bytes as on the chip."""
        if self.raw_text:
            return self.raw_text
        block = "".join(
            (
                _padded("name", self.name, 15),
                _padded("sex", self.sex, 1),
                _padded("ethnic_code", self.ethnic_code, 2),
                _padded("birth_date", self.birth_date, 8),
                _padded("address", self.address, 35),
                _padded("number", self.number, 18),
                _padded("issuer", self.issuer, 15),
                _padded("valid_from", self.valid_from, 8),
                _padded("valid_to", self.valid_to, 8),
                " " * 14,
                _padded("type_letter", self.type_letter, 1),
                " " * 3,
            )
        )
        return block.encode("utf-16-le", "surrogatepass")


def _padded(field_name: str, text: str, units: int) -> str:
    """Filled with blanks to a number of UTF-16 units; a supplementary character takes two."""
    used = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if used > units:
        raise ValueError(f"{field_name} takes {units} UTF-16 units, not {used}")
    return text + " " * (units - used)
