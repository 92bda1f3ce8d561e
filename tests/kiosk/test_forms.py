"""Forms: rules against a second evaluator, fillings against what a form promises, whatever is thrown at them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.definition import FormDefinition, read_form
from kiosk.forms.filling import PROBLEMS, FormFilling, luhn_holds
from kiosk.forms.rules import MAX_DEPTH, evaluate, rule_problem
from kiosk.reading import Table
from tests.kiosk.people import document

FIELDS = ("a", "b", "c")
VALUES = st.tuples(st.just("field"), st.sampled_from(FIELDS)) | st.tuples(
    st.just("text"), st.sampled_from(("x", "y", ""))
)
RULES: st.SearchStrategy[Any] = st.recursive(
    st.tuples(st.sampled_from(("eq", "ne", "in")), VALUES, VALUES)
    | st.tuples(st.just("filled"), st.tuples(st.just("field"), st.sampled_from(FIELDS))),
    lambda inner: st.tuples(st.just("not"), inner) | st.tuples(st.sampled_from(("and", "or")), inner, inner),
    max_leaves=8,
)
ANSWERS = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(("x", "y", "", True)))


def oracle(rule: Any, answers: dict[str, Any]) -> Any:
    """The rules' meaning once more, as one table of functions."""
    head, rest = rule[0], rule[1:]
    if head == "field":
        return answers.get(rest[0])
    if head == "text":
        return rest[0]
    values = [oracle(one, answers) for one in rest]
    return {
        "eq": lambda: values[0] == values[1],
        "ne": lambda: values[0] != values[1],
        "in": lambda: any(values[0] == one for one in values[1:]),
        "not": lambda: not values[0],
        "and": lambda: all(values),
        "or": lambda: any(values),
        "filled": lambda: not (values[0] is None or values[0] == "" or values[0] is False),
    }[head]()


@given(RULES, ANSWERS)
def test_rules_mean_what_they_say(rule: Any, answers: dict[str, Any]) -> None:
    assert rule_problem(rule, FIELDS) is None
    assert evaluate(rule, answers) == oracle(rule, answers)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(("eq", "field", "and", "a")),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(JSON, ANSWERS)
def test_what_passes_the_check_can_be_evaluated(rule: Any, answers: dict[str, Any]) -> None:
    if rule_problem(rule, FIELDS) is None:
        evaluate(rule, answers)


def test_a_rule_without_end_is_refused() -> None:
    rule: Any = ["filled", ["field", "a"]]
    for _ in range(MAX_DEPTH + 1):
        rule = ["not", rule]
    assert rule_problem(rule, FIELDS) is not None


def form(*fields: dict[str, Any]) -> FormDefinition:
    problems: list[str] = []
    definition = read_form(Table({"id": "F", "version": "1", "fields": list(fields)}, "form", problems))
    assert problems == []
    return definition


FORM = form(
    {"id": "name", "kind": "text", "label": "姓名", "prefill": "card.name"},
    {
        "id": "way",
        "kind": "choice",
        "label": "方式",
        "options": [{"value": "bank", "label": "卡"}, {"value": "cash", "label": "现金"}],
    },
    {"id": "card", "kind": "bank-card", "label": "卡号", "when": ["eq", ["field", "way"], ["text", "bank"]]},
    {"id": "phone", "kind": "phone", "label": "手机", "required": False, "skip": "没有手机"},
    {"id": "since", "kind": "date", "label": "日期", "required": False},
    {"id": "yes", "kind": "confirm", "label": "属实"},
)
ANYTHING = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(max_size=3), max_size=3)
IDS = st.sampled_from([field.id for field in FORM.fields])


@given(st.lists(st.tuples(IDS, ANYTHING), max_size=20))
def test_nothing_that_is_sent_breaks_a_form(taken: list[tuple[str, Any]]) -> None:
    filling = FormFilling(FORM)
    filling.prefill(document())
    for field_id, value in taken:
        problem = filling.take(field_id, value)
        assert problem is None or problem in PROBLEMS
    relevant = {field.id for field in filling.relevant()}
    assert filling.answers().keys() <= relevant
    assert filling.open_problems().keys() <= relevant
    # what a form keeps passes its own rules: only what is missing stays open
    assert set(filling.open_problems().values()) <= {"empty"}


def test_only_the_gaps_are_asked() -> None:
    filling = FormFilling(FORM)
    filling.prefill(document())
    assert [field.id for field in filling.asked()] == ["way", "phone", "since", "yes"]
    assert filling.take("way", "bank") is None
    assert [field.id for field in filling.asked()] == ["way", "card", "phone", "since", "yes"]
    assert filling.take("card", "6222 0000-0000 0000 000") == "bank-card"
    assert filling.take("card", "4111 1111 1111 1111") is None
    assert filling.value("card") == "4111111111111111"
    assert filling.take("way", "cash") is None
    assert "card" not in filling.answers(), "what does not apply is not sent"
    assert not filling.skip("yes")
    assert filling.skip("phone")


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("phone", "１３８ 0000-000", "phone"),
        ("phone", "１３８ 0000-0000 0", "phone"),
        ("phone", "１３８ 0000-0000", None),
        ("phone", "12800000000", "phone"),
        ("since", "2026-02-29", "date"),
        ("since", "2026-02-28", None),
        ("way", "gold", "choice"),
        ("way", ["bank"], "characters"),
        ("yes", False, "empty"),
        ("yes", "true", "empty"),
        ("name", "甲\u202e乙", "characters"),
        ("name", "甲" * 201, "too-long"),
        ("name", " 甲 ", None),
    ],
)
def test_answers(field: str, value: object, problem: str | None) -> None:
    assert FormFilling(FORM).take(field, value) == problem


@given(st.text("0123456789", min_size=11, max_size=18))
def test_luhn_finds_the_one_right_digit(digits: str) -> None:
    assert sum(luhn_holds(digits + last) for last in "0123456789") == 1


def test_a_wiped_form_knows_nothing() -> None:
    filling = FormFilling(FORM)
    filling.prefill(document())
    filling.take("phone", "13800000000")
    filling.wipe()
    assert filling.answers() == {}
    assert filling.value("name") is None
    assert not filling.source("name")
