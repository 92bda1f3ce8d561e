"""Terminals and their claims: one-time codes, enrolment under a new key, revocation.

A code has 80 random bits and is stored as its SHA-256 only. A claim for a terminal that is enrolled already makes
a re-enrolment: the old key is revoked from that moment, and the database generation goes on above the highest one
ever handed out or seen, so that no temporary number can come twice.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, func, select, update

from central.directory import add_key, find_keys, revoke_keys
from central.errors import SetupError, WireCode, WireError
from central.platform import Platform
from central.tables import claim, journal_head, submission, terminal
from kiosk.clock import stamp
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import ED25519, KeyEntry, KeyUse, PinnedKeys, decode, verify
from kiosk.protocol.signed import sign_document
from kiosk.protocol.temporary_number import TERMINAL_SHAPE

ENROLMENT = "enrolment"
ENROL = "enrol"
"""Context of the signature by which the terminal shows that it holds the private key."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U, so that a code can be read aloud and typed."""
_LENGTH = 16
_GENERATIONS = 9999
"""The temporary number has room for four digits."""


def make_claim(platform: Platform, terminal_id: str, site: str, valid: timedelta) -> str:
    """A one-time code `XXXX-XXXX-XXXX-XXXX`; only its hash is kept. `SetupError` for ids that cannot be."""
    if not TERMINAL_SHAPE.match(terminal_id):
        raise SetupError(f"--terminal: {terminal_id!r}; two to eight capitals and digits, a capital first")
    if not 1 <= len(site) <= 64 or not site.isprintable():
        raise SetupError("--site: one to 64 printable characters")
    text = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    values = {
        "digest": _digest(text),
        "terminal": terminal_id,
        "site": site,
        "expires_at": stamp(platform.clock.utc() + valid),
    }
    with platform.database.write() as connection:
        platform.database.insert_new(connection, claim, ["digest"], values)
    return "-".join(text[at : at + 4] for at in range(0, _LENGTH, 4))


def enrol(platform: Platform, code: str, public_text: str, proof: str) -> bytes:
    """The signed `enrolment` document; `WireError` 400 or 403 otherwise.

    Answers get lost on the way: the same claim with the same key is answered again with the same bytes, and a key
    that was taken in by an earlier claim for this terminal stays good under a new one.
    """
    try:
        public = PinnedKeys.from_texts([public_text]).keys[0]
        verify(public, ENROL, code.encode("utf-8"), decode(proof))
    except ProtocolError as problem:
        raise WireError(400, WireCode.PROOF, str(problem)) from problem
    now = platform.clock.utc()
    entry = KeyEntry(algorithm=ED25519, public=public, use=KeyUse.TERMINAL, owner="", valid_from=now)
    with platform.database.write() as connection:
        row = connection.execute(select(claim).where(claim.c.digest == _digest(code)).with_for_update()).one_or_none()
        if row is None:
            raise WireError(403, WireCode.CLAIM_UNKNOWN, "this platform gave out no such code")
        if row.used_by is not None:
            if row.used_by == entry.key_id:
                return bytes(row.enrolment)
            raise WireError(403, WireCode.CLAIM_USED, "this code has been used; ask for a new one")
        if stamp(now) >= row.expires_at:
            raise WireError(403, WireCode.CLAIM_EXPIRED, f"this code expired at {row.expires_at}")
        known = find_keys(connection, entry.key_id).entries
        if any(other.owner != row.terminal or other.revoked_from is not None for other in known):
            raise WireError(400, WireCode.KEY_IN_USE, "this key has been enrolled before; make a new one")
        generation = _next_generation(connection, row.terminal)
        if not known:
            revoke_keys(connection, row.terminal, now)
            add_key(platform.database, connection, replace(entry, owner=row.terminal))
        standing = {"site": row.site, "generation": generation, "enrolled_at": stamp(now)}
        fresh = {"terminal": row.terminal, **standing}
        if not platform.database.insert_new(connection, terminal, ["terminal"], fresh):
            connection.execute(update(terminal).where(terminal.c.terminal == row.terminal).values(**standing))
        payload = {
            "v": 1,
            "terminal": row.terminal,
            "site": row.site,
            "generation": generation,
            "key_id": entry.key_id,
            "platform": platform.name,
        }
        document = sign_document(ENROLMENT, payload, platform.root)
        used = update(claim).where(claim.c.digest == row.digest).values(used_by=entry.key_id, enrolment=document)
        connection.execute(used)
    return document


def revoke(platform: Platform, terminal_id: str) -> int:
    """Revoke a terminal's keys from now on; how many there were."""
    with platform.database.write() as connection:
        return revoke_keys(connection, terminal_id, platform.clock.utc())


def site_of(connection: Connection, terminal_id: str) -> str | None:
    """The site a terminal is enrolled for."""
    return connection.execute(select(terminal.c.site).where(terminal.c.terminal == terminal_id)).scalar_one_or_none()


def _next_generation(connection: Connection, terminal_id: str) -> int:
    highest = 0
    for table in (terminal, submission, journal_head):
        seen = select(func.max(table.c.generation)).where(table.c.terminal == terminal_id)
        highest = max(highest, connection.execute(seen).scalar_one() or 0)
    if highest >= _GENERATIONS:
        raise WireError(400, WireCode.INVALID, "this terminal id has used all its database generations")
    return highest + 1


def _digest(code: str) -> str:
    """Of the code as people type it: hyphens, blanks and case do not count."""
    bare = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(bare.encode("utf-8")).hexdigest()
