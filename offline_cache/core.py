"""What store and synchroniser share: the owner, guarded writing, the journal's waiting entries, alarms, counts."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias, TypeVar

from kiosk.clock import Clock
from kiosk.faults import Fault
from kiosk.journal import JournalHead, Value, registry
from kiosk.store import StoreCounts, UntoldNumber
from offline_cache import ledger, outbox
from offline_cache.database import is_full, open_database, transaction
from offline_cache.errors import DatabaseError
from offline_cache.files import Ballast
from offline_cache.ledger import PendingEntry
from offline_cache.owner import Owner
from offline_cache.schema import schema_intact
from offline_cache.settings import StoreSettings

_T = TypeVar("_T")
_log = logging.getLogger(__name__)
MOST_PENDING = 10_000
"""Journal entries that wait in memory for a disk that is full; the oldest are kept, because they say why."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What other threads may know of the outbox without asking the owner."""

    counts: StoreCounts
    untold: tuple[UntoldNumber, ...]
    held: tuple[Fault, ...]
    """Why each held item is held; the detail is its id."""


Event: TypeAlias = tuple[str, Mapping[str, Value]]
"""Id and fields of a journal event."""
EMPTY = Snapshot(counts=StoreCounts(queued=0, held=0, received=0, oldest_unsent=None), untold=(), held=())


