"""`main.py trace`: what goes over the line to a SAM-V reader, written down fit to be sent away, and played again."""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.errors import USAGE, fail
from app.parts import check_addresses
from drivers.idcard.address import PcscAddress, SamvAddress, parse_address
from drivers.idcard.samv_reader import SamvReader, place_of
from drivers.idcard.trace import Recorder, RingFile, TracedPlace, read_trace
from kiosk.devices import DeviceEvent, DeviceKind, HealthChanged, ReaderMode, ReadFailed
from kiosk.settings import DeviceSettings, Settings, SettingsError

QUIET_S = 6.0
"""A replay is over when all was answered and nothing was posted for so long, longer than a read and what follows."""


def record(settings: Settings, *, device: str, out: Path, minutes: float, staff: bool) -> int:
    """Run one reader alone for some minutes, or until Ctrl-C; exit 0 once its port was open."""
    try:
        chosen, address = _reader_of(settings, device)
    except SettingsError as problem:
        fail(problem.line, USAGE)
    mode = ReaderMode.STAFF if staff else ReaderMode.RESIDENT
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        ring = RingFile(out)
    except OSError as problem:
        fail(f"trace: {problem}", USAGE)
    recorder = Recorder(ring, address=chosen.address, mode=mode.value)
    opened = threading.Event()

    def post(event: object) -> None:
        recorder.event(event)
        print(_said(event), flush=True)
        if isinstance(event, HealthChanged) and event.health.fault is None:
            opened.set()

    reader = SamvReader(chosen.id, chosen.address, place=TracedPlace(place_of(address), recorder))
    reader.set_mode(mode)
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    print(f"recording {chosen.id} for {minutes:g} min into {out}; lay cards on and take them away; Ctrl-C ends it")
    reader.start(post)
    ending.wait(60 * minutes)
    reader.stop()
    ring.close()
    if ring.lost:
        fail(f"trace: {ring.lost} lines could not be written to {out}", 1)
    print(f"{len(read_trace(out))} lines; nothing of a card stands in them")
    return 0 if opened.is_set() else 1


def replay(file: Path) -> int:
    """Play a trace to the real reader on a pty; exit 0 if it comes to the same events."""
    from drivers.idcard.trace_replay import Replay

    try:
        lines = read_trace(file)
    except (OSError, ValueError) as problem:
        fail(f"trace: {file}: {problem}", USAGE)
    head = next(line for line in lines if "trace" in line)
    recorded = [_line_said(line) for line in lines if line.get("kind") == "event"]
    played: list[str] = []
    last = time.monotonic()

    def post(event: object) -> None:
        nonlocal last
        last = time.monotonic()
        played.append(_said(event))

    with tempfile.TemporaryDirectory() as folder, Replay(lines, Path(folder) / "tty") as module:
        reader = SamvReader("replay", _address(str(head["address"]), Path(folder) / "tty"))
        reader.set_mode(ReaderMode(head["mode"]))
        reader.start(post)
        while not (module.done.is_set() and (len(played) >= len(recorded) or time.monotonic() - last > QUIET_S)):
            time.sleep(0.05)
        reader.stop()
    return _compared(recorded, played)


def _reader_of(settings: Settings, device: str) -> tuple[DeviceSettings, SamvAddress]:
    check_addresses(settings)
    for one in settings.devices:
        if one.kind is DeviceKind.IDCARD and device in ("", one.id):
            address = parse_address(one.address)
            if not isinstance(address, PcscAddress):
                return one, address
    raise SettingsError(settings.file, [f"no SAM-V reader {device or 'at all'} among the devices"])


def _address(recorded: str, tty: Path) -> str:
    """The pty in the place of the reader, with what the reader was asked besides."""
    options = [part for part in recorded.partition("?")[2].split("&") if part.startswith("new_address=")]
    return f"samv+serial://{tty}" + (f"?{options[0]}" if options else "")


def _compared(recorded: Sequence[str], played: Sequence[str]) -> int:
    same = list(recorded) == list(played[: len(recorded)])
    for at in range(max(len(recorded), len(played))):
        pair = [events[at] if at < len(events) else "–" for events in (recorded, played)]
        print(f"{'=' if pair[0] == pair[1] else '≠'} {pair[0]:<48} {pair[1]}")
    print("the reader came to the same" if same else "the reader came to something else", file=sys.stderr)
    return 0 if same else 1


def _said(event: object) -> str:
    fault = None
    if isinstance(event, ReadFailed):
        fault = event.fault
    elif isinstance(event, HealthChanged):
        fault = event.health.fault
    name = type(event).__name__ if isinstance(event, DeviceEvent) else ""
    return name if fault is None else f"{name} {fault.id}"


def _line_said(line: dict[str, Any]) -> str:
    return f"{line['event']} {line['fault']}" if "fault" in line else str(line["event"])
