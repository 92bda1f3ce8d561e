"""Cards for the simulated reader: what a chip of each of the four layouts holds, written down field by field."""

from __future__ import annotations

from dataclasses import dataclass, field

NUMBER_UNITS = 18


@dataclass(frozen=True, kw_only=True)
class SimulatedCard:
    """A second-generation card. Fields are kept as text, so that a card can also be wrong on purpose.

    The type letter says which of the fields the chip has: blank (and any unknown letter) is a resident card, J a
    residence permit, I and Y a foreigner's card of 2017 and 2023. `ValueError` when a field does not fit its place.
    """

    name: str = ""
    """On I and Y the Chinese name, which may be missing."""
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
    latin_name: str = ""
    nationality: str = ""
    """Three letters; I and Y."""
    other_number: str = ""
    """J: the travel permit's nine characters. Y: the three that link to the old number."""
    issue: str = ""
    """J and Y: how often it was issued or renewed, two digits."""
    new_address: str = ""
    """What was written onto a resident's card after a move; empty: nothing was."""
    photo: bytes = field(default=bytes(1024), repr=False)
    management_number: str = "0102030405060708"
    """Hexadecimal; what a staff card is known by."""
    raw_text: bytes = field(default=b"", repr=False)
    """256 bytes that take the place of the fields, for chips that no field can describe."""

    def __post_init__(self) -> None:
        self.text()
        self.new_address_data()
        bytes.fromhex(self.management_number)

    def text(self) -> bytes:
        """The 256 bytes as on the chip."""
        if self.raw_text:
            return self.raw_text
        layouts = {"J": self._permit, "I": self._foreign_2017, "Y": self._foreign_2023}
        block = "".join(layouts.get(self.type_letter, self._resident)())
        return block.encode("utf-16-le", "surrogatepass")

    def new_address_data(self) -> bytes:
        """The 70 bytes of a newer address, or none."""
        if not self.new_address:
            return b""
        return _padded("new_address", self.new_address, 35).encode("utf-16-le", "surrogatepass")

    def _resident(self) -> tuple[str, ...]:
        return (
            self._field("name", 15),
            self._field("sex", 1),
            self._field("ethnic_code", 2),
            self._field("birth_date", 8),
            self._field("address", 35),
            *self._number_to_validity(),
            " " * 14,
            self._field("type_letter", 1),
            " " * 3,
        )

    def _permit(self) -> tuple[str, ...]:
        return (
            self._field("name", 15),
            self._field("sex", 1),
            " " * 2,
            self._field("birth_date", 8),
            self._field("address", 35),
            *self._number_to_validity(),
            self._field("other_number", 9),
            self._field("issue", 2),
            " " * 3,
            "J",
            " " * 3,
        )

    def _foreign_2017(self) -> tuple[str, ...]:
        return (
            self._field("latin_name", 60),
            self._field("sex", 1),
            self._field("number", 15),
            self._field("nationality", 3),
            self._field("name", 15),
            self._field("valid_from", 8),
            self._field("valid_to", 8),
            self._field("birth_date", 8),
            "01",
            "9999",
            "I",
            " " * 3,
        )

    def _foreign_2023(self) -> tuple[str, ...]:
        latin = _padded("latin_name", self.latin_name, 46)
        return (
            self._field("name", 15),
            self._field("sex", 1),
            self._field("issue", 2),
            self._field("birth_date", 8),
            latin[:35],
            self._field("number", NUMBER_UNITS),
            " " * 15,
            self._field("valid_from", 8),
            self._field("valid_to", 8),
            latin[35:],
            self._field("nationality", 3),
            "Y",
            self._field("other_number", 3),
        )

    def _number_to_validity(self) -> tuple[str, ...]:
        """The middle that resident cards and permits share."""
        return (
            self._field("number", NUMBER_UNITS),
            self._field("issuer", 15),
            self._field("valid_from", 8),
            self._field("valid_to", 8),
        )

    def _field(self, name: str, units: int) -> str:
        return _padded(name, getattr(self, name), units)


def _padded(field_name: str, text: str, units: int) -> str:
    """Filled with blanks to a number of UTF-16 units; a supplementary character takes two."""
    used = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if used > units:
        raise ValueError(f"{field_name} takes {units} UTF-16 units, not {used}")
    return text + " " * (units - used)
