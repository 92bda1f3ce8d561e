"""What goes wrong in a visit: each with its code and its sentence on the page, and nothing lost."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.stage import SITE
from kiosk.catalogue.folder import read_folder
from kiosk.protocol.keys import pin_text
from kiosk.site import read_policy_file
from tests.app.kiosk import ROOT, Kiosk, Line, run_main
from tests.app.theatre import FAULTS, POLICY, Theatre, told
from tests.offline_cache.platform import Platform


def without(part: str) -> str:
    """The name of a device table, for leaving it out."""
    return f'\n[[device]]\nid = "{part}"'


def drop_device(text: str, part: str) -> str:
    start = text.index(without(part))
    end = text.find("\n[[device]]", start + 1)
    return text[:start] + (text[end:] if end >= 0 else "\n")


def test_a_bad_card_laid_on_at_home_is_told_on_the_card_page(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        line = kiosk.lay("expired", "card", lambda line: line["facts"]["state"] != "reading")
        assert told(line["facts"]["problem"], "document.expired")
        kiosk.lay("ouyang", "services")


def test_a_card_that_cannot_be_read_while_looking_at_the_list(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        kiosk.do("all", None, "services")
        kiosk.dock.change("reader", fault="sw3:31")
        line = kiosk.lay("ouyang", "card", lambda line: line["facts"]["state"] == "problem")
        assert line["facts"]["problem"]["code"].startswith("R-")


def test_no_reader_is_configured(theatre: Theatre) -> None:
    with theatre.kiosk(theatre.terminal(lambda text: drop_device(text, "idcard"))) as kiosk:
        line = kiosk.begin("S001")
        assert told(line["facts"]["problem"], "kiosk.no-reader")
        kiosk.do("no-card", None, "without-card")
        ticket = kiosk.do("way", "ticket", "ticket", lambda line: line["facts"]["number"])
        theatre.await_received(ticket["facts"]["number"])


# -- paper ----------------------------------------------------------------------------------------------------------


def number_page(kiosk: Kiosk, fault: str) -> Line:
    line = kiosk.hand_in("number")
    assert line["facts"]["code"] == FAULTS.text(fault).code
    assert line["facts"]["number"]
    assert "已" in line["facts"]["saved"]
    return line


def loaded_and_waited_for(kiosk: Kiosk, **printer: object) -> Line:
    """`wait`, then the printer is put right: that is the print the resident asked for."""
    kiosk.act("wait")
    kiosk.until("number|printing|receipt", lambda line: line["page"] != "number" or _waits(line))
    kiosk.dock.change("printer", **printer)
    return kiosk.until("receipt")


def _waits(line: Line) -> bool:
    return any(action["id"] == "wait" and not action["enabled"] for action in line["actions"])


def test_no_paper_before_printing(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.to_review(service="S001")
        kiosk.dock.change("printer", paper="out")
        before = len(theatre.sheets())
        number = number_page(kiosk, "printer.paper-out")["facts"]["number"]
        receipt = loaded_and_waited_for(kiosk, paper="ok")
        assert receipt["facts"]["number"] == number
        assert receipt["facts"]["printed"] == "confirmed"
        assert len(theatre.sheets()) == before + 1
        theatre.await_received(number)


def test_the_paper_ends_while_printing(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.to_review(service="S001")
        kiosk.dock.change("printer", fault="paper-out-mid-print", after_rows=150)
        number = number_page(kiosk, "printer.paper-out")["facts"]["number"]
        receipt = loaded_and_waited_for(kiosk, fault="", paper="ok")
        assert receipt["facts"]["number"] == number
        theatre.await_received(number)


@pytest.mark.parametrize(
    ("dock", "expected"),
    [
        ({"fault": "silent"}, "printer.no-answer"),
        ({"present": False}, "printer.disconnected"),
        ({"fault": "no-confirmation"}, "printer.unconfirmed"),
        ({"cover_open": True}, "printer.cover-open"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_printer_that_does_not_print(
    theatre: Theatre, config: Path, dock: dict[str, object], expected: str
) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.to_review(service="S001")
        kiosk.dock.change("printer", **dock)
        number = number_page(kiosk, expected)["facts"]["number"]
        kiosk.do("noted", None, "goodbye")
        kiosk.do("home", None, "home", lambda line: not line["notices"])
        theatre.await_received(number)


def test_no_printer_is_configured(theatre: Theatre) -> None:
    with theatre.kiosk(theatre.terminal(lambda text: drop_device(text, "printer"))) as kiosk:
        kiosk.to_review(service="S001")
        line = number_page(kiosk, "kiosk.no-printer")
        assert [action["id"] for action in line["actions"]] == ["noted"]
        kiosk.do("noted", None, "goodbye")
        theatre.await_received(line["facts"]["number"])


def test_a_number_that_nobody_acknowledged_stands_there_after_a_restart(theatre: Theatre, config: Path) -> None:
    theatre.dock.change("printer", present=False)
    with theatre.kiosk(config) as kiosk:
        number = kiosk.whole(service="S001", pages="number")["facts"]["number"]
    with theatre.kiosk(config) as kiosk:
        line = kiosk.until("recovered")
        assert [row["number"] for row in line["facts"]["numbers"]] == [number]
        kiosk.do("noted", None, "home")
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        assert "recovered" not in [line.get("page") for line in kiosk.told()]


# -- the terminal itself --------------------------------------------------------------------------------------------


def suspended(kiosk: Kiosk, fault: str) -> Line:
    code = FAULTS.text(fault).code
    line = kiosk.until("suspended", lambda line: line["facts"]["code"] == code)
    assert line["subtitle"] == FAULTS.text(fault).body["zh-CN"]
    return line


def test_a_terminal_that_never_synchronised_comes_to_work_by_itself(theatre: Theatre, config: Path) -> None:
    theatre.dock.change("line", up=False)
    with theatre.kiosk(config) as kiosk:
        suspended(kiosk, "kiosk.no-policy")
        kiosk.dock.change("line", up=True)
        kiosk.home()


def test_a_terminal_that_nobody_enrolled(theatre: Theatre) -> None:
    with theatre.kiosk(theatre.settings("unenrolled")) as kiosk:
        suspended(kiosk, "kiosk.not-enrolled")
        kiosk.do("help", None, "help")
        kiosk.do("back", None, "suspended")


def test_a_platform_without_a_key_to_seal_to(theatre: Theatre) -> None:
    """A terminal that knows texts and staff but no intake key takes nothing in, until the key is there."""
    platform = Platform()
    platform.claims = {"CLAIM-1": ("FC01", SITE, 1)}
    platform.publish_intake = False
    platform.documents["catalogue"] = read_folder(ROOT / "data" / "catalogue")
    platform.documents["policy"] = read_policy_file(POLICY)
    platform.start()
    try:
        config = theatre.settings("N001", lambda text: foreign(text, platform))
        done = run_main("enrol", "--claim", "CLAIM-1", "--config", config)
        assert done.returncode == 0, done.stderr
        with theatre.kiosk(config) as kiosk:
            suspended(kiosk, "store.no-sealing-key")
            platform.publish_intake = True
            kiosk.home()
    finally:
        platform.stop()


def foreign(text: str, platform: Platform) -> str:
    """Settings for another platform than the stage's."""
    text = re.sub(r'address = "http://127[^"]*"', f'address = "{platform.address}"', text, count=1)
    text = re.sub(r'pinned_keys = \["[^"]*"\]', f'pinned_keys = ["{pin_text(platform.root.public)}"]', text)
    return text.replace("refresh_s = 30", "refresh_s = 1")


