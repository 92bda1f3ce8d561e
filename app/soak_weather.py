"""The soak's weather: which fault strikes at which moment of which visit, and when it is repaired.

What happens in a visit follows from the seed and the visit's number alone, so that a run can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_NONE, _ONE = 0.25, 0.75
"""A quarter of the visits has fair weather, half of them one fault, the rest two, if they come so far."""


STRETCH = 30
"""Visits; a quarter of an hour has some of both sorts."""


class Blow(StrEnum):
    """What is no state of a simulated device."""

    KILL_TERMINAL = "terminal-killed"
    KILL_TERMINAL_ALONE = "terminal-killed-alone"
    """Its children have to notice by themselves."""
    KILL_PLATFORM = "platform-killed"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A fault with how often it comes; `part` and `values` change the dock, or else it is a blow."""

    name: str
    weight: int
    part: str = ""
    values: tuple[tuple[str, Any], ...] = ()
    moments: tuple[str, ...] = ()
    """Pages at which it is most telling; otherwise any step will do."""


_HANDING_IN = ("review", "signature", "saving", "printing")
_ON_PAPER = ("saving", "printing", "receipt", "number")
_READING = ("home", "guide", "card", "staff")

KINDS = (
    Kind(name="line-down", weight=6, part="line", values=(("up", False),), moments=_HANDING_IN),
    Kind(name="line-half-open", weight=5, part="line", values=(("fault", "half-open"),), moments=_HANDING_IN),
    Kind(name="line-slow", weight=3, part="line", values=(("fault", "slow"),), moments=_HANDING_IN),
    Kind(name="line-error-500", weight=3, part="line", values=(("fault", "error-500"),), moments=_HANDING_IN),
    Kind(name="line-portal", weight=3, part="line", values=(("fault", "portal"),), moments=_HANDING_IN),
    Kind(name=Blow.KILL_PLATFORM, weight=6, moments=_HANDING_IN),
    Kind(name="printer-out", weight=4, part="printer", values=(("paper", "out"),), moments=_ON_PAPER),
    Kind(name="printer-near-end", weight=2, part="printer", values=(("paper", "near-end"),)),
    Kind(name="printer-cover-open", weight=4, part="printer", values=(("cover_open", True),), moments=_ON_PAPER),
    Kind(name="printer-absent", weight=4, part="printer", values=(("present", False),), moments=_ON_PAPER),
    Kind(name="printer-out-mid-print", weight=5, part="printer", values=(("fault", "paper-out-mid-print"),)),
    Kind(name="printer-reset-mid-print", weight=4, part="printer", values=(("fault", "reset-mid-print"),)),
    Kind(name="printer-no-confirmation", weight=2, part="printer", values=(("fault", "no-confirmation"),)),
    Kind(name="printer-silent", weight=2, part="printer", values=(("fault", "silent"),), moments=_ON_PAPER),
    Kind(name="printer-cutter", weight=2, part="printer", values=(("fault", "cutter"),), moments=_ON_PAPER),
    Kind(name="reader-unplugged", weight=4, part="reader", values=(("plugged", False),), moments=_READING),
    Kind(name="reader-noise", weight=2, part="reader", values=(("fault", "noise"),), moments=_READING),
    Kind(name="reader-split", weight=2, part="reader", values=(("fault", "split"),), moments=_READING),
    Kind(name="reader-bad-checksum", weight=3, part="reader", values=(("fault", "bad-checksum"),), moments=_READING),
    Kind(name="reader-oversized", weight=2, part="reader", values=(("fault", "oversized"),), moments=_READING),
    Kind(name="reader-pull-mid-read", weight=3, part="reader", values=(("fault", "pull-mid-read"),)),
    Kind(name="reader-mute", weight=2, part="reader", values=(("fault", "mute"),), moments=_READING),
    Kind(name="reader-sw3", weight=2, part="reader", values=(("fault", "sw3:41"),), moments=_READING),
    Kind(name="camera-absent", weight=2, part="camera", values=(("present", False),), moments=("help", "devices")),
    Kind(name="camera-stalled", weight=2, part="camera", values=(("stalled", True),), moments=("help", "devices")),
    Kind(name=Blow.KILL_TERMINAL, weight=10, moments=(*_HANDING_IN, *_ON_PAPER)),
    Kind(name=Blow.KILL_TERMINAL_ALONE, weight=4, moments=(*_HANDING_IN, *_ON_PAPER)),
)


_ENDS = (Blow.KILL_TERMINAL, Blow.KILL_TERMINAL_ALONE)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`page` or else `step` says when it strikes; `delay_s` after that. It is repaired `lasts_s` later, or, for
    None, when the visit is over."""

    kind: Kind
    page: str
    step: int
    delay_s: float
    lasts_s: float | None
    after_rows: int
    """For what strikes in mid-print."""


def rough(visit: int) -> bool:
    """Whether the terminal may end in this visit: thirty visits yes, thirty no, so that some lives are long."""
    return (visit - 1) // STRETCH % 2 == 0


def forecast(seed: int, visit: int) -> tuple[Fault, ...]:
    """The faults of a visit."""
    rng = random.Random(f"{seed}/weather/{visit}")  # noqa: S311 - it has to be repeatable
    drawn = rng.random()
    count = 0 if drawn < _NONE else 1 if drawn < _ONE else 2
    kinds = KINDS if rough(visit) else [kind for kind in KINDS if kind.name not in _ENDS]
    return tuple(_fault(rng, kinds) for _ in range(count))


def _fault(rng: random.Random, kinds: Sequence[Kind]) -> Fault:
    (kind,) = rng.choices(kinds, [kind.weight for kind in kinds])
    by_page = bool(kind.moments) and rng.random() < 0.75
    return Fault(
        kind=kind,
        page=rng.choice(kind.moments) if by_page else "",
        step=rng.randrange(16),
        # commit, seal, answer and the first rows of paper all lie within the first second
        delay_s=rng.choice((0.0, rng.uniform(0, 0.06), rng.uniform(0, 0.4), rng.uniform(0, 1.5))),
        lasts_s=rng.uniform(1, 7) if rng.random() < 0.6 else None,
        after_rows=rng.randrange(20, 700),
    )
