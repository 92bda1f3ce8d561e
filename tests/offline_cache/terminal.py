"""A real store with its events collected, and what tests need to fill it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from kiosk.clock import Clock, SystemClock
from kiosk.protocol.envelope import Capacity, SubmissionKind
from kiosk.protocol.payload import PersonRecord, SubmissionDraft, VersionedRef
from kiosk.store import Published, StoreEvent, SubmissionRefused, SubmissionStored
from offline_cache.settings import StoreSettings
from offline_cache.store import TerminalStore
from tests.offline_cache.platform import Platform

_E = TypeVar("_E", bound=StoreEvent)
DEADLINE_S = 20.0
QUICK: dict[str, Any] = {"spread_s": 0.2, "cap_s": 0.3, "ballast_bytes": 4096, "heartbeat_s": 60.0}


def draft(**changes: Any) -> SubmissionDraft:
    ref = VersionedRef(id="S001", version="1", sha256="0" * 64)
    values: dict[str, Any] = {
        "kind": SubmissionKind.APPLICATION,
        "parent": None,
        "applicant": PersonRecord(document="resident-card", name="测试人", number="99999919500101001X"),
        "actor": None,
        "capacity": Capacity.SELF,
        "helper": None,
        "proofs": (),
        "contact": None,
        "site": {"id": "hall-1"},
        "language": "zh-CN",
        "service": ref,
        "catalogue": ref,
        "form": None,
        "answers": {"q": "a"},
        "materials": (),
        "commitments": (),
        "signature": None,
        "received_at": datetime.now(UTC),
        "clock": SystemClock().state(),
        "boot_id": "boot",
        "monotonic_ms": 1,
        "line": "up",
    }
    return SubmissionDraft(**(values | changes))


def middle(low: float, high: float) -> float:
    return (low + high) / 2


def settings_for(data: Path, platform: Platform, **changes: Any) -> StoreSettings:
    return StoreSettings(
        **({"data_dir": data, "address": platform.address, "pinned": platform.pinned} | QUICK | changes)
    )


class Terminal:
    def __init__(
        self,
        data: Path,
        platform: Platform,
        *,
        validators: Mapping[Published, Callable[[object], object]] | None = None,
        uniform: Callable[[float, float], float] = middle,
        attention: Callable[[], Sequence[str]] | None = None,
        clock: Clock | None = None,
        **settings: Any,
    ) -> None:
        self.settings = settings_for(data, platform, **settings)
        self.clock = SystemClock()
        self.store = TerminalStore(
            self.settings,
            clock=clock or self.clock,
            compare=self.clock.compare,
            uniform=uniform,
            validators=validators,
            devices=lambda: {"reader": "ready"},
            **({} if attention is None else {"attention": attention}),
        )
        self.events: list[object] = []
        self._condition = threading.Condition()
        self._requests = 0

    def start(self) -> Terminal:
        self.store.start(self._post)
        return self

    def stop(self) -> None:
        self.store.stop()

    def _post(self, event: object) -> None:
        with self._condition:
            self.events.append(event)
            self._condition.notify_all()

    def until(self, kind: type[_E], test: Callable[[_E], bool] = lambda _: True, *, count: int = 1) -> _E:
        """Wait until `count` such events were posted; the last of them."""

        def found() -> list[_E]:
            return [event for event in self.events if isinstance(event, kind) and test(event)]

        with self._condition:
            assert self._condition.wait_for(lambda: len(found()) >= count, DEADLINE_S), (kind, self.events)
            return found()[-1]

    def ask(self, *, needs_paper: bool = True, **changes: Any) -> SubmissionStored | SubmissionRefused:
        self._requests += 1
        request = f"r{self._requests}"
        self.store.submit(request, draft(**changes), needs_paper=needs_paper)
        with self._condition:

            def answers() -> list[Any]:
                kinds = (SubmissionStored, SubmissionRefused)
                return [e for e in self.events if isinstance(e, kinds) and e.request == request]

            assert self._condition.wait_for(lambda: bool(answers()), DEADLINE_S)
            answer: SubmissionStored | SubmissionRefused = answers()[0]
            return answer

    def submit(self, **changes: Any) -> SubmissionStored:
        answer = self.ask(**changes)
        assert isinstance(answer, SubmissionStored), answer
        return answer


def eventually(test: Callable[[], object], what: str = "") -> None:
    """Wait on a condition that has no event of its own."""
    ends = time.monotonic() + DEADLINE_S
    while not test():
        assert time.monotonic() < ends, f"never came true: {what or test}"
        time.sleep(0.01)
