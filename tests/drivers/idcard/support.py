"""What the reader's tests share: a list of posted events to wait on, and a module that answers what a test says."""

from __future__ import annotations

import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from drivers.idcard.simulated_card import SimulatedCard
from kiosk.devices import ReadFailed

DEADLINE_S = 20.0
"""Generous: a busy machine must not fail a test."""

RESIDENT = SimulatedCard(
    name="䶮𬱖㼆",
    sex="2",
    birth_date="19480305",
    address="测试省就近市",
    number="999999194803050017",
    issuer="测试市公安局",
    valid_from="20150102",
    valid_to="长期",
    photo=bytes(range(256)) * 4,
    management_number="deadbeef00112233",
)

T = TypeVar("T")


def eventually(what: Callable[[], T | None]) -> T:
    """The first true value of `what`; fails after the deadline."""
    end = time.monotonic() + DEADLINE_S
    while time.monotonic() < end:
        if value := what():
            return value
        time.sleep(0.005)
    raise AssertionError("it did not come to pass")


class Events:
    """Collects what a device posts, in order."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def post(self, event: object) -> None:
        self.all.append(event)

    def of(self, kind: type[T]) -> list[T]:
        return [event for event in self.all if isinstance(event, kind)]

    def wait(self, kind: type[T], count: int = 1) -> T:
        """The `count`-th event of a kind."""
        try:
            return eventually(lambda: found[count - 1 :] if len(found := self.of(kind)) >= count else None)[0]
        except AssertionError:
            raise AssertionError(f"no {kind.__name__} number {count} in {self.all}") from None

    def faults(self) -> list[str]:
        """Ids of the faults of failed reads, in order."""
        return [event.fault.id for event in self.of(ReadFailed)]

    def names(self) -> list[str]:
        return [type(event).__name__ for event in self.all]


class ScriptedModule:
    """A pty whose far end answers each request body with what `answer` returns; None is silence."""

    def __init__(self, link: Path, answer: Callable[[bytes], bytes | None]) -> None:
        self.asked: list[bytes] = []
        self._answer = answer
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        link.symlink_to(os.ttyname(self._slave))
        self._stopping = False
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def __enter__(self) -> ScriptedModule:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        self._thread.join()
        os.close(self._master)
        os.close(self._slave)

    def _run(self) -> None:
        while not self._stopping:
            if not select.select([self._master], [], [], 0.02)[0]:
                continue
            asked = os.read(self._master, 4096)
            # Requests of this driver are ten bytes and come one at a time.
            body = asked[7:-1]
            self.asked.append(body)
            reply = self._answer(body)
            if reply is not None:
                os.write(self._master, reply)
