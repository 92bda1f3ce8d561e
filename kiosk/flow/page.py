"""What a front end shows: one page and the frame around it, as values with words already chosen.

Views decide nothing: they draw a `Page`, and send back the id of an action with a value. `main.py headless` writes
the same values as JSON lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kiosk.documents.raster import Raster


class PageName(StrEnum):
    HOME = "home"
    SERVICES = "services"
    GUIDE = "guide"
    CARD = "card"
    IDENTITY = "identity"
    STAFF = "staff"
    STAFF_CHECK = "staff-check"
    FORM = "form"
    MATERIALS = "materials"
    REVIEW = "review"
    SIGNATURE = "signature"
    SAVING = "saving"
    PRINTING = "printing"
    RECEIPT = "receipt"
    NUMBER = "number"
    """No paper: the number stays on the screen until it is acknowledged."""
    FAULT = "fault"
    HELP = "help"
    ELSEWHERE = "elsewhere"
    """Nobody is here now: a ticket, another time, the nearest staffed place."""
    TICKET = "ticket"
    RECOVERED = "recovered"
    SUSPENDED = "suspended"
    GOODBYE = "goodbye"
    DEVICES = "devices"


class Role(StrEnum):
    """How much an action matters on its page."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    CHOICE = "choice"
    """One of several of equal size."""
    QUIET = "quiet"


@dataclass(frozen=True, kw_only=True)
class Action:
    id: str
    label: str
    role: Role = Role.SECONDARY
    value: Any = None
    """Sent back with the action when the front end has nothing else to send."""
    note: str = ""
    picture: str = ""
    enabled: bool = True


class FieldKind(StrEnum):
    TEXT = "text"
    DIGITS = "digits"
    PIN = "pin"
    PHONE = "phone"
    BANK_CARD = "bank-card"
    CHOICE = "choice"
    DATE = "date"
    CONFIRM = "confirm"
    SIGNATURE = "signature"


@dataclass(frozen=True, kw_only=True)
class Option:
    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One question. `problem` is a sentence when the last answer did not do."""

    id: str
    kind: FieldKind
    label: str
    help: str = ""
    value: Any = None
    required: bool = True
    options: tuple[Option, ...] = ()
    source: str = ""
    """Where a prefilled value comes from (身份证)."""
    readonly: bool = False
    skip: str = ""
    """Label of the way to leave it out, where there is one (没有手机)."""
    problem: str = ""
    max_length: int = 0


class Tone(StrEnum):
    PLAIN = "plain"
    SAFE = "safe"
    OFFLINE = "offline"
    """Amber: offline and deferred matters."""
    ALERT = "alert"


@dataclass(frozen=True, kw_only=True)
class Notice:
    tone: Tone
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    index: int
    of: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """`facts` holds what only this page shows; its members stand in `docs/headless.md`."""

    name: PageName
    title: str
    subtitle: str = ""
    said: str = ""
    """What a voice reads out."""
    step: Step | None = None
    picture: str = ""
    fields: tuple[FieldView, ...] = ()
    actions: tuple[Action, ...] = ()
    notices: tuple[Notice, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    raster: Raster | None = None
    """The very paper that is being printed, for the receipt page."""
    busy: bool = False


class TextSize(StrEnum):
    STANDARD = "standard"
    LARGE = "large"
    """Elder mode: 76/56/40/36 instead of 64/40/32/26, one question a page."""


@dataclass(frozen=True, kw_only=True)
class Countdown:
    """Idle: what is left before the visit ends, with a way to stay."""

    seconds: int
    title: str
    text: str
    stay: str
    finish: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around every page."""

    place: str
    terminal: str
    """Such as 24 小时自助服务 · 一号机."""
    clock: str
    line: str
    line_tone: Tone
    size: TextSize = TextSize.STANDARD
    contrast: bool = False
    large_clock: bool = False
    elder_label: str = ""
    helper: str = ""
    """Who helps on this visit (工作人员 0012 在协助), or empty."""
    help_label: str = ""
    """The call for staff; empty where the page itself is about it."""
    countdown: Countdown | None = None
    in_visit: bool = False
    leave_label: str = ""
    """The way to end the visit from here; empty where there is none."""
    language: str = "zh-CN"
