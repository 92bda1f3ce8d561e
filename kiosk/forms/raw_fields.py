"""The fields of a form as far as each can be read alone: what they are, and their rules as they stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.forms.answers import not_writing
from kiosk.forms.definition import AnswerKind
from kiosk.forms.types import FieldType, ValueType
from kiosk.forms.words import PROBLEMS
from kiosk.reading import Table
from kiosk.texts import Texts

FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
OPTION_VALUE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
"""Values of choices are opaque ids, never labels (facts, offline synchronisation, section 11)."""
_FACT = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_CONSTRAINT_ID = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
MAX_FIELDS, MAX_COLUMNS, MAX_OPTIONS, MAX_CONSTRAINTS, MAX_ROWS = 200, 12, 200, 20, 50
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
_NOT_IN_ROWS = (AnswerKind.TABLE, AnswerKind.SIGNATURE, AnswerKind.PHOTO)


@dataclass(frozen=True, kw_only=True)
class RawConstraint:
    row: Table
    id: str
    rule: Any
    message: Texts


@dataclass(frozen=True, kw_only=True)
class RawOption:
    row: Table
    value: str
    label: Texts
    note: Texts | None
    when: Any
    facts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Raw:
    """A field as far as it can be read alone."""

    row: Table
    id: str
    kind: AnswerKind
    type: FieldType
    options: tuple[RawOption, ...]
    constraints: tuple[RawConstraint, ...]
    columns: tuple[Raw, ...]
    filter: Any
    when: Any
    calculate: Any
    required: Any


def read_raws(table: Table, key: str, most: int, *, in_row: bool) -> tuple[Raw, ...]:
    rows = table.tables(key, required=True)
    if not 1 <= len(rows) <= most:
        table.problem(key, f"takes 1 to {most}, not {len(rows)}")
    raws = tuple(_read_raw(row, in_row=in_row) for row in rows[:most])
    _once(table, key, [raw.id for raw in raws])
    return raws


def _once(table: Table, key: str, ids: list[str]) -> None:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        table.problem(key, f"{one} is there twice")


def _read_raw(row: Table, *, in_row: bool) -> Raw:
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
    columns = read_raws(row, "columns", MAX_COLUMNS, in_row=True) if is_table else ()
    if not is_table and row.has("columns"):
        row.raw("columns")
        row.problem("columns", "goes with kind = table, and only with it")
    return Raw(
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


def _read_option(row: Table) -> RawOption:
    facts = row.raw("facts")
    good = isinstance(facts, Mapping) and all(
        isinstance(name, str) and _FACT.match(name) and isinstance(fact, str) and len(fact) <= _MAX_WORDS
        for name, fact in facts.items()
    )
    if facts is not None and not good:
        row.problem("facts", "takes texts by name")
    option = RawOption(
        row=row,
        value=row.text("value", shape=lambda text: bool(OPTION_VALUE.match(text))),
        label=plain_texts(row, "label"),
        note=plain_texts(row, "note") if row.has("note") else None,
        when=row.raw("when"),
        facts=dict(facts) if facts is not None and good else {},
    )
    row.done()
    return option


def _read_constraint(row: Table, at: int) -> RawConstraint:
    constraint = RawConstraint(
        row=row,
        id=row.text("id", f"constraint-{at}", shape=lambda text: bool(_CONSTRAINT_ID.match(text))),
        rule=row.raw("rule"),
        message=plain_texts(row, "message"),
    )
    if constraint.id in PROBLEMS:
        row.problem("id", f"{constraint.id} is a problem that every form knows already")
    if constraint.rule is None:
        row.problem("rule", "is missing")
    row.done()
    return constraint


def plain_texts(row: Table, key: str, default: Texts | None = None) -> Texts:
    """Texts that show what they are: of bounded length, without characters that hide or turn what is beside them."""
    texts = row.texts(key, default)
    for language, text in texts.items():
        if len(text) > _MAX_WORDS:
            row.problem(key, f"{language} has {len(text)} characters, at most {_MAX_WORDS} fit on a screen")
        elif not_writing(text):
            row.problem(key, f"{language} has control or direction characters")
    return texts
