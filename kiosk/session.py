"""The idle time of a visit: quiet first, then a countdown that anyone can stop, then the end."""

from __future__ import annotations

from kiosk.clock import Clock


class IdleTimer:
    """Counts from the last touch, in monotonic seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._touched = clock.monotonic()

    def touch(self) -> None:
        self._touched = self._clock.monotonic()

    def hurry(self, idle_s: int) -> None:
        """Begin the countdown now: somebody asked to finish and is asked back."""
        self._touched = self._clock.monotonic() - idle_s - 0.001

    def seconds_left(self, idle_s: int, countdown_s: int) -> int | None:
        """What the countdown shows, or None while it is not running."""
        left = idle_s + countdown_s - (self._clock.monotonic() - self._touched)
        return None if left > countdown_s else max(0, int(left))

    def quiet(self, quiet_s: int) -> bool:
        """Whether nobody touched anything for so long; never for 0."""
        return quiet_s > 0 and self._clock.monotonic() - self._touched >= quiet_s

    def expired(self, idle_s: int, countdown_s: int) -> bool:
        return self._clock.monotonic() - self._touched >= idle_s + countdown_s
