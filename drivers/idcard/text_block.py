"""The 256 text bytes of a card as an `IdentityDocument`: the layout of the resident card, and nothing guessed.

UTF-16LE, fields padded with U+0020 and sometimes NUL (facts, cards, section 3.5). What a document means today
is the judgement of `kiosk.identity.document.document_fault`; here only what cannot be a document is refused.
"""

from __future__ import annotations

import re
from datetime import date

from drivers.idcard.status import CardError
from kiosk.identity.document import DocumentKind, IdentityDocument
from kiosk.identity.number import normalised_number

TEXT_SIZE = 256
_TYPE_AT = 248
_FIELDS: dict[str, tuple[int, int]] = {
    "name": (0, 30),
    "sex": (30, 2),
    "ethnic_code": (32, 4),
    "birth_date": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
    "valid_from": (188, 16),
    "valid_to": (204, 16),
}
"""Offset and size in bytes (facts, cards, section 3.5, resident identity card)."""
_PADDING = " \0"
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z")
WITHOUT_END = "长期"


def parse_text_block(text: bytes | bytearray, photo: bytes = b"") -> IdentityDocument:
    """The document of a resident card; `photo` is kept as it is.

    An unpaired surrogate becomes U+FFFD, which no file or paper can lose again: in a name the kiosk then says
    `document.name-unreadable`. Private-use characters stay as they are for the same judgement.

    Raises `CardError`: `reader.unsupported-document` for another type letter, `reader.bad-content` for a wrong
    size or a date that is none; the detail names the field and never its value.
    """
    if len(text) != TEXT_SIZE:
        raise CardError("reader.bad-content", f"text of {len(text)} bytes")
    letter = _decoded(text[_TYPE_AT : _TYPE_AT + 2])
    if letter:
        raise CardError("reader.unsupported-document", f"type U+{ord(letter[0]):04X}")
    values = {name: _decoded(text[at : at + size]) for name, (at, size) in _FIELDS.items()}
    valid_to = values["valid_to"]
    return IdentityDocument(
        kind=DocumentKind.RESIDENT_CARD,
        name=values["name"],
        sex=values["sex"],
        ethnic_code=values["ethnic_code"],
        birth_date=_date(values["birth_date"], "birth_date"),
        address=values["address"],
        number=normalised_number(values["number"]),
        issuer=values["issuer"],
        valid_from=_date(values["valid_from"], "valid_from"),
        valid_to=None if valid_to == WITHOUT_END else _date(valid_to, "valid_to"),
        photo=photo,
    )


def _decoded(raw: bytes | bytearray) -> str:
    return raw.decode("utf-16-le", "replace").strip(_PADDING)


def _date(text: str, field: str) -> date:
    match = _DATE.match(text)
    try:
        if match is None:
            raise ValueError(field)
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        # from None: a traceback must not carry what stood on the card.
        raise CardError("reader.bad-content", f"{field} is no date") from None
