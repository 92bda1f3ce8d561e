"""What is asked: the form with only its gaps, the materials, the review, the signature."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.model import MaterialNeed, MaterialSource
from kiosk.flow.page import Action, FieldKind, FieldView, Notice, Option, Page, PageName, Role, Step, TextSize, Tone
from kiosk.flow.proving import STEPS
from kiosk.flow.state import State
from kiosk.forms.definition import AnswerKind, FormField, Prefill
from kiosk.forms.filling import PROBLEMS, FormFilling
from kiosk.identity.document import masked_address, masked_name, masked_number
from kiosk.protocol.canonical import canonical, sha256_hex
from kiosk.store import LineState
from kiosk.texts import pick

FIELDS_A_PAGE = 2
MAX_STROKES = 200
MAX_POINTS = 20_000
"""Bounds of a signature: a long one has some thousands of points."""
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
        size = 1 if self.visit.size is TextSize.LARGE else FIELDS_A_PAGE
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
            notices=(Notice(tone=Tone.OFFLINE, text=self.w("materials.later")),) if self._deferred() else (),
            facts={"materials": self._rows()},
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "back"
            case "next":
                return "done"
            case "material" if isinstance(value, dict):
                row = next((row for row in self._rows() if row["id"] == value.get("id")), None)
                if row is not None and value.get("how") in [option["value"] for option in row["options"]]:
                    self.visit.material_choices[row["id"]] = str(value["how"])
        return None

    def _deferred(self) -> bool:
        return any(row["how"] == "deferred" for row in self.visit.materials())

    def _rows(self) -> list[dict[str, Any]]:
        item = self.visit.service
        rows: list[dict[str, Any]] = []
        if item is None:
            return rows
        for material, state in zip(item.materials, self.visit.materials(), strict=True):
            how = state["how"]
            until = "" if state["until"] is None else self.desk.words.pick(state["until"])
            offline = how in ("shared", "licence") and self.desk.store.line() is not LineState.UP
            key = f"materials.{how}-later" if offline else f"materials.{how}"
            options = []
            if material.source is MaterialSource.BRING and material.need is MaterialNeed.DEFERRABLE:
                options = [
                    {"value": choice, "label": self.w(f"materials.choose-{choice}")}
                    for choice in ("bring", "deferred")
                ]
            rows.append(
                {
                    "id": material.id,
                    "name": self.desk.words.pick(material.name),
                    "state": self.w(key, limit=until),
                    "tone": Tone.OFFLINE if how == "deferred" or offline else Tone.SAFE,
                    "options": options,
                    "chosen": how,
                }
            )
        return rows


class Review(State):
    """Everything that will be sent, on one page, before anything is signed."""

    def enter(self) -> str | None:
        filling = self.visit.filling
        return "incomplete" if filling is None or filling.open_problems() else None

    def page(self) -> Page:
        document, item, filling = self.visit.document, self.visit.service, self.visit.filling
        if document is None or item is None or filling is None:
            raise RuntimeError("a review without document, service or form")
        sections = [
            {
                "title": self.w("review.person"),
                "rows": [
                    {"label": self.w("review.name"), "value": masked_name(document.name)},
                    {"label": self.w("review.number"), "value": masked_number(document.number)},
                ],
            },
            {"title": self.w("review.answers"), "rows": self._answer_rows(filling)},
        ]
        if any(material.source is not MaterialSource.CARD for material in item.materials):
            rows = Materials(self.desk, self.visit)._rows()
            sections.append(
                {
                    "title": self.w("review.materials"),
                    "rows": [{"label": row["name"], "value": row["state"]} for row in rows],
                }
            )
        sign = item.needs_signature()
        return Page(
            name=PageName.REVIEW,
            title=self.w("review.title"),
            subtitle=self.desk.words.pick(item.name),
            said=self.w("review.said"),
            step=Step(index=4, of=STEPS, label=self.w("step.review")),
            actions=(
                Action(id="edit", label=self.w("review.edit")),
                Action(id="next", label=self.w("review.sign" if sign else "review.submit"), role=Role.PRIMARY),
            ),
            notices=(Notice(tone=Tone.OFFLINE, text=self.w("guide.offline")),)
            if self.desk.store.line() is LineState.DOWN
            else (),
            facts={
                "sections": [section for section in sections if section["rows"]],
                "masked_note": self.w("review.masked"),
                "commitment": "" if item.commitment is None else self.desk.words.pick(item.commitment),
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        item = self.visit.service
        match action:
            case "edit" | "back":
                return "edit"
            case "next" if item is not None:
                return "sign" if item.needs_signature() else "submit"
        return None

    def _answer_rows(self, filling: FormFilling) -> list[dict[str, str]]:
        rows = []
        for field in filling.relevant():
            value = filling.value(field.id)
            if filling.source(field.id) == "card" and field.id in ("name", "number"):
                continue
            rows.append({"label": self.desk.words.pick(field.label), "value": self._shown(field, value)})
        return rows

    def _shown(self, field: FormField, value: Any) -> str:
        if value in (None, ""):
            return self.w("review.none")
        if field.prefill is Prefill.CARD_ADDRESS:
            return masked_address(str(value))
        match field.kind:
            case AnswerKind.CHOICE:
                return next(self.desk.words.pick(option.label) for option in field.options if option.value == value)
            case AnswerKind.CONFIRM:
                return self.w("review.yes")
            case AnswerKind.PHONE:
                return f"{value[:3]} {value[3:7]} {value[7:]}"
            case AnswerKind.BANK_CARD:
                return f"**** {value[-4:]}"
            case _:
                return str(value)


class Signature(State):
    """The handwritten signature, bound to what was reviewed."""

    def enter(self) -> str | None:
        self._problem = ""
        return None

    def page(self) -> Page:
        item = self.visit.service
        commitment = "" if item is None or item.commitment is None else self.desk.words.pick(item.commitment)
        return Page(
            name=PageName.SIGNATURE,
            title=self.w("signature.title"),
            subtitle=self.w("signature.subtitle"),
            said=self.w("signature.said"),
            step=Step(index=4, of=STEPS, label=self.w("step.signature")),
            fields=(
                FieldView(
                    id="signature",
                    kind=FieldKind.SIGNATURE,
                    label=self.w("signature.title"),
                    problem=self._problem,
                ),
            ),
            actions=(
                Action(id="back", label=self.w("common.previous")),
                Action(id="clear", label=self.w("signature.clear")),
                Action(id="sign", label=self.w("signature.sign"), role=Role.PRIMARY),
            ),
            facts={"statement": commitment or self.w("signature.statement")},
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            return "back"
        if action == "sign":
            strokes = read_strokes(value)
            if strokes is None:
                self._problem = self.w("signature.empty")
                return None
            self.visit.strokes = strokes
            self.visit.signed_sha256 = reviewed_sha256(self)
            return "signed"
        return None


def read_strokes(value: object) -> list[list[list[int]]] | None:
    """Strokes as sent by a front end; None for anything that is no signature."""
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_STROKES:
        return None
    strokes: list[list[list[int]]] = []
    points = 0
    for stroke in value:
        if not isinstance(stroke, list):
            return None
        kept: list[list[int]] = []
        for point in stroke:
            good = isinstance(point, list | tuple) and len(point) == 3
            if not good or not all(type(number) is int and 0 <= number <= 10_000_000 for number in point):
                return None
            kept.append([int(number) for number in point])
        points += len(kept)
        strokes.append(kept)
    return strokes if 5 <= points <= MAX_POINTS else None


def reviewed_sha256(state: State) -> str:
    """SHA-256 of what the review showed: service, form, answers and materials in canonical form."""
    visit = state.visit
    item, filling = visit.service, visit.filling
    if item is None or filling is None:
        raise RuntimeError("nothing to sign")
    return sha256_hex(
        canonical(
            {
                "service": [item.id, item.version, item.sha256],
                "form": item.form_sha256,
                "answers": filling.answers(),
                "materials": [[row["id"], row["how"]] for row in visit.materials()],
            }
        )
    )
