"""The platform's published documents: kept as the bytes it signed, verified at every start, parsed in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

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


class PublishedCache:
    """The newest document of each kind that was genuine and readable. Written by one thread, read by any."""

    def __init__(self, core: Core, validators: Mapping[Published, Validator], post: Callable[[object], None]) -> None:
        self._core = core
        self._validators = validators
        self._post = post
        self._payloads: dict[Published, object] = {}
        self._etags: dict[Published, str | None] = {}
        self._refused: dict[Published, str] = {}
        self._directory = KeyDirectory(())

    def load(self) -> None:
        """At start: verify what is kept. What does not hold is not used, and asked for anew."""
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
            if reason is not None:
                self._refuse(kind, signed, Fault(id="store.published-refused", detail=reason))
                continue
            self._adopt(kind, payload, etag)

    def payload(self, kind: Published) -> object | None:
        return self._payloads.get(kind)

    def etag(self, kind: Published) -> str | None:
        return self._etags.get(kind)

    def directory(self) -> KeyDirectory:
        return self._directory

    def take(self, kind: Published, document: PublishedDocument) -> None:
        """Put a fetched document in force, or refuse it with the reason; the one in force then stays."""
        if document.payload == self._payloads.get(kind):
            self._etags[kind] = document.etag
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
        self._refused.pop(kind, None)
        self._core.journal("published-taken", {"kind": kind.value, "sha256": sha256_hex(document.signed)})
        self._post(PublishedChanged(kind=kind))

    def refuse(self, kind: Published, fault: Fault) -> None:
        """A fetched document was not even genuine."""
        self._refuse(kind, fault.detail.encode("utf-8"), fault)

    def _adopt(self, kind: Published, payload: object, etag: str | None) -> None:
        if kind is Published.KEYS:
            self._directory = KeyDirectory.from_json(payload)
        self._payloads[kind] = payload
        self._etags[kind] = etag

    def _reason_against(self, kind: Published, payload: object) -> str | None:
        if kind is Published.KEYS:
            try:
                KeyDirectory.from_json(payload)
                issued = _issued_at(payload)
            except (ProtocolError, ValueError) as problem:
                return str(problem)
            ours = self._payloads.get(kind)
            # an old directory played back would undo a revocation
            if ours is not None and issued < _issued_at(ours):
                return "older than the directory in force"
        validator = self._validators.get(kind)
        if validator is None:
            return None
        try:
            validator(payload)
        except (ValueError, ProtocolError) as problem:
            reasons = getattr(problem, "reasons", None)
            return "; ".join(map(str, reasons)) if reasons else str(problem)
        return None

    def _refuse(self, kind: Published, signed: bytes, fault: Fault) -> None:
        mark = sha256_hex(signed)
        if self._refused.get(kind) == mark:
            # the platform still publishes what was refused; once is enough to say so
            return
        self._refused[kind] = mark
        self._core.journal("published-refused", {"kind": kind.value, "fault": fault.id, "sha256": mark})
        self._core.alarm(fault)
        self._post(PublishedRefused(kind=kind, fault=fault))


def _issued_at(payload: object) -> str:
    """The stamp of a key directory in the one form that sorts as text."""
    value = payload.get("issued_at") if isinstance(payload, dict) else None
    if not isinstance(value, str):
        raise ValueError("a key directory has issued_at")
    return stamp(parse_stamp(value))
