"""PC/SC: from the moment a card is noticed to its fields, by our driver and by a bare script that sends the same.

A social-security card and a passport, each simulated behind one real pcscd (in namespaces of its own), answering from
a process of its own at the pace of its line: a contact card at 9600 baud (T=0), a contactless one at 424 kbit/s.
Driver and script take turns, each with a card that was put in for it. The script is pyscard's lowest level and knows
all commands beforehand (the simulated chip has no randomness here); it deciphers, checks and understands nothing. The
ratio of medians is judged; without pace, where a card costs next to nothing, it is told.

    python -m bench.travel_document [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import queue
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from drivers.idcard.emrtd.access import is_travel_document
from drivers.idcard.emrtd.reading import read_travel_document
from drivers.idcard.pcsc_card import Trust
from drivers.idcard.pcsc_reader import PcscReader
from drivers.idcard.simulated_issuer import SimulatedIssuer
from drivers.idcard.simulated_social_card import SimulatedSocialCard
from drivers.idcard.simulated_travel_chip import TravelChip
from drivers.idcard.simulated_travel_document import SimulatedTravelDocument
from drivers.idcard.social_security import read_card
from drivers.idcard.vpcd_simulator import PoweredChip, VpcdSimulator
from kiosk.devices import CardPresent, CardRemoved, DocumentRead, ReaderMode
from kiosk.dock import DockFile
from kiosk.identity.mrz import MrzKey
from tests.counterparts.pcscd import Pcscd, why_not

SOCIAL = SimulatedSocialCard(name="示例乙", number="999999194803050017", sex="1")
ISSUER = SimulatedIssuer()
PASSPORT = SimulatedTravelDocument(issuer=ISSUER, photo=b"\xff\xd8\xff" + bytes(15_000))
KEY = MrzKey(document_number="X00000000", birth_date="480305", expiry_date="301231")
TODAY = date(2026, 11, 21)
SECONDS_A_BYTE = {"social": 12 * 372 / 3_571_200, "passport": 9 / 424_000}
"""T=0 at the default rate and clock (ISO/IEC 7816-3: 12 etu of 372 cycles), ISO/IEC 14443-3 (8 bits and parity)."""
LIMIT = 1.2
LIMIT_S = 60.0


@dataclass
class Paced:
    """A chip behind a line that takes its time."""

    inside: PoweredChip
    seconds_a_byte: float
    atr: bytes = b""

    def __post_init__(self) -> None:
        self.atr = self.inside.atr

    def reset(self) -> None:
        self.inside.reset()

    def answer(self, command: bytes) -> bytes:
        told = self.inside.answer(command)
        time.sleep(self.seconds_a_byte * (len(command) + len(told)))
        return told


@dataclass
class PacedCard:
    power: Callable[[], PoweredChip]
    seconds_a_byte: float

    def chip(self) -> PoweredChip:
        return Paced(self.power(), self.seconds_a_byte) if self.seconds_a_byte else self.power()


def powered_passport(files: dict[int, bytes], key: rsa.RSAPrivateKey) -> TravelChip:
    """Its random numbers are all zero, so that a conversation can be had twice."""
    return TravelChip(files, PASSPORT.access_information, key, bytes)


def serve_cards(folder: Path) -> None:
    """The child, inside the room: both cards, paced and not, as the dock says, until the folder says stop."""
    kept: dict[str, Any] = json.loads((folder / "passport.json").read_text())
    key = serialization.load_pem_private_key(kept["key"].encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    files = {int(identifier): bytes.fromhex(data) for identifier, data in kept["files"].items()}
    powers: dict[str, Callable[[], PoweredChip]] = {
        "social": SOCIAL.chip,
        "passport": lambda: powered_passport(files, key),
    }
    cards = {name: PacedCard(power, 0.0) for name, power in powers.items()}
    cards |= {f"{name}-paced": PacedCard(power, SECONDS_A_BYTE[name]) for name, power in powers.items()}
    simulator = VpcdSimulator(DockFile(folder / "dock.json"), cards)
    simulator.start()
    while not (folder / "stop").exists():
        time.sleep(0.1)
    simulator.stop()


def conversation(card: str, key: rsa.RSAPrivateKey, trust: Trust) -> list[bytes]:
    """What goes over the wire while a card is read, with random numbers that are all zero."""
    asked: list[bytes] = []
    chip = SOCIAL.chip() if card == "social" else powered_passport(PASSPORT.files, key)

    def transmit(command: bytes) -> bytearray:
        asked.append(command)
        return bytearray(chip.answer(command))

    if card == "social":
        read_card(transmit)
        return asked
    # a passport is first asked whether it is a social-security card, as our driver does
    asked.append(bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF"))
    assert is_travel_document(transmit)
    read_travel_document(transmit, KEY, trust.issuers, TODAY, bytes)
    return asked


class Slot:
    """Puts a card in and takes it out, for whoever's turn it is."""

    def __init__(self, dock: DockFile) -> None:
        self._dock = dock

    def put_in(self, card: str) -> None:
        self._dock.change("slot", card=card)

    def take_out(self) -> None:
        self._dock.change("slot", card="")


