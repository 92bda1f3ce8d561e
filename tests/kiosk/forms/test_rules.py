"""Rules: their meaning against a second evaluator, their types, and whatever is thrown at their reader."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.nodes import RuleError
from kiosk.forms.patterns import PATTERNS
from kiosk.forms.rules import MAX_DEPTH, OPERATORS, read_rule
from kiosk.forms.types import MAX_AMOUNT, FieldType, Seen, ValueType
from tests.kiosk.people import number_for

TODAY = date(2026, 11, 20)


def typed(kind: ValueType, **members: Any) -> FieldType:
    return FieldType(type=kind, **members)


FIELDS = {
    "a": typed(ValueType.TEXT),
    "b": typed(ValueType.TEXT),
    "flag": typed(ValueType.FLAG),
    "n": typed(ValueType.NUMBER),
    "m": typed(ValueType.NUMBER),
    "money": typed(ValueType.MONEY),
    "born": typed(ValueType.DATE),
    "tier": typed(ValueType.CHOICE, options=frozenset({"low", "high"})),
    "home": typed(ValueType.ADDRESS),
    "drawn": typed(ValueType.DRAWING),
    "rows": typed(ValueType.TABLE, columns={"cost": typed(ValueType.MONEY), "who": typed(ValueType.TEXT)}),
}


def value_of(tree: Any, want: ValueType | None = None, **values: Any) -> Any:
    full = {**dict.fromkeys(FIELDS), "flag": False, **values}
    return read_rule(tree, FIELDS, want=want).evaluate(Seen(values=full, today=TODAY))


def refusal_of(tree: Any, want: ValueType | None = ValueType.FLAG) -> str:
    with pytest.raises(RuleError) as caught:
        read_rule(tree, FIELDS, want=want)
    return str(caught.value)


# -- meaning, against a second evaluator ----------------------------------------------------------------------------

TEXTS = st.sampled_from([["field", "a"], ["field", "b"], ["text", "x"], ["text", ""]])
NUMBERS: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([["field", "n"], ["field", "m"]]) | st.integers(-9, 9).map(lambda n: ["number", n]),
    lambda inner: st.tuples(st.sampled_from(["add", "sub", "mul", "div", "min", "max"]), inner, inner).map(list),
    max_leaves=5,
)
FLAGS: st.SearchStrategy[Any] = st.recursive(
    st.tuples(st.sampled_from(["eq", "ne", "in"]), TEXTS, TEXTS).map(list)
    | st.tuples(st.sampled_from(["lt", "le", "gt", "ge", "eq"]), NUMBERS, NUMBERS).map(list)
    | st.tuples(st.just("filled"), TEXTS | NUMBERS).map(list)
    | st.just(["field", "flag"]),
    lambda inner: (
        st.tuples(st.just("not"), inner).map(list)
        | st.tuples(st.sampled_from(["and", "or"]), inner, inner).map(list)
        | st.tuples(st.just("if"), inner, inner, inner).map(list)
    ),
    max_leaves=8,
)
ANSWERS = st.fixed_dictionaries(
    {
        "a": st.sampled_from([None, "x", "y"]),
        "b": st.sampled_from([None, "x", "y"]),
        "n": st.none() | st.integers(-99, 99),
        "m": st.none() | st.integers(-99, 99),
        "flag": st.booleans(),
    }
)


def oracle(rule: Any, answers: dict[str, Any]) -> Any:
    """The rules' meaning once more: truth as numbers (1 true, 0 false, ½ unknown), all else as one table."""
    head, *rest = rule
    if head == "field":
        return answers[rest[0]]
    if head in ("text", "number"):
        return rest[0]
    values = [oracle(one, answers) for one in rest]
    if head in ("and", "or", "not"):
        truth = [0.5 if value is None else float(value) for value in values]
        level = 1 - truth[0] if head == "not" else min(truth) if head == "and" else max(truth)
        return {0.0: False, 0.5: None, 1.0: True}[level]
    if head == "filled":
        return values[0] is not None and values[0] != ""
    if head in ("eq", "ne"):
        return (values[0] == values[1]) == (head == "eq")
    if head == "in":
        return values[0] in values[1:]
    if head == "if":
        return None if values[0] is None else values[1] if values[0] else values[2]
    if None in values:
        return None
    first, second = values
    if head == "div" and second == 0:
        return None
    return {
        "lt": lambda: first < second,
        "le": lambda: first <= second,
        "gt": lambda: first > second,
        "ge": lambda: first >= second,
        "add": lambda: first + second,
        "sub": lambda: first - second,
        "mul": lambda: first * second,
        "div": lambda: first // second,
        "min": lambda: min(first, second),
        "max": lambda: max(first, second),
    }[head]()


