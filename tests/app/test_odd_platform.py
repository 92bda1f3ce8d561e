"""A platform that answers strangely, seen from both sides of the screen: what residents are told, what staff find."""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.stage import SITE
from kiosk.catalogue.folder import read_folder
from kiosk.site import read_policy_file
from tests.app.kiosk import ROOT, STAFF, Kiosk, Line, run_main
from tests.app.test_commands import checks
from tests.app.test_faults import foreign
from tests.app.theatre import FAULTS, POLICY, Theatre
from tests.offline_cache import platform as tricks
from tests.offline_cache.platform import Platform, Trick
from tests.offline_cache.terminal import eventually


@pytest.fixture
def platform() -> Iterator[Platform]:
    """A platform that publishes what it is given, signed, and judges none of it."""
    platform = Platform()
    platform.claims = {"CLAIM-1": ("FC01", SITE, 1)}
    platform.documents["catalogue"] = read_folder(ROOT / "data" / "catalogue")
    platform.documents["policy"] = read_policy_file(POLICY)
    platform.start()
    yield platform
    platform.stop()


@pytest.fixture
def config(theatre: Theatre, platform: Platform, request: pytest.FixtureRequest) -> Path:
    """The settings of a terminal that is enrolled with that platform."""
    name = "odd-" + re.sub("[^a-z]", "", request.node.name)
    config = theatre.settings(name, lambda text: foreign(text, platform))
    done = run_main("enrol", "--claim", "CLAIM-1", "--config", config)
    assert done.returncode == 0, done.stderr
    return config


def alarms(config: Path) -> list[dict[str, Any]]:
    """What doctor says that somebody must see to, of a running terminal."""
    _, answer = checks(config)
    assert answer["running"] is True
    return [check for check in answer["checks"] if check["name"].startswith("alarm.")]


def devices(kiosk: Kiosk) -> Line:
    """From the receipt to the page for staff."""
    kiosk.do("finish", None, "goodbye")
    kiosk.do("home", None, "home")
    kiosk.do("help", None, "help")
    kiosk.do("staff", None, "staff")
    return kiosk.do("login", STAFF, "devices")


def shown(line: Line, code: str) -> bool:
    return any(alarm["cause"].startswith(code) for alarm in line["facts"]["alarms"])


def values(line: Line) -> list[str]:
    """Waiting, held, received."""
    return [row["value"] for row in line["facts"]["counts"]]


@pytest.mark.parametrize(
    ("trick", "fault", "held"),
    [
        (tricks.wrong_signature, "line.answer-not-trusted", "0"),
        (tricks.other_hash, "line.answer-mixed-up", "0"),
        (tricks.status(409, "conflict"), "store.conflict", "1"),
    ],
    ids=["wrong signature", "other hash", "conflict"],
)
def test_an_answer_that_settles_nothing_is_an_offline_receipt_and_an_alarm(
    theatre: Theatre, platform: Platform, config: Path, trick: Trick, fault: str, held: str
) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        platform.always = trick
        kiosk.to_review(service="S001")
        line = kiosk.hand_in()
        facts = line["facts"]
        assert facts["number"]
        assert facts["printed"] == "confirmed"
        assert (facts["delivered"], facts["platform_receipt"]) == (False, "")
        assert platform.puts, "it was sent, and what came back was no receipt"
        devices(kiosk)
        code = FAULTS.text(fault).code
        counts = ["0" if held == "1" else "1", held]
        kiosk.until("devices", lambda line: shown(line, code) and counts == values(line)[:2])
        # an alarm about an answer stands until the platform answered something else well, and comes again
        deadline = time.monotonic() + 60
        while not any(code in alarm["cause"] for alarm in alarms(config)):
            assert time.monotonic() < deadline, "doctor never heard of it"
        assert platform.submissions == {}


def test_a_catalogue_that_asks_for_vague_papers_is_not_taken_and_doctor_says_why(
    theatre: Theatre, platform: Platform, config: Path
) -> None:
    """The platform signs what it did not lint: the terminal goes on with what it has."""
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        vague = copy.deepcopy(platform.documents["catalogue"])
        vague["version"] = "2026-11-02"
        for service in vague["services"]:
            service["materials"].append({"id": "rest", "name": {"zh-CN": "其他材料"}, "source": "bring"})
        platform.documents["catalogue"] = vague
        deadline = time.monotonic() + 60
        while not (told := alarms(config)):
            assert time.monotonic() < deadline, "doctor never heard of it"
        (alarm,) = told
        assert FAULTS.text("store.published-refused").code in alarm["cause"]
        assert "其他材料" in alarm["cause"]
        guide = kiosk.do("service", "S008", "guide")
        assert "其他材料" not in [row["name"] for row in guide["facts"]["materials"]]
        kiosk.do("back", None, "services")
        kiosk.do("back", None, "home")
        kiosk.whole(service="S001")
        eventually(lambda: platform.submissions)
        (name,) = platform.submissions
        assert platform.payload(name)["catalogue"]["version"] == "2026-11-01"
        better = copy.deepcopy(vague)
        better["version"] = "2026-11-03"
        for service in better["services"]:
            service["materials"].pop()
        platform.documents["catalogue"] = better
        deadline = time.monotonic() + 60
        while alarms(config):
            assert time.monotonic() < deadline, "the alarm outlived its cause"
