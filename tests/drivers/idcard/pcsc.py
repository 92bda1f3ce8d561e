"""What the tests of the PC/SC reader share: a slot with a dock, a card, and every command that it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from drivers.idcard.pcsc_reader import PcscReader
from drivers.idcard.simulated_social_card import SimulatedSocialCard
from drivers.idcard.vpcd_simulator import ChipCard, VpcdSimulator
from kiosk.devices import HealthChanged, ReaderMode
from kiosk.dock import DockFile
from tests.counterparts.pcscd import Pcscd
from tests.drivers.idcard.support import Events

HOLDER = SimulatedSocialCard(name="䶮示例·乙", number="999999194803050025", sex="2", birth_date="19480305")
CARDS = {
    "holder": HOLDER,
    "another": replace(HOLDER, name="示例丁", number="999999195803150020", birth_date="19580315"),
    "other-issue": replace(HOLDER, name="示例戊", atr=bytes.fromhex("3B6700007373630002032E")),
    "bank": replace(HOLDER, application=False),
    "locked": replace(HOLDER, locked=True),
    "by-number": replace(HOLDER, records_by_number=True),
    "fetching": replace(HOLDER, fetches=True),
}
COMMANDS = 12
"""How many commands a card of the usual kind is read with (the simulator's answers to SELECT are fetched)."""


class Slot:
    """A simulated card in one virtual reader, moved by a dock file of its own.

    `travel`: passports lie in it too, which are opened and read in other ways.
    """

    def __init__(
        self,
        folder: Path,
        pcscd: Pcscd,
        slot: int = 0,
        *,
        cards: Mapping[str, ChipCard] = CARDS,
        travel: bool = False,
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.dock = DockFile(folder / "dock.json")
        self.asked: list[bytes] = []
        self._only = {0xA4, 0xB2, 0xC0} | ({0x84, 0x82, 0x88, 0xB0} if travel else set())
        self._simulator = VpcdSimulator(
            self.dock, cards, connect=lambda: pcscd.connect(slot), observer=self.asked.append
        )

    def start(self) -> None:
        self._simulator.start()

    def put_in(self, card: str, fault: str = "") -> None:
        self.dock.change("slot", card=card, fault=fault)

    def take_out(self) -> None:
        self.dock.change("slot", card="", fault="")

    def close(self) -> None:
        self._simulator.stop()
        assert not [command for command in self.asked if command[1] == 0x20], "no PIN is ever sent"
        assert {command[1] for command in self.asked} <= self._only, "nothing but selecting, opening and reading"


class Place:
    """One pcscd, one slot with cards and one driver."""

    def __init__(self, folder: Path, pcscd: Pcscd) -> None:
        self.pcscd = pcscd
        self.events = Events()
        self.slot = Slot(folder, pcscd)
        self.reader = PcscReader("slot", "pcsc://")

    def begin(self, mode: ReaderMode = ReaderMode.RESIDENT) -> None:
        self.slot.start()
        self.reader.start(self.events.post)
        self.reader.set_mode(mode)

    def healths(self) -> list[str]:
        """What was told of the reader's health, in order: fault ids, or the condition where there is none."""
        healths = [event.health for event in self.events.of(HealthChanged)]
        return [health.condition.value if health.fault is None else health.fault.id for health in healths]

    def close(self) -> None:
        self.reader.stop()
        self.slot.close()
