"""Local settings: what the technician decides for one terminal, in one TOML file.

SettingsError      `.line` is the one line to print: file, key and what is allowed; the program ends with 2
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.devices import DeviceKind
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import PinnedKeys
from kiosk.protocol.reconnect import ReconnectPolicy
from kiosk.reading import Table

_DEVICE_ID = re.compile(r"[a-z][a-z0-9-]{0,30}\Z")
_QUIET = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
SIMULATED_DECODER = "simulated"
_SEVERAL = frozenset({DeviceKind.IDCARD})
"""Kinds of which a terminal may have several: one reads the identity card, another the social-security card."""


class SettingsError(ValueError):
    """Settings that cannot be used."""

    def __init__(self, file: Path, problems: list[str]) -> None:
        self.line = f"{file}: {'; '.join(problems)}"
        super().__init__(self.line)


@dataclass(frozen=True, kw_only=True)
class DeviceSettings:
    id: str
    kind: DeviceKind
    address: str
    """`samv+serial:///dev/…?baud=115200`, `pcsc://`, `escpos+tcp://HOST:9100`, `file:…`, `v4l2:…`, `http://…`."""


@dataclass(frozen=True, kw_only=True)
class PlatformSettings:
    address: str
    pinned: PinnedKeys
    reconnect: ReconnectPolicy
    connect_timeout_s: float
    read_timeout_s: float
    refresh_s: float
    heartbeat_s: float


@dataclass(frozen=True, kw_only=True)
class OutboxSettings:
    alarm_h: int
    escalate_h: int
    retention_days: int
    ballast_mb: int


@dataclass(frozen=True, kw_only=True)
class WindowSettings:
    kiosk: bool
    """Full screen, closing refused."""


@dataclass(frozen=True, kw_only=True)
class ScreenSettings:
    """The visible glass, for the least size of what is touched. Upright or lying follows from the window."""

    width_mm: int
    height_mm: int


@dataclass(frozen=True, kw_only=True)
class PhotoDecoderSettings:
    """The vendor's decoder for photos of identity cards: docs/photo-decoder.md."""

    path: Path | None
    """A shared library or a program; None: that of simulated cards, which a demonstration alone has."""
    sha256: str
    """Of the file, in lower-case hex; what has another one is not run."""
    time_limit_s: float


@dataclass(frozen=True, kw_only=True)
class TravelDocumentSettings:
    """What the chips of passports and travel permits are judged by: docs/travel-documents.md."""

    csca: Path | None = None
    """A folder of certificates, one folder in it for each issuing state. None: no chip is verified."""


class Volume(StrEnum):
    """How loud the voice is; each step sounds about half as loud as the next."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """From the first to before the second, local time, also over midnight."""

    begins: time
    ends: time

    def holds(self, now: time) -> bool:
        """Whether it is to be quiet now."""
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends


@dataclass(frozen=True, kw_only=True)
class VoiceSettings:
    """A loudspeaker: docs/settings.md."""

    device: str
    """As ALSA names it (`aplay -L`)."""
    volume: Volume
    quiet: QuietHours | None
    """When everything is half as loud."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    file: Path
    data: Path
    demo: bool
    dock: Path | None
    platform: PlatformSettings
    outbox: OutboxSettings
    window: WindowSettings
    screen: ScreenSettings
    devices: tuple[DeviceSettings, ...]
    photo_decoder: PhotoDecoderSettings | None = None
    travel_documents: TravelDocumentSettings = TravelDocumentSettings()
    voice: VoiceSettings | None = None
    """None: nothing is said aloud."""


def load_settings(file: Path) -> Settings:
    """Read a settings file; `SettingsError` names the file, the key and what is allowed."""
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except OSError as problem:
        raise SettingsError(file, [f"cannot be read ({problem.strerror})"]) from problem
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsError(file, [f"is not TOML ({problem})"]) from problem
    problems: list[str] = []
    settings = _read(Table(raw, "", problems), file)
    if problems:
        raise SettingsError(file, problems)
    return settings


def _read(root: Table, file: Path) -> Settings:
    demo = root.flag("demo", False)
    dock = root.text("dock", "")
    if dock and not demo:
        root.problem("dock", "is for simulated devices and goes with demo = true only")
    settings = Settings(
        file=file,
        data=_path(file, root.text("data")),
        demo=demo,
        dock=_path(file, dock) if dock else None,
        platform=_read_platform(root.table("platform")),
        outbox=_read_outbox(root.table("outbox", required=False)),
        window=_read_window(root.table("window", required=False)),
        screen=_read_screen(root.table("screen", required=False)),
        devices=_read_devices(root),
        photo_decoder=_read_photo_decoder(root, file, demo),
        travel_documents=_read_travel_documents(root.table("travel_documents", required=False), file),
        voice=_read_voice(root),
    )
    root.done()
    return settings


def _path(file: Path, text: str) -> Path:
    """Paths are taken from the folder of the settings file."""
    return (file.resolve().parent / text).resolve()


