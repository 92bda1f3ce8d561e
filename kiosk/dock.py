"""The dock's schema: one value for the state of all simulated devices, kept in one JSON file.

The on-screen dock and `main.py dock …` write the file; simulators follow it. Every write replaces the whole file
by rename, so that a reader never meets half of one.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from kiosk.identity.face import FaceHint


@dataclass(frozen=True, kw_only=True)
class ReaderDock:
    plugged: bool = True
    card: str = ""
    """Id of the card on the reader (a resident or staff card of the demonstration), empty = none."""
    fault: str = ""
    """'' | noise | split | oversized | bad-checksum | pull-mid-read | mute | sw3:41 (any SW3, two hex digits)."""
    baud: int = 115200
    """Pacing of answers: ten bits a byte (8N1)."""


@dataclass(frozen=True, kw_only=True)
class SlotDock:
    """The slot of the PC/SC reader; nothing follows it where pcscd's virtual reader is not there."""

    card: str = ""
    """Id of what lies in the slot (a social-security card or a passport of the demonstration), empty = none."""
    fault: str = ""
    """'' | mute | pull:N (taken out at its Nth command) | hang:N (no answer to it) | sw:6982 (any word to reads)."""


@dataclass(frozen=True, kw_only=True)
class PrinterDock:
    present: bool = True
    """False: the port refuses connections."""
    paper: str = "ok"
    """ok | near-end | out."""
    cover_open: bool = False
    fault: str = ""
    """'' | silent | cutter | overheated | reset-mid-print | paper-out-mid-print | no-confirmation."""
    after_rows: int = 200
    """For faults in mid-print: after how many printed rows they strike."""
    bytes_per_second: int = 150_000


@dataclass(frozen=True, kw_only=True)
class CameraDock:
    present: bool = True
    stalled: bool = False
    person: str = "ouyang"
    """Who is before the camera: the id of a card of the demonstration, empty = nobody."""
    does: str = "follows"
    """follows (turns as asked) | stands | sweeps | two | far | dark | covers-mouth | flat-photo | bent-photo |
    rotated | grey | empty | truncated | shows-zone (of the travel document whose id `person` is)."""
    asked: str = ""
    """'' | left | right: where the screen asks them to turn; the demonstration writes it."""


@dataclass(frozen=True, kw_only=True)
class LineDock:
    up: bool = True
    """False: the relay between terminal and platform refuses and cuts connections."""
    fault: str = ""
    """'' | slow | error-500 | portal (HTML with 200) | half-open (what is sent arrives, no answer comes back)."""


@dataclass(frozen=True, kw_only=True)
class DockState:
    reader: ReaderDock = field(default_factory=ReaderDock)
    slot: SlotDock = field(default_factory=SlotDock)
    printer: PrinterDock = field(default_factory=PrinterDock)
    camera: CameraDock = field(default_factory=CameraDock)
    line: LineDock = field(default_factory=LineDock)

    def change(self, part: str, **values: object) -> DockState:
        """A copy with some values of one part changed. `ValueError` names what is unknown or of a wrong type."""
        if part not in PARTS:
            raise ValueError(f"no part {part}; there are {', '.join(PARTS)}")
        old = getattr(self, part)
        kinds = {f.name: type(getattr(old, f.name)) for f in fields(old)}
        for name, value in values.items():
            if name not in kinds:
                raise ValueError(f"{part} has no {name}; it has {', '.join(kinds)}")
            if type(value) is not kinds[name]:
                raise ValueError(f"{part}.{name} takes {kinds[name].__name__}, not {value!r}")
        return replace(self, **{part: replace(old, **values)})


PARTS: Mapping[str, type[Any]] = {
    "reader": ReaderDock,
    "slot": SlotDock,
    "printer": PrinterDock,
    "camera": CameraDock,
    "line": LineDock,
}


class DockFile:
    """The file behind the dock; safe to edit from several processes, last writer wins."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> DockState:
        """The state; a missing file is the default state. `ValueError` on anything that is not a dock state."""
        try:
            raw = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return DockState()
        state = DockState()
        if not isinstance(raw, dict):
            raise ValueError("a dock state is an object")
        for part, values in raw.items():
            if not isinstance(values, dict):
                raise ValueError(f"{part} must be an object")
            state = state.change(part, **values)
        return state

    def write(self, state: DockState) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".dock-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(state), file, ensure_ascii=False, indent=1)
        Path(name).replace(self.path)

    def change(self, part: str, **values: object) -> DockState:
        state = self.read().change(part, **values)
        self.write(state)
        return state

    def prompt(self, hint: FaceHint) -> None:
        """What the simulated person before the camera reads on the screen; written only when it changes."""
        # somebody may edit the file by hand: half a word must not end the terminal
        try:
            before = self.read().camera.asked
        except ValueError:
            return
        asked = {FaceHint.TURN_LEFT: "left", FaceHint.TURN_RIGHT: "right"}.get(hint, "")
        if asked != before:
            self.change("camera", asked=asked)

    def version(self) -> int:
        """Changes whenever the file does (modification time in nanoseconds); 0 when it is missing."""
        try:
            return self.path.stat().st_mtime_ns
        except FileNotFoundError:
            return 0
