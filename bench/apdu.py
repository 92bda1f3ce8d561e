"""PC/SC: the commands a social-security card is read with, through our channel and through raw pyscard, in one run.

Both speak to the same simulated card behind the same real pcscd (in namespaces of its own), in turn, round by round;
the card answers from a process of its own. Our channel makes its calls by pyscard too, so the ratio of medians, which
is judged, is what it adds: answers copied to where they can be wiped, continuation, checks. The peer is the lowest
level, `SCardTransmit` on lists of numbers made before; pyscard's connection objects are told beside it.

    python -m bench.apdu [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from drivers.idcard.apdu import exchange
from drivers.idcard.simulated_social_card import Chip, SimulatedSocialCard
from drivers.idcard.social_security import read_card
from drivers.idcard.vpcd_simulator import VpcdSimulator
from drivers.idcard.winscard import Context, ReaderState
from kiosk.dock import DockFile
from tests.counterparts.pcscd import Pcscd, why_not

CARD = SimulatedSocialCard(name="示例乙", number="999999194803050017")
REPEATS = 10
"""Readings of the whole card in one round: a round is some ten milliseconds."""
LIMIT = 1.5


def serve_card(folder: Path, line: int) -> None:
    """The child: a card on a connection that it was given."""
    simulator = VpcdSimulator(
        DockFile(folder / "dock.json"), {"card": CARD}, connect=lambda: socket.socket(fileno=line)
    )
    simulator.start()
    sys.stdin.read()
    simulator.stop()


def commands() -> list[bytes]:
    """What goes over the wire while the card is read."""
    asked: list[bytes] = []
    chip = Chip(CARD)

    def transmit(command: bytes) -> bytearray:
        asked.append(command)
        return bytearray(chip.answer(command))

    read_card(transmit)
    return asked


def ours(sequence: list[bytes]) -> float:
    """Seconds for a round. `exchange` fetches what the card announces, so its own GET RESPONSE is left out."""
    wanted = [command for command in sequence if command[1] != 0xC0]
    with Context() as context, context.connect(_reader(context)) as card:
        began = time.perf_counter()
        for _ in range(REPEATS):
            for command in wanted:
                answer = exchange(card.transmit, command)
                assert answer.word == 0x9000
                answer.wipe()
        return time.perf_counter() - began


def pyscard_low(sequence: list[bytes]) -> float:
    from smartcard import scard

    lists = [list(command) for command in sequence]
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    assert code == 0
    _, readers = scard.SCardListReaders(context, [])
    alone, plain = scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0
    code, card, protocol = scard.SCardConnect(context, readers[0], alone, plain)
    assert code == 0
    assert protocol == plain
    began = time.perf_counter()
    for _ in range(REPEATS):
        for command in lists:
            code, answer = scard.SCardTransmit(card, scard.SCARD_PCI_T0, command)
            assert code == 0
            assert answer[-2] in (0x90, 0x61)
    took = time.perf_counter() - began
    scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
    scard.SCardReleaseContext(context)
    return took


def pyscard_connection(sequence: list[bytes]) -> float:
    from smartcard.System import readers

    lists = [list(command) for command in sequence]
    connection = readers()[0].createConnection()
    connection.connect()
    began = time.perf_counter()
    for _ in range(REPEATS):
        for command in lists:
            _, high, _ = connection.transmit(command)
            assert high in (0x90, 0x61)
    took = time.perf_counter() - began
    connection.disconnect()
    return took


def _reader(context: Context) -> str:
    return context.readers()[0]


def measure(rounds: int) -> dict[str, object]:
    """Microseconds a command of all three, and the ratio of ours to pyscard's lowest level."""
    sequence = commands()
    contenders: tuple[tuple[str, Callable[[list[bytes]], float]], ...] = (
        ("ours", ours),
        ("pyscard", pyscard_low),
        ("pyscard_connection", pyscard_connection),
    )
    times: dict[str, list[float]] = {name: [] for name, _ in contenders}
    with tempfile.TemporaryDirectory() as name, Pcscd(Path(name) / "room") as pcscd:
        folder = Path(name)
        DockFile(folder / "dock.json").change("slot", card="card")
        pcscd.start()
        with pcscd.connect() as line:
            child = [sys.executable, "-m", "bench.apdu", "--card", name, "--line", str(line.fileno())]
            serving = subprocess.Popen(child, stdin=subprocess.PIPE, pass_fds=[line.fileno()])
        assert serving.stdin is not None
        try:
            _await_card()
            for number in range(rounds + 1):
                turn = number % len(contenders)
                for who, run in contenders[turn:] + contenders[:turn]:
                    took = run(sequence)
                    if number:  # the first round warms up
                        times[who].append(1e6 * took / (REPEATS * len(sequence)))
        finally:
            serving.stdin.close()
            serving.wait(10)
    medians = {who: statistics.median(values) for who, values in times.items()}
    return {
        "bench": "apdu",
        "rounds": rounds,
        "commands": len(sequence),
        "median_us": {who: round(value, 1) for who, value in medians.items()},
        "ratio": round(medians["ours"] / medians["pyscard"], 3),
        "limit": LIMIT,
    }


def _await_card() -> None:
    deadline = time.monotonic() + 10
    with Context() as context:
        (state,) = context.wait([ReaderState(name=_reader(context), raw=0)], 0)
        while not state.present:
            assert time.monotonic() < deadline, "no card came"
            (state,) = context.wait([state], 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--json", action="store_true", help="nothing but the JSON object")
    parser.add_argument("--card", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--line", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.card:
        serve_card(options.card, options.line)
        return
    if reason := why_not():
        sys.exit(f"no real pcscd here: {reason}")
    result = measure(options.rounds)
    if not options.json:
        print(f"{result['commands']} commands of one card, {options.rounds} rounds of {REPEATS} cards each")
        print(f"  median a command  {result['median_us']} us")
        print(f"  ratio             {result['ratio']} (limit {result['limit']})")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
