"""When and where people are, as rows for the screen: what every step that is refused can still offer."""

from __future__ import annotations

from datetime import time

from kiosk.flow.state import State


def hours_rows(state: State) -> list[dict[str, str]]:
    """The site's attended hours: `day` and `time` in words."""
    return _hours(state, every="day.every", whole="day.whole")


def hours_words(state: State) -> str:
    """The attended hours for within a sentence; empty where the site has none."""
    rows = _hours(state, every="day.every-in", whole="day.whole-in")
    return state.w("day.next").join(state.w("day.at", **row) for row in rows)


def _hours(state: State, *, every: str, whole: str) -> list[dict[str, str]]:
    """The attended hours; `every` and `whole` are the words for all days and for all hours."""
    policy = state.desk.policy
    rows = []
    for hours in () if policy is None else policy.hours:
        everyday = len(hours.days) == 7
        days = state.w(every) if everyday else state.w("day.and").join(state.w(f"day.{day}") for day in hours.days)
        ends = "24:00" if hours.ends.microsecond else f"{hours.ends:%H:%M}"
        all_day = hours.begins == time.min and ends == "24:00"
        rows.append({"day": days, "time": state.w(whole) if all_day else f"{hours.begins:%H:%M}–{ends}"})
    return rows


def place_rows(state: State) -> list[dict[str, str]]:
    """Staffed places near by: `name`, `address`, `hours`, `phone`."""
    policy, pick = state.desk.policy, state.desk.words.pick
    return [
        {"name": pick(place.name), "address": pick(place.address), "hours": pick(place.hours), "phone": place.phone}
        for place in (() if policy is None else policy.places)
    ]
