"""The sample catalogue is read and indexed once for all scenes; a payload of a test's own is read as ever."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kiosk.catalogue import Catalogue, read_catalogue
from kiosk.catalogue.model import Alias, LifeEvent, ServiceItem
from kiosk.catalogue.search import SearchIndex
from kiosk.flow import terminal
from kiosk.store import Published
from tests.kiosk.flow import desk


@pytest.fixture(scope="session")
def sample_index() -> SearchIndex:
    catalogue = desk.published_catalogue()
    return SearchIndex.build(catalogue.services.values(), catalogue.aliases, catalogue.events)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch, sample_index: SearchIndex) -> None:
    sample, build = desk.published(Published.CATALOGUE), SearchIndex.build

    def read(payload: object) -> Catalogue:
        return desk.published_catalogue() if payload is sample else read_catalogue(payload)

    def index(
        services: Iterable[ServiceItem], aliases: Iterable[Alias] = (), events: Iterable[LifeEvent] = ()
    ) -> SearchIndex:
        whole = list(services)
        now = desk.published_catalogue()
        known = (whole, aliases, events) == (list(now.services.values()), now.aliases, now.events)
        return sample_index if known else build(whole, aliases, events)

    monkeypatch.setattr(terminal, "read_catalogue", read)
    monkeypatch.setattr(terminal.SearchIndex, "build", index)
