"""The frame around every page: place, clock, line, text size, who helps, and the idle countdown."""

from __future__ import annotations

from kiosk.clock import CHINA
from kiosk.flow.handing_in import NotSaved
from kiosk.flow.page import Call, Countdown, Frame, Option, TextSize, Tone
from kiosk.flow.standing import Suspended
from kiosk.flow.state import State
from kiosk.store import LineState
from kiosk.texts import LANGUAGES

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def frame_of(
    state: State, seconds_left: int | None, *, leaving: bool, can_leave: bool, call: Call | None = None
) -> Frame:
    """The frame for the state on top. `seconds_left` is set during the countdown, `leaving` if it was asked for."""
    desk, visit, w = state.desk, state.visit, state.w
    local = desk.clock.utc().astimezone(CHINA)
    line = desk.store.line()
    large = visit.elder
    countdown = None
    if seconds_left is not None:
        kind = "leave" if leaving else "idle"
        countdown = Countdown(
            seconds=seconds_left,
            title=w(f"frame.{kind}-title"),
            text=w(f"frame.{kind}-text"),
            stay=w(f"frame.{kind}-stay"),
            finish=w(f"frame.{kind}-finish"),
        )
    return Frame(
        place=desk.place_words(),
        terminal=state.desk.terminal_words(),
        clock=w(
            "frame.clock",
            month=local.month,
            day=local.day,
            weekday=w(f"day.{_DAYS[local.weekday()]}"),
            time=f"{local:%H:%M}",
        ),
        # where nothing can be taken at all, the line is not said to be no obstacle
        line=w(
            "frame.line-cut"
            if line is LineState.DOWN and isinstance(state, Suspended | NotSaved)
            else f"frame.line-{line.value}"
        ),
        line_tone={LineState.UP: Tone.SAFE, LineState.DOWN: Tone.OFFLINE}.get(line, Tone.PLAIN),
        size=visit.size,
        sizes=tuple(Option(value=size.value, label=w(f"size.{size.value}")) for size in TextSize),
        contrast=visit.contrast,
        low_reach=visit.low_reach,
        large_clock=visit.fast_lane,
        elder_label=w("frame.elder") if large else "",
        helper="" if visit.helper is None else w("frame.helper", staff=visit.helper.number),
        help_label="" if state.calls_staff else w("frame.help"),
        countdown=countdown,
        in_visit=state.in_visit,
        voice=desk.voice,
        aloud=visit.aloud,
        call=call,
        leave_label=w("frame.leave") if can_leave else "",
        language=visit.language,
        languages=tuple(Option(value=tag, label=name) for tag, name in LANGUAGES.items()),
    )
