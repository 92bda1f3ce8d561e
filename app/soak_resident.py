"""One visitor of the soak: goes from page to page as the page itself offers, sensibly or not, to some end.

It knows pages by their names where a person would know them too, and everything else by its actions and fields alone,
so that a page that came later is passed like any other.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from app.soak_answers import Nonsense
from app.soak_person import BETWEEN, IDLE_S, OverError, Person, field_ids
from app.soak_world import World
from app.visitor import HAND_S, STROKES

GOOD_CARDS = ("zhang", "ouyang", "rare")
ODD_CARDS = ("expired", "future", "wrong-digit", "unreadable", "staff")
STAFF = (("0012", "246810"), ("0099", "135790"))
"""The sample policy's."""
MAX_STEPS = 70
ANSWERS_WITHIN_S = 0.7
"""How long somebody waits for the screen to answer before they press something else; it takes milliseconds."""

SETTLES_S = 0.04
"""Nothing new for so long: the page is there."""


class Manner(StrEnum):
    SENSIBLE = "sensible"
    FIDGETY = "fidgety"
    """Changes their mind, the size, the language, takes the card away, calls for help."""
    NONSENSICAL = "nonsensical"
    WALKS_OFF = "walks-off"
    STAFF = "staff"


_MANNERS = {
    Manner.SENSIBLE: (55, 0.03),
    Manner.FIDGETY: (22, 0.25),
    Manner.NONSENSICAL: (12, 0.3),
    Manner.WALKS_OFF: (4, 0.03),
    Manner.STAFF: (7, 0.05),
}
"""How often each comes, and how often it does something else than to go on."""


