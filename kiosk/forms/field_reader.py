"""Reading the fields of a form, in two steps: each alone, then their rules, when the types of all are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.forms.answers import MIN_NAME_LENGTH, not_writing
from kiosk.forms.definition import (
    AnswerKind,
    ChoiceOption,
    Constraint,
    FieldPlan,
    FormField,
    Prefill,
)
from kiosk.forms.nodes import RuleError
from kiosk.forms.plan import plan_of
from kiosk.forms.rules import Rule, read_rule
from kiosk.forms.types import FieldType, ValueType
from kiosk.forms.words import ANSWERS, PROBLEMS
from kiosk.reading import Table
from kiosk.texts import Texts

FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
OPTION_VALUE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
"""Values of choices are opaque ids, never labels (facts, offline synchronisation, section 11)."""
_FACT = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_CONSTRAINT_ID = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
MAX_FIELDS, MAX_COLUMNS, MAX_OPTIONS, MAX_CONSTRAINTS, MAX_ROWS = 200, 12, 200, 20, 50
MAX_PHOTOS = 4
"""Of 300 kB each, twice in base64: an envelope holds 8 MiB."""
_MAX_WORDS = 1000
VALUE_TYPES = {
    AnswerKind.NUMBER: ValueType.NUMBER,
    AnswerKind.MONEY: ValueType.MONEY,
    AnswerKind.DATE: ValueType.DATE,
    AnswerKind.CONFIRM: ValueType.FLAG,
    AnswerKind.CHOICE: ValueType.CHOICE,
    AnswerKind.ADDRESS: ValueType.ADDRESS,
    AnswerKind.TABLE: ValueType.TABLE,
    AnswerKind.SIGNATURE: ValueType.DRAWING,
    AnswerKind.PHOTO: ValueType.DRAWING,
}
"""What rules take the kinds for; all others are texts."""
_CALCULATED = (AnswerKind.TEXT, AnswerKind.NUMBER, AnswerKind.MONEY, AnswerKind.DATE)
_NOT_IN_ROWS = (AnswerKind.TABLE, AnswerKind.SIGNATURE, AnswerKind.PHOTO)
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
    raws = _read_raws(table, "fields", MAX_FIELDS, in_row=False)
    if sum(raw.kind is AnswerKind.PHOTO for raw in raws) > MAX_PHOTOS:
        table.problem("fields", f"asks for at most {MAX_PHOTOS} photos")
    return _plan(table, "fields", raws, {})


@dataclass(frozen=True, kw_only=True)
class _RawConstraint:
    row: Table
    id: str
    rule: Any
    message: Texts


@dataclass(frozen=True, kw_only=True)
class _RawOption:
    row: Table
    value: str
    label: Texts
    note: Texts | None
    when: Any
    facts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class _Raw:
    """A field as far as it can be read alone."""

    row: Table
    id: str
    kind: AnswerKind
    type: FieldType
    options: tuple[_RawOption, ...]
    constraints: tuple[_RawConstraint, ...]
    columns: tuple[_Raw, ...]
    filter: Any
    when: Any
    calculate: Any
    required: Any


# -- each alone -----------------------------------------------------------------------------------------------------


def _read_raws(table: Table, key: str, most: int, *, in_row: bool) -> tuple[_Raw, ...]:
    rows = table.tables(key, required=True)
    if not 1 <= len(rows) <= most:
        table.problem(key, f"takes 1 to {most}, not {len(rows)}")
    raws = tuple(_read_raw(row, in_row=in_row) for row in rows[:most])
    _once(table, key, [raw.id for raw in raws])
    return raws


def _once(table: Table, key: str, ids: list[str]) -> None:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        table.problem(key, f"{one} is there twice")


def _read_raw(row: Table, *, in_row: bool) -> _Raw:
    kind = row.choice("kind", AnswerKind)
    if in_row and kind in _NOT_IN_ROWS:
        row.problem("kind", f"a {kind} cannot stand in a table")
    is_choice, is_table = kind is AnswerKind.CHOICE, kind is AnswerKind.TABLE and not in_row
    options = tuple(_read_option(one) for one in row.tables("options", required=is_choice)[: MAX_OPTIONS + 1])
    if is_choice and not 1 <= len(options) <= MAX_OPTIONS:
        row.problem("options", f"takes 1 to {MAX_OPTIONS}")
    if options and not is_choice:
        row.problem("options", "goes with kind = choice, and only with it")
    _once(row, "options", [option.value for option in options])
    constraints = tuple(
        _read_constraint(one, at) for at, one in enumerate(row.tables("constraints")[:MAX_CONSTRAINTS], start=1)
    )
    _once(row, "constraints", [constraint.id for constraint in constraints])
    columns = _read_raws(row, "columns", MAX_COLUMNS, in_row=True) if is_table else ()
    if not is_table and row.has("columns"):
        row.raw("columns")
        row.problem("columns", "goes with kind = table, and only with it")
    return _Raw(
        row=row,
        id=row.text("id", shape=lambda text: bool(FIELD_ID.match(text))),
        kind=kind,
        type=FieldType(
            type=VALUE_TYPES.get(kind, ValueType.TEXT),
            options=frozenset(option.value for option in options),
            columns={column.id: column.type for column in columns},
        ),
        options=options,
        constraints=constraints,
        columns=columns,
        filter=row.raw("filter"),
        when=row.raw("when"),
        calculate=row.raw("calculate"),
        required=row.raw("required"),
    )


def _read_option(row: Table) -> _RawOption:
    facts = row.raw("facts")
    good = isinstance(facts, Mapping) and all(
        isinstance(name, str) and _FACT.match(name) and isinstance(fact, str) and len(fact) <= _MAX_WORDS
        for name, fact in facts.items()
    )
    if facts is not None and not good:
        row.problem("facts", "takes texts by name")
    option = _RawOption(
        row=row,
        value=row.text("value", shape=lambda text: bool(OPTION_VALUE.match(text))),
        label=_texts(row, "label"),
        note=_texts(row, "note") if row.has("note") else None,
        when=row.raw("when"),
        facts=dict(facts) if facts is not None and good else {},
    )
    row.done()
    return option


def _read_constraint(row: Table, at: int) -> _RawConstraint:
    constraint = _RawConstraint(
        row=row,
        id=row.text("id", f"constraint-{at}", shape=lambda text: bool(_CONSTRAINT_ID.match(text))),
        rule=row.raw("rule"),
        message=_texts(row, "message"),
    )
    if constraint.id in PROBLEMS:
        row.problem("id", f"{constraint.id} is a problem that every form knows already")
    if constraint.rule is None:
        row.problem("rule", "is missing")
    row.done()
    return constraint


def _texts(row: Table, key: str, default: Texts | None = None) -> Texts:
    """Texts that show what they are: of bounded length, without characters that hide or turn what is beside them."""
    texts = row.texts(key, default)
    for language, text in texts.items():
        if len(text) > _MAX_WORDS:
            row.problem(key, f"{language} has {len(text)} characters, at most {_MAX_WORDS} fit on a screen")
        elif not_writing(text):
            row.problem(key, f"{language} has control or direction characters")
    return texts


# -- with the types of all ------------------------------------------------------------------------------------------


def _plan(table: Table, key: str, raws: tuple[_Raw, ...], outer: Mapping[str, FieldType]) -> FieldPlan:
    """Fields with their rules; the columns of a table see the columns first, then the form's fields."""
    scope = {**outer, **{raw.id: raw.type for raw in raws}}
    plan, circles = plan_of([_finish(raw, scope) for raw in raws])
    for circle in circles:
        table.problem(key, f"wait for each other without end: {' → '.join(circle)}")
    return plan


