"""What is offered here today, in the orders in which people look for it; made anew only when that changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kiosk.catalogue.model import Catalogue, LifeEvent, OfflineClass, ServiceItem, ServiceType
from kiosk.site import SitePolicy
from kiosk.texts import Texts

FUNCTIONS: dict[str, tuple[ServiceType, ...]] = {
    "apply": (ServiceType.APPLY, ServiceType.CERTIFY),
    "print": (ServiceType.PRINT,),
    "query": (ServiceType.QUERY,),
    "pay": (ServiceType.PAY,),
    "book": (ServiceType.BOOK,),
}
"""The five functions of every terminal (domain facts, row 1)."""


def done_here(item: ServiceItem) -> bool:
    """Whether an application of it is taken here at all; of the rest a terminal has the guide, and a ticket."""
    return item.form is not None and item.offline not in (OfflineClass.NEEDS_LINE, OfflineClass.INTENT)


@dataclass(frozen=True, kw_only=True)
class Department:
    code: str
    name: Texts
    count: int


class Offers:
    """The items that the policy offers and the catalogue holds in force on a day."""

    def __init__(
        self,
        items: Iterable[ServiceItem] = (),
        favourites: Iterable[str] = (),
        events: Iterable[LifeEvent] = (),
        of: object = None,
    ) -> None:
        self.of = of
        self.items = tuple(items)
        self.by_id = {item.id: item for item in self.items}
        self.favourites = tuple(self.by_id[item_id] for item_id in favourites if item_id in self.by_id)
        self.types = frozenset(item.type for item in self.items)
        self._events = tuple(events)

    @classmethod
    def today(cls, catalogue: Catalogue, policy: SitePolicy, today: date, of: object) -> Offers:
        services = (catalogue.services.get(item_id) for item_id in policy.services)
        items = (item for item in services if item is not None and item.in_force(today))
        return cls(items, policy.favourites, catalogue.events, of)

    @cached_property
    def popular(self) -> tuple[ServiceItem, ...]:
        """The most used first."""
        return tuple(sorted(self.items, key=lambda item: (-item.popular, item.id)))

    @cached_property
    def for_elders(self) -> tuple[ServiceItem, ...]:
        """What older residents come for first, then the rest."""
        return tuple(sorted(self.items, key=lambda item: (not item.for_elders, -item.popular, item.id)))

    def events(self, items: Iterable[ServiceItem]) -> list[tuple[LifeEvent, int]]:
        """Life events with how many of the items belong to them, none empty, in the catalogue's order."""
        counts: dict[str, int] = {}
        for item in items:
            for event in item.events:
                counts[event] = counts.get(event, 0) + 1
        return [(event, counts[event.id]) for event in self._events if event.id in counts]

    def departments(self, items: Iterable[ServiceItem]) -> list[Department]:
        """Departments with how many of the items are theirs, the largest first."""
        counts: dict[str, int] = {}
        names: dict[str, Texts] = {}
        for item in items:
            counts[item.department_code] = counts.get(item.department_code, 0) + 1
            names.setdefault(item.department_code, item.department)
        order = sorted(counts, key=lambda code: (-counts[code], code))
        return [Department(code=code, name=names[code], count=counts[code]) for code in order]


def of_function(items: Sequence[ServiceItem], function: str) -> tuple[ServiceItem, ...]:
    """The items of one of the five functions; all of them where none is named."""
    types = FUNCTIONS.get(function)
    return tuple(items) if types is None else tuple(item for item in items if item.type in types)
