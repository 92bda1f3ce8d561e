"""No card is read: it was left at home, or the reader is one that nobody set up. Nobody has to leave with nothing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

from kiosk.devices import HealthChanged
from kiosk.faults import Fault
from kiosk.flow.choices import Row, choice_actions, choice_row
from kiosk.flow.page import STEPS, Action, Page, PageName, Role, Step
from kiosk.flow.state import State
from kiosk.flow.way_choice import at_hand
from kiosk.identity.ways import stand_in

NOT_SET_UP = "reader.not-set-up"
"""The fault of a reader on which a card does nothing, however long one waits."""
_UNTOLD = ("ways.not-here", "ways.no-camera")
"""Reasons that belong to the machine: what was never there is no way to show."""


class NoCard(State):
    """Base: what does without a card, all of one size."""

    state: str
    """Why there is none."""

    @property
    def calls_staff(self) -> bool:  # type: ignore[override]
        """One of the ways is to have staff come, where there are any."""
        return self.desk.attended()

    def page(self) -> Page:
        rows = list(self._rows())
        return Page(
            name=PageName.WITHOUT_CARD,
            title=self.title(),
            subtitle=self.subtitle(),
            said=self.title(),
            step=Step(index=1, of=STEPS, label=self.w("step.card")),
            picture="card",
            actions=(
                *choice_actions("way", [row for row in rows if "action" not in row]),
                # over any page, and so over this one
                *(
                    Action(
                        id=row["action"],
                        label=row["title"],
                        note=row["note"],
                        picture=row["picture"],
                        role=Role.CHOICE,
                    )
                    for row in rows
                    if "action" in row
                ),
                Action(id="back", label=self.w("common.back")),
                # a code is document and way in one, so that nobody is asked later
                *(
                    (Action(id="for-other", label=self.w("identity.for-other")),)
                    if self.visit.may_act_for_others
                    else ()
                ),
            ),
            facts={"state": self.state, "ways": rows, "support": self.support()},
        )

    @abstractmethod
    def title(self) -> str: ...

    @abstractmethod
    def subtitle(self) -> str: ...

    def support(self) -> dict[str, str]:
        """Whom to telephone about the machine; empty where there is nothing to telephone about."""
        return {}

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return self._back()
            case "for-other" if self.visit.may_act_for_others:
                return "for-other"
            case "way" if value in [row["id"] for row in self._rows() if row["enabled"] and "action" not in row]:
                return str(value)
        return None

    @abstractmethod
    def _back(self) -> str: ...

    def _rows(self) -> Iterator[Row]:
        """What goes on at once, then staff, where they are, then what needs nobody."""
        yield from self._code_row()
        if self.desk.attended():
            yield {**self._row("help", "staff", "without-card"), "action": "help"}
        if self.desk.store.can_seal():
            yield self._row("call-back", "call")
        yield self._row("ticket", "ticket")
        yield self._row("other-time", "clock")

    def _code_row(self) -> Iterator[Row]:
        """The identity code, where this site takes it: also while it cannot be checked, and why."""
        item, policy = self.visit.service, self.desk.policy
        if item is None or policy is None:
            return
        offer = stand_in(item.auth_level, policy.ways, at_hand(self.desk, self.visit))
        if offer.open or offer.why not in _UNTOLD:
            yield choice_row(
                self.desk.words,
                "identity-code",
                "code",
                title="identity.identity-code",
                note=offer.why or "without-card.identity-code-note",
                enabled=offer.open,
            )

    def _row(self, name: str, picture: str, section: str = "identity") -> Row:
        return choice_row(self.desk.words, name, picture, title=f"{section}.{name}", note=f"{section}.{name}-note")


class WithoutCard(NoCard):
    """The card was left at home."""

    state = "left"

    def title(self) -> str:
        return self.w("without-card.title")

    def subtitle(self) -> str:
        return self.w("without-card.subtitle-slot" if self.desk.slot else "without-card.subtitle")

    def _back(self) -> str:
        return "back"


class ReaderNotSetUp(NoCard):
    """The only readers here are strangers. Goes back to the card by itself when one of ours is plugged in."""

    state = "reader"

    def enter(self) -> str | None:
        self.desk.journal("fault-shown", visit=self.visit.id, fault=NOT_SET_UP)
        return self._over()

    def title(self) -> str:
        return self.desk.words.pick(self.desk.fault_text(Fault(id=NOT_SET_UP)).title)

    def subtitle(self) -> str:
        return self.desk.words.pick(self.desk.fault_text(Fault(id=NOT_SET_UP)).body)

    def support(self) -> dict[str, str]:
        phone = "" if self.desk.policy is None else self.desk.policy.phone
        code = self.desk.fault_text(Fault(id=NOT_SET_UP)).code
        return {"phone": phone, "label": self.w("without-card.support", code=code), "code": code}

    def event(self, event: object) -> str | None:
        return self._over() if isinstance(event, HealthChanged) else None

    def _back(self) -> str:
        return "home" if self.visit.service is None else "guide"

    def _over(self) -> str | None:
        return None if reader_not_set_up(self) else "card"


def reader_not_set_up(state: State) -> bool:
    """Whether a card that is laid on would do nothing."""
    health = None if state.desk.reader is None else state.desk.reader.health()
    return health is not None and health.fault is not None and health.fault.id == NOT_SET_UP