def _finish(raw: _Raw, scope: Mapping[str, FieldType]) -> FormField:
    row = raw.row
    required, calculate = _required(raw, scope), _calculate(raw, scope)
    skip = _texts(row, "skip") if row.has("skip") else None
    if skip is not None and required is True:
        row.problem("skip", "a required field cannot be left out")
    label = _texts(row, "label")
    is_table = raw.kind is AnswerKind.TABLE
    unit = _texts(row, "unit") if row.has("unit") else None
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
        question=_texts(row, "question", label),
        help=_texts(row, "help") if row.has("help") else None,
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
    if raw.kind is AnswerKind.NAME and field.max_length < MIN_NAME_LENGTH:
        row.problem("max_length", f"a name may have {MIN_NAME_LENGTH} characters")
    if raw.filter is not None and raw.kind is not AnswerKind.CHOICE:
        row.problem("filter", "goes with kind = choice, and only with it")
    row.done()
    return field


def _required(raw: _Raw, scope: Mapping[str, FieldType]) -> bool | Rule:
    if raw.required is None:
        return raw.calculate is None
    if isinstance(raw.required, bool):
        return raw.required
    return _rule(raw.row, "required", raw.required, scope) or True


def _calculate(raw: _Raw, scope: Mapping[str, FieldType]) -> Rule | None:
    if raw.calculate is None:
        return None
    if raw.kind not in _CALCULATED:
        raw.row.problem("calculate", f"gives {', '.join(_CALCULATED)}, not {raw.kind}")
        return None
    if raw.row.has("prefill") or raw.row.has("skip"):
        raw.row.problem("calculate", "is shown and not asked: no prefill, no skip")
    return _rule(raw.row, "calculate", raw.calculate, scope, want=raw.type.type)


def _constraint(raw: _RawConstraint, scope: Mapping[str, FieldType]) -> Constraint:
    rule = _rule(raw.row, "rule", raw.rule, scope)
    # a place-holder where there is none: the problem is noted, and the form is not used
    return Constraint(id=raw.id, rule=rule or read_rule(["flag", True], {}), message=raw.message)


def _facts_of_all(raw: _Raw) -> frozenset[str]:
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
