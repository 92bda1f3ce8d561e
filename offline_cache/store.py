"""`TerminalStore`: the terminal's store as `kiosk.store.Store` describes it, composed of this room's parts."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from kiosk.clock import Clock
from kiosk.faults import Fault
from kiosk.journal import registry
from kiosk.protocol.canonical import sha256_hex
from kiosk.protocol.envelope import write_envelope
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import KeyDirectory, KeyEntry, KeyUse
from kiosk.protocol.payload import SubmissionDraft, payload_of
from kiosk.protocol.temporary_number import TemporaryNumber
from kiosk.store import (
    LineState,
    Published,
    StoreCounts,
    SubmissionRefused,
    SubmissionStored,
    TerminalIdentity,
    UntoldNumber,
)
from offline_cache import outbox
from offline_cache.client import PlatformClient
from offline_cache.core import Core
from offline_cache.documents import PublishedCache, Validator
from offline_cache.errors import DatabaseError
from offline_cache.files import InstanceLock
from offline_cache.identity import read_identity
from offline_cache.ids import uuid7
from offline_cache.outbox import NewItem
from offline_cache.settings import StoreSettings
from offline_cache.sync import Synchroniser

_log = logging.getLogger(__name__)
REMEMBERED_REQUESTS = 1000
"""Answers kept in memory, so that a request that is made twice (a double tap) is stored once."""


class TerminalStore:
    """One instance a data directory. `start` raises `DatabaseError`; every method may be called from any thread.

    `compare` is told the platform's time (`SystemClock.compare`); `uniform(low, high)` is the source of jitter;
    `validators` read a published payload and raise a `ValueError` when it is not usable; `devices` gives the
    condition of each device for the heartbeat, and `attention` ids of what somebody should come for (`help-called`,
    a fault's id); `sync_now` sends them at once.
    """

    def __init__(
        self,
        settings: StoreSettings,
        *,
        clock: Clock,
        compare: Callable[[datetime], None],
        uniform: Callable[[float, float], float],
        validators: Mapping[Published, Validator] | None = None,
        devices: Callable[[], Mapping[str, str]] = dict,
        attention: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._compare = compare
        self._uniform = uniform
        self._validators = dict(validators or {})
        self._devices = devices
        self._attention = attention
        self._core = Core(settings, clock)
        self._lock = InstanceLock(settings.data_dir)
        self._post: Callable[[object], None] = _nobody
        self._identity: TerminalIdentity | None = None
        self._cache = PublishedCache(self._core, self._validators, self._tell)
        self._sync: Synchroniser | None = None
        self._answered: dict[str, SubmissionStored] = {}
        self._stop_lock = threading.Lock()
        self._stopped = False

    # --- life ---

    def start(self, post: Callable[[object], None]) -> None:
        """Lock, open, verify, and begin to synchronise. Blocks until the database is open."""
        self._post = post
        try:
            self._open()
        except (OSError, sqlite3.Error) as problem:
            raise DatabaseError("store.cannot-open", f"{self._settings.data_dir}: {problem}") from problem
        client = PlatformClient(self._settings, self._clock, self._compare)
        self._sync = Synchroniser(
            self._core,
            self._cache,
            client,
            self._identity,
            self._tell,
            self._uniform,
            self._devices,
            self._attention,
        )
        self._sync.start()

    def _open(self) -> None:
        self._settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock.take()
        try:
            self._identity = read_identity(self._settings.data_dir)
            self._core.owner.start()
            self._core.journal("start", {"generation": self._core.generation})
            self._cache.load(None if self._identity is None else self._identity.site)
        except BaseException:
            self._core.owner.stop()
            self._lock.free()
            raise

    def stop(self) -> None:
        """End the exchange under way, write what waits, close the database and free the lock."""
        with self._stop_lock:
            if self._stopped or self._sync is None:
                return
            self._stopped = True
        self._sync.stop()
        self._core.journal("stop", {})
        self._core.owner.stop()
        self._lock.free()

    # --- who and whether ---

    def identity(self) -> TerminalIdentity | None:
        return self._identity

    def can_seal(self) -> bool:
        return self._identity is not None and self._intake_key() is not None

    def line(self) -> LineState:
        return LineState.UNKNOWN if self._sync is None else self._sync.line

    def counts(self) -> StoreCounts:
        return self._core.snapshot.counts

    def alarms(self) -> tuple[Fault, ...]:
        """What staff should know of now: set-aside databases, held and old submissions, a full disk, doubts, refused
        documents. Costs no look at disk or line; any thread, before `start` and after `stop` too."""
        return tuple(dict.fromkeys((*self._core.alarms(), *self._cache.refusals().values())))

    def refusals(self) -> Mapping[Published, Fault]:
        """The last document of each kind that was not taken, and why; gone once a good one is in force."""
        return self._cache.refusals()

    def generation(self) -> int:
        return self._core.generation

    def published(self, kind: Published) -> object | None:
        return self._cache.payload(kind)

    def directory(self) -> KeyDirectory:
        return self._cache.directory()

    # --- submissions ---

    def submit(self, request: str, draft: SubmissionDraft, *, needs_paper: bool) -> None:
        try:
            self._core.owner.post(lambda connection: self._submit(connection, request, draft, needs_paper))
        except DatabaseError as problem:
            self._tell(SubmissionRefused(request=request, fault=problem.fault))

    def mark_told(self, submission: str) -> None:
        def tell(connection: sqlite3.Connection) -> None:
            outbox.mark_told_in(connection, submission, self._clock.utc())

        registry().check("submission-told", {"submission": submission})
        self._post_write(tell, ("submission-told", {"submission": submission}))

    def untold(self) -> tuple[UntoldNumber, ...]:
        return self._core.snapshot.untold

    def note_print(self, submission: str, job: str, outcome: str) -> None:
        def note(connection: sqlite3.Connection) -> None:
            outbox.note_sheet_in(connection, submission, job, outcome, self._clock.utc())

        self._post_write(note, None)

    def release(self, submission: str) -> bool:
        """Give a held submission back to the queue, once a person has looked; whether it was held. Waits."""
        released = self._core.write(lambda connection: outbox.release_in(connection, submission))
        if released:
            self._core.journal("submission-released", {"submission": submission})
            self.sync_now()
        return released

    def sync_now(self) -> None:
        if self._sync is not None:
            self._sync.everything()

    def journal(self, event: str, fields: Mapping[str, str | int | bool]) -> None:
        self._core.journal(event, fields)

    # --- in the owner's thread ---

    def _submit(
        self, connection: sqlite3.Connection, request: str, draft: SubmissionDraft, needs_paper: bool
    ) -> None:
        answered = self._answered.get(request)
        if answered is not None:
            self._tell(answered)
            return
        try:
            stored = self._store(connection, request, draft, needs_paper)
        except DatabaseError as problem:
            self._refuse(request, problem.fault)
            return
        except sqlite3.Error as problem:
            self._refuse(request, self._core.write_fault(problem).fault)
            return
        except ProtocolError as problem:
            # fail closed: what cannot be sealed is not kept in any other form
            self._refuse(request, Fault(id="store.not-sealed", detail=type(problem).__name__))
            return
        except Exception as problem:  # noqa: BLE001 - whatever it was, a resident waits for an answer
            _log.exception("storing a submission")
            self._refuse(request, Fault(id="store.cannot-save", detail=type(problem).__name__))
            return
        # the commit returned: only now may anybody be told, and from here on nothing is refused
        self._answered[request] = stored
        if len(self._answered) > REMEMBERED_REQUESTS:
            del self._answered[next(iter(self._answered))]
        self._tell(stored)
        if self._sync is not None:
            self._sync.new_item()

    def _store(
        self, connection: sqlite3.Connection, request: str, draft: SubmissionDraft, needs_paper: bool
    ) -> SubmissionStored:
        identity, intake = self._identity, self._intake_key()
        if identity is None:
            raise DatabaseError("store.not-enrolled")
        if intake is None:
            raise DatabaseError("store.no-sealing-key")
        if not self._core.room_for_intake():
            raise DatabaseError("store.disk-full", "the ballast is not in place")
        now = self._clock.utc()
        submission = uuid7(now)
        service = "" if draft.service is None else draft.service.id
        event = ("submission-stored", {"submission": submission, "kind": draft.kind.value})

        def add(connection: sqlite3.Connection) -> SubmissionStored:
            generation, sequence = outbox.next_number_in(connection)
            number = TemporaryNumber(terminal=identity.terminal, generation=generation, sequence=sequence)
            number_text = str(number)
            envelope = write_envelope(
                payload_of(draft, submission, number),
                submission_id=submission,
                number=number,
                intake=intake,
                origin=identity.key,
                sealed_at=now,
            )
            item = NewItem(
                id=submission,
                number=number_text,
                terminal=identity.terminal,
                generation=generation,
                sequence=sequence,
                kind=draft.kind.value,
                service=service,
                key_id=intake.key_id,
                envelope=envelope,
                sha256=sha256_hex(envelope),
                needs_paper=needs_paper,
                stored_at=now,
                boot=self._core.boot,
                monotonic_ms=int(self._clock.monotonic() * 1000),
            )
            outbox.add_in(connection, item)
            return SubmissionStored(request=request, id=submission, number=number_text, sha256=item.sha256)

        stored = self._core.commit(connection, add, event)
        # nothing below may raise: the submission is durable
        untold = UntoldNumber(id=stored.id, number=stored.number, service=service, stored_at=now)
        self._core.stored_one(untold, needs_paper=needs_paper)
        return stored

    def _refuse(self, request: str, fault: Fault) -> None:
        try:
            self._core.journal("submission-refused", {"fault": fault.id})
        except Exception:  # noqa: BLE001 - what broke the submission may break the journal too; the answer comes first
            _log.exception("journal")
        self._tell(SubmissionRefused(request=request, fault=fault))

    def _intake_key(self) -> KeyEntry | None:
        """The newest key valid now. The directory's own time is a lower bound of now, so that a clock in 1970 does
        not make every key one of the future."""
        at = max(self._clock.utc(), self._cache.directory_issued())
        return self._cache.directory().current(KeyUse.INTAKE, at)

    # --- helpers ---

    def _post_write(
        self, work: Callable[[sqlite3.Connection], None], event: tuple[str, Mapping[str, str | int | bool]] | None
    ) -> None:
        self._core.owner.post(lambda connection: self._core.write_in_owner(connection, work, event))

    def _tell(self, event: object) -> None:
        self._post(event)


def _nobody(_event: object) -> None:
    """Before `start` nobody listens."""
