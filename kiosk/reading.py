"""Strict reading of tables (TOML, JSON): what is missing, unknown or of a wrong type is collected as sentences.

A `Table` never raises for content: it notes each problem with its place and returns a harmless value, so that one
reading reports everything at once. Whoever started the reading raises when `problems` is not empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from kiosk.texts import DEFAULT, LANGUAGES, Texts

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class Table:
    """One table at a place such as `services[3].form`; members are taken by name, `done` refuses the rest."""

    def __init__(self, value: object, where: str, problems: list[str]) -> None:
        self.where = where
        self.problems = problems
        self._left: dict[str, Any] = {}
        self._known: list[str] = []
        if isinstance(value, Mapping):
            self._left = {str(key): item for key, item in value.items()}
        else:
            problems.append(f"{where}: a table is expected")

    def problem(self, key: str, text: str) -> None:
        place = f"{self.where}.{key}" if self.where else key
        self.problems.append(f"{place}: {text}")

    def has(self, key: str) -> bool:
        return self._left.get(key) is not None

    def peek(self, key: str) -> str:
        """A member as text without taking it."""
        return str(self._left.get(key))

    def _take(self, key: str, required: bool) -> Any:
        self._known.append(key)
        value = self._left.pop(key, None)
        if value is None and required:
            self.problem(key, "is missing")
        return value

    def _typed(self, key: str, kind: type[T], default: T | None, words: str) -> T | None:
        value = self._take(key, default is None)
        if value is None:
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.problem(key, f"takes {words}, not {value!r}")
            return default
        return value

    def text(self, key: str, default: str | None = None, *, shape: Callable[[str], bool] | None = None) -> str:
        value = self._typed(key, str, default, "a text")
        if value is None:
            return ""
        if shape is not None and value and not shape(value):
            self.problem(key, f"{value!r} is not of the expected form")
        return value

    def number(self, key: str, default: int | None = None, *, low: int = 0, high: int = 2**31) -> int:
        value = self._typed(key, int, default, "a whole number")
        if value is None:
            return low
        if not low <= value <= high:
            self.problem(key, f"takes {low} to {high}, not {value}")
            return low
        return value

    def seconds(self, key: str, default: float, *, low: float = 0.0, high: float = 1e6) -> float:
        value = self._take(key, False)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.problem(key, f"takes seconds from {low:g} to {high:g}, not {value!r}")
            return default
        return float(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        return bool(self._typed(key, bool, default, "true or false"))

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        value = self._take(key, default is None)
        if value is None:
            return default if default is not None else next(iter(kind))
        try:
            return kind(value)
        except ValueError:
            self.problem(key, f"takes one of {', '.join(kind)}, not {value!r}")
            return default if default is not None else next(iter(kind))

    def texts(self, key: str, default: Texts | None = None) -> Texts:
        """A language map; a plain text is Mandarin."""
        value = self._take(key, default is None)
        if value is None:
            return default if default is not None else {DEFAULT: ""}
        if isinstance(value, str):
            value = {DEFAULT: value}
        good = (
            isinstance(value, Mapping)
            and DEFAULT in value
            and all(language in LANGUAGES and isinstance(text, str) for language, text in value.items())
        )
        if not good:
            self.problem(key, f"takes texts by language ({', '.join(LANGUAGES)}), {DEFAULT} among them")
            return {DEFAULT: ""}
        return dict(value)

    def day(self, key: str, default: date | None = None) -> date | None:
        value = self._take(key, False)
        if value is None:
            return default
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.problem(key, f"takes a date like 2026-11-20, not {value!r}")
            return default

    def strings(self, key: str, default: Iterable[str] | None = None) -> tuple[str, ...]:
        value = self._take(key, default is None)
        if value is None:
            return tuple(default or ())
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            self.problem(key, "takes a list of texts")
            return ()
        return tuple(value)

    def tables(self, key: str, *, required: bool = False) -> list[Table]:
        value = self._take(key, required)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.problem(key, "takes a list of tables")
            return []
        place = f"{self.where}.{key}" if self.where else key
        return [Table(item, f"{place}[{index}]", self.problems) for index, item in enumerate(value)]

    def table(self, key: str, *, required: bool = True) -> Table:
        value = self._take(key, required)
        place = f"{self.where}.{key}" if self.where else key
        return Table({} if value is None else value, place, self.problems)

    def raw(self, key: str) -> Any:
        """A member as it stands, for a reader of its own; None when absent."""
        return self._take(key, False)

    def items(self) -> list[tuple[str, Any]]:
        """All that is left, for tables whose members are names of their own."""
        left = list(self._left.items())
        self._left.clear()
        return left

    def done(self) -> None:
        """Refuse members nobody took."""
        for key in self._left:
            self.problem(key, f"is unknown; known are {', '.join(self._known)}")
        self._left.clear()
