"""Form definitions as values: what is asked, in which order, under which rules, filled from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kiosk.forms.rules import Rule
from kiosk.texts import Texts


class AnswerKind(StrEnum):
    TEXT = "text"
    NAME = "name"
    ID_NUMBER = "id-number"
    PHONE = "phone"
    BANK_CARD = "bank-card"
    NUMBER = "number"
    MONEY = "money"
    """Typed as 12.50, kept as whole 分."""
    DATE = "date"
    ADDRESS = "address"
    CHOICE = "choice"
    TABLE = "table"
    PHOTO = "photo"
    """Of a document, taken at the terminal; the answer names the picture, which travels beside it."""
    SIGNATURE = "signature"
    CONFIRM = "confirm"


class Prefill(StrEnum):
    """Where an answer can come from without asking."""

    NONE = "none"
    CARD_NAME = "card.name"
    CARD_NUMBER = "card.number"
    CARD_BIRTH_DATE = "card.birth-date"
    CARD_ADDRESS = "card.address"
    CALENDAR_TODAY = "calendar.today"
    """A suggestion: it is asked all the same, and can be changed."""


@dataclass(frozen=True, kw_only=True)
class ChoiceOption:
    value: str
    label: Texts
    note: Texts | None
    when: Rule | None
    """Where it is not true the option is not offered."""
    facts: Mapping[str, str]
    """What the field's filter can ask of it."""


@dataclass(frozen=True, kw_only=True)
class Constraint:
    """What has to hold for an answer that is there; one that is unknown does not fail."""

    id: str
    rule: Rule
    message: Texts


@dataclass(frozen=True, kw_only=True)
class FormField:
    id: str
    kind: AnswerKind
    label: Texts
    """As on the review page: 联系电话."""
    question: Texts
    """As it is asked: 您的手机号是多少？"""
    help: Texts | None
    """Why it is asked and what it is used for."""
    required: bool | Rule
    skip: Texts | None
    """Label of the way to leave it out; only for fields that are not always required."""
    options: tuple[ChoiceOption, ...]
    filter: Rule | None
    """For each option: whether it is offered."""
    prefill: Prefill
    when: Rule | None
    """Relevance: an answer that does not apply is not shown, not seen by other rules and not sent."""
    constraints: tuple[Constraint, ...]
    calculate: Rule | None
    """The answer as a rule; it is shown, not asked."""
    columns: FieldPlan | None
    """For TABLE: what each row asks."""
    min_rows: int
    max_rows: int
    unit: Texts | None
    """For NUMBER and MONEY: 元, 人."""
    max_length: int


@dataclass(frozen=True, kw_only=True)
class FieldPlan:
    """Fields that are asked together, and in which order they are worked out: found once, when they are read."""

    fields: tuple[FormField, ...]
    by_id: Mapping[str, FormField]
    order: tuple[FormField, ...]
    """Each after those that its relevance, calculation and options look at."""
    followers: Mapping[str, tuple[FormField, ...]]
    """What may change when a field changes, in order; not the field itself."""
    checked_with: Mapping[str, tuple[FormField, ...]]
    """Fields whose constraints or requirement look at a field."""
    looks_at: Mapping[str, frozenset[str]]
    """What relevance, calculation and options of a field look at directly."""


@dataclass(frozen=True, kw_only=True)
class CounterExample:
    """A filled example that must fail, at a field (`children.number` for a table's column) with a problem."""

    answers: Mapping[str, Any]
    field: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    id: str
    version: str
    plan: FieldPlan
    examples: tuple[Mapping[str, Any], ...]
    """Filled examples that must pass; they are tried when the definition is read."""
    counter_examples: tuple[CounterExample, ...]
    examples_day: date
    """What `today` is for the examples, so that they mean the same on every day."""

    @property
    def fields(self) -> tuple[FormField, ...]:
        return self.plan.fields
