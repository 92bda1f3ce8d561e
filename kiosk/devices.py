"""What the terminal needs of its devices: protocols, the events they post and the health they report.

A device is started with a `Post`: a callable that may be called from any thread and queues the event to the
one thread that runs the flow. Devices hand out values only. Every fault id is in the faults of its package.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.documents.raster import Raster
from kiosk.faults import Fault
from kiosk.identity.document import IdentityDocument
from kiosk.identity.face import FaceEvidence, FaceHint, FaceTask
from kiosk.identity.mrz import MrzKey


class DeviceKind(StrEnum):
    IDCARD = "idcard"
    PRINTER = "printer"
    CAMERA = "camera"


class Condition(StrEnum):
    STARTING = "starting"
    READY = "ready"
    WARNING = "warning"
    """Works, but someone should look (paper near end)."""
    FAULT = "fault"


@dataclass(frozen=True, kw_only=True)
class DeviceHealth:
    """A snapshot. `fault` is set for WARNING and FAULT; `facts` are for the technician (model, SAM id)."""

    device: str
    kind: DeviceKind
    condition: Condition
    fault: Fault | None = None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DeviceEvent:
    """Posted by a device; `device` is its id of the settings."""

    device: str


@dataclass(frozen=True, kw_only=True)
class HealthChanged(DeviceEvent):
    health: DeviceHealth


@dataclass(frozen=True, kw_only=True)
class CardPresent(DeviceEvent):
    """A card was put on, in whatever mode; `CardRemoved` follows once it is gone."""


@dataclass(frozen=True, kw_only=True)
class CardFound(DeviceEvent):
    """A card lies on the reader and is being read: the moment to say "hold still"."""


@dataclass(frozen=True, kw_only=True)
class DocumentRead(DeviceEvent):
    document: IdentityDocument
    reader_facts: dict[str, str]
    """Evidence for the envelope: `sam_id` where the reader gave one, `reader` its id."""


@dataclass(frozen=True, kw_only=True)
class StaffCardRead(DeviceEvent):
    card_number: str
    """The card body's management number (SAM-V 30 05) in upper-case hex; not an identity number."""


@dataclass(frozen=True, kw_only=True)
class ReadFailed(DeviceEvent):
    fault: Fault


