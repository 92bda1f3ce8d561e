"""The search for what a visit left behind: found in whole files, also where two pieces meet."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.residue import PIECE_BYTES, residue_in
from offline_cache.database import DATABASE_NAME
from tests.app.kiosk import DEADLINE_S
from tests.app.theatre import Theatre

VALUE = "99999919860709001X"


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize("at", [0, PIECE_BYTES - 7, PIECE_BYTES, 2 * PIECE_BYTES - 1])
def test_a_value_is_found_wherever_it_lies(tmp_path: Path, coding: str, at: int) -> None:
    content = bytearray(3 * PIECE_BYTES)
    needle = VALUE.encode(coding)
    content[at : at + len(needle)] = needle
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "spool").write_bytes(content)
    (tmp_path / "clean").write_bytes(bytes(10))
    (tmp_path / "empty").write_bytes(b"")
    check = residue_in((tmp_path,), lambda: "")
    assert check(frozenset({VALUE, "another value"})) == ("spool",)


def test_a_clean_terminal_is_clean_and_the_screen_counts(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(PIECE_BYTES + 3))
    assert residue_in((tmp_path,), lambda: "")(frozenset({VALUE})) == ()
    assert residue_in((tmp_path,), lambda: f"Page({VALUE})")(frozenset({VALUE})) == ("screen",)
    assert residue_in((tmp_path,), lambda: "text")(frozenset()) == ()


def test_looking_into_the_database_leaves_its_locks(theatre: Theatre, config: Path) -> None:
    """Who else opens the database meanwhile (`doctor`, a technician's shell) must not take it for abandoned.

    They would empty its index under the running terminal, and delete the log with the newest submissions.
    """
    database = config.parent / config.stem / DATABASE_NAME
    with theatre.kiosk(config) as kiosk:
        first = kiosk.whole(service="S001")["facts"]["number"]
        kiosk.do("finish", None, "goodbye")
        deadline = time.monotonic() + DEADLINE_S
        while not wipes(database):
            assert time.monotonic() < deadline, "no wipe was journaled"
            time.sleep(0.1)
        with closing(sqlite3.connect(database)) as shell:
            assert shell.execute("SELECT number FROM item WHERE kind = 'application'").fetchall() == [(first,)]
        assert database.with_name(f"{DATABASE_NAME}-wal").exists()
        assert wipes(database) == ["clean"]
        kiosk.do("home", None, "home")
        second = kiosk.whole(service="S001")["facts"]["number"]
        theatre.await_received(second)


def wipes(database: Path) -> list[str]:
    """What the terminal's own searches found, read from beside it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reader:
        rows = reader.execute("SELECT fields FROM journal WHERE event = 'wipe'").fetchall()
    return [json.loads(fields)["outcome"] for (fields,) in rows]
