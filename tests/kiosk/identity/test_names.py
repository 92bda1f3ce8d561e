"""Names: compared whatever dot they have, masked recognisably, whole at fifty characters and beyond the BMP; and the
border of GB 18030, byte by byte from the table of the edition of 2022."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.identity.document import document_fault, has_rare_characters, is_private_use, masked_name
from kiosk.identity.gb18030 import decode, encode
from kiosk.identity.names import comparable_name, same_name
from kiosk.protocol.canonical import canonical, parse
from kiosk.protocol.payload import PersonRecord
from tests.kiosk.identity.test_documents import TODAY
from tests.kiosk.people import document

NAME = "买买提·吐尔逊"
LONG = "阿卜杜热合曼·" * 7 + "吐"
"""Fifty characters."""


@pytest.mark.parametrize("dot", [*"·•‧・･∙⋅․●．.", " · ", "• ", "·\u200b"])
def test_a_name_is_the_same_with_any_dot(dot: str) -> None:
    assert same_name(NAME, f"买买提{dot}吐尔逊")
    assert comparable_name(f"买买提{dot}吐尔逊") == NAME


@pytest.mark.parametrize("other", ["买买提吐尔逊", "买买提·吐尔遜", "买买提 吐尔逊", "吐尔逊·买买提", "", "买买提·"])
def test_another_name_stays_another(other: str) -> None:
    assert not same_name(NAME, other)


def test_no_name_is_nobody_s() -> None:
    assert not same_name("", "")
    assert not same_name("·", ".")


def test_what_is_drawn_otherwise_or_composed_otherwise_is_the_same() -> None:
    assert same_name("葛\U000e0100", "葛")
    assert same_name("Jose\u0301 Pérez", "José  PÉREZ")
    assert same_name("Jose\u200b\u0301", "JOSÉ")
    assert not same_name("葛", "噶")


@given(st.text(max_size=60), st.text(max_size=60))
def test_comparing_is_fair_and_never_breaks(first: str, second: str) -> None:
    assert same_name(first, second) is same_name(second, first)
    assert same_name(first, first) is bool(comparable_name(first))


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("欧阳示例", "欧**"),
        ("王", "王*"),
        ("王一", "王*"),
        (NAME, "买**·**"),
        ("阿卜•木", "阿*·**"),
        ("阿·木", "阿·**"),
        (LONG, "阿**·**"),
        ("𬱖示", "𬱖*"),
        ("ERIKSSON ANNA", "E**"),
        ("木·", "木*"),
    ],
)
def test_masks(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@given(st.text("阿卜杜·•一𬱖 ", min_size=1, max_size=60))
def test_a_mask_never_shows_more_than_one_character(name: str) -> None:
    shown = [mark for mark in masked_name(name) if mark not in "*·"]
    assert len(shown) <= 1


def test_fifty_characters_and_those_beyond_the_bmp_go_all_the_way() -> None:
    for name in (LONG, "𠮷" * 50, "䶮𬱖㼆\U00031350"):
        assert document_fault(document(name=name), TODAY) is None
        record = PersonRecord.of(document(name=name))
        assert parse(canonical(record.to_json()), limit=10_000)["name"] == name
    assert len(LONG) == 50


def test_rare_characters() -> None:
    assert has_rare_characters("䶮")
    assert not has_rare_characters("阿·木")
    assert not has_rare_characters("阿•木")


# -- GB 18030 -------------------------------------------------------------------------------------------------------

# copied by hand from the table of the edition of 2022 (facts, domain, section 7.5)
TABLE = """
A6D9 FE10  A6DA FE12  A6DB FE11  A6DC FE13  A6DD FE14  A6DE FE15  A6DF FE16  A6EC FE17  A6ED FE18  A6F3 FE19
FE59 9FB4  FE61 9FB5  FE66 9FB6  FE67 9FB7  FE6D 9FB8  FE7E 9FB9  FE90 9FBA  FEA0 9FBB  A8BC 1E3F
""".split()
NINETEEN = list(zip(TABLE[::2], TABLE[1::2], strict=True))


@pytest.mark.parametrize(("code", "point"), NINETEEN)
def test_the_nineteen_places_of_2022(code: str, point: str) -> None:
    data, character = bytes.fromhex(code), chr(int(point, 16))
    assert decode(data) == character
    assert encode(character) == data
    assert decode(b"\xcd\xf5" + data) == f"王{character}"
    assert not is_private_use(character)


def test_what_older_systems_wrote_is_read() -> None:
    assert decode(bytes.fromhex("84318236")) == "\ufe10"
    assert decode(bytes.fromhex("82359037")) == "\u9fb4"
    assert encode("\ue81e") == bytes.fromhex("FE59"), "what an older reader made of the code gives it again"


def test_names_in_gbk_and_gb18030() -> None:
    # GB 2312: 张三; GBK: 䶮 is not there; GB 18030: 㼆 and 𬱖 in four bytes; A1A4 is the dot of names
    assert decode(bytes.fromhex("D5C5C8FD")) == "张三"
    assert decode(bytes.fromhex("C2F2C2F2CCE1A1A4CDC2")) == "买买提·吐"
    assert decode(bytes.fromhex("95328236")) == "\U00020000"
    assert encode("\U00020000") == bytes.fromhex("95328236")


def test_what_is_no_text_is_told_of_the_name() -> None:
    for data in (b"\xcd", b"\xcd\xf5\xff", b"\x80", bytes.fromhex("AAA1")):
        name = decode(data)
        fault = document_fault(document(name=name), TODAY)
        assert fault is not None, data
        assert fault.id == "document.name-unreadable"


def test_a_private_character_of_a_card_in_unicode_is_left_to_a_person() -> None:
    fault = document_fault(document(name="王\ue81e"), TODAY)
    assert fault is not None
    assert fault.id == "document.name-unreadable"


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    decode(data)


OLD = {bytes.fromhex(code).decode("gb18030") for code, _ in NINETEEN}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example("\ufe10\u9fb4\u1e3f")
def test_text_comes_back_as_it_was(text: str) -> None:
    if not OLD & set(text):
        assert decode(encode(text)) == text


def test_a_lone_surrogate_has_no_code_and_is_not_quoted() -> None:
    with pytest.raises(ValueError) as caught:
        encode("王\ud800")
    assert "王" not in f"{caught.value!r}{caught.value.__cause__!r}"
