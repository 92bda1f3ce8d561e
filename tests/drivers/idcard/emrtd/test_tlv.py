"""Structures of tag, length and value: taken exactly or not at all, whatever the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.idcard.emrtd.tlv import MAX_ITEMS, Item, TlvError, first, header, items, needed, only, written


@pytest.mark.parametrize(
    ("data", "tag", "value"),
    [
        ("5C026175", 0x5C, "6175"),
        ("5F010430313036", 0x5F01, "30313036"),
        ("7F6000", 0x7F60, ""),
        ("04820001AA", 0x04, "AA"),  # more length than needed, as some issuers write it
        ("048101AA", 0x04, "AA"),
    ],
)
def test_one_item(data: str, tag: int, value: str) -> None:
    assert only(bytes.fromhex(data), tag) == bytes.fromhex(value)
    assert items(bytes.fromhex(data)) == (Item(tag=tag, value=bytes.fromhex(value)),)


@pytest.mark.parametrize(
    "data",
    [
        "5C",  # no length
        "5F",  # half a tag
        "5F8101",  # a tag of three bytes
        "5C0361",  # shorter than it says
        "5C80610000",  # indefinite
        "5C8400000001AA",  # a length of four bytes
        "5C83000001AA",
        "5C82FF",  # a length that breaks off
        "5C01AA00",  # a byte behind
    ],
)
def test_what_does_not_add_up(data: str) -> None:
    with pytest.raises(TlvError) as caught:
        items(bytes.fromhex(data))
    assert "AA" not in str(caught.value)


def test_finding() -> None:
    found = items(bytes.fromhex("5C01015C0102"))
    assert (first(found, 0x5C), first(found, 0x5D)) == (b"\x01", None)
    for wrong in (
        lambda: needed(found, 0x5D),
        lambda: only(bytes.fromhex("5C01015C0102"), 0x5C),
        lambda: header(b""),
    ):
        with pytest.raises(TlvError):
            wrong()
    assert len(items(b"\x01\x00" * MAX_ITEMS)) == MAX_ITEMS
    with pytest.raises(TlvError):
        items(b"\x01\x00" * (MAX_ITEMS + 1))
    assert "0102" not in repr(found)


@given(st.sampled_from([0x04, 0x87, 0x5F1F, 0x7F61]), st.binary(max_size=70_000))
def test_what_is_written_is_read(tag: int, value: bytes) -> None:
    if len(value) > 0xFFFF:
        with pytest.raises(ValueError):
            written(tag, value)
    else:
        assert only(written(tag, value), tag) == value


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    try:
        found = items(data)
    except TlvError:
        return
    assert sum(len(item.value) for item in found) <= len(data)
