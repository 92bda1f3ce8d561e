"""Dates of a machine-readable zone: which century two digits mean, and parts that are not known."""

from __future__ import annotations

import re
from datetime import date

_UNKNOWN = "<<"
_SIX = re.compile(r"[0-9]{6}\Z")
_WITH_CENTURY = re.compile(r"([0-9]{4})(?:([0-9]{2})([0-9]{2})|[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?)\Z")


def day_of(text: str, today: date, *, born: bool) -> date | None:
    """The day of YYMMDD, or None where there is none. Who is `born` was so on the last such day that is not after
    today; another day is the one nearest to today."""
    century = today.year // 100 * 100
    days = [found for step in (100, 0, -100) if (found := _date(century + step, text)) is not None]
    if born:
        return next((day for day in days if day <= today), None)
    return min(days, key=lambda day: abs(day - today), default=None)


def birth_of(text: str, today: date) -> tuple[date | None, int | None] | None:
    """Birth date and year of six places, whose parts may be `<<` (ICAO 9303-3, section 4.8): both, only the year, or
    neither is known. None for what is no date."""
    year, month, day = text[:2], text[2:4], text[4:]
    if _UNKNOWN not in (year, month, day):
        found = day_of(text, today, born=True)
        return None if found is None else (found, found.year)
    known = "".join(part for part in (year, month, day) if part != _UNKNOWN)
    if "<" in known or (month == _UNKNOWN != day) or not _possible(month, day):
        return None
    return None, None if year == _UNKNOWN else today.year - (today.year - int(year)) % 100


def typed_day(text: str, today: date, *, born: bool) -> date | None:
    """The day that somebody typed, or None: 2026-11-20, 2026年11月20日, 20261120, or as in the zone, 261120."""
    if _SIX.match(text):
        return day_of(text, today, born=born)
    found = _WITH_CENTURY.match(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
    except ValueError:
        return None


def _date(century: int, text: str) -> date | None:
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _possible(month: str, day: str) -> bool:
    """Whether a day without its year, or a month without its day, can be."""
    if month == _UNKNOWN:
        return True
    # 2000 was a leap year
    return _date(2000, f"00{month}{'01' if day == _UNKNOWN else day}") is not None
