"""A staff member signs in: the staff card on the same reader or a typed number, and always the PIN."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from kiosk.devices import CardRemoved, ReaderMode, ReadFailed, StaffCardRead
from kiosk.flow.page import Action, FieldKind, FieldView, Page, PageName, Role
from kiosk.flow.state import State, WorkDone
from kiosk.flow.tries import SignIn, checked
from kiosk.site import PIN, STAFF_NUMBER, StaffMember

HELP_CALLED = "help-called"
"""What the heartbeat tells the platform's staff while somebody waits for help."""


def call_staff(state: State) -> None:
    """The platform's staff see with the next heartbeat that somebody waits here, where anybody is there to come."""
    state.desk.journal("staff-called", visit=state.visit.id)
    if state.desk.attended():
        state.desk.attention.add(HELP_CALLED)
        state.desk.store.sync_now()


def call_off(state: State) -> None:
    if HELP_CALLED in state.desk.attention:
        state.desk.attention.discard(HELP_CALLED)
        state.desk.store.sync_now()


class StaffDesk(State):
    """Base of the states in which staff sign in; works offline, on the signed roster in the cache."""

    purpose = ""
    calls_staff = True

    @abstractmethod
    def signed_in(self, member: StaffMember, how: str) -> str:
        """The outcome once card or number (`how`: card, typed) and PIN hold."""

    def enter(self) -> str | None:
        self._number = ""
        self._by_card = False
        self._problem = self._card_word = ""
        self._checking = ""
        # the resident's own card is never asked for its body number: it is lifted first
        self._lifted = not self.desk.card_lies
        self.resume()
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)
        if self._lifted and self.desk.card_lies and self.desk.reader is not None:
            # what was put on here was put on by staff: it is never read as a resident's, by this visit or the next
            self.desk.reader.hold()

    def resume(self) -> None:
        self._lifted = self._lifted or not self.desk.card_lies
        self.desk.read_cards(ReaderMode.STAFF if self._lifted else ReaderMode.OFF)

    def page(self) -> Page:
        return Page(
            name=PageName.STAFF,
            title=self.w(f"staff.title-{self.purpose}"),
            subtitle=self.subtitle(),
            said=self.w(f"staff.said-{self.purpose}"),
            fields=(
                FieldView(
                    id="staff_number",
                    kind=FieldKind.DIGITS,
                    label=self.w("staff.number"),
                    value=self._number,
                    readonly=self._by_card,
                    source=self.w("staff.from-card") if self._by_card else "",
                    max_length=8,
                ),
                FieldView(
                    id="pin", kind=FieldKind.PIN, label=self.w("staff.pin"), problem=self._problem, max_length=12
                ),
            ),
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(
                    id="login",
                    label=self.w("staff.login"),
                    role=Role.PRIMARY,
                    enabled=not self._checking,
                ),
            ),
            facts={
                "card_hint": self._card_hint(),
            },
            busy=bool(self._checking),
        )

    def subtitle(self) -> str:
        return self.w(f"staff.subtitle-{self.purpose}")

    def act(self, action: str, value: Any) -> str | None:
        if action == "back":
            return "back"
        if action == "login" and isinstance(value, dict) and not self._checking:
            self._login(str(value.get("staff_number") or self._number), str(value.get("pin") or ""))
        return None

    def event(self, event: object) -> str | None:
        match event:
            case StaffCardRead() if self.desk.policy is not None:
                member = self.desk.policy.member_by_card(event.card_number)
                if member is None:
                    self._card_word = self.w("staff.card-unknown")
                else:
                    self._number, self._by_card, self._problem, self._card_word = member.number, True, "", ""
            case ReadFailed() if self._lifted:
                text = self.desk.fault_text(event.fault)
                self._card_word = f"{self.desk.words.pick(text.title)} ({text.code})"
            case CardRemoved():
                self._lifted, self._card_word = True, ""
                self.resume()
            case WorkDone() if event.tag == self._checking and self._checking:
                self._checking = ""
                return self._checked(event.result if isinstance(event.result, SignIn) else None)
        return None

    def _card_hint(self) -> str:
        """What to do with a card, and how the one on the reader stands: no fault of what was typed."""
        if self._by_card:
            return self.w("staff.card-known", number=self._number)
        return self._card_word or self.w("staff.card-hint" if self._lifted else "staff.card-lift")

    def _login(self, number: str, pin: str) -> None:
        policy = self.desk.policy
        member = policy.member(number) if policy is not None else None
        if not STAFF_NUMBER.match(number) or not PIN.match(pin):
            self._problem = self.w("staff.pin-shape")
            return
        if self.desk.staff_tries.locked(number, self.desk.clock.monotonic()):
            self._problem = self._locked_words()
            return
        self._by_card = self._by_card and number == self._number
        self._number, how = number, "card" if self._by_card else "typed"
        self._checking = self.desk.new_id()
        # scrypt takes some 50 ms on purpose, so it never runs on the thread that draws; an unknown number takes as
        # long, so that neither the screen nor the time tells which numbers exist
        self.desk.work(self._checking, lambda: SignIn(number=number, how=how, member=checked(member, pin)))

    def _checked(self, sign_in: SignIn | None) -> str | None:
        policy, tries = self.desk.policy, self.desk.staff_tries
        if sign_in is None or sign_in.member is None or policy is None:
            number = "" if sign_in is None else sign_in.number
            if policy is not None:
                tries.missed(number, self.desk.clock.monotonic(), policy.thresholds)
            locked = tries.locked(number, self.desk.clock.monotonic())
            self._problem = self._locked_words() if locked else self.w("staff.wrong")
            self.desk.journal("staff-refused", visit=self.visit.id)
            return None
        tries.held(sign_in.number)
        self.desk.journal("staff-login", visit=self.visit.id, staff=sign_in.member.number, way=sign_in.how)
        return self.signed_in(sign_in.member, sign_in.how)

    def _locked_words(self) -> str:
        seconds = 300 if self.desk.policy is None else self.desk.policy.thresholds.staff_lock_s
        return self.w("staff.locked", minutes=max(1, round(seconds / 60)))
