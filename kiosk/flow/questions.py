"""Pages that ask a few plain things beside a form: what was given, what will not do, and the way on and back."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kiosk.flow.page import Action, Page
from kiosk.flow.state import State

LONGEST = 200
"""Characters of one answer; what a person types here is much shorter."""


class Questions(State):
    """Base. Answers are texts, kept as they were typed until they will do; `answered` judges them.

    In elder mode the questions come one by one, each with its own words as the title.
    """

    asked: tuple[str, ...] = ()
    """Ids of the questions."""

    def enter(self) -> str | None:
        self.given: dict[str, str] = dict.fromkeys(self.asked, "")
        self.problems: dict[str, str] = {}
        """Sentences, by question."""
        self._in_hand = ""
        """The question on the page in elder mode; empty for the first."""
        return None

    @abstractmethod
    def whole(self) -> Page:
        """The page with all its questions."""

    @abstractmethod
    def answered(self) -> str | None:
        """Everything was given and the way on was pressed: the outcome, or None with `problems` filled."""

    @abstractmethod
    def _back(self) -> str:
        """Back was pressed at the first question: the outcome."""

    def page(self) -> Page:
        page = self.whole()
        names = [field.id for field in page.fields]
        if not self._one_by_one(names):
            return page
        at = self._at(names)
        field = page.fields[at]
        return replace(
            page,
            title=field.label,
            said=field.label,
            fields=(field,),
            actions=tuple(self._turning(action, at, len(names) - 1) for action in page.actions),
            facts={**page.facts, "index": at + 1, "of": len(names)},
        )

    def act(self, action: str, value: Any) -> str | None:
        names = [field.id for field in self.whole().fields]
        at = self._at(names)
        single = self._one_by_one(names)
        if action in ("answer", "next") and isinstance(value, Mapping):
            self._in_hand = names[at]
            self._take(value)
        match action:
            case "back" if single and at > 0:
                self.problems, self._in_hand = {}, names[at - 1]
            case "back":
                return self._back()
            case "next" if single and at + 1 < len(names):
                self.problems.pop(names[at], None)
                self._in_hand = names[at + 1]
            case "next":
                self.problems = {}
                return self.answered()
        return None

    def _one_by_one(self, names: list[str]) -> bool:
        return self.visit.elder and len(names) > 1

    def _at(self, names: list[str]) -> int:
        """Where one is: at what has to be put right, else at the question in hand."""
        wrong = next((name for name in names if name in self.problems), self._in_hand)
        return names.index(wrong) if wrong in names else 0

    def _turning(self, action: Action, at: int, last: int) -> Action:
        """The way back and on lead to the questions beside this one, where there are such."""
        if action.id == "back" and at > 0:
            return replace(action, label=self.w("common.previous"))
        if action.id == "next" and at < last:
            return replace(action, label=self.w("common.next"))
        return action

    def _take(self, values: Mapping[Any, Any]) -> None:
        for name in self.asked:
            value = values.get(name)
            if isinstance(value, str) and len(value) <= LONGEST:
                self.given[name] = value.strip()
                self.problems.pop(name, None)
