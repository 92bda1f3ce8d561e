"""What is asked: the form with only its gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kiosk.clock import local_date
from kiosk.devices import StillTaken
from kiosk.flow.field_view import ALONE, MAX_DRAFT, address_draft, field_view
from kiosk.flow.page import STEPS, Action, FieldView, Page, PageName, Role, Step
from kiosk.flow.photographing import DocumentPhoto
from kiosk.flow.row_editing import RowEditing
from kiosk.flow.state import State
from kiosk.forms.definition import AnswerKind, FormField
from kiosk.forms.filling import FormFilling
from kiosk.forms.sheet import AnswerSheet

FIELDS_A_PAGE = 2
_OF_A_PERSON = (AnswerKind.PHONE, AnswerKind.BANK_CARD, AnswerKind.ID_NUMBER)
"""Kinds whose answers must be found nowhere after the visit; the written part of an address is another."""


class Form(State):
    """Asks only the gaps: two a page, one in elder mode. Answers are kept whenever the front end sends them."""

    def enter(self) -> str | None:
        self._problems: dict[str, str] = {}
        self._row: RowEditing | None = None
        self._removed: tuple[str, int, Mapping[str, Any]] | None = None
        self._photo = DocumentPhoto(self.desk)
        item = self.visit.service
        if item is None or item.form is None or self.visit.document is None:
            raise RuntimeError("a form without service or document")
        if self.visit.filling is None:
            self.visit.filling = FormFilling(item.form, today=local_date(self.desk.clock))
            self.visit.filling.prefill(self.visit.document)
            self.visit.form_field = ""
        elif wrong := self.visit.filling.open_problems():
            self.visit.form_field = next(iter(wrong))
        if not self._pages():
            return "done"
        self._look()
        return None

    def leave(self) -> None:
        # also for a page that is laid over this one: a row that is being edited waits beneath it
        self._photo.away()

    def resume(self) -> None:
        self._look()

    def event(self, event: object) -> str | None:
        if isinstance(event, StillTaken):
            self._problems.pop(self._photo.taken(event, self._filling()), None)
            self._look()
        return None

    # -- what is shown ----------------------------------------------------------------------------------------------

    def page(self) -> Page:
        if self._row is not None:
            return self._row.page()
        pages = self._pages()
        index = self._index(pages)
        fields = pages[index]
        single = len(fields) == 1
        title = self.desk.words.pick(fields[0].question) if single else self.w("form.title")
        table = next((field for field in fields if field.kind is AnswerKind.TABLE), None)
        filling, photo = self._filling(), self._photo_of(fields)
        # what cannot be done now is not ordered
        away = self._photo.away_title(filling, photo) if photo else ""
        return Page(
            name=PageName.FORM,
            title=away or title,
            subtitle="" if single else self.w("form.subtitle-code" if self.visit.by_code else "form.subtitle"),
            said=away or "。".join(self.desk.words.pick(field.question) for field in fields),
            step=Step(index=2, of=STEPS, label=self.w("step.form")),
            fields=tuple(
                replace(view, label=away) if away and view.id == photo else view for view in map(self._view, fields)
            ),
            actions=(
                Action(
                    id="back", label=self.w("common.previous" if self.visit.correcting is None else "common.back")
                ),
                *(() if table is None else self._row_actions(table)),
                *(self._photo.actions(filling, photo) if photo else ()),
                *((Action(id="ticket", label=self.w("guide.ticket")),) if self._stuck(fields) else ()),
                Action(
                    id="next",
                    label=self.w("common.next" if self.visit.correcting is None else "review.edited"),
                    role=Role.PRIMARY,
                ),
            ),
            notices=self._photo.notices(filling, photo) if photo else (),
            facts={
                "index": index + 1,
                "of": len(pages),
                **({} if table is None else {"table": self._table_words()}),
                **(self._photo.facts(filling, photo) if photo else {}),
            },
        )

    def _view(self, field: FormField) -> FieldView:
        return field_view(
            self.desk.words,
            self._filling(),
            field,
            draft=self.visit.drafts.get(field.id),
            problem=self._problem_of(field),
            near="" if self.desk.policy is None else self.desk.policy.region,
        )

    def _row_actions(self, table: FormField) -> tuple[Action, ...]:
        full = len(self._filling().rows(table.id)) >= table.max_rows
        add = Action(id="row-add", label=self.w("form.row-add"), value=table.id, enabled=not full)
        if self._removed is None or self._removed[0] != table.id or full:
            return (add,)
        return (add, Action(id="row-restore", label=self.w("form.row-restore"), role=Role.QUIET))

    def _table_words(self) -> dict[str, str]:
        """What stands on the buttons of each row, and where there is none yet."""
        return {name: self.w(f"form.row-{name}") for name in ("edit", "remove", "none")}

    def _problem_of(self, field: FormField) -> str:
        """What the last answer did wrong; what nobody can change here says at once that it will not do."""
        filling = self._filling()
        if filling.fixed(field.id):
            return filling.open_problems().get(field.id, "")
        return self._problems.get(field.id, "")

    def _stuck(self, fields: tuple[FormField, ...]) -> bool:
        """Whether the card itself says what will not do here: nobody can change it, so a person has to look."""
        filling = self._filling()
        wrong = filling.open_problems()
        return any(filling.fixed(field.id) and field.id in wrong for field in fields)

    # -- what is done -----------------------------------------------------------------------------------------------

    def act(self, action: str, value: Any) -> str | None:
        if self._row is not None:
            self._act_in_row(self._row, action, value)
            return None
        outcome = self._act(action, value)
        if outcome is None:
            self._look()
        return outcome

    def _act(self, action: str, value: Any) -> str | None:
        filling = self._filling()
        pages = self._pages()
        index = self._index(pages)
        here = pages[index]
        ids = {field.id for field in here}
        refused: dict[str, str] = {}
        if action in ("next", "answer") and isinstance(value, dict):
            refused = self._take({str(key): answer for key, answer in value.items()}, here, draft=action == "answer")
        match action:
            case "ticket" if self._stuck(here):
                return "ticket"
            case "back" if self.visit.correcting is not None:
                return self._back_to_review(filling.open_problems())
            case "back":
                self._problems, self._removed = {}, None
                if index == 0:
                    return "back"
                self.visit.form_field = pages[index - 1][0].id
            case "skip" if isinstance(value, str) and value in ids:
                filling.skip(value)
                self._problems.pop(value, None)
                self.visit.drafts.pop(value, None)
                if len(here) == 1:
                    return self._onwards(here)
            case "next":
                wrong = filling.open_problems() | self._retry_drafts(here) | refused
                self._problems = {field.id: wrong[field.id] for field in here if field.id in wrong}
                if not self._problems:
                    return self._onwards(here)
            case "photo-take" if isinstance(value, str) and value in ids and value == self._photo_of(here):
                self._photo.take(value)
            case "photo-retake" if isinstance(value, str) and value in ids and value == self._photo_of(here):
                filling.drop_photo(value)
            case "row-add" if isinstance(value, str) and value in ids and self._is_table(value):
                if len(filling.rows(value)) < filling.field(value).max_rows:
                    self._row = RowEditing(self.desk.words, self.visit, value, None)
            case "row-edit" if (place := self._row_named(value, ids)) is not None:
                self._row = RowEditing(self.desk.words, self.visit, *place)
            case "row-remove" if (place := self._row_named(value, ids)) is not None:
                self._removed = (*place, filling.remove_row(*place))
                self._problems.pop(place[0], None)
            case "row-restore" if self._removed is not None and self._removed[0] in ids:
                filling.insert_row(*self._removed)
                self._removed = None
        return None

    def _act_in_row(self, row: RowEditing, action: str, value: Any) -> None:
        if row.act(action, value):
            return
        self._row = None
        if action == "row-done":
            self._removed = None
            self._problems.pop(row.table, None)
            self._remember(self._filling(), self._filling().field(row.table))

    def _take(self, values: dict[str, Any], here: tuple[FormField, ...], *, draft: bool) -> dict[str, str]:
        """Take what was answered here; problems of what will not do, which are shown with their questions."""
        filling = self._filling()
        given = {
            field.id: values[field.id]
            for field in here
            # a picture comes from the camera, whatever a front end sends
            if field.id in values and not filling.fixed(field.id) and field.kind is not AnswerKind.PHOTO
        }
        refused = filling.take_all(given)
        for field_id, value in given.items():
            field = filling.field(field_id)
            self._problems.pop(field_id, None)
            self.visit.drafts.pop(field_id, None)
            self.visit.remember_typed(field, value)
            if field_id not in refused:
                self._remember(filling, field)
                continue
            # what was typed stays on the page to be put right, also after a call for help
            if field.kind is AnswerKind.ADDRESS:
                self.visit.drafts[field_id] = address_draft(value)
            elif isinstance(value, str) and len(value) <= MAX_DRAFT:
                self.visit.drafts[field_id] = value
            # an address that is being chosen step by step is not yet wrong
            if not (draft and field.kind is AnswerKind.ADDRESS):
                self._problems[field_id] = refused[field_id]
        return refused

    def _retry_drafts(self, here: tuple[FormField, ...]) -> dict[str, str]:
        """What was typed here and did not do may do by now; problems of what still does not."""
        drafts = self.visit.drafts
        refused = self._filling().take_all({field.id: drafts[field.id] for field in here if field.id in drafts})
        for field in here:
            if field.id in drafts and field.id not in refused:
                del drafts[field.id]
                self._remember(self._filling(), field)
        return refused

    def _remember(self, sheet: AnswerSheet, field: FormField) -> None:
        """Answers that name the person are looked for when the visit is over."""
        value = sheet.value(field.id)
        if value and field.kind in _OF_A_PERSON:
            self.visit.identity_values.add(str(value))
        elif value and field.kind is AnswerKind.ADDRESS:
            self.visit.identity_values.add(str(value["detail"]))
        elif field.kind is AnswerKind.TABLE:
            for row in sheet.rows(field.id):
                for column in row.plan.fields:
                    self._remember(row, column)

    def _onwards(self, here: tuple[FormField, ...]) -> str | None:
        """What was answered here may have added or taken away later questions, or spoiled earlier answers."""
        self._problems, self._removed = {}, None
        if self.visit.correcting is not None:
            return self._corrected(self.visit.correcting, {field.id for field in here})
        shown = [field.id for fields in self._pages() for field in fields]
        last = max((shown.index(field.id) for field in here if field.id in shown), default=-1)
        if last + 1 < len(shown):
            self.visit.form_field = shown[last + 1]
            return None
        if wrong := self._filling().open_problems():
            self.visit.form_field = next(iter(wrong))
            self._problems = dict(wrong)
            return None
        return "done"

    def _corrected(self, known: frozenset[str], here: set[str]) -> str | None:
        """One row of the review was changed: what that brings up or spoils is asked, and nothing else."""
        self.visit.correcting = known | here
        new = {field.id for field in self._filling().asked()} - self.visit.correcting
        wrong = self._filling().open_problems()
        shown = [field.id for fields in self._pages() for field in fields]
        following = next((field_id for field_id in shown if field_id in new or field_id in wrong), None)
        if following is None:
            return "corrected"
        self.visit.form_field = following
        # what nobody was asked yet is not wrong
        self._problems = {field_id: problem for field_id, problem in wrong.items() if field_id not in new}
        return None

    def _back_to_review(self, wrong: Mapping[str, str]) -> str | None:
        """Nothing is shown to be signed while something in it will not do."""
        if not wrong:
            return "corrected"
        self.visit.form_field = next(iter(wrong))
        self._problems = dict(wrong)
        return None

    # -- where one is -----------------------------------------------------------------------------------------------

    def _filling(self) -> FormFilling:
        if self.visit.filling is None:
            raise RuntimeError("a form that nobody fills")
        return self.visit.filling

    def _look(self) -> None:
        """The camera is on where a photo is asked for."""
        pages = self._pages()
        self._photo.look(self._filling(), self._photo_of(pages[self._index(pages)]) if pages else "")

    @staticmethod
    def _photo_of(fields: tuple[FormField, ...]) -> str:
        """The field of a page that asks for a photo; empty where none does."""
        return next((field.id for field in fields if field.kind is AnswerKind.PHOTO), "")

    def _is_table(self, field_id: str) -> bool:
        return self._filling().field(field_id).kind is AnswerKind.TABLE

    def _row_named(self, value: Any, ids: set[str]) -> tuple[str, int] | None:
        """`[field id, index]` of a row that is on this page."""
        if not isinstance(value, list | tuple) or len(value) != 2:
            return None
        table, index = value
        if not isinstance(table, str) or table not in ids or type(index) is not int:
            return None
        return (table, index) if 0 <= index < len(self._filling().rows(table)) else None

    def _index(self, pages: list[tuple[FormField, ...]]) -> int:
        """The page with the question that stands open, also after the size of the text changed."""
        wanted = self.visit.form_field
        return next((at for at, fields in enumerate(pages) if any(field.id == wanted for field in fields)), 0)

    def _pages(self) -> list[tuple[FormField, ...]]:
        """The questions page by page; what is calculated stands with the question before it and counts for none."""
        filling = self._filling()
        asked = {field.id for field in filling.asked()}
        wrong = filling.open_problems()
        size = 1 if self.visit.elder else FIELDS_A_PAGE
        pages: list[list[FormField]] = []
        room = 0
        for field in filling.relevant():
            if field.id not in asked and field.calculate is None:
                continue
            if field.calculate is None and (field.kind in ALONE or room < 1):
                pages.append([])
                room = 0 if field.kind in ALONE else size
            if not pages:
                # nothing is asked before it: it opens the first page
                pages.append([])
                room = size
            pages[-1].append(field)
            room -= field.calculate is None
        told = [page for page in pages if any(field.id in asked or field.id in wrong for field in page)]
        return [tuple(page) for page in told]
