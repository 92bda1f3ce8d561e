"""What a platform process is told at its start: database, key folder, public address, limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from central.errors import SetupError
from kiosk.protocol.envelope import ENVELOPE_LIMIT

DEFAULT_NAME = "就近参考平台"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of what one process takes on (facts, platform, section 16: a bounded queue, refused cheaply)."""

    inflight: int = 64
    """Requests in work or waiting for a thread; the next one is answered 503 before anything of it is read."""
    capacity_per_s: float = 200.0
    """Requests a second that the machine was measured to do; Retry-After slots advance at 90 % of it. SQLite with
    synchronous=FULL did 497 on two shared cores (facts, platform, section 12), so 200 is on the safe side."""
    body_s: float = 30.0
    """Seconds that a body may take to arrive, so that slow senders cannot hold all places."""
    envelope_bytes: int = ENVELOPE_LIMIT
    json_bytes: int = 64 * 1024
    """Enrolment and heartbeat bodies."""


@dataclass(frozen=True, kw_only=True)
class CentralSettings:
    """`db` is an SQLAlchemy URL. `public_url` is what terminals have configured: they sign it with each request."""

    db: str
    keys: Path
    public_url: str
    name: str | None = None
    """Written at the first start; later starts keep the stored name unless another one is given."""
    limits: Limits = field(default_factory=Limits)


def default_keys(db: str) -> Path:
    """The key folder beside an SQLite file (`platform.db` → `platform.keys`); `SetupError` for other databases."""
    try:
        url = make_url(db)
    except ArgumentError as problem:
        raise SetupError(f"--db: not a database URL: {db!r}, e.g. sqlite:///platform.db") from problem
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise SetupError("--keys: name the folder of the private keys; only an SQLite file has one beside it")
    return Path(url.database).with_suffix(".keys")
