"""Receiving: the first bytes under an id, each once, whatever they hold, from whoever may deliver them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select, text

from central.applications import applications, masked, platform_cases
from central.cases import FAULTS_FILE, CaseCode
from central.enrolment import make_claim, revoke
from central.platform import Platform, new_intake
from central.publications import CATALOGUE, publish
from central.settings import Limits
from central.tables import submission
from kiosk.catalogue import Catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.clock import ClockState
from kiosk.faults import load_faults
from kiosk.protocol.canonical import canonical, parse, sha256_hex
from kiosk.protocol.envelope import SubmissionKind
from kiosk.protocol.keys import X25519, KeyEntry, KeyUse, PinnedKeys, SigningKey
from kiosk.protocol.receipt import read_receipt
from kiosk.protocol.temporary_number import TemporaryNumber
from tests.central.peer import CATALOGUE as FOLDER
from tests.central.peer import NAME, NUMBER, PHONE, SERVICE, SITE, Terminal, a_draft, fault_of, new_id


def cases_of(platform: Platform, submission_id: str) -> list[str]:
    (found,) = applications(platform, submission_id)
    return [case["code"] for case in found["cases"]]


def test_an_application_is_received_once_and_its_receipt_names_id_and_hash(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    submission_id, data = terminal.envelope(a_draft(catalogue))
    first, again = terminal.put(submission_id, data), terminal.put(submission_id, data)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    receipt = read_receipt(first.content, PinnedKeys.from_texts([terminal.pin]))
    assert (receipt.id, receipt.sha256, receipt.platform) == (submission_id, sha256_hex(data), "示例平台")
    reconciled = terminal.send("GET", f"/v1/submissions/{submission_id}/receipt")
    assert (reconciled.status_code, reconciled.content) == (200, first.content)
    (found,) = applications(platform)
    assert found["receipt"] == receipt.receipt
    assert (found["kind"], found["service"], found["terminal"], found["cases"]) == (
        "application",
        SERVICE,
        "FC01",
        [],
    )


def test_other_bytes_under_an_id_are_a_conflict_and_the_first_are_kept(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    submission_id, data = terminal.envelope(a_draft(catalogue))
    receipt = terminal.put(submission_id, data).content
    _, other = terminal.envelope(a_draft(catalogue), submission=submission_id)
    for _ in range(2):
        answer = terminal.put(submission_id, other)
        assert (answer.status_code, fault_of(answer)) == (409, "conflict")
    assert terminal.put(submission_id, data).content == receipt
    assert cases_of(platform, submission_id) == ["conflict"]
    with platform.database.read() as connection:
        assert connection.execute(select(submission.c.envelope)).scalar_one() == data


def test_nothing_of_a_person_is_at_rest_in_clear(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    terminal.put(*terminal.envelope(a_draft(catalogue)))
    file = platform.settings.keys.with_suffix(".db")
    at_rest = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert at_rest
    assert not any(text.encode() in at_rest for text in (NAME, NUMBER, PHONE))


def test_what_is_shown_is_masked_unless_all_of_it_is_asked_for(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    submission_id, data = terminal.envelope(a_draft(catalogue, extra={"note": NAME}), surprise={"name": NAME})
    assert terminal.put(submission_id, data).status_code == 201
    (shown,) = applications(platform, submission_id)
    assert not any(text in str(shown) for text in (NAME, NUMBER, PHONE, "示例员甲", "1950"))
    assert shown["payload"]["applicant"]["name"] == "测**"
    assert shown["proofs"][0]["way"] == "staff-check"
    assert shown["payload"]["helper"]["number"] == "0012"
    (whole,) = applications(platform, submission_id, full=True)
    assert whole["payload"]["applicant"]["number"] == NUMBER


def test_masking_survives_any_shape() -> None:
    strange = {"applicant": [NAME], "actor": NAME, "helper": [{"number": NUMBER}], "signature": NAME, "answers": 7}
    strange |= {"proofs": [NAME, {"facts": NUMBER}]}
    assert not any(text in str(masked(strange)) for text in (NAME, NUMBER, "7"))


Change = Callable[[Terminal, Catalogue], tuple[str, bytes]]
AHEAD = timedelta(minutes=30)


def _resealed(terminal: Terminal, _: Catalogue) -> tuple[str, bytes]:
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    entry = KeyEntry(
        algorithm=X25519, public=public, use=KeyUse.INTAKE, owner="x", valid_from=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return terminal.envelope(intake=entry)


CONTENT_FAULTS: dict[str, tuple[Change, set[str]]] = {
    "sealed to another key": (_resealed, {"cannot-open"}),
    "not of version 1": (lambda t, c: t.envelope(a_draft(c), v=2), {"payload-invalid"}),
    "a member is missing": (lambda t, c: t.envelope(payload={"v": 1}), {"payload-invalid"}),
    "a member has another type": (lambda t, c: t.envelope(a_draft(c), proofs=[{"way": 1}]), {"payload-invalid"}),
    "a time is no time": (lambda t, c: t.envelope(a_draft(c), received_at="soon"), {"payload-invalid"}),
    "a time beyond the calendar": (
        lambda t, c: t.envelope(a_draft(c), received_at="0001-01-01T00:00:00+10:00"),
        {"payload-invalid"},
    ),
    "another submission's payload": (lambda t, c: t.envelope(a_draft(c), id=new_id()), {"payload-invalid"}),
    "another sequence": (lambda t, c: t.envelope(a_draft(c), sequence=999), {"payload-invalid"}),
    "a kind of tomorrow": (lambda t, c: t.envelope(a_draft(c), kind="wish"), {"unknown-kind"}),
    "a catalogue of elsewhere": (lambda t, c: t.envelope(a_draft()), {"other-version", "unknown-service"}),
    "an unknown service": (
        lambda t, c: t.envelope(a_draft(c), service={"id": "X999", "version": "1", "sha256": "0" * 64}),
        {"unknown-service"},
    ),
    "a service with other texts": (
        lambda t, c: t.envelope(a_draft(c), service={"id": SERVICE, "version": "3", "sha256": "0" * 64}),
        {"other-version"},
    ),
    "a clock that was off": (lambda t, c: t.envelope(a_draft(c, clock=ClockState.OFF)), {"clock-suspect"}),
    "a time ahead of ours": (
        lambda t, c: t.envelope(a_draft(c, received_at=datetime.now(UTC) + AHEAD)),
        {"clock-suspect"},
    ),
    "a number that is taken": (
        lambda t, c: t.envelope(a_draft(c), number=TemporaryNumber(terminal="FC01", generation=1, sequence=9000)),
        {"number-twice"},
    ),
}


@pytest.mark.parametrize("name", CONTENT_FAULTS)
def test_content_faults_are_received_and_become_cases(
    name: str, terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    change, expected = CONTENT_FAULTS[name]
    taken = TemporaryNumber(terminal="FC01", generation=1, sequence=9000)
    assert terminal.put(*terminal.envelope(a_draft(catalogue), number=taken)).status_code == 201
    submission_id, data = change(terminal, catalogue)
    answer = terminal.put(submission_id, data)
    assert answer.status_code == 201
    assert read_receipt(answer.content, PinnedKeys.from_texts([terminal.pin])).sha256 == sha256_hex(data)
    assert set(cases_of(platform, submission_id)) == expected


def test_every_case_has_its_words() -> None:
    texts = load_faults([FAULTS_FILE])
    assert {text.id for text in texts} == {f"case.{code}" for code in CaseCode}
    assert all(set(text.title) == {"zh-CN", "zh-HK", "en"} for text in texts)


def test_a_form_replaced_during_the_outage_is_received_with_a_case(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    newer: dict[str, Any] = read_folder(FOLDER)
    newer["version"] = "next"
    (item,) = [service for service in newer["services"] if service["id"] == SERVICE]
    item["form"]["version"] = "next"
    publish(platform.database, platform.root, CATALOGUE, "", newer, datetime.now(UTC))
    submission_id, data = terminal.envelope(a_draft(catalogue))
    assert terminal.put(submission_id, data).status_code == 201
    assert cases_of(platform, submission_id) == ["form-retired"]


def test_another_terminal_may_deliver(
    terminal: Terminal, newcomer: Callable[[], Terminal], platform: Platform, catalogue: Catalogue
) -> None:
    carrier = newcomer()
    assert carrier.enrol(make_claim(platform, "FC02", SITE, timedelta(hours=1))).status_code == 201
    submission_id, data = terminal.envelope(a_draft(catalogue))
    assert carrier.put(submission_id, data).status_code == 201
    (found,) = applications(platform, submission_id)
    assert (found["terminal"], found["delivered_by"]) == ("FC01", "FC02")


def test_an_origin_that_does_not_hold_is_not_received(terminal: Terminal, platform: Platform) -> None:
    stranger = SigningKey.generate()
    submission_id, data = terminal.envelope(key=stranger)
    unknown_key = terminal.put(submission_id, data)
    outer = parse(terminal.envelope(submission=submission_id)[1], limit=10**6)
    outer["header"]["sealed_at"] = "2026-01-01T00:00:00.000Z"
    moved = terminal.put(submission_id, canonical(outer))
    for answer in (unknown_key, moved):
        assert (answer.status_code, fault_of(answer)) == (403, "origin")
    assert applications(platform) == []


def test_an_origin_key_of_another_terminal_is_refused(
    terminal: Terminal, newcomer: Callable[[], Terminal], platform: Platform
) -> None:
    other = newcomer()
    other.id = "FC02"
    other.enrol(make_claim(platform, "FC02", SITE, timedelta(hours=1)))
    answer = terminal.put(*other.envelope(key=terminal.key))
    assert (answer.status_code, fault_of(answer)) == (403, "origin")


def test_what_a_revoked_key_signed_is_received_and_a_case_unless_it_came_before(
    terminal: Terminal, newcomer: Callable[[], Terminal], platform: Platform, catalogue: Catalogue
) -> None:
    came_before = terminal.envelope(a_draft(catalogue), sealed_at=datetime.now(UTC))
    assert terminal.put(*came_before).status_code == 201
    before = terminal.envelope(a_draft(catalogue), sealed_at=datetime.now(UTC))
    back_dated = terminal.envelope(a_draft(catalogue), sealed_at=datetime.now(UTC) - timedelta(days=300))
    after = terminal.envelope(a_draft(catalogue), sealed_at=datetime.now(UTC) + timedelta(days=1))
    assert revoke(platform, "FC01") == 1
    answer = terminal.put(*before)
    assert (answer.status_code, fault_of(answer)) == (401, "transport")
    carrier = newcomer()
    carrier.enrol(make_claim(platform, "FC02", SITE, timedelta(hours=1)))
    assert [carrier.put(*item).status_code for item in (before, back_dated, after)] == [201] * 3
    assert carrier.put(*came_before).status_code == 200
    assert cases_of(platform, came_before[0]) == []
    for submission_id, _ in (before, back_dated, after):
        assert cases_of(platform, submission_id) == ["origin-revoked"]


def test_old_intake_keys_still_open_and_new_ones_work_at_once(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    old = terminal.intake()
    new = new_intake(platform)
    assert terminal.intake().key_id == new.key_id != old.key_id
    for key in (old, new):
        submission_id, data = terminal.envelope(a_draft(catalogue), intake=key)
        terminal.put(submission_id, data)
        assert cases_of(platform, submission_id) == []


def test_a_lost_intake_key_that_is_put_back_opens_what_was_received(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    key = new_intake(platform)
    file = platform.settings.keys / f"intake-{key.key_id}.key"
    aside = file.rename(file.with_suffix(".aside"))
    submission_id, data = terminal.envelope(a_draft(catalogue), intake=key)
    assert terminal.put(submission_id, data).status_code == 201
    (sealed,) = applications(platform, submission_id, full=True)
    assert (sealed["payload"], sealed["kind"]) == (None, None)
    aside.rename(file)
    (opened,) = applications(platform, submission_id, full=True)
    assert opened["payload"]["applicant"]["name"] == NAME


def test_every_kind_is_received(terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    for kind in SubmissionKind:
        answers = {"wish": "call-back", "phone": PHONE, "day": None, "part": "any"}
        submission_id, data = terminal.envelope(a_draft(catalogue, kind=kind, answers=answers))
        assert terminal.put(submission_id, data).status_code == 201
        assert cases_of(platform, submission_id) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<html>captive portal</html>",
        b'{"header":{},"sealed":"","origin":{}}',
        b"[" * 5000 + b"]" * 5000,
        b"\xff\xfe",
        b'{"header":1.5,"sealed":"","origin":{"key_id":"","signature":""}}',
    ],
)
def test_what_is_no_envelope_is_malformed(terminal: Terminal, body: bytes) -> None:
    answer = terminal.put(new_id(), body)
    assert (answer.status_code, fault_of(answer)) == (400, "malformed")


def test_the_address_must_name_the_headers_id(terminal: Terminal) -> None:
    _, data = terminal.envelope()
    for elsewhere in (new_id(), "x"):
        answer = terminal.put(elsewhere, data)
        assert (answer.status_code, fault_of(answer)) == (400, "malformed")


@pytest.mark.parametrize("limits", [Limits(envelope_bytes=1000)])
def test_a_body_beyond_the_limit_is_refused(terminal: Terminal, limits: Limits) -> None:
    answer = terminal.put(new_id(), b"x" * (limits.envelope_bytes + 1))
    assert (answer.status_code, fault_of(answer)) == (413, "too-large")


def test_the_journal_of_the_platform_names_no_person(terminal: Terminal, platform: Platform) -> None:
    terminal.put(*terminal.envelope(a_draft(), applicant={"name": NAME, "number": [NUMBER]}))
    with platform.database.read() as connection:
        rows = connection.execute(text("select detail from platform_case")).scalars().all()
    assert rows
    assert not any(NAME in row or NUMBER in row for row in rows)
    assert platform_cases(platform) == []
