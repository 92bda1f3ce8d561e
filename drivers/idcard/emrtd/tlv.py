"""Structures of tag, length and value as travel documents hold them, parsed strictly and within bounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MAX_ITEMS = 128
"""In one structure. The longest that we read, the list of a security object's hashes, has sixteen."""
MAX_LENGTH = 0xFFFF
"""Of a value in bytes: what two bytes of length can say. No file that we read comes near it."""


class TlvError(ValueError):
    """Bytes that do not add up. The message names tags and lengths, never content."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Item:
    """One tag and its value."""

    tag: int
    value: bytes

    def __repr__(self) -> str:
        return f"Item({self.tag:X}, {len(self.value)} bytes)"


def header(data: bytes | bytearray) -> tuple[int, int, int]:
    """Tag, length of the value, and length of both together, from the first bytes of a structure.

    Tags have one or two bytes, lengths one to three (ISO/IEC 7816-4, 6.3); an indefinite length is refused. Raises
    `TlvError`, also where the bytes end before the header does.
    """
    if not data:
        raise TlvError("nothing there")
    size = 2 if data[0] & 0x1F == 0x1F else 1
    if size == 2 and (len(data) < 2 or data[1] & 0x80):
        raise TlvError(f"tag {data[0]:02X} breaks off or goes on for too long")
    tag = int.from_bytes(data[:size], "big")
    if len(data) <= size:
        raise TlvError(f"tag {tag:X} has no length")
    first = data[size]
    if first < 0x80:
        return tag, first, size + 1
    more = first - 0x80
    if more not in (1, 2) or len(data) < size + 1 + more:
        raise TlvError(f"tag {tag:X} has a length of form {first:02X}")
    return tag, int.from_bytes(data[size + 1 : size + 1 + more], "big"), size + 1 + more


def items(data: bytes | bytearray) -> tuple[Item, ...]:
    """All items that follow one another and fill `data` to its last byte. Raises `TlvError`."""
    found: list[Item] = []
    rest = bytes(data)
    while rest:
        tag, length, begin = header(rest)
        if length > len(rest) - begin:
            raise TlvError(f"tag {tag:X} says {length} bytes and has {len(rest) - begin}")
        if len(found) == MAX_ITEMS:
            raise TlvError(f"more than {MAX_ITEMS} items")
        found.append(Item(tag=tag, value=rest[begin : begin + length]))
        rest = rest[begin + length :]
    return tuple(found)


def only(data: bytes | bytearray, tag: int) -> bytes:
    """The value of the one item that `data` is. Raises `TlvError` for another tag, or for more than one."""
    whole = items(data)
    if len(whole) != 1 or whole[0].tag != tag:
        raise TlvError(f"no single {tag:X}")
    return whole[0].value


def first(among: Iterable[Item], tag: int) -> bytes | None:
    """The value of the first item with a tag, or None."""
    return next((item.value for item in among if item.tag == tag), None)


def needed(among: Iterable[Item], tag: int) -> bytes:
    """As `first`, where it has to be there. Raises `TlvError`."""
    value = first(among, tag)
    if value is None:
        raise TlvError(f"no {tag:X}")
    return value


def written(tag: int, value: bytes) -> bytes:
    """One item as bytes, with the shortest length. `ValueError` above `MAX_LENGTH`."""
    size = len(value)
    if size > MAX_LENGTH:
        raise ValueError(f"{size} bytes are too many")
    if size < 0x80:
        length = bytes((size,))
    elif size < 0x100:
        length = bytes((0x81, size))
    else:
        length = b"\x82" + size.to_bytes(2, "big")
    return tag.to_bytes(2 if tag > 0xFF else 1, "big") + length + value
