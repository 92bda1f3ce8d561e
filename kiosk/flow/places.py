"""When and where people are, as rows for the screen: what every step that is refused can still offer."""

from __future__ import annotations

from datetime import time

from kiosk.flow.state import State


def hours_rows(state: State) -> list[dict[str, str]]:
    """The site's attended hours: `day` and `time` in words."""
    policy = state.desk.policy
    rows = []
    for hours in () if policy is None else policy.hours:
        everyday = len(hours.days) == 7
        days = state.w("day.every") if everyday else "、".join(state.w(f"day.{day}") for day in hours.days)
        ends = "24:00" if hours.ends.microsecond else f"{hours.ends:%H:%M}"
        whole = hours.begins == time.min and ends == "24:00"
        rows.append({"day": days, "time": state.w("day.whole") if whole else f"{hours.begins:%H:%M}–{ends}"})
    return rows


def place_rows(state: State) -> list[dict[str, str]]:
    """Staffed places near by: `name`, `address`, `hours`, `phone`."""
    policy, pick = state.desk.policy, state.desk.words.pick
    return [
        {"name": pick(place.name), "address": pick(place.address), "hours": pick(place.hours), "phone": place.phone}
        for place in (() if policy is None else policy.places)
    ]
