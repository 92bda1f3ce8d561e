"""The signed site policy: what the platform decides for one site, apart from the technician's local settings.

Attended hours, staffed places, services offered, thresholds, wording and the staff roster. PINs stand in it as
scrypt hashes, staff cards as a hash of the card body's management number; neither is an identity number.

    PolicyError      `.reasons` holds one sentence a problem
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from kiosk.clock import CHINA
from kiosk.divisions import divisions
from kiosk.identity.face import FaceBands
from kiosk.identity.policy import read_face_bands, read_ways
from kiosk.identity.ways import WayRules
from kiosk.reading import Table
from kiosk.texts import Texts

STAFF_NUMBER = re.compile(r"[0-9]{4,8}\Z")
PIN = re.compile(r"[0-9]{6,12}\Z")
SCRYPT = {"n": 2**14, "r": 8, "p": 1}
"""RFC 7914 parameters for interactive use: 16 MiB and some 50 ms a try. Six digits are still few: a thief of the
signed policy can try them all, so tries at the terminal are counted and a staff act is always journaled."""
WORDING = (
    "home.title",
    "home.card",
    "card.title",
    "card.subtitle",
    "help.called",
    "help.called-note",
    "help.nobody-note",
    "elsewhere.subtitle",
    "goodbye.subtitle",
)
"""Words a site may say in its own way: where its reader is, how its staff are called."""
_HASH = re.compile(r"scrypt:[0-9a-f]{32}:[0-9a-f]{64}\Z")
_CARD = re.compile(r"[0-9a-f]{64}\Z")
_TIME = re.compile(r"(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z")


class PolicyError(ValueError):
    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass(frozen=True, kw_only=True)
class AttendedHours:
    days: tuple[str, ...]
    begins: time
    ends: time


@dataclass(frozen=True, kw_only=True)
class StaffedPlace:
    name: Texts
    address: Texts
    hours: Texts
    phone: str


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    number: str
    name: str
    pin: str
    """`scrypt:SALT:HASH`, hex."""
    card: str
    """SHA-256 hex of the staff card's management number, or empty."""

    def pin_holds(self, pin: str) -> bool:
        """Constant time in the PIN; takes about 50 ms."""
        _, salt, expected = self.pin.split(":")
        found = hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), dklen=32, **SCRYPT)
        return hmac.compare_digest(found.hex(), expected)


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Seconds, and how many tries. Peer values: 5 min idle and 45 s countdown (facts, ui, section 10)."""

    idle_s: int
    idle_elder_s: int
    countdown_s: int
    receipt_s: int
    delivery_wait_s: int
    staff_tries: int
    staff_lock_s: int
    attract_s: int
    """How long the home page stands before the calm picture comes; 0 keeps the home page."""


@dataclass(frozen=True, kw_only=True)
class SitePolicy:
    version: str
    site: str
    place: Texts
    address: Texts
    phone: str
    region: str
    """Code of the division that the site stands in (`data/divisions.csv`), or empty: addresses begin there."""
    terminals: dict[str, Texts]
    """Terminal id to its label, such as 24 小时自助服务 · 一号机."""
    hours: tuple[AttendedHours, ...]
    closed: tuple[date, ...]
    places: tuple[StaffedPlace, ...]
    receiving: dict[str, Texts]
    """Department code to the body that receives for it."""
    services: tuple[str, ...]
    favourites: tuple[str, ...]
    thresholds: Thresholds
    staff: tuple[StaffMember, ...]
    link_host: str
    """Public host of receipt codes and guides, such as jiujin.example."""
    fast_lane_age: int
    wording: dict[str, Texts]
    """Words of this site in the place of the program's, for the keys of `WORDING`."""
    face_bands: tuple[FaceBands, ...]
    """Thresholds of each face model; a model that is not among them decides nothing here."""
    ways: WayRules
    """Which ways of showing who one is are taken here, and for which levels."""

    @classmethod
    def from_json(cls, payload: object) -> SitePolicy:
        """A policy from its published payload; `PolicyError` with every reason."""
        problems: list[str] = []
        policy = _read(Table(payload, "", problems))
        if problems:
            raise PolicyError(problems)
        return policy

    def attended(self, moment: datetime) -> bool:
        """Whether somebody is at the site at that moment (time in China)."""
        local = moment.astimezone(CHINA)
        if local.date() in self.closed:
            return False
        day = list(Weekday)[local.weekday()]
        now = local.time()
        return any(day in hours.days and hours.begins <= now < hours.ends for hours in self.hours)

    def member(self, number: str) -> StaffMember | None:
        return next((member for member in self.staff if member.number == number), None)

    def member_by_card(self, card_number: str) -> StaffMember | None:
        wanted = staff_card_hash(card_number)
        return next((member for member in self.staff if member.card == wanted), None)

    def bands_of(self, model: str) -> FaceBands | None:
        """The thresholds of a face model by the SHA-256 of its file; None where the policy names none for it."""
        return next((bands for bands in self.face_bands if bands.model == model), None)


def staff_card_hash(card_number: str) -> str:
    """How a roster names a staff card, from the management number's upper-case hex."""
    return hashlib.sha256(b"jiujin/staff-card\0" + card_number.upper().encode("ascii")).hexdigest()


