"""Applications that lean on the platform's statements: which become a case, and that none is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central.applications import applications
from central.enrolment import make_claim
from central.identity_codes import make_identity_code
from central.platform import Platform
from kiosk.catalogue import Catalogue
from kiosk.clock import parse_stamp
from kiosk.protocol.keys import SigningKey, decode, encode
from kiosk.protocol.payload import IdentityProof
from kiosk.protocol.statement import IdentityStatement, RemoteWay, person_binding, sign_statement
from tests.central.asking import KEY, NO_PHONE, PERSON, VISIT, Asker, code_in, messages, take_people
from tests.central.peer import NUMBER, SITE, Terminal, a_draft

Facts = dict[str, str]


@pytest.fixture
def asker(terminal: Terminal, platform: Platform, tmp_path: Path) -> Asker:
    take_people(platform, tmp_path)
    return Asker.of(terminal)


@pytest.fixture
def facts(asker: Asker, tmp_path: Path) -> Facts:
    """Of a proof by SMS code that was really made."""
    _, sent = asker.send_code()
    _, said = asker.check_code(sent["challenge"], code_in(messages(tmp_path / "sms")[-1]))
    return {"statement": said["statement"], "person_key": encode(KEY), "visit": VISIT}


def proof(facts: Mapping[str, str], way: str = "sms-code", result: str = "confirmed") -> IdentityProof:
    return IdentityProof(way=way, at=datetime.now(UTC), result=result, facts=facts)


def details_of(platform: Platform, submission: str) -> list[str]:
    (found,) = applications(platform, submission)
    assert {case["code"] for case in found["cases"]} <= {"identity-misfit"}
    return sorted(case["detail"] for case in found["cases"])


def test_a_statement_serves_one_application_and_a_second_becomes_a_case(
    terminal: Terminal, platform: Platform, catalogue: Catalogue, facts: Facts
) -> None:
    first, data = terminal.envelope(a_draft(catalogue, proofs=[proof(facts)]))
    # delivered twice, as after a lost answer
    assert [terminal.put(first, data).status_code for _ in range(2)] == [201, 200]
    assert details_of(platform, first) == []
    second, data = terminal.envelope(a_draft(catalogue, proofs=[proof(facts)]))
    assert terminal.put(second, data).status_code == 201
    (detail,) = details_of(platform, second)
    assert detail.endswith(f"it served {first} before")


def test_a_code_whose_statement_served_gives_no_other(
    terminal: Terminal, platform: Platform, catalogue: Catalogue, asker: Asker, tmp_path: Path
) -> None:
    text = make_identity_code(platform, NUMBER)
    lost = asker.exchange(text, PERSON)[1]["statement"]
    taken = asker.exchange(text, PERSON)[1]["statement"]

    def put(statement: str) -> list[str]:
        facts = {"statement": statement, "person_key": encode(KEY), "visit": VISIT}
        submission, data = terminal.envelope(a_draft(catalogue, proofs=[proof(facts, "identity-code")]))
        assert terminal.put(submission, data).status_code == 201
        return details_of(platform, submission)

    assert put(taken) == []
    assert put(lost)[0].endswith("not in force here"), "the statement of before was withdrawn"
    assert asker.exchange(text, PERSON)[0].json()["fault"] == "code-used"


Change = Callable[[Facts, Platform], tuple[Facts, dict[str, Any]]]


def _statement(platform: Platform, key: SigningKey | None = None, **changed: Any) -> str:
    now = datetime.now(UTC)
    values: dict[str, Any] = {
        "id": "0" * 32,
        "way": RemoteWay.SMS_CODE,
        "terminal": "FC01",
        "visit": VISIT,
        "person": person_binding(KEY, NUMBER),
        "at": now,
        "until": now + timedelta(hours=2),
        "platform": platform.name,
    }
    return sign_statement(IdentityStatement(**{**values, **changed}), key or platform.identity)


LATER = timedelta(hours=2, minutes=11)
MISFITS: dict[str, tuple[Change, str]] = {
    "no statement": (lambda f, p: ({}, {}), "sms-code: no statement of this platform (MalformedError)"),
    "another key signed it": (
        lambda f, p: ({**f, "statement": _statement(p, SigningKey.generate())}, {}),
        "sms-code: no statement of this platform (SignatureError)",
    ),
    "the root key signed it": (
        lambda f, p: ({**f, "statement": _statement(p, p.root)}, {}),
        "sms-code: no statement of this platform (SignatureError)",
    ),
    "a letter was changed": (
        lambda f, p: ({**f, "statement": f["statement"].replace('"payload":"ey', '"payload":"eY')}, {}),
        "sms-code: no statement of this platform (SignatureError)",
    ),
    "another terminal": (lambda f, p: ({**f, "statement": _statement(p, terminal="FC02")}, {}), "sms-code: terminal"),
    "another visit": (lambda f, p: ({**f, "visit": "v2"}, {}), "sms-code: visit"),
    "another way": (
        lambda f, p: ({**f, "statement": _statement(p, way=RemoteWay.IDENTITY_CODE)}, {}),
        "sms-code: way",
    ),
    "another person": (lambda f, p: (f, {"actor": {**PERSON, **NO_PHONE}}), "sms-code: person"),
    "another key of the person": (lambda f, p: ({**f, "person_key": encode(bytes(32))}, {}), "sms-code: person"),
    "nobody": (lambda f, p: (f, {"actor": None, "applicant": None}), "sms-code: person"),
    "too old": (
        lambda f, p: ({**f, "statement": _statement(p, until=datetime.now(UTC) - LATER)}, {}),
        "sms-code: time",
    ),
    "never issued": (
        lambda f, p: ({**f, "statement": _statement(p)}, {}),
        f"statement {'0' * 32}: not in force here",
    ),
}


@pytest.mark.parametrize("name", MISFITS)
def test_what_does_not_fit_is_received_and_becomes_a_case(
    name: str, terminal: Terminal, platform: Platform, catalogue: Catalogue, facts: Facts
) -> None:
    change, detail = MISFITS[name]
    changed, members = change(facts, platform)
    for member, person in members.items():
        members[member] = None if person is None else {"birth_date": None, "sex": None, "address": None, **person}
    submission, data = terminal.envelope(a_draft(catalogue, proofs=[proof(changed)]), **members)
    assert terminal.put(submission, data).status_code == 201
    assert details_of(platform, submission) == [detail]
    # a misfit uses nothing up: the true one still serves
    good, data = terminal.envelope(a_draft(catalogue, proofs=[proof(facts)]))
    assert terminal.put(good, data).status_code == 201
    assert details_of(platform, good) == []


INSTEAD = {"document": "identity-code", "name": "测试人", "number": NUMBER, "birth_date": "1950-01-01"}


def instead(terminal: Terminal, platform: Platform, catalogue: Catalogue, proofs: list[IdentityProof]) -> list[str]:
    """An application of somebody whose card was left at home."""
    person = {**INSTEAD, "sex": "1", "address": None}
    draft = a_draft(catalogue, proofs=proofs)
    submission, data = terminal.envelope(draft, actor=person, applicant=person)
    assert terminal.put(submission, data).status_code == 201
    return details_of(platform, submission)


def test_an_identity_code_in_place_of_the_card_needs_its_statement(
    terminal: Terminal, platform: Platform, catalogue: Catalogue, asker: Asker, facts: Facts
) -> None:
    said = asker.exchange(make_identity_code(platform, NUMBER))[1]
    by_code = {"statement": said["statement"], "person_key": encode(KEY), "visit": VISIT}
    assert instead(terminal, platform, catalogue, [proof(by_code, "identity-code")]) == []
    missing = [
        f"{role}: identity-code without the platform's statement about them" for role in ("actor", "applicant")
    ]
    assert instead(terminal, platform, catalogue, []) == missing
    assert instead(terminal, platform, catalogue, [proof(facts)]) == missing, (
        "a message shows that somebody has a phone"
    )


def test_somebody_else_s_code_names_no_applicant(
    terminal: Terminal, platform: Platform, catalogue: Catalogue, asker: Asker
) -> None:
    said = asker.exchange(make_identity_code(platform, NUMBER))[1]
    by_code = {"statement": said["statement"], "person_key": encode(KEY), "visit": VISIT}
    child = {**INSTEAD, "number": NO_PHONE["number"], "sex": "1", "address": None}
    draft = a_draft(catalogue, proofs=[proof(by_code, "identity-code")])
    submission, data = terminal.envelope(draft, applicant=child)
    assert terminal.put(submission, data).status_code == 201
    assert details_of(platform, submission) == [
        "applicant: identity-code without the platform's statement about them"
    ]


SEEN = {"document": "household-register", "staff": "0012", "staff_name": "示例员甲"}


@pytest.mark.parametrize(
    ("facts", "result", "fits"),
    [
        (SEEN, "confirmed", True),
        (SEEN, "failed", False),
        ({**SEEN, "staff": ""}, "confirmed", False),
        ({**SEEN, "document": "birth-certificate"}, "confirmed", False),
    ],
)
def test_a_child_of_the_register_was_seen_by_staff(
    terminal: Terminal, platform: Platform, catalogue: Catalogue, facts: Facts, result: str, fits: bool
) -> None:
    child = {**INSTEAD, "document": "household-register", "number": NO_PHONE["number"], "sex": "1", "address": None}
    draft = a_draft(catalogue, proofs=[proof(facts, "document-seen", result)])
    submission, data = terminal.envelope(draft, applicant=child)
    assert terminal.put(submission, data).status_code == 201
    assert details_of(platform, submission) == ([] if fits else ["applicant: household-register that no staff saw"])


def test_nobody_shows_themself_by_a_register(terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    person = {**INSTEAD, "document": "household-register", "sex": "1", "address": None}
    draft = a_draft(catalogue, proofs=[proof(SEEN, "document-seen")])
    submission, data = terminal.envelope(draft, actor=person, applicant=person)
    assert terminal.put(submission, data).status_code == 201
    assert details_of(platform, submission) == ["actor: nobody shows themself by a household register"]


def test_a_way_that_failed_needs_no_statement(terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    submission, data = terminal.envelope(a_draft(catalogue, proofs=[proof({}, result="failed")]))
    assert terminal.put(submission, data).status_code == 201
    assert details_of(platform, submission) == []


def test_a_stolen_terminals_statement_is_no_other_terminals(
    asker: Asker,
    platform: Platform,
    catalogue: Catalogue,
    newcomer: Callable[[], Terminal],
    facts: Facts,
) -> None:
    made = newcomer()
    made.id = "FC02"
    made.enrol(make_claim(platform, "FC02", SITE, timedelta(hours=1)))
    submission, data = made.envelope(a_draft(catalogue, proofs=[proof(facts)]))
    assert made.put(submission, data).status_code == 201
    assert details_of(platform, submission) == ["sms-code: terminal"]


def test_whose_statement_it_is_cannot_be_tried_out_from_what_is_shown(
    terminal: Terminal, platform: Platform, catalogue: Catalogue, facts: Facts
) -> None:
    submission, data = terminal.envelope(a_draft(catalogue, proofs=[proof(facts)]))
    terminal.put(submission, data)
    (shown,) = applications(platform, submission)
    assert facts["person_key"] not in str(shown)
    assert shown["proofs"][0]["facts"]["visit"] == VISIT
    (whole,) = applications(platform, submission, full=True)
    assert whole["proofs"][0]["facts"] == facts


def test_the_statement_says_what_the_envelope_says(asker: Asker, facts: Facts) -> None:
    payload = json.loads(decode(json.loads(facts["statement"])["payload"]))
    assert parse_stamp(payload["at"]) <= datetime.now(UTC)
    assert payload["platform"] == "示例平台"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.dictionaries(
        st.sampled_from(["statement", "person_key", "visit"]),
        st.text(max_size=200) | st.just("[" * 3000) | st.just('{"key_id":1}') | st.just('{"key_id":"0"}'),
    )
)
def test_whatever_stands_in_a_proof_is_received(terminal: Terminal, platform: Platform, facts: Facts) -> None:
    surrogates = any("\ud800" <= character <= "\udfff" for value in facts.values() for character in value)
    if surrogates:
        return
    submission, data = terminal.envelope(a_draft(proofs=[proof(facts)]))
    assert terminal.put(submission, data).status_code == 201
    (found,) = applications(platform, submission)
    assert "identity-misfit" in {case["code"] for case in found["cases"]}
