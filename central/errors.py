"""What can go wrong at the platform.

PlatformError
├── SetupError       settings, key folder or database do not fit; the command ends with one line
├── PublishError     a catalogue or policy is refused; `reasons` says why
└── WireError        an answer to a request: status, fault, detail
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class PlatformError(Exception):
    """Base of all; texts hold no residents' data."""


class SetupError(PlatformError):
    pass


class PublishError(PlatformError):
    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class WireCode(StrEnum):
    """The machine-readable `fault` of an error body. `docs/protocol.md` has the table; terminals act on these."""

    MALFORMED = "malformed"
    INVALID = "invalid"
    PROOF = "proof"
    KEY_IN_USE = "key-in-use"
    TRANSPORT = "transport"
    CLOCK = "clock"
    ORIGIN = "origin"
    OTHER_TERMINAL = "other-terminal"
    CLAIM_UNKNOWN = "claim-unknown"
    CLAIM_USED = "claim-used"
    CLAIM_EXPIRED = "claim-expired"
    NOT_OFFERED = "not-offered"
    NO_NUMBER = "no-number"
    NOT_SENT = "not-sent"
    TOO_MANY = "too-many"
    TOO_SOON = "too-soon"
    CODE_WRONG = "code-wrong"
    CODE_SPENT = "code-spent"
    CODE_EXPIRED = "code-expired"
    CODE_UNKNOWN = "code-unknown"
    CODE_USED = "code-used"
    OTHER_PERSON = "other-person"
    UNKNOWN = "unknown"
    NO_CATALOGUE = "no-catalogue"
    NO_POLICY = "no-policy"
    NOT_FOUND = "not-found"
    METHOD = "method"
    SLOW = "slow"
    CONFLICT = "conflict"
    TOO_LARGE = "too-large"
    BUSY = "busy"
    INTERNAL = "internal"


class WireError(PlatformError):
    """Raised wherever a request cannot be served; the handler in `central.answers` turns it into the answer."""

    def __init__(
        self,
        status: int,
        code: WireCode,
        detail: str,
        *,
        server_utc: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.server_utc = server_utc
        self.headers = dict(headers or {})