def pin_hash(pin: str, salt: bytes | None = None) -> str:
    """How a roster keeps a PIN."""
    salt = secrets.token_bytes(16) if salt is None else salt
    return f"scrypt:{salt.hex()}:{hashlib.scrypt(pin.encode(), salt=salt, dklen=32, **SCRYPT).hex()}"


def read_policy_file(path: Path) -> dict[str, Any]:
    """The payload of a policy TOML file. A staff table may name `pin_plain` and `card_number` for publishing;
    they become hashes here and are never published. `PolicyError` for a file that cannot be read."""
    try:
        payload: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise PolicyError([f"{path.name}: {problem}"]) from problem
    for row in payload.get("staff", []):
        if isinstance(row, dict):
            if (plain := row.pop("pin_plain", None)) is not None:
                if not isinstance(plain, str) or not PIN.match(plain):
                    raise PolicyError([f"{path.name}: staff {row.get('number')}: a PIN has 6 to 12 digits"])
                # the salt follows from who it is for, so that publishing the same file twice makes the same bytes
                owner = f"{payload.get('site')}/{row.get('number')}".encode()
                row["pin"] = pin_hash(plain, hashlib.sha256(b"jiujin/pin-salt\0" + owner).digest()[:16])
            if (card := row.pop("card_number", None)) is not None:
                row["card"] = staff_card_hash(str(card))
    payload["closed"] = [str(day) for day in payload.get("closed", [])]
    return {"v": 1, **payload}


def _read(root: Table) -> SitePolicy:
    root.number("v", low=1, high=1)
    root.text("issued_at", "")  # judged by whoever keeps the document: an older one never replaces a newer
    limits = root.table("thresholds", required=False)
    policy = SitePolicy(
        version=root.text("version"),
        site=root.text("site"),
        place=root.texts("place"),
        address=root.texts("address"),
        phone=root.text("phone"),
        region=root.text("region", "", shape=lambda code: not code or divisions().known(code)),
        terminals={row.text("id"): _only(row, row.texts("label")) for row in root.tables("terminals")},
        hours=tuple(_hours(row) for row in root.tables("hours", required=True)),
        closed=_days(root),
        places=tuple(_place(row) for row in root.tables("places")),
        receiving={row.text("department_code"): _only(row, row.texts("name")) for row in root.tables("receiving")},
        services=root.strings("services"),
        favourites=root.strings("favourites", ()),
        thresholds=Thresholds(
            idle_s=limits.number("idle_s", 120, low=15, high=3600),
            idle_elder_s=limits.number("idle_elder_s", 240, low=15, high=3600),
            countdown_s=limits.number("countdown_s", 45, low=10, high=300),
            receipt_s=limits.number("receipt_s", 60, low=10, high=600),
            delivery_wait_s=limits.number("delivery_wait_s", 4, low=0, high=30),
            staff_tries=limits.number("staff_tries", 5, low=3, high=10),
            attract_s=limits.number("attract_s", 180, low=0, high=86_400),
            staff_lock_s=limits.number("staff_lock_s", 300, low=60, high=86_400),
        ),
        staff=tuple(_member(row) for row in root.tables("staff")),
        link_host=root.text("link_host"),
        fast_lane_age=root.number("fast_lane_age", 65, low=55, high=100),
        wording=_wording(root.table("wording", required=False)),
        face_bands=read_face_bands(root),
        ways=read_ways(root),
    )
    limits.done()
    root.done()
    return policy


def _days(root: Table) -> tuple[date, ...]:
    days = []
    for text in root.strings("closed", ()):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            root.problem("closed", f"takes dates like 2026-10-01, not {text!r}")
    return tuple(days)


def _wording(table: Table) -> dict[str, Texts]:
    wording = {key: table.texts(key) for key in WORDING if table.has(key)}
    for key, texts in wording.items():
        if any(mark in text for text in texts.values() for mark in "{}"):
            table.problem(key, "takes plain words without { and }")
    table.done()
    return wording


def _only(row: Table, texts: Texts) -> Texts:
    row.done()
    return texts


def _hours(row: Table) -> AttendedHours:
    days = row.strings("days")
    if not set(days) <= set(Weekday):
        row.problem("days", f"takes {', '.join(Weekday)}")
    begins, ends = (row.text(key, shape=lambda text: bool(_TIME.match(text))) for key in ("begins", "ends"))
    row.done()
    good = _TIME.match(begins) and _TIME.match(ends)
    return AttendedHours(
        days=days,
        begins=_time(begins) if good else time(0),
        ends=_time(ends) if good else time(0),
    )


def _time(text: str) -> time:
    return time.max if text == "24:00" else time.fromisoformat(text)


def _place(row: Table) -> StaffedPlace:
    place = StaffedPlace(
        name=row.texts("name"), address=row.texts("address"), hours=row.texts("hours"), phone=row.text("phone", "")
    )
    row.done()
    return place


def _member(row: Table) -> StaffMember:
    member = StaffMember(
        number=row.text("number", shape=lambda text: bool(STAFF_NUMBER.match(text))),
        name=row.text("name"),
        pin=row.text("pin", shape=lambda text: bool(_HASH.match(text))),
        card=row.text("card", "", shape=lambda text: bool(_CARD.match(text))),
    )
    row.done()
    return member
