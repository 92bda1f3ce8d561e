"""What residents of the soak answer: sensible things taken from forms and their examples, and nonsense."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

_TEXTS = ("示例内容甲", "示例路 9 号", "Example 7", "二〇二六年的示例")
_TRICKS = (
    "字" * 10_000,
    "<script>alert(1)</script><b>粗</b>",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> %(x)s {0}",
    "\u202e倒过来\u202c \u2066x\u2069",
    "零\x00字节",
    "\x1b[2J\x1b@\x1dV\x00",
    "'; DROP TABLE item; --",
    "../../../../etc/passwd",
    "\ud800",
    "𱁬" * 300,
    "-1",
    "",
    " ",
)
_OTHER: tuple[Any, ...] = (None, True, False, -1, 10**30, 1e308, [], [[]], {}, {"": ""}, [None, {"a": [1]}], 0.1)
_ACTIONS = tuple(
    "next answer skip login sign rate material way service function confirm deny retry wait noted again edit clear"
    " test-print sync recovered slip ticket no-card no-paper size language row-add row-edit search".split()
)
"""Ids that pages know, here sent with values that they do not. What would end a visit for good is left out."""
_LINES = (
    "not an action",
    "[]",
    "{}",
    "42",
    '{"action": 5}',
    '{"action": null, "value": {}}',
    '{"action": "next", "value": ',
    "[" * 5_000,
    '{"action": "next", "value": "\\ud800"}',
    '{"action": "\\udfff"}',
    "\x00\x01\x02",
)
"""No actions; each is to be answered as a problem."""


class Answers:
    """Draws answers for the fields that a page asks. `forms` maps service ids to their published forms."""

    def __init__(self, rng: random.Random, forms: Mapping[str, Mapping[str, Any]]) -> None:
        self._rng = rng
        self._forms = forms
        self._examples: dict[str, Mapping[str, Any]] = {}

    def begin(self, service: str) -> None:
        """A new form: one of its examples stands by for what cannot be made up."""
        examples = (self._forms.get(service) or {}).get("examples") or [{}]
        self._examples[service] = self._rng.choice(examples)

    def for_fields(self, service: str, fields: list[dict[str, Any]], *, carefully: bool) -> dict[str, Any]:
        """An answer for each field that can be changed; carefully: as the form's own example has it."""
        example = self._examples.get(service, {})
        given = {}
        for field in fields:
            if field.get("readonly"):
                continue
            by_example = field["id"] in example and (carefully or self._rng.random() < 0.4)
            given[field["id"]] = example[field["id"]] if by_example else self._made_up(field, example)
        return given

    def _made_up(self, field: dict[str, Any], example: Mapping[str, Any]) -> Any:
        rng, options = self._rng, [option["value"] for option in field.get("options") or []]
        match field["kind"]:
            case "choice" if options:
                return rng.choice(options)
            case "confirm":
                return True
            case "phone":
                return f"138{rng.randrange(10**8):08}"
            case "bank-card":
                return "" if not field.get("required") and rng.random() < 0.5 else _card_number(rng)
            case "date":
                return f"20{rng.randrange(10, 26)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
            case "text":
                return rng.choice(_TEXTS)[: field.get("max_length") or 200]
        # a kind that came later: what the form's writer gives as a good answer, or what stands there
        return example.get(field["id"], field.get("value"))


def _card_number(rng: random.Random) -> str:
    """Of a bank that does not exist, with the check digit of ISO/IEC 7812-1."""
    digits = "6200" + f"{rng.randrange(10**14):014}"
    total = 0
    for index, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 - index % 2)
        total += number - 9 if number > 9 else number
    return digits + str(-total % 10)


class Nonsense:
    """Draws what no sensible person sends."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def line(self) -> str:
        """A line that is no action."""
        return self._rng.choice(_LINES)

    def action(self) -> tuple[str, Any]:
        """An action that nobody knows, or one with a value that it cannot have."""
        if self._rng.random() < 0.2:
            return self._rng.choice(("", "constructor", "__class__", "字" * 300, "wipe", "back\n")), self.value([])
        return self._rng.choice(_ACTIONS), self.value([])

    def value(self, fields: list[dict[str, Any]]) -> Any:
        """A wrong value; for a form's fields, each with something that may or may not do."""
        if fields and self._rng.random() < 0.8:
            return {field["id"]: self._thing() for field in fields}
        return self._thing()

    def _thing(self) -> Any:
        return self._rng.choice(_TRICKS if self._rng.random() < 0.7 else _OTHER)
