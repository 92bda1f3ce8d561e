"""The leaves of rules: values that stand in a rule, and what reads the fields of a form.

RuleError      why a tree is no rule; `.at` is the place inside of it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kiosk.forms.types import AMOUNTS, MAX_AMOUNT, FieldType, Seen, ValueType

Evaluate = Callable[[Seen], Any]
TEXT, NUMBER, MONEY = (FieldType(type=kind) for kind in (ValueType.TEXT, ValueType.NUMBER, ValueType.MONEY))
DATE, FLAG = FieldType(type=ValueType.DATE), FieldType(type=ValueType.FLAG)
_MAX_LITERAL = 1000


class RuleError(ValueError):
    """A tree that is no rule."""

    def __init__(self, reason: str, at: tuple[int, ...] = ()) -> None:
        place = "".join(f"[{step}]" for step in at)
        super().__init__(f"{reason} (at {place})" if at else reason)
        self.reason = reason
        self.at = at

    def inside(self, argument: int) -> RuleError:
        """The same, seen from the list around it."""
        return RuleError(self.reason, (argument, *self.at))


@dataclass(frozen=True, kw_only=True)
class Node:
    """A part of a rule that was read."""

    type: FieldType
    names: frozenset[str] = frozenset()
    evaluate: Evaluate = field(repr=False)
    literal: str | None = None
    """A text that stands in the rule itself."""


# -- values that stand in the rule ----------------------------------------------------------------------------------


def _literal(kind: FieldType, value: Any) -> Node:
    return Node(type=kind, evaluate=lambda _seen: value, literal=value if isinstance(value, str) else None)


def _text(arguments: Sequence[Any]) -> Node:
    if len(arguments) != 1 or not isinstance(arguments[0], str) or len(arguments[0]) > _MAX_LITERAL:
        raise RuleError("text takes one text")
    return _literal(TEXT, arguments[0])


def _whole(kind: FieldType, words: str) -> Callable[[Sequence[Any]], Node]:
    def read(arguments: Sequence[Any]) -> Node:
        value = arguments[0] if len(arguments) == 1 else None
        if type(value) is not int or abs(value) > MAX_AMOUNT:
            raise RuleError(words)
        return _literal(kind, value)

    return read


def _day(arguments: Sequence[Any]) -> Node:
    try:
        if len(arguments) == 1 and isinstance(arguments[0], str):
            return _literal(DATE, date.fromisoformat(arguments[0]))
    except ValueError:
        pass
    raise RuleError("date takes one day like 2026-11-20")


def _flag(arguments: Sequence[Any]) -> Node:
    if len(arguments) != 1 or not isinstance(arguments[0], bool):
        raise RuleError("flag takes true or false")
    return _literal(FLAG, arguments[0])


def _today(arguments: Sequence[Any]) -> Node:
    if arguments:
        raise RuleError("today takes nothing")
    return Node(type=DATE, evaluate=lambda seen: seen.today)


LITERALS: Mapping[str, Callable[[Sequence[Any]], Node]] = {
    "text": _text,
    "number": _whole(NUMBER, "number takes one whole number"),
    "money": _whole(MONEY, "money takes one whole number of 分"),
    "date": _day,
    "flag": _flag,
    "today": _today,
}


# -- what reads fields ----------------------------------------------------------------------------------------------


def _known(name: object, fields: Mapping[str, FieldType]) -> FieldType:
    if not isinstance(name, str) or name not in fields:
        raise RuleError(f"unknown field {name!r}")
    return fields[name]


def _field(arguments: Sequence[Any], fields: Mapping[str, FieldType]) -> Node:
    if len(arguments) != 1:
        raise RuleError("field takes one id")
    name = arguments[0]
    return Node(type=_known(name, fields), names=frozenset({name}), evaluate=lambda seen: seen.values.get(name))


def _count(arguments: Sequence[Any], fields: Mapping[str, FieldType]) -> Node:
    if len(arguments) != 1:
        raise RuleError("count takes the id of one table")
    name = _table(arguments[0], fields)
    return Node(type=NUMBER, names=frozenset({name}), evaluate=lambda seen: len(seen.values.get(name) or ()))


def _sum(arguments: Sequence[Any], fields: Mapping[str, FieldType]) -> Node:
    if len(arguments) != 2:
        raise RuleError("sum takes the ids of a table and of one of its columns")
    name = _table(arguments[0], fields)
    column = arguments[1]
    kind = _known(column, fields[name].columns)
    if kind.type not in AMOUNTS:
        raise RuleError(f"sum takes a column of numbers or money, and {column} is a {kind.type}")

    def evaluate(seen: Seen) -> Any:
        rows = seen.values.get(name) or ()
        return bounded(sum(row[column] for row in rows if row.get(column) is not None))

    return Node(type=kind, names=frozenset({name}), evaluate=evaluate)


def _table(name: object, fields: Mapping[str, FieldType]) -> str:
    if _known(name, fields).type is not ValueType.TABLE:
        raise RuleError(f"{name} is no table")
    return str(name)


OF_FIELDS: Mapping[str, Callable[[Sequence[Any], Mapping[str, FieldType]], Node]] = {
    "field": _field,
    "count": _count,
    "sum": _sum,
}


def option(arguments: Sequence[Any], facts: frozenset[str] | None) -> Node:
    """`["option"]`: the value of the option that a filter judges; `["option", NAME]`: one of its facts."""
    if facts is None:
        raise RuleError("option stands in a filter only")
    name = arguments[0] if arguments else ""
    if len(arguments) > 1 or not isinstance(name, str) or (arguments and name not in facts):
        raise RuleError(f"not every option has the fact {name!r}")
    return Node(type=TEXT, evaluate=lambda seen: seen.option.get(name))


def bounded(value: int) -> int | None:
    """The value, or nothing where it grew beyond what an answer can hold."""
    return value if abs(value) <= MAX_AMOUNT else None
