"""Nobody stands there any more: the countdown, the wipe, and what is journaled of it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.kiosk import DEADLINE_S
from tests.app.theatre import POLICY, Theatre


def journaled(config: Path, event: str) -> list[str]:
    """Rows of the journal that name an event, as text; read as anybody with the disk would."""
    database = config.with_suffix("") / "terminal.db"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [str(row) for row in connection.execute("SELECT * FROM journal") if event in row]


def await_journaled(config: Path, event: str) -> list[str]:
    deadline = time.monotonic() + DEADLINE_S
    while not (rows := journaled(config, event)):
        assert time.monotonic() < deadline, event
        time.sleep(0.1)
    return rows


def test_the_page_with_everything_on_it_leaves_nothing(theatre: Theatre, config: Path) -> None:
    """Ended on the staff's page, which shows name, number and address in full: the wipe is clean."""
    with theatre.kiosk(config) as kiosk:
        kiosk.begin("S008")
        kiosk.lay("ouyang")
        kiosk.do("way", "staff", "staff")
        kiosk.do("login", {"staff_number": "0012", "pin": "246810"}, "staff-check")
        kiosk.do("finish", None, "goodbye")
        rows = await_journaled(config, "wipe")
        assert len(rows) == 1
        assert "clean" in rows[0]
        assert journaled(config, "residue-found") == []


@pytest.mark.slow
def test_an_abandoned_visit_counts_down_and_is_wiped(theatre: Theatre, config: Path) -> None:
    text = POLICY.read_text("utf-8")
    quick = text.replace('"2026-11-01"', '"idle-quick"').replace("idle_s = 120", "idle_s = 15")
    theatre.publish_policy(quick.replace("countdown_s = 45", "countdown_s = 10"))
    try:
        with theatre.kiosk(config) as kiosk:
            kiosk.begin("S008")
            kiosk.lay("ouyang")
            kiosk.staff_check()
            line = kiosk.until("form", lambda line: line["frame"]["countdown"])
            assert line["frame"]["countdown"]["seconds"] <= 10
            kiosk.do("stay", None, "form", lambda line: not line["frame"]["countdown"])
            kiosk.until("form", lambda line: line["frame"]["countdown"])
            left = kiosk.until("goodbye")
            assert left["title"] == "身份证还在读卡处"
            kiosk.dock.change("reader", card="")
            home = kiosk.until("home")
            assert not home["frame"]["in_visit"]
            assert "clean" in await_journaled(config, "wipe")[0]
            # the next one finds nothing of the one before
            assert kiosk.do("service", "S008", "guide")["frame"]["size"] == "standard"
            kiosk.do("start", None, "card", lambda line: line["facts"]["state"] == "waiting")
    finally:
        theatre.publish_policy(text.replace('"2026-11-01"', '"idle-slow-again"'))
