"""What the data groups of a travel document say: the zone's lines, the full name, the face (9303-10, section 4.7)."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.idcard.emrtd.tlv import TlvError, first, items, needed, only
from kiosk.identity.document import PhotoKind

_COM, _VERSION, _TAG_LIST = 0x60, 0x5F01, 0x5C
_GROUP_OF_TAG = {0x61: 1, 0x75: 2, 0x6B: 11, 0x6E: 14, 0x6F: 15}
"""Tags of the list in EF.COM (9303-10, table 38); those of groups that we do not read are left out."""
_ZONE_GROUP, _ZONE = 0x61, 0x5F1F
_MORE_GROUP, _FULL_NAME = 0x6B, 0x5F0E
_FACE_GROUP, _TEMPLATES, _COUNT, _TEMPLATE = 0x75, 0x7F61, 0x02, 0x7F60
_FACE_DATA = (0x5F2E, 0x7F2E)
MAX_NAME = 400
"""Characters of a full name; no document comes near it."""
_RECORD_HEAD, _BLOCK_HEAD, _POINT, _IMAGE_HEAD = 14, 20, 8, 12
"""Sizes in bytes within a facial record (ISO/IEC 19794-5:2005, 5.4 to 5.7): its header, the information on one face,
a feature point, the information on its image."""
_PICTURES = (
    (b"\xff\xd8\xff", PhotoKind.JPEG),
    (bytes.fromhex("0000000C6A5020200D0A870A"), PhotoKind.JPEG2000),
    (bytes.fromhex("FF4FFF51"), PhotoKind.JPEG2000),
)
"""How JPEG, JPEG 2000 and its bare codestream begin. The record names the coding too, and issuers mix that up."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What EF.COM lists; nobody signed it."""

    version: str
    """Of the data structure, such as 0107."""
    groups: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Face:
    kind: PhotoKind
    picture: bytes = field(repr=False)


def parse_contents(data: bytes | bytearray) -> Contents:
    """EF.COM. Raises `TlvError`."""
    inside = items(only(data, _COM))
    version = (first(inside, _VERSION) or b"").decode("ascii", "replace")
    listed = needed(inside, _TAG_LIST)
    return Contents(
        version=version if version.isdecimal() and len(version) == 4 else "",
        groups=frozenset(_GROUP_OF_TAG[tag] for tag in listed if tag in _GROUP_OF_TAG),
    )


def parse_zone(data: bytes | bytearray) -> str:
    """The machine-readable zone of DG1, its lines one after the other without breaks. Raises `TlvError`."""
    try:
        return needed(items(only(data, _ZONE_GROUP)), _ZONE).decode("ascii")
    except UnicodeDecodeError:
        # from None: the message of the cause would quote the zone
        raise TlvError("a zone that is no ASCII") from None


def parse_full_name(data: bytes | bytearray) -> str:
    """The holder's name in national characters out of DG11, as it is written; empty where there is none.

    Fillers part it as in the zone: surname, two of them, given names. Raises `TlvError`.
    """
    value = first(items(only(data, _MORE_GROUP)), _FULL_NAME)
    try:
        name = (value or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise TlvError("a full name that is no UTF-8") from None
    if len(name) > MAX_NAME:
        raise TlvError("a full name too long")
    return name.strip("< \0")


def parse_face(data: bytes | bytearray) -> Face:
    """The first face image of DG2. Raises `TlvError` for a structure that does not add up.

    A picture that is neither JPEG nor JPEG 2000, or a record of another standard (ISO/IEC 39794-5), is empty and
    `PhotoKind.NONE`: the document is as good without it, and the holder is recognised in another way.
    """
    templates = items(only(only(data, _FACE_GROUP), _TEMPLATES))
    if not int.from_bytes(needed(templates, _COUNT), "big"):
        return Face(kind=PhotoKind.NONE, picture=b"")
    template = items(needed(templates, _TEMPLATE))
    record = next((value for tag in _FACE_DATA if (value := first(template, tag)) is not None), None)
    if record is None:
        raise TlvError("a template without data")
    if not record.startswith(b"FAC\0"):
        return Face(kind=PhotoKind.NONE, picture=b"")
    picture = _first_picture(record)
    kind = next((kind for begin, kind in _PICTURES if picture.startswith(begin)), PhotoKind.NONE)
    return Face(kind=kind, picture=picture if kind is not PhotoKind.NONE else b"")


def _first_picture(record: bytes) -> bytes:
    """ISO/IEC 19794-5:2005: a header, then for each face a block that says its own length and holds one image."""
    size = int.from_bytes(record[8:12], "big")
    block = record[_RECORD_HEAD:size]
    if size > len(record) or len(block) < _BLOCK_HEAD:
        raise TlvError(f"a facial record of {len(record)} bytes says {size}")
    length, points = int.from_bytes(block[:4], "big"), int.from_bytes(block[4:6], "big")
    begin = _BLOCK_HEAD + points * _POINT + _IMAGE_HEAD
    if not begin < length <= len(block):
        raise TlvError(f"a face of {len(block)} bytes says {length} with {points} points")
    return block[begin:length]
