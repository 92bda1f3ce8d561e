"""Ways to show who one is that need the platform, as the flow meets them: a code by SMS, an identity code scanned.

Calls block for as long as the line takes (seconds), so the flow makes them on a worker thread. Each returns a value
or raises `FaultError` with one of these ids (`offline_cache/faults.toml`). Nothing is tried again, but for the very
same bytes where the line broke in the middle:

    remote.line-down            the platform was not reached or did not finish its answer
    remote.busy                 it asked to come later
    remote.unavailable          this terminal cannot ask: not enrolled, no key, clock off, not recognised
    remote.not-offered          the platform does not offer this way
    remote.not-trusted          its answer is not signed by it, or says something else than what was asked
    remote.no-number            it knows no telephone number for this person
    remote.not-sent             the message could not be sent
    remote.too-many             codes were asked for too often for this person or at this terminal
    remote.too-soon             the last message is moments old; it may still arrive
    remote.code-wrong           it is not the code; another try is left
    remote.code-spent           too many wrong tries: this code serves no more, a new one may be sent
    remote.expired              the code, or the identity code, is too old
    remote.code-unknown         the identity code is none of the platform's
    remote.code-used            the identity code was used before
    remote.other-person         the identity code is another person's than the document
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.protocol.payload import IdentityProof, PersonRecord
from kiosk.protocol.statement import RemoteWay


@dataclass(frozen=True, kw_only=True)
class CodeSent:
    """A code is on its way to a number that the platform knows. Belongs to the visit and goes with it."""

    challenge: str = field(repr=False)
    """What `check_code` takes with the code. Opaque; it binds the person, so it is kept in the visit only."""
    hint: str
    """The last four digits of the number, `5678`: the page words it."""
    valid_s: int
    again_s: int
    """Seconds until another code may be asked for."""


@dataclass(frozen=True, kw_only=True)
class RemoteProof:
    """The platform's signed statement that this person showed who they are, at this terminal, in this visit."""

    way: RemoteWay
    ticket: str = field(repr=False)
    """The statement as signed (docs/protocol.md, section 20)."""
    person_key: str = field(repr=False)
    """With it and the number of the document anybody can check whom the statement is about."""
    visit: str
    at: datetime
    """When, by the platform's clock."""
    person: PersonRecord | None = field(default=None, repr=False)
    """Whom an identity code named, where no document was presented."""

    def identity_proof(self) -> IdentityProof:
        """What goes into the envelope, and so under its seal."""
        facts = {"statement": self.ticket, "person_key": self.person_key, "visit": self.visit}
        return IdentityProof(way=self.way.value, at=self.at, result="confirmed", facts=facts)


class RemoteIdentity(Protocol):
    """`offline_cache.remote.PlatformIdentity` implements it."""

    def ready(self) -> bool:
        """Whether asking is possible at all: enrolled, and the platform has published what it takes. Returns at once
        and says nothing about the line."""

    def send_code(self, visit: str, document: PersonRecord) -> CodeSent:
        """Have a code sent by SMS to the number that the platform knows for the document's holder; none that is typed
        here is ever used."""

    def check_code(self, visit: str, challenge: str, code: str) -> RemoteProof:
        """Compare what was typed. The same code for the same challenge may be sent again when an answer was lost."""

    def exchange(self, visit: str, scanned: str, document: PersonRecord | None) -> RemoteProof:
        """Have the platform read a scanned identity code. With a document it must be the same person's; without one
        the proof names the person. Any text may be given: what cannot be a code is refused without asking."""