@given(FLAGS, ANSWERS)
def test_rules_mean_what_they_say(rule: Any, answers: dict[str, Any]) -> None:
    assert value_of(rule, ValueType.FLAG, **answers) == oracle(rule, answers)


HOUSE = {"region": "441802006", "detail": "示例路 1 号"}


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (["age", ["field", "born"]], 65),
        (["ge", ["age", ["date", "1966-11-21"]], ["number", 60]], False),
        (["ge", ["age", ["date", "1966-11-20"]], ["number", 60]], True),
        (["days", ["date", "2024-02-28"], ["date", "2024-03-01"]], 2),
        (["days", ["today"], ["date", "2026-11-19"]], -1),
        (["eq", ["born", ["text", number_for(date(1975, 1, 12))]], ["date", "1975-01-12"]], True),
        (["born", ["text", "999999197501120010"]], None),
        (["count", "rows"], 3),
        (["sum", "rows", "cost"], 350),
        (["if", ["gt", ["sum", "rows", "cost"], ["money", 300]], ["text", "much"], ["text", "little"]], "much"),
        (["div", ["mul", ["field", "money"], ["number", 30]], ["number", 100]], 375),
        (["div", ["field", "money"], ["number", 0]], None),
        (["div", ["field", "money"], ["money", 500]], 2),
        (["add", ["money", MAX_AMOUNT], ["money", 1]], None),
        (["mul", ["number", MAX_AMOUNT], ["number", 2]], None),
        (["length", ["text", "𠮷田"]], 2),
        (["matches", ["text", "510000"], ["text", "postcode"]], True),
        (["matches", ["text", "51000"], ["text", "postcode"]], False),
        (["within", ["field", "home"], ["text", "44"]], True),
        (["within", ["field", "home"], ["text", "441802"]], True),
        (["within", ["field", "home"], ["text", "441803"]], False),
        (["filled", ["number", 0]], True),
        (["filled", ["field", "drawn"]], False),
        (["not", ["lt", ["field", "n"], ["number", 1]]], None),
        (["and", ["lt", ["field", "n"], ["number", 1]], ["flag", True]], None),
        (["and", ["lt", ["field", "n"], ["number", 1]], ["flag", False]], False),
        (["or", ["lt", ["field", "n"], ["number", 1]], ["flag", True]], True),
        (["or", ["flag", False], ["lt", ["field", "n"], ["number", 1]]], None),
        (["if", ["lt", ["field", "n"], ["number", 1]], ["text", "a"], ["text", "b"]], None),
        (["in", ["field", "tier"], ["text", "low"], ["text", "high"]], True),
        (["min", ["field", "born"], ["today"]], date(1961, 3, 4)),
    ],
)
def test_values(tree: Any, value: Any) -> None:
    rows = [{"cost": 100, "who": "甲"}, {"cost": 250, "who": None}, {"cost": None, "who": "乙"}]
    known = {"born": date(1961, 3, 4), "rows": rows, "money": 1250, "home": HOUSE, "tier": "low"}
    assert value_of(tree, **known) == value


