"""Rules of a form as small JSON trees, evaluated without eval: read and typed once, then only called.

    ["eq", ["field", "group"], ["text", "none"]]          ["ge", ["age", ["field", "born"]], ["number", 60]]

A rule is checked when it is read (operators, numbers of arguments, known fields, types), so that evaluating cannot
fail. What depends on an answer that is not there is unknown (None): a comparison with it, and what follows from that.
`docs/forms.md` tells every operator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.forms import nodes, operators
from kiosk.forms.nodes import Node, RuleError
from kiosk.forms.types import FieldType, Seen, ValueType

MAX_DEPTH = 12
MAX_PARTS = 300
"""Lists in one rule."""
OPERATORS = (*nodes.LITERALS, *nodes.OF_FIELDS, *operators.OF_VALUES)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A checked rule. `names` are the fields that it looks at."""

    type: FieldType
    names: frozenset[str]
    evaluate: Callable[[Seen], Any] = field(repr=False)

    def holds(self, seen: Seen) -> bool:
        """Whether it is known to be true."""
        return self.evaluate(seen) is True

    def fails(self, seen: Seen) -> bool:
        """Whether it is known to be false."""
        return self.evaluate(seen) is False


def read_rule(
    tree: object,
    fields: Mapping[str, FieldType],
    *,
    want: ValueType | None = ValueType.FLAG,
    option: frozenset[str] | None = None,
) -> Rule:
    """A rule over these fields with a value of the wanted type; `RuleError` says why it is none, and where.

    `option`: names of the facts that every option has, where the rule filters options.
    """
    reader = _Reader(fields, option)
    node = reader.read(tree, 0)
    if want is not None and node.type.type is not want:
        raise RuleError(f"gives a {node.type.type}, and a {want} is needed")
    return Rule(type=node.type, names=node.names, evaluate=node.evaluate)


class _Reader:
    def __init__(self, fields: Mapping[str, FieldType], option: frozenset[str] | None) -> None:
        self._fields = fields
        self._option = option
        self._parts = 0

    def read(self, tree: object, depth: int) -> Node:
        self._parts += 1
        if depth > MAX_DEPTH:
            raise RuleError(f"deeper than {MAX_DEPTH}")
        if self._parts > MAX_PARTS:
            raise RuleError(f"more than {MAX_PARTS} parts")
        if not isinstance(tree, list | tuple) or not tree or not isinstance(tree[0], str):
            raise RuleError("a rule is a list that begins with an operator")
        operator, arguments = tree[0], tuple(tree[1:])
        if operator == "option":
            return nodes.option(arguments, self._option)
        if operator in nodes.LITERALS:
            return nodes.LITERALS[operator](arguments)
        if operator in nodes.OF_FIELDS:
            return nodes.OF_FIELDS[operator](arguments, self._fields)
        if operator not in operators.OF_VALUES:
            known = ", ".join(OPERATORS)
            raise RuleError(f"unknown operator {operator!r}; known are {known}")
        kind = operators.OF_VALUES[operator]
        if not kind.low <= len(arguments) <= kind.high:
            raise RuleError(f"{operator} takes {kind.low} to {kind.high} arguments")
        parts = []
        for at, argument in enumerate(arguments, start=1):
            try:
                parts.append(self.read(argument, depth + 1))
            except RuleError as problem:
                raise problem.inside(at) from None
        try:
            made, evaluate = kind.build(parts)
        except RuleError as problem:
            raise RuleError(f"{operator} {problem}") from None
        return Node(
            type=made, names=frozenset().union(*(node.names for node in parts)), evaluate=evaluate, literal=None
        )
