"""Finding a service, no card needed: by what is used most, by department, by what happens in life, or by asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kiosk.catalogue.model import ServiceItem
from kiosk.devices import ReaderMode
from kiosk.flow.browsing import card_outcome, choose_service
from kiosk.flow.offers import done_here, of_function
from kiosk.flow.page import Action, Page, PageName, Role
from kiosk.flow.state import State
from kiosk.flow.visit import BY_DEPARTMENT, BY_EVENT, TABS, Browse

MOST_RESULTS = 20
"""Nobody reads further; another word finds better."""
EXAMPLES = 4
LONGEST_QUERY = 200
"""Characters; a spoken sentence has some thirty."""


class _Looking(State):
    """Rows of services; a card may be laid on here, until one was."""

    def enter(self) -> str | None:
        self.desk.read_cards(ReaderMode.RESIDENT if self.visit.document is None else ReaderMode.OFF)
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)

    def resume(self) -> None:
        self.desk.read_cards(ReaderMode.RESIDENT if self.visit.document is None else ReaderMode.OFF)

    def event(self, event: object) -> str | None:
        return card_outcome(self, event) if self.visit.document is None else None

    def rows(self, items: Sequence[ServiceItem]) -> list[dict[str, Any]]:
        pick = self.desk.words.pick
        return [
            {
                "id": item.id,
                "name": pick(item.name),
                "dept": pick(item.department),
                "note": self.w("home.minutes", n=item.minutes) if done_here(item) else self.w("home.guide-only"),
                "picture": item.picture,
            }
            for item in items
        ]

    def choices(self, rows: Sequence[dict[str, Any]]) -> tuple[Action, ...]:
        return tuple(Action(id="service", label=row["name"], value=row["id"], role=Role.CHOICE) for row in rows)


class Services(_Looking):
    """The list, in one of three orders; departments and life events are chosen first, then their services."""

    def page(self) -> Page:
        browse, fast_lane = self.visit.browse, self.visit.fast_lane
        groups = self._groups()
        rows = self.rows(self._listed()) if not groups else []
        if browse.group:
            title = next((row["label"] for row in self._all_groups() if row["id"] == browse.group), "")
        elif browse.function:
            title = self.w(f"home.{browse.function}")
        else:
            title = self.w("services.for-you" if self.visit.document is not None else "services.title")
        return Page(
            name=PageName.SERVICES,
            title=title,
            subtitle=self.w("services.fast-lane") if self.visit.elder and fast_lane else self.w("services.subtitle"),
            said=title,
            actions=(
                *(
                    Action(id="tab", label=self.w(f"services.{tab}"), value=tab, role=Role.CHOICE)
                    for tab in TABS
                    if not browse.group
                ),
                *(Action(id="group", label=row["label"], value=row["id"], role=Role.CHOICE) for row in groups),
                *self.choices(rows),
                Action(id="back", label=self.w("common.back")),
                Action(id="search", label=self.w("services.search")),
            ),
            facts={
                "view": f"{browse.function}/{browse.tab}/{browse.group}",
                "tabs": []
                if browse.group
                else [{"id": tab, "label": self.w(f"services.{tab}"), "chosen": tab == browse.tab} for tab in TABS],
                "groups": groups,
                "services": rows,
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        browse = self.visit.browse
        match action:
            case "tab" if value in TABS and not browse.group:
                self.visit.browse = replace(browse, tab=value)
            case "group" if value in [row["id"] for row in self._groups()]:
                self.visit.browse = replace(browse, group=value)
            case "service" if choose_service(self, value):
                self.visit.browse = replace(browse, searched=False)
                return "guide"
            case "search":
                return "search"
            case "back" if browse.group:
                self.visit.browse = replace(browse, group="")
            case "back":
                self.visit.browse = Browse()
                return "back"
        return None

    def _offered(self) -> tuple[ServiceItem, ...]:
        offers = self.desk.offers()
        # what older residents come for goes first for who has shown to be one
        items = offers.for_elders if self.visit.fast_lane else offers.popular
        return of_function(items, self.visit.browse.function)

    def _listed(self) -> tuple[ServiceItem, ...]:
        browse = self.visit.browse
        if not browse.group:
            return self._offered()
        if browse.tab == BY_DEPARTMENT:
            return tuple(item for item in self._offered() if item.department_code == browse.group)
        return tuple(item for item in self._offered() if browse.group in item.events)

    def _groups(self) -> list[dict[str, Any]]:
        """The groups to choose from; none once one is chosen, or where the list has none."""
        return [] if self.visit.browse.group else self._all_groups()

    def _all_groups(self) -> list[dict[str, Any]]:
        offers, pick = self.desk.offers(), self.desk.words.pick
        match self.visit.browse.tab:
            case tab if tab == BY_DEPARTMENT:
                found = [(row.code, row.name, row.count, "hall") for row in offers.departments(self._offered())]
            case tab if tab == BY_EVENT:
                found = [(row.id, row.name, count, row.picture) for row, count in offers.events(self._offered())]
            case _:
                found = []
        return [
            {"id": key, "label": pick(name), "note": self.w("services.count", n=count), "picture": picture}
            for key, name, count, picture in found
        ]


class Search(_Looking):
    """Characters, pinyin, initials, everyday words or a whole sentence: `kiosk.catalogue.search` ranks."""

    def enter(self) -> str | None:
        self._asked: tuple[str, object] = ("", None)
        self._hits: list[ServiceItem] = []
        return super().enter()

    def page(self) -> Page:
        query = self.visit.query
        rows = self.rows(self._found())
        nothing = bool(query) and not rows
        return Page(
            name=PageName.SEARCH,
            title=self.w("search.title"),
            said=self.w("search.said"),
            actions=(
                Action(id="query", label=self.w("search.title")),
                *self.choices(rows),
                Action(id="back", label=self.w("common.back")),
                Action(id="list", label=self.w("search.list")),
            ),
            facts={
                "query": query,
                "placeholder": self.w("search.placeholder"),
                "max_length": LONGEST_QUERY,
                "services": rows,
                "hint": ""
                if nothing
                else self.w("search.found", n=len(rows))
                if query
                else self.w("search.hint")
                if self.desk.search is not None
                else self.w("search.preparing"),
                "examples_title": self.w("search.examples"),
                "examples": []
                if query
                else [self.w(f"search.example-{number}") for number in range(1, EXAMPLES + 1)],
                "nothing": {"title": self.w("search.nothing"), "text": self.w("search.nothing-text")}
                if nothing
                else None,
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "query" if isinstance(value, str):
                self.visit.query = value[:LONGEST_QUERY]
            case "service" if choose_service(self, value):
                self.visit.browse = replace(self.visit.browse, searched=True)
                return "guide"
            case "list":
                self.visit.query = ""
                return "list"
            case "back":
                self.visit.query = ""
                return "back"
        return None

    def _found(self) -> list[ServiceItem]:
        if self.desk.search is None or not self.visit.query.strip():
            return []
        if self._asked != (self.visit.query, self.desk.search):
            offered = self.desk.offers().by_id
            hits = self.desk.search.find(self.visit.query, limit=MOST_RESULTS * 2)
            self._hits = [offered[hit.id] for hit in hits if hit.id in offered][:MOST_RESULTS]
            self._asked = (self.visit.query, self.desk.search)
        return self._hits
