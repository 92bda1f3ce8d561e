"""The demonstration's catalogue, read and indexed once."""

from __future__ import annotations

import pytest

from app.faults import ROOT
from kiosk.catalogue import Catalogue, read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.catalogue.search import SearchIndex


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(read_folder(ROOT / "data" / "catalogue"))


@pytest.fixture(scope="session")
def index(catalogue: Catalogue) -> SearchIndex:
    return SearchIndex.build(catalogue.services.values(), catalogue.aliases, catalogue.events)
