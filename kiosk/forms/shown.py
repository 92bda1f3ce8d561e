"""An answer as a person reads it, and as it stands in the field where it was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kiosk.divisions import divisions
from kiosk.forms.definition import AnswerKind, FormField
from kiosk.forms.words import ANSWERS
from kiosk.identity.document import masked_number
from kiosk.texts import pick


def typed(field: FormField, value: Any) -> Any:
    """What a field shows for editing, which gives the same answer when it is taken again: 1250 分 are 12.50."""
    if value is None:
        return None
    match field.kind:
        case AnswerKind.MONEY:
            return _decimal(value, "")
        case AnswerKind.NUMBER:
            return str(value)
        case _:
            return value


def in_words(field: FormField, value: Any, language: str, *, masked: bool = False) -> str:
    """An answer as text, empty for none; `masked` leaves of numbers that name a person or account the last four."""
    if value is None or value == "":
        return ""
    match field.kind:
        case AnswerKind.CHOICE:
            return next((pick(option.label, language) for option in field.options if option.value == value), "")
        case AnswerKind.CONFIRM:
            return pick(ANSWERS["yes"], language)
        case AnswerKind.SIGNATURE:
            return pick(ANSWERS["signed"], language)
        case AnswerKind.PHOTO:
            return pick(ANSWERS["taken"], language)
        case AnswerKind.TABLE:
            return _rows(field, value, language, masked=masked)
        case AnswerKind.ADDRESS:
            return "".join(step.name for step in divisions().path(value["region"])) + str(value["detail"])
        case AnswerKind.PHONE:
            return f"{value[:3]} {value[3:7]} {value[7:]}"
        case AnswerKind.BANK_CARD:
            return f"**** {value[-4:]}" if masked else " ".join(value[at : at + 4] for at in range(0, len(value), 4))
        case AnswerKind.ID_NUMBER:
            return masked_number(value) if masked else str(value)
        case AnswerKind.DATE:
            return _day(date.fromisoformat(value), language)
        case AnswerKind.NUMBER | AnswerKind.MONEY:
            amount = f"{value:,}" if field.kind is AnswerKind.NUMBER else _decimal(value, ",")
            return amount if field.unit is None else f"{amount} {pick(field.unit, language)}"
        case _:
            return str(value)


def _rows(table: FormField, rows: Sequence[Mapping[str, Any]], language: str, *, masked: bool) -> str:
    columns = () if table.columns is None else table.columns.fields
    words = ([in_words(column, row.get(column.id), language, masked=masked) for column in columns] for row in rows)
    comma, end = (", ", "; ") if language == "en" else ("，", "；")
    return end.join(comma.join(word for word in row if word) for row in words)


def _decimal(fen: int, group: str) -> str:
    sign, whole = "-" if fen < 0 else "", abs(fen)
    return f"{sign}{whole // 100:{group}}.{whole % 100:02d}"


def _day(day: date, language: str) -> str:
    return day.isoformat() if language == "en" else f"{day.year} 年 {day.month} 月 {day.day} 日"
