"""First start, key folder and database: made once, safe at rest, and never made anew by mistake."""

from __future__ import annotations

import json
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text

from central import commands
from central.database import Database
from central.directory import keys_for
from central.errors import PublishError, SetupError
from central.platform import Platform, open_platform
from central.publications import current, publish
from central.settings import CentralSettings, default_keys
from central.tables import (
    directory_key,
    document,
    identity_call,
    identity_challenge,
    identity_code,
    identity_statement,
    resident,
)
from kiosk.catalogue.folder import read_folder
from kiosk.protocol.canonical import canonical, sha256_hex
from kiosk.protocol.keys import KeyUse, PinnedKeys
from kiosk.protocol.signed import open_document, sign_document
from tests.central.conftest import settings_in
from tests.central.peer import CATALOGUE, POLICY, SITE


def test_keys_are_made_once_and_only_their_owner_reads_them(platform: Platform) -> None:
    folder = platform.settings.keys
    files = {file.name for file in folder.iterdir()}
    assert len(files) == 3
    assert {"root.key", "identity.key"} < files
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.iterdir())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with closing(open_platform(platform.settings, "another name")) as again:
        assert (again.root.public, again.name) == (platform.root.public, platform.name)
        assert again.identity.public == platform.identity.public
    assert {file.name for file in folder.iterdir()} == files


@pytest.mark.parametrize("name", ["root.key", "identity.key"])
def test_a_missing_or_foreign_key_is_told_and_nothing_is_made_anew(name: str, platform: Platform) -> None:
    root = platform.settings.keys / name
    whole = root.read_text()
    for content, sentence in ((None, "not in this folder"), ("A" * 43, "another platform"), ("?", "cannot read")):
        root.unlink(missing_ok=True)
        if content is not None:
            root.write_text(content)
        with pytest.raises(SetupError, match=sentence):
            open_platform(platform.settings, "name")
        assert root.exists() == (content is not None)
    root.write_text(whole)
    with closing(open_platform(platform.settings, "name")) as again:
        assert (again.root.public, again.identity.public) == (platform.root.public, platform.identity.public)


def test_a_platform_of_before_statements_gets_a_key_for_them(platform: Platform) -> None:
    with platform.database.write() as connection:
        connection.execute(delete(directory_key).where(directory_key.c.use == "identity"))
        for table in (identity_call, identity_challenge, identity_code, identity_statement, resident):
            table.drop(connection)
    (platform.settings.keys / "identity.key").unlink()
    with closing(open_platform(platform.settings, "name")) as again, again.database.read() as connection:
        (entry,) = keys_for(connection, KeyUse.IDENTITY).entries
        assert entry.public == again.identity.public != platform.identity.public
        assert connection.execute(select(resident)).all() == []


def test_every_connection_to_sqlite_is_durable(platform: Platform) -> None:
    database = platform.database
    with database.read() as first, database.read() as second:
        for connection in (first, second):
            assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL
            assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 30_000


def test_a_reader_sees_one_state_while_a_writer_commits(platform: Platform) -> None:
    database = platform.database
    count = text("select count(*) from claim")
    with database.read() as reader:
        assert reader.execute(count).scalar_one() == 0
        commands.claim(platform, "FC01", SITE, 1)
        assert reader.execute(count).scalar_one() == 0
    with database.read() as reader:
        assert reader.execute(count).scalar_one() == 1


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_databases_that_do_not_serve_are_named(url: str) -> None:
    with pytest.raises(SetupError, match="--db"):
        Database(url)


def test_the_key_folder_lies_beside_an_sqlite_file_only(tmp_path: Path) -> None:
    assert default_keys(f"sqlite:///{tmp_path}/p.db") == tmp_path / "p.keys"
    with pytest.raises(SetupError, match="--keys"):
        default_keys("postgresql+psycopg://localhost/x")


def test_another_schema_is_refused(platform: Platform) -> None:
    with platform.database.write() as connection:
        connection.execute(text("update platform set schema = 99"))
    with pytest.raises(SetupError, match="schema 99"):
        open_platform(platform.settings, "name")


