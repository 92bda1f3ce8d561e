"""Reading form definitions: every reason why one cannot be used is told at once, each with its place.

FormError      `.reasons` holds one sentence a problem
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.forms.definition import CounterExample, FormDefinition
from kiosk.forms.examples import try_examples
from kiosk.forms.field_reader import read_fields
from kiosk.reading import Table

EXAMPLES_DAY = date(2026, 1, 1)
"""What `today` is for the examples of a form that names no other day."""


class FormError(ValueError):
    """A definition that is not taken."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons[:5]) + (f"; and {len(reasons) - 5} more" if len(reasons) > 5 else ""))
        self.reasons = tuple(reasons)


def form_from(value: object) -> FormDefinition:
    """A definition from its JSON value; `FormError` with every reason."""
    problems: list[str] = []
    form = read_form(Table(value, "form", problems))
    if problems:
        raise FormError(problems)
    return form


def read_form(table: Table) -> FormDefinition:
    """A definition, with its examples tried; problems are noted on the table, and then it is not to be used."""
    before = len(table.problems)
    form_id, version = table.text("id"), table.text("version")
    plan = read_fields(table)
    form = FormDefinition(
        id=form_id,
        version=version,
        plan=plan,
        examples=_read_examples(table),
        counter_examples=tuple(_read_counter_example(row) for row in table.tables("counter_examples")),
        examples_day=table.day("examples_day", EXAMPLES_DAY) or EXAMPLES_DAY,
    )
    if not form.examples:
        table.problem("examples", "a form needs at least one filled example that passes")
    if not form.counter_examples:
        table.problem(
            "counter_examples",
            "a form needs at least one example that must fail, such as "
            "{ answers = { … }, field = 'contact_phone', problem = 'phone' }",
        )
    table.done()
    if len(table.problems) == before:
        try_examples(form, table.problem)
    return form


def _read_examples(table: Table) -> tuple[Mapping[str, Any], ...]:
    raw = table.raw("examples")
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple) or not all(isinstance(one, Mapping) for one in raw):
        table.problem("examples", "takes a list of tables of answers")
        return ()
    return tuple(raw)


def _read_counter_example(row: Table) -> CounterExample:
    answers = row.raw("answers")
    if not isinstance(answers, Mapping):
        row.problem("answers", "takes a table of answers by field")
        answers = {}
    example = CounterExample(answers=answers, field=row.text("field"), problem=row.text("problem"))
    row.done()
    return example
