"""In which order the fields of a form are worked out, and what a change of one can change: found once, at reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from kiosk.forms.definition import FieldPlan, FormField
from kiosk.forms.rules import Rule


def plan_of(fields: Sequence[FormField]) -> tuple[FieldPlan, list[tuple[str, ...]]]:
    """The plan, and every circle of fields that wait for each other; with a circle the plan is not to be used."""
    by_id = {field.id: field for field in fields}
    looks_at = {field.id: _looked_at(field) for field in fields}
    graph = {field_id: {name for name in names if name in by_id} for field_id, names in looks_at.items()}
    circles: list[tuple[str, ...]] = []
    while True:
        try:
            order = tuple(by_id[field_id] for field_id in TopologicalSorter(graph).static_order())
            break
        except CycleError as problem:
            # graphlib names each before what waits for it; cut this circle and look for the next
            circle = tuple(reversed(problem.args[1]))
            circles.append(circle)
            graph[circle[0]] = graph[circle[0]] - {circle[1]}
    checked = {field.id: _names(_checks(field)) for field in fields}
    plan = FieldPlan(
        fields=tuple(fields),
        by_id=by_id,
        order=order,
        followers={field_id: _followers(field_id, order, looks_at) for field_id in by_id},
        checked_with={
            field_id: tuple(field for field in fields if field_id in checked[field.id]) for field_id in by_id
        },
        looks_at=looks_at,
    )
    return plan, circles


def _looked_at(field: FormField) -> frozenset[str]:
    """What the value of a field depends on; of a table also what its columns look at outside of it."""
    rules = [field.when, field.calculate, field.filter, *(option.when for option in field.options)]
    names = _names(rules)
    if field.columns is not None:
        # a row's own columns go before the form's fields of the same name; the table's own rules see the form alone
        outside = frozenset().union(*(_looked_at(row) | _names(_checks(row)) for row in field.columns.fields))
        names |= outside - set(field.columns.by_id)
    return names


def _checks(field: FormField) -> list[Rule | None]:
    required = field.required if isinstance(field.required, Rule) else None
    return [required, *(constraint.rule for constraint in field.constraints)]


def _names(rules: Iterable[Rule | None]) -> frozenset[str]:
    return frozenset().union(*(rule.names for rule in rules if rule is not None))


def _followers(
    field_id: str, order: Sequence[FormField], looks_at: Mapping[str, frozenset[str]]
) -> tuple[FormField, ...]:
    reached = {field_id}
    followers = []
    for field in order:
        if field.id != field_id and looks_at[field.id] & reached:
            reached.add(field.id)
            followers.append(field)
    return tuple(followers)
