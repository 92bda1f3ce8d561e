"""Whole visits from outside: JSON lines in and out, paper as the printer got it, the platform's own answers."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from tests.app.kiosk import STAFF, Kiosk, Line, run_main
from tests.app.paper import link_on, proven
from tests.app.theatre import Theatre


def test_online_from_card_to_paper_and_platform(theatre: Theatre, config: Path) -> None:
    before = len(theatre.sheets())
    with theatre.kiosk(config) as kiosk:
        facts = kiosk.whole()["facts"]
        assert facts["delivered"] is True
        assert facts["printed"] == "confirmed"
        assert facts["platform_receipt"]
        kiosk.do("rate", "good", "receipt", lambda line: line["facts"]["rating"]["chosen"] == "good")
        kiosk.do("finish", None, "goodbye")
        kiosk.do("home", None, "home")
        row = theatre.await_received(facts["number"])
    assert row["receipt"] == facts["platform_receipt"]
    assert row["payload"]["applicant"]["name"] == "欧阳示例"
    assert [proof["way"] for proof in row["payload"]["proofs"]] == ["document-read", "staff-check"]
    assert row["payload"]["signature"]["strokes"]
    assert row["payload"]["helper"] is None, "a check is not yet help"
    assert [case["code"] for case in row["cases"]] == []
    sheets = theatre.sheets()[before:]
    assert len(sheets) == 1
    link = link_on(sheets[0])
    assert link.startswith("HTTPS://JIUJIN.EXAMPLE/V/")
    assert proven(link, theatre) == {
        "terminal": row["terminal"],
        "delivered": 1,
        "number": facts["number"],
    }
    done = run_main("verify-receipt", link, "--config", config)
    assert done.returncode == 0, done.stderr
    assert facts["number"] in done.stdout


def test_the_independent_check_notices_a_changed_receipt(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.whole(service="S001")
    link = link_on(theatre.sheets()[-1])
    data = bytearray(base64.b32decode((code := link.rsplit("/", 1)[1]) + "=" * (-len(code) % 8)))
    data[40] ^= 1
    forged = "HTTPS://JIUJIN.EXAMPLE/V/" + base64.b32encode(bytes(data)).decode().rstrip("=")
    with pytest.raises(InvalidSignature):
        proven(forged, theatre)
    done = run_main("verify-receipt", forged, "--config", config)
    assert done.returncode == 1
    assert len(done.stdout.strip().splitlines()) >= 1


def test_the_certification_needs_no_signature(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        facts = kiosk.whole(service="S001")["facts"]
        pages = [line.get("page") for line in kiosk.told()]
        row = theatre.await_received(facts["number"])
    assert "signature" not in pages
    assert row["payload"]["signature"] is None
    assert row["service"] == "S001"


def test_65_by_the_card_opens_elder_mode(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        assert kiosk.begin("S008")["frame"]["large_clock"] is False
        line = kiosk.lay("zhang")
        assert line["frame"]["size"] == "large"
        assert line["frame"]["large_clock"] is True
        assert line["frame"]["elder_label"]
        line = kiosk.staff_check()
        assert len(line["fields"]) == 1
        kiosk.fill()
        kiosk.hand_in()
        assert all(len(told["fields"]) <= 1 for told in kiosk.told() if told.get("page") == "form")
        kiosk.dock.change("reader", card="")
        line = kiosk.do("finish", None, "goodbye")
        line = kiosk.do("home", None, "home")
        assert line["frame"]["size"] == "standard", "the next one begins in the standard size"


def test_a_younger_card_asks_two_questions_a_page(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.begin("S008")
        assert kiosk.lay("ouyang")["frame"]["size"] == "standard"
        assert len(kiosk.staff_check()["fields"]) == 2


def test_called_staff_join_the_same_visit(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.begin("S008")
        kiosk.lay("ouyang")
        kiosk.staff_check()
        before = kiosk.now
        kiosk.do("help", None, "help")
        kiosk.do("staff", None, "staff")
        line = kiosk.do("login", STAFF, "form")
        assert "0012" in line["frame"]["helper"]
        assert line["fields"] == before["fields"], "the same page of the same visit"
        kiosk.fill()
        number = kiosk.hand_in()["facts"]["number"]
        row = theatre.await_received(number)
    assert row["payload"]["helper"] == {"number": "0012", "name": "示例员甲"}


def staff_card(kiosk: Kiosk) -> Line:
    """Lift the resident's card, wait until that was seen, lay the staff card on."""
    kiosk.dock.change("reader", card="")
    hint = kiosk.now["facts"]["card_hint"]
    kiosk.until("staff", lambda line: line["facts"]["card_hint"] != hint)
    return kiosk.lay("staff", "staff", lambda line: line["fields"][0]["readonly"])


