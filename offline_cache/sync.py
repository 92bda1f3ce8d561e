"""The synchronising thread: it speaks with the platform, and hands every result to the owner of the database."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping, Sequence

from kiosk.clock import ClockState, stamp
from kiosk.faults import Fault
from kiosk.journal import Value
from kiosk.protocol.keys import SigningKey
from kiosk.protocol.reconnect import ReconnectPolicy
from kiosk.store import LineChanged, LineState, Published, TerminalIdentity
from offline_cache import ledger, outbox
from offline_cache.client import NoDocument, PlatformClient, PublishedDocument
from offline_cache.core import Core, unsent_fault
from offline_cache.delivery import Delivery, StepOutcome
from offline_cache.documents import PublishedCache
from offline_cache.errors import AnswerError, DatabaseError, LineError
from offline_cache.schedule import Intervals, Schedule, Task

_log = logging.getLogger(__name__)
TIDY_S = 3600.0
"""How often received items past their retention are looked for."""
LONGEST_WAIT_S = 60.0
"""The ages of unsent submissions are looked at this often, whatever the line does."""
MOST_ATTENTION = 20
"""Ids of a heartbeat's `attention` (docs/protocol.md, section 15)."""
_ATTENTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\Z")


class Synchroniser:
    """`devices` gives the condition of each device for the heartbeat, `attention` what somebody should come for.
    Only `new_item`, `everything` and `stop` are called from outside its thread."""

    def __init__(
        self,
        core: Core,
        cache: PublishedCache,
        client: PlatformClient,
        identity: TerminalIdentity | None,
        post: Callable[[object], None],
        uniform: Callable[[float, float], float],
        devices: Callable[[], Mapping[str, str]],
        attention: Callable[[], Sequence[str]],
    ) -> None:
        settings = core.settings
        policy = ReconnectPolicy(spread_s=settings.spread_s, cap_s=settings.cap_s)
        self._core = core
        self._cache = cache
        self._client = client
        self._identity = identity
        self._post = post
        self._devices = devices
        self._attention = attention
        self._delivery = Delivery(core, client, post, policy, uniform)
        self._schedule = Schedule(
            policy,
            Intervals(refresh_s=settings.refresh_s, heartbeat_s=settings.heartbeat_s),
            uniform,
            now=core.clock.monotonic(),
            # a terminal that has never met its platform can take nothing in; it does not wait
            first_at_once=cache.payload(Published.KEYS) is None,
        )
        self._condition = threading.Condition()
        self._woken = self._all_wanted = self._stopping = False
        self._thread = threading.Thread(target=self._run, name="synchroniser", daemon=True)
        self._line = LineState.UNKNOWN
        self._line_fault: str | None = None
        self._late_said: str | None = None
        self._clock_said = False
        self._tidied: float | None = None

    # --- from outside ---

    @property
    def line(self) -> LineState:
        return self._line

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the exchange under way, which leaves its item queued, and the thread."""
        with self._condition:
            self._stopping = True
            self._condition.notify_all()
        while self._thread.is_alive():
            # a connection that was being made when we looked can be shut only once it exists
            self._client.abort()
            self._thread.join(0.2)
        self._client.close()

    def new_item(self) -> None:
        self._wake(everything=False)

    def everything(self) -> None:
        self._wake(everything=True)

    def _wake(self, *, everything: bool) -> None:
        with self._condition:
            self._woken = True
            self._all_wanted |= everything
            self._condition.notify_all()

    # --- the thread ---

    def _run(self) -> None:
        while self._wait():
            try:
                self._keep_house()
                tasks = self._schedule.due(self._core.clock.monotonic())
                if tasks:
                    self._round(tasks)
            except Exception:  # noqa: BLE001 - a bug in one round must not end delivery for ever
                _log.exception("synchronising")
                self._schedule.failed(self._core.clock.monotonic(), frozenset(Task), None)

    def _wait(self) -> bool:
        """Until something is due or asked for; False when it is time to stop."""
        with self._condition:
            wait_s = min(self._schedule.wait_s(self._core.clock.monotonic()), LONGEST_WAIT_S)
            self._condition.wait_for(lambda: self._woken or self._stopping, timeout=wait_s)
            woken, everything = self._woken, self._all_wanted
            self._woken = self._all_wanted = False
            stopping = self._stopping
        now = self._core.clock.monotonic()
        if everything:
            self._delivery.make_all_due()
            self._schedule.everything(now)
        elif woken:
            self._schedule.new_item(now)
        return not stopping

    def _is_stopping(self) -> bool:
        with self._condition:
            return self._stopping

    def _round(self, tasks: frozenset[Task]) -> None:
        """Carry out what is due. The order is: what sealing needs, what residents left, then the rest."""
        self._schedule.began(tasks)
        answered = stumbled = False
        doubt: Fault | None = None
        try:
            for name, step in self._steps(tasks):
                if self._is_stopping():
                    return
                try:
                    outcome = step()
                    self._core.clear_alarm("store.unexpected", name)
                except AnswerError as problem:
                    outcome = StepOutcome(answered=False, doubt=problem.fault)
                    self._core.alarm(problem.fault)
                except LineError:
                    raise
                except Exception as problem:  # noqa: BLE001 - one step must not keep the others from being done
                    outcome = StepOutcome(answered=False)
                    stumbled = True
                    self._stumbled(name, problem)
                if outcome.answered:
                    answered = True
                    self._say(LineState.UP, None)
                doubt = outcome.doubt or doubt
        except LineError as problem:
            if self._is_stopping():
                # our own abort looks like a line that broke
                return
            self._schedule.failed(self._core.clock.monotonic(), tasks, problem.retry_after_s)
            self._say(LineState.DOWN, problem.fault)
            return
        now = self._core.clock.monotonic()
        if answered:
            self._schedule.succeeded(now, tasks)
        elif doubt is not None:
            self._schedule.failed(now, tasks, None)
            self._say(LineState.DOWN, doubt)
            return
        elif stumbled:
            self._schedule.failed(now, tasks, None)
        else:
            self._schedule.nothing_said(now, tasks)
        if answered and doubt is None and Task.DRAIN in tasks:
            for fault_id in ("line.answer-not-trusted", "line.answer-mixed-up"):
                self._core.clear_alarm(fault_id)
        later = self._delivery.next_due()
        if later is not None:
            self._schedule.item_waits(later)

    def _stumbled(self, step: str, problem: Exception) -> None:
        if isinstance(problem, DatabaseError):
            # the owner has said so as an alarm
            _log.error("%s: %s", step, problem)
            return
        _log.error("%s", step, exc_info=problem)
        self._core.alarm(Fault(id="store.unexpected", detail=step))

    def _steps(self, tasks: frozenset[Task]) -> list[tuple[str, Callable[[], StepOutcome]]]:
        identity = self._identity
        steps: list[tuple[str, Callable[[], StepOutcome]]] = []
        if Task.KEYS in tasks:
            steps.append(("keys", lambda: self._fetch(Published.KEYS)))
        if Task.DRAIN in tasks and identity is not None:
            key = identity.key
            steps.append(("drain", lambda: self._drain(key)))
        if Task.DOCUMENTS in tasks:
            steps.append(("catalogue", lambda: self._fetch(Published.CATALOGUE)))
            if identity is not None:
                steps.append(("policy", lambda: self._fetch(Published.POLICY)))
        if Task.HEARTBEAT in tasks and identity is not None:
            steps.append(("heartbeat", lambda: self._heartbeat(identity)))
        return steps

    def _fetch(self, kind: Published) -> StepOutcome:
        key = self._identity.key if self._identity is not None and kind is Published.POLICY else None
        try:
            document = self._client.published(kind, self._cache.etag(kind), key)
        except AnswerError as problem:
            self._cache.refuse(kind, problem.fault)
            return StepOutcome(answered=False, doubt=problem.fault)
        if isinstance(document, PublishedDocument):
            self._cache.take(kind, document)
        elif document is NoDocument.UNCHANGED:
            self._cache.confirm(kind)
        return StepOutcome(answered=document is not NoDocument.UNPUBLISHED)

    def _drain(self, key: SigningKey) -> StepOutcome:
        return self._delivery.drain(key, self._is_stopping, lambda: self._say(LineState.UP, None))

    def _heartbeat(self, identity: TerminalIdentity) -> StepOutcome:
        core = self._core
        core.flush()
        head = core.owner.call(core.journal_head)
        counts = core.snapshot.counts
        state: dict[str, object] = {
            "v": 1,
            "terminal": identity.terminal,
            "generation": core.generation,
            "software": core.settings.software,
            "utc": stamp(core.clock.utc()),
            "journal": {"sequence": head.sequence, "hash": head.hash},
            "counts": {"queued": counts.queued, "held": counts.held, "received": counts.received},
            "devices": dict(self._devices()),
            "attention": self._wanting_attention(),
        }
        answered = self._client.heartbeat(state, identity.key)
        if answered is None:
            return StepOutcome(answered=False)
        answer, document = answered
        ours = (identity.terminal, core.generation, head.sequence, head.hash)
        if (answer.terminal, answer.generation, answer.sequence, answer.hash) != ours:
            raise AnswerError("line.answer-mixed-up", "a countersignature for another head of the journal")
        if head.sequence > 0:
            now = core.clock.utc()
            core.write(lambda connection: ledger.keep_countersigned_in(connection, head.sequence, document, now))
        return StepOutcome(answered=True)

    def _wanting_attention(self) -> list[str]:
        """What the terminal says first, then this store's own alarms, each once; a platform need not read more."""
        said: list[str] = []
        try:
            said += self._attention()
        except Exception:  # noqa: BLE001 - a heartbeat without it is better than none
            _log.exception("attention")
        said += (fault.id for fault in (*self._core.alarms(), *self._cache.refusals().values()))
        return [name for name in dict.fromkeys(said) if _ATTENTION.match(name)][:MOST_ATTENTION]

    # --- what is said ---

    def _say(self, state: LineState, fault: Fault | None) -> None:
        said = None if fault is None else fault.id
        if (state, said) == (self._line, self._line_fault):
            return
        self._line, self._line_fault = state, said
        fields = {"state": state.value} | ({} if said is None else {"fault": said})
        self._core.journal("line-changed", fields)
        self._post(LineChanged(state=state, fault=fault))

    def _keep_house(self) -> None:
        core = self._core
        self._watch_clock()
        late = unsent_fault(core.snapshot.counts, core.settings, core.clock)
        said = None if late is None else late.id
        if said != self._late_said:
            self._late_said = said
            counts = core.snapshot.counts
            if late is not None and counts.oldest_unsent is not None:
                hours = int((core.clock.utc() - counts.oldest_unsent).total_seconds() // 3600)
                fields: dict[str, Value] = {"fault": late.id, "hours": hours, "count": counts.queued + counts.held}
                core.journal("submission-waits", fields)
        now = core.clock.monotonic()
        if self._tidied is None or now - self._tidied >= TIDY_S:
            self._tidied = now
            self._tidy()

    def _tidy(self) -> None:
        core = self._core
        days = core.settings.retention_days
        removed = core.write(lambda connection: outbox.remove_settled_in(connection, core.clock.utc(), days))
        if removed:
            core.journal("submission-settled", {"count": removed})

    def _watch_clock(self) -> None:
        off = self._core.clock.state() is ClockState.OFF
        if off and not self._clock_said:
            self._core.alarm(Fault(id="line.clock-off"))
            self._core.journal("clock-off", {})
        elif not off:
            self._core.clear_alarm("line.clock-off")
        self._clock_said = off
