"""Before a visit: the home page, and the calm picture while nobody is here."""

from __future__ import annotations

from typing import Any

from kiosk.devices import DocumentRead, KeyWanted, ReaderMode, ReadFailed
from kiosk.flow.offers import FUNCTIONS, done_here, of_function
from kiosk.flow.page import Action, Notice, Page, PageName, Role, Tone
from kiosk.flow.reading import take_document
from kiosk.flow.state import State
from kiosk.flow.visit import Browse

_PICTURES = {"apply": "form"}


class Home(State):
    in_visit = False

    @property
    def idle(self) -> bool:  # type: ignore[override]
        """Only a changed look runs out here, so that the next person finds the house as it is."""
        return not self.visit.plain_look

    def enter(self) -> str | None:
        self.desk.read_cards(ReaderMode.RESIDENT)
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)

    def resume(self) -> None:
        self.desk.read_cards(ReaderMode.RESIDENT)

    def page(self) -> Page:
        offers, pick = self.desk.offers(), self.desk.words.pick
        all_label = self.w("home.all", n=len(offers.items))
        facts: dict[str, Any] = {
            "search": {"label": self.w("home.search"), "note": self.w("home.search-note")},
            "functions": [self._function(name) for name in FUNCTIONS],
            "favourites": [
                {
                    "id": item.id,
                    "name": pick(item.name),
                    "note": self.w("home.minutes", n=item.minutes) if done_here(item) else self.w("home.guide-only"),
                }
                for item in offers.favourites
            ],
            "all": {"label": all_label, "note": self.w("home.all-note")},
            "favourites_title": self.w("home.favourites"),
            "card": {"title": self.w("home.card"), "lines": [self.w("home.card-1"), self.w("home.card-2")]},
        }
        actions = [
            Action(id="search", label=self.w("home.search")),
            *(
                Action(id="function", label=row["label"], value=row["id"], enabled=row["enabled"])
                for row in facts["functions"]
            ),
            Action(id="all", label=all_label),
            *(
                Action(id="service", label=row["name"], value=row["id"], role=Role.CHOICE)
                for row in facts["favourites"]
            ),
        ]
        notices = []
        if self.desk.card_left:
            notices.append(Notice(tone=Tone.ALERT, text=self.w("home.card-left")))
        if self.desk.store.untold():
            notices.append(Notice(tone=Tone.OFFLINE, text=self.w("home.untold")))
            actions.append(Action(id="recovered", label=self.w("home.untold-show")))
        return Page(
            name=PageName.HOME,
            title=self.w("home.title"),
            said=self.w("home.said"),
            actions=tuple(actions),
            notices=tuple(notices),
            facts=facts,
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "search":
                return "search"
            case "function" if isinstance(value, str) and value in FUNCTIONS:
                self.visit.browse = Browse(function=value)
                return "list"
            case "all":
                self.visit.browse = Browse()
                return "list"
            case "service" if choose_service(self, value):
                return "guide"
            case "recovered" if self.desk.store.untold():
                return "recovered"
        return None

    def event(self, event: object) -> str | None:
        return card_outcome(self, event)

    def _function(self, name: str) -> dict[str, Any]:
        offers = self.desk.offers()
        enabled = not offers.types.isdisjoint(FUNCTIONS[name])
        # nobody is promised a payment where there are but guides of payments, and one that is done makes no rule
        items = of_function(offers.items, name)
        done = 2 * sum(map(done_here, items)) > len(items)
        return {
            "id": name,
            "label": self.w(f"home.{name}"),
            "note": self.w(f"home.{name}-note" if done else "home.guide-instead" if enabled else "home.not-yet"),
            "picture": _PICTURES.get(name, name),
            "enabled": enabled,
        }


class Attract(State):
    """Nobody has touched the screen for a while. What it shows moves; a touch or a card brings the house back."""

    idle = False
    in_visit = False

    def enter(self) -> str | None:
        self.desk.read_cards(ReaderMode.RESIDENT)
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)

    def page(self) -> Page:
        return Page(
            name=PageName.ATTRACT,
            title=self.w("attract.title"),
            subtitle=self.w("attract.subtitle", n=len(self.desk.offers().items)),
            actions=(Action(id="wake", label=self.w("attract.wake"), role=Role.PRIMARY),),
            facts={
                "lines": [self.w(f"attract.line-{number}") for number in (1, 2, 3)],
                "dim": not self.desk.attended(),
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        return "home" if action == "wake" else None

    def event(self, event: object) -> str | None:
        return card_outcome(self, event)

    def tick(self) -> str | None:
        return "home" if self.desk.suspension() is not None or self.desk.store.untold() else None


def card_outcome(state: State, event: object) -> str | None:
    """What a card laid on while looking around leads to; the card page tells what was wrong with it."""
    match event:
        case DocumentRead():
            state.visit.fault = take_document(state.desk, state.visit, event)
        case ReadFailed():
            state.visit.fault = event.fault
        case KeyWanted():
            state.visit.key_wanted = True
            return "card-problem"
        case _:
            return None
    return "document" if state.visit.fault is None else "card-problem"


def choose_service(state: State, value: object) -> bool:
    """Begin with a service of the list; False when it is not offered here."""
    item = state.desk.offers().by_id.get(value) if isinstance(value, str) else None
    if item is None or state.desk.catalogue is None:
        return False
    catalogue = state.desk.catalogue
    state.visit.begin_application(item, (catalogue.id, catalogue.version, catalogue.sha256))
    return True