def test_the_staff_card_goes_on_the_same_reader_and_still_needs_the_pin(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.begin("S001")
        kiosk.lay("ouyang")
        kiosk.do("way", "staff", "staff")
        line = staff_card(kiosk)
        assert line["fields"][0]["value"] == "0012"
        line = kiosk.do("login", {"pin": ""}, "staff", lambda line: line["fields"][1]["problem"])
        kiosk.do("login", {"pin": STAFF["pin"]}, "staff-check")
        kiosk.do("confirm", None, "form")
        kiosk.fill()
        number = kiosk.hand_in()["facts"]["number"]
        row = theatre.await_received(number)
    assert row["payload"]["proofs"][-1]["facts"] == {"staff": "0012", "signed_in": "card", "second_factor": "pin"}


def test_five_wrong_pins_lock_the_staff_desk(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.begin("S008")
        kiosk.lay("ouyang")
        kiosk.do("way", "staff", "staff")
        for _ in range(5):
            kiosk.act("login", {"staff_number": "0012", "pin": "111111"})
            kiosk.until("staff", lambda line: line["busy"])
            line = kiosk.until("staff", lambda line: line["fields"][1]["problem"] and not line["busy"])
        assert "5 分钟" in line["fields"][1]["problem"]
        # the right PIN does not help now, nor on another page
        kiosk.do("back", None, "identity")
        line = kiosk.do("way", "staff", "staff")
        kiosk.do("login", STAFF, "staff", lambda line: "5 分钟" in line["fields"][1]["problem"])
        assert "staff-check" not in [told.get("page") for told in kiosk.told()]
        # a colleague is not locked out by it
        kiosk.do("login", {"staff_number": "0099", "pin": "135790"}, "staff-check")


def test_an_unknown_number_is_refused_like_a_wrong_pin(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.begin("S008")
        kiosk.lay("ouyang")
        kiosk.do("way", "staff", "staff")
        problems = []
        for number in ("0012", "7777"):
            kiosk.act("login", {"staff_number": number, "pin": "111111"})
            kiosk.until("staff", lambda line: line["busy"])
            line = kiosk.until("staff", lambda line: line["fields"][1]["problem"] and not line["busy"])
            problems.append(line["fields"][1]["problem"])
    assert problems[0] == problems[1]


def test_a_line_that_is_no_action_changes_nothing(theatre: Theatre, config: Path) -> None:
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        for nonsense in ("{", "[]", '"home"', "{}", '{"action": 7}', '{"action": "service", "value": {"a": []}}'):
            kiosk.write(nonsense)
        kiosk.write("")
        told = kiosk.do("service", "S001", "guide")
        assert told["title"]
        assert sum("problem" in line for line in kiosk.told()) == 5
        kiosk.write('{"action": "back", "page": "home"}')
        kiosk.write('{"action": "back", "page": "guide"}')
        kiosk.until("services", lambda line: True)
        assert sum("problem" in line for line in kiosk.told()) == 6, "what was meant for another page did nothing"
