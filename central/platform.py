"""One running platform: settings, database, keys and clock in one value that everything else is handed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from central import tables
from central.database import Database
from central.directory import add_key, all_keys, keys_for
from central.errors import SetupError
from central.keyring import Keyring
from central.publications import CatalogueShelf
from central.settings import CentralSettings
from central.sms import SmsGateway, SpoolGateway
from kiosk.clock import Clock, SystemClock
from kiosk.protocol.keys import ED25519, X25519, KeyEntry, KeyUse, SigningKey

_ROW = "platform"


@dataclass(frozen=True, kw_only=True)
class Platform:
    settings: CentralSettings
    name: str
    database: Database
    keyring: Keyring
    root: SigningKey
    identity: SigningKey
    """Signs statements about who showed who they are."""
    sms: SmsGateway | None
    shelf: CatalogueShelf
    clock: Clock

    def close(self) -> None:
        self.database.dispose()


def open_platform(
    settings: CentralSettings, default_name: str, clock: Clock | None = None, sms: SmsGateway | None = None
) -> Platform:
    """Open a platform; at the first start make its tables and keys. `SetupError` when the parts do not fit.

    `sms` is a district's own gateway; without one messages go to the settings' spool folder, if there is one.
    """
    clock = clock or SystemClock()
    database = Database(settings.db)
    try:
        database.create()
        keyring = Keyring(settings.keys)
        name = _name(database, settings.name, default_name)
        root = _root(database, keyring, name, clock)
        identity = _identity(database, keyring, name, clock)
        if sms is None and settings.sms_spool is not None:
            sms = SpoolGateway(settings.sms_spool, clock)
    except BaseException:
        database.dispose()
        raise
    return Platform(
        settings=settings,
        name=name,
        database=database,
        keyring=keyring,
        root=root,
        identity=identity,
        sms=sms,
        shelf=CatalogueShelf(root),
        clock=clock,
    )


def new_intake(platform: Platform) -> KeyEntry:
    """Publish a new intake key. Terminals seal to the newest one; the old private key stays to open what waits."""
    entry = KeyEntry(
        algorithm=X25519,
        public=platform.keyring.make_intake(),
        use=KeyUse.INTAKE,
        owner=platform.name,
        valid_from=platform.clock.utc(),
    )
    with platform.database.write() as connection:
        add_key(platform.database, connection, entry)
    return entry


def _name(database: Database, wanted: str | None, default: str) -> str:
    with database.write() as connection:
        row = {"id": _ROW, "schema": tables.SCHEMA, "name": wanted or default}
        database.insert_new(connection, tables.platform, ["id"], row)
        stored = connection.execute(select(tables.platform)).one()
        if stored.schema != tables.SCHEMA:
            raise SetupError(f"--db: schema {stored.schema}; this program reads schema {tables.SCHEMA}")
        if wanted is not None and wanted != stored.name:
            connection.execute(update(tables.platform).values(name=wanted))
            return wanted
        return str(stored.name)


def _root(database: Database, keyring: Keyring, name: str, clock: Clock) -> SigningKey:
    with database.write() as connection:
        published = all_keys(connection)
        known = [entry for entry in published.entries if entry.use is KeyUse.ROOT]
        if known and not keyring.has_root():
            raise SetupError("--keys: this platform has a root key, but not in this folder; nothing was made anew")
        keyring.make_root()
        root = keyring.root()
        if known and root.key_id not in {entry.key_id for entry in known}:
            raise SetupError("--keys: the root key in this folder belongs to another platform")
        now = clock.utc()
        if not known:
            entry = KeyEntry(algorithm=ED25519, public=root.public, use=KeyUse.ROOT, owner=name, valid_from=now)
            add_key(database, connection, entry)
        if not any(entry.use is KeyUse.INTAKE for entry in published.entries):
            public = keyring.make_intake()
            intake = KeyEntry(algorithm=X25519, public=public, use=KeyUse.INTAKE, owner=name, valid_from=now)
            add_key(database, connection, intake)
    return root


def _identity(database: Database, keyring: Keyring, name: str, clock: Clock) -> SigningKey:
    """The key for statements; made where a platform has none yet, so also for one of an earlier version."""
    with database.write() as connection:
        known = {entry.key_id for entry in keys_for(connection, KeyUse.IDENTITY).entries}
        if known and not keyring.has_identity():
            raise SetupError("--keys: this platform has an identity key, but not in this folder; none was made anew")
        keyring.make_identity()
        key = keyring.identity()
        if known and key.key_id not in known:
            raise SetupError("--keys: the identity key in this folder belongs to another platform")
        if not known:
            now = clock.utc()
            entry = KeyEntry(algorithm=ED25519, public=key.public, use=KeyUse.IDENTITY, owner=name, valid_from=now)
            add_key(database, connection, entry)
    return key
