"""When the synchroniser does what: a pure schedule over monotonic seconds, told of successes and failures.

While the line is up, refreshes and heartbeats come at their intervals and new submissions at once. During an outage
nothing is tried before the reconnect policy's time, with two exceptions that happen at the pace of people: a new
submission is tried once, and `everything` (a resident waits, staff pressed the button) makes all due. A
Retry-After of the platform outranks both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.protocol.reconnect import ReconnectPolicy


class Task(StrEnum):
    KEYS = "keys"
    DRAIN = "drain"
    DOCUMENTS = "documents"
    HEARTBEAT = "heartbeat"


ALL = frozenset(Task)
LEAST_BETWEEN_BEATS_S = 2.0
"""However often somebody presses, a heartbeat follows the one before it no sooner."""


@dataclass(frozen=True, kw_only=True)
class Intervals:
    """Seconds."""

    refresh_s: float
    heartbeat_s: float


class Schedule:
    """Not shared between threads; the synchroniser guards it."""

    def __init__(
        self,
        policy: ReconnectPolicy,
        intervals: Intervals,
        uniform: Callable[[float, float], float],
        *,
        now: float,
        first_at_once: bool,
    ) -> None:
        self._policy = policy
        self._intervals = intervals
        self._uniform = uniform
        # after a power cut of a whole town all terminals start together, so first contact is spread
        first = now if first_at_once else now + uniform(0.0, policy.spread_s)
        self._failures = 0
        self._in_contact = False
        self._next_round = first
        self._blocked_until = now
        self._refresh = self._heartbeat = first
        self._drain: float | None = first
        self._beaten: float | None = None

    def new_item(self, now: float) -> None:
        self._drain = now

    def everything(self, now: float) -> None:
        self._next_round = self._refresh = self._drain = now
        self._heartbeat = now if self._beaten is None else max(now, self._beaten + LEAST_BETWEEN_BEATS_S)

    def item_waits(self, until: float) -> None:
        """An item has its own time to be tried again while the line is up."""
        self._drain = until if self._drain is None else min(self._drain, until)

    def due(self, now: float) -> frozenset[Task]:
        """What is to be done now; empty before its time."""
        if now < self._blocked_until:
            return frozenset()
        if not self._in_contact:
            if now >= self._next_round:
                return ALL
            return frozenset({Task.DRAIN}) if self._drain is not None and self._drain <= now else frozenset()
        tasks = set()
        if now >= self._refresh:
            tasks |= {Task.KEYS, Task.DOCUMENTS}
        if now >= self._heartbeat:
            tasks.add(Task.HEARTBEAT)
        if self._drain is not None and self._drain <= now:
            tasks.add(Task.DRAIN)
        return frozenset(tasks)

    def wait_s(self, now: float) -> float:
        """Seconds until something is due."""
        if self._in_contact:
            moments = [self._refresh, self._heartbeat]
        else:
            moments = [self._next_round]
        if self._drain is not None:
            moments.append(self._drain)
        return max(0.0, max(min(moments), self._blocked_until) - now)

    def began(self, tasks: frozenset[Task]) -> None:
        """A round takes the wish to drain with it; what comes meanwhile is a new one."""
        if Task.DRAIN in tasks:
            self._drain = None

    def succeeded(self, now: float, tasks: frozenset[Task]) -> None:
        """The platform answered as itself: an outage is over, and what it kept waiting is due."""
        if not self._in_contact:
            self._in_contact = True
            if tasks != ALL:
                self.everything(now)
        self._failures = 0
        if Task.HEARTBEAT in tasks:
            self._beaten = now
        self._next_intervals(now, tasks)

    def nothing_said(self, now: float, tasks: frozenset[Task]) -> None:
        """Answers that prove no platform (404 for all that was asked, an item refused): neither up nor down."""
        if self._in_contact:
            self._next_intervals(now, tasks)
        elif tasks != {Task.DRAIN}:
            self.failed(now, tasks, None)

    def _next_intervals(self, now: float, tasks: frozenset[Task]) -> None:
        if Task.DOCUMENTS in tasks:
            self._refresh = now + self._intervals.refresh_s
        if Task.HEARTBEAT in tasks:
            self._heartbeat = now + self._intervals.heartbeat_s

    def failed(self, now: float, tasks: frozenset[Task], retry_after_s: float | None) -> None:
        """A round ended in a line fault. One more try for a new item leaves the policy's time as it was."""
        if retry_after_s is not None:
            self._blocked_until = now + max(0.0, retry_after_s)
        extra_try = not self._in_contact and self._next_round > now and tasks != ALL
        self._in_contact = False
        if extra_try:
            return
        self._failures += 1
        self._next_round = now + self._policy.delay_s(self._failures, retry_after_s, self._uniform)
