"""The published key directory: rows of keys, single look-ups for checking, and the signed document of them all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from central.database import Database
from central.tables import directory_key
from kiosk.clock import parse_stamp, stamp
from kiosk.protocol.keys import KeyDirectory, KeyEntry, KeyUse, SigningKey
from kiosk.protocol.signed import sign_document

KEYS = "keys"


def find_keys(connection: Connection, *wanted: str) -> KeyDirectory:
    """A directory of just these ids, as far as they exist: checking one request never loads a province's keys."""
    rows = connection.execute(select(directory_key).where(directory_key.c.key_id.in_(wanted))).all()
    return KeyDirectory(_entry(row) for row in rows)


def keys_for(connection: Connection, use: KeyUse) -> KeyDirectory:
    """All keys of a use of which there are few."""
    rows = connection.execute(select(directory_key).where(directory_key.c.use == use.value)).all()
    return KeyDirectory(_entry(row) for row in rows)


def all_keys(connection: Connection) -> KeyDirectory:
    order = (directory_key.c.use, directory_key.c.valid_from, directory_key.c.key_id)
    return KeyDirectory(_entry(row) for row in connection.execute(select(directory_key).order_by(*order)).all())


def add_key(database: Database, connection: Connection, entry: KeyEntry) -> bool:
    """Publish a key; False when its id is there already."""
    values = {
        "key_id": entry.key_id,
        "algorithm": entry.algorithm,
        "public": entry.public,
        "use": entry.use.value,
        "owner": entry.owner,
        "valid_from": stamp(entry.valid_from),
        "revoked_from": None,
    }
    return database.insert_new(connection, directory_key, ["key_id"], values)


def revoke_keys(connection: Connection, terminal: str, at: datetime) -> int:
    """Revoke all keys of a terminal that are not revoked yet; how many."""
    statement = (
        update(directory_key)
        .where(directory_key.c.use == KeyUse.TERMINAL.value, directory_key.c.owner == terminal)
        .where(directory_key.c.revoked_from.is_(None))
        .values(revoked_from=stamp(at))
    )
    return connection.execute(statement).rowcount


def sign_directory(directory: KeyDirectory, platform: str, root: SigningKey) -> bytes:
    """The signed `keys` document. `issued_at` is the directory's last change, so that every worker signs the
    same bytes and an unchanged directory keeps its ETag."""
    moments = [entry.valid_from for entry in directory.entries]
    moments += [entry.revoked_from for entry in directory.entries if entry.revoked_from is not None]
    payload = {"v": 1, "platform": platform, "issued_at": stamp(max(moments)), **directory.to_json()}
    return sign_document(KEYS, payload, root)


def _entry(row: Row[Any]) -> KeyEntry:
    return KeyEntry(
        algorithm=row.algorithm,
        public=bytes(row.public),
        use=KeyUse(row.use),
        owner=row.owner,
        valid_from=parse_stamp(row.valid_from),
        revoked_from=None if row.revoked_from is None else parse_stamp(row.revoked_from),
    )