def bare(slot: Slot, card: str, commands: list[bytes]) -> float:
    """Seconds from the state change to the last answer."""
    from smartcard import scard

    lists = [list(command) for command in commands]
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    name = scard.SCardListReaders(context, [])[1][0]
    slot.put_in(card)
    state = scard.SCARD_STATE_UNAWARE
    while not state & scard.SCARD_STATE_PRESENT:
        _, ((_, state, _),) = scard.SCardGetStatusChange(context, 1000, [(name, state & ~scard.SCARD_STATE_CHANGED)])
    began = time.perf_counter()
    both = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    code, handle, protocol = scard.SCardConnect(context, name, scard.SCARD_SHARE_EXCLUSIVE, both)
    assert code == 0
    pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
    for command in lists:
        code, _ = scard.SCardTransmit(handle, pci, command)
        assert code == 0
    took = time.perf_counter() - began
    scard.SCardDisconnect(handle, scard.SCARD_UNPOWER_CARD)
    slot.take_out()
    while state & scard.SCARD_STATE_PRESENT:
        _, ((_, state, _),) = scard.SCardGetStatusChange(context, 1000, [(name, state & ~scard.SCARD_STATE_CHANGED)])
    scard.SCardReleaseContext(context)
    return took


def driver(slot: Slot, card: str, trust: Trust) -> float:
    """Seconds from the event that a card lies there to the document, as the terminal hears of them."""
    heard: queue.Queue[tuple[float, object]] = queue.Queue()
    reader = PcscReader("bench", "pcsc://", trust=trust)
    reader.set_mode(ReaderMode.RESIDENT)
    reader.open_with(KEY)
    reader.start(lambda event: heard.put((time.perf_counter(), event)))

    def wait(kind: type) -> float:
        while True:
            at, event = heard.get(timeout=LIMIT_S)
            if isinstance(event, kind):
                return at

    try:
        slot.put_in(card)
        took = -wait(CardPresent) + wait(DocumentRead)
        slot.take_out()
        wait(CardRemoved)
    finally:
        reader.stop()
    return took


def measure(rounds: int) -> dict[str, object]:
    """Milliseconds of both for each card, and their ratios."""
    with tempfile.TemporaryDirectory() as name, Pcscd(Path(name) / "room") as pcscd:
        folder = Path(name)
        key = PASSPORT.chip_key
        assert isinstance(key, rsa.RSAPrivateKey)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        files = {identifier: data.hex() for identifier, data in PASSPORT.files.items()}
        (folder / "passport.json").write_text(json.dumps({"key": pem.decode(), "files": files}))
        ISSUER.deposit(folder / "csca")
        trust = Trust(folder / "csca", lambda: TODAY)
        slot = Slot(DockFile(folder / "dock.json"))
        slot.take_out()
        pcscd.start()
        serving = threading.Thread(
            target=pcscd.run, args=([sys.executable, "-m", "bench.travel_document", "--serve", name],)
        )
        serving.start()
        try:
            report = {
                card: _measured(slot, card, conversation(card.partition("-")[0], key, trust), trust, rounds)
                for card in ("social-paced", "passport-paced", "social", "passport")
            }
        finally:
            (folder / "stop").touch()
            serving.join()
    judged = {card: report[f"{card}-paced"]["ratio"] for card in ("social", "passport")}
    return {"bench": "travel_document", "rounds": rounds, "cards": report, "ratios": judged, "limit": LIMIT}


def _measured(slot: Slot, card: str, commands: list[bytes], trust: Trust, rounds: int) -> dict[str, Any]:
    times: dict[str, list[float]] = {"bare": [], "driver": []}
    contenders: tuple[tuple[str, Callable[[], float]], ...] = (
        ("bare", lambda: bare(slot, card, commands)),
        ("driver", lambda: driver(slot, card, trust)),
    )
    for number in range(rounds + 1):
        for who, run in contenders if number % 2 else contenders[::-1]:
            took = run()
            if number:  # the first round warms up
                times[who].append(1000 * took)
    medians = {who: statistics.median(values) for who, values in times.items()}
    return {
        "commands": len(commands),
        "bare_ms": round(medians["bare"], 1),
        "driver_ms": round(medians["driver"], 1),
        "ratio": round(medians["driver"] / medians["bare"], 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true", help="nothing but the JSON object")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve_cards(options.serve)
        return
    if reason := why_not():
        sys.exit(f"no real pcscd here: {reason}")
    result = measure(options.rounds)
    if not options.json:
        cards = result["cards"]
        assert isinstance(cards, dict)
        for card, told in cards.items():
            print(f"{card}: {told}")
        print(f"limit {LIMIT}, for the paced ones")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
