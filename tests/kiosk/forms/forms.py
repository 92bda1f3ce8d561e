"""Forms for tests, as their authors write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from kiosk.forms.definition import FormDefinition
from kiosk.forms.field_reader import read_fields
from kiosk.forms.filling import FormFilling
from kiosk.forms.reader import FormError, form_from
from kiosk.reading import Table

TODAY = date(2026, 11, 20)


def form(*fields: dict[str, Any]) -> FormDefinition:
    """A form without examples."""
    problems: list[str] = []
    plan = read_fields(Table({"fields": list(fields)}, "form", problems))
    assert problems == []
    return FormDefinition(id="F", version="1", plan=plan, examples=(), counter_examples=(), examples_day=TODAY)


def filling(*fields: dict[str, Any]) -> FormFilling:
    return FormFilling(form(*fields), today=TODAY)


def choice(field_id: str, *values: str, **members: Any) -> dict[str, Any]:
    options = [{"value": value, "label": value} for value in values]
    return {"id": field_id, "kind": "choice", "label": field_id, "options": options, **members}


def field(field_id: str, kind: str = "text", **members: Any) -> dict[str, Any]:
    return {"id": field_id, "kind": kind, "label": field_id, **members}


def is_(field_id: str, value: str) -> list[Any]:
    return ["eq", ["field", field_id], ["text", value]]


def problems_of(value: object) -> tuple[str, ...]:
    """What a form's reader says."""
    try:
        form_from(value)
    except FormError as refusal:
        return refusal.reasons
    return ()


def whole(*fields: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A form as it is published, with examples that hold as long as nothing but texts is asked."""
    return {
        "id": "F",
        "version": "1",
        "fields": list(fields),
        "examples": [{}],
        "counter_examples": [{"answers": {}, "field": fields[0]["id"] if fields else "x", "problem": "empty"}],
        **members,
    }
