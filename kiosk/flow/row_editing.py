"""One row of a form's table while it is edited, on a page of its own; the form has it when it is done."""

from __future__ import annotations

from typing import Any

from kiosk.flow.field_view import MAX_DRAFT, address_draft, field_view
from kiosk.flow.page import STEPS, Action, Page, PageName, Role, Step
from kiosk.flow.visit import Visit
from kiosk.flow.words import Words
from kiosk.forms.definition import AnswerKind, FormField


class RowEditing:
    """A copy of a row, or a new one, with what was typed and will not do yet."""

    def __init__(self, words: Words, visit: Visit, table: str, index: int | None) -> None:
        """`IndexError` when the table has no such row, `RuntimeError` when no form is being filled."""
        filling = visit.filling
        if filling is None:
            raise RuntimeError("a row without a form")
        self._visit = visit
        self.table = table
        self._words = words
        self._filling = filling
        self._index = index
        self._sheet = filling.row(table, index)
        self._number = len(filling.rows(table)) + 1 if index is None else index + 1
        self._at = ""
        """The column on the page in elder mode; empty for the first."""
        self._drafts: dict[str, Any] = {}
        self._problems: dict[str, str] = {}

    def page(self) -> Page:
        name = self._words.pick(self._filling.field(self.table).label)
        title = self._words("form.row-title", name=name, number=self._number)
        return Page(
            name=PageName.FORM,
            title=title,
            said=title,
            step=Step(index=2, of=STEPS, label=self._words("step.form")),
            fields=tuple(
                field_view(
                    self._words,
                    self._sheet,
                    column,
                    draft=self._drafts.get(column.id),
                    problem=self._problems.get(column.id, ""),
                )
                for column in self._shown()
            ),
            actions=(
                Action(id="row-cancel", label=self._words("form.row-cancel")),
                *((Action(id="row-back", label=self._words("common.previous")),) if self._neighbour(-1) else ()),
                Action(
                    id="row-done",
                    label=self._words("common.next" if self._neighbour(1) else "form.row-done"),
                    role=Role.PRIMARY,
                ),
            ),
            facts={"row": self._number},
        )

    def act(self, action: str, value: Any) -> bool:
        """Whether the row stays open."""
        if action in ("answer", "row-done") and isinstance(value, dict):
            self._take({str(key): answer for key, answer in value.items()})
        match action:
            case "row-cancel" | "back":
                return False
            case "skip" if isinstance(value, str) and value in self._sheet.plan.by_id:
                self._sheet.skip(value)
                self._problems.pop(value, None)
                self._drafts.pop(value, None)
            case "row-back" if (before := self._neighbour(-1)) is not None:
                self._at = before.id
            case "row-done" if (following := self._neighbour(1)) is not None:
                wrong = self._sheet.open_problems() | self._problems
                self._problems = {column.id: wrong[column.id] for column in self._shown() if column.id in wrong}
                if not self._problems:
                    self._at = following.id
            case "row-done":
                return not self._done()
        return True

    def _shown(self) -> tuple[FormField, ...]:
        """The columns on the page: all of them, in elder mode one."""
        columns = self._sheet.relevant()
        if not self._visit.elder:
            return columns
        return tuple(column for column in columns if column.id == self._at) or columns[:1]

    def _neighbour(self, way: int) -> FormField | None:
        """In elder mode the column before (-1) or after (1) the one on the page."""
        columns, shown = self._sheet.relevant(), self._shown()
        if not self._visit.elder or not shown:
            return None
        at = columns.index(shown[0]) + way
        return columns[at] if 0 <= at < len(columns) else None

    def _take(self, values: dict[str, Any]) -> None:
        """Answers as they come from the page; what will not do stays there with its problem."""
        known = {key: value for key, value in values.items() if key in self._sheet.plan.by_id}
        refused = self._sheet.take_all(known)
        for column_id, value in known.items():
            self._drafts.pop(column_id, None)
            self._problems.pop(column_id, None)
            column = self._sheet.field(column_id)
            self._visit.remember_typed(column, value)
            if column_id not in refused or column.calculate is not None:
                continue
            if column.kind is AnswerKind.ADDRESS:
                # an address that is being chosen step by step is not yet wrong
                self._drafts[column_id] = address_draft(value)
            else:
                if isinstance(value, str) and len(value) <= MAX_DRAFT:
                    self._drafts[column_id] = value
                self._problems[column_id] = refused[column_id]

    def _done(self) -> bool:
        """Put the row into its table; False when something is still wrong with it, which is then told."""
        refused = self._sheet.take_all(self._drafts)
        self._drafts = {column_id: draft for column_id, draft in self._drafts.items() if column_id in refused}
        self._problems = self._sheet.open_problems() | refused
        # what is wrong may stand on another page than the last
        self._at = next((column.id for column in self._sheet.relevant() if column.id in self._problems), self._at)
        return not self._problems and self._filling.keep_row(self.table, self._index, self._sheet) is None
