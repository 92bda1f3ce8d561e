"""A resident who plays a whole visit: lays on a card, answers, signs, takes the receipt, rates, leaves.

It acts through the window's own model and meets devices through the dock, as a person would.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kiosk.dock import DockFile
from kiosk.flow.page import Page

DEADLINE_S = 45.0
"""For one page to come: generous, because machines are shared; a visit takes seconds."""

HAND_S = 1.0
"""What a hand needs to change one card for another; a reader polls every 300 ms and sees the gap."""

_HOOK = ((180, 420), (260, 400), (330, 430), (300, 520), (230, 600), (330, 640), (470, 560), (620, 470), (760, 500))
STROKES = [
    [[x, y, index * 30] for index, (x, y) in enumerate(_HOOK)],
    [[x + 40, y - 120, 600 + index * 30] for index, (x, y) in enumerate(_HOOK)],
]
"""A drawn squiggle in thousandths of the pad's width: nobody's signature."""


class VisitorError(RuntimeError):
    """A page did not come; the text names what was waited for and what was there."""


@dataclass
class Visitor:
    """`turn` lets the program run for a moment; `page` tells what is shown; `seen` is told of each new page."""

    act: Callable[[str, Any], None]
    page: Callable[[], Page]
    turn: Callable[[], None]
    dock: DockFile
    seen: Callable[[str, Page], None]
    steps_ms: dict[str, int] = field(default_factory=dict)
    """How long each step took, without the time in which `seen` took pictures."""
    _aside_s: float = 0.0

    def visit(self, *, card: str, service: str, face: bool = False) -> dict[str, Any]:
        """Play it; returns what the receipt page said (number, whether delivered, platform receipt). With `face` the
        card's holder looks at the camera, else staff come."""
        told: dict[str, Any] = {}
        for name, step in self._script(card, service, told, face):
            began, self._aside_s = time.monotonic(), 0.0
            step()
            took_s = time.monotonic() - began - self._aside_s
            self.steps_ms[name] = self.steps_ms.get(name, 0) + round(took_s * 1000)
        return told

    def _script(
        self, card: str, service: str, told: dict[str, Any], face: bool
    ) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "home", lambda: self._until("home", ready=lambda page: bool(page.facts["favourites"]))
        yield "services", lambda: self._do("all", None, "services")
        yield "guide", lambda: self._do("service", service, "guide")
        yield "start", lambda: self._do("start", None, "card")
        yield "card", lambda: self._put_on(card, "identity")
        yield from self._by_face(card) if face else self._by_staff()
        yield "form", lambda: self._form()
        yield "to-review", lambda: self._to_review()
        yield "review", lambda: self._hand_in()
        yield "save-print", lambda: self._receipt(told)
        yield "rating", lambda: self._do("rate", "very-good", "receipt", lambda page: page.facts["rating"]["chosen"])
        yield "goodbye", lambda: self._do("finish", None, "goodbye")
        yield "home-again", lambda: self._do("home", None, "home")

    def _by_staff(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "identity", lambda: self._do("way", "staff", "staff")
        yield "staff-card", lambda: self._staff_card()
        yield "staff", lambda: self._do("login", {"staff_number": "0012", "pin": "246810"}, "staff-check")
        yield "staff-check", lambda: self._do("confirm", None, "form")

    def _by_face(self, card: str) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "stand", lambda: self._stand(card)
        yield "consent", lambda: self._do("way", "face", "consent")
        yield "face", lambda: self._do("agree", None, "form")

    def _stand(self, person: str) -> None:
        self.dock.change("camera", person=person, does="follows", asked="")

    def _until(self, name: str, ready: Callable[[Page], Any] = lambda _page: True) -> None:
        names = name.split("|")
        deadline = time.monotonic() + DEADLINE_S
        while not (self.page().name.value in names and ready(self.page())):
            if time.monotonic() > deadline:
                raise VisitorError(f"waited for {name}, there was {self.page().name}: {dict(self.page().facts)}")
            self.turn()
        looked = time.monotonic()
        self.seen(self.page().name.value, self.page())
        self._aside_s += time.monotonic() - looked

    def _do(self, action: str, value: Any, then: str, ready: Callable[[Page], Any] = lambda _page: True) -> None:
        self.act(action, value)
        self._until(then, ready)

    def _put_on(self, card: str, then: str) -> None:
        self.dock.change("reader", card=card)
        self._until(then)

    def _staff_card(self) -> None:
        self._lift()
        self.dock.change("reader", card="staff")
        self._until("staff", ready=lambda page: page.fields[0].readonly)

    def _form(self) -> None:
        answers = {
            "address": "示例省示例市示例区示例路 20 号",  # asked of those whose document has none
            "tier": "t900",
            "group": "none",
            "contact_phone": "13800000000",
            "still_entitled": True,
            "bank_card": "",
        }
        while self.page().name.value == "form":
            shown = self.page()
            self.act("next", {field.id: answers[field.id] for field in shown.fields})
            self._until("form|materials|review", ready=_other_than(shown))

    def _to_review(self) -> None:
        if self.page().name.value == "materials":
            self._do("next", None, "review")

    def _hand_in(self) -> None:
        self.act("next", None)
        self._until("signature|saving|printing|receipt")
        if self.page().name.value == "signature":
            self._do("sign", STROKES, "saving|printing|receipt")

    def _receipt(self, told: dict[str, Any]) -> None:
        self._until("printing|receipt")
        self._until("receipt")
        facts = self.page().facts
        told.update({key: facts[key] for key in ("number", "delivered", "platform_receipt", "printed")})
        self._lift()

    def _lift(self) -> None:
        """Take the card off, and be as slow as a hand."""
        self.dock.change("reader", card="")
        lifted = time.monotonic()
        while time.monotonic() - lifted < HAND_S:
            self.turn()


def _other_than(old: Page) -> Callable[[Page], bool]:
    return lambda page: page != old
