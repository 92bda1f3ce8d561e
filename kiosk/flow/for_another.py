"""Acting for somebody else: for whom, their document beside one's own, and what they allow until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kiosk.catalogue.model import AuthLevel, ServiceItem
from kiosk.clock import local_date
from kiosk.devices import DocumentRead
from kiosk.faults import Fault
from kiosk.flow.card_reading import CardPrompt
from kiosk.flow.choices import choice_actions, choice_row
from kiosk.flow.page import STEPS, Action, FieldKind, FieldView, Notice, Option, Page, PageName, Role, Step, Tone
from kiosk.flow.questions import Questions
from kiosk.flow.reading import take_document
from kiosk.flow.state import State
from kiosk.identity.ages import is_minor
from kiosk.identity.credit_code import credit_code_holds
from kiosk.identity.document import DocumentKind
from kiosk.identity.number import normalised_number
from kiosk.identity.proxy import CREDIT_CODE, Authorisation, Basis, authorisation_fault
from kiosk.protocol.envelope import Capacity
from kiosk.protocol.payload import PersonRecord

_CHOICES = {Capacity.PROXY: "family", Capacity.GUARDIAN: "child", Capacity.ORGANISATION: "organisation"}
"""Who may be acted for, with a picture each, in the order in which they are shown."""
_DAYS = {"today": 0, "month": 30, "year": 365}
"""For how long somebody may allow it. A year is the longest that is offered; the agency may end it at any time."""
_BASES: dict[Capacity, tuple[Basis, ...]] = {
    Capacity.PROXY: (Basis.BOTH_PRESENT, Basis.PAPER),
    Capacity.GUARDIAN: (Basis.HOUSEHOLD_REGISTER, Basis.BIRTH_CERTIFICATE, Basis.GUARDIAN_PAPER),
    Capacity.ORGANISATION: (Basis.BUSINESS_LICENCE, Basis.PAPER),
}
_SCOPES = ("service", "department")
_BASIS_ASKED = {Capacity.GUARDIAN: "basis-guardian", Capacity.ORGANISATION: "basis-organisation"}
_SUBTITLES = {Capacity.PROXY: "subtitle", Capacity.GUARDIAN: "subtitle-guardian"}
_CREDIT_CODE_GROUPS = (4, 4, 4, 4, 2)


class ForWhom(State):
    """Only those whom the item allows to be acted for."""

    def page(self) -> Page:
        rows = [
            choice_row(
                self.desk.words,
                capacity.value,
                picture,
                title=f"for-whom.{capacity.value}",
                note=f"for-whom.{capacity.value}-note",
            )
            for capacity, picture in _CHOICES.items()
            if capacity in _item(self).proxies
        ]
        return Page(
            name=PageName.FOR_WHOM,
            title=self.w("for-whom.title"),
            subtitle=self.w("for-whom.subtitle"),
            said=self.w("for-whom.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            actions=(
                *choice_actions("way", rows),
                Action(id="back", label=self.w("common.back")),
            ),
            facts={"ways": rows},
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            # where no way has to be chosen, going on would hand in for oneself
            return "guide" if _item(self).auth_level in (AuthLevel.L0, AuthLevel.L1) else "back"
        if action != "way" or value not in [one.value for one in _CHOICES if one in _item(self).proxies]:
            return None
        self.visit.capacity = Capacity(value)
        return "chosen"


class OtherCard(CardPrompt):
    """The document of the person for whom; who laid theirs on first is the one who acts."""

    section = "other-card"

    def enter(self) -> str | None:
        self._own = False
        if self.visit.agent is None:
            self.visit.agent, self.visit.agent_proof = self.visit.document, self.visit.document_proof
        return super().enter()

    def subtitle(self) -> str:
        return self.w("other-card.own" if self._own else "other-card.subtitle")

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            self.visit.act_for_self()
            return "back"
        if action == "no-card":
            if self.visit.capacity is Capacity.GUARDIAN:
                return "by-register"
            self.visit.act_for_self()
            return "no-card"
        return None

    def without(self) -> str:
        return self.w("other-card.no-child-card") if self.visit.capacity is Capacity.GUARDIAN else super().without()

    def taken(self, event: DocumentRead) -> str | None:
        visit, agent, agent_proof = self.visit, self.visit.agent, self.visit.agent_proof
        if agent is None:
            raise RuntimeError("an agent without a document")
        self._own = normalised_number(event.document.number) == normalised_number(agent.number)
        if self._own:
            return None
        self.problem = take_document(self.desk, visit, event)
        if self.problem is not None:
            return None
        today, other = local_date(self.desk.clock), event.document
        grown_up_second = is_minor(agent.birth_date, today) and not is_minor(other.birth_date, today)
        # the platform answered for who holds the telephone: that one is not taken for the child
        by_card = agent.kind is not DocumentKind.IDENTITY_CODE
        if visit.capacity is Capacity.GUARDIAN and grown_up_second and by_card:
            # the child's card was laid on first: the grown-up is the one who acts
            visit.document, visit.agent = agent, other
            visit.document_proof, visit.agent_proof = agent_proof, visit.document_proof
        return "read"


class Grant(Questions):
    """What is allowed, until when and by what it is shown; what only a paper shows, staff have to see."""

    asked = ("credit_code", "organisation", "basis", "scope", "until")

    def enter(self) -> str | None:
        outcome = super().enter()
        self._fault: Fault | None = None
        bases = _BASES[self.visit.capacity]
        self.given |= {"basis": bases[0].value, "scope": _SCOPES[0], "until": "today"}
        return outcome

    def whole(self) -> Page:
        capacity = self.visit.capacity
        fields: list[FieldView] = []
        if capacity is Capacity.ORGANISATION:
            fields += [
                replace(
                    self._words("credit_code", FieldKind.CODE, 18),
                    help=self.w("grant.credit_code-help"),
                    groups=_CREDIT_CODE_GROUPS,
                ),
                self._words("organisation", FieldKind.TEXT, 100),
            ]
        if capacity is Capacity.PROXY:
            fields += [self._choice("scope", _SCOPES), self._until()]
        seen = self.given["basis"] != Basis.BOTH_PRESENT.value
        bases = self._choice("basis", tuple(basis.value for basis in _BASES[capacity]))
        # said with the question that it belongs to, and where one question is asked at a time only there
        label = self.w(f"grant.{_BASIS_ASKED.get(capacity, 'basis')}")
        fields.append(replace(bases, label=label, help=self.w("grant.staff-sees") if seen else ""))
        titles = {Capacity.GUARDIAN: "basis-guardian", Capacity.ORGANISATION: "title-organisation"}
        notices: tuple[Notice, ...] = ()
        if self._fault is not None:
            text = self.desk.fault_text(self._fault)
            notices = (Notice(tone=Tone.ALERT, text=self.desk.words.pick(text.body)),)
        return Page(
            name=PageName.GRANT,
            title=self.w(f"grant.{titles.get(capacity, 'title')}"),
            subtitle=self.w(f"grant.{_SUBTITLES[capacity]}") if capacity in _SUBTITLES else "",
            said=self.w("grant.said") if capacity is Capacity.PROXY else self.w(f"grant.{titles[capacity]}"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            fields=tuple(fields),
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(id="next", label=self.w("grant.agree"), role=Role.PRIMARY),
            ),
            notices=notices,
            facts={"index": 1, "of": 1},
        )

    def _back(self) -> str:
        self.visit.act_for_self()
        return "back"

    def answered(self) -> str | None:
        if not self._takes_choices():
            return None
        organisation = self._organisation()
        if self.problems:
            return None
        self.visit.organisation = organisation
        authorisation = self._authorisation(organisation)
        sees = authorisation.basis is not Basis.BOTH_PRESENT
        # who will look at the paper is not known yet; all the rest is judged now
        self._fault = authorisation_fault(
            replace(authorisation, checked_by="0000") if sees else authorisation,
            _item(self),
            local_date(self.desk.clock),
        )
        if self._fault is not None:
            return None
        self.visit.authorisation = authorisation
        return "papers" if sees else "granted"

    def _takes_choices(self) -> bool:
        return (
            self.given["basis"] in [basis.value for basis in _BASES[self.visit.capacity]]
            and self.given["scope"] in _SCOPES
            and self.given["until"] in _DAYS
        )

    def _organisation(self) -> PersonRecord | None:
        if self.visit.capacity is not Capacity.ORGANISATION:
            return None
        code, name = normalised_number(self.given["credit_code"]), self.given["organisation"]
        if not credit_code_holds(code):
            self.problems["credit_code"] = self.w("grant.wrong-credit_code")
        if not name:
            self.problems["organisation"] = self.w("grant.wrong-organisation")
        return PersonRecord(document=CREDIT_CODE, name=name, number=code)

    def _authorisation(self, organisation: PersonRecord | None) -> Authorisation:
        visit, item, today = self.visit, _item(self), local_date(self.desk.clock)
        principal, agent = visit.document, visit.present
        if principal is None or agent is None:
            raise RuntimeError("an authorisation without documents")
        whole = self.given["scope"] == "department"
        return Authorisation(
            id=self.desk.new_id(),
            capacity=visit.capacity,
            principal=organisation or PersonRecord.of(principal),
            agent=PersonRecord.of(agent),
            services=frozenset() if whole else frozenset({item.id}),
            departments=frozenset({item.department_code}) if whole else frozenset(),
            valid_from=today,
            until=today + timedelta(days=_DAYS[self.given["until"]]),
            basis=Basis(self.given["basis"]),
            granted_at=self.desk.clock.utc(),
        )

    def _until(self) -> FieldView:
        """Each answer with the day that it means."""
        asked, today = self._choice("until", tuple(_DAYS)), local_date(self.desk.clock)

        def day(name: str) -> str:
            last = today + timedelta(days=_DAYS[name])
            return self.w("grant.until-day", year=last.year, month=last.month, day=last.day)

        return replace(asked, options=tuple(replace(one, note=day(one.value)) for one in asked.options))

    def _words(self, name: str, kind: FieldKind, longest: int) -> FieldView:
        return FieldView(
            id=name,
            kind=kind,
            label=self.w(f"grant.{name}"),
            value=self.given[name],
            max_length=longest,
            problem=self.problems.get(name, ""),
        )

    def _choice(self, name: str, values: tuple[str, ...]) -> FieldView:
        return FieldView(
            id=name,
            kind=FieldKind.CHOICE,
            label=self.w(f"grant.{name}"),
            value=self.given[name],
            options=tuple(Option(value=value, label=self.w(f"grant.{name}-{value}")) for value in values),
        )


def _item(state: State) -> ServiceItem:
    if state.visit.service is None:
        raise RuntimeError("acting for somebody without a service")
    return state.visit.service
