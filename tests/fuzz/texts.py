"""Whatever bytes a card holds for texts: a document or `CardError`, and names that are compared, masked and written.

How to run it: `tests.fuzz.running`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import atheris

from tests.fuzz.running import joined, parts, run, text

with atheris.instrument_imports(include=["drivers.idcard", "kiosk.identity"]):
    from drivers.idcard.social_security import read_card
    from drivers.idcard.text_block import TEXT_SIZE, parse_new_address, parse_text_block
    from kiosk.identity import gb18030, number
    from kiosk.identity.document import IdentityDocument, document_fault, has_rare_characters, masked_name
    from kiosk.identity.names import comparable_name, same_name

from drivers.idcard.status import CardError

TODAY = date(2026, 11, 21)


def _document(document: IdentityDocument) -> None:
    fault = document_fault(document, TODAY)
    if fault is None:
        assert "\N{REPLACEMENT CHARACTER}" not in document.name
        # it is written into files, sent and printed
        document.name.encode("utf-8")
    assert repr(document) == f"IdentityDocument({document.kind}, ***)"
    _name(document.name)


def _block(data: bytes) -> None:
    with suppress(CardError):
        _document(parse_text_block(data[:TEXT_SIZE].ljust(TEXT_SIZE, b"\0"), data[TEXT_SIZE:]))
    parse_new_address(data)


def _records(data: bytes) -> None:
    """A social-security card that answers with these pieces, over and over."""
    pieces = [piece for piece in parts(data, 12) if len(piece) >= 2] or [b"\x90\x00"]
    asked = 0

    def transmit(command: bytes) -> bytearray:
        nonlocal asked
        asked += 1
        return bytearray(pieces[(asked - 1) % len(pieces)])

    with suppress(CardError):
        _document(read_card(transmit).document)
    # three selections, eight records, each of them asked in two ways and continued eight times
    assert asked <= 22 * 9


def _encoded(data: bytes) -> None:
    read = gb18030.decode(data)
    assert gb18030.decode(gb18030.encode(read)) == read, "a text that does not come back"
    _name(read)
    _name(text(data))


def _name(name: str) -> None:
    same = comparable_name(name)
    assert same_name(name, name) is (same != "")
    for form in ("NFC", "NFD"):
        assert comparable_name(unicodedata.normalize(form, name)) == same, "one name in two writings"
    has_rare_characters(name)
    assert set(masked_name(name)[1:]) <= set("*·"), "more than the first character is shown"


def _number(data: bytes) -> None:
    normal = number.normalised_number(text(data))
    for kind in number.NumberKind:
        if number.number_problem(normal, kind=kind) is None:
            assert normal.isascii()
            assert len(normal) in (15, 18)
    longer = number.number_of_18(normal)
    assert longer is None or number.number_problem(longer) is None
    number.sex_agrees(normal, normal[:1])


WAYS = (_block, _records, _encoded, _number)


def one(data: bytes) -> None:
    """One input: the first byte says what the rest is."""
    if data:
        WAYS[data[0] % len(WAYS)](data[1:])


def seeds() -> Iterator[bytes]:
    numbers = {" ": "00000018480305001X", "J": "810000184803050010", "I": "", "Y": "900000184803050012"}
    for letter, own in numbers.items():
        block = "示例甲".ljust(15) + "1" + "01" + "18480305" + "示例路1号".ljust(35) + own.ljust(18)
        block += "示例局".ljust(15) + "20200101" + "20400101"
        yield b"\0" + (block.ljust(124) + letter + " " * 3).encode("utf-16-le")
    # the application, its two files and their records, in the order in which they are asked for
    answers = ["9000", "9000", "03043030323" + "09000", "0504202001019000", "0604204001019000", "9000"]
    number_, name = (
        "0812" + b"00000018480305001X".hex() + "9000",
        "091E" + "示例甲".encode("gbk").hex().ljust(60, "0"),
    )
    answers += [number_, name + "9000", "0A01319000", "0B01019000", "0D04184803059000"]
    yield b"\1" + joined(*(bytes.fromhex(answer) for answer in answers), b"\x6a\x83")
    yield b"\2" + bytes.fromhex("A6D9FE598135F437") + "买买提·吐尔逊".encode("gb18030")
    yield b"\3" + b"00000018480305001X"
    yield b"\3" + "ＵＴＯ９９９９４８０３０５１２".encode()


if __name__ == "__main__":
    run(one, seeds())
