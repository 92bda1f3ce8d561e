"""`main.py simulators`: the simulated devices and the line of the demonstration, each on its real transport.

Prints one line of JSON with the addresses once all are there, and serves until it is asked to end. For anyone who
wants to try the terminal without devices; production packages leave simulators out.
"""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path

from app.errors import fail
from app.line import LineRelay
from app.residents import demo_cards, demo_issuers, demo_social_cards, demo_travel_documents
from kiosk.devices import Condition
from kiosk.dock import DockFile

VIRTUAL_READER = "pcsc://?name=Virtual%20PCD*"
"""Debian's vsmartcard-vpcd names its readers so."""
TRUSTED_STATES = ("CHN", "UTO")
"""Of the demonstration's passports; those of the third state are read and not verified."""


def simulators(folder: Path, platform_port: int | None, camera_hz: int) -> int:
    """Serve a card reader on a pty, a printer on TCP, a camera as an MJPEG stream, and the line's relay.

    Where pcscd runs with its virtual reader, social-security cards and passports can be put into that too; else
    `slot` is empty. The camera sends `camera_hz` pictures a second. `csca` is the folder with the certificates of the
    states that issued the passports.
    """
    from drivers.camera.simulator import CameraSimulator
    from drivers.idcard.card_readers import probe
    from drivers.idcard.simulator import SamvSimulator
    from drivers.idcard.vpcd_simulator import ChipCard, VpcdSimulator
    from drivers.printer.simulator import PrinterSimulator

    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    dock = DockFile(folder / "dock.json")
    dock.write(dock.read())
    link, paper = folder / "idreader", folder / "paper"
    reader = SamvSimulator(dock, {card.id: card.card for card in demo_cards()}, link)
    issuers = demo_issuers()
    chips: dict[str, ChipCard] = {card.id: card.card for card in demo_social_cards()}
    travel_documents = {document.id: document.document for document in demo_travel_documents(issuers)}
    chips |= travel_documents
    slot = VpcdSimulator(dock, chips)
    virtual = probe(VIRTUAL_READER, "slot").condition is not Condition.FAULT
    printer = PrinterSimulator(dock, paper)
    zones = {key: document.zone for key, document in travel_documents.items()}
    camera = CameraSimulator(dock, frames_per_second=camera_hz, zones=zones)
    relay = None if platform_port is None else LineRelay(dock, platform_port)
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    try:
        reader.start()
        if virtual:
            slot.start()
            for state in TRUSTED_STATES:
                issuers[state].deposit(folder / "csca")
        addresses = {
            "dock": str(dock.path),
            "paper": str(paper),
            "idcard": f"samv+serial://{link}?baud=115200",
            "slot": VIRTUAL_READER if virtual else "",
            "csca": str(folder / "csca") if virtual else "",
            "printer": f"escpos+tcp://127.0.0.1:{printer.start()}",
            "camera": f"http://127.0.0.1:{camera.start()}/",
            "line": "" if relay is None else f"http://127.0.0.1:{relay.start()}",
        }
        print(json.dumps(addresses), flush=True)
        ending.wait()
    except OSError as problem:
        # such as a machine without pseudo terminals (devpts), or a folder that cannot be written
        fail(f"simulators: {problem}", 1)
    finally:
        for part in (relay, camera, printer, slot, reader):
            if part is not None:
                part.stop()
    return 0
