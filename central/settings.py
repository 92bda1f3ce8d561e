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
    """Enrolment, heartbeat and identity bodies."""
    code_valid_s: int = 300
    """A code by SMS; five minutes is what residents know from banks and the state's own apps."""
    code_again_s: int = 60
    code_tries: int = 5
    """Wrong ones a code: five of a million leave a guesser one chance in 200,000."""
    codes_person_h: int = 5
    """Messages to one person in an hour, and `codes_terminal_h` questions for one at a terminal: a queue of people
    takes more than a minute each."""
    codes_terminal_h: int = 60
    exchanges_terminal_h: int = 240
    identity_code_s: int = 60
    statement_s: int = 7200
    """How long after it an application may lean on a statement: longer than any visit."""


@dataclass(frozen=True, kw_only=True)
class CentralSettings:
    """`db` is an SQLAlchemy URL. `public_url` is what terminals have configured: they sign it with each request."""

    db: str
    keys: Path
    public_url: str
    sms_spool: Path | None = None
    """Where the reference gateway writes messages; None: codes by SMS are not offered."""
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
