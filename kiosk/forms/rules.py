"""Rules of a form as small JSON trees, evaluated without eval: relevance and constraints.

    ["eq", ["field", "group"], ["text", "none"]]     ["not", R]     ["and", R, …]     ["or", R, …]
    ["filled", ["field", "bank_card"]]               ["in", V, ["text", "a"], …]

A rule is checked when it is read (operators, number of arguments, known fields), so that evaluating cannot fail.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

_ARITY = {"eq": (2, 2), "ne": (2, 2), "not": (1, 1), "and": (1, 20), "or": (1, 20), "filled": (1, 1), "in": (2, 50)}
MAX_DEPTH = 12


def rule_problem(rule: object, fields: Collection[str], depth: int = 0) -> str | None:
    """Why a tree is no rule over these fields, or None."""
    if depth > MAX_DEPTH:
        return f"deeper than {MAX_DEPTH}"
    if not isinstance(rule, list | tuple) or not rule or not isinstance(rule[0], str):
        return "a rule is a list that begins with an operator"
    operator, arguments = rule[0], rule[1:]
    if operator == "field":
        if len(arguments) != 1 or arguments[0] not in fields:
            return f"unknown field {arguments!r}"
        return None
    if operator == "text":
        return None if len(arguments) == 1 and isinstance(arguments[0], str) else "text takes one text"
    if operator not in _ARITY:
        return f"unknown operator {operator!r}; known are field, text, {', '.join(_ARITY)}"
    low, high = _ARITY[operator]
    if not low <= len(arguments) <= high:
        return f"{operator} takes {low} to {high} arguments"
    for argument in arguments:
        problem = rule_problem(argument, fields, depth + 1)
        if problem is not None:
            return problem
    return None


def evaluate(rule: Any, answers: Mapping[str, Any]) -> Any:
    """The value of a checked rule; an unanswered field is None."""
    operator, arguments = rule[0], rule[1:]
    match operator:
        case "field":
            return answers.get(arguments[0])
        case "text":
            return arguments[0]
        case "and":
            return all(evaluate(argument, answers) for argument in arguments)
        case "or":
            return any(evaluate(argument, answers) for argument in arguments)
    values = [evaluate(argument, answers) for argument in arguments]
    match operator:
        case "eq":
            return values[0] == values[1]
        case "ne":
            return values[0] != values[1]
        case "not":
            return not values[0]
        case "filled":
            return values[0] not in (None, "", False)
        case "in":
            return values[0] in values[1:]
    raise ValueError(f"unchecked rule {operator!r}")
