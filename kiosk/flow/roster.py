"""A staff member signs in: the staff card on the same reader or a typed number, and always the PIN."""

from __future__ import annotations

from typing import Any

from kiosk.devices import CardRemoved, ReaderMode, ReadFailed, StaffCardRead
from kiosk.flow.page import Action, FieldKind, FieldView, Page, PageName, Role
from kiosk.flow.state import State, WorkDone
from kiosk.site import PIN, StaffMember


class StaffDesk(State):
    """Base of the states in which staff sign in; works offline, on the signed roster in the cache."""

    purpose = ""

    def signed_in(self, member: StaffMember, how: str) -> str:
        """The outcome once card or number (`how`: card, typed) and PIN hold."""
        raise NotImplementedError

    def enter(self) -> str | None:
        self._number = ""
        self._by_card = False
        self._problem = ""
        self._checking = ""
        self._lifted = self.visit.document is None
        self.desk.read_cards(ReaderMode.STAFF)
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)

    def resume(self) -> None:
        self.desk.read_cards(ReaderMode.STAFF)

    def page(self) -> Page:
        locked = self._locked()
        return Page(
            name=PageName.STAFF,
            title=self.w(f"staff.title-{self.purpose}"),
            subtitle=self.w(f"staff.subtitle-{self.purpose}"),
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
                    enabled=not locked and not self._checking,
                ),
            ),
            facts={
                "card_hint": self.w("staff.card-known", number=self._number)
                if self._by_card
                else self.w("staff.card-hint" if self._lifted else "staff.card-lift"),
            },
            busy=bool(self._checking),
        )

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
                    # the resident's own card still lies there when staff come to the machine
                    self._problem = self.w("staff.card-unknown") if self._lifted else ""
                else:
                    self._number, self._by_card, self._problem = member.number, True, ""
            case ReadFailed() if self._lifted:
                text = self.desk.fault_text(event.fault)
                self._problem = f"{self.desk.words.pick(text.title)} ({text.code})"
            case CardRemoved():
                self._lifted = True
            case WorkDone() if event.tag == self._checking and self._checking:
                self._checking = ""
                return self._checked(event.result)
        return None

    def _login(self, number: str, pin: str) -> None:
        if self._locked():
            self._problem = self.w("staff.locked")
            return
        policy = self.desk.policy
        member = policy.member(number) if policy is not None else None
        if not number or not PIN.match(pin):
            self._problem = self.w("staff.pin-shape")
            return
        self._number = number
        self._checking = self.desk.new_id()
        # scrypt takes some 50 ms on purpose, so it never runs on the thread that draws; an unknown number
        # goes the same way, so that the screen does not tell which numbers exist
        self.desk.work(self._checking, lambda: member if member is not None and member.pin_holds(pin) else None)

    def _checked(self, member: StaffMember | None) -> str | None:
        policy = self.desk.policy
        if member is None or policy is None:
            self.desk.staff_tries += 1
            if policy is not None and self.desk.staff_tries >= policy.thresholds.staff_tries:
                self.desk.staff_locked_until = self.desk.clock.monotonic() + policy.thresholds.staff_lock_s
                self.desk.staff_tries = 0
            self._problem = self.w("staff.locked") if self._locked() else self.w("staff.wrong")
            self.desk.journal("staff-refused", visit=self.visit.id)
            return None
        self.desk.staff_tries = 0
        how = "card" if self._by_card else "typed"
        self.desk.journal("staff-login", visit=self.visit.id, staff=member.number, way=how)
        return self.signed_in(member, how)

    def _locked(self) -> bool:
        return self.desk.clock.monotonic() < self.desk.staff_locked_until
