"""The platform's tables: client-made keys, no sequences, stamps as text, so that they move between databases.

Times are the wire's stamps (UTC, milliseconds, `Z`), which sort as text and need no time zone support. Of a
submission stand here the sealed bytes as received and an index of what finds it; nothing of a person is stored
open. Whoever reads an application opens it with the intake key at that moment.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

SCHEMA = 1

metadata = MetaData()

platform = Table(
    "platform",
    metadata,
    Column("id", String(8), primary_key=True),  # always "platform": one row
    Column("schema", Integer, nullable=False),
    Column("name", String(80), nullable=False),
)

directory_key = Table(
    "directory_key",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("algorithm", String(16), nullable=False),
    Column("public", LargeBinary, nullable=False),
    Column("use", String(16), nullable=False),
    Column("owner", String(80), nullable=False),
    Column("valid_from", String(24), nullable=False),
    Column("revoked_from", String(24)),
    Index("directory_key_owner", "use", "owner"),
)

terminal = Table(
    "terminal",
    metadata,
    Column("terminal", String(8), primary_key=True),
    Column("site", String(64), nullable=False),
    Column("generation", Integer, nullable=False),  # the last one handed out
    Column("enrolled_at", String(24), nullable=False),
    Column("heard_at", String(24)),  # the last heartbeat, and what it said
    Column("software", String(80)),
    Column("report", Text),
)

claim = Table(
    "claim",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the code; the code itself is told once
    Column("terminal", String(8), nullable=False),
    Column("site", String(64), nullable=False),
    Column("expires_at", String(24), nullable=False),
    Column("used_by", String(16)),  # key id of the terminal that used it
    Column("enrolment", LargeBinary),  # the signed answer, repeated when that terminal asks again
)

document = Table(
    "document",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("scope", String(64), primary_key=True),  # the site of a policy, else empty
    Column("version", String(64), primary_key=True),
    Column("sha256", String(64), nullable=False),  # of the canonical payload
    Column("signed", LargeBinary, nullable=False),
    Column("published_at", String(24), nullable=False),  # is the payload's issued_at
)

superseded = Table(
    "superseded_document",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("version", String(64), nullable=False),
    Column("signed", LargeBinary, nullable=False),
)
"""Catalogues that were issued again under their version: applications made under them name their hash."""

submission = Table(
    "submission",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("number", String(32), nullable=False),
    Column("terminal", String(8), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("kind", String(32)),  # null while the seal cannot be opened
    Column("service", String(64)),
    Column("delivered_by", String(8), nullable=False),
    Column("received_at", String(24), nullable=False),
    Column("receipt_number", String(40), nullable=False, unique=True),
    Column("receipt", LargeBinary, nullable=False),  # signed once; a repeat gets the same bytes
    Index("submission_number", "number"),
    Index("submission_received", "received_at"),
    Index("submission_terminal", "terminal", "generation"),
)

identity_call = Table(
    "identity_call",
    metadata,
    Column("id", String(36), primary_key=True),  # the caller's; the same question again gets the same answer
    Column("operation", String(16), nullable=False),
    Column("terminal", String(8), nullable=False),
    Column("person", String(64)),  # whom a code was sent to, see `resident.person`
    Column("sha256", String(64), nullable=False),
    Column("at", String(24), nullable=False),
    Column("status", Integer, nullable=False),
    Column("fault", String(32)),
    Column("retry_after_s", Integer),
    Column("answer", LargeBinary),  # sealed to the caller
    Index("identity_call_person", "person", "at"),
    Index("identity_call_terminal", "terminal", "operation", "at"),
    Index("identity_call_at", "at"),
)
"""Questions about identity that were answered, for repeats and for the limits of an hour; a day old they go."""

identity_challenge = Table(
    "identity_challenge",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("terminal", String(8), nullable=False),
    Column("visit", String(64), nullable=False),
    Column("binding", String(64), nullable=False),  # the statement's `person`, under the terminal's key
    Column("code", String(64), nullable=False),  # HMAC under a key from the key folder: six digits are soon tried
    Column("expires_at", String(24), nullable=False),
    Column("tries", Integer, nullable=False),  # wrong ones
    Index("identity_challenge_expires", "expires_at"),
    Index("identity_challenge_visit", "terminal", "visit"),
)

identity_code = Table(
    "identity_code",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the code, which is told once
    Column("person", LargeBinary, nullable=False),  # sealed to the intake key
    Column("key_id", String(16), nullable=False),
    Column("expires_at", String(24), nullable=False),
    Column("terminal", String(8)),  # who exchanged it, and in which visit
    Column("visit", String(64)),
    Index("identity_code_expires", "expires_at"),
)
"""Codes of the reference issuer; a province's own issuer keeps them elsewhere."""

identity_statement = Table(
    "identity_statement",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("source", String(64), nullable=False),  # the challenge or the code's digest: one statement in force each
    Column("terminal", String(8), nullable=False),
    Column("issued_at", String(24), nullable=False),
    Column("submission", String(36)),  # the one that it served
    Index("identity_statement_source", "source"),
)

resident = Table(
    "resident",
    metadata,
    Column("person", String(64), primary_key=True),  # HMAC of the number under a key from the key folder
    Column("sealed", LargeBinary, nullable=False),  # person and telephone number, sealed to the intake key
    Column("key_id", String(16), nullable=False),
    Column("updated_at", String(24), nullable=False),
)
"""The reference platform's register of persons; a district connects its own."""

authorisation = Table(
    "authorisation",
    metadata,
    Column("id", String(64), primary_key=True),  # the terminal's
    Column("principal", String(64), nullable=False),  # both as `resident.person`
    Column("agent", String(64), nullable=False),
    Column("capacity", String(16), nullable=False),
    Column("services", Text, nullable=False),  # lists, in canonical JSON
    Column("departments", Text, nullable=False),
    Column("valid_from", String(10), nullable=False),  # days in China
    Column("until", String(10), nullable=False),
    Column("basis", String(32), nullable=False),
    Column("checked_by", String(32)),
    Column("granted_at", String(24), nullable=False),
    Column("submission", String(36), nullable=False),  # that brought it first, and names the two
    Column("revoked_at", String(24)),
    Column("revoked_by", String(32)),
    Column("reason", LargeBinary),  # of the revocation, sealed to the intake key: people write names there
    Column("reason_key", String(16)),
    Index("authorisation_principal", "principal"),
    Index("authorisation_agent", "agent"),
)
"""Who may act for whom, as applications told it."""

authorisation_use = Table(
    "authorisation_use",
    metadata,
    Column("submission", String(36), primary_key=True),
    Column("authorisation", String(64), nullable=False),
    Index("authorisation_use_authorisation", "authorisation"),
)

callback_done = Table(
    "callback_done",
    metadata,
    Column("submission", String(36), primary_key=True),
    Column("staff", String(32), nullable=False),
    Column("done_at", String(24), nullable=False),
)

case = Table(
    "platform_case",
    metadata,
    Column("id", String(64), primary_key=True),  # made of what it is about: seen twice, written once
    Column("code", String(32), nullable=False),
    Column("terminal", String(8), nullable=False),
    Column("submission", String(36)),
    Column("detail", String(400), nullable=False),
    Column("opened_at", String(24), nullable=False),
    Index("platform_case_submission", "submission"),
)

journal_head = Table(
    "journal_head",
    metadata,
    Column("terminal", String(8), primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("created", BigInteger, nullable=False),  # of the transport signature, seconds since 1970
    Column("heard_at", String(24), nullable=False),
)
