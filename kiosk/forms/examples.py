"""The filled examples of a form: those that must pass, and those that must fail at their field with their problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kiosk.forms.definition import FormDefinition
from kiosk.forms.filling import FormFilling
from kiosk.forms.shown import typed

Note = Callable[[str, str], None]
"""Takes the place within the form and the sentence."""


def try_examples(form: FormDefinition, note: Note) -> None:
    """Fill the form with each and note what is not as it should be."""
    for number, answers in enumerate(form.examples):
        place = f"examples[{number}]"
        problems = _problems(form, answers, partial(note, place))
        for field, problem in problems.items():
            note(f"{place}.{field}", f"does not pass its own form: {problem}")
    for number, example in enumerate(form.counter_examples):
        place = f"counter_examples[{number}]"
        problems = _problems(form, example.answers, partial(note, f"{place}.answers"))
        if problems.get(example.field) != example.problem:
            found = ", ".join(f"{field}: {problem}" for field, problem in problems.items()) or "it passes"
            note(place, f"must fail at {example.field} with {example.problem}; what happens: {found}")


def _problems(form: FormDefinition, answers: Mapping[str, Any], note: Callable[[str], None]) -> dict[str, str]:
    """Problems by field, those of a table's rows also by `table.column`; what no example can say is noted."""
    by_id = form.plan.by_id
    for unknown in sorted(set(map(str, answers)) - set(by_id)):
        note(f"unknown form field {unknown[:40]!r}")
    given = {field_id: answer for field_id, answer in answers.items() if field_id in by_id}
    filling = FormFilling(form, today=form.examples_day)
    refused = filling.take_all({key: value for key, value in given.items() if by_id[key].calculate is None})
    problems = filling.open_problems() | refused
    for field_id, problem in refused.items():
        if problem == "row":
            _, _, wrong = filling.read_rows(by_id[field_id], given[field_id])
            problems |= {f"{field_id}.{column}": reason for column, reason in wrong.items()}
    for field_id, answer in given.items():
        if by_id[field_id].calculate is not None and typed(by_id[field_id], filling.value(field_id)) != answer:
            note(f"{field_id} comes out as {typed(by_id[field_id], filling.value(field_id))!r}, not {answer!r}")
    return problems
