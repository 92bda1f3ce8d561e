"""Simulated readers, a SAM-V one on a pty and PC/SC ones behind a real pcscd, and the driver on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.idcard.samv_reader import SamvReader
from drivers.idcard.simulated_card import SimulatedCard
from drivers.idcard.simulator import SamvSimulator
from kiosk.devices import ReaderMode
from kiosk.dock import DockFile
from tests.counterparts.pcscd import Pcscd, why_not
from tests.drivers.idcard import pcsc
from tests.drivers.idcard.support import RESIDENT, Events, eventually

FIND, SELECT, READ, NUMBER, STATUS = b"\x20\x01", b"\x20\x02", b"\x30\x01", b"\x30\x05", b"\x11\xff"


class Place:
    """One simulated reader with its dock and one driver; both are ended by `close`."""

    def __init__(self, folder: Path, *, sticky: bool, cards: dict[str, SimulatedCard] | None = None) -> None:
        self.dock = DockFile(folder / "dock.json")
        self.link = folder / "reader"
        self.address = f"samv+serial://{self.link}"
        self.events = Events()
        self.asked: list[bytes] = []
        self.cards = cards or {"resident": RESIDENT}
        self.simulator = SamvSimulator(self.dock, self.cards, self.link, sticky=sticky, observer=self.asked.append)
        self.reader = SamvReader("reader-1", self.address)

    def begin(self, mode: ReaderMode = ReaderMode.RESIDENT, **dock: object) -> None:
        self.set(**dock)
        self.simulator.start()
        self.reader.start(self.events.post)
        self.reader.set_mode(mode)

    def set(self, **dock: object) -> None:
        self.dock.change("reader", **dock)

    def after(self, command: bytes, count: int) -> None:
        """Return when the simulator has answered so many more of a command."""
        wanted = self.asked.count(command) + count
        eventually(lambda: self.asked.count(command) >= wanted)

    def close(self) -> None:
        self.reader.stop()
        self.simulator.stop()
        assert b"\x30\x10" not in self.asked, "fingerprints are never read"


@pytest.fixture(params=[True, False], ids=["sticky", "plain"])
def sticky(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path, sticky=True)
    yield place
    place.close()


@pytest.fixture(scope="session")
def pcscd_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pcscd]:
    """The namespaces in which every pcscd of this run lives, one after the other."""
    if reason := why_not():
        pytest.skip(f"no real pcscd: {reason}")
    with Pcscd(tmp_path_factory.mktemp("pcscd")) as room:
        yield room


@pytest.fixture
def pcscd(pcscd_room: Pcscd) -> Iterator[Pcscd]:
    """A pcscd with two virtual readers, unless the test has it otherwise."""
    pcscd_room.start()
    yield pcscd_room
    pcscd_room.kill()


@pytest.fixture
def contact(pcscd: Pcscd, tmp_path: Path) -> Iterator[pcsc.Place]:
    place = pcsc.Place(tmp_path / "slot", pcscd)
    yield place
    place.close()
