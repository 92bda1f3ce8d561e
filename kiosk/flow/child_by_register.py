"""A child whose card is not here: name and number typed from the household register, which staff then look at."""

from __future__ import annotations

from typing import Any

from kiosk.clock import local_date
from kiosk.flow.page import STEPS, Action, FieldKind, FieldView, Page, PageName, Role, Step
from kiosk.flow.questions import Questions
from kiosk.forms.answers import MIN_NAME_LENGTH, typed_name
from kiosk.identity.ages import is_minor
from kiosk.identity.number import normalised_number, number_problem
from kiosk.identity.stand_in import document_of_register

NUMBER_LENGTH = 18


class ChildByRegister(Questions):
    """Two questions. Nothing is proven by them: the authorisation that follows takes staff who saw the register."""

    asked = ("name", "number")

    def whole(self) -> Page:
        return Page(
            name=PageName.CHILD,
            title=self.w("child.title"),
            subtitle=self.w("child.subtitle" if self.desk.attended() else "child.subtitle-alone"),
            said=self.w("child.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            picture="child",
            fields=(
                self._field("name", FieldKind.NAME, MIN_NAME_LENGTH),
                self._field("number", FieldKind.ID_NUMBER, NUMBER_LENGTH),
            ),
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(id="no-register", label=self.w("child.no-register")),
                Action(id="next", label=self.w("common.next"), role=Role.PRIMARY),
            ),
            facts={"index": 1, "of": 1},
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "no-register":
            self.visit.act_for_self()
            return "elsewhere"
        return super().act(action, value)

    def answered(self) -> str | None:
        name, number = typed_name(self.given["name"]), normalised_number(self.given["number"])
        if len(number) >= NUMBER_LENGTH - 1:
            # a slip of one digit is still about the child
            self.visit.identity_values.add(number)
        child = document_of_register(name or "", number)
        if name is None:
            self.problems["name"] = self.w("child.wrong-name")
        if child is None or number_problem(number) is not None:
            self.problems["number"] = self.w("child.wrong-number")
        elif not is_minor(child.birth_date, local_date(self.desk.clock)):
            self.problems["number"] = self.w("child.grown-up")
        if self.problems or child is None:
            return None
        self.visit.remember_document(child)
        self.visit.document_proof = None
        return "given"

    def _back(self) -> str:
        return "back"

    def _field(self, name: str, kind: FieldKind, longest: int) -> FieldView:
        return FieldView(
            id=name,
            kind=kind,
            label=self.w(f"child.{name}"),
            value=self.given[name],
            max_length=longest,
            problem=self.problems.get(name, ""),
        )
