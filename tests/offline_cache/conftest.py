"""A platform, an enrolled data directory, and stores that are always stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from offline_cache.enrolment import enrol
from tests.offline_cache.platform import Platform
from tests.offline_cache.terminal import Terminal


@pytest.fixture
def platform() -> Iterator[Platform]:
    platform = Platform().start()
    yield platform
    platform.stop()


@pytest.fixture
def data(tmp_path: Path, platform: Platform) -> Path:
    """A data directory that is enrolled as FC01."""
    folder = tmp_path / "data"
    enrol(platform.address, platform.pinned, "CLAIM-1", folder, "test")
    return folder


@pytest.fixture
def terminal(data: Path, platform: Platform) -> Iterator[Callable[..., Terminal]]:
    """Makes terminals over the data directory; `start=False` leaves that to the test."""
    made: list[Terminal] = []

    def make(*, start: bool = True, **settings: Any) -> Terminal:
        one = Terminal(data, platform, **settings)
        made.append(one)
        return one.start() if start else one

    yield make
    for one in made:
        one.stop()
