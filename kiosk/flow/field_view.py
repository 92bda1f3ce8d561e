"""Questions of a form as a front end draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.divisions import Division, divisions
from kiosk.flow.page import FieldKind, FieldView, Option
from kiosk.flow.words import Words
from kiosk.forms.definition import AnswerKind, FormField
from kiosk.forms.filling import FormFilling
from kiosk.forms.sheet import AnswerSheet
from kiosk.forms.shown import in_words, typed
from kiosk.forms.words import ANSWERS, SOURCES

ALONE = (AnswerKind.ADDRESS, AnswerKind.TABLE, AnswerKind.SIGNATURE, AnswerKind.PHOTO)
"""What has a page of its own."""


MAX_DRAFT = 20_000
"""Characters of what was typed and will not do: more is not kept to be put right."""


def field_view(
    words: Words, sheet: AnswerSheet, field: FormField, *, draft: Any, problem: str, near: str = ""
) -> FieldView:
    """One question of a form or of a row. `draft`: what was typed and will not do yet, None for nothing; `near`: the
    division in which the terminal stands."""
    value = sheet.value(field.id)
    source = sheet.source(field.id) if isinstance(sheet, FormFilling) else ""
    fixed = field.calculate is not None or (isinstance(sheet, FormFilling) and sheet.fixed(field.id))
    shown = typed(field, value) if draft is None else draft
    path: tuple[Option, ...] = ()
    options = tuple(
        Option(
            value=option.value,
            label=words.pick(option.label),
            note="" if option.note is None else words.pick(option.note),
        )
        for option in sheet.options(field.id)
    )
    if field.kind is AnswerKind.ADDRESS:
        shown = address_draft(shown)
        path = tuple(_place(step) for step in divisions().path(shown["region"]))
        options = tuple(_place(child) for child in divisions().children(shown["region"], near))
    return FieldView(
        id=field.id,
        kind=FieldKind(field.kind.value),
        label=words.pick(field.question),
        help="" if field.help is None else words.pick(field.help),
        value=None if field.kind is AnswerKind.TABLE else shown,
        required=sheet.requires(field),
        options=options,
        source=words.pick(SOURCES[source]) if source else "",
        readonly=fixed,
        skip="" if field.skip is None or fixed or sheet.requires(field) else words.pick(field.skip),
        problem=words.pick(sheet.words_of(field.id, problem)) if problem else "",
        max_length=field.max_length,
        unit="" if field.unit is None else words.pick(field.unit),
        now=_now(words, field, value) if fixed else "",
        path=path,
        columns=() if field.columns is None else tuple(_column(words, one) for one in field.columns.fields),
        rows=() if field.columns is None else _rows(words, sheet, field),
        min_rows=0 if field.columns is None else field.min_rows,
        max_rows=0 if field.columns is None else field.max_rows,
    )


def _now(words: Words, field: FormField, value: Any) -> str:
    if value is None and field.calculate is not None:
        return words.pick(ANSWERS["waiting"])
    return in_words(field, value, words.language)


def address_draft(value: Any) -> dict[str, str]:
    """An address as far as it was given: a place of whatever level, empty for none, and what was written after it."""
    given = value if isinstance(value, Mapping) else {}
    region, detail = given.get("region"), given.get("detail")
    return {
        "region": region if isinstance(region, str) and divisions().known(region) else "",
        "detail": detail if isinstance(detail, str) and len(detail) <= MAX_DRAFT else "",
    }


def _place(division: Division) -> Option:
    return Option(value=division.code, label=division.name)


def _column(words: Words, column: FormField) -> FieldView:
    """The head of a column."""
    return FieldView(id=column.id, kind=FieldKind(column.kind.value), label=words.pick(column.label))


def _rows(words: Words, sheet: AnswerSheet, field: FormField) -> tuple[tuple[str, ...], ...]:
    """Rows in words; numbers of persons and accounts are masked, for others may look on."""
    return tuple(
        tuple(in_words(column, row.value(column.id), words.language, masked=True) for column in row.plan.fields)
        for row in sheet.rows(field.id)
    )
