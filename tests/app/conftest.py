"""One stage a module, everything back in order before each test, and a fresh enrolled terminal for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.theatre import Theatre, theatre_in


@pytest.fixture(scope="package")
def _theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    yield from theatre_in(tmp_path_factory.mktemp("theatre"))


@pytest.fixture
def theatre(_theatre: Theatre) -> Theatre:
    _theatre.reset()
    return _theatre


@pytest.fixture
def config(theatre: Theatre) -> Path:
    """The settings file of a new enrolled terminal on the shared stage."""
    return theatre.terminal()