class Resident(Person):
    """`forms` maps the services that can be chosen to their published forms (None where there is none)."""

    def __init__(self, world: World, seed: int, number: int, forms: Mapping[str, Mapping[str, Any] | None]) -> None:
        rng = random.Random(f"{seed}/resident/{number}")  # noqa: S311 - it has to be repeatable
        super().__init__(world, number, rng, forms)
        self._nonsense = Nonsense(random.Random(f"{seed}/nonsense/{number}"))  # noqa: S311 - the same
        self.manner = rng.choices(list(_MANNERS), [weight for weight, _ in _MANNERS.values()])[0]
        self._restless = _MANNERS[self.manner][1]
        self._card = rng.choice(GOOD_CARDS if rng.random() < 0.85 else ODD_CARDS)
        applied = sorted(key for key, form in forms.items() if form is not None)
        self._target = rng.choice(applied if applied and rng.random() < 0.85 else sorted(forms))
        self._by_staff_card = rng.random() < 0.5
        self._walks_off_at = rng.randrange(3, 22) if self.manner is Manner.WALKS_OFF else MAX_STEPS
        self._still = 0
        self._tries: dict[str, int] = {}

    def visit(self) -> str:
        """Play it to its end; how it ended. `TerminalEndedError` when the terminal did before."""
        self._books.open_visit(self._number, self.manner.value)
        self._lies = self._world.dock.read().reader.card
        if self._lies and self._world.fresh:
            # a terminal that was started anew knows nothing of a card that was left behind
            self._cards.append(self._lies)
        try:
            self._begin()
            for step in range(MAX_STEPS):
                self._world.at_step(step)
                if step >= self._walks_off_at:
                    self._walk_off()
                self._turn()
            self._books.step("enough")
            self._leave()
        except OverError as end:
            return str(end)
        return "gave up"

    # -- the walk ---------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Come up to the screen. Whoever was here before is gone by now, or the terminal says so in its time."""
        self._see(self._world.last)
        until = time.monotonic() + IDLE_S
        while self._page not in (*BETWEEN, "recovered") or self._page == "suspended":
            if time.monotonic() > until:
                self._books.find(f"nobody is there, and {self._page or 'nothing'} stands on the screen")
                raise OverError("no start")
            if self._page == "goodbye":
                self._act("home")
            self._see(self._world.look(1.0))
        self._world.fresh = False
        if self._page != "recovered":
            self._world.note_vitals()

    def _turn(self) -> None:
        """One thing that a person does, and what follows on the screen."""
        before, self._news = self._without_clock(), False
        if self._line.get("busy"):
            self._wait_out()
        elif self._rng.random() < self._restless:
            self._fidget()
        else:
            self._go_on()
        if not self._news:
            self._see(self._world.look(ANSWERS_WITHIN_S))
        self._catch_up(SETTLES_S)
        self._still = self._still + 1 if self._without_clock() == before else 0
        if self._still >= 6:
            self._stuck()

    def _go_on(self) -> None:
        handler: Callable[[], None] = getattr(self, f"_at_{self._page.replace('-', '_')}", self._at_any)
        handler()

    def _stuck(self) -> None:
        """Nothing that was tried changed anything. In fair weather a sensible person never comes here."""
        self._still = 0
        if self.manner is Manner.SENSIBLE and not self._world.disturbed and self._card in GOOD_CARDS:
            said = {key: self._line.get(key) for key in ("page", "title", "fields", "actions")}
            self._books.find(f"stuck at {self._page}: {json.dumps(said, ensure_ascii=False)[:600]}")
        self._leave()

    # -- what else people do ----------------------------------------------------------------------------------------

    def _fidget(self) -> None:
        things: list[Callable[[], None]] = [
            lambda: self._act("size", self._rng.choice([None, *_values(self._line["frame"].get("sizes"))])),
            lambda: self._act("language", self._rng.choice([None, *_values(self._line["frame"].get("languages"))])),
            lambda: self._act("contrast"),
            lambda: self._act("low-reach"),
            lambda: self._act("touch"),
            lambda: self._act("stay"),
            lambda: self._act("help"),
            lambda: self._act("back"),
            self._lift,
            lambda: self._lay(self._rng.choice((*GOOD_CARDS, *ODD_CARDS))),
            self._nearly_leave,
        ]
        if self.manner is Manner.NONSENSICAL:
            things = [self._talk_nonsense]
        self._rng.choice(things)()

    def _nearly_leave(self) -> None:
        if not self._line["frame"].get("leave_label"):
            return
        self._act("leave")
        self._pause(0.3)
        self._act(self._rng.choice(("stay", "stay", "finish")))

    def _talk_nonsense(self) -> None:
        drawn = self._rng.random()
        if drawn < 0.25:
            line = self._nonsense.line()
            self._books.step(f"{self._page}: line {line[:30]!r}")
            self._books.nonsense += 1
            self._world.terminal.write(line)
        elif drawn < 0.6 and self._line.get("fields"):
            self._act(self._rng.choice(("next", "answer", "login")), self._nonsense.value(self._line["fields"]))
        else:
            self._act(*self._nonsense.action())

    # -- pages ------------------------------------------------------------------------------------------------------

    def _often(self, what: str) -> int:
        """How often this was tried before in this visit."""
        self._tries[what] = self._tries.get(what, 0) + 1
        return self._tries[what] - 1

    def _at_home(self) -> None:
        if self._often("home") >= 3 or self._books.current() is not None:
            self._end("looked")
        if self.manner is Manner.STAFF:
            if self._often("staff at home"):
                self._end("looked")
            self._act("help")
        elif self._rng.random() < 0.25:
            self._lay(self._card)
            self._pause(2.5)
        elif self._offered("recovered"):
            self._act("recovered")
        else:
            self._choose()

    def _at_services(self) -> None:
        if self._often("services") >= 6:
            self._leave()
        self._choose()

    def _choose(self) -> None:
        offered = self._offered("service")
        # the home page takes any service by its id, also one that is not on it
        if self._target in offered or (self._page == "home" and self._rng.random() < 0.7):
            self._act("service", self._target)
        elif offered and self._rng.random() < 0.5:
            self._act("service", self._rng.choice(offered))
        else:
            self._at_any()

    def _at_guide(self) -> None:
        if self._rng.random() < 0.1 and self._offered("slip"):
            self._act("slip")
        elif self._offered("start") and self._often("start") < 4:
            self._act("start")
        elif self._offered("ticket"):
            self._act("ticket")
        elif self._often("guide") >= 3:
            self._leave()
        else:
            self._act("back")

    def _at_card(self) -> None:
        tries = self._often("card")
        if self._lies == self._card and tries:
            # it was not taken: another look, another card, or without
            if tries >= 5:
                self._act("no-card") if self._offered("no-card") and self._rng.random() < 0.6 else self._leave()
                return
            if self._card in ODD_CARDS or tries == 3:
                self._card = self._rng.choice(GOOD_CARDS)
        self._lay(self._card)
        self._await_other("card", 4.0)

    def _at_identity(self) -> None:
        ways = self._offered("way")
        if "staff" in ways and self._rng.random() < 0.9:
            self._act("way", "staff")
        elif ways:
            self._act("way", self._rng.choice(ways))
        else:
            self._at_any()

    def _at_staff(self) -> None:
        number, pin = STAFF[0] if self._by_staff_card else self._rng.choice(STAFF)
        if self._often("staff") >= 4:
            self._act("back")
        elif self._by_staff_card:
            self._lift()
            self._pause(HAND_S)
            self._lay("staff", as_person=False)
            self._await(lambda line: line["page"] != "staff" or bool(line["fields"][0].get("readonly")), 4.0)
            self._by_staff_card = False
            known = self._page == "staff" and self._line["fields"][0].get("readonly")
            self._log_in("" if known else number, pin)
        else:
            self._log_in(number, pin)

    def _log_in(self, number: str, pin: str) -> None:
        if self._rng.random() < 0.06:
            pin = "000000"
        self._act("login", {"staff_number": number, "pin": pin})
        self._await_other("staff", 3.0)

    def _at_staff_check(self) -> None:
        self._act("deny" if self._rng.random() < 0.06 else "confirm")

    def _at_sms(self) -> None:
        code = self._world.newest_code()
        if self._often("sms") >= 3 or not self._offered("next"):
            self._act("back")
        else:
            self._act("next", {"code": code if code and self._rng.random() < 0.7 else "000000"})
            self._await_other("sms", 3.0)

    def _at_call_back(self) -> None:
        if self._often("call-back") >= 2 or self._rng.random() < 0.3:
            self._act("back")
        else:
            self._act("next", {"phone": self._rng.choice(("13800000000", "123")), "wish": "call-back", "part": "any"})
            self._await_other("call-back", 3.0)

    def _at_identity_code(self) -> None:
        # no telephone is held before this camera
        self._act("back")

    def _at_consent(self) -> None:
        self._act(self._rng.choice(("refuse", "agree")))

    def _at_face(self) -> None:
        # nobody stands before this camera
        self._pause(self._rng.random())
        self._act("withdraw")

    def _at_travel_key(self) -> None:
        self._lift()
        self._act("back")

    def _at_form(self) -> None:
        fields = self._line["fields"]
        here = "form " + " ".join(field["id"] for field in fields)
        tries = self._often(here)
        if tries >= 5:
            self._stuck()
        skips = [field["id"] for field in fields if field.get("skip")]
        if skips and self._rng.random() < 0.15:
            self._act("skip", self._rng.choice(skips))
            return
        if self.manner is Manner.NONSENSICAL and self._rng.random() < 0.4:
            self._act("next", self._nonsense.value(fields))
            self._pause(0.2)
            if self._page != "form" or field_ids(self._line) != [field["id"] for field in fields]:
                return
        given = self._answers.for_fields(self._service, self._line["fields"], carefully=tries > 0)
        if self._rng.random() < 0.1:
            self._act("answer", given)
            self._pause(0.3)
        self._act("next", given)

    def _at_materials(self) -> None:
        rows = [row for row in self._line["facts"].get("materials", []) if row.get("options")]
        if rows and self._often("materials") < 3 and self._rng.random() < 0.4:
            row = self._rng.choice(rows)
            self._act("material", {"id": row["id"], "how": self._rng.choice(_values(row["options"]))})
        else:
            self._act("next")

    def _at_review(self) -> None:
        rows = [row for section in self._line["facts"]["sections"] for row in section["rows"] if row.get("edit")]
        if rows and self._rng.random() < 0.07 and not self._often("edit"):
            self._act("edit", self._rng.choice(rows)["edit"])
        else:
            self._act("next")

    def _at_signature(self) -> None:
        drawn = self._rng.random()
        if drawn < 0.05:
            self._act("back")
        else:
            self._act("sign", [] if drawn < 0.1 else STROKES)

    def _at_receipt(self) -> None:
        if self._rng.random() < 0.8:
            self._lift()
        drawn = self._rng.random()
        if drawn < 0.5 and not self._often("rate"):
            options = _values((self._line["facts"].get("rating") or {}).get("options"))
            self._act("rate", self._rng.choice(options or ["good"]))
        elif drawn < 0.56 and not self._often("no-paper"):
            self._act("no-paper")
        elif drawn < 0.66 and not self._often("again"):
            self._tries = {"again": 1}
            self._act("again")
        elif drawn < 0.72:
            # the page goes by itself
            self._pause(self._line["facts"].get("finish_in", 10) + 1.0)
        else:
            self._act("finish")

    def _at_number(self) -> None:
        if self._offered("wait") and self._often("wait") < 2 and self._rng.random() < 0.4:
            self._act("wait")
            self._await_other("number", 6.0)
        else:
            self._act("noted")

    def _at_fault(self) -> None:
        if self._offered("retry") and self._often("retry") < 2:
            self._act("retry")
        else:
            self._act("finish")

    def _at_help(self) -> None:
        if (self.manner is Manner.STAFF and not self._often("devices")) or self._rng.random() < 0.25:
            self._act("staff")
        else:
            self._act("back")

    def _at_devices(self) -> None:
        tries = self._often("at devices")
        if tries < 3:
            self._act(("test-print", "sync", "touch")[tries])
            self._pause(1.0)
        else:
            self._act("back")

    def _at_recovered(self) -> None:
        self._act("home" if self._rng.random() < 0.15 else "noted")

    def _at_elsewhere(self) -> None:
        self._act("ticket" if self._offered("ticket") and self._rng.random() < 0.6 else "back")

    def _at_without_card(self) -> None:
        ways = self._offered("way")
        if ways and self._rng.random() < 0.7:
            self._act("way", self._rng.choice(ways))
        else:
            self._act("back")

    def _at_ticket(self) -> None:
        if self._rng.random() < 0.5:
            self._pause(1.0)
        self._act("finish")

    def _at_suspended(self) -> None:
        self._pause(1.0)

    def _at_goodbye(self) -> None:
        self._end("left")

    def _at_any(self) -> None:
        """A page that this visitor does not know: what it offers first, and sometimes something else."""
        rows = [row for row in self._line["actions"] if row.get("enabled", True) and row["id"] != "help"]
        if not rows:
            self._pause(1.0)
            return
        primary = [row for row in rows if row.get("role") == "primary"]
        row = self._rng.choice(primary if primary and self._rng.random() < 0.8 else rows)
        fields = self._line.get("fields") or []
        value = row.get("value")
        if value is None and fields and row.get("role") == "primary":
            value = self._answers.for_fields(self._service, fields, carefully=True)
        self._act(row["id"], value)


def _values(options: Sequence[Mapping[str, Any]] | None) -> list[Any]:
    return [option["value"] for option in options or []]