class Core:
    """Opens the database in the owner's thread and keeps everything that both sides need to be in one place."""

    def __init__(self, settings: StoreSettings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.ballast = Ballast(settings.data_dir, settings.ballast_bytes)
        self.owner = Owner(self._open)
        self.snapshot = EMPTY
        self.generation = 0
        # of this boot, so it is asked for once
        self.boot = clock.boot_id()
        self._alarms: dict[str, Fault] = {}
        self._alarm_lock = threading.Lock()
        self._pending: list[PendingEntry] = []
        self._pending_lock = threading.Lock()
        self._append_asked = False
        self._head: JournalHead | None = None

    # --- opening ---

    def _open(self) -> sqlite3.Connection:
        opened = open_database(self.settings.data_dir, self.settings.pinned, self.clock.utc())
        connection = opened.connection
        self.generation = opened.generation
        try:
            if opened.set_aside is not None:
                self.alarm(opened.set_aside)
                self.note("database-set-aside", {"generation": opened.generation, "fault": opened.set_aside.id})
            if opened.begun:
                self.note("database-begun", {"generation": opened.generation})
            if opened.raised:
                self.note("generation-raised", {"generation": opened.generation})
            if not schema_intact(connection):
                self.alarm(Fault(id="store.guards-altered"))
                self.note("guards-altered", {"fault": "store.guards-altered"})
            self.ballast.restore()
            self.guarded(connection, lambda: outbox.requeue_sending(connection))
            self._hold_damaged(connection)
            for name in outbox.missing(connection):
                self.alarm(Fault(id="store.item-missing", detail=name))
            self._append_pending(connection)
            self.refresh(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _hold_damaged(self, connection: sqlite3.Connection) -> None:
        found = outbox.damaged(connection)
        for seq, name in found:
            self.note("submission-held", {"submission": name, "fault": "store.item-damaged"})
            with transaction(connection):
                outbox.hold_in(connection, seq, "store.item-damaged")

    # --- writing ---

    def guarded(self, connection: sqlite3.Connection, work: Callable[[], _T]) -> _T:
        """Do work that writes states; on a full disk give up the ballast and do it once more.

        For states only: intake must fail on a full disk, or the ballast would be eaten by it.
        """
        try:
            return work()
        except sqlite3.Error as problem:
            if not is_full(problem):
                raise
            self.alarm(Fault(id="store.disk-full"))
            if not self.ballast.drop():
                raise
        self.note("ballast-dropped", {})
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return work()

    def write(self, work: Callable[[sqlite3.Connection], _T], event: Event | None = None) -> _T:
        """From another thread: one transaction in the owner, and wait for it. Raises `DatabaseError`.

        The event is journaled by the same commit: it happened exactly if the work did.
        """
        return self.owner.call(lambda connection: self.write_in_owner(connection, work, event))

    def write_in_owner(
        self, connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], _T], event: Event | None = None
    ) -> _T:
        """The same in the owner's own thread."""
        try:
            result = self.guarded(connection, lambda: self.commit(connection, work, event))
            self.refresh(connection)
        except sqlite3.Error as problem:
            raise self.write_fault(problem) from problem
        return result

    def commit(
        self, connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], _T], event: Event | None
    ) -> _T:
        """One transaction: the work, the journal entries that wait, and the event of this work."""
        with transaction(connection):
            result = work(connection)
            committed = self.append_pending_in(connection, () if event is None else (self.entry(*event),))
        committed()
        return result

    def write_fault(self, problem: sqlite3.Error) -> DatabaseError:
        error = DatabaseError("store.disk-full" if is_full(problem) else "store.write-failed", str(problem))
        self.alarm(error.fault)
        return error

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Renew what other threads see, after a commit."""
        self.snapshot = Snapshot(
            counts=outbox.counts(connection), untold=outbox.untold(connection), held=outbox.held(connection)
        )

    def stored_one(self, number: UntoldNumber, *, needs_paper: bool) -> None:
        """The same after one submission, without asking the database: intake costs the same however full it is."""
        counts, untold = self.snapshot.counts, self.snapshot.untold
        self.snapshot = Snapshot(
            counts=StoreCounts(
                queued=counts.queued + 1,
                held=counts.held,
                received=counts.received,
                oldest_unsent=counts.oldest_unsent or number.stored_at,
            ),
            untold=(*untold, number) if needs_paper else untold,
            held=self.snapshot.held,
        )

    def room_for_intake(self) -> bool:
        """Intake needs the ballast in place; where it had to go, it comes back as soon as there is room."""
        if self.ballast.in_place():
            return True
        if not self.ballast.restore():
            return False
        self.clear_alarm("store.disk-full")
        self.note("ballast-restored", {})
        return True

    # --- journal ---

    def note(self, event: str, fields: Mapping[str, Value]) -> None:
        """Check an event and let it wait for the owner's next write. `ValueError` for what the registry lacks."""
        entry = self.entry(event, fields)
        with self._pending_lock:
            if len(self._pending) < MOST_PENDING:
                self._pending.append(entry)

    def entry(self, event: str, fields: Mapping[str, Value]) -> PendingEntry:
        registry().check(event, fields)
        return PendingEntry(
            utc=self.clock.utc(),
            boot=self.boot,
            monotonic_ms=int(self.clock.monotonic() * 1000),
            event=event,
            fields=dict(fields),
        )

    def journal(self, event: str, fields: Mapping[str, Value]) -> None:
        """The same, and ask the owner to write it soon; what waits together shares one commit."""
        self.note(event, fields)
        with self._pending_lock:
            asked, self._append_asked = self._append_asked, True
        if not asked:
            self.owner.post(self._append_pending)

    def append_pending_in(
        self, connection: sqlite3.Connection, more: tuple[PendingEntry, ...] = ()
    ) -> Callable[[], None]:
        """Append what waits, inside the caller's transaction; call the result once that is committed."""
        with self._pending_lock:
            taken = list(self._pending)
        head = self.journal_head(connection)
        for entry in (*taken, *more):
            head = ledger.append_in(connection, entry, head)

        def committed() -> None:
            self._head = head
            with self._pending_lock:
                del self._pending[: len(taken)]

        return committed

    def journal_head(self, connection: sqlite3.Connection) -> JournalHead:
        if self._head is None:
            self._head = ledger.head(connection)
        return self._head

    def _append_pending(self, connection: sqlite3.Connection) -> None:
        with self._pending_lock:
            self._append_asked = False
            if not self._pending:
                return

        def carry_out() -> Callable[[], None]:
            with transaction(connection):
                return self.append_pending_in(connection)

        try:
            self.guarded(connection, carry_out)()
        except sqlite3.Error as problem:
            # the entries wait on; the next one tries again
            _log.error("journal: %s", self.write_fault(problem))

    def flush(self) -> None:
        self.owner.call(self._append_pending)

    # --- alarms ---

    def alarm(self, fault: Fault) -> None:
        with self._alarm_lock:
            self._alarms[f"{fault.id} {fault.detail}"] = fault

    def clear_alarm(self, fault_id: str, detail: str | None = None) -> None:
        """Those of an id, or only the one with this detail."""

        def over(fault: Fault) -> bool:
            return fault.id == fault_id and detail in (None, fault.detail)

        with self._alarm_lock:
            self._alarms = {key: fault for key, fault in self._alarms.items() if not over(fault)}

    def alarms(self) -> tuple[Fault, ...]:
        """What staff should know of now. Any thread, at any time: nothing is asked of the database or the line."""
        with self._alarm_lock:
            standing = tuple(self._alarms.values())
        snapshot = self.snapshot
        late = unsent_fault(snapshot.counts, self.settings, self.clock)
        return (*standing, *snapshot.held, *(() if late is None else (late,)))


def unsent_fault(counts: StoreCounts, settings: StoreSettings, clock: Clock) -> Fault | None:
    """The alarm for the oldest submission that was not received (design, rule 4: a legal time may be running)."""
    if counts.oldest_unsent is None:
        return None
    age = clock.utc() - counts.oldest_unsent
    hours = int(age.total_seconds() // 3600)
    waiting = f"{counts.queued + counts.held} unsent, the oldest for {hours} h"
    if age >= timedelta(hours=settings.escalate_h):
        return Fault(id="store.unsent-very-old", detail=waiting)
    if age >= timedelta(hours=settings.alarm_h):
        return Fault(id="store.unsent-old", detail=waiting)
    return None