def _read_platform(table: Table) -> PlatformSettings:
    address = table.text("address")
    if address and not _is_platform_address(address):
        table.problem("address", f"takes https://HOST or http://HOST:PORT, not {address!r}")
    texts = table.strings("pinned_keys")
    try:
        pinned = PinnedKeys.from_texts(texts)
    except ProtocolError as problem:
        table.problem("pinned_keys", str(problem))
        pinned = PinnedKeys(keys=())
    if not texts and not any("pinned_keys" in problem for problem in table.problems):
        table.problem("pinned_keys", "needs at least one key, as `python -m central keys` prints it")
    default = ReconnectPolicy()
    settings = PlatformSettings(
        address=address.rstrip("/"),
        pinned=pinned,
        reconnect=ReconnectPolicy(
            spread_s=table.seconds("spread_s", default.spread_s, high=3600),
            cap_s=table.seconds("cap_s", default.cap_s, low=1, high=3600),
        ),
        connect_timeout_s=table.seconds("connect_timeout_s", 3.0, low=0.1, high=60),
        read_timeout_s=table.seconds("read_timeout_s", 10.0, low=0.1, high=120),
        refresh_s=table.seconds("refresh_s", 300.0, low=1, high=86_400),
        heartbeat_s=table.seconds("heartbeat_s", 60.0, low=1, high=3600),
    )
    table.done()
    return settings


def _is_platform_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    bare = not (parts.query or parts.fragment or parts.username or parts.password) and parts.path in ("", "/")
    return parts.scheme in ("http", "https") and bool(parts.hostname) and bare and port != 0


def _read_outbox(table: Table) -> OutboxSettings:
    settings = OutboxSettings(
        alarm_h=table.number("alarm_h", 24, low=1, high=240),
        escalate_h=table.number("escalate_h", 72, low=1, high=240),
        retention_days=table.number("retention_days", 30, low=1, high=3650),
        ballast_mb=table.number("ballast_mb", 8, low=0, high=64),
    )
    table.done()
    return settings


def _read_window(table: Table) -> WindowSettings:
    settings = WindowSettings(kiosk=table.flag("kiosk", True))
    table.done()
    return settings


def _read_screen(table: Table) -> ScreenSettings:
    """The default is a 21.5 inch screen, upright."""
    settings = ScreenSettings(
        width_mm=table.number("width_mm", 268, low=60, high=3000),
        height_mm=table.number("height_mm", 476, low=60, high=3000),
    )
    table.done()
    return settings


def _read_photo_decoder(root: Table, file: Path, demo: bool) -> PhotoDecoderSettings | None:
    given = root.has("photo_decoder")
    table = root.table("photo_decoder", required=False)
    if not given:
        return None
    path = table.text("path")
    simulated = path == SIMULATED_DECODER
    if simulated and not demo:
        table.problem("path", f"{SIMULATED_DECODER} opens photos of simulated cards and goes with demo = true only")
    settings = PhotoDecoderSettings(
        path=None if simulated else _path(file, path),
        sha256=table.text("sha256", "" if simulated else None, shape=lambda text: bool(_SHA256.match(text))),
        time_limit_s=table.seconds("time_limit_s", 3.0, low=0.1, high=30),
    )
    table.done()
    return settings


def _read_travel_documents(table: Table, file: Path) -> TravelDocumentSettings:
    """A folder that is missing is told by the reader's health: documents are then read, and verified by nobody."""
    csca = table.text("csca", "")
    table.done()
    return TravelDocumentSettings(csca=_path(file, csca) if csca else None)


def _read_voice(root: Table) -> VoiceSettings | None:
    given = root.has("voice")
    table = root.table("voice", required=False)
    if not given:
        return None
    quiet = table.text("quiet", "")
    hours = _QUIET.match(quiet)
    if quiet and hours is None:
        table.problem("quiet", f"takes hours as 21:00-07:00, not {quiet!r}")
    settings = VoiceSettings(
        # a name of ALSA, never an option of the program that plays
        device=table.text("device", "default", shape=lambda text: not text.startswith("-")),
        volume=table.choice("volume", Volume, Volume.MIDDLE),
        quiet=None
        if hours is None
        else QuietHours(begins=time.fromisoformat(hours[1]), ends=time.fromisoformat(hours[2])),
    )
    table.done()
    return settings


def _read_devices(root: Table) -> tuple[DeviceSettings, ...]:
    devices: list[DeviceSettings] = []
    for table in root.tables("device"):
        kind = table.peek("kind")
        device = DeviceSettings(
            id=table.text("id", shape=lambda text: bool(_DEVICE_ID.match(text))),
            kind=table.choice("kind", DeviceKind),
            address=table.text("address"),
        )
        table.done()
        if any(device.id == other.id for other in devices):
            table.problem("id", f"{device.id} is there twice")
        if any(device.address == other.address for other in devices):
            table.problem("address", f"{device.address} is there twice")
        if kind not in _SEVERAL and any(kind == other.kind for other in devices):
            table.problem("kind", f"one {device.kind} is served; {device.kind} is there twice")
        devices.append(device)
    return tuple(devices)
