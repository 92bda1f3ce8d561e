"""The 256 text bytes of a card as an `IdentityDocument`: the four layouts that are known, and nothing guessed.

UTF-16LE, fields padded with U+0020 and sometimes NUL (facts, cards, section 3.5). The type letter at byte 248 alone
decides which layout is read. What a document means today is the judgement of
`kiosk.identity.document.document_fault`; here only what cannot be a document is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from drivers.idcard.status import CardError
from kiosk.identity.document import DocumentKind, IdentityDocument, PhotoKind
from kiosk.identity.number import normalised_number

TEXT_SIZE = 256
PHOTO_SIZE = 1024
"""Of a sealed photo (facts, cards, section 3.6); what has another size is none, and is not kept."""
_TYPE_AT = 248
_PADDING = " \0"
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z")
WITHOUT_END = "长期"

Places = Mapping[str, tuple[tuple[int, int], ...]]
"""Field to its pieces, each an offset and a size in bytes."""

RESIDENT: Places = {
    "name": ((0, 30),),
    "sex": ((30, 2),),
    "ethnic_code": ((32, 4),),
    "birth_date": ((36, 16),),
    "address": ((52, 70),),
    "number": ((122, 36),),
    "issuer": ((158, 30),),
    "valid_from": ((188, 16),),
    "valid_to": ((204, 16),),
}
PERMIT: Places = {
    **{name: pieces for name, pieces in RESIDENT.items() if name != "ethnic_code"},
    "other_number": ((220, 18),),
    "issue": ((238, 4),),
}
FOREIGN_2017: Places = {
    "latin_name": ((0, 120),),
    "sex": ((120, 2),),
    "number": ((122, 30),),
    "nationality": ((152, 6),),
    "name": ((158, 30),),
    "valid_from": ((188, 16),),
    "valid_to": ((204, 16),),
    "birth_date": ((220, 16),),
}
"""The chip's version (236) and authority code (240) are asked for by no form, and not read."""
FOREIGN_2023: Places = {
    "name": ((0, 30),),
    "sex": ((30, 2),),
    "issue": ((32, 4),),
    "birth_date": ((36, 16),),
    "latin_name": ((52, 70), (220, 22)),
    "number": ((122, 36),),
    "valid_from": ((188, 16),),
    "valid_to": ((204, 16),),
    "nationality": ((242, 6),),
    "other_number": ((250, 6),),
}
"""Facts, cards, section 3.5: types blank, J, I and Y. Every field that is not named here is left on the card."""


def parse_text_block(text: bytes | bytearray, photo: bytes = b"") -> IdentityDocument:
    """The document of a second-generation card; a photo of 1024 bytes is kept sealed, any other is none.

    An unpaired surrogate becomes U+FFFD, which no file or paper can lose again: in a name the kiosk then says
    `document.name-unreadable`. Private-use characters stay as they are for the same judgement.

    Raises `CardError`: `reader.unsupported-document` for another type letter, `reader.bad-content` for a wrong
    size or a date that is none; the detail names the field and never its value.
    """
    if len(text) != TEXT_SIZE:
        raise CardError("reader.bad-content", f"text of {len(text)} bytes")
    letter = _decoded(text[_TYPE_AT : _TYPE_AT + 2])
    layout = _LAYOUTS.get(letter)
    if layout is None:
        raise CardError("reader.unsupported-document", f"type U+{ord(letter[0]):04X}")
    places, document = layout
    values = {
        name: _decoded(b"".join(text[at : at + size] for at, size in pieces)) for name, pieces in places.items()
    }
    return document(values, photo if len(photo) == PHOTO_SIZE else b"")


def parse_new_address(data: bytes | bytearray) -> str | None:
    """The newest address (30 03): UTF-16LE padded as in the block, 70 bytes of it expected; None for nothing."""
    return _decoded(data) or None


def _resident(values: Mapping[str, str], photo: bytes) -> IdentityDocument:
    return IdentityDocument(
        kind=DocumentKind.RESIDENT_CARD,
        name=values["name"],
        sex=values["sex"],
        ethnic_code=values["ethnic_code"],
        birth_date=_date(values, "birth_date"),
        address=values["address"],
        number=normalised_number(values["number"]),
        issuer=values["issuer"],
        valid_from=_date(values, "valid_from"),
        valid_to=_end(values),
        photo=photo,
        photo_kind=_photo_kind(photo),
    )


def _permit(values: Mapping[str, str], photo: bytes) -> IdentityDocument:
    return IdentityDocument(
        kind=DocumentKind.HMT_PERMIT,
        name=values["name"],
        sex=values["sex"],
        ethnic_code=None,
        birth_date=_date(values, "birth_date"),
        address=values["address"],
        number=normalised_number(values["number"]),
        issuer=values["issuer"],
        valid_from=_date(values, "valid_from"),
        valid_to=_end(values),
        photo=photo,
        photo_kind=_photo_kind(photo),
        other_number=normalised_number(values["other_number"]),
        issue=values["issue"],
    )


def _foreign(values: Mapping[str, str], photo: bytes) -> IdentityDocument:
    """Of 2017 or 2023. Where the chip has no Chinese name, the Latin one is the name."""
    return IdentityDocument(
        kind=DocumentKind.FOREIGN_CARD,
        name=values["name"] or values["latin_name"],
        sex=values["sex"],
        ethnic_code=None,
        birth_date=_date(values, "birth_date"),
        address=None,
        number=normalised_number(values["number"]),
        issuer=None,
        valid_from=_date(values, "valid_from"),
        valid_to=_end(values),
        photo=photo,
        photo_kind=_photo_kind(photo),
        latin_name=values["latin_name"],
        nationality=values["nationality"],
        other_number=normalised_number(values.get("other_number", "")),
        issue=values.get("issue", ""),
    )


_LAYOUTS: Mapping[str, tuple[Places, Callable[[Mapping[str, str], bytes], IdentityDocument]]] = {
    "": (RESIDENT, _resident),
    "J": (PERMIT, _permit),
    "I": (FOREIGN_2017, _foreign),
    "Y": (FOREIGN_2023, _foreign),
}


def _photo_kind(photo: bytes) -> PhotoKind:
    return PhotoKind.WLT if photo else PhotoKind.NONE


def _decoded(raw: bytes | bytearray) -> str:
    return raw.decode("utf-16-le", "replace").strip(_PADDING)


def _end(values: Mapping[str, str]) -> date | None:
    return None if values["valid_to"] == WITHOUT_END else _date(values, "valid_to")


def _date(values: Mapping[str, str], field: str) -> date:
    match = _DATE.match(values[field])
    try:
        if match is None:
            raise ValueError(field)
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        # from None: a traceback must not carry what stood on the card.
        raise CardError("reader.bad-content", f"{field} is no date") from None
