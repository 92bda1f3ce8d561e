"""`main.py demo --headless` as anyone starts it: a visit by itself, what it leaves to look at, and nothing else."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import pytest

from tests.app.kiosk import DEADLINE_S, ROOT, run_main
from tests.app.paper import link_on

PAGES = (
    "home services guide card identity staff staff-check form materials review signature receipt goodbye"
).split()
STEPS = (
    "home services guide start card identity staff staff-check form to-review review save-print rating goodbye"
).split()


class Demo:
    """The command in a session of its own, without a display and without what the tests tell Qt."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.log = out.with_suffix(".log")
        told = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_QUICK_BACKEND")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "main.py", "demo", "--headless", "--out", str(out)],
                cwd=ROOT,
                env={name: value for name, value in os.environ.items() if name not in told},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def end(self) -> int:
        """Its exit code, once it has ended by itself."""
        return self.process.wait(2 * DEADLINE_S)

    def living(self) -> list[str]:
        """The command lines of all processes of its session. A dead one that nobody fetched does not live."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                state, _parent, _group, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
                line = (folder / "cmdline").read_bytes()
            except OSError:
                continue  # it ended while we looked
            if int(session) == self.process.pid and state not in "ZX":
                found.append(line.replace(b"\0", b" ").decode("utf-8", "replace"))
        return found

    def clear(self) -> None:
        """End what a failed test left, by the session's own group."""
        if self.process.poll() is None or self.living():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole play that ended well and left no process."""
    demo = Demo(tmp_path_factory.mktemp("demo") / "out")
    try:
        assert demo.end() == 0, demo.log.read_text("utf-8")
        assert demo.living() == []
    finally:
        demo.clear()
    return demo.out


@pytest.fixture(scope="module")
def report(played: Path) -> dict[str, Any]:
    return dict(json.loads((played / "report.json").read_text("utf-8")))


def test_the_report_says_what_happened_and_how_long_it_took(report: dict[str, Any]) -> None:
    assert uuid.UUID(report["application_id"]).version == 7
    assert report["temporary_number"]
    assert report["platform_receipt"]
    assert report["delivered_before_paper"] is True
    assert report["printed"] == "confirmed"
    assert report["identity_proven_by"] == ["document-read", "staff-check"]
    durations = dict(report["durations_ms"])
    whole = durations.pop("all")
    assert set(STEPS) <= set(durations)
    assert all(isinstance(took, int) and took >= 0 for took in durations.values())
    assert 0 < sum(durations.values()) <= whole


def test_the_receipt_scans_to_the_reported_application(played: Path, report: dict[str, Any]) -> None:
    """Read with another decoder and by the table of docs/protocol.md, section 14."""
    link = link_on(played / "receipt.png")
    code = link.removeprefix("HTTPS://JIUJIN.EXAMPLE/V/")
    assert code != link
    data = base64.b32decode(code + "=" * (-len(code) % 8))
    assert data[0] == 1
    assert str(uuid.UUID(bytes=data[9:25])) == report["application_id"]
    assert data[25] == 1, "the platform had confirmed"
    number, rest = _text(data[32:-64])
    service, rest = _text(rest)
    assert (number, service, rest) == (report["temporary_number"], "S008", b"")
    done = run_main("verify-receipt", link, "--config", played / "stage" / "terminal.toml")
    assert done.returncode == 0, done.stderr
    assert number in done.stdout


def _text(data: bytes) -> tuple[str, bytes]:
    """A text with its length before it, and what follows."""
    return data[1 : 1 + data[0]].decode("ascii"), data[1 + data[0] :]


def test_every_page_of_the_visit_was_pictured(played: Path) -> None:
    pictures = sorted((played / "screens").glob("*.png"))
    names = [picture.stem.partition("-")[2] for picture in pictures]
    first = [names.index(page) for page in PAGES]
    assert first == sorted(first), f"in the order of the visit, not {names}"
    contents = set()
    for picture in pictures:
        image = cv2.imread(str(picture))
        assert image is not None, picture.name
        assert image.shape == (1920, 1080, 3), picture.name
        # neither of the upper two thirds is a plain area; the lower one may be empty paper
        spread = [float(third.std()) for third in (image[:640], image[640:1280])]
        assert min(spread) > 2, (picture.name, spread)
        if picture.stem.partition("-")[2] in PAGES:
            contents.add(image.tobytes())
    assert len(contents) >= len(PAGES), "each page has a picture of its own"


def _setting(demo: Demo) -> bool:
    """Its first child runs and has not yet said that it is ready, or only just has."""
    return any(" simulators " in line for line in demo.living())


def _visiting(demo: Demo) -> bool:
    return any((demo.out / "screens").glob("*-guide.png"))


@pytest.mark.parametrize(
    "moment",
    [pytest.param(_setting, id="setting the stage"), pytest.param(_visiting, id="in the visit")],
)
def test_a_demonstration_that_is_told_to_end_takes_its_children_along(
    tmp_path: Path, moment: Callable[[Demo], bool]
) -> None:
    demo = Demo(tmp_path / "out")
    try:
        deadline = time.monotonic() + DEADLINE_S
        while not moment(demo):
            assert demo.process.poll() is None, demo.log.read_text("utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.02)
        demo.process.terminate()
        assert demo.end() == 143, demo.log.read_text("utf-8")
        assert demo.living() == []
        assert not (demo.out / "report.json").exists()
        assert not (demo.out / "stage" / "devices" / "idreader").is_symlink()
    finally:
        demo.clear()
