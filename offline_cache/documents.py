"""The platform's published documents: kept as the bytes it signed, verified at every start, parsed in memory.

A document is taken when it is genuine, meant for this terminal's site, not older than the one in force, and usable by
its reader. The signature alone proves too little: an old document is as genuine as the day it was signed, and playing
it back would undo a revocation, a roster or a price.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from kiosk.clock import parse_stamp, stamp
from kiosk.faults import Fault
from kiosk.protocol.canonical import sha256_hex
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import KeyDirectory
from kiosk.protocol.signed import open_document
from kiosk.store import Published, PublishedChanged, PublishedRefused
from offline_cache.client import PublishedDocument
from offline_cache.core import Core

Validator = Callable[[object], object]
"""Reads a payload and raises a `ValueError` that says why when it is not usable."""


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class PublishedCache:
    """The newest document of each kind that was genuine and readable. Written by one thread, read by any."""

    def __init__(self, core: Core, validators: Mapping[Published, Validator], post: Callable[[object], None]) -> None:
        self._core = core
        self._validators = validators
        self._post = post
        self._payloads: dict[Published, object] = {}
        self._etags: dict[Published, str | None] = {}
        self._newest: dict[Published, str] = {}
        """`issued_at` of the newest document of each kind that was ever in force here."""
        self._site: str | None = None
        self._refused: dict[Published, str] = {}
        # replaced as a whole, so that any thread may read it
        self._refusals: Mapping[Published, Fault] = MappingProxyType({})
        self._directory = KeyDirectory(())
        self._directory_issued = LONG_AGO

    def load(self, site: str | None) -> None:
        """At start: verify what is kept. What does not hold is not used, and asked for anew. `site` is the one that
        the terminal is enrolled for, None before enrolment."""
        self._site = site
        rows = self._core.owner.call(
            lambda connection: connection.execute("SELECT kind, signed, etag FROM published").fetchall()
        )
        for name, signed, etag in rows:
            kind = Published(name)
            try:
                payload = open_document(kind.value, signed, self._core.settings.pinned)
            except ProtocolError as problem:
                self._refuse(kind, signed, Fault(id="store.published-damaged", detail=str(problem)))
                continue
            reason = self._reason_against(kind, payload)
            if reason is None:
                self._adopt(kind, payload, etag)
                continue
            self._refuse(kind, signed, Fault(id="store.published-refused", detail=reason))
            if self._misdirected(kind, payload) is None:
                # a newer program may not read what an older one took; that is no reason to take an older document
                self._raise_newest(kind, payload)

    def payload(self, kind: Published) -> object | None:
        return self._payloads.get(kind)

    def etag(self, kind: Published) -> str | None:
        return self._etags.get(kind)

    def directory(self) -> KeyDirectory:
        return self._directory

    def directory_issued(self) -> datetime:
        """When the platform issued the key directory in force; long ago when there is none."""
        return self._directory_issued

    def take(self, kind: Published, document: PublishedDocument) -> None:
        """Put a fetched document in force, or refuse it with the reason; the one in force then stays."""
        if document.payload == self._payloads.get(kind):
            self._etags[kind] = document.etag
            self.confirm(kind)
            return
        reason = self._reason_against(kind, document.payload)
        if reason is not None:
            self._refuse(kind, document.signed, Fault(id="store.published-refused", detail=reason))
            return

        def keep(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO published VALUES (?, ?, ?, ?) ON CONFLICT (kind) DO UPDATE"
                " SET signed = excluded.signed, etag = excluded.etag, taken_utc = excluded.taken_utc",
                (kind.value, document.signed, document.etag, stamp(self._core.clock.utc())),
            )

        self._core.write(keep)
        self._adopt(kind, document.payload, document.etag)
        self.confirm(kind)
        self._core.journal("published-taken", {"kind": kind.value, "sha256": sha256_hex(document.signed)})
        # a catalogue of a megabyte leaves a log of as much: it is given back, so that a full disk is noticed as one
        self._core.owner.call(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
        self._post(PublishedChanged(kind=kind))

    def confirm(self, kind: Published) -> None:
        """The document in force is the one that the platform publishes: what was refused meanwhile is past."""
        if self._refused.pop(kind, None) is not None:
            self._refusals = MappingProxyType({k: fault for k, fault in self._refusals.items() if k is not kind})

    def refusals(self) -> Mapping[Published, Fault]:
        """The last refused document of each kind and why, until a good one is in force. Any thread."""
        return self._refusals

    def refuse(self, kind: Published, fault: Fault) -> None:
        """A fetched document was not even genuine."""
        self._refuse(kind, fault.detail.encode("utf-8"), fault)

    def _adopt(self, kind: Published, payload: object, etag: str | None) -> None:
        if kind is Published.KEYS:
            self._directory = KeyDirectory.from_json(payload)
            issued = _issued_at(payload)
            self._directory_issued = LONG_AGO if issued is None else parse_stamp(issued)
        self._payloads[kind] = payload
        self._etags[kind] = etag
        self._raise_newest(kind, payload)

    def _raise_newest(self, kind: Published, payload: object) -> None:
        try:
            issued = _issued_at(payload)
        except ValueError:
            return
        if issued is not None:
            self._newest[kind] = max(issued, self._newest.get(kind, issued))

    def _reason_against(self, kind: Published, payload: object) -> str | None:
        try:
            if kind is Published.KEYS:
                KeyDirectory.from_json(payload)
            issued = _issued_at(payload)
        except (ProtocolError, ValueError) as problem:
            return str(problem)
        reason = self._misdirected(kind, payload) or self._stale(kind, issued)
        if reason is not None:
            return reason
        validator = self._validators.get(kind)
        if validator is None:
            return None
        try:
            validator(payload)
        except (ValueError, ProtocolError) as problem:
            reasons = getattr(problem, "reasons", None)
            return "; ".join(map(str, reasons)) if reasons else str(problem)
        return None

    def _misdirected(self, kind: Published, payload: object) -> str | None:
        """Why a policy is not this terminal's: a genuine one of another site has another roster, hours and body."""
        if kind is not Published.POLICY or self._site is None:
            return None
        site = payload.get("site") if isinstance(payload, dict) else None
        return (
            None
            if site == self._site
            else f"a policy for site {site!r}; this terminal is enrolled for {self._site!r}"
        )

    def _stale(self, kind: Published, issued: str | None) -> str | None:
        newest = self._newest.get(kind)
        if issued is None:
            if kind is Published.KEYS:
                return "a key directory has issued_at"
            return None if newest is None else f"older: without issued_at, while one of {newest} was taken"
        return None if newest is None or issued >= newest else f"older: issued at {issued}, in force is {newest}"

    def _refuse(self, kind: Published, signed: bytes, fault: Fault) -> None:
        mark = sha256_hex(signed)
        if self._refused.get(kind) == mark:
            # the platform still publishes what was refused; once is enough to say so
            return
        self._refused[kind] = mark
        self._refusals = MappingProxyType({**self._refusals, kind: fault})
        self._core.journal("published-refused", {"kind": kind.value, "fault": fault.id, "sha256": mark})
        self._post(PublishedRefused(kind=kind, fault=fault))


def _issued_at(payload: object) -> str | None:
    """A payload's stamp in the one form that sorts as text, None where it has none; `ValueError` for no stamp."""
    if not isinstance(payload, dict) or "issued_at" not in payload:
        return None
    value = payload["issued_at"]
    if not isinstance(value, str):
        raise ValueError("issued_at is a stamp")
    return stamp(parse_stamp(value))
