"""The journal: which events exist (from `events.toml`), what they may say, and the hash chain that holds them.

An entry names what happened, never about whom: field values are ids, numbers, yes or no, and words of a fixed
list. Each entry's hash covers the one before it, so nothing in the middle can be changed, removed or inserted
unseen. Cutting entries off the *end* is seen only back to the last head that the platform countersigned; and who
can write the whole file can write a new chain from that head on. Keeping entries out of other hands is the store's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from kiosk.protocol.canonical import canonical, sha256_hex

EVENTS_FILE = Path(__file__).with_name("events.toml")
START_HASH = "0" * 64
"""What the first entry names as the one before it."""
MAX_NUMBER = 9_999_999_999
"""Ten digits: a duration in milliseconds fits, a telephone or identity number does not."""

Value: TypeAlias = str | int | bool
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,79}\Z")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_LONG_DIGITS = re.compile(r"[0-9]{11}")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_PLAIN_KINDS = frozenset({"id", "int", "bool", "sha256"})


class Level(StrEnum):
    INFO = "info"
    NOTICE = "notice"
    """Somebody should read it on the next visit."""
    ALARM = "alarm"
    """Somebody should come."""


@dataclass(frozen=True, kw_only=True)
class EventField:
    """`kind` is `id`, `int`, `bool`, `sha256`, or `words` with the allowed ones in `words`."""

    kind: str
    words: tuple[str, ...] = ()
    required: bool = True

    def refusal(self, value: object) -> str | None:
        """Why this value may not be journaled, or None."""
        match self.kind:
            case "bool":
                return None if isinstance(value, bool) else "is yes or no"
            case "int":
                if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MAX_NUMBER:
                    return None
                return "is a whole number of ten digits at most"
            case "sha256":
                return None if isinstance(value, str) and _SHA256.match(value) else "is 64 hex digits"
            case "id":
                return None if isinstance(value, str) and _is_id(value) else "is an id without personal numbers"
            case _:
                return None if value in self.words else f"is one of {', '.join(self.words)}"


def _is_id(text: str) -> bool:
    # eleven digits in a row are a telephone or identity number; the hex groups of a UUID are neither
    return bool(_UUID.match(text) or (_ID.match(text) and not _LONG_DIGITS.search(text)))


@dataclass(frozen=True, kw_only=True)
class EventKind:
    id: str
    level: Level
    description: str
    fields: Mapping[str, EventField]


class EventRegistry:
    """All events by id. Raises `ValueError` when a `…-begin` lacks its `…-end` or the other way round."""

    def __init__(self, kinds: Iterable[EventKind]) -> None:
        self.kinds = {kind.id: kind for kind in kinds}
        for name in self.kinds:
            stem, _, part = name.rpartition("-")
            other = {"begin": "end", "end": "begin"}.get(part)
            if other is not None and f"{stem}-{other}" not in self.kinds:
                raise ValueError(f"event {name} has no {stem}-{other}")

    def check(self, event: str, fields: Mapping[str, Value]) -> None:
        """Raise `ValueError` unless the registry has the event and its fields are exactly such ones."""
        kind = self.kinds.get(event)
        if kind is None:
            raise ValueError(f"event {event} is not in the registry")
        unknown = set(fields) - set(kind.fields)
        if unknown:
            raise ValueError(f"event {event} has no field {', '.join(sorted(unknown))}")
        for name, rule in kind.fields.items():
            if name not in fields:
                if rule.required:
                    raise ValueError(f"event {event} needs the field {name}")
                continue
            refusal = rule.refusal(fields[name])
            if refusal is not None:
                # the value itself is not repeated: it may be what must not be written down
                raise ValueError(f"event {event}: field {name} {refusal}")


def load_events(file: Path = EVENTS_FILE) -> EventRegistry:
    """Read a registry: tables `[visit-begin]` with `level`, `description` and `fields`.

    A field is `"id"`, `"int"`, `"bool"`, `"sha256"` or a list of words; a `?` after the name of the field makes it
    optional. Raises `ValueError` naming the event that is not so.
    """
    return EventRegistry(_kind(name, table) for name, table in tomllib.loads(file.read_text("utf-8")).items())


@cache
def registry() -> EventRegistry:
    """The program's own registry, read once."""
    return load_events()


