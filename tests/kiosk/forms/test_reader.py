"""Reading forms: each wrong one is refused with its place and reason, and nothing at all breaks the reader."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.reader import FormError, form_from
from kiosk.forms.rules import OPERATORS
from tests.kiosk.forms.forms import choice, field, is_, problems_of, whole

FORM: dict[str, Any] = {
    "id": "F",
    "version": "1",
    "fields": [
        field("name", "name"),
        choice("way", "bank", "cash"),
        field("card", "bank-card", when=is_("way", "bank")),
        field(
            "pay",
            "money",
            constraints=[{"id": "low", "rule": ["ge", ["field", "pay"], ["money", 100]], "message": "少"}],
        ),
        field("half", "money", calculate=["div", ["field", "pay"], ["number", 2]]),
        {
            "id": "rows",
            "kind": "table",
            "label": "行",
            "required": False,
            "columns": [field("who", "name"), field("number", "id-number", required=False)],
        },
    ],
    "examples": [{"name": "欧阳一", "way": "cash", "pay": "12.00", "half": "6.00"}],
    "counter_examples": [
        {"answers": {"name": "欧阳一", "way": "cash", "pay": "0.99"}, "field": "pay", "problem": "low"},
        {
            "answers": {"name": "欧阳一", "way": "cash", "pay": "1", "rows": [{"who": "乙", "number": "1"}]},
            "field": "rows.number",
            "problem": "id-number-shape",
        },
    ],
}


def test_a_form_that_holds() -> None:
    form = form_from(FORM)
    assert [one.id for one in form.fields] == ["name", "way", "card", "pay", "half", "rows"]
    assert len(form.counter_examples) == 2


def fields(*members: dict[str, Any]) -> dict[str, Any]:
    return whole(field("text"), *members)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (
            fields(field("a", when=["filled", ["field", "nose"]])),
            "form.fields[1].when: unknown field 'nose' (at [1])",
        ),
        (fields(choice("c", "x"), field("a", when=is_("c", "y"))), "form.fields[2].when: eq compares with 'y'"),
        (fields(field("a", when=["filled", ["field", "a"]])), "wait for each other without end: a → a"),
        (
            fields(
                field("a", when=["filled", ["field", "b"]], required=False),
                field("b", calculate=["if", ["filled", ["field", "c"]], ["text", "x"], ["text", "y"]]),
                choice("c", "x", filter=["filled", ["field", "a"]]),
            ),
            "wait for each other without end",
        ),
        (
            fields(
                field("sum", "money", calculate=["sum", "t", "m"]),
                {
                    "id": "t",
                    "kind": "table",
                    "label": "t",
                    "columns": [field("m", "money", calculate=["field", "sum"])],
                },
            ),
            "wait for each other without end",
        ),
        (
            fields(
                {
                    "id": "t",
                    "kind": "table",
                    "label": "t",
                    "columns": [field("m", calculate=["field", "n"]), field("n", calculate=["field", "m"])],
                }
            ),
            "form.fields[1].columns: wait for each other without end",
        ),
        (
            fields(field("a", "number", calculate=["field", "text"])),
            "calculate: gives a text, and a number is needed",
        ),
        (fields(field("a", "confirm", calculate=["flag", True])), "not confirm"),
        (fields(field("a", calculate=["text", "x"], prefill="card.name")), "shown and not asked"),
        (fields(field("a", constraints=[{"rule": ["length", ["field", "a"]], "message": "x"}])), "a flag is needed"),
        (fields(field("a", constraints=[{"rule": ["flag", True]}])), "constraints[0].message: is missing"),
        (fields(field("a", constraints=[{"message": "x"}])), "constraints[0].rule: is missing"),
        (
            fields(field("a", constraints=[{"id": "empty", "rule": ["flag", True], "message": "x"}])),
            "every form knows",
        ),
        (fields(field("a", required="yes")), "required: a rule is a list"),
        (fields(field("a", skip="不填")), "a required field cannot be left out"),
        (fields(field("a", options=[{"value": "x", "label": "x"}])), "goes with kind = choice"),
        (fields(field("a", filter=["eq", ["option"], ["text", "x"]])), "filter: goes with kind = choice"),
        (fields(choice("c", "x", "x")), "options: x is there twice"),
        (fields(choice("c")), "options: takes 1 to 200"),
        (
            fields(choice("c", "x", filter=["eq", ["option", "town"], ["text", "x"]])),
            "not every option has the fact 'town'",
        ),
        (fields({"id": "t", "kind": "table", "label": "t"}), "columns: is missing"),
        (fields({"id": "t", "kind": "table", "label": "t", "columns": []}), "columns: takes 1 to 12, not 0"),
        (
            fields(
                {"id": "t", "kind": "table", "label": "t", "columns": [{"id": "u", "kind": "table", "label": "u"}]}
            ),
            "a table cannot stand in a table",
        ),
        (
            fields({"id": "t", "kind": "table", "label": "t", "min_rows": 9, "max_rows": 3, "columns": [field("x")]}),
            "min_rows: takes 0 to 3",
        ),
        (fields(field("a", columns=[field("x")])), "goes with kind = table"),
        (fields(field("a", max_rows=3)), "goes with kind = table"),
        (fields(field("a", unit="元")), "goes with numbers and money"),
        (fields(*[field(f"p{at}", "photo") for at in range(5)]), "asks for at most 4 photos"),
        (
            fields({"id": "t", "kind": "table", "label": "t", "columns": [field("x", "photo")]}),
            "a photo cannot stand",
        ),
        (fields(field("a", "number", prefill="card.number")), "card.number does not fill a number"),
        (fields(field("a", "name", max_length=20)), "a name may have 50 characters"),
        (fields(field("a", "text", prefill="card.name", max_length=49)), "a name may have 50 characters"),
        (fields(field("a", label="甲\u202e乙")), "label: zh-CN has control or direction characters"),
        (fields(field("a", label={"zh-CN": "甲", "en": "a\x07"})), "label: en has control or direction characters"),
        (fields(field("a", help="长" * 1001)), "help: zh-CN has 1001 characters"),
        (fields(field("text")), "text is there twice"),
        (fields(field("A b")), "is not of the expected form"),
        (whole(*[field(f"f{at}") for at in range(201)]), "takes 1 to 200, not 201"),
        ({**FORM, "examples": []}, "a form needs at least one filled example that passes"),
        ({**FORM, "examples": 3}, "takes a list of tables of answers"),
        ({**FORM, "counter_examples": []}, "a form needs at least one example that must fail"),
        ({**FORM, "examples": [{"nose": "x"}]}, "examples[0]: unknown form field 'nose'"),
        (
            {**FORM, "examples": [{"name": "欧阳一", "way": "gold", "pay": "1"}]},
            "examples[0].way: does not pass its own form: choice",
        ),
        (
            {**FORM, "examples": [{"name": "欧阳一", "way": "bank", "pay": "1"}]},
            "examples[0].card: does not pass its own form: empty",
        ),
        ({**FORM, "examples": [{**FORM["examples"][0], "half": "7.00"}]}, "half comes out as '6.00', not '7.00'"),
        (
            {**FORM, "counter_examples": [{"answers": FORM["examples"][0], "field": "pay", "problem": "low"}]},
            "must fail at pay with low; what happens: it passes",
        ),
        (
            {**FORM, "counter_examples": [{"answers": {}, "field": "pay", "problem": "low"}]},
            "must fail at pay with low; what happens: name: empty",
        ),
    ],
)
def test_a_wrong_form_is_refused_with_place_and_reason(form: dict[str, Any], reason: str) -> None:
    reasons = problems_of(form)
    assert any(reason in one for one in reasons), reasons


def test_every_reason_is_told_at_once() -> None:
    reasons = problems_of(
        fields(field("a", when=["filled", ["field", "q"]]), field("b", skip="x"), field("c", "guess"), field("b"))
    )
    assert len(reasons) >= 4, reasons


def test_examples_mean_the_same_on_every_day() -> None:
    form = whole(
        field(
            "born", "date", constraints=[{"rule": ["ge", ["age", ["field", "born"]], ["number", 60]], "message": "x"}]
        ),
        examples=[{"born": "1960-01-01"}],
        counter_examples=[{"answers": {"born": "1961-01-01"}, "field": "born", "problem": "constraint-1"}],
        examples_day="2020-06-01",
    )
    assert problems_of(form) == (), "constraint-1 is not yet there on the first day of 1961 in 2020"
    assert problems_of({**form, "examples_day": "2019-12-31"})
    assert problems_of({**form, "examples_day": "2021-01-01"})


# -- whatever is thrown at it ---------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["甲" * 10_000, "\u202e", "\x00", "\ud800", "{{7*7}}", "<b>", "name", "way", "rows", *OPERATORS]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def places_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in children for place in places_of(child, (*path, key)))]


PLACES = places_of(FORM)[1:]


@given(VALUES, st.sampled_from(PLACES))
def test_no_value_anywhere_breaks_the_reader(value: Any, place: tuple[Any, ...]) -> None:
    form = copy.deepcopy(FORM)
    at: Any = form
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    with suppress(FormError):
        form_from(form)


@given(VALUES)
def test_anything_at_all_is_refused_with_reasons(value: Any) -> None:
    with pytest.raises(FormError) as caught:
        form_from(value)
    assert all(isinstance(reason, str) and reason for reason in caught.value.reasons)


def test_a_tree_as_deep_as_json_can_be_is_refused() -> None:
    deep = json.loads('["not",' * 900 + "1" + "]" * 900)
    assert any("deeper than" in reason for reason in problems_of(fields(field("a", when=deep))))
