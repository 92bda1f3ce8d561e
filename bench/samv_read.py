"""SAM-V: from the find answer that reports a card to the parsed document, our driver against a bare script.

Both speak to the same paced simulator, which runs in a process of its own and notes when it begins each answer;
so the interval between finds is no part of the figure. Rounds alternate between the two. The judged figure is
the ratio of medians; milliseconds are only reported.

    python -m bench.samv_read [--rounds N] [--baud N] [--json]
"""

from __future__ import annotations

import argparse
import json
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import serial

from drivers.idcard.samv_reader import SamvReader
from drivers.idcard.simulated_card import SimulatedCard
from drivers.idcard.simulator import SamvSimulator
from kiosk.devices import DocumentRead, ReaderMode
from kiosk.dock import DockFile

CARD = SimulatedCard(
    name="䶮𬱖㼆",
    address="测试省就近市平安街道一号",
    number="999999194803050017",
    issuer="测试市公安局",
)
LIMIT_S = 10.0


def simulate(folder: Path) -> None:
    """The child: a reader at `folder/reader`; one line of command and monotonic nanoseconds for each answer."""

    def note(command: bytes) -> None:
        print(command.hex(), time.monotonic_ns(), flush=True)

    simulator = SamvSimulator(
        DockFile(folder / "dock.json"), {"a": CARD, "b": CARD}, folder / "reader", observer=note
    )
    simulator.start()
    print("ready 0", flush=True)
    sys.stdin.read()
    simulator.stop()


def bare_read(port_path: str, baud: int) -> int:
    """What a script does that knows the card and nothing can go wrong; the time at which it has the document."""
    with serial.Serial(port_path, baud, timeout=3, exclusive=True) as port:

        def ask(command: str) -> bytes:
            port.write(bytes.fromhex("AAAAAA9669" + command))
            head = port.read(7)
            body = port.read(head[5] * 256 + head[6])
            check = 0
            for value in head[5:] + body:
                check ^= value
            assert check == 0
            return body

        while ask("0003200122")[2] != 0x9F:
            time.sleep(0.3)
        assert ask("0003200221")[2] == 0x90
        body = ask("0003300132")
        assert body[2] == 0x90
        assert ask("0003300330")[2] == 0x91  # no newer address
        ends = (0, 30, 32, 36, 52, 122, 158, 188, 204, 220)
        fields = [body[7 + a : 7 + b].decode("utf-16-le").strip(" \0") for a, b in pairwise(ends)]
        dates = [date(int(text[:4]), int(text[4:6]), int(text[6:])) for text in (fields[3], fields[7])]
        photo = body[7 + 256 : 7 + 256 + 1024]
        done = time.monotonic_ns()
        assert fields[5] == CARD.number
        assert (len(dates), fields[8], len(photo)) == (2, "长期", 1024)
        return done


def driver_read(port_path: str, baud: int) -> int:
    """Our driver as the terminal runs it; the time at which it posts the document."""
    done: queue.Queue[tuple[int, DocumentRead]] = queue.Queue()

    def post(event: object) -> None:
        if isinstance(event, DocumentRead):
            done.put((time.monotonic_ns(), event))

    reader = SamvReader("bench", f"samv+serial://{port_path}?baud={baud}")
    reader.set_mode(ReaderMode.RESIDENT)
    reader.start(post)
    try:
        at, event = done.get(timeout=LIMIT_S)
    finally:
        reader.stop()
    assert event.document.number == CARD.number
    return at


def measure(rounds: int, baud: int) -> dict[str, object]:
    """Times in milliseconds of both, and their ratio."""
    times: dict[str, list[float]] = {"bare": [], "driver": []}
    contenders: tuple[tuple[str, Callable[[str, int], int]], ...] = (("bare", bare_read), ("driver", driver_read))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dock = DockFile(folder / "dock.json")
        dock.change("reader", baud=baud)
        command = [sys.executable, "-m", "bench.samv_read", "--simulate", name]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            notes: queue.Queue[tuple[str, int]] = queue.Queue()

            def collect() -> None:
                assert child.stdout is not None
                for line in child.stdout:
                    asked, at = line.split()
                    notes.put((asked, int(at)))

            collector = threading.Thread(target=collect)
            collector.start()
            try:
                assert notes.get(timeout=LIMIT_S)[0] == "ready"
                turn = 0
                for number in range(rounds + 1):
                    for who, read in contenders if number % 2 else contenders[::-1]:
                        turn += 1
                        dock.change("reader", card="ab"[turn % 2])  # another card is an unread card
                        done = read(str(folder / "reader"), baud)
                        begun = _reporting_find(notes)
                        if number:  # the first round warms up
                            times[who].append((done - begun) / 1e6)
            finally:
                assert child.stdin is not None
                child.stdin.close()
                child.wait(LIMIT_S)
                collector.join()
    medians = {who: statistics.median(values) for who, values in times.items()}
    return {
        "bench": "samv_read",
        "rounds": rounds,
        "baud": baud,
        "bare_ms": _summary(times["bare"]),
        "driver_ms": _summary(times["driver"]),
        "ratio": round(medians["driver"] / medians["bare"], 3),
        "limit": 1.15,
    }


def _reporting_find(notes: queue.Queue[tuple[str, int]]) -> int:
    """When the answer to the last find before select began."""
    found = 0
    while True:
        asked, at = notes.get(timeout=LIMIT_S)
        if asked == "2001":
            found = at
        elif asked == "3001":
            return found


def _summary(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "min": round(ordered[0], 1),
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--baud", type=int, default=115200)
    parser.add_argument("--json", action="store_true", help="nothing but the JSON object")
    parser.add_argument("--simulate", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.simulate:
        simulate(options.simulate)
        return
    result = measure(options.rounds, options.baud)
    if not options.json:
        print(f"card found -> document, {options.rounds} rounds each at {options.baud} baud, paced simulator")
        print(f"  bare script  {result['bare_ms']} ms")
        print(f"  driver       {result['driver_ms']} ms")
        print(f"  ratio        {result['ratio']} (limit {result['limit']})")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