@dataclass(frozen=True, kw_only=True)
class CardRemoved(DeviceEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class KeyWanted(DeviceEvent):
    """A travel document lies on the reader; its chip opens only with what is printed on it."""


class ReaderMode(StrEnum):
    """What a card on the reader is read for."""

    OFF = "off"
    """Presence only: nothing is read from the card."""
    RESIDENT = "resident"
    STAFF = "staff"
    """Only the card's management number: a staff card is any second-generation card the roster lists."""


class CardReader(Protocol):
    """`drivers.idcard`: reads a card once each time one is put on while the mode is RESIDENT or STAFF."""

    def start(self, post: Callable[[object], None]) -> None: ...
    def set_mode(self, mode: ReaderMode) -> None: ...

    def hold(self) -> None:
        """A visit ended: a card that lies there now is not read until it was taken away."""

    def open_with(self, key: MrzKey | None) -> None:
        """What opens a travel document, typed or read by the camera; None forgets it.

        A document that lies there and wanted it (`KeyWanted`) is read at once; a wrong one is answered `ReadFailed`
        (`reader.key-wrong`), and another one may be given while the document stays.
        """

    def health(self) -> DeviceHealth: ...
    def stop(self) -> None: ...


class PrintOutcome(StrEnum):
    """What is known of a job; "printed" is said of CONFIRMED only."""

    CONFIRMED = "confirmed"
    SENT_UNCONFIRMED = "sent_unconfirmed"
    FAILED = "failed"
    """Something prevented it, and the fault names it; paper may hold a part."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class PrintJob:
    """Paper for one person: `visit` is the visit it belongs to; the spool refuses it after that visit."""

    job: str
    visit: str
    raster: Raster


@dataclass(frozen=True, kw_only=True)
class PrintStarted(DeviceEvent):
    job: str


@dataclass(frozen=True, kw_only=True)
class PrintFinished(DeviceEvent):
    job: str
    outcome: PrintOutcome
    fault: Fault | None = None


class Printer(Protocol):
    """`drivers.printer`: one job after the other, each answered by one `PrintFinished`."""

    def start(self, post: Callable[[object], None]) -> None: ...
    def submit(self, job: PrintJob) -> None: ...
    def cancel_visit(self, visit: str) -> None: ...
    def health(self) -> DeviceHealth: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class FaceBox:
    """Where a face is in the preview, in pixels of the preview frame, and the detector's score (0..1)."""

    x: float
    y: float
    width: float
    height: float
    score: float


@dataclass(frozen=True, kw_only=True)
class FacesSeen(DeviceEvent):
    faces: tuple[FaceBox, ...]
    frame_ms: int
    """Age of the frame when it was judged, in milliseconds."""


STILL_LIMIT_BYTES = 300_000
"""A document at the camera's full size is legible in less; it travels inside an application."""


@dataclass(frozen=True, kw_only=True)
class StillTaken(DeviceEvent):
    """What `Camera.still` asked for."""

    jpeg: bytes = field(repr=False)
    """A whole JPEG of at most `STILL_LIMIT_BYTES`. It is in memory only."""


@dataclass(frozen=True, kw_only=True)
class FaceGuided(DeviceEvent):
    """What would help now, and how far a verification has come (0 to 1)."""

    task: str
    hint: FaceHint
    progress: float


@dataclass(frozen=True, kw_only=True)
class FaceMeasured(DeviceEvent):
    """The one answer to `Camera.verify`, whatever happened."""

    evidence: FaceEvidence


@dataclass(frozen=True, kw_only=True)
class CodeSeen(DeviceEvent):
    """A QR code before the camera, after `Camera.look_for_code`. It is a person's: never logged."""

    text: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ZoneSeen(DeviceEvent):
    """A machine-readable zone before the camera, after `Camera.look_for_zone`; its check digits hold."""

    key: MrzKey = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PreviewFrame:
    """One picture for the window: 32-bit BGRX rows, `stride` bytes each. Never stored."""

    width: int
    height: int
    stride: int
    pixels: bytes
    number: int


class Camera(Protocol):
    """`drivers.camera`: the vision child is started by `open` and gone after `close`."""

    def start(self, post: Callable[[object], None]) -> None: ...
    def open(self) -> None: ...
    def latest(self) -> PreviewFrame | None: ...

    def still(self) -> None:
        """Take the next picture at full size; `StillTaken` follows as soon as there is one, none after `close`."""

    def verify(self, task: FaceTask) -> None:
        """Compare who stands there with the document's photo; returns at once, the camera is to be open.

        `FaceGuided`s and one `FaceMeasured` of that task follow, whatever happens: a camera that is not open, a model
        that is not trusted and a child that dies are answers too. One verification at a time: another one that still
        runs is measured as CANCELLED first.
        """

    def end_verify(self) -> None:
        """Withdrawn, or no longer wanted: pictures and vectors are gone at the return (some 20 ms, at most 0.3 s).

        A verification that ran is answered by `FaceMeasured` with CANCELLED. `close` does the same.
        """

    def look_for_code(self) -> None:
        """Look for a QR code beside everything else, until `CodeSeen`, `look_for_zone` or `close`."""

    def look_for_zone(self) -> None:
        """Look for a machine-readable zone, until `ZoneSeen`, `look_for_code` or `close`; nothing comes where the
        terminal cannot read one, so that typing must be offered beside it."""

    def close(self) -> None: ...
    def health(self) -> DeviceHealth: ...
    def stop(self) -> None: ...
