"""One row of a form's table while it is edited: nothing of it is in the form before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.flow.field_view import address_draft
from kiosk.forms.definition import AnswerKind
from kiosk.forms.filling import FormFilling


class RowEditing:
    """A copy of a row, or a new one, with what was typed and will not do yet."""

    def __init__(self, filling: FormFilling, table: str, index: int | None) -> None:
        """`IndexError` when the table has no such row."""
        self.table = table
        self.index = index
        self.sheet = filling.row(table, index)
        self.number = len(filling.rows(table)) + 1 if index is None else index + 1
        self.drafts: dict[str, Any] = {}
        self.problems: dict[str, str] = {}
        self._filling = filling

    def take(self, values: Mapping[str, Any]) -> None:
        """Answers as they come from the page; what will not do stays there with its problem."""
        known = {key: value for key, value in values.items() if key in self.sheet.plan.by_id}
        refused = self.sheet.take_all(known)
        for column_id, value in known.items():
            self.drafts.pop(column_id, None)
            self.problems.pop(column_id, None)
            column = self.sheet.field(column_id)
            if column_id not in refused or refused[column_id] == "calculated":
                continue
            self.drafts[column_id] = address_draft(value) if column.kind is AnswerKind.ADDRESS else value
            if column.kind is not AnswerKind.ADDRESS:
                self.problems[column_id] = refused[column_id]

    def done(self) -> bool:
        """Put the row into its table; False when something is still wrong with it, which is then told."""
        refused = self.sheet.take_all(self.drafts)
        self.drafts = {column_id: draft for column_id, draft in self.drafts.items() if column_id in refused}
        self.problems = self.sheet.open_problems() | refused
        if self.problems:
            return False
        problem = self._filling.keep_row(self.table, self.index, self.sheet)
        return problem is None
