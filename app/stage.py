"""Sets the demonstration's stage: the reference platform on SQLite, simulated devices, an enrolled terminal."""

from __future__ import annotations

import json
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.children import Child, run_python
from app.dock import spool_of
from app.faults import ROOT
from app.version import SOFTWARE
from kiosk.settings import Settings, load_settings
from offline_cache.enrolment import enrol

TERMINAL = "FC01"
SITE = "fengcheng"
CATALOGUE = ROOT / "data" / "catalogue"
POLICY = ROOT / "data" / "policy.toml"
PEOPLE = ROOT / "data" / "demo_people.toml"
"""Whom the demonstration's platform knows, with the telephones it sends codes to."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A terminal's settings and everything around it, running. `close` ends the children."""

    folder: Path
    settings: Settings
    paper: Path
    database: str
    platform: Child
    platform_port: int
    """The platform itself; the terminal's settings name the line's relay before it."""
    devices: Child

    def close(self) -> None:
        self.devices.stop()
        self.platform.stop()

    def applications(self) -> list[dict[str, Any]]:
        """What the platform has received, as its own command prints it."""
        rows = json.loads(run_python(["-m", "central", "applications", "--db", self.database, "--json"]))
        return list(rows["applications"] if isinstance(rows, dict) else rows)


def set_stage(
    folder: Path,
    *,
    policy: Path = POLICY,
    spread_s: float = 10,
    cap_s: float = 20,
    read_timeout_s: float = 10,
    camera_hz: int = 15,
) -> Stage:
    """Make everything anew in `folder`, under the policy of a file. `ChildError` names what did not start."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    port = _free_port()
    database = database_of(folder)
    simulate = [str(ROOT / "main.py"), "simulators", "--folder", str(folder / "devices")]
    simulate += ["--platform-port", str(port), "--camera-hz", str(camera_hz)]
    devices = Child("the simulated devices", simulate, folder / "devices.log")
    try:
        addresses: dict[str, str] = json.loads(devices.ready)
        serve = ["-m", "central", "serve", "--db", database, "--port", str(port), "--public-url", addresses["line"]]
        serve += ["--sms-spool", str(spool_of(Path(addresses["dock"])))]
        platform = Child("the platform", serve, folder / "central.log")
    except BaseException:
        devices.stop()
        raise
    try:
        pin = platform.ready.split()[-1]
        publish = ["--catalogue", str(CATALOGUE), "--policy", str(policy), "--site", SITE]
        run_python(["-m", "central", "publish", "--db", database, *publish])
        run_python(["-m", "central", "people", "--db", database, "--file", str(PEOPLE)])
        claim = run_python(
            ["-m", "central", "claim", "--db", database, "--terminal", TERMINAL, "--site", SITE]
        ).split()[-1]
        file = folder / "terminal.toml"
        file.write_text(_settings_text(addresses, pin, spread_s, cap_s, read_timeout_s), "utf-8")
        settings = load_settings(file)
        enrol(settings.platform.address, settings.platform.pinned, claim, settings.data, SOFTWARE)
    except BaseException:
        devices.stop()
        platform.stop()
        raise
    return Stage(
        folder=folder,
        settings=settings,
        paper=Path(addresses["paper"]),
        database=database,
        platform=platform,
        platform_port=port,
        devices=devices,
    )


def database_of(folder: Path) -> str:
    """The platform's database on the stage in a folder, as its commands take it."""
    return f"sqlite:///{folder / 'central.db'}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _settings_text(addresses: dict[str, str], pin: str, spread_s: float, cap_s: float, read_timeout_s: float) -> str:
    kinds = {"idcard": "idcard", "slot": "idcard", "printer": "printer", "camera": "camera"}
    devices = "".join(
        f'\n[[device]]\nid = "{device}"\nkind = "{kind}"\naddress = "{addresses[device]}"\n'
        for device, kind in kinds.items()
        if addresses[device]
    )
    travel = f'\n[travel_documents]\ncsca = "{addresses["csca"]}"\n' if addresses["csca"] else ""
    return f"""\
# Written by the demonstration; docs/settings.md says what each key means.
data = "terminal"
demo = true
dock = "{addresses["dock"]}"

[platform]
address = "{addresses["line"]}"
pinned_keys = ["{pin}"]
spread_s = {spread_s}
cap_s = {cap_s}
read_timeout_s = {read_timeout_s}
refresh_s = 30
heartbeat_s = 10

[window]
kiosk = false

[photo_decoder]
path = "simulated"
time_limit_s = 10
{travel}{devices}"""
