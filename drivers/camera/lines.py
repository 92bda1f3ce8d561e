"""Owns the words between the window and the vision child: one JSON object a line, both ways.

Both sides are checked: the child decodes pictures from outside, so what it says is not believed unread.
The contract is written out in `docs/drivers-camera.md`.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kiosk.devices import STILL_LIMIT_BYTES, Condition, FaceBox
from kiosk.faults import Fault
from kiosk.identity.face import FaceEvidence, FaceHint, FaceStop
from kiosk.identity.mrz import MrzKey

LINE_LIMIT_BYTES = 512 << 10
"""A still in base64 and what is around it; all other lines have some hundred bytes."""
CODE_LIMIT = 4296
"""Characters of the largest QR code (ISO/IEC 18004, version 40-L, alphanumeric)."""


_ZONE = re.compile(r"[A-Z0-9<]{1,22} [0-9<]{6} [0-9<]{6}")
"""Upper case and digits; a number of TD1 may go on in the optional data (ICAO 9303-5, section 4.2.2.1). Fillers stand
for a part of the birth date that is not known, and for no expiry date (9303-3, section 4.8)."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """The first line to the child: everything it needs; nothing stands in its arguments or environment."""

    address: str
    model_directories: tuple[Path, ...]
    preview_fd: int
    parent_pid: int
    first_number: int
    """Frame numbers go on from here, so that a restarted child does not repeat any."""


@dataclass(frozen=True, kw_only=True)
class HealthLine:
    """How the camera is; also the child's sign of life, at least once a second."""

    condition: Condition
    fault: Fault | None = None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FacesLine:
    """What the detector saw in one frame, in pixels of the preview."""

    faces: tuple[FaceBox, ...]
    frame_ms: int


@dataclass(frozen=True, kw_only=True)
class StillLine:
    """One picture as the camera gave it, as JPEG."""

    jpeg: bytes


@dataclass(frozen=True, kw_only=True)
class GuidedLine:
    """What would help now in a verification, and how far it has come."""

    task: str
    hint: FaceHint
    progress: float


@dataclass(frozen=True, kw_only=True)
class MeasuredLine:
    """The answer to a verification."""

    evidence: FaceEvidence


@dataclass(frozen=True, kw_only=True)
class EndedLine:
    """Nothing of a verification is left; the answer to `Ask.END`."""


@dataclass(frozen=True, kw_only=True)
class CodeLine:
    text: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ZoneLine:
    key: MrzKey = field(repr=False)


Event = HealthLine | FacesLine | StillLine | GuidedLine | MeasuredLine | EndedLine | CodeLine | ZoneLine


def encode_start(start: Start) -> bytes:
    return _line(
        {
            "do": "start",
            "address": start.address,
            "models": [str(directory) for directory in start.model_directories],
            "preview_fd": start.preview_fd,
            "parent_pid": start.parent_pid,
            "first_number": start.first_number,
        }
    )


def decode_start(line: bytes) -> Start:
    """`ValueError` when the line is not a start command."""
    raw = _object(line)
    models = raw.get("models")
    if raw.get("do") != "start" or not isinstance(models, list):
        raise ValueError("the first line is not a start command")
    return Start(
        address=_text(raw, "address"),
        model_directories=tuple(Path(str(directory)) for directory in models),
        preview_fd=_whole(raw, "preview_fd"),
        parent_pid=_whole(raw, "parent_pid"),
        first_number=_whole(raw, "first_number"),
    )


def encode_event(event: Event) -> bytes:
    match event:
        case StillLine(jpeg=jpeg):
            return _line({"event": "still", "jpeg": base64.b64encode(jpeg).decode("ascii")})
        case HealthLine(fault=fault):
            raw: dict[str, object] = {"event": "health", "condition": event.condition, "facts": event.facts}
            if fault is not None:
                raw |= {"fault": fault.id, "detail": fault.detail}
            return _line(raw)
        case FacesLine():
            faces = [[box.x, box.y, box.width, box.height, box.score] for box in event.faces]
            return _line({"event": "faces", "faces": faces, "frame_ms": event.frame_ms})
        case GuidedLine():
            return _line({"event": "guided", **asdict(event)})
        case MeasuredLine(evidence=evidence):
            return _line({"event": "measured", **asdict(evidence)})
        case EndedLine():
            return _line({"event": "ended"})
        case CodeLine(text=text):
            return _line({"event": "code", "text": text})
        case ZoneLine(key=key):
            return _line(
                {"event": "zone", "number": key.document_number, "born": key.birth_date, "ends": key.expiry_date}
            )


