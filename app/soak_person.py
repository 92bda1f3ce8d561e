"""The eyes and hands of a visitor of the soak: what they see, press and lay on, how they wait, leave and walk off."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from typing import Any

from app.soak_answers import Answers
from app.soak_books import APPLICATION, CALLBACK, INTENT, WISHES, Books, Handed
from app.soak_terminal import Line
from app.soak_world import World
from app.visitor import HAND_S

LONGEST_BUSY_S = 60.0
"""A busy page goes on by itself; a printer that is silent costs the driver's deadlines, some twenty seconds."""
IDLE_S = 70.0
"""Two idle times and two countdowns of the soak's policy, and some more: a visit that was left is over by then."""
BETWEEN = ("home", "attract", "suspended")
"""Pages at which nobody is served."""
ENDED = ("goodbye", *BETWEEN)


class OverError(Exception):
    """The visit has ended; the text is how."""


class Person:
    """`forms` maps the services that can be chosen to their published forms (None where there is none)."""

    def __init__(
        self, world: World, number: int, rng: random.Random, forms: Mapping[str, Mapping[str, Any] | None]
    ) -> None:
        self._world = world
        self._books: Books = world.books
        self._number = number
        self._rng = rng
        self._answers = Answers(rng, {key: form for key, form in forms.items() if form is not None})
        self._services = frozenset(forms)
        self._line: Line = {}
        self._service = ""
        self._given: dict[str, Any] = {}
        self._sent: dict[str, Any] = {}
        self._cards: list[str] = []
        self._lies = ""
        self._person = ""
        self._news = False
        self._chose = False
        """A service was chosen, and its guide did not come yet."""

    # -- eyes -------------------------------------------------------------------------------------------------------

    @property
    def _page(self) -> str:
        return str(self._line.get("page", ""))

    def _see(self, line: Line | None) -> None:
        if line is None:
            return
        page = line["page"]
        if self._page == "form" and self._sent and (page != "form" or field_ids(line) != field_ids(self._line)):
            self._given.update(self._sent)
            self._sent = {}
        if page == "guide" and self._chose:
            self._chose, self._given = False, {}
            self._answers.begin(self._service)
        if page == "staff-check":
            self._person = str(line["facts"].get("person_full", {}).get("number", ""))
        if page == "home" and self._page not in (*BETWEEN, "recovered", ""):
            # going home ends what was begun: whoever goes on from here is somebody new to the terminal
            self._given, self._person, self._cards = {}, "", []
        if page != self._page:
            self._world.at_page(page)
        self._line, self._news = line, True

    def _catch_up(self, within_s: float = 0.0) -> None:
        """See everything that has come meanwhile, so that nothing is pressed on a page that has gone."""
        while (line := self._world.look(within_s)) is not None:
            self._see(line)

    def _offered(self, action: str) -> list[Any]:
        """Values with which an action stands on the page, if it can be pressed."""
        return [row.get("value") for row in self._line["actions"] if row["id"] == action and row.get("enabled", True)]

    def _without_clock(self) -> dict[str, Any]:
        """What is on the screen, but for what only counts down."""
        facts = {key: value for key, value in self._line.get("facts", {}).items() if key != "finish_in"}
        frame = {key: value for key, value in self._line.get("frame", {}).items() if key != "countdown"}
        return {**self._line, "facts": facts, "frame": frame}

    # -- patience ---------------------------------------------------------------------------------------------------

    def _wait_out(self) -> None:
        """A busy page goes on by itself."""
        until = time.monotonic() + LONGEST_BUSY_S
        while self._line.get("busy"):
            if time.monotonic() > until:
                self._books.find(f"{self._page} was busy for {LONGEST_BUSY_S:.0f} s")
                self._leave()
            seen = self._world.look(0.5)
            if seen is not None:
                self._see(seen)

    def _await_other(self, page: str, seconds: float) -> None:
        self._await(lambda line: line["page"] != page, seconds)

    def _await(self, wanted: Callable[[Line], bool], seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            line = self._world.look(max(0.0, until - time.monotonic()))
            self._see(line)
            if line is not None and wanted(line):
                return

    def _leave(self) -> None:
        """End the visit in the way that the page offers; else let it run out."""
        self._books.step(f"{self._page}: leaves")
        until = time.monotonic() + IDLE_S
        while time.monotonic() < until:
            if self._page in ENDED:
                self._end("left")
            if self._page == "recovered" or self._page == "number":
                self._act("noted")
            elif self._page in ("help", "devices", "staff") and self._offered("back"):
                self._act("back")
            elif not self._line.get("busy"):
                self._act("leave")
                self._act("finish")
            self._see(self._world.look(2.0))
        self._books.find(f"could not leave {self._page}")
        raise OverError("could not leave")

    def _walk_off(self) -> None:
        """Say nothing more. The terminal has to notice, wipe, and stand ready for the next person."""
        if self._page in ENDED:
            self._end("looked")
        self._books.step(f"{self._page}: walks off")
        until = time.monotonic() + IDLE_S
        while self._page not in (*ENDED, "recovered"):
            if time.monotonic() > until:
                self._books.find(f"nobody touched {self._page} for {IDLE_S:.0f} s, and it still stands there")
                raise OverError("walked off")
            self._see(self._world.look(1.0))
        raise OverError("walked off")

    def _end(self, otherwise: str) -> None:
        """Take card and paper and go; mostly."""
        handed = self._books.current()
        if self._page == "goodbye":
            if self._rng.random() < 0.9:
                self._lift()
            if self._rng.random() < 0.8:
                self._act("home")
                self._see(self._world.look(2.0))
        outcome = otherwise
        if handed is not None and handed.number:
            if handed.kind in WISHES:
                outcome = "ticket"
            else:
                outcome = "receipt" if handed.confirmed else "number"
        raise OverError(outcome)

    # -- hands ------------------------------------------------------------------------------------------------------

    def _act(self, action: str, value: Any = None) -> None:
        """Press something, on the page that stands there now; the books learn what it means."""
        self._catch_up()
        page = self._page
        shown = json.dumps(value, ensure_ascii=True)
        self._books.step(
            f"{page}: {action[:40]} {shown if len(shown) < 80 else shown[:77] + '…'}".removesuffix(" null")
        )
        try:
            json.dumps([action, value], ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            self._books.nonsense += 1
        match page, action:
            case "form", "next" if isinstance(value, dict):
                self._sent = dict(value)
            case "form", "skip" if isinstance(value, str):
                self._given.pop(value, None)
            case "form", _:
                self._sent = {}
            case ("review", "next") | ("signature", "sign") | ("fault", "retry"):
                self._hand_in(APPLICATION)
            case _, "ticket" if self._offered("ticket"):
                self._hand_in(INTENT)
            case "identity", "way" if value == "ticket":
                self._hand_in(INTENT)
            case "call-back", "next":
                self._hand_in(CALLBACK)
            case "number", "wait":
                current = self._books.current()
                if current is not None:
                    current.prints += 1
            case _, "service" if value in self._services:
                self._service, self._chose = str(value), True
        self._world.terminal.act(action, value)

    def _hand_in(self, kind: str) -> None:
        before = self._books.waiting()
        self._books.hand_in(
            Handed(
                visit=self._number,
                kind=kind,
                service=self._service,
                cards=list(self._cards),
                person=self._person,
                signed=self._page == "signature" or (before is not None and before.signed),
                given={} if kind in WISHES else dict(self._given),
            )
        )

    def _lay(self, card: str, *, as_person: bool = True) -> None:
        """Put a card on; one that lies there is lifted first, as slowly as a hand does it."""
        if self._lies:
            self._lift()
            self._pause(HAND_S)
        self._books.step(f"{self._page}: lays {card}")
        self._lies = card
        if as_person and card not in self._cards:
            self._cards.append(card)
        self._world.lay(card)

    def _lift(self) -> None:
        if self._lies:
            self._books.step(f"{self._page}: lifts {self._lies}")
            self._lies = ""
            self._world.lay("")

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._see(self._world.look(left))


def field_ids(line: Line) -> list[str]:
    """Which questions a page asks."""
    return [field["id"] for field in line.get("fields") or []]
