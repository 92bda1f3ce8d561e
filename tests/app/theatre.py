"""A stage with what tests do around it: more terminals, a platform that stops and comes back, paper to read."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from app.children import Child
from app.dock import spool_of
from app.faults import ROOT, all_faults
from app.stage import SITE, Stage, set_stage
from central.__main__ import main as central
from kiosk.dock import DockFile, DockState
from tests.app.kiosk import Kiosk, run_main


class Theatre:
    """The demonstration's stage as `app.stage` sets it. `terminal` makes further enrolled terminals on it."""

    def __init__(self, folder: Path, *, spread_s: float = 1, cap_s: float = 2) -> None:
        self.stage: Stage = set_stage(folder, spread_s=spread_s, cap_s=cap_s)
        self.config = folder / "terminal.toml"
        dock = self.stage.settings.dock
        assert dock is not None
        self.dock = DockFile(dock)
        self._platform: Child | None = self.stage.platform
        self._made = 0

    def close(self) -> None:
        self.stop_platform()
        self.stage.close()

    def reset(self) -> None:
        """Everything plugged in, paper there, line and platform up, nothing on the reader."""
        self.dock.write(DockState())
        if self._platform is None:
            self.start_platform()

    # -- terminals --------------------------------------------------------------------------------------------------

    def settings(self, name: str, change: Callable[[str], str] = lambda text: text) -> Path:
        """A settings file beside the stage's, for a terminal of its own that nobody enrolled yet."""
        text = self.config.read_text("utf-8").replace('data = "terminal"', f'data = "{name}"')
        file = self.stage.folder / f"{name}.toml"
        file.write_text(change(text), "utf-8")
        return file

    def terminal(self, change: Callable[[str], str] = lambda text: text, data: str | None = None) -> Path:
        """The settings file of a new enrolled terminal."""
        self._made += 1
        name = f"T{self._made:03d}"
        file = self.settings(data or name, change)
        done = run_main("enrol", "--claim", self.claim(name), "--config", file)
        assert done.returncode == 0, done.stderr
        return file

    def claim(self, name: str) -> str:
        return self.central("claim", "--terminal", name, "--site", SITE).split()[-1]

    def kiosk(self, config: Path) -> Kiosk:
        return Kiosk(config, self.dock, config.with_suffix(".log"))

    # -- the platform -----------------------------------------------------------------------------------------------

    def central(self, command: str, *arguments: str) -> str:
        """A command of the platform, as an operator gives it."""
        out = io.StringIO()
        with redirect_stdout(out):
            code = central([command, "--db", self.stage.database, *arguments])
        assert code == 0, out.getvalue()
        return out.getvalue()

    def stop_platform(self) -> None:
        if self._platform is not None:
            self._platform.stop()
            self._platform = None

    def start_platform(self) -> None:
        line = self.stage.settings.platform.address
        serve = ["serve", "--db", self.stage.database, "--port", str(self.stage.platform_port), "--public-url", line]
        serve += ["--sms-spool", str(spool_of(self.dock.path))]
        self._platform = Child("the platform", ["-m", "central", *serve], self.stage.folder / "central-again.log")

    def publish_policy(self, text: str) -> None:
        file = self.stage.folder / "policy.toml"
        file.write_text(text, "utf-8")
        self.central("publish", "--policy", str(file), "--site", SITE)

    def received(self, number: str, *, full: bool = False) -> list[dict[str, Any]]:
        rows = json.loads(self.central("applications", "--json", *(["--full"] if full else [])))
        return [row for row in rows if row["number"] == number]

    def received_from(self, terminal: str) -> list[dict[str, Any]]:
        rows = json.loads(self.central("applications", "--json"))
        return [row for row in rows if row["terminal"] == terminal]

    def await_received(self, number: str, within_s: float = 60) -> dict[str, Any]:
        """The one row of this number; waits for it, and fails when it is there twice."""
        deadline = time.monotonic() + within_s
        while not (rows := self.received(number, full=True)):
            assert time.monotonic() < deadline, f"{number} did not arrive within {within_s:g} s"
            time.sleep(0.2)
        assert len(rows) == 1
        return dict(rows[0])

    # -- paper ------------------------------------------------------------------------------------------------------

    def sheets(self) -> list[Path]:
        """Pictures of the pieces of paper cut so far, oldest first."""
        return sorted(self.stage.paper.glob("*.png"))


POLICY = ROOT / "data" / "policy.toml"
FAULTS = all_faults()


def told(problem: dict[str, str], fault: str) -> bool:
    """A problem on a page has the words of this fault."""
    text = FAULTS.text(fault)
    return (problem["title"], problem["body"], problem["code"]) == (
        text.title["zh-CN"],
        text.body["zh-CN"],
        text.code,
    )


def theatre_in(folder: Path, **settings: float) -> Iterator[Theatre]:
    theatre = Theatre(folder / "stage", **settings)
    try:
        yield theatre
    finally:
        theatre.close()
