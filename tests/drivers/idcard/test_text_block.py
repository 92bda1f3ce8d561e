"""The text block, from bytes written down by hand to the kiosk's judgement of the document."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.idcard.simulated_card import SimulatedCard
from drivers.idcard.status import CardError
from drivers.idcard.text_block import parse_text_block
from kiosk.identity.document import DocumentKind, IdentityDocument, PhotoKind, document_fault
from tests.drivers.idcard import golden
from tests.drivers.idcard.support import RESIDENT

TODAY = date(2026, 11, 20)
PHOTO = b"wlt!" * 256


def fault_of(text: bytes) -> str:
    with pytest.raises(CardError) as caught:
        parse_text_block(text)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return f"{caught.value.fault.id} {caught.value.fault.detail}"


def test_resident_by_hand() -> None:
    document = parse_text_block(golden.text_block(), PHOTO)
    assert document == IdentityDocument(
        kind=DocumentKind.RESIDENT_CARD,
        name="䶮𬱖㼆",
        sex="2",
        ethnic_code="01",
        birth_date=date(1948, 3, 5),
        address="测试省",
        number="999999194803050017",
        issuer="测试局",
        valid_from=date(2015, 1, 2),
        valid_to=None,
        photo=PHOTO,
        photo_kind=PhotoKind.WLT,
    )
    assert document_fault(document, TODAY) is None
    assert "䶮" not in repr(document)


def test_residence_permit_by_hand() -> None:
    assert parse_text_block(golden.PERMIT, PHOTO) == IdentityDocument(
        kind=DocumentKind.HMT_PERMIT,
        name="测试甲",
        sex="2",
        ethnic_code=None,
        birth_date=date(1897, 5, 21),
        address="测试省",
        number="82000018970521002X",
        issuer="测试局",
        valid_from=date(2024, 1, 2),
        valid_to=date(2029, 1, 2),
        photo=PHOTO,
        photo_kind=PhotoKind.WLT,
        other_number="H00000000",
        issue="01",
    )


def test_foreigners_card_of_2017_by_hand() -> None:
    assert parse_text_block(golden.FOREIGN_2017, PHOTO) == IdentityDocument(
        kind=DocumentKind.FOREIGN_CARD,
        name="测试乙",
        sex="2",
        ethnic_code=None,
        birth_date=date(1979, 9, 28),
        address=None,
        number="UTO000079092800",
        issuer=None,
        valid_from=date(2019, 3, 1),
        valid_to=date(2029, 3, 1),
        photo=PHOTO,
        photo_kind=PhotoKind.WLT,
        latin_name="SPECIMEN, TESSA MAE",
        nationality="UTO",
    )


def test_foreigners_card_of_2023_by_hand() -> None:
    assert parse_text_block(golden.FOREIGN_2023, PHOTO) == IdentityDocument(
        kind=DocumentKind.FOREIGN_CARD,
        name="测试丙",
        sex="1",
        ethnic_code=None,
        birth_date=date(1988, 4, 17),
        address=None,
        number="900999198804170014",
        issuer=None,
        valid_from=date(2024, 5, 17),
        valid_to=date(2034, 5, 17),
        photo=PHOTO,
        photo_kind=PhotoKind.WLT,
        latin_name="SPECIMEN, BARTHOLOMEW MAXIMILIAN OF UTOPIA",
        nationality="UTO",
        other_number="007",
        issue="03",
    )


@pytest.mark.parametrize(
    ("block", "at"), [(golden.FOREIGN_2017, 158), (golden.FOREIGN_2023, 0)], ids=["2017", "2023"]
)
def test_foreigner_without_a_chinese_name_is_named_in_latin(block: bytes, at: int) -> None:
    document = parse_text_block(block[:at] + b" \0" * 15 + block[at + 30 :])
    assert document.name == document.latin_name
    assert document.name.startswith("SPECIMEN, ")


@pytest.mark.parametrize("block", [golden.PERMIT, golden.FOREIGN_2017, golden.FOREIGN_2023], ids="JIY")
def test_whatever_stands_in_a_place_only_a_date_can_be_wrong(block: bytes) -> None:
    said = set()
    for at in (at for at in range(0, 256, 2) if at != 248):
        spoilt = block[:at] + bytes.fromhex("00DC") + block[at + 2 :]
        try:
            parse_text_block(spoilt)
        except CardError as problem:
            said.add(problem.fault.detail)
    assert said == {f"{name} is no date" for name in ("birth_date", "valid_from", "valid_to")}


@pytest.mark.parametrize("size", [0, 1, 1023, 1025])
def test_photo_of_another_size_is_not_kept(size: int) -> None:
    document = parse_text_block(golden.text_block(), b"w" * size)
    assert (document.photo, document.photo_kind) == (b"", PhotoKind.NONE)


def test_padding_with_nul_and_an_end_date() -> None:
    text = golden.text_block(name=(0, "王".encode("utf-16-le") + bytes(28)), to=(204, "20350102".encode("utf-16-le")))
    document = parse_text_block(text)
    assert document.name == "王"
    assert document.valid_to == date(2035, 1, 2)


@pytest.mark.parametrize("letter", ["Z", "j", "Ｊ", "1", "证"])
def test_other_documents_are_never_guessed(letter: str) -> None:
    text = golden.text_block(kind=(248, letter.encode("utf-16-le")))
    assert fault_of(text) == f"reader.unsupported-document type U+{ord(letter):04X}"


def test_type_letter_may_be_nul() -> None:
    assert parse_text_block(golden.text_block(kind=(248, b"\0\0"))).number == golden.NUMBER


@pytest.mark.parametrize(
    ("field", "offset", "value"),
    [
        ("birth_date", 36, "19480230"),
        ("birth_date", 36, "00000000"),
        ("birth_date", 36, "１９４８０３０５"),
        ("valid_from", 188, "        "),
        ("valid_to", 204, "长期的    "),
    ],
)
def test_dates_that_are_none(field: str, offset: int, value: str) -> None:
    text = golden.text_block(bad=(offset, value.encode("utf-16-le")[:16]))
    assert fault_of(text) == f"reader.bad-content {field} is no date"


def test_wrong_size() -> None:
    assert fault_of(golden.text_block()[:-2]) == "reader.bad-content text of 254 bytes"


@pytest.mark.parametrize("name", ["3DD8", "3DD8 4173", "00DC", "00E0", "4173 3DD8", "80DB00DC", "4173 0700"])
def test_names_that_no_one_can_print_go_to_a_person(name: str) -> None:
    """Unpaired surrogates, private use in two planes, a control character."""
    document = parse_text_block(golden.text_block(name=(0, bytes.fromhex(name) + b" \0" * 5)))
    fault = document_fault(document, TODAY)
    assert fault is not None
    assert fault.id == "document.name-unreadable"
    document.name.encode("utf-8")


def test_address_cut_in_the_middle_of_a_pair_stays_printable() -> None:
    address = "测" * 34 + "𬱖"
    text = golden.text_block(address=(52, address.encode("utf-16-le")[:70]))
    assert parse_text_block(text).address == "测" * 34 + "\ufffd"


@pytest.mark.parametrize(
    ("patch", "fault"),
    [
        ((204, "20261119".encode("utf-16-le")), "document.expired"),
        ((204, "20261120".encode("utf-16-le")), None),
        ((188, "20261121".encode("utf-16-le")), "document.not-yet-valid"),
        ((122, "999999194803050018".encode("utf-16-le")), "document.number-wrong"),
        ((122, "9".encode("utf-16-le") + b" \0" * 17), "document.number-wrong"),
        ((36, "19480306".encode("utf-16-le")), "document.number-wrong"),
        ((0, b" \0" * 15), "document.name-unreadable"),
    ],
)
def test_what_a_document_means_is_said_by_the_kiosk(patch: tuple[int, bytes], fault: str | None) -> None:
    judged = document_fault(parse_text_block(golden.text_block(patch=patch)), TODAY)
    assert (judged and judged.id) == fault


@given(st.binary(min_size=256, max_size=256), st.sampled_from([None, " ", "J", "I", "Y"]))
def test_any_bytes_give_a_document_or_a_fault(text: bytes, letter: str | None) -> None:
    if letter:
        text = text[:248] + letter.encode("utf-16-le") + text[250:]
    with contextlib.suppress(CardError):
        document_fault(parse_text_block(text), TODAY)


@given(
    st.sampled_from([golden.PERMIT, golden.FOREIGN_2017, golden.FOREIGN_2023]),
    st.lists(st.tuples(st.integers(0, 247), st.integers(0, 255)), max_size=30),
)
def test_any_spoilt_layout_gives_a_document_that_can_be_written_down_or_a_fault(
    block: bytes, spoilt: list[tuple[int, int]]
) -> None:
    changed = bytearray(block)
    for at, value in spoilt:
        changed[at] = value
    with contextlib.suppress(CardError):
        document = parse_text_block(changed)
        "".join((document.name, document.latin_name, document.number, document.nationality)).encode("utf-8")


@given(st.binary(min_size=30, max_size=30), st.binary(min_size=70, max_size=70))
def test_any_name_and_address_can_be_written_down(name: bytes, address: bytes) -> None:
    document = parse_text_block(golden.text_block(name=(0, name), address=(52, address)))
    (document.name + document.address).encode("utf-8")


@pytest.mark.parametrize(
    ("letter", "block"),
    [("J", golden.PERMIT), ("I", golden.FOREIGN_2017), ("Y", golden.FOREIGN_2023)],
)
def test_simulated_cards_write_the_other_layouts_byte_for_byte(letter: str, block: bytes) -> None:
    cards = {
        "J": SimulatedCard(
            type_letter="J",
            name="测试甲",
            sex="2",
            birth_date="18970521",
            address="测试省",
            number="82000018970521002X",
            issuer="测试局",
            valid_from="20240102",
            valid_to="20290102",
            other_number="H00000000",
            issue="01",
        ),
        "I": SimulatedCard(
            type_letter="I",
            name="测试乙",
            latin_name="SPECIMEN, TESSA MAE",
            sex="2",
            birth_date="19790928",
            number="UTO000079092800",
            nationality="UTO",
            valid_from="20190301",
            valid_to="20290301",
        ),
        "Y": SimulatedCard(
            type_letter="Y",
            name="测试丙",
            latin_name="SPECIMEN, BARTHOLOMEW MAXIMILIAN OF UTOPIA",
            birth_date="19880417",
            number="900999198804170014",
            nationality="UTO",
            valid_from="20240517",
            valid_to="20340517",
            other_number="007",
            issue="03",
        ),
    }
    assert cards[letter].text() == block


def test_simulated_card_writes_the_same_layout() -> None:
    assert parse_text_block(RESIDENT.text()).address == "测试省就近市"
    with pytest.raises(ValueError, match="name takes 15 UTF-16 units, not 16"):
        SimulatedCard(name="𬱖" * 8)
