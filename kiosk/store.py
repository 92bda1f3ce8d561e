"""What the terminal needs of its store: durable submissions, delivery, cached documents, the journal.

`offline_cache` implements it. Calls return at once and are carried out by the one thread that owns the writing
connection; results come back as the events below through the `post` given to `start`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.faults import Fault
from kiosk.protocol.keys import KeyDirectory, SigningKey
from kiosk.protocol.payload import SubmissionDraft
from kiosk.protocol.receipt import PlatformReceipt


class LineState(StrEnum):
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class StoreEvent:
    pass


@dataclass(frozen=True, kw_only=True)
class SubmissionStored(StoreEvent):
    """The commit returned: from here on the application cannot be lost, and its number may be told."""

    request: str
    id: str
    number: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SubmissionRefused(StoreEvent):
    """Nothing was stored, and nobody was told a number (`store.disk-full`, `store.no-sealing-key`, …)."""

    request: str
    fault: Fault


@dataclass(frozen=True, kw_only=True)
class SubmissionReceived(StoreEvent):
    """The platform answered naming our id, our hash and its receipt, under a pinned key."""

    id: str
    receipt: PlatformReceipt


@dataclass(frozen=True, kw_only=True)
class SubmissionHeld(StoreEvent):
    id: str
    fault: Fault


@dataclass(frozen=True, kw_only=True)
class LineChanged(StoreEvent):
    state: LineState
    fault: Fault | None = None


class Published(StrEnum):
    """The platform's documents that are cached; each is the newest one whose signature held."""

    KEYS = "keys"
    CATALOGUE = "catalogue"
    POLICY = "policy"


@dataclass(frozen=True, kw_only=True)
class PublishedChanged(StoreEvent):
    kind: Published


@dataclass(frozen=True, kw_only=True)
class PublishedRefused(StoreEvent):
    """A new document was fetched and not taken; the cached one stays in force."""

    kind: Published
    fault: Fault


@dataclass(frozen=True, kw_only=True)
class UntoldNumber:
    """A submission that is durable while nobody may have seen its number: shown after a restart."""

    id: str
    number: str
    service: str
    stored_at: datetime


@dataclass(frozen=True, kw_only=True)
class StoreCounts:
    """For status, doctor and heartbeat. `oldest_unsent` is None when nothing waits."""

    queued: int
    held: int
    received: int
    oldest_unsent: datetime | None


@dataclass(frozen=True, kw_only=True)
class TerminalIdentity:
    """Who this terminal is, since enrolment. The key signs envelopes, requests and receipt codes."""

    terminal: str
    site: str
    key: SigningKey


class Store(Protocol):
    def start(self, post: Callable[[object], None]) -> None: ...
    def stop(self) -> None: ...

    def identity(self) -> TerminalIdentity | None:
        """None before enrolment."""

    def can_seal(self) -> bool:
        """Whether an intake key is known: without one no intake (design, rule 6)."""

    def submit(self, request: str, draft: SubmissionDraft, *, needs_paper: bool) -> None:
        """Seal, sign and commit; answers `SubmissionStored` or `SubmissionRefused` with this request.

        `needs_paper` marks submissions whose number must be told to somebody (not ratings).
        """

    def mark_told(self, submission: str) -> None:
        """The number is on confirmed paper, or was acknowledged on the screen."""

    def untold(self) -> tuple[UntoldNumber, ...]: ...

    def note_print(self, submission: str, job: str, outcome: str) -> None:
        """The spool ledger: what became of each sheet."""

    def published(self, kind: Published) -> object | None:
        """The payload of the cached document (parsed JSON), verified when it was taken."""

    def directory(self) -> KeyDirectory: ...
    def line(self) -> LineState: ...
    def counts(self) -> StoreCounts: ...

    def alarms(self) -> tuple[Fault, ...]:
        """What a person must see to: unsent for long, held items, altered guards, refused documents. Cheap."""

    def refusals(self) -> Mapping[Published, Fault]:
        """The newest document of each kind that was not taken, with the reason, until a good one is."""

    def sync_now(self) -> None:
        """Make everything due: a resident waits, or staff pressed the button."""

    def journal(self, event: str, fields: Mapping[str, str | int | bool]) -> None:
        """Append a typed event of the registry; unknown events or fields raise `ValueError` at once."""
