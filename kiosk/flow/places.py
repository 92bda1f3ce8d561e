"""When and where people are, as rows for the screen: what every step that is refused can still offer."""

from __future__ import annotations

from datetime import time

from kiosk.flow.state import State
from kiosk.site import AttendedHours


def hours_rows(state: State) -> list[dict[str, str]]:
    """The site's attended hours: `day` and `time` in words.

    None of somebody who is there the whole week, where other places can be named: then they tell nothing.
    """
    if _whole_week(state) and place_rows(state):
        return []
    return _hours(state, every="day.every", whole="day.whole")


def hours_words(state: State) -> str:
    """The attended hours for within a sentence; empty where the site has none, or the whole week."""
    if _whole_week(state):
        return ""
    rows = _hours(state, every="day.every-in", whole="day.whole-in")
    return state.w("day.next").join(state.w("day.at", **row) for row in rows)


def _whole_week(state: State) -> bool:
    """Whether somebody is here at all hours."""
    policy = state.desk.policy
    days = [day for hours in (() if policy is None else policy.hours) if _all_day(hours) for day in hours.days]
    return len(set(days)) == 7


def _all_day(hours: AttendedHours) -> bool:
    """From the first minute to the last: 24:00 is kept as the day's last instant."""
    return hours.begins == time.min and hours.ends.microsecond > 0


def _hours(state: State, *, every: str, whole: str) -> list[dict[str, str]]:
    """The attended hours; `every` and `whole` are the words for all days and for all hours."""
    policy = state.desk.policy
    rows = []
    for hours in () if policy is None else policy.hours:
        everyday = len(hours.days) == 7
        days = state.w(every) if everyday else state.w("day.and").join(state.w(f"day.{day}") for day in hours.days)
        ends = "24:00" if hours.ends.microsecond else f"{hours.ends:%H:%M}"
        rows.append({"day": days, "time": state.w(whole) if _all_day(hours) else f"{hours.begins:%H:%M}–{ends}"})
    return rows


def place_rows(state: State) -> list[dict[str, str]]:
    """Staffed places near by: `name`, `address`, `hours`, `phone`."""
    policy, pick = state.desk.policy, state.desk.words.pick
    return [
        {"name": pick(place.name), "address": pick(place.address), "hours": pick(place.hours), "phone": place.phone}
        for place in (() if policy is None else policy.places)
    ]
