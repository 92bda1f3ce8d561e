"""The line is down: a visit ends with an offline receipt, and the application reaches the platform once, later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.kiosk import ANSWERS, run_main
from tests.app.paper import link_on, proven
from tests.app.theatre import Theatre


def slow_settings(text: str) -> str:
    assert "spread_s = 1\ncap_s = 2\n" in text
    return text.replace("spread_s = 1\ncap_s = 2\n", "spread_s = 10\ncap_s = 20\n")


@pytest.mark.slow
def test_the_platform_stops_and_comes_back(theatre: Theatre) -> None:
    """At spread_s = 10 and cap_s = 20 the application is there once, within 60 s."""
    config = theatre.terminal(slow_settings)
    before = len(theatre.sheets())
    with theatre.kiosk(config) as kiosk:
        kiosk.to_review()
        theatre.stop_platform()
        line = kiosk.hand_in()
        facts = line["facts"]
        assert facts["delivered"] is False
        assert facts["platform_receipt"] == ""
        assert line["title"] == "登记好了"
        # which of the two is chance: whether the terminal had already noticed
        assert line["subtitle"] in ("已存进这台机器，线路一通就自动送出。", "已存进这台机器，正在送出。")
        assert facts["printed"] == "confirmed"
        kiosk.do("finish", None, "goodbye")
        assert theatre.received(facts["number"]) == []
        theatre.start_platform()
        row = theatre.await_received(facts["number"], within_s=60)
        # whether the terminal had already noticed is chance; that it had met the platform before is not
        assert row["payload"]["line"] != "unknown"
        assert row["payload"]["answers"]["contact_phone"] == ANSWERS["contact_phone"]
    theatre.dock.change("reader", card="")
    # a second run finds nothing to send again
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        kiosk.whole()
    assert len(theatre.received(facts["number"])) == 1
    assert len(theatre.received_from(row["terminal"])) == 2
    link = link_on(theatre.sheets()[before])
    assert proven(link, theatre) == {"terminal": row["terminal"], "delivered": 0, "number": facts["number"]}
    done = run_main("verify-receipt", link, "--config", config)
    assert done.returncode == 0, done.stderr
    assert "尚未送达" in done.stdout


def test_an_application_survives_the_terminal_s_own_night(theatre: Theatre, config: Path) -> None:
    """Handed in without a line, the terminal switched off, the line repaired, the terminal switched on."""
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        kiosk.dock.change("line", up=False)
        kiosk.to_review(service="S001")
        facts = kiosk.hand_in()["facts"]
        assert facts["delivered"] is False
        kiosk.do("finish", None, "goodbye")
    theatre.dock.change("line", up=True)
    with theatre.kiosk(config) as kiosk:
        line = kiosk.home()
        assert line["notices"] == [], "the number is on confirmed paper and was told"
        row = theatre.await_received(facts["number"])
    assert row["kind"] == "application"


def test_a_visit_begun_without_a_line_works_on_what_is_cached(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
    theatre.dock.change("line", up=False)
    with theatre.kiosk(config) as kiosk:
        facts = kiosk.whole()["facts"]
        assert facts["delivered"] is False
        staff = [line for line in kiosk.told() if line.get("page") == "staff-check"]
        assert staff, "the roster in the cache let staff sign in"
        kiosk.dock.change("line", up=True)
        row = theatre.await_received(facts["number"])
        assert row["payload"]["line"] in ("down", "unknown")


@pytest.mark.parametrize("fault", ["error-500", "portal", "slow"])
def test_a_misbehaving_line_is_an_offline_visit(theatre: Theatre, config: Path, fault: str) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        kiosk.dock.change("line", fault=fault)
        kiosk.to_review(service="S001")
        facts = kiosk.hand_in()["facts"]
        assert facts["delivered"] is False
        assert facts["printed"] == "confirmed"
        assert theatre.received(facts["number"]) == []
        kiosk.dock.change("line", fault="")
        theatre.await_received(facts["number"])
