"""What is asked: the form with only its gaps, and the materials."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.model import MaterialNeed, MaterialSource
from kiosk.flow.page import Action, FieldKind, FieldView, Notice, Option, Page, PageName, Role, Step, Tone
from kiosk.flow.proving import STEPS
from kiosk.flow.state import State
from kiosk.forms.definition import AnswerKind, FormField
from kiosk.forms.filling import PROBLEMS, FormFilling
from kiosk.store import LineState
from kiosk.texts import pick

FIELDS_A_PAGE = 2
_VIEW = {
    AnswerKind.TEXT: FieldKind.TEXT,
    AnswerKind.PHONE: FieldKind.PHONE,
    AnswerKind.BANK_CARD: FieldKind.BANK_CARD,
    AnswerKind.CHOICE: FieldKind.CHOICE,
    AnswerKind.DATE: FieldKind.DATE,
    AnswerKind.CONFIRM: FieldKind.CONFIRM,
}


class Form(State):
    """Asks only the gaps: two a page, one in elder mode. Answers are kept whenever the front end sends them."""

    def enter(self) -> str | None:
        self._problems: dict[str, str] = {}
        item = self.visit.service
        if item is None or item.form is None or self.visit.document is None:
            raise RuntimeError("a form without service or document")
        if self.visit.filling is None:
            self.visit.filling = FormFilling(item.form)
            self.visit.filling.prefill(self.visit.document)
            self.visit.form_field = ""
        elif wrong := self.visit.filling.open_problems():
            self.visit.form_field = next(iter(wrong))
        return None if self._pages() else "done"

    def page(self) -> Page:
        pages = self._pages()
        index = self._index(pages)
        fields = pages[index]
        single = len(fields) == 1
        title = self.desk.words.pick(fields[0].question) if single else self.w("form.title")
        return Page(
            name=PageName.FORM,
            title=title,
            subtitle="" if single else self.w("form.subtitle"),
            said="。".join(self.desk.words.pick(field.question) for field in fields),
            step=Step(index=2, of=STEPS, label=self.w("step.form")),
            fields=tuple(self._view(field) for field in fields),
            actions=(
                Action(id="back", label=self.w("common.previous")),
                Action(id="next", label=self.w("common.next"), role=Role.PRIMARY),
            ),
            facts={"index": index + 1, "of": len(pages)},
        )

    def act(self, action: str, value: Any) -> str | None:
        filling = self.visit.filling
        if filling is None:
            return None
        pages = self._pages()
        index = self._index(pages)
        here = pages[index]
        if action in ("next", "answer") and isinstance(value, dict):
            self._take({str(key): answer for key, answer in value.items()}, here)
        match action:
            case "back":
                self._problems = {}
                if index == 0:
                    return "back"
                self.visit.form_field = pages[index - 1][0].id
            case "skip" if isinstance(value, str) and value in {field.id for field in here}:
                filling.skip(value)
                self._problems.pop(value, None)
                if len(here) == 1:
                    return self._onwards(here)
            case "next":
                wrong = filling.open_problems()
                for field in here:
                    if field.id in wrong:
                        self._problems.setdefault(field.id, wrong[field.id])
                if not any(field.id in self._problems for field in here):
                    return self._onwards(here)
        return None

    def _take(self, values: dict[str, Any], here: tuple[FormField, ...]) -> None:
        filling = self.visit.filling
        for field in here:
            if filling is None or field.id not in values:
                continue
            self._problems.pop(field.id, None)
            self.visit.drafts.pop(field.id, None)
            problem = filling.take(field.id, values[field.id])
            if problem is not None and not (problem == "empty" and not field.required):
                self._problems[field.id] = problem
                # what was typed stays on the page to be put right, also after a call for help
                self.visit.drafts[field.id] = values[field.id]
            elif field.kind in (AnswerKind.PHONE, AnswerKind.BANK_CARD) and filling.value(field.id):
                self.visit.identity_values.add(str(filling.value(field.id)))

    def _onwards(self, here: tuple[FormField, ...]) -> str | None:
        """What was answered here may have added or taken away later questions."""
        self._problems = {}
        asked = [field.id for field in self._asked()]
        last = max((asked.index(field.id) for field in here if field.id in asked), default=-1)
        if last + 1 < len(asked):
            self.visit.form_field = asked[last + 1]
            return None
        return "done"

    def _asked(self) -> tuple[FormField, ...]:
        return () if self.visit.filling is None else self.visit.filling.asked()

    def _index(self, pages: list[tuple[FormField, ...]]) -> int:
        """The page with the question that stands open, also after the size of the text changed."""
        wanted = self.visit.form_field
        return next((at for at, fields in enumerate(pages) if any(field.id == wanted for field in fields)), 0)

    def _pages(self) -> list[tuple[FormField, ...]]:
        fields = self._asked()
        size = 1 if self.visit.elder else FIELDS_A_PAGE
        return [tuple(fields[start : start + size]) for start in range(0, len(fields), size)]

    def _view(self, field: FormField) -> FieldView:
        words = self.desk.words
        problem = self._problems.get(field.id, "")
        filling = self.visit.filling
        return FieldView(
            id=field.id,
            kind=_VIEW[field.kind],
            label=words.pick(field.question),
            help="" if field.help is None else words.pick(field.help),
            value=self.visit.drafts.get(field.id, None if filling is None else filling.value(field.id)),
            required=field.required,
            options=tuple(
                Option(
                    value=option.value,
                    label=words.pick(option.label),
                    note="" if option.note is None else words.pick(option.note),
                )
                for option in field.options
            ),
            skip="" if field.skip is None else words.pick(field.skip),
            problem=pick(PROBLEMS[problem], words.language) if problem else "",
            max_length=field.max_length,
        )


class Materials(State):
    """What is there already, what the machine fetches, what may follow; passed over where nothing is to say."""

    def enter(self) -> str | None:
        item = self.visit.service
        if item is None:
            raise RuntimeError("materials without a service")
        only_card = all(material.source is MaterialSource.CARD for material in item.materials)
        return "done" if only_card else None

    def page(self) -> Page:
        return Page(
            name=PageName.MATERIALS,
            title=self.w("materials.title-later" if self._deferred() else "materials.title"),
            subtitle=self.w("materials.subtitle"),
            said=self.w("materials.said"),
            step=Step(index=3, of=STEPS, label=self.w("step.materials")),
            actions=(
                Action(id="back", label=self.w("common.previous")),
                Action(id="next", label=self.w("common.next"), role=Role.PRIMARY),
            ),
            notices=(Notice(tone=Tone.PLAIN, text=self.w("materials.later")),) if self._deferred() else (),
            facts={"materials": material_rows(self)},
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "back"
            case "next":
                return "done"
            case "material" if isinstance(value, dict):
                row = next((row for row in material_rows(self) if row["id"] == value.get("id")), None)
                if row is not None and value.get("how") in [option["value"] for option in row["options"]]:
                    self.visit.material_choices[row["id"]] = str(value["how"])
        return None

    def _deferred(self) -> bool:
        return any(row["how"] == "deferred" for row in self.visit.materials())


def material_rows(state: State) -> list[dict[str, Any]]:
    """How each material stands now, in words; what the machine fetches says so when the line is down."""
    item = state.visit.service
    rows: list[dict[str, Any]] = []
    if item is None:
        return rows
    for material, now in zip(item.materials, state.visit.materials(), strict=True):
        how = now["how"]
        until = "" if now["until"] is None else state.desk.words.pick(now["until"])
        offline = how in ("shared", "licence") and state.desk.store.line() is not LineState.UP
        key = f"materials.{how}-later" if offline else f"materials.{how}"
        options = []
        if material.source is MaterialSource.BRING and material.need is MaterialNeed.DEFERRABLE:
            options = [
                {"value": choice, "label": state.w(f"materials.choose-{choice}")} for choice in ("bring", "deferred")
            ]
        rows.append(
            {
                "id": material.id,
                "name": state.desk.words.pick(material.name),
                "state": state.w(key, limit=until),
                "tone": Tone.OFFLINE if how == "deferred" or offline else Tone.SAFE,
                "options": options,
                "chosen": how,
            }
        )
    return rows
