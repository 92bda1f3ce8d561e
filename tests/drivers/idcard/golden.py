"""Bytes written down from the tables of facts, cards, section 3, without any code of the driver."""

from __future__ import annotations

REQUESTS = {
    "reset": "AAAAAA9669 0003 10 FF EC",
    "status": "AAAAAA9669 0003 11 FF ED",
    "sam id": "AAAAAA9669 0003 12 FF EE",
    "find": "AAAAAA9669 0003 20 01 22",
    "select": "AAAAAA9669 0003 20 02 21",
    "read": "AAAAAA9669 0003 30 01 32",
    "management number": "AAAAAA9669 0003 30 05 36",
    "new address": "AAAAAA9669 0003 30 03 30",
    "new address, as one program asks": "AAAAAA9669 0003 30 02 31",
    "largest RF frame": "AAAAAA9669 0004 61 FF 50 CA",
}
STATUS_OK = bytes.fromhex("AAAAAA9669 0004 00 00 90 94")
FOUND = bytes.fromhex("AAAAAA9669 0008 00 00 9F 00000000 97")
NO_CARD = bytes.fromhex("AAAAAA9669 0004 00 00 80 84")
SELECTED = bytes.fromhex("AAAAAA9669 000C 00 00 90 0000000000000000 9C")
NOT_READ = bytes.fromhex("AAAAAA9669 0004 00 00 41 45")
NOTHING_THERE = bytes.fromhex("AAAAAA9669 0004 00 00 91 95")
UNKNOWN_COMMAND = bytes.fromhex("AAAAAA9669 0004 00 00 21 25")
MANAGEMENT_NUMBER = bytes.fromhex("AAAAAA9669 0008 00 00 90 DEADBEEF BA")
"""08 ^ 90 = 98; DE ^ AD ^ BE ^ EF = 22; 98 ^ 22 = BA."""

NAME_RARE = "䶮𬱖㼆"
NAME_RARE_BYTES = bytes.fromhex("AE4D 73D856DC 063F")
"""U+4DAE, U+2CC56 as the pair D873 DC56, U+3F06."""
NUMBER = "999999194803050017"


def wide(text: str) -> bytes:
    """ASCII by hand: each character and a zero byte."""
    return b"".join(bytes((ord(character), 0)) for character in text)


def block(*fields: tuple[int, bytes]) -> bytes:
    """256 bytes of blanks with something at some offsets."""
    whole = bytearray(b"\x20\x00" * 128)
    for offset, value in fields:
        whole[offset : offset + len(value)] = value
    assert len(whole) == 256
    return bytes(whole)


PERMIT = block(
    (0, bytes.fromhex("4B6DD58B3275")),  # 测试甲
    (30, b"2\x00"),
    (36, wide("18970521")),
    (52, bytes.fromhex("4B6DD58B0177")),  # 测试省
    (122, wide("82000018970521002X")),
    (158, bytes.fromhex("4B6DD58B405C")),  # 测试局
    (188, wide("20240102")),
    (204, wide("20290102")),
    (220, wide("H00000000")),
    (238, wide("01")),
    (248, b"J\x00"),
)
"""Facts, cards, section 3.5, type J: its name, what it shares with a resident's, travel permit and issue."""

FOREIGN_2017 = block(
    (0, wide("SPECIMEN, TESSA MAE")),
    (120, b"2\x00"),
    (122, wide("UTO000079092800")),
    (152, wide("UTO")),
    (158, bytes.fromhex("4B6DD58B594E")),  # 测试乙
    (188, wide("20190301")),
    (204, wide("20290301")),
    (220, wide("19790928")),
    (236, wide("01")),
    (240, wide("9999")),
    (248, b"I\x00"),
)
"""Type I: the English name first, the number 15 characters, the birth date behind the validity."""

FOREIGN_2023 = block(
    (0, bytes.fromhex("4B6DD58B194E")),  # 测试丙
    (30, b"1\x00"),
    (32, wide("03")),
    (36, wide("19880417")),
    (52, wide("SPECIMEN, BARTHOLOMEW MAXIMILIAN OF")),  # 35 characters
    (122, wide("900999198804170014")),
    (188, wide("20240517")),
    (204, wide("20340517")),
    (220, wide(" UTOPIA")),  # characters 36 to 46, the first of them a blank
    (242, wide("UTO")),
    (248, b"Y\x00"),
    (250, wide("007")),
)
"""Type Y: the English name in two pieces with the number between them; what links to the old number is last."""


def text_block(**patches: tuple[int, bytes]) -> bytes:
    """The 256 bytes of an invented resident; a patch is an offset and the bytes put there."""
    block = bytearray(b"\x20\x00" * 128)
    fields = {
        "name": (0, NAME_RARE_BYTES),
        "sex": (30, b"2\x00"),
        "nation": (32, b"0\x001\x00"),
        "birth": (36, b"1\x009\x004\x008\x000\x003\x000\x005\x00"),
        "address": (52, bytes.fromhex("4B6DD58B0177")),
        "number": (122, NUMBER.encode("utf-16-le")),
        "issuer": (158, bytes.fromhex("4B6DD58B405C")),
        "from": (188, b"2\x000\x001\x005\x000\x001\x000\x002\x00"),
        "to": (204, bytes.fromhex("7F951F67")),
    }
    for offset, value in (fields | patches).values():
        block[offset : offset + len(value)] = value
    assert len(block) == 256
    return bytes(block)


def answered(sw3: int, data: bytes) -> bytes:
    """An answer with a right checksum."""
    counted = (len(data) + 4).to_bytes(2, "big") + bytes((0, 0, sw3)) + data
    check = 0
    for value in counted:
        check ^= value
    return bytes.fromhex("AAAAAA9669") + counted + bytes([check])


def read_answer(text: bytes, photo: bytes) -> bytes:
    """The answer to 30 01: 1295 bytes for 256 of text and 1024 of photo."""
    return answered(0x90, len(text).to_bytes(2, "big") + len(photo).to_bytes(2, "big") + text + photo)
