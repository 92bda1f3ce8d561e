"""The operators of rules on values: what each takes, what type it gives and how it is evaluated."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.divisions import divisions
from kiosk.forms.nodes import DATE, FLAG, MONEY, NUMBER, TEXT, Evaluate, Node, RuleError, bounded
from kiosk.forms.patterns import PATTERNS
from kiosk.forms.types import AMOUNTS, ORDERED, FieldType, Seen, ValueType
from kiosk.identity.ages import age_on
from kiosk.identity.number import birth_date_of, number_problem

_TEXTS = (ValueType.TEXT, ValueType.CHOICE)


@dataclass(frozen=True, kw_only=True)
class Operator:
    low: int
    high: int
    build: Callable[[Sequence[Node]], tuple[FieldType, Evaluate]]


def _must_be(node: Node, kinds: Sequence[ValueType], position: int = 0) -> None:
    if node.type.type not in kinds:
        where = f" as argument {position}" if position else ""
        raise RuleError(f"takes {' or '.join(kinds)}{where}, not {node.type.type}")


def _comparable(first: Node, second: Node) -> None:
    """Raise unless asking whether both are the same makes sense."""
    for choice, other in ((first, second), (second, first)):
        if choice.type.type is ValueType.CHOICE and other.literal is not None and other.type == TEXT:
            if other.literal not in choice.type.options:
                raise RuleError(f"compares with {other.literal!r}, which is none of the options")
            return
    left, right = first.type.type, second.type.type
    if left in _TEXTS and right in _TEXTS:
        return
    if left is not right or left in (ValueType.TABLE, ValueType.DRAWING):
        raise RuleError(f"cannot compare {left} with {right}")


def _equal(wanted: bool) -> Operator:
    def build(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
        _comparable(nodes[0], nodes[1])
        first, second = nodes[0].evaluate, nodes[1].evaluate
        return FLAG, lambda seen: (first(seen) == second(seen)) is wanted

    return Operator(low=2, high=2, build=build)


def _build_in(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    for node in nodes[1:]:
        _comparable(nodes[0], node)
    first, others = nodes[0].evaluate, [node.evaluate for node in nodes[1:]]

    def evaluate(seen: Seen) -> bool:
        value = first(seen)
        return any(value == other(seen) for other in others)

    return FLAG, evaluate


def _order(compare: Callable[[Any, Any], bool]) -> Operator:
    def build(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
        _must_be(nodes[0], ORDERED)
        _must_be(nodes[1], (nodes[0].type.type,), 2)
        first, second = nodes[0].evaluate, nodes[1].evaluate

        def evaluate(seen: Seen) -> bool | None:
            left, right = first(seen), second(seen)
            if left is None or right is None:
                return None
            return bool(compare(left, right))

        return FLAG, evaluate

    return Operator(low=2, high=2, build=build)


def _logic(decides: bool) -> Operator:
    """`or` is decided by one true part, `and` by one false one; else one unknown part leaves it unknown."""

    def build(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
        for at, node in enumerate(nodes, start=1):
            _must_be(node, (ValueType.FLAG,), at)
        parts = [node.evaluate for node in nodes]

        def evaluate(seen: Seen) -> bool | None:
            unknown = False
            for part in parts:
                value: bool | None = part(seen)
                if value is decides:
                    return decides
                unknown = unknown or value is None
            return None if unknown else not decides

        return FLAG, evaluate

    return Operator(low=1, high=20, build=build)


def _build_not(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    _must_be(nodes[0], (ValueType.FLAG,))
    part = nodes[0].evaluate

    def evaluate(seen: Seen) -> bool | None:
        value = part(seen)
        return None if value is None else not value

    return FLAG, evaluate


def _build_filled(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    part = nodes[0].evaluate

    def evaluate(seen: Seen) -> bool:
        value = part(seen)
        # a nought is an answer, though it equals False
        return not (value is None or value is False or value in ("", []))

    return FLAG, evaluate


def _build_if(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    _must_be(nodes[0], (ValueType.FLAG,), 1)
    kind = nodes[1].type
    if kind.type in _TEXTS and nodes[2].type.type in _TEXTS:
        kind = TEXT
    else:
        _must_be(nodes[2], (kind.type,), 3)
    condition, yes, no = (node.evaluate for node in nodes)

    def evaluate(seen: Seen) -> Any:
        value = condition(seen)
        return None if value is None else yes(seen) if value else no(seen)

    return kind, evaluate


def _over(kinds: Sequence[ValueType], work: Callable[[list[Any]], Any], *, low: int = 2, high: int = 20) -> Operator:
    """All arguments of one type among `kinds`, which is also the result's; unknown if one of them is."""

    def build(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
        _must_be(nodes[0], kinds)
        for at, node in enumerate(nodes[1:], start=2):
            _must_be(node, (nodes[0].type.type,), at)
        return nodes[0].type, _when_known([node.evaluate for node in nodes], work)

    return Operator(low=low, high=high, build=build)


def _when_known(parts: Sequence[Evaluate], work: Callable[[list[Any]], Any]) -> Evaluate:
    def evaluate(seen: Seen) -> Any:
        values = [part(seen) for part in parts]
        return None if any(value is None for value in values) else work(values)

    return evaluate


def _build_mul(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    for at, node in enumerate(nodes, start=1):
        _must_be(node, AMOUNTS, at)
    if sum(node.type.type is ValueType.MONEY for node in nodes) > 1:
        raise RuleError("cannot multiply money with money")
    money = any(node.type.type is ValueType.MONEY for node in nodes)
    work = _when_known([node.evaluate for node in nodes], lambda values: bounded(values[0] * values[1]))
    return MONEY if money else NUMBER, work


def _build_div(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    """Rounded down to whole units; nothing is known of a division by nothing."""
    above, below = nodes
    _must_be(above, AMOUNTS, 1)
    _must_be(below, AMOUNTS, 2)
    if below.type.type is ValueType.MONEY and above.type.type is ValueType.NUMBER:
        raise RuleError("cannot divide a number by money")
    money = above.type.type is ValueType.MONEY and below.type.type is ValueType.NUMBER
    work = _when_known(
        [above.evaluate, below.evaluate], lambda values: values[0] // values[1] if values[1] != 0 else None
    )
    return MONEY if money else NUMBER, work


def _of(kinds: Sequence[ValueType], result: FieldType, work: Callable[..., Any], count: int = 1) -> Operator:
    """A function of `count` values of the same type."""

    def build(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
        for at, node in enumerate(nodes, start=1):
            _must_be(node, kinds, at)
        return result, _when_known([node.evaluate for node in nodes], lambda values: work(*values))

    return Operator(low=count, high=count, build=build)


def _build_age(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    _must_be(nodes[0], (ValueType.DATE,))
    born = nodes[0].evaluate

    def evaluate(seen: Seen) -> int | None:
        day = born(seen)
        return None if day is None else age_on(day, seen.today)

    return NUMBER, evaluate


def _build_matches(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    _must_be(nodes[0], (ValueType.TEXT,), 1)
    name = nodes[1].literal or ""
    if name not in PATTERNS:
        raise RuleError(f"knows no pattern {name!r}; known are {', '.join(PATTERNS)}")
    pattern = PATTERNS[name]
    return FLAG, _when_known([nodes[0].evaluate], lambda values: pattern(values[0]))


def _build_within(nodes: Sequence[Node]) -> tuple[FieldType, Evaluate]:
    _must_be(nodes[0], (ValueType.ADDRESS,), 1)
    region = nodes[1].literal or ""
    if not divisions().known(region):
        raise RuleError(f"knows no division {region!r}")
    return FLAG, _when_known([nodes[0].evaluate], lambda values: divisions().within(values[0]["region"], region))


def _born(number: str) -> date | None:
    return birth_date_of(number) if number_problem(number) is None else None


OF_VALUES: Mapping[str, Operator] = {
    "eq": _equal(True),
    "ne": _equal(False),
    "in": Operator(low=2, high=50, build=_build_in),
    "lt": _order(operator.lt),
    "le": _order(operator.le),
    "gt": _order(operator.gt),
    "ge": _order(operator.ge),
    "filled": Operator(low=1, high=1, build=_build_filled),
    "not": Operator(low=1, high=1, build=_build_not),
    "and": _logic(False),
    "or": _logic(True),
    "if": Operator(low=3, high=3, build=_build_if),
    "add": _over(AMOUNTS, lambda values: bounded(sum(values))),
    "sub": _over(AMOUNTS, lambda values: bounded(values[0] - values[1]), high=2),
    "mul": Operator(low=2, high=2, build=_build_mul),
    "div": Operator(low=2, high=2, build=_build_div),
    "min": _over(ORDERED, min),
    "max": _over(ORDERED, max),
    "age": Operator(low=1, high=1, build=_build_age),
    "days": _of((ValueType.DATE,), NUMBER, lambda first, last: (last - first).days, count=2),
    "born": _of((ValueType.TEXT,), DATE, _born),
    "length": _of((ValueType.TEXT,), NUMBER, len),
    "matches": Operator(low=2, high=2, build=_build_matches),
    "within": Operator(low=2, high=2, build=_build_within),
}
