"""Tries of staff PINs: counted by number, so that a passer-by locks nobody but the number they guess at."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.site import StaffMember, Thresholds, pin_hash

_NOBODY = StaffMember(number="", name="", pin=pin_hash("", bytes(16)), card="")
"""Whose PIN is tried for a number that does not exist, so that it takes as long."""


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """An answered try: `member` is None when number or PIN did not hold; `how` is card or typed."""

    number: str
    how: str
    member: StaffMember | None


def checked(member: StaffMember | None, pin: str) -> StaffMember | None:
    """The member if the PIN holds; takes as long for nobody."""
    holds = (member or _NOBODY).pin_holds(pin)
    return member if holds else None


@dataclass
class StaffTries:
    """Missed tries and locks by staff number, in monotonic seconds; kept in memory, journaled by the flow."""

    _missed: dict[str, int] = field(default_factory=dict)
    _locked_until: dict[str, float] = field(default_factory=dict)

    def missed(self, number: str, now: float, limits: Thresholds) -> None:
        count = self._missed.get(number, 0) + 1
        self._missed[number] = count
        if count >= limits.staff_tries:
            self._missed[number] = 0
            self._locked_until[number] = now + limits.staff_lock_s

    def held(self, number: str) -> None:
        self._missed.pop(number, None)

    def locked(self, number: str, now: float) -> bool:
        return now < self._locked_until.get(number, 0.0)
