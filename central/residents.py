"""The register of persons that the reference platform knows, with their telephone numbers: sealed, found by number.

A district connects its own register (domain facts, 3.1); this one stands for it, and is filled from a file. At rest
are a blind index and sealed bytes: who reads the database without the key folder finds nobody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from central.directory import keys_for
from central.errors import SetupError
from central.platform import Platform
from central.tables import resident
from kiosk.clock import stamp
from kiosk.protocol.canonical import canonical, parse
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import KeyEntry, KeyUse
from kiosk.protocol.payload import PersonRecord
from kiosk.protocol.seal import HPKE_X25519, seal, unseal

_INFO = b"jiujin/v1/resident"
_LIMIT = 8192
_MEMBERS = ("document", "name", "number", "birth_date", "sex", "address")


@dataclass(frozen=True, kw_only=True)
class Resident:
    person: PersonRecord = field(repr=False)
    phone: str | None = field(repr=False)


def person_index(platform: Platform, number: str) -> str:
    """Under which a person stands in tables: it tells nothing to who has only those."""
    return platform.keyring.blind("person", number.strip().upper())


def find_resident(platform: Platform, connection: Connection, number: str, *, lock: bool = False) -> Resident | None:
    """The person of a document's number; `lock` lets others who ask for the same one wait (PostgreSQL)."""
    query = select(resident).where(resident.c.person == person_index(platform, number))
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else read_sealed(platform, bytes(row.sealed), row.key_id)


def seal_resident(who: Resident, intake: KeyEntry) -> bytes:
    value = {"person": who.person.to_json(), "phone": who.phone}
    return seal(HPKE_X25519, canonical(value), intake.public, _INFO)


def read_sealed(platform: Platform, sealed: bytes, key_id: str) -> Resident | None:
    """None when the key it was sealed to is not there any more: then this person is not known here."""
    private = platform.keyring.intake(key_id)
    if private is None:
        return None
    try:
        value = parse(unseal(HPKE_X25519, sealed, private, _INFO), limit=_LIMIT)
    except ProtocolError:
        return None
    return Resident(person=PersonRecord(**value["person"]), phone=value["phone"])


def current_intake(platform: Platform, connection: Connection) -> KeyEntry:
    entry = keys_for(connection, KeyUse.INTAKE).current(KeyUse.INTAKE, platform.clock.utc())
    if entry is None:
        raise SetupError("--keys: this platform has no intake key that is in force")
    return entry


def take_residents(platform: Platform, file: Path) -> int:
    """Take persons from a TOML file (one table each: the members of a person, and `phone`); how many.

    Who is there already is replaced. `SetupError` names the table that does not fit, and nothing is taken.
    """
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise SetupError(f"--file: cannot read {file}: {type(problem).__name__}") from problem
    people = [_resident(name, table) for name, table in tables.items()]
    with platform.database.write() as connection:
        intake = current_intake(platform, connection)
        for who in people:
            key = person_index(platform, who.person.number)
            standing = {
                "sealed": seal_resident(who, intake),
                "key_id": intake.key_id,
                "updated_at": stamp(platform.clock.utc()),
            }
            if not platform.database.insert_new(connection, resident, ["person"], {"person": key, **standing}):
                connection.execute(update(resident).where(resident.c.person == key).values(**standing))
    return len(people)


def _resident(name: str, table: Any) -> Resident:
    if not isinstance(table, Mapping) or not set(table) <= {*_MEMBERS, "phone"}:
        raise SetupError(f"--file: {name}: a person has {', '.join(_MEMBERS)} and phone")
    if not all(isinstance(value, str) and value for value in table.values()):
        raise SetupError(f"--file: {name}: every member is a text")
    if not {"document", "name", "number"} <= set(table):
        raise SetupError(f"--file: {name}: document, name and number are needed")
    phone = table.get("phone")
    if phone is not None and not (phone.isascii() and phone.isdecimal() and 7 <= len(phone) <= 15):
        raise SetupError(f"--file: {name}: phone takes 7 to 15 digits")
    return Resident(person=PersonRecord(**{key: table[key] for key in _MEMBERS if key in table}), phone=phone)
