"""Reading the fields of a form: each alone, then their rules, when the types of all are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.forms.answers import MIN_NAME_LENGTH
from kiosk.forms.definition import AnswerKind, ChoiceOption, Constraint, FieldPlan, FormField, Prefill
from kiosk.forms.nodes import RuleError
from kiosk.forms.plan import plan_of
from kiosk.forms.raw_fields import MAX_FIELDS, MAX_ROWS, Raw, RawConstraint, plain_texts, read_raws
from kiosk.forms.rules import Rule, read_rule
from kiosk.forms.types import FieldType, ValueType
from kiosk.forms.words import ANSWERS
from kiosk.reading import Table

MAX_PHOTOS = 4
"""Of 300 kB each, twice in base64: an envelope holds 8 MiB."""
_CALCULATED = (AnswerKind.TEXT, AnswerKind.NUMBER, AnswerKind.MONEY, AnswerKind.DATE)
_PREFILLED = {
    Prefill.CARD_NAME: (AnswerKind.TEXT, AnswerKind.NAME),
    Prefill.CARD_NUMBER: (AnswerKind.TEXT, AnswerKind.ID_NUMBER),
    Prefill.CARD_BIRTH_DATE: (AnswerKind.DATE,),
    Prefill.CARD_ADDRESS: (AnswerKind.TEXT,),
    Prefill.CALENDAR_TODAY: (AnswerKind.DATE,),
}
_WITH_UNIT = (AnswerKind.NUMBER, AnswerKind.MONEY)


def read_fields(table: Table) -> FieldPlan:
    """The fields of a form; problems are noted on the table."""
    raws = read_raws(table, "fields", MAX_FIELDS, in_row=False)
    if sum(raw.kind is AnswerKind.PHOTO for raw in raws) > MAX_PHOTOS:
        table.problem("fields", f"asks for at most {MAX_PHOTOS} photos")
    return _plan(table, "fields", raws, {})


def _plan(table: Table, key: str, raws: tuple[Raw, ...], outer: Mapping[str, FieldType]) -> FieldPlan:
    """Fields with their rules; the columns of a table see the columns first, then the form's fields."""
    scope = {**outer, **{raw.id: raw.type for raw in raws}}
    plan, circles = plan_of([_finish(raw, scope) for raw in raws])
    for circle in circles:
        table.problem(key, f"wait for each other without end: {' → '.join(circle)}")
    return plan


def _finish(raw: Raw, scope: Mapping[str, FieldType]) -> FormField:
    row = raw.row
    required, calculate = _required(raw, scope), _calculate(raw, scope)
    skip = plain_texts(row, "skip") if row.has("skip") else None
    if skip is not None and required is True:
        row.problem("skip", "a required field cannot be left out")
    label = plain_texts(row, "label")
    is_table = raw.kind is AnswerKind.TABLE
    unit = plain_texts(row, "unit") if row.has("unit") else None
    if unit is not None and raw.kind not in _WITH_UNIT:
        row.problem("unit", "goes with numbers and money, and only with them")
    if unit is None and raw.kind is AnswerKind.MONEY:
        unit = ANSWERS["yuan"]
    if not is_table and (row.has("min_rows") or row.has("max_rows")):
        row.problem("min_rows", "goes with kind = table, and only with it")
    max_rows = row.number("max_rows", 20, low=1, high=MAX_ROWS)
    prefill = row.choice("prefill", Prefill, Prefill.NONE)
    if raw.kind not in _PREFILLED.get(prefill, (raw.kind,)):
        row.problem("prefill", f"{prefill} does not fill a {raw.kind}")
    field = FormField(
        id=raw.id,
        kind=raw.kind,
        label=label,
        question=plain_texts(row, "question", label),
        help=plain_texts(row, "help") if row.has("help") else None,
        required=required,
        skip=skip,
        options=tuple(
            ChoiceOption(
                value=option.value,
                label=option.label,
                note=option.note,
                when=_rule(option.row, "when", option.when, scope),
                facts=option.facts,
            )
            for option in raw.options
        ),
        filter=_rule(row, "filter", raw.filter, scope, option=_facts_of_all(raw)),
        prefill=prefill,
        when=_rule(row, "when", raw.when, scope),
        constraints=tuple(_constraint(constraint, scope) for constraint in raw.constraints),
        calculate=calculate,
        columns=_plan(row, "columns", raw.columns, scope) if is_table else None,
        min_rows=row.number("min_rows", 1 if required is True else 0, low=0, high=max_rows),
        max_rows=max_rows,
        unit=unit,
        max_length=row.number("max_length", 200, low=1, high=10_000),
    )
    named = raw.kind is AnswerKind.NAME or prefill is Prefill.CARD_NAME
    if named and field.max_length < MIN_NAME_LENGTH:
        row.problem("max_length", f"a name may have {MIN_NAME_LENGTH} characters")
    if raw.filter is not None and raw.kind is not AnswerKind.CHOICE:
        row.problem("filter", "goes with kind = choice, and only with it")
    row.done()
    return field


def _required(raw: Raw, scope: Mapping[str, FieldType]) -> bool | Rule:
    if raw.required is None:
        return raw.calculate is None
    if isinstance(raw.required, bool):
        return raw.required
    return _rule(raw.row, "required", raw.required, scope) or True


def _calculate(raw: Raw, scope: Mapping[str, FieldType]) -> Rule | None:
    if raw.calculate is None:
        return None
    if raw.kind not in _CALCULATED:
        raw.row.problem("calculate", f"gives {', '.join(_CALCULATED)}, not {raw.kind}")
        return None
    if raw.row.has("prefill") or raw.row.has("skip"):
        raw.row.problem("calculate", "is shown and not asked: no prefill, no skip")
    return _rule(raw.row, "calculate", raw.calculate, scope, want=raw.type.type)


def _constraint(raw: RawConstraint, scope: Mapping[str, FieldType]) -> Constraint:
    rule = _rule(raw.row, "rule", raw.rule, scope)
    # a place-holder where there is none: the problem is noted, and the form is not used
    return Constraint(id=raw.id, rule=rule or read_rule(["flag", True], {}), message=raw.message)


def _facts_of_all(raw: Raw) -> frozenset[str]:
    facts = [frozenset(option.facts) for option in raw.options]
    return frozenset.intersection(*facts) if facts else frozenset()


def _rule(
    row: Table,
    key: str,
    tree: Any,
    scope: Mapping[str, FieldType],
    *,
    want: ValueType = ValueType.FLAG,
    option: frozenset[str] | None = None,
) -> Rule | None:
    if tree is None:
        return None
    try:
        return read_rule(tree, scope, want=want, option=option)
    except RuleError as problem:
        row.problem(key, str(problem)[:300])
        return None
