"""What the platform publishes: catalogue and site policies, linted by the readers that terminals use, then signed.

Each payload says when it was issued (`issued_at`), always later than the one in force: terminals refuse older ones,
so that nobody can play an old document back to them. To go back to an earlier version is therefore to issue it again.

A version of the catalogue is published once: other content under it is refused, because an application names the
version it was made under. All that was issued stays, so that such an application can be judged by it later. A policy
may be replaced under its version: nothing names it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from central.database import Database
from central.errors import PublishError
from central.tables import document, superseded
from kiosk.catalogue import Catalogue, read_catalogue
from kiosk.catalogue.lint import Severity, lint
from kiosk.clock import parse_stamp, stamp
from kiosk.protocol.canonical import canonical, sha256_hex
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import PinnedKeys, SigningKey
from kiosk.protocol.signed import open_document, sign_document
from kiosk.site import PolicyError, SitePolicy

CATALOGUE = "catalogue"
POLICY = "policy"
ISSUED_AT = "issued_at"
"""Member of every published payload: the stamp below which a terminal takes no document of the kind any more."""
_KEPT = 8
"""Parsed catalogues kept in memory: the current one and those that terminals returning from an outage name."""


@dataclass(frozen=True, kw_only=True)
class PublishedDocument:
    """A published document as it is served. `sha256` is that of the canonical payload."""

    version: str
    sha256: str
    signed: bytes
    published_at: datetime

    @property
    def etag(self) -> str:
        return etag_of(self.signed)


def etag_of(signed: bytes) -> str:
    """A strong ETag over the bytes that are served."""
    return f'"{hashlib.sha256(signed).hexdigest()[:32]}"'


def publish(
    database: Database, root: SigningKey, kind: str, scope: str, payload: Mapping[str, Any], at: datetime
) -> bool:
    """Sign and store a payload that was linted, as issued at that moment; False when exactly this is current already.
    `PublishError` for other content under a version that is out."""
    content = _content(payload)
    try:
        canonical(content)
    except MalformedError as problem:
        raise PublishError((f"{kind}: {problem}",)) from problem
    version = str(payload.get("version", ""))
    if not 1 <= len(version) <= 64:
        raise PublishError((f"{kind}: version takes 1 to 64 characters",))
    key = {"kind": kind, "scope": scope, "version": version}
    with database.write() as connection:
        in_force = current(connection, kind, scope)
        if in_force is not None:
            published = _opened(kind, in_force.signed, root)
            if ISSUED_AT in published and _content(published) == content:
                return False
            # the last one published is in force, even if the clock was set back since
            at = max(at, in_force.published_at + timedelta(milliseconds=1))
        issued = {**content, ISSUED_AT: stamp(at)}
        digest, signed = sha256_hex(canonical(issued)), sign_document(kind, issued, root)
        values = {**key, "sha256": digest, "signed": signed, "published_at": stamp(at)}
        if not database.insert_new(connection, document, list(key), values):
            same = [document.c[name] == value for name, value in key.items()]
            earlier = connection.execute(select(document.c.sha256, document.c.signed).where(*same)).one()
            if kind == CATALOGUE:
                if _content(_opened(kind, bytes(earlier.signed), root)) != content:
                    reason = f"{kind}: version {version} is published with other content; raise the version"
                    raise PublishError((reason,))
                kept = {"sha256": earlier.sha256, "kind": kind, "version": version, "signed": bytes(earlier.signed)}
                database.insert_new(connection, superseded, ["sha256"], kept)
            connection.execute(update(document).where(*same).values(**values))
    return True


def _opened(kind: str, signed: bytes, root: SigningKey) -> dict[str, Any]:
    payload: dict[str, Any] = open_document(kind, signed, PinnedKeys(keys=(root.public,)))
    return payload


def _content(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What is published, without the time of publishing it."""
    return {name: value for name, value in payload.items() if name != ISSUED_AT}


def lint_catalogue(payload: object, files: Sequence[str]) -> None:
    """Whether terminals will take the catalogue and people can read it; `PublishError` with every reason. `files`
    names the file of each service."""
    errors = [str(found) for found in lint(payload, files) if found.severity is Severity.ERROR]
    if errors:
        raise PublishError(tuple(errors))


def lint_policy(payload: object, site: str) -> SitePolicy:
    """The policy as terminals will read it; `PublishError` with every reason."""
    try:
        policy = SitePolicy.from_json(payload)
    except PolicyError as problem:
        raise PublishError(problem.reasons) from problem
    if policy.site != site:
        raise PublishError((f"site: the policy is for {policy.site!r}, --site names {site!r}",))
    return policy


def current(connection: Connection, kind: str, scope: str = "") -> PublishedDocument | None:
    """The document in force: the one published last."""
    query = (
        select(document.c.version, document.c.sha256, document.c.signed, document.c.published_at)
        .where(document.c.kind == kind, document.c.scope == scope)
        .order_by(document.c.published_at.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return PublishedDocument(
        version=row.version,
        sha256=row.sha256,
        signed=bytes(row.signed),
        published_at=parse_stamp(row.published_at),
    )


class CatalogueShelf:
    """Published catalogues as values, parsed once each."""

    def __init__(self, root: SigningKey) -> None:
        self._pinned = PinnedKeys(keys=(root.public,))
        self._parsed: dict[str, Catalogue] = {}

    def newest(self, connection: Connection) -> Catalogue | None:
        found = current(connection, CATALOGUE)
        return None if found is None else self._read(found.sha256, found.signed)

    def find(self, connection: Connection, version: str, sha256: str) -> Catalogue | None:
        """The catalogue that was published under exactly this version and hash, however often it was issued since."""
        for table in (document, superseded):
            query = select(table.c.signed).where(
                table.c.kind == CATALOGUE, table.c.version == version, table.c.sha256 == sha256
            )
            signed = connection.execute(query).scalar_one_or_none()
            if signed is not None:
                return self._read(sha256, bytes(signed))
        return None

    def _read(self, sha256: str, signed: bytes) -> Catalogue:
        parsed = self._parsed.get(sha256)
        if parsed is None:
            parsed = read_catalogue(open_document(CATALOGUE, signed, self._pinned))
            while len(self._parsed) >= _KEPT:
                self._parsed.pop(next(iter(self._parsed)), None)
            self._parsed[sha256] = parsed
        return parsed
