"""Terminals: claims and enrolment, the transport signature, heartbeats and the heads they bring."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from central.applications import platform_cases
from central.commands import show_terminals
from central.enrolment import make_claim, revoke
from central.errors import SetupError
from central.heads import standing
from central.platform import Platform
from kiosk.catalogue import Catalogue
from kiosk.clock import parse_stamp
from kiosk.protocol.keys import KeyUse, SigningKey
from kiosk.protocol.temporary_number import TemporaryNumber
from tests.central.peer import SITE, Terminal, a_draft, fault_of, new_id

HOUR = timedelta(hours=1)
A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def a_claim(platform: Platform, terminal: str = "FC01", valid: timedelta = HOUR) -> str:
    return make_claim(platform, terminal, SITE, valid)


def test_a_claim_enrols_once_and_the_key_is_published(newcomer: Callable[[], Terminal], platform: Platform) -> None:
    terminal, late = newcomer(), newcomer()
    claim = a_claim(platform)
    answer = terminal.enrol(claim)
    assert answer.status_code == 201
    enrolled = terminal.open("enrolment", answer)
    assert enrolled == {
        "v": 1,
        "terminal": "FC01",
        "site": SITE,
        "generation": 1,
        "key_id": terminal.key.key_id,
        "platform": "示例平台",
    }
    assert terminal.directory().find(terminal.key.key_id, KeyUse.TERMINAL).owner == "FC01"
    refused = late.enrol(claim)
    assert (refused.status_code, fault_of(refused)) == (403, "claim-used")
    # the answer may have been lost on the way
    assert terminal.enrol(claim).content == answer.content


def test_a_code_may_be_typed_in_any_hand(newcomer: Callable[[], Terminal], platform: Platform) -> None:
    claim = a_claim(platform)
    assert newcomer().enrol(f" {claim.lower().replace('-', ' ')}").status_code == 201


def test_claims_that_do_not_serve(newcomer: Callable[[], Terminal], platform: Platform) -> None:
    expired = a_claim(platform, valid=timedelta(seconds=-1))
    for claim, fault in ((expired, "claim-expired"), ("0000-0000-0000-0000", "claim-unknown")):
        answer = newcomer().enrol(claim)
        assert (answer.status_code, fault_of(answer)) == (403, fault)


def test_the_codes_themselves_are_not_stored(platform: Platform) -> None:
    claim = a_claim(platform)
    file = platform.settings.keys.with_suffix(".db")
    at_rest = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert claim.encode() not in at_rest
    assert claim.replace("-", "").encode() not in at_rest


def test_a_proof_by_another_key_is_refused_and_the_claim_stays(
    newcomer: Callable[[], Terminal], platform: Platform
) -> None:
    terminal = newcomer()
    claim = a_claim(platform)
    answer = terminal.enrol(claim, proof="A" * 86)
    assert (answer.status_code, fault_of(answer)) == (400, "proof")
    assert terminal.enrol(claim).status_code == 201


def test_a_key_enrols_one_terminal_only(newcomer: Callable[[], Terminal], platform: Platform) -> None:
    first, copied = newcomer(), newcomer()
    copied.key = first.key
    assert first.enrol(a_claim(platform)).status_code == 201
    answer = copied.enrol(a_claim(platform, "FC02"))
    assert (answer.status_code, fault_of(answer)) == (400, "key-in-use")


def test_a_terminal_that_lost_the_answer_enrols_with_its_key_under_a_new_claim(
    newcomer: Callable[[], Terminal], platform: Platform
) -> None:
    terminal = newcomer()
    assert terminal.enrol(a_claim(platform)).status_code == 201
    assert terminal.enrol(a_claim(platform)).status_code == 201
    assert terminal.generation == 2
    assert terminal.directory().find(terminal.key.key_id, KeyUse.TERMINAL).revoked_from is None
    revoke(platform, "FC01")
    assert fault_of(terminal.enrol(a_claim(platform))) == "key-in-use"


def test_enrolling_again_revokes_the_old_key_and_goes_on_above_every_generation_seen(
    terminal: Terminal, newcomer: Callable[[], Terminal], platform: Platform, catalogue: Catalogue
) -> None:
    again = newcomer()
    again.enrol(a_claim(platform))
    assert again.generation == 2
    old = again.directory().find(terminal.key.key_id, KeyUse.TERMINAL)
    assert old.revoked_from is not None
    assert again.directory().find(again.key.key_id, KeyUse.TERMINAL).revoked_from is None
    seen = TemporaryNumber(terminal="FC01", generation=7, sequence=1)
    assert again.put(*again.envelope(a_draft(catalogue), number=seen)).status_code == 201
    third = newcomer()
    third.enrol(a_claim(platform))
    assert third.generation == 8


@pytest.mark.parametrize("terminal_id", ["", "f", "fc01", "1FC", "FC01FC01F", "FC-1", "FC01\n"])
def test_terminal_ids_that_cannot_be_are_refused(platform: Platform, terminal_id: str) -> None:
    with pytest.raises(SetupError, match="--terminal"):
        make_claim(platform, terminal_id, SITE, HOUR)


def test_transport_signatures_that_do_not_hold(terminal: Terminal, platform: Platform) -> None:
    path, body = f"/v1/submissions/{new_id()}", b"{}"
    now = datetime.now(UTC)
    wrong = {
        "unsigned": terminal.plain("PUT", path, body),
        "body changed": terminal.send("PUT", path, body, signed_body=b"[]"),
        "body not covered": terminal.send("PUT", path, body, signed_body=b""),
        "another address": terminal.send("PUT", path, body, signed_url="http://other.example" + path),
        "another key": terminal.send("PUT", path, body, key=SigningKey.generate()),
        "no such header": terminal.send("PUT", path, body, headers={"Signature-Input": "x"}),
    }
    for name, answer in wrong.items():
        assert (name, answer.status_code, fault_of(answer)) == (name, 401, "transport")
        assert abs(parse_stamp(answer.json()["server_utc"]) - now) < timedelta(minutes=5)


@pytest.mark.parametrize("off", [timedelta(minutes=2), timedelta(minutes=-7), timedelta(days=-400)])
def test_a_wrong_clock_is_told_apart_with_our_time(terminal: Terminal, off: timedelta) -> None:
    answer = terminal.send("GET", "/v1/policy", created=datetime.now(UTC) + off)
    assert (answer.status_code, fault_of(answer)) == (401, "clock")
    assert abs(parse_stamp(answer.json()["server_utc"]) - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_revoked_terminal_is_refused_everywhere(terminal: Terminal, platform: Platform) -> None:
    revoke(platform, "FC01")
    answers = [
        terminal.send("GET", "/v1/policy"),
        terminal.put(*terminal.envelope()),
        terminal.beat(1, A),
        terminal.send("GET", f"/v1/submissions/{new_id()}/receipt"),
    ]
    assert [(answer.status_code, fault_of(answer)) for answer in answers] == [(401, "transport")] * 4


def test_a_heartbeat_is_countersigned(terminal: Terminal) -> None:
    answer = terminal.beat(5, A)
    signed = terminal.open("countersign", answer)
    assert signed.pop("utc")
    assert signed == {"v": 1, "terminal": "FC01", "generation": 1, "sequence": 5, "hash": A}


def test_staff_see_how_terminals_stand(terminal: Terminal, platform: Platform) -> None:
    (before,) = standing(platform)
    assert (before["terminal"], before["site"], before["heard_at"], before["journal"]) == ("FC01", SITE, None, None)
    assert "not heard yet" in show_terminals(platform, as_json=False)
    terminal.beat(5, A)
    (after,) = standing(platform)
    assert after["journal"] == {"sequence": 5, "hash": A}
    assert after["report"]["devices"] == {"printer": "ready"}
    assert "received 1" in show_terminals(platform, as_json=False)


def test_staff_see_what_wants_attention_until_a_heartbeat_without_it(terminal: Terminal, platform: Platform) -> None:
    terminal.beat(5, A, attention=["help-called", "printer.paper-out"])
    (row,) = standing(platform)
    assert row["report"]["attention"] == ["help-called", "printer.paper-out"]
    assert json.loads(show_terminals(platform, as_json=True))[0]["report"]["attention"][0] == "help-called"
    assert "needs: help-called, printer.paper-out" in show_terminals(platform, as_json=False)
    assert terminal.beat(6, B).status_code == 200  # an older terminal, without the member
    assert "needs" not in show_terminals(platform, as_json=False)


def test_a_journal_that_grows_makes_no_case(terminal: Terminal, platform: Platform) -> None:
    for sequence, digest in ((1, A), (1, A), (2, B), (9, C)):
        assert terminal.beat(sequence, digest).status_code == 200
    assert platform_cases(platform) == []


def test_a_fork_and_a_journal_that_went_back_become_cases_once_each(terminal: Terminal, platform: Platform) -> None:
    now = datetime.now(UTC) - timedelta(minutes=1)
    for second, (sequence, digest) in enumerate([(5, A), (5, B), (5, B), (3, C), (3, C), (4, A)]):
        assert terminal.beat(sequence, digest, created=now + timedelta(seconds=second)).status_code == 200
    found = platform_cases(platform)
    assert [case["code"] for case in found] == ["journal-fork"] * 2
    assert "another hash" in str(found)
    assert "went backwards" in str(found)


def test_a_late_or_repeated_heartbeat_changes_nothing(terminal: Terminal, platform: Platform) -> None:
    now = datetime.now(UTC)
    terminal.beat(9, B, created=now)
    late = terminal.open("countersign", terminal.beat(5, A, created=now - timedelta(minutes=2)))
    assert (late["sequence"], late["hash"]) == (9, B)
    assert platform_cases(platform) == []


def test_a_heartbeat_speaks_for_its_own_terminal_only(terminal: Terminal) -> None:
    answer = terminal.beat(1, A, terminal="FC02")
    assert (answer.status_code, fault_of(answer)) == (403, "other-terminal")


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"v": 2}, "v"),
        ({"v": True}, "v"),
        ({"generation": "1"}, "generation"),
        ({"utc": 5}, "utc"),
        ({"journal": {"sequence": -1, "hash": A}}, "journal.sequence"),
        ({"journal": {"sequence": 1, "hash": "A" * 64}}, "journal.hash"),
        ({"counts": {}}, "counts.queued"),
        ({"devices": {"printer": {"state": "x"}}}, "devices.printer"),
        ({"attention": "help-called"}, "attention"),
        ({"attention": ["x"] * 21}, "attention"),
        ({"attention": ["测试甲 call 13800000000"]}, "attention.0"),
    ],
)
def test_a_heartbeat_of_another_form_is_named_by_its_place(
    terminal: Terminal, changed: dict[str, Any], place: str
) -> None:
    answer = terminal.beat(1, A, **changed)
    assert (answer.status_code, fault_of(answer)) == (422, "invalid")
    assert answer.json()["detail"].startswith(place)


def test_published_documents_keep_their_etag_until_they_change(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    for path, signed in (("/v1/keys", False), ("/v1/catalogue", False), ("/v1/policy", True)):
        ask = terminal.send if signed else terminal.plain
        first = ask("GET", path)
        assert first.status_code == 200
        etag = first.headers["etag"]
        again = terminal.send("GET", path, headers={"If-None-Match": f'"other", W/{etag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert terminal.send("GET", path, headers={"If-None-Match": '"other"'}).content == first.content
    a_claim(platform)  # does not change the directory; enrolling does
    before = terminal.plain("GET", "/v1/keys").headers["etag"]
    revoke(platform, "FC01")
    assert terminal.plain("GET", "/v1/keys").headers["etag"] != before


def test_the_policy_is_that_of_the_callers_site(
    terminal: Terminal, newcomer: Callable[[], Terminal], platform: Platform, catalogue: Catalogue
) -> None:
    policy = terminal.open("policy", terminal.send("GET", "/v1/policy"))
    assert policy["site"] == SITE
    assert not any("pin_plain" in member for member in policy["staff"])
    elsewhere = newcomer()
    elsewhere.enrol(make_claim(platform, "FC02", "elsewhere", HOUR))
    answer = elsewhere.send("GET", "/v1/policy")
    assert (answer.status_code, fault_of(answer)) == (404, "no-policy")
