"""Form definitions: what is asked, in which order, under which rules, filled from where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.forms.rules import rule_problem
from kiosk.reading import Table
from kiosk.texts import Texts

FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
OPTION_VALUE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
"""Values of choices are opaque ids, never labels (facts, offline synchronisation, section 11)."""


class AnswerKind(StrEnum):
    TEXT = "text"
    PHONE = "phone"
    BANK_CARD = "bank-card"
    CHOICE = "choice"
    DATE = "date"
    CONFIRM = "confirm"


class Prefill(StrEnum):
    """Where an answer can come from without asking."""

    NONE = "none"
    CARD_NAME = "card.name"
    CARD_NUMBER = "card.number"
    CARD_BIRTH_DATE = "card.birth-date"
    CARD_ADDRESS = "card.address"


@dataclass(frozen=True, kw_only=True)
class ChoiceOption:
    value: str
    label: Texts
    note: Texts | None


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
    required: bool
    skip: Texts | None
    """Label of the way to leave it out; only for fields that are not required."""
    options: tuple[ChoiceOption, ...]
    prefill: Prefill
    when: Any
    """Rule of relevance, or None; an irrelevant answer is dropped."""
    max_length: int


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    id: str
    version: str
    fields: tuple[FormField, ...]
    examples: tuple[Mapping[str, Any], ...]
    """Filled examples that must pass; they are tried when the definition is read."""


def read_form(table: Table) -> FormDefinition:
    """A definition; problems are noted on the table."""
    form_id, version = table.text("id"), table.text("version")
    rows = table.tables("fields", required=True)
    known = {row.peek("id") for row in rows}
    fields = tuple(_read_field(row, known) for row in rows)
    seen: set[str] = set()
    for field in fields:
        if field.id in seen:
            table.problem("fields", f"{field.id} is there twice")
        seen.add(field.id)
    examples = table.raw("examples") or ()
    table.done()
    return FormDefinition(id=form_id, version=version, fields=fields, examples=tuple(examples))


def _read_field(row: Table, known: set[str]) -> FormField:
    kind = row.choice("kind", AnswerKind)
    options = tuple(_read_option(option) for option in row.tables("options", required=kind is AnswerKind.CHOICE))
    when = row.raw("when")
    problem = None if when is None else rule_problem(when, known)
    if problem is not None:
        row.problem("when", problem)
        when = None
    required = row.flag("required", True)
    skip = row.texts("skip") if row.has("skip") else None
    if skip is not None and required:
        row.problem("skip", "a required field cannot be left out")
    label = row.texts("label")
    field = FormField(
        id=row.text("id", shape=lambda text: bool(FIELD_ID.match(text))),
        kind=kind,
        label=label,
        question=row.texts("question", label),
        help=row.texts("help") if row.has("help") else None,
        required=required,
        skip=skip,
        options=options,
        prefill=row.choice("prefill", Prefill, Prefill.NONE),
        when=when,
        max_length=row.number("max_length", 200, low=1, high=10_000),
    )
    row.done()
    return field


def _read_option(row: Table) -> ChoiceOption:
    option = ChoiceOption(
        value=row.text("value", shape=lambda text: bool(OPTION_VALUE.match(text))),
        label=row.texts("label"),
        note=row.texts("note") if row.has("note") else None,
    )
    row.done()
    return option
