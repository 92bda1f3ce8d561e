"""Time, asked from one object: records use UTC, waiting uses monotonic seconds, ages use the local date."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "CST")
"""All of China keeps UTC+8 without daylight saving, so no time zone database is needed."""


class ClockState(StrEnum):
    """How far the wall clock can be trusted; it travels in each envelope."""

    CHECKED = "checked"
    """Compared with the platform's Date header since start and within ten minutes of it."""
    UNCHECKED = "unchecked"
    OFF = "off"
    """More than ten minutes from the platform, or before the program was built."""


class Clock(Protocol):
    """What the rest of the program asks for time."""

    def utc(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def state(self) -> ClockState: ...
    def boot_id(self) -> str: ...


@dataclass
class SystemClock:
    """The machine's clock. `compare` is told the platform's time and keeps the resulting state."""

    _state: ClockState = ClockState.UNCHECKED

    def utc(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def state(self) -> ClockState:
        return ClockState.OFF if self.utc() < BUILT else self._state

    def boot_id(self) -> str:
        """The kernel's id of this boot (proc(5)); with monotonic time it orders events across clock jumps."""
        try:
            return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        except OSError:
            return "unknown"

    def compare(self, platform_utc: datetime) -> None:
        """Warn beyond ten minutes, as cht-core does (facts, offline synchronisation, section 2)."""
        off = abs(platform_utc - self.utc()) > timedelta(minutes=10)
        self._state = ClockState.OFF if off else ClockState.CHECKED


BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""A wall clock before the program existed is wrong, whatever else is known."""


def local_date(clock: Clock) -> date:
    """The business day: the date in China."""
    return clock.utc().astimezone(CHINA).date()


def stamp(moment: datetime) -> str:
    """A moment as the wire and the database write it: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_stamp(text: str) -> datetime:
    """The moment of a stamp; `ValueError` when it has no offset, is not ISO 8601 or lies outside the calendar."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError(f"time without offset: {text}")
    try:
        return moment.astimezone(UTC)
    except OverflowError as problem:
        raise ValueError(f"time outside the calendar: {text}") from problem
