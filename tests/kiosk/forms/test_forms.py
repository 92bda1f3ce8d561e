"""Forms being filled: what a form promises of answers, of what looks at them, and whatever is sent to it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.divisions import divisions
from kiosk.forms.answers import luhn_holds
from kiosk.forms.filling import FormFilling
from kiosk.forms.sheet import AnswerSheet
from kiosk.forms.shown import in_words, typed
from kiosk.forms.words import PROBLEMS
from kiosk.identity.document import DocumentKind
from kiosk.protocol.canonical import canonical
from kiosk.protocol.payload import PersonRecord
from tests.kiosk.forms.forms import TODAY, choice, field, filling, form, is_
from tests.kiosk.people import document, number_for

NUMBER = number_for(document().birth_date)
CHILD = {
    "id": "children",
    "kind": "table",
    "label": "子女",
    "required": False,
    "max_rows": 3,
    "columns": [
        field("name", "name"),
        field("number", "id-number", required=False),
        field("cost", "money"),
        field("school", when=["ge", ["field", "cost"], ["money", 10_000]]),
        choice("kind", "own", "foster", required=False),
    ],
}
STROKES = [[[at, at, at] for at in range(6)]]
PHOTO = {"sha256": "0" * 64, "media_type": "image/jpeg", "bytes": 300_000}
FORM = form(
    field("name", "name", prefill="card.name"),
    choice("way", "bank", "cash"),
    field("card", "bank-card", when=is_("way", "bank")),
    field("phone", "phone", required=False, skip="没有手机"),
    field("since", "date", required=False),
    field("home", "address"),
    field("pay", "money", constraints=[{"rule": ["le", ["field", "pay"], ["money", 500_000]], "message": "太多"}]),
    field("heads", "number", required=is_("way", "cash")),
    field("share", "money", calculate=["div", ["field", "pay"], ["field", "heads"]]),
    CHILD,
    field("total", "money", calculate=["sum", "children", "cost"]),
    field("sign", "signature", required=False),
    field("yes", "confirm"),
)
HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(st.characters(categories=["Cc", "Cf", "Co", "Cs", "Lo", "Nd"]), max_size=30),
    st.sampled_from(
        [
            "甲" * 10_000,
            "\u202e甲",
            "甲\u200f乙",
            "{{7*7}}",
            "${jndi:x}",
            "<script>alert(1)</script>",
            '#import "x"',
            "%s{0}{name}",
            "\ud800",
            "1" * 4000,
            "-0",
            "١٢٣",
            "bank",
            "cash",
            "13800000000",
            "2026-02-28",
            "12.50",
            "99999999999999",
            NUMBER,
        ]
    ),
    st.lists(st.text(max_size=3), max_size=3),
    st.fixed_dictionaries(
        {"region": st.sampled_from(["", "44", "441802006", "110101", "x"]), "detail": st.text(max_size=9)}
    ),
    st.lists(
        st.dictionaries(
            st.sampled_from(["name", "number", "cost", "school", "kind", "nose"]),
            st.sampled_from(["甲", NUMBER, "1.00", "200", "own", None, 3, {}]),
            max_size=4,
        ),
        max_size=4,
    ),
)
IDS = st.sampled_from([one.id for one in FORM.fields])


@given(st.lists(st.tuples(IDS, HOSTILE), max_size=20))
def test_nothing_that_is_sent_breaks_a_form(sent: list[tuple[str, Any]]) -> None:
    sheet = FormFilling(FORM, today=TODAY)
    sheet.prefill(document())
    for field_id, value in sent:
        problem = sheet.take(field_id, value)
        assert problem is None or sheet.words_of(field_id, problem)
    relevant = {one.id for one in sheet.relevant()}
    assert sheet.answers().keys() <= relevant
    assert sheet.open_problems().keys() <= relevant
    # what a form keeps passes its own rules: only what is missing stays open
    assert set(sheet.open_problems().values()) <= {"empty"}
    assert canonical(sheet.answers())
    for one in FORM.fields:
        if (value := sheet.value(one.id)) is not None:
            assert in_words(one, value, "zh-HK")
            if one.calculate is None:
                assert sheet.take(one.id, typed(one, value)) is None, (
                    "what is shown for editing gives the same answer"
                )
                assert sheet.value(one.id) == value


@given(st.lists(st.tuples(IDS, HOSTILE), max_size=12))
def test_what_is_worked_out_bit_by_bit_is_what_is_worked_out_at_once(sent: list[tuple[str, Any]]) -> None:
    sheet = FormFilling(FORM, today=TODAY)
    for field_id, value in sent:
        sheet.take(field_id, value)
    fresh = AnswerSheet(FORM.plan, today=TODAY)
    fresh.load(copy.deepcopy(sheet._given))
    assert fresh.answers() == sheet.answers()
    assert fresh.open_problems() == sheet.open_problems()
    assert fresh.relevant() == sheet.relevant()


def test_only_the_gaps_are_asked() -> None:
    sheet = FormFilling(FORM, today=TODAY)
    sheet.prefill(document())
    ids = ["way", "phone", "since", "home", "pay", "heads", "children", "sign", "yes"]
    assert [one.id for one in sheet.asked()] == ids
    assert sheet.source("name") == "card"
    assert sheet.take("way", "bank") is None
    assert [one.id for one in sheet.asked()] == ["way", "card", *ids[1:]]
    assert sheet.take("card", "6222 0000-0000 0000 000") == "bank-card"
    assert sheet.take("card", "4111 1111 1111 1111") is None
    assert sheet.value("card") == "4111111111111111"
    assert sheet.take("way", "cash") is None
    assert "card" not in sheet.answers(), "what does not apply is not sent"
    assert sheet.value("card") is None
    assert not sheet.skip("yes")
    assert sheet.skip("phone")


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("phone", "１３８ 0000-0000", "13800000000"),
        ("phone", "１３８ 0000-0000 0", "!phone"),
        ("phone", "12800000000", "!phone"),
        ("date", "2026-02-29", "!date"),
        ("date", "20260228", "!date"),
        ("date", "2026-02-28", "2026-02-28"),
        ("text", "甲\u202e乙", "!characters"),
        ("text", "甲\n乙", "!characters"),
        ("text", "甲" * 201, "!too-long"),
        ("text", " 甲 ", "甲"),
        ("text", "<b>{{7*7}}</b>", "<b>{{7*7}}</b>"),
        ("text", ["甲"], "!characters"),
        ("text", "\ue000", "!rare"),
        ("name", "买买提•吐尔逊", "买买提·吐尔逊"),
        ("name", "买买提・吐尔逊‧阿卜杜", "买买提·吐尔逊·阿卜杜"),
        ("name", "长" * 50, "长" * 50),
        ("name", "𠮷〇\U00031350", "𠮷〇\U00031350"),
        ("name", "张\ue864", "!rare"),
        ("name", "张\U000f0001", "!rare"),
        ("name", "Ann   O'Neil-Smith", "Ann O'Neil-Smith"),
        ("name", "张3", "!name"),
        ("name", "{{name}}", "!name"),
        ("id-number", "９９９９９９ " + NUMBER[6:].lower(), NUMBER),
        ("id-number", NUMBER[:17], "!id-number-shape"),
        ("id-number", NUMBER[:6] + NUMBER[8:17], NUMBER),
        ("id-number", "999999751301001", "!id-number-shape"),
        ("id-number", "uto 0000 790928 00", "UTO000079092800"),
        ("id-number", "UTO000079132800", "!id-number-birth-date"),
        ("id-number", "E00000000", "!id-number-shape"),
        ("id-number", NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), "!id-number-check-character"),
        ("money", "12.5", 1250),
        ("money", "￥１，２３４．５０元", 123450),
        ("money", "0", 0),
        ("money", "12.505", "!money"),
        ("money", "-1", "!money"),
        ("money", "1,23", "!money"),
        ("money", "1e5", "!money"),
        ("money", "12。50", 1250),
        ("number", "００7", 7),
        ("number", -3, -3),
        ("number", "3.0", "!number"),
        ("number", True, "!characters"),
        ("confirm", True, True),
        ("confirm", "true", "!empty"),
        ("confirm", False, "!empty"),
        ("signature", STROKES, STROKES),
        ("signature", [[[0, 0, 0]]], "!signature"),
        ("signature", "x", "!signature"),
        ("photo", PHOTO, PHOTO),
        ("photo", {**PHOTO, "sha256": "x"}, "!photo"),
        ("photo", {**PHOTO, "bytes": 300_001}, "!photo"),
        ("photo", {**PHOTO, "media_type": "text/html"}, "!photo"),
        ("photo", {**PHOTO, "path": "/etc"}, "!photo"),
        (
            "address",
            {"region": "441802006", "detail": " 示例路 1 号 "},
            {"region": "441802006", "detail": "示例路 1 号"},
        ),
        ("address", {"region": "110101", "detail": "示例路"}, {"region": "110101", "detail": "示例路"}),
        ("address", {"region": "441900003", "detail": "示例路"}, {"region": "441900003", "detail": "示例路"}),
        ("address", {"region": "441802", "detail": "示例路"}, "!region"),
        ("address", {"region": "441802400", "detail": "示例路"}, "!region"),
        ("address", {"region": "441802006", "detail": ""}, "!detail"),
        ("address", {"region": "441802006"}, "!detail"),
        ("address", {"detail": "示例路"}, "!region"),
        ("address", {"region": "441802006", "detail": "甲\u2066"}, "!characters"),
        ("address", {"region": 4, "detail": "示例路"}, "!region"),
        ("address", {}, "!empty"),
    ],
)
def test_answers(kind: str, value: object, kept: object) -> None:
    sheet = filling(field("x", kind))
    problem = sheet.take("x", value)
    assert (f"!{problem}" if problem else sheet.value("x")) == kept


@given(st.text("0123456789", min_size=11, max_size=18))
def test_luhn_finds_the_one_right_digit(digits: str) -> None:
    assert sum(luhn_holds(digits + last) for last in "0123456789") == 1


@given(st.integers(0, 99_999_999_999_999))
def test_money_is_never_rounded(amount: int) -> None:
    sheet = filling(field("x", "money"))
    assert sheet.take("x", f"{amount // 100}.{amount % 100:02d}") is None
    assert sheet.value("x") == amount
    assert in_words(sheet.field("x"), amount, "zh-CN").replace(",", "") == f"{amount // 100}.{amount % 100:02d} 元"


# -- what looks at other answers ------------------------------------------------------------------------------------


def test_an_option_that_is_offered_no_more_is_dropped() -> None:
    sheet = filling(
        choice("city", "a", "b"),
        {
            "id": "school",
            "kind": "choice",
            "label": "学校",
            "filter": ["eq", ["option", "city"], ["field", "city"]],
            "options": [
                {"value": "a1", "label": "甲", "facts": {"city": "a"}},
                {"value": "b1", "label": "乙", "facts": {"city": "b"}},
                {"value": "b2", "label": "丙", "facts": {"city": "b"}, "when": ["filled", ["field", "card"]]},
            ],
        },
        field("card", required=False),
        field("note", when=is_("school", "a1")),
    )
    assert sheet.options("school") == ()
    assert sheet.take("school", "a1") == "choice"
    sheet.take("city", "a")
    assert [option.value for option in sheet.options("school")] == ["a1"]
    assert sheet.take("school", "a1") is None
    assert sheet.take("note", "甲") is None
    sheet.take("city", "b")
    assert [option.value for option in sheet.options("school")] == ["b1"]
    assert sheet.answers() == {"city": "b"}, "and what hangs on it goes with it"
    assert sheet.open_problems() == {"school": "empty"}
    sheet.take("card", "x")
    assert [option.value for option in sheet.options("school")] == ["b1", "b2"]


def test_children_come_after_their_parents_whatever_the_order() -> None:
    sheet = filling(
        {
            "id": "street",
            "kind": "choice",
            "label": "街",
            "options": [{"value": "s1", "label": "一", "when": is_("town", "t1")}],
        },
        choice("town", "t1", "t2"),
    )
    assert sheet.take_all({"street": "s1", "town": "t1"}) == {}
    assert sheet.answers() == {"street": "s1", "town": "t1"}


def test_bounds_that_look_at_each_other_can_be_moved_together() -> None:
    order = [{"id": "order", "rule": ["lt", ["field", "a"], ["field", "b"]], "message": {"zh-CN": "先小后大"}}]
    sheet = filling(field("a", "number", constraints=order), field("b", "number", constraints=order))
    assert sheet.take_all({"a": "1", "b": "5"}) == {}
    assert sheet.take("a", "7") == "order"
    assert sheet.value("a") == 1, "what will not do changes nothing"
    assert sheet.words_of("a", "order")["zh-CN"] == "先小后大"
    assert sheet.take_all({"a": "10", "b": "20"}) == {}
    assert sheet.take_all({"b": "5", "a": "1"}) == {}


def test_a_constraint_over_what_is_missing_does_not_fail_yet() -> None:
    late = [{"rule": ["ge", ["field", "end"], ["field", "begin"]], "message": "结束早于开始"}]
    sheet = filling(field("begin", "date"), field("end", "date", constraints=late))
    assert sheet.take("end", "2026-01-01") is None
    assert sheet.take("begin", "2026-02-01") is None
    assert sheet.open_problems() == {"end": "constraint-1"}, "what was right is told when it is no longer"


def test_a_requirement_can_be_a_rule() -> None:
    sheet = filling(choice("way", "post", "counter"), field("street", required=is_("way", "post")))
    assert sheet.open_problems() == {"way": "empty"}
    sheet.take("way", "post")
    assert sheet.open_problems() == {"street": "empty"}
    assert not sheet.skip("street")
    sheet.take("way", "counter")
    assert sheet.open_problems() == {}
    assert sheet.skip("street")


def test_what_is_calculated_follows_and_cannot_be_given() -> None:
    sheet = filling(
        field("each", "money"),
        field("heads", "number"),
        field("sum", "money", calculate=["mul", ["field", "each"], ["field", "heads"]]),
        field("help", "money", calculate=["min", ["field", "sum"], ["money", 100_000]]),
        field("more", when=["gt", ["field", "sum"], ["money", 100_000]]),
    )
    assert sheet.value("help") is None
    sheet.take_all({"each": "300.50", "heads": "3"})
    assert sheet.answers() == {"each": 30050, "heads": 3, "sum": 90150, "help": 90150}
    sheet.take("heads", "4")
    assert sheet.value("help") == 100_000
    assert sheet.open_problems() == {"more": "empty"}
    assert sheet.take("sum", "1") == "calculated"
    assert not sheet.skip("sum")
    sheet.take("heads", "999999999999999")
    assert "sum" not in sheet.answers(), "beyond what an answer holds nothing is known"


def test_the_card_is_not_asked_and_what_it_breaks_is_told() -> None:
    old = {"id": "too-young", "rule": ["ge", ["age", ["field", "born"]], ["number", 60]], "message": "还不到 60 岁"}
    sheet = filling(
        field("born", "date", prefill="card.birth-date", constraints=[old]),
        field("day", "date", prefill="calendar.today"),
        field("name", "name", prefill="card.name"),
    )
    sheet.prefill(document(name="张3"))
    assert sheet.open_problems() == {"born": "too-young", "name": "empty"}
    assert [one.id for one in sheet.asked()] == ["born", "day", "name"]
    assert sheet.fixed("born")
    assert sheet.source("day") == "calendar"
    assert sheet.value("day") == "2026-11-20"
    assert not sheet.fixed("day")
    sheet.take("day", "2026-11-19")
    assert not sheet.source("day")


def test_a_name_is_kept_as_the_card_writes_it() -> None:
    sheet = filling(field("name", "name", prefill="card.name"))
    sheet.prefill(document(name="买买提•吐尔逊"))
    assert sheet.value("name") == "买买提•吐尔逊"
    sheet = filling(field("name", "name", prefill="card.name"))
    sheet.take("name", "买买提•吐尔逊")
    assert sheet.value("name") == "买买提·吐尔逊"


def test_a_passport_s_holder_is_not_asked_for_a_number_they_do_not_have() -> None:
    sheet = filling(field("number", "id-number", prefill="card.number"))
    sheet.prefill(document(kind=DocumentKind.PASSPORT, number="E00000000"))
    assert sheet.value("number") == "E00000000"
    assert sheet.asked() == ()


def test_a_wiped_form_knows_nothing() -> None:
    sheet = FormFilling(FORM, today=TODAY)
    sheet.prefill(document())
    sheet.take("phone", "13800000000")
    sheet.take("children", [{"name": "甲", "cost": "1"}])
    sheet.wipe()
    assert sheet.answers() == {"total": 0}
    assert sheet.value("name") is None
    assert not sheet.source("name")


# -- tables ---------------------------------------------------------------------------------------------------------


def test_a_row_sees_itself_first_and_then_the_form() -> None:
    sheet = filling(
        field("who"),
        field("limit", "money"),
        {
            "id": "costs",
            "kind": "table",
            "label": "费用",
            "columns": [
                field("who", required=False),
                field(
                    "cost",
                    "money",
                    constraints=[{"rule": ["le", ["field", "cost"], ["field", "limit"]], "message": "超过"}],
                ),
                field("why", when=["eq", ["field", "who"], ["text", "x"]]),
            ],
        },
        field("total", "money", calculate=["sum", "costs", "cost"]),
        field("many", "number", calculate=["count", "costs"]),
    )
    sheet.take_all({"who": "x", "limit": "10"})
    assert sheet.take("costs", [{"cost": "3"}, {"cost": "4.50", "who": "x", "why": "y"}]) is None
    assert sheet.value("costs") == [{"cost": 300}, {"who": "x", "cost": 450, "why": "y"}]
    assert (sheet.value("total"), sheet.value("many")) == (750, 2)
    assert sheet.take("costs", [{"cost": "11"}]) == "row"
    assert sheet.value("many") == 2
    assert sheet.take("limit", "4") is None
    assert sheet.open_problems() == {"costs": "row"}, "a change outside is a change inside"


def test_rows_are_added_edited_removed_and_brought_back() -> None:
    sheet = FormFilling(FORM, today=TODAY)
    for name, cost in (("甲", "1"), ("乙", "2"), ("丙", "150")):
        row = sheet.row("children", None)
        assert row.open_problems() == {"name": "empty", "cost": "empty"}
        row.take_all({"name": name, "cost": cost, "school": "示例小学"})
        assert sheet.keep_row("children", None, row) is None
    assert sheet.keep_row("children", None, row) == "rows-many"
    assert sheet.value("total") == 15_300
    assert [one.answers() for one in sheet.rows("children")][1:] == [
        {"name": "乙", "cost": 200},
        {"name": "丙", "cost": 15_000, "school": "示例小学"},
    ]
    edited = sheet.row("children", 1)
    edited.take("cost", "3")
    assert sheet.value("total") == 15_300, "nothing is in the form before the row is done"
    sheet.keep_row("children", 1, edited)
    assert sheet.value("total") == 15_400
    removed = sheet.remove_row("children", 0)
    assert sheet.value("total") == 15_300
    sheet.insert_row("children", 0, removed)
    assert [one.value("name") for one in sheet.rows("children")] == ["甲", "乙", "丙"]
    with pytest.raises(IndexError):
        sheet.row("children", 3)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "empty"),
        ([{"x": "甲"}], "rows-few"),
        ([{"x": "甲"}] * 2, None),
        ([{"x": "甲"}] * 4, "rows-many"),
        ([{"x": "甲"}, {}], "row"),
        ([{"x": "甲"}, {"y": "乙"}], "row"),
        ([{"x": "甲"}, "乙"], "row"),
        ("甲乙", "row"),
        ({"x": "甲"}, "row"),
    ],
)
def test_numbers_of_rows(rows: object, problem: str | None) -> None:
    table = {"id": "t", "kind": "table", "label": "t", "min_rows": 2, "max_rows": 3, "columns": [field("x")]}
    sheet = filling(table)
    assert sheet.take("t", rows) == problem
    assert (sheet.value("t") is None) == (problem is not None)


# -- words ----------------------------------------------------------------------------------------------------------


def test_every_problem_has_words_in_three_languages() -> None:
    assert {tuple(sorted(words)) for words in PROBLEMS.values()} == {("en", "zh-CN", "zh-HK")}


@pytest.mark.parametrize(
    ("one", "value", "words", "masked"),
    [
        (field("x", "money"), 123456789, "1,234,567.89 元", None),
        (field("x", "number", unit="人"), 1234, "1,234 人", None),
        (field("x", "date"), "2026-02-03", "2026 年 2 月 3 日", None),
        (field("x", "phone"), "13800000000", "138 0000 0000", None),
        (field("x", "bank-card"), "4111111111111111", "4111 1111 1111 1111", "**** 1111"),
        (field("x", "id-number"), NUMBER, NUMBER, "*" * 14 + NUMBER[-4:]),
        (
            field("x", "address"),
            {"region": "441802006", "detail": "示例路 1 号"},
            "广东省清远市清城区凤城街道示例路 1 号",
            None,
        ),
        (field("x", "address"), {"region": "441900003", "detail": "示例路"}, "广东省东莞市东城街道示例路", None),
        (field("x", "address"), {"region": "110101", "detail": "示例路"}, "北京市东城区示例路", None),
        (choice("x", "a"), "a", "a", None),
        (field("x", "confirm"), True, "已确认", None),
        (
            CHILD,
            [{"name": "测试甲", "number": NUMBER, "cost": 100}, {"name": "测试乙", "cost": 250, "kind": "own"}],
            f"测试甲，{NUMBER}，1.00 元；测试乙，2.50 元，own",
            f"测试甲，{'*' * 14 + NUMBER[-4:]}，1.00 元；测试乙，2.50 元，own",
        ),
    ],
)
def test_answers_in_words(one: dict[str, Any], value: Any, words: str, masked: str | None) -> None:
    kind = filling(one).field(one["id"])
    assert in_words(kind, value, "zh-CN") == words
    assert in_words(kind, value, "zh-CN", masked=True) == (masked or words)


# -- divisions ------------------------------------------------------------------------------------------------------


def test_every_place_can_be_chosen_step_by_step_and_leads_back() -> None:
    reached = 0
    waiting = [(place, ()) for place in divisions().children("")]
    while waiting:
        place, above = waiting.pop()
        steps = (*above, place)
        assert divisions().path(place.code) == steps
        assert divisions().complete(place.code) == (not divisions().children(place.code))
        waiting += [(child, steps) for child in divisions().children(place.code)]
        reached += 1
    assert 5111 - 170 < reached < 5111


@pytest.mark.parametrize("code", ["1101", "5002", "4690", "4419", "4604", "441802400", "441802450", "", "99", "四四"])
def test_what_stands_in_the_table_for_counting_only_is_no_place(code: str) -> None:
    assert not divisions().known(code)
    assert not divisions().complete(code)
    assert divisions().path(code) == ()


def test_a_column_of_the_same_name_does_not_hide_the_field_that_a_table_depends_on() -> None:
    table = {
        "id": "kids",
        "kind": "table",
        "label": "孩子",
        "required": False,
        "when": is_("spouse", "yes"),
        "columns": [field("spouse")],
    }
    sheet = filling(choice("spouse", "yes", "no"), table)
    assert [one.id for one in sheet.relevant()] == ["spouse"]
    sheet.take("spouse", "yes")
    assert [one.id for one in sheet.relevant()] == ["spouse", "kids"]
    sheet.take("kids", [{"spouse": "欧阳二"}])
    sheet.take("spouse", "no")
    assert "kids" not in sheet.answers()


def test_a_foreigners_name_is_taken_from_the_card() -> None:
    """Surname, comma, given names, as some chips without a Chinese name have it."""
    sheet = filling(field("name", "name", prefill="card.name"))
    sheet.prefill(document(name="SPECIMEN, BARTHOLOMEW MAXIMILIAN OF UTOPIA"))
    assert sheet.value("name") == "SPECIMEN, BARTHOLOMEW MAXIMILIAN OF UTOPIA"
    assert sheet.asked() == ()


def test_whoever_has_moved_is_where_they_live_now() -> None:
    """The chip keeps the first address and has a newer one beside it; form and record agree on that."""
    moved = document(latest_address="示例省示例市新城路 16 号")
    sheet = filling(field("home", prefill="card.address"))
    sheet.prefill(moved)
    assert sheet.answers()["home"] == PersonRecord.of(moved).address == "示例省示例市新城路 16 号"