def decode_event(line: bytes) -> Event:
    """`ValueError` when the line is not an event of the child."""
    raw = _object(line)
    match raw.get("event"):
        case "health":
            facts = raw.get("facts", {})
            if not isinstance(facts, dict):
                raise ValueError("facts must be an object")
            condition = Condition(_text(raw, "condition"))
            fault = None
            if condition in (Condition.WARNING, Condition.FAULT):
                fault = Fault(id=_text(raw, "fault"), detail=_text(raw, "detail"))
                if not fault.id.startswith("camera."):
                    raise ValueError("the child reports faults of the camera only")
            return HealthLine(
                condition=condition, fault=fault, facts={str(name): str(value) for name, value in facts.items()}
            )
        case "faces":
            faces = raw.get("faces")
            if not isinstance(faces, list):
                raise ValueError("faces must be a list")
            return FacesLine(faces=tuple(_box(face) for face in faces), frame_ms=_whole(raw, "frame_ms"))
        case "still":
            return StillLine(jpeg=_jpeg(_text(raw, "jpeg")))
        case "guided":
            return GuidedLine(
                task=_text(raw, "task"), hint=FaceHint(_text(raw, "hint")), progress=_part(raw, "progress", 0.0)
            )
        case "measured":
            return MeasuredLine(evidence=_evidence(raw))
        case "ended":
            return EndedLine()
        case "code":
            text = _text(raw, "text")
            if not 0 < len(text) <= CODE_LIMIT:
                raise ValueError("a code holds some characters")
            return CodeLine(text=text)
        case "zone":
            key = MrzKey(
                document_number=_text(raw, "number"), birth_date=_text(raw, "born"), expiry_date=_text(raw, "ends")
            )
            if not _ZONE.fullmatch(f"{key.document_number} {key.birth_date} {key.expiry_date}"):
                raise ValueError("a zone has a number and two dates")
            return ZoneLine(key=key)
        case other:
            raise ValueError(f"the child knows no event {other!r}")


class LineSplitter:
    """Cuts a stream of bytes into lines. `ValueError` when a line is longer than `LINE_LIMIT_BYTES`."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Sequence[bytes]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LINE_LIMIT_BYTES or any(len(line) > LINE_LIMIT_BYTES for line in lines):
            raise ValueError("a line is too long")
        return lines


def _line(raw: dict[str, object]) -> bytes:
    return json.dumps(raw, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


def _object(line: bytes) -> dict[str, object]:
    try:
        raw = json.loads(line)
    except RecursionError as problem:
        raise ValueError("the line is nested too deeply") from problem
    if not isinstance(raw, dict):
        raise ValueError("the line is not an object")
    return raw


def _text(raw: dict[str, object], key: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} must be a text")
    return value


def _whole(raw: dict[str, object], key: str) -> int:
    value = raw.get(key)
    if type(value) is not int or value < 0:
        raise ValueError(f"{key} must be a whole number from 0")
    return value


def _part(raw: dict[str, object], key: str, low: float) -> float:
    """A number from `low` to 1."""
    value = raw.get(key)
    if type(value) not in (int, float) or not low <= float(str(value)) <= 1.0:
        raise ValueError(f"{key} must be a number from {low:g} to 1")
    return float(str(value))


def _evidence(raw: dict[str, object]) -> FaceEvidence:
    stop, live = raw.get("stop"), raw.get("live")
    if type(live) is not bool or not (stop is None or isinstance(stop, str)):
        raise ValueError("live is a yes or no, stop a reason or null")
    return FaceEvidence(
        task=_text(raw, "task"),
        stop=None if stop is None else FaceStop(stop),
        score=_part(raw, "score", -1.0),
        frames=_whole(raw, "frames"),
        live=live,
        turns=_whole(raw, "turns"),
        model=_text(raw, "model"),
        detector=_text(raw, "detector"),
        took_ms=_whole(raw, "took_ms"),
        last_frame_ms=_whole(raw, "last_frame_ms"),
    )


def _jpeg(text: str) -> bytes:
    try:
        jpeg = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise ValueError("a still is base64") from problem
    # marks of a whole JPEG: SOI and EOI (ITU-T T.81, B.1.1.3)
    if len(jpeg) > STILL_LIMIT_BYTES or not (jpeg.startswith(b"\xff\xd8\xff") and jpeg.endswith(b"\xff\xd9")):
        raise ValueError("a still is a whole JPEG of bounded size")
    return jpeg


def _box(raw: object) -> FaceBox:
    if not isinstance(raw, list) or len(raw) != 5 or not all(type(value) in (int, float) for value in raw):
        raise ValueError("a face is five numbers")
    try:
        x, y, width, height, score = (float(value) for value in raw)
    except OverflowError:
        # a whole number of four hundred digits is JSON as well
        raise ValueError("a face is five finite numbers") from None
    if not all(map(math.isfinite, (x, y, width, height, score))):
        raise ValueError("a face is five finite numbers")
    return FaceBox(x=x, y=y, width=width, height=height, score=score)
