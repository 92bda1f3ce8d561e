"""Who the terminal is and which generation its numbers have: `identity.json` and `terminal.key`.

The private key is PKCS #8 in PEM, mode 0600, made on this terminal; it never leaves it. The generation stands here
beside the database, because it must outlive a database that was set aside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kiosk.protocol.canonical import parse
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import SigningKey
from kiosk.protocol.temporary_number import TERMINAL_SHAPE
from kiosk.store import TerminalIdentity
from offline_cache.errors import DatabaseError
from offline_cache.files import sync_directory, write_durably

KEY_NAME = "terminal.key"
NEW_KEY_NAME = "terminal.key.new"
RECORD_NAME = "identity.json"
LAST_GENERATION = 9999
"""A temporary number has four digits for the generation."""


@dataclass(frozen=True, kw_only=True)
class IdentityRecord:
    """`generation` is the last one given to a database; `floor` the least that enrolment allows."""

    generation: int = 0
    floor: int = 1
    terminal: str | None = None
    site: str | None = None
    platform: str | None = None
    key_id: str | None = None

    def next_generation(self) -> int:
        """Never one that was used; `DatabaseError` after the last one that a number can hold."""
        following = max(self.generation + 1, self.floor)
        if following > LAST_GENERATION:
            raise DatabaseError("store.identity-damaged", "no generation is left")
        return following


def read_record(data_dir: Path) -> IdentityRecord:
    """The record, or an empty one where there is no file; `DatabaseError` (`store.identity-damaged`)."""
    path = data_dir / RECORD_NAME
    try:
        value = parse(path.read_bytes(), limit=65536)
    except FileNotFoundError:
        return IdentityRecord()
    except (OSError, MalformedError) as problem:
        raise DatabaseError("store.identity-damaged", f"{path.name}: {problem}") from problem
    try:
        return _record(value)
    except (KeyError, TypeError, ValueError) as problem:
        raise DatabaseError("store.identity-damaged", f"{path.name}: {problem}") from problem


def _record(value: Any) -> IdentityRecord:
    texts: dict[str, str | None] = {}
    for key in ("terminal", "site", "platform", "key_id"):
        texts[key] = value[key]
        if not isinstance(texts[key], str | None):
            raise TypeError(f"{key} is a text")
    for key in ("generation", "floor"):
        if type(value[key]) is not int or not 0 <= value[key] <= LAST_GENERATION:
            raise ValueError(f"{key} is a number up to {LAST_GENERATION}")
    if texts["terminal"] is not None and not TERMINAL_SHAPE.match(texts["terminal"]):
        raise ValueError("terminal is no terminal id")
    return IdentityRecord(generation=value["generation"], floor=value["floor"], **texts)


def write_record(data_dir: Path, record: IdentityRecord) -> None:
    value: Mapping[str, Any] = {"v": 1, **vars(record)}
    write_durably(data_dir / RECORD_NAME, json.dumps(value, indent=1, sort_keys=True).encode("ascii") + b"\n")


def raise_generation(data_dir: Path, generation: int) -> None:
    """Record a generation as used, before anything is written under it."""
    record = read_record(data_dir)
    if generation > record.generation:
        write_record(data_dir, replace(record, generation=generation))


def read_identity(data_dir: Path) -> TerminalIdentity | None:
    """The enrolled identity, or None before enrolment; `DatabaseError` when record and key do not fit."""
    record = read_record(data_dir)
    if record.terminal is None or record.site is None or record.key_id is None:
        return None
    for name in (KEY_NAME, NEW_KEY_NAME):
        key = read_key(data_dir / name)
        if key is not None and key.key_id == record.key_id:
            if name == NEW_KEY_NAME:
                # enrolment was cut off between its two writes; the record says that this key is the one
                adopt_key(data_dir)
            return TerminalIdentity(terminal=record.terminal, site=record.site, key=key)
    raise DatabaseError("store.identity-damaged", f"no private key {record.key_id}")


def read_key(path: Path) -> SigningKey | None:
    """The private key of a file, None where there is none; `DatabaseError` for anything else."""
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise DatabaseError("store.identity-damaged", f"{path.name}: {type(problem).__name__}") from problem
    if not isinstance(private, Ed25519PrivateKey):
        raise DatabaseError("store.identity-damaged", f"{path.name}: not an Ed25519 key")
    return SigningKey(private)


def write_new_key(data_dir: Path) -> SigningKey:
    """Make a key pair for an enrolment that is about to be asked for."""
    key = SigningKey.generate()
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_durably(data_dir / NEW_KEY_NAME, pem)
    return key


def adopt_key(data_dir: Path) -> None:
    """The new key becomes the terminal's key."""
    (data_dir / NEW_KEY_NAME).replace(data_dir / KEY_NAME)
    sync_directory(data_dir)
