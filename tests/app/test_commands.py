"""The commands beside the visit: one line for what is wrong, and the exit code that scripts read."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.dock import DockFile
from tests.app.kiosk import ROOT, run_main
from tests.app.paper import link_on
from tests.app.theatre import FAULTS, Theatre

Change = Callable[[str], str]


def replaced(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert text.count(old) >= 1
        return text.replace(old, new, 1)

    return change


def _slot(name: str, address: str) -> str:
    return f'\n[[device]]\nid = "{name}"\nkind = "idcard"\naddress = "{address}"\n'


WRONG: dict[str, tuple[Change, str, str]] = {
    "an unknown key": (lambda text: 'colour = "red"\n' + text, "colour", "known"),
    "an unknown key of a table": (replaced("[window]", "[window]\nwide = true"), "window.wide", "kiosk"),
    "a bad value": (replaced("spread_s = 1", 'spread_s = "soon"'), "platform.spread_s", "seconds from 0 to 3600"),
    "a value out of range": (replaced("cap_s = 2", "cap_s = 99999"), "platform.cap_s", "1 to 3600"),
    "a missing key": (replaced('data = "', 'date = "'), "data", "missing"),
    "an address that is none": (replaced('address = "http://', 'address = "ftp://'), "platform.address", "https://"),
    "a pin that is none": (replaced("ed25519:", "rsa:"), "platform.pinned_keys", "ed25519:BASE64URL"),
    "an unknown kind": (replaced('kind = "camera"', 'kind = "radar"'), "device[2].kind", "idcard, printer, camera"),
    "an unknown address of a reader": (
        replaced("samv+serial://", "samv+bird://"),
        "device[0].address",
        "samv+serial",
    ),
    "an unknown address of a printer": (
        replaced("escpos+tcp://", "escpos+owl://"),
        "device[1].address",
        "escpos+tcp",
    ),
    "two printers": (
        lambda text: text + '\n[[device]]\nid = "second"\nkind = "printer"\naddress = "escpos+tcp://127.0.0.1:1"\n',
        "device[3].kind",
        "one printer",
    ),
    "a reader twice": (
        lambda text: text + "".join(_slot(name, "pcsc://") for name in ("one", "two")),
        "device[4].address",
        "pcsc:// is there twice",
    ),
    "an unknown address of a second PC/SC reader": (
        lambda text: text + _slot("one", "pcsc://") + _slot("two", "pcsc://?name=ACS*"),
        "device[4].address",
        "one is one already",
    ),
    "a dock without demo": (replaced("demo = true", "demo = false"), "dock", "demo = true"),
    "no TOML": (lambda text: "= = =\n" + text, "", "TOML"),
}


@pytest.mark.parametrize("case", WRONG)
def test_settings_that_cannot_be_used(theatre: Theatre, case: str) -> None:
    change, key, allowed = WRONG[case]
    file = theatre.settings("wrong", change)
    command = "headless" if "address of" in case else "doctor"
    done = run_main(command, "--config", file)
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{file}: ")
    assert key in line
    assert allowed in line


@pytest.mark.parametrize("command", [["run"], ["headless"], ["doctor"], ["dock"], ["enrol", "--claim", "X"]])
def test_every_command_names_a_missing_settings_file(tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "nowhere.toml"
    done = run_main(*command, "--config", file)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{file}: ")


def test_an_address_no_driver_takes_is_named_by_doctor_too(theatre: Theatre) -> None:
    file = theatre.settings("wrong", replaced("samv+serial://", "samv+bird://"))
    done = run_main("doctor", "--config", file)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


# -- doctor ---------------------------------------------------------------------------------------------------------


def checks(config: Path) -> tuple[int, dict[str, Any]]:
    done = run_main("doctor", "--json", "--config", config)
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    for check in answer["checks"]:
        assert check.keys() == {"name", "state", "cause", "remedy", "facts"}
        assert check["state"] in ("ready", "warning", "fault")
        assert bool(check["cause"]) == (check["state"] != "ready")
        if check["state"] == "fault":
            assert check["remedy"]
    return done.returncode, answer


def named(answer: dict[str, Any], name: str) -> dict[str, Any]:
    return next(check for check in answer["checks"] if check["name"] == name)


ALL = {
    "device.idcard",
    "device.printer",
    "device.camera",
    "camera.models",
    "database",
    "platform",
    "clock",
    "disk",
    "fonts",
    "photo-decoder",
    "text-entry.pinyin",
    "text-entry.handwriting",
    "text-entry.traditional",
}


def test_doctor_without_a_running_terminal(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
    code, answer = checks(config)
    assert {check["name"] for check in answer["checks"]} == ALL
    assert answer["running"] is False
    not_ready = [
        check for check in answer["checks"] if check["state"] != "ready" and check["name"] != "camera.models"
    ]
    assert (code, answer["ready"], not_ready) == (0, True, [])
    theatre.dock.change("reader", plugged=False)
    theatre.dock.change("printer", paper="out")
    code, answer = checks(config)
    assert (code, answer["ready"]) == (1, False)
    assert FAULTS.text("printer.paper-out").code in named(answer, "device.printer")["cause"]
    assert named(answer, "device.idcard")["state"] == "fault"


def test_doctor_asks_a_running_terminal(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.begin("S001")
        code, answer = checks(config)
        assert answer["running"] is True
        assert {check["name"] for check in answer["checks"]} == ALL
        kiosk.dock.change("reader", plugged=False)
        kiosk.until("card", lambda line: line["facts"]["state"] == "problem")
        code, answer = checks(config)
        assert code == 1
        assert FAULTS.text("reader.unplugged").code in named(answer, "device.idcard")["cause"]
    done = run_main("doctor", "--config", config)
    assert done.returncode == 1
    assert "✗ device.idcard" in done.stdout


def test_doctor_says_that_nobody_enrolled_the_terminal_and_changes_nothing(theatre: Theatre) -> None:
    file = theatre.settings("nobody")
    code, answer = checks(file)
    assert code == 1
    assert named(answer, "database")["state"] != "ready"
    assert not (file.parent / "nobody").exists(), "doctor only reads"


def test_doctor_tells_of_a_line_that_is_down(theatre: Theatre, config: Path) -> None:
    theatre.dock.change("line", up=False)
    code, answer = checks(config)
    assert code == 1
    assert named(answer, "platform")["cause"]


# -- dock -----------------------------------------------------------------------------------------------------------


def test_dock_shows_and_changes(theatre: Theatre, config: Path) -> None:
    done = run_main("dock", "--config", config)
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "reader",
        "slot",
        "printer",
        "camera",
        "line",
    ]
    done = run_main("dock", "reader", "card=zhang", "baud=9600", "plugged=true", "--config", config)
    assert done.returncode == 0, done.stderr
    assert theatre.dock.read().reader.card == "zhang"
    assert theatre.dock.read().reader.baud == 9600


@pytest.mark.parametrize(
    "words",
    [
        ["oven", "heat=on"],
        ["reader", "card"],
        ["reader", "colour=red"],
        ["printer", "present=maybe"],
        ["reader", "baud=fast"],
    ],
)
def test_dock_refuses_what_it_does_not_know(theatre: Theatre, config: Path, words: list[str]) -> None:
    before = theatre.dock.read()
    done = run_main("dock", *words, "--config", config)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert theatre.dock.read() == before


def test_dock_through_the_running_terminal_in_the_middle_of_a_visit(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.begin("S001")
        done = run_main("dock", "reader", "card=zhang", "--config", config)
        assert done.returncode == 0, done.stderr
        kiosk.until("identity")


def test_dock_is_for_demonstrations_only(theatre: Theatre) -> None:
    def serious(text: str) -> str:
        return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("demo =", "dock =")))

    done = run_main("dock", "reader", "card=zhang", "--config", theatre.settings("serious", serious))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


# -- enrol, verify-receipt, simulators ------------------------------------------------------------------------------


def test_enrolment_with_a_wrong_or_used_claim(theatre: Theatre) -> None:
    file = theatre.settings("E001")
    done = run_main("enrol", "--claim", "AAAA-BBBB-CCCC-DDDD", "--config", file)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert FAULTS.text("enrolment.claim-unknown").code in done.stderr
    claim = theatre.claim("E001")
    done = run_main("enrol", "--claim", claim, "--config", file)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("enrolled as E001 ")
    done = run_main("enrol", "--claim", claim, "--config", theatre.settings("E002"))
    assert done.returncode == 1
    assert FAULTS.text("enrolment.claim-used").code in done.stderr


def test_enrolment_without_a_line(theatre: Theatre) -> None:
    theatre.dock.change("line", up=False)
    done = run_main("enrol", "--claim", "AAAA-BBBB-CCCC-DDDD", "--config", theatre.settings("E003"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_enrolment_beside_a_running_terminal(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        done = run_main("enrol", "--claim", "AAAA-BBBB-CCCC-DDDD", "--config", config)
        assert FAULTS.text("store.second-instance").code in done.stderr
        assert done.returncode == 3


def test_a_receipt_is_verified_from_cache_or_a_file_of_keys(theatre: Theatre, config: Path, tmp_path: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        number = kiosk.whole(service="S001")["facts"]["number"]
    link = link_on(theatre.sheets()[-1])
    for text in (link, link.lower(), link.rsplit("/", 1)[1]):
        done = run_main("verify-receipt", text, "--config", config)
        assert done.returncode == 0, text
        assert number in done.stdout
    theatre.dock.change("line", up=False)
    assert run_main("verify-receipt", link, "--config", config).returncode == 0, "the cache will do"
    for text in (link[:-4] + ("AAAA" if link[-4:] != "AAAA" else "BBBB"), "HTTPS://JIUJIN.EXAMPLE/V/", "7", "登记"):
        done = run_main("verify-receipt", text, "--config", config)
        assert done.returncode == 1, text
        assert done.stderr == ""
    done = run_main("verify-receipt", link)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    nothing = tmp_path / "keys.json"
    nothing.write_text("{}")
    done = run_main("verify-receipt", link, "--keys", nothing)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_simulators_say_their_addresses_and_end_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "devices"
    with subprocess.Popen(
        [sys.executable, "main.py", "simulators", "--folder", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            assert select.select([process.stdout], [], [], 60)[0]
            addresses = json.loads(process.stdout.readline())
            assert set(addresses) == {"dock", "paper", "idcard", "printer", "camera", "line", "slot", "csca"}
            assert (folder / "idreader").is_symlink()
            assert DockFile(Path(addresses["dock"])).read().reader.plugged
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        assert process.stderr.read() == ""
    assert not (folder / "idreader").is_symlink()


def test_a_second_window_ends_with_one_line(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, "main.py", "run", "--config", str(config)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=False,
        )
        assert done.returncode == 3
        assert len(done.stderr.splitlines()) == 1


def test_a_kiosk_window_that_nobody_can_close_ends_when_the_service_is_stopped(theatre: Theatre) -> None:
    config = theatre.terminal(lambda text: text.replace("kiosk = false", "kiosk = true"))
    assert "kiosk = true" in config.read_text("utf-8")
    window = subprocess.Popen(
        [sys.executable, "main.py", "run", "--config", str(config)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        socket, deadline = config.with_suffix("") / "control.sock", time.monotonic() + 60
        while not socket.exists():
            assert window.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        window.terminate()
        assert window.wait(timeout=60) == 0
    finally:
        window.kill()
        window.communicate()


def test_a_half_finished_settings_file_is_told_whole(theatre: Theatre) -> None:
    """Two mistakes are told in the one line, so that nobody has to run it twice."""
    file = theatre.settings("two", lambda text: replaced("cap_s = 2", 'cap_s = "x"')('colour = "red"\n' + text))
    done = run_main("headless", "--config", file)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "colour" in line
    assert "cap_s" in line