# -- types ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        (["lt", ["field", "money"], ["number", 5]], "lt takes money as argument 2, not number"),
        (["lt", ["field", "a"], ["text", "b"]], "lt takes number or money or date, not text"),
        (["eq", ["field", "n"], ["text", "5"]], "cannot compare number with text"),
        (["eq", ["field", "tier"], ["text", "lwo"]], "compares with 'lwo', which is none of the options"),
        (["in", ["field", "tier"], ["text", "low"], ["text", "hi"]], "'hi', which is none of the options"),
        (["and", ["field", "a"]], "and takes flag as argument 1, not text"),
        (["not", ["field", "n"]], "not takes flag, not number"),
        (["eq", ["add", ["field", "money"], ["number", 1]], ["money", 1]], "add takes money as argument 2"),
        (["eq", ["mul", ["field", "money"], ["money", 1]], ["money", 1]], "cannot multiply money with money"),
        (["eq", ["age", ["field", "n"]], ["number", 1]], "age takes date, not number (at [1])"),
        (["gt", ["sum", "rows", "who"], ["number", 1]], "who is a text"),
        (["gt", ["sum", "a", "who"], ["number", 1]], "a is no table"),
        (["gt", ["sum", "rows", "nose"], ["number", 1]], "unknown field 'nose'"),
        (["matches", ["field", "a"], ["text", "(a+)+$"]], "knows no pattern"),
        (["within", ["field", "home"], ["text", "990000"]], "knows no division '990000'"),
        (["eq", ["field", "rows"], ["field", "rows"]], "cannot compare table with table"),
        (["add", ["number", 1], ["number", 2]], "gives a number, and a flag is needed"),
        (["eq", ["number", 1.5], ["number", 2]], "number takes one whole number (at [1])"),
        (["eq", ["number", True], ["number", 2]], "number takes one whole number"),
        (["eq", ["date", "2026-02-30"], ["today"]], "date takes one day"),
        (["eq", ["option"], ["text", "a"]], "option stands in a filter only"),
        (["and", ["or", ["eq", ["field", "q"], ["text", "x"]]]], "unknown field 'q' (at [1][1][1])"),
        (["eval", "1"], "unknown operator 'eval'"),
        (["and"] + [["field", "flag"]] * 21, "and takes 1 to 20 arguments"),
    ],
)
def test_a_wrong_rule_says_why_and_where(tree: Any, reason: str) -> None:
    assert reason in refusal_of(tree)


def test_a_rule_without_end_is_refused() -> None:
    rule: Any = ["field", "flag"]
    for _ in range(MAX_DEPTH + 1):
        rule = ["not", rule]
    assert "deeper than" in refusal_of(rule)
    wide: Any = ["field", "flag"]
    for _ in range(3):
        wide = ["or", *[wide] * 20]
    assert "more than" in refusal_of(wide)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([*OPERATORS, *FIELDS, "option", "cost", "postcode", "44", "2026-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(st.sampled_from(OPERATORS), inner).map(list)
        | st.tuples(st.sampled_from(OPERATORS), inner, inner).map(list)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=12,
)


@given(JSON, ANSWERS)
def test_what_the_reader_takes_can_be_evaluated(rule: Any, answers: dict[str, Any]) -> None:
    with suppress(RuleError):
        value_of(rule, **answers)


# -- patterns -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("digits", "0123", "12a"),
        ("landline", "020-12345678", "20-1234"),
        ("licence-plate", "粤A12345", "粤I12345"),
        ("licence-plate", "粤AD12345", "A12345"),
        ("credit-code", "99440000123456789", "99440000123456789"),
        ("chinese", "欧阳一", "欧阳A"),
        ("chinese", "𠮷〇·一", ""),
        ("latin", "Ann O'Neil", "张"),
        ("email", "a.b@example.cn", "a@b"),
    ],
)
def test_patterns(name: str, good: str, bad: str) -> None:
    if name == "credit-code":
        good = next(good + mark for mark in "0123456789ABCDEFGHJKLMNPQRTUWXY" if PATTERNS[name](good + mark))
    assert PATTERNS[name](good)
    assert not PATTERNS[name](bad)
    assert not PATTERNS[name](good + "\n")


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_a_credit_code_has_one_right_end(body: str) -> None:
    assert sum(PATTERNS["credit-code"](body + mark) for mark in "0123456789ABCDEFGHJKLMNPQRTUWXY") == 1


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("unit", ["a", "1", "张", "a.", "粤A", "-", "@", "a@", "·"])
def test_no_pattern_is_slow(name: str, unit: str) -> None:
    """A pattern that goes back and forth would not come to an end on these."""
    PATTERNS[name](unit * 50_000 + "!")