def _kind(name: str, table: Mapping[str, object]) -> EventKind:
    fields = table.get("fields", {})
    if not isinstance(fields, dict) or set(table) - {"level", "description", "fields"}:
        raise ValueError(f"event {name}: level, description and fields are what it has")
    try:
        return EventKind(
            id=name,
            level=Level(str(table["level"])),
            description=str(table["description"]),
            fields={key.removesuffix("?"): _field(rule, not key.endswith("?")) for key, rule in fields.items()},
        )
    except (KeyError, ValueError) as problem:
        raise ValueError(f"event {name}: {problem}") from problem


def _field(rule: object, required: bool) -> EventField:
    if isinstance(rule, list) and rule and all(isinstance(word, str) for word in rule):
        return EventField(kind="words", words=tuple(rule), required=required)
    if isinstance(rule, str) and rule in _PLAIN_KINDS:
        return EventField(kind=rule, required=required)
    raise ValueError(f"no such kind of field: {rule}")


@dataclass(frozen=True, kw_only=True)
class JournalEntry:
    """One link of the chain. `sequence` counts from 1 without gaps; `utc` is a stamp."""

    sequence: int
    utc: str
    boot: str
    monotonic_ms: int
    event: str
    fields: Mapping[str, Value]
    prev: str
    hash: str

    def expected_hash(self) -> str:
        """SHA-256 over the canonical form of everything but the hash itself."""
        hashed = {**vars(self), "fields": dict(self.fields)}
        del hashed["hash"]
        return _hash_of(hashed)


def _hash_of(hashed: dict[str, Any]) -> str:
    return sha256_hex(canonical(hashed))


@dataclass(frozen=True, kw_only=True)
class JournalHead:
    """Where a chain ends: the number and hash of its last entry (0 and `START_HASH` for an empty one)."""

    sequence: int
    hash: str


EMPTY_HEAD = JournalHead(sequence=0, hash=START_HASH)


def link(
    head: JournalHead, *, utc: str, boot: str, monotonic_ms: int, event: str, fields: Mapping[str, Value]
) -> JournalEntry:
    """The entry that follows a head. The fields are taken as checked (`EventRegistry.check`)."""
    hashed: dict[str, Any] = {
        "sequence": head.sequence + 1,
        "utc": utc,
        "boot": boot,
        "monotonic_ms": monotonic_ms,
        "event": event,
        "fields": dict(fields),
        "prev": head.hash,
    }
    return JournalEntry(**hashed, hash=_hash_of(hashed))


@dataclass(frozen=True, kw_only=True)
class ChainReport:
    """What a check of the chain found. `covered_to` is the last sequence that a countersigned head vouches for."""

    entries: int
    covered_to: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def verify_chain(entries: Iterable[JournalEntry], countersigned: Sequence[JournalHead] = ()) -> ChainReport:
    """Check every link, and that every countersigned head is in the chain as it was.

    `countersigned` are heads whose signature the caller has verified. Entries cut off after the last of them leave
    no trace here: such a chain holds, and `covered_to` says how far that is more than the file's own word.
    """
    wanted = {head.sequence: head.hash for head in countersigned if head.sequence > 0}
    head = EMPTY_HEAD
    covered = 0
    for entry in entries:
        reason = _break(head, entry)
        if reason is None and wanted.get(entry.sequence, entry.hash) != entry.hash:
            reason = "another entry than the platform countersigned"
        if reason is not None:
            return ChainReport(entries=head.sequence, covered_to=covered, broken_at=entry.sequence, reason=reason)
        if entry.sequence in wanted:
            covered = entry.sequence
        head = JournalHead(sequence=entry.sequence, hash=entry.hash)
    missing = [sequence for sequence in wanted if sequence > head.sequence]
    if missing:
        return ChainReport(
            entries=head.sequence,
            covered_to=covered,
            broken_at=head.sequence + 1,
            reason="the chain ends before a head that the platform countersigned",
        )
    return ChainReport(entries=head.sequence, covered_to=covered)


def _break(head: JournalHead, entry: JournalEntry) -> str | None:
    if entry.sequence != head.sequence + 1:
        return "an entry is missing or stands twice"
    if entry.prev != head.hash:
        return "does not follow the entry before it"
    if entry.hash != entry.expected_hash():
        return "was changed after it was written"
    return None