def test_a_second_instance_ends_with_one_line(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        done = run_main("headless", "--config", config)
        assert done.returncode == 3
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1
        assert FAULTS.text("store.second-instance").code in done.stderr
        kiosk.do("service", "S001", "guide")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 32 MiB of its own: writing a real one full would hurt others."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32m,mode=0700", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"a small file system needs root and the right to mount: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path) -> None:
    """A file that takes what is left."""
    with (folder / "filler").open("wb", buffering=0) as stream:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    stream.write(bytes(size))
            except OSError:
                continue


def test_a_full_disk_registers_nothing_and_says_so(theatre: Theatre, small_disk: Path) -> None:
    data = str(small_disk / "data")
    config = theatre.terminal(data=data)
    with theatre.kiosk(config.parent / Path(config.name)) as kiosk:
        kiosk.to_review(service="S001")
        fill(small_disk)
        line = kiosk.hand_in("fault")
        text = FAULTS.text("store.disk-full")
        assert (line["title"], line["facts"]["code"]) == (text.title["zh-CN"], text.code)
        assert line["facts"]["lines"] == ["这次没有登记上，也没有登记号。"]
        assert not any(told.get("facts", {}).get("number") for told in kiosk.told())
        (small_disk / "filler").unlink()
        kiosk.act("retry")
        number = kiosk.until("receipt")["facts"]["number"]
        theatre.await_received(number)


# -- hours ----------------------------------------------------------------------------------------------------------


def test_unattended_hours_offer_a_ticket_or_another_time(theatre: Theatre, config: Path) -> None:
    text = POLICY.read_text("utf-8")
    night = text.replace('"2026-11-01"', '"unattended"').replace(
        'days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\nbegins = "00:00"\nends = "24:00"',
        'days = ["mon"]\nbegins = "00:00"\nends = "00:00"',
    )
    assert night.count("00:00") == text.count("00:00") + 1
    theatre.publish_policy(night)
    try:
        with theatre.kiosk(config) as kiosk:
            kiosk.begin("S008")
            line = kiosk.lay("ouyang")
            ways = {way["id"]: way["enabled"] for way in line["facts"]["ways"]}
            assert ways["ticket"]
            assert ways["other-time"]
            assert ways["call-back"], "staff call in their hours"
            kiosk.do("way", "other-time", "elsewhere")
            kiosk.do("back", None, "guide")
            kiosk.do("start", None, "identity")
            line = kiosk.do("way", "ticket", "ticket", lambda line: line["facts"]["number"])
            number = line["facts"]["number"]
            kiosk.do("finish", None, "goodbye")
            row = theatre.await_received(number)
        assert row["kind"] == "intent"
        assert row["payload"]["service"]["id"] == "S008"
    finally:
        theatre.publish_policy(text.replace('"2026-11-01"', '"attended-again"'))