def test_a_new_name_is_kept(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    named = CentralSettings(db=settings.db, keys=settings.keys, public_url=settings.public_url, name="新名字")
    with closing(open_platform(settings, "第一个")) as first:
        assert first.name == "第一个"
    with closing(open_platform(named, "第一个")) as renamed:
        assert renamed.name == "新名字"
    with closing(open_platform(settings, "第一个")) as later:
        assert later.name == "新名字"


def test_publishing_is_repeatable_and_a_version_stands(platform: Platform, tmp_path: Path) -> None:
    first = commands.publish_documents(platform, CATALOGUE, POLICY, SITE)
    assert first.count("published") == 2
    assert "catalogue 2026-11-01 is published already" in commands.publish_documents(platform, CATALOGUE, None, None)
    folder = copy_of_catalogue(tmp_path)
    file = next((folder / "services").glob("S001*"))
    file.write_text(file.read_text("utf-8").replace("minutes = 1", "minutes = 2"), "utf-8")
    with pytest.raises(PublishError, match="raise the version"):
        commands.publish_documents(platform, folder, None, None)
    head = folder / "catalogue.toml"
    head.write_text(head.read_text("utf-8").replace("2026-11-01", "2026-11-02"), "utf-8")
    commands.publish_documents(platform, folder, None, None)
    assert version_in_force(platform) == "2026-11-02"
    commands.publish_documents(platform, CATALOGUE, None, None)  # back to the earlier one
    assert version_in_force(platform) == "2026-11-01"


def test_what_is_published_says_when_and_going_back_is_issued_later(platform: Platform, tmp_path: Path) -> None:
    folder = copy_of_catalogue(tmp_path)
    head = folder / "catalogue.toml"
    head.write_text(head.read_text("utf-8").replace("2026-11-01", "2026-11-02"), "utf-8")
    issued, hashes = [], []
    for source in (CATALOGUE, folder, CATALOGUE):
        commands.publish_documents(platform, source, POLICY, SITE)
        payload = in_force(platform, "catalogue")
        issued.append(payload["issued_at"])
        hashes.append(sha256_hex(canonical(payload)))
    assert issued == sorted(set(issued))
    assert in_force(platform, "policy", SITE)["issued_at"] < issued[1]  # the same policy is not issued again
    assert len(set(hashes)) == 3
    with platform.database.read() as connection:
        for version, digest in zip(("2026-11-01", "2026-11-02", "2026-11-01"), hashes, strict=True):
            found = platform.shelf.find(connection, version, digest)
            assert found is not None, "an application made under any of them can be judged"
            assert (found.version, found.sha256) == (version, digest)


def test_a_clock_that_was_set_back_publishes_nothing_older(platform: Platform) -> None:
    payload = read_folder(CATALOGUE)
    future = datetime(2099, 1, 1, tzinfo=UTC)
    publish(platform.database, platform.root, "catalogue", "", payload, future)
    publish(platform.database, platform.root, "catalogue", "", {**payload, "version": "next"}, platform.clock.utc())
    assert in_force(platform, "catalogue")["issued_at"] == "2099-01-01T00:00:00.001Z"


def test_what_was_published_without_a_time_is_issued_again(platform: Platform) -> None:
    payload = read_folder(CATALOGUE)
    values = {
        "kind": "catalogue",
        "scope": "",
        "version": payload["version"],
        "sha256": sha256_hex(canonical(payload)),
        "signed": sign_document("catalogue", payload, platform.root),
        "published_at": "2026-11-01T00:00:00.000Z",
    }
    with platform.database.write() as connection:
        platform.database.insert_new(connection, document, ["kind", "scope", "version"], values)
    assert "published already" not in commands.publish_documents(platform, CATALOGUE, None, None)
    assert in_force(platform, "catalogue")["issued_at"] > "2026-11-01T00:00:00.000Z"
    with platform.database.read() as connection:
        assert platform.shelf.find(connection, payload["version"], values["sha256"]) is not None


def test_refused_documents_name_every_reason_and_nothing_is_published(platform: Platform, tmp_path: Path) -> None:
    folder = copy_of_catalogue(tmp_path)
    file = next((folder / "services").glob("S001*"))
    vague = file.read_text("utf-8").replace('"居民身份证"', '"其他材料"').replace("minutes = 1", "minuten = 1")
    file.write_text(vague, "utf-8")
    with pytest.raises(PublishError) as refused:
        commands.publish_documents(platform, folder, POLICY, "elsewhere")
    reasons = "\n".join(refused.value.reasons)
    for word in ("其他材料", "minuten", "elsewhere"):
        assert word in reasons
    assert version_in_force(platform) is None


def test_the_list_for_people(platform: Platform) -> None:
    assert "nothing" in commands.show_applications(platform, None, full=False, as_json=False)
    assert json.loads(commands.show_applications(platform, None, full=False, as_json=True)) == []
    told: dict[str, Any] = json.loads(commands.keys(platform, rotate=True, as_json=True))
    assert [key["use"] for key in told["keys"]].count("intake") == 2
    assert told["pin"] in commands.keys(platform, rotate=False, as_json=False)


def copy_of_catalogue(folder: Path) -> Path:
    target = folder / "catalogue"
    (target / "services").mkdir(parents=True)
    for file in CATALOGUE.rglob("*.toml"):
        (target / file.relative_to(CATALOGUE)).write_text(file.read_text("utf-8"), "utf-8")
    assert read_folder(target)["services"]
    return target


def in_force(platform: Platform, kind: str, scope: str = "") -> dict[str, Any]:
    with platform.database.read() as connection:
        found = current(connection, kind, scope)
    assert found is not None
    payload: dict[str, Any] = open_document(kind, found.signed, PinnedKeys(keys=(platform.root.public,)))
    return payload


def version_in_force(platform: Platform) -> str | None:
    with platform.database.read() as connection:
        found = current(connection, "catalogue")
    if found is None:
        return None
    pinned = PinnedKeys(keys=(platform.root.public,))
    return str(open_document("catalogue", found.signed, pinned)["version"])
