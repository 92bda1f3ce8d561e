"""One stage a module, everything back in order before each test, and a fresh enrolled terminal for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.residents import demo_issuers, demo_travel_documents
from app.simulators import TRUSTED_STATES
from drivers.idcard.vpcd_simulator import VpcdSimulator
from tests.app.theatre import Theatre, theatre_in
from tests.counterparts.pcscd import Pcscd, why_not


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


SLOT = '\n[[device]]\nid = "slot"\nkind = "idcard"\naddress = "pcsc://"\n'
"""A reader for chip cards beside the stage's own, as settings name it."""


@pytest.fixture(scope="module")
def pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pcscd]:
    """A real pcscd in its own namespace."""
    if reason := why_not():
        pytest.skip(f"no real pcscd: {reason}")
    with Pcscd(tmp_path_factory.mktemp("pcscd")) as pcscd:
        pcscd.start()
        yield pcscd


@pytest.fixture
def travel_terminal(theatre: Theatre, pcscd: Pcscd, tmp_path: Path) -> Iterator[Path]:
    """Settings of a terminal with a slot that knows the certificates of the demonstration's states; its passports
    follow the stage's dock."""
    issuers = demo_issuers()
    for state in TRUSTED_STATES:
        issuers[state].deposit(tmp_path / "csca")
    documents = {document.id: document.document for document in demo_travel_documents(issuers)}
    simulator = VpcdSimulator(theatre.dock, documents, connect=pcscd.connect)
    simulator.start()
    try:
        certificates = f'\n[travel_documents]\ncsca = "{tmp_path / "csca"}"\n'
        yield theatre.terminal(lambda text: text + certificates + SLOT)
    finally:
        simulator.stop()
