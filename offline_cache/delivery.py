"""Delivering the outbox: one item at a time, the least troublesome first, each outcome written by the owner."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.faults import Fault
from kiosk.protocol.keys import SigningKey
from kiosk.protocol.reconnect import ReconnectPolicy
from kiosk.store import SubmissionHeld, SubmissionReceived
from offline_cache import outbox
from offline_cache.client import PlatformClient
from offline_cache.core import Core
from offline_cache.errors import AnswerError, DatabaseError, ItemError, LineError
from offline_cache.outbox import DueItem

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class StepOutcome:
    """`answered`: the platform spoke as itself. `doubt`: an answer that was not genuine or not ours."""

    answered: bool
    doubt: Fault | None = None


class Delivery:
    """Used by the synchronising thread alone. What went wrong with an item is remembered until the next start.

    Items that failed before are tried last, so that one that upsets the platform, a proxy or the line never keeps
    the others waiting.
    """

    def __init__(
        self,
        core: Core,
        client: PlatformClient,
        post: Callable[[object], None],
        policy: ReconnectPolicy,
        uniform: Callable[[float, float], float],
    ) -> None:
        self._core = core
        self._client = client
        self._post = post
        self._policy = policy
        self._uniform = uniform
        self._failures: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def make_all_due(self) -> None:
        self._due.clear()

    def next_due(self) -> float | None:
        """The earliest monotonic time at which an item that waits by itself is due again."""
        return min(self._due.values(), default=None)

    def drain(self, key: SigningKey, stopping: Callable[[], bool], delivered: Callable[[], None]) -> StepOutcome:
        """Send all that is due; `delivered` is called after each receipt. Raises `LineError`."""
        now = self._core.clock.monotonic()
        # an outcome that could not be written (a full disk) left its item behind
        self._core.owner.call(outbox.requeue_sending)
        waiting = self._core.owner.call(outbox.waiting)
        due = [(seq, name) for seq, name in waiting if self._due.get(name, now) <= now]
        answered, doubt = False, None
        for seq, name in sorted(due, key=lambda item: (self._failures.get(item[1], 0), item[0])):
            if stopping():
                break
            try:
                item = self._take(seq)
                if item is None:
                    continue
                trouble = self._send(item, key)
            except LineError:
                raise
            except Exception as problem:  # noqa: BLE001 - what one item upsets must not keep the others waiting
                self._stumbled(seq, name, problem)
                continue
            if trouble is None:
                answered = True
                delivered()
            elif isinstance(trouble, AnswerError):
                doubt = trouble.fault
        return StepOutcome(answered=answered, doubt=doubt)

    def _take(self, seq: int) -> DueItem | None:
        core = self._core
        return core.owner.call(lambda connection: core.guarded(connection, lambda: outbox.take(connection, seq)))

    def _stumbled(self, seq: int, name: str, problem: Exception) -> None:
        """Something that no answer explains: the item stays queued, waits by itself, and staff are told."""
        _log.error("delivering %s", name, exc_info=problem)
        fault = Fault(id="store.unexpected", detail=name)
        self._core.alarm(fault)
        try:
            self._give_back(seq, name, fault)
        except DatabaseError:
            # still marked as being sent; the next drain begins by queueing such items again
            _log.exception("giving back %s", name)
        self._wait_by_itself(name)
        cause = type(problem).__name__
        self._core.journal("delivery-stumbled", {"submission": name, "fault": fault.id, "cause": cause})

    def _send(self, item: DueItem, key: SigningKey) -> AnswerError | ItemError | None:
        if not item.intact:
            self._hold(item, Fault(id="store.item-damaged", detail=item.id))
            return ItemError("store.item-damaged", item.id)
        try:
            delivery = self._client.deliver(item.id, item.sha256, item.envelope, key)
        except ItemError as problem:
            self._hold(item, problem.fault)
            return problem
        except AnswerError as problem:
            self._give_back(item.seq, item.id, problem.fault)
            self._wait_by_itself(item.id)
            self._core.alarm(problem.fault)
            self._core.journal("answer-refused", {"submission": item.id, "fault": problem.fault.id})
            return problem
        except LineError as problem:
            self._give_back(item.seq, item.id, problem.fault)
            raise
        now = self._core.clock.utc()
        self._core.write(
            lambda connection: outbox.settle_in(connection, item, delivery.document, delivery.receipt, now),
            # without the receipt's number: its form is the platform's, and it stands in the receipt itself
            ("submission-received", {"submission": item.id}),
        )
        self._forget(item.id)
        self._core.clear_alarm("store.unexpected", item.id)
        self._post(SubmissionReceived(id=item.id, receipt=delivery.receipt))
        return None

    def _give_back(self, seq: int, name: str, fault: Fault) -> None:
        self._failures[name] = self._failures.get(name, 0) + 1
        self._core.write(lambda connection: outbox.give_back_in(connection, seq, fault.id))

    def _wait_by_itself(self, name: str) -> None:
        delay_s = self._policy.delay_s(self._failures[name] + 1, None, self._uniform)
        self._due[name] = self._core.clock.monotonic() + delay_s

    def _hold(self, item: DueItem, fault: Fault) -> None:
        self._core.write(
            lambda connection: outbox.hold_in(connection, item.seq, fault.id),
            ("submission-held", {"submission": item.id, "fault": fault.id}),
        )
        self._forget(item.id)
        self._post(SubmissionHeld(id=item.id, fault=fault))

    def _forget(self, name: str) -> None:
        self._failures.pop(name, None)
        self._due.pop(name, None)
