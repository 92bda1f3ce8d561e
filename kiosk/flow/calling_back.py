"""Staff who are not in the room: they call back, by telephone or video, in attended hours; the wish is registered."""

from __future__ import annotations

from kiosk.flow.drafting import callback_draft
from kiosk.flow.page import STEPS, Action, FieldKind, FieldView, Option, Page, PageName, Role, Step
from kiosk.flow.places import hours_words
from kiosk.flow.questions import Questions
from kiosk.flow.standing import Ticket
from kiosk.forms.answers import PHONE
from kiosk.forms.patterns import PATTERNS
from kiosk.protocol.callback import Callback, CallbackWish, PartOfDay
from kiosk.protocol.payload import SubmissionDraft

_WISHES = tuple(wish.value for wish in CallbackWish)
_PARTS = (PartOfDay.MORNING.value, PartOfDay.AFTERNOON.value, PartOfDay.ANY.value)


_LONGEST_PHONE = 12
"""A landline: an area code of three or four digits and a number of seven or eight."""


class CallBack(Questions):
    """To which number, how and when; hours stand on the page."""

    asked = ("wish", "phone", "part")

    def enter(self) -> str | None:
        outcome = super().enter()
        self.given |= {"wish": CallbackWish.CALL.value, "part": PartOfDay.ANY.value}
        return outcome

    def whole(self) -> Page:
        return Page(
            name=PageName.CALL_BACK,
            title=self.w("call-back.title"),
            subtitle=self._when(),
            said=self.w("call-back.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            fields=(
                self._choice("wish", _WISHES),
                FieldView(
                    id="phone",
                    kind=FieldKind.PHONE,
                    label=self.w("call-back.phone"),
                    help=self.w("call-back.phone-help"),
                    value=self.given["phone"],
                    max_length=_LONGEST_PHONE,
                    problem=self.problems.get("phone", ""),
                ),
                self._choice("part", _PARTS),
            ),
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(id="next", label=self.w("call-back.ask"), role=Role.PRIMARY),
            ),
            facts={"index": 1, "of": 1},
        )

    def _when(self) -> str:
        hours = hours_words(self)
        return self.w("call-back.hours", hours=hours) if hours else self.w("call-back.subtitle")

    def _choice(self, name: str, values: tuple[str, ...]) -> FieldView:
        return FieldView(
            id=name,
            kind=FieldKind.CHOICE,
            label=self.w(f"call-back.{name}"),
            value=self.given[name],
            options=tuple(Option(value=value, label=self.w(f"call-back.{name}-{value}")) for value in values),
        )

    def _back(self) -> str:
        # without a document there is no way to choose
        return "without-card" if self.visit.document is None or self.visit.service is None else "back"

    def answered(self) -> str | None:
        mobile = PHONE.match(self.given["phone"]) is not None
        if not mobile and not PATTERNS["landline"](self.given["phone"]):
            self.problems["phone"] = self.w("call-back.wrong-phone")
            return None
        if not mobile and self.given["wish"] == CallbackWish.VIDEO.value:
            self.problems["phone"] = self.w("call-back.no-video")
            return None
        if self.given["wish"] not in _WISHES or self.given["part"] not in _PARTS:
            return None
        self.visit.identity_values.add(self.given["phone"])
        self.visit.call_back = Callback(
            wish=CallbackWish(self.given["wish"]), phone=self.given["phone"], part=PartOfDay(self.given["part"])
        )
        return "asked"


class CallBackTicket(Ticket):
    """The wish to be called is durable; its number is on paper, and who calls names it."""

    section = "call-back-ticket"

    def draft(self) -> SubmissionDraft:
        return callback_draft(self.desk, self.visit)
