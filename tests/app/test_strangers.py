"""A terminal on devices that somebody else wrote from the documents: whole visits, with a line and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from tests.app.kiosk import STAFF, Kiosk, run_main
from tests.app.paper import proven
from tests.app.theatre import Theatre
from tests.counterparts import samv_pty
from tests.counterparts.samv_pty import MANAGEMENT, Card, PtyReader, answer, card, check_digit
from tests.counterparts.tcp_printer import TcpPrinter


def _card(name: str, birth: str, place: str, management: str) -> Card:
    digits = f"999999{birth}{place}"
    number = digits + check_digit(digits)
    address = "示例省示例市示例路 9 号"
    return card(name, "2", "01", birth, address, number, "示例市公安局", "20180101", "长期", management=management)


RESIDENT = _card("示例乙", "19860714", "007", "0102030405060708")
STAFF_CARD = _card("示例员甲", "19900101", "031", "A1B2C3D4E5F60012")
"""The body's number of the card that data/policy.toml gives to 0012."""

SETTINGS = """\
data = "data"

[platform]
address = "{address}"
pinned_keys = ["{pin}"]
spread_s = 1
cap_s = 2

[[device]]
id = "reader-1"
kind = "idcard"
address = "samv+serial://{link}?baud=115200"

[[device]]
id = "printer-1"
kind = "printer"
address = "escpos+tcp://127.0.0.1:{port}"
"""


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[PtyReader]:
    with PtyReader(tmp_path / "idreader") as reader:
        yield reader
    assert not reader.link.is_symlink()


@pytest.fixture
def printer() -> Iterator[TcpPrinter]:
    with TcpPrinter() as printer:
        yield printer


@pytest.fixture
def terminal(theatre: Theatre, reader: PtyReader, printer: TcpPrinter, tmp_path: Path) -> Path:
    """The settings file of an enrolled terminal that knows no device of ours."""
    platform = theatre.stage.settings.platform
    file = tmp_path / "terminal.toml"
    pin = theatre.stage.platform.ready.split()[-1]
    file.write_text(SETTINGS.format(address=platform.address, pin=pin, link=reader.link, port=printer.port), "utf-8")
    done = run_main("enrol", "--claim", theatre.claim(f"S{printer.port}"), "--config", file)
    assert done.returncode == 0, done.stderr
    return file


def _proven_paper(printer: TcpPrinter, theatre: Theatre) -> dict[str, Any]:
    """What the only piece of paper proves, as scanned from this printer's own dots."""
    assert printer.unknown == []
    assert printer.confirmed == 1
    (piece,) = printer.pieces
    (code,) = zxingcpp.read_barcodes(piece.grey())
    return proven(code.text, theatre)


def _to_staff(kiosk: Kiosk, reader: PtyReader) -> None:
    kiosk.begin("S008")
    reader.lay(RESIDENT)
    kiosk.until("identity")
    kiosk.do("way", "staff", "staff")


def test_a_whole_visit_on_devices_from_the_documents(
    theatre: Theatre, terminal: Path, reader: PtyReader, printer: TcpPrinter
) -> None:
    with theatre.kiosk(terminal) as kiosk:
        _to_staff(kiosk, reader)
        hint = kiosk.now["facts"]["card_hint"]
        reader.lift()
        kiosk.until("staff", lambda line: line["facts"]["card_hint"] != hint)
        reader.lay(STAFF_CARD)
        line = kiosk.until("staff", lambda line: line["fields"][0]["readonly"])
        assert line["fields"][0]["value"] == STAFF["staff_number"]
        kiosk.do("login", {"pin": STAFF["pin"]}, "staff-check")
        kiosk.do("confirm", None, "form")
        kiosk.fill()
        facts = kiosk.hand_in()["facts"]
        assert facts["delivered"] is True
        assert facts["printed"] == "confirmed"
        reader.lift()
        kiosk.do("finish", None, "goodbye")
        row = theatre.await_received(facts["number"])
    assert row["payload"]["applicant"]["name"] == "示例乙"
    assert [proof["way"] for proof in row["payload"]["proofs"]] == ["document-read", "staff-check"]
    assert MANAGEMENT in reader.asked
    assert reader.broken == 0
    assert _proven_paper(printer, theatre) == {
        "terminal": row["terminal"],
        "delivered": 1,
        "number": facts["number"],
    }


def test_a_visit_without_a_line_on_devices_from_the_documents(
    theatre: Theatre, terminal: Path, reader: PtyReader, printer: TcpPrinter
) -> None:
    with theatre.kiosk(terminal) as kiosk:
        kiosk.home()
        theatre.dock.change("line", up=False)
        _to_staff(kiosk, reader)
        kiosk.do("login", STAFF, "staff-check")
        kiosk.do("confirm", None, "form")
        kiosk.fill()
        facts = kiosk.hand_in()["facts"]
        assert facts["delivered"] is False
        assert facts["printed"] == "confirmed"
        assert theatre.received(facts["number"]) == []
        theatre.dock.change("line", up=True)
        row = theatre.await_received(facts["number"])
    assert MANAGEMENT not in reader.asked, "nobody's staff card was asked for"
    assert _proven_paper(printer, theatre) == {
        "terminal": row["terminal"],
        "delivered": 0,
        "number": facts["number"],
    }


def test_the_reader_s_frames_are_those_of_its_page() -> None:
    assert answer(0x90).hex() == "aaaaaa966900040000" + "9094"
    assert answer(0x9F, bytes(4)).hex() == "aaaaaa96690008" + "00009f" + "00000000" + "97"
    assert answer(0x90, bytes.fromhex("DEADBEEF")).hex() == "aaaaaa96690008" + "000090" + "deadbeef" + "ba"
    assert check_digit("99999919480305001") == "7"
    assert len(RESIDENT.text) == 256
    assert sum(samv_pty.FIELDS) == 128
