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
    ATTRACT = "attract"
    """Nobody is here: a calm picture that moves, so that nothing burns into the screen."""
    HOME = "home"
    SEARCH = "search"
    SERVICES = "services"
    GUIDE = "guide"
    NOTICE = "notice"
    """What a person has and what is missing: the one-time notice."""
    CARD = "card"
    WITHOUT_CARD = "without-card"
    """No card is here, or none can be read: what does without."""
    IDENTITY = "identity"
    STAFF = "staff"
    STAFF_CHECK = "staff-check"
    CONSENT = "consent"
    """Before the camera turns on: whether a face may be looked at."""
    FACE = "face"
    SMS = "sms"
    IDENTITY_CODE = "identity-code"
    CALL_BACK = "call-back"
    TRAVEL_KEY = "travel-key"
    """What is printed on a travel document and opens its chip."""
    SHOW_ZONE = "show-zone"
    """The same, held before the camera instead of typed."""
    FOR_WHOM = "for-whom"
    """In whose name somebody acts who does not act for themself."""
    CHILD = "child"
    """A child whose card is not here, as the household register has them."""
    GRANT = "grant"
    """What the person for whom allows, and until when."""
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
    NAME = "name"
    DIGITS = "digits"
    PIN = "pin"
    CODE = "code"
    """Capital Latin letters and digits: numbers of travel documents, credit codes."""
    PHONE = "phone"
    BANK_CARD = "bank-card"
    ID_NUMBER = "id-number"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    DATE = "date"
    ADDRESS = "address"
    TABLE = "table"
    PHOTO = "photo"
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
    unit: str = ""
    """What follows a number, such as 元."""
    example: str = ""
    """Of a date: eight digits that show how it is typed, where today's would mislead."""
    groups: tuple[int, ...] = ()
    """Of a code: how many characters stand together, so that it can be compared with paper."""
    now: str = ""
    """The words of a calculated value."""
    path: tuple[Option, ...] = ()
    """Of an address: the levels chosen so far; `options` are what comes below the last."""
    columns: tuple[FieldView, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table: each row in words, one for each column."""
    min_rows: int = 0
    max_rows: int = 0


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


STEPS = 5
"""Card and identity, form, materials, review and signature, receipt: what the step bar counts."""


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
    """What a voice reads out in a hall, for who asked for it: never a name, a number or an answer of a person."""
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
    """Four sizes, from title to the least words on the screen, in units of the 1080 wide design."""

    STANDARD = "standard"
    """64/40/32/26."""
    MEDIUM = "medium"
    """70/48/36/30."""
    LARGE = "large"
    """76/56/40/36, the elder mode: one question a page."""
    LARGEST = "largest"
    """84/62/48/42, an elder mode too."""

    @property
    def elder(self) -> bool:
        """Whether this is the elder mode: one question a page, twice the time."""
        return self in (TextSize.LARGE, TextSize.LARGEST)


@dataclass(frozen=True, kw_only=True)
class Countdown:
    """Idle: what is left before the visit ends, with a way to stay."""

    seconds: int
    title: str
    text: str
    stay: str
    finish: str


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is said aloud to whoever is near, asked for or not, because something has to be done now."""

    text: str
    chime: bool = False
    """Whether two tones go before it: a card was left behind."""
    times: int = 1
    """How often it was called; it is said anew whenever this rises."""


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
    sizes: tuple[Option, ...] = ()
    contrast: bool = False
    low_reach: bool = False
    """Everything to touch stands in the lower half, for who sits."""
    large_clock: bool = False
    elder_label: str = ""
    helper: str = ""
    """Who helps on this visit (工作人员 0012 在协助), or empty."""
    help_label: str = ""
    """The call for staff; empty where the page itself is about it."""
    countdown: Countdown | None = None
    in_visit: bool = False
    voice: bool = False
    """Whether pages can be read aloud here."""
    aloud: bool = False
    """Whether the resident wants them to be: what `Page.said` is for."""
    call: Call | None = None
    leave_label: str = ""
    """The way to end the visit from here; empty where there is none."""
    language: str = "zh-CN"
    languages: tuple[Option, ...] = ()
    """Each under its own name."""
