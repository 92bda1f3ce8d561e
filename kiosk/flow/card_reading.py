"""The page that asks for a card: while nothing lies there, while it is read, and when it will not do."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from kiosk.catalogue.model import AuthLevel
from kiosk.devices import CardFound, CardRemoved, DocumentRead, HealthChanged, KeyWanted, ReaderMode, ReadFailed
from kiosk.faults import Fault, Retry
from kiosk.flow.page import STEPS, Action, Page, PageName, Step
from kiosk.flow.reading import take_document
from kiosk.flow.state import State
from kiosk.flow.without_card import reader_not_set_up
from kiosk.protocol.envelope import Capacity

LIES_UNREAD_S = 2.0
"""A card that is read is noticed much sooner: one that lies there so long was left behind, and is not read."""


class CardPrompt(State):
    """Base of the pages that wait for a document; a travel document is asked for its key on a page of its own."""

    section = "card"
    """Of the words."""

    @abstractmethod
    def taken(self, event: DocumentRead) -> str | None:
        """A document was read: the outcome, or None with `problem` set when it will not do."""

    def enter(self) -> str | None:
        # a card that was laid on while looking around is not read twice: what was wrong with it is told here
        self.problem, self.visit.fault = self.visit.fault, None
        self._reading = False
        self._lies_since: float | None = None
        read, self.visit.read = self.visit.read, None
        if read is not None:
            # its key was asked for on another page
            outcome = self.taken(read)
            if outcome is not None:
                return outcome
        wanted, self.visit.key_wanted = self.visit.key_wanted, False
        if wanted:
            return "key"
        self.desk.read_cards(ReaderMode.RESIDENT)
        if self.problem is not None:
            return None
        if self.desk.reader is None:
            self.problem = Fault(id="kiosk.no-reader")
        elif (health := self.desk.reader.health()).fault is not None:
            self.problem = health.fault
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)

    def resume(self) -> None:
        self._reading = False
        self.desk.read_cards(ReaderMode.RESIDENT)

    def page(self) -> Page:
        state = "problem" if self.problem is not None else "reading" if self._reading else "waiting"
        never = self.problem is not None and self.desk.fault_text(self.problem).retry is Retry.NEVER
        hint = "refused" if never else "lift-first" if state == "waiting" and self._lies_unread() else state
        told = self.w(f"{self.section if hint == 'waiting' else 'card'}.{hint}")
        facts: dict[str, Any] = {"state": state, "hint": told}
        if self.problem is not None:
            text = self.desk.fault_text(self.problem)
            pick = self.desk.words.pick
            facts["problem"] = {"title": pick(text.title), "body": pick(text.body), "code": text.code}
        return Page(
            name=PageName.CARD,
            title=self._title(),
            subtitle=self.w("card.reading-subtitle") if self._reading else self.subtitle(),
            said=self.w(f"{self.section}.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.card")),
            picture="reader",
            actions=(
                Action(id="back", label=self.w("common.back")),
                *(() if self._reading else (self._other_way(), *self.beside())),
            ),
            facts=facts,
            busy=self._reading,
        )

    def _title(self) -> str:
        if self._reading:
            return self.w("card.reading-title")
        return self.w(f"{self.section}.title-slot" if self.desk.slot else f"{self.section}.title")

    def subtitle(self) -> str:
        return self.w(f"{self.section}.subtitle")

    def _other_way(self) -> Action:
        label = self.without() if self.problem is None else self.w(f"{self.section}.other-way")
        return Action(id="no-card", label=label)

    def without(self) -> str:
        """The words of who has no such card here."""
        return self.w(f"{self.section}.no-card")

    def beside(self) -> tuple[Action, ...]:
        """What else can be done here."""
        return ()

    def tick(self) -> str | None:
        if not self.desk.card_lies or self._reading:
            self._lies_since = None
        elif self._lies_since is None:
            self._lies_since = self.desk.clock.monotonic()
        return None

    def _lies_unread(self) -> bool:
        return self._lies_since is not None and self.desk.clock.monotonic() - self._lies_since >= LIES_UNREAD_S

    def event(self, event: object) -> str | None:
        match event:
            case CardFound():
                self._reading, self.problem = True, None
            case DocumentRead():
                self._reading = False
                return self.taken(event)
            case KeyWanted():
                return "key"
            case ReadFailed():
                self._reading, self.problem = False, event.fault
            case CardRemoved():
                self._reading = False
            case HealthChanged() if self.desk.reader is not None and event.device == self.desk.reader.health().device:
                self.problem = event.health.fault
        return None


class Card(CardPrompt):
    """Asks for the card; passes at once when it was read before."""

    def enter(self) -> str | None:
        if self.visit.document is not None:
            return self._ready()
        outcome = super().enter()
        return "not-set-up" if outcome is None and reader_not_set_up(self) else outcome

    def event(self, event: object) -> str | None:
        outcome = super().event(event)
        # who stands here waits for nothing: a card on such a reader is never read
        return "not-set-up" if isinstance(event, HealthChanged) and reader_not_set_up(self) else outcome

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "home" if self.visit.service is None else "back"
            case "no-card":
                return "no-card"
            case "for-other" if self.beside():
                return "for-other"
        return None

    def beside(self) -> tuple[Action, ...]:
        # where a way has to be chosen it is asked there, once it is clear who stands here
        item = self.visit.service
        if item is None or not self.visit.may_act_for_others or item.auth_level not in (AuthLevel.L0, AuthLevel.L1):
            return ()
        return (Action(id="for-other", label=self.w("identity.for-other")),)

    def taken(self, event: DocumentRead) -> str | None:
        self.problem = take_document(self.desk, self.visit, event)
        return None if self.problem is not None else self._ready()

    def _ready(self) -> str:
        """A card laid on the home page is read before anything was chosen; whose else is wanted is asked for next."""
        visit = self.visit
        if visit.service is None:
            return "browse"
        if visit.capacity is Capacity.ORGANISATION and visit.organisation is None:
            return "organisation"
        return "other" if visit.capacity in (Capacity.PROXY, Capacity.GUARDIAN) and visit.agent is None else "ready"
