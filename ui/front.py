"""What the window needs of the program behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.flow.page import Frame, Page


class Front(Protocol):
    """All calls come in the thread of the window. `app` implements it over the flow."""

    def attach(self, show: Callable[[Page, Frame], None]) -> None:
        """Remember where to show pages, and show the present one at once."""

    def act(self, action: str, value: object) -> None:
        """The resident did something: an action's id and the value that goes with it (JSON types only)."""

    def tick(self) -> None:
        """Some 250 ms have passed: time for countdowns and the clock."""

    def handle_pending(self) -> None:
        """Take what devices have queued; called after `Screen.wake`."""
