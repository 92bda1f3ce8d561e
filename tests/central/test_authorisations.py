"""Acting for somebody else, at the platform: what does not fit becomes a case; what a withdrawal reaches."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central.applications import applications
from central.authorisations import authorisations, withdraw
from central.commands import publish_documents
from central.errors import SetupError
from central.platform import Platform
from kiosk.catalogue import Catalogue
from kiosk.identity.proxy import Basis
from kiosk.protocol.envelope import Capacity
from kiosk.protocol.payload import SubmissionDraft
from tests.central.acting import AGENT, CHILD, COMPANY, PRINCIPAL, SERVICE, a_grant, acting_draft, today
from tests.central.peer import NAME, NUMBER, Terminal, a_draft
from tests.central.servers import quick
from tests.central.test_protocol_examples import EXAMPLES
from tests.central.write_protocol_examples import MOMENT

DAY = timedelta(days=1)
STAFF, REASON = "0012", "王姓邻居不再代办"


@pytest.fixture(scope="module")
def acted_for(two_services: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two services, one of which may be done for others."""
    folder = tmp_path_factory.mktemp("acted-for")
    for file in (two_services / "catalogue.toml", *two_services.glob("services/*.toml")):
        (folder / file.relative_to(two_services)).parent.mkdir(exist_ok=True)
        text = file.read_text("utf-8")
        if file.name.startswith(SERVICE):
            allowed = 'proxies = ["self", "proxy", "guardian", "organisation"]\ndepartment_code'
            text = text.replace("department_code", allowed, 1)
        (folder / file.relative_to(two_services)).write_text(text, "utf-8")
    return folder


@pytest.fixture
def catalogue(platform: Platform, acted_for: Path) -> Catalogue:
    publish_documents(platform, acted_for, None, None)
    with platform.database.read() as connection:
        newest = platform.shelf.newest(connection)
    assert newest is not None
    assert Capacity.ORGANISATION in newest.services[SERVICE].proxies
    return newest


def put(terminal: Terminal, draft: SubmissionDraft, **changed: Any) -> str:
    submission, data = terminal.envelope(draft, **changed)
    assert terminal.put(submission, data).status_code == 201
    return submission


def misfits(platform: Platform, submission: str) -> list[str]:
    """What the cases say, which are of one kind."""
    (found,) = applications(platform, submission)
    assert {case["code"] for case in found["cases"]} <= {"authorisation-misfit"}
    return [case["detail"].removeprefix("authorisation: ") for case in found["cases"]]


Case = Callable[[Catalogue], SubmissionDraft]
PAPER = {"basis": Basis.PAPER, "checked_by": "0012"}
GOOD: dict[str, Case] = {
    "one service": lambda c: acting_draft(c, a_grant()),
    "all of its department": lambda c: acting_draft(
        c, a_grant(services=frozenset(), departments=frozenset({c.services[SERVICE].department_code}))
    ),
    "on its first and last day": lambda c: acting_draft(c, a_grant(until=today())),
    "a paper that staff saw": lambda c: acting_draft(c, a_grant(**PAPER)),
    "a child": lambda c: acting_draft(
        c,
        a_grant(capacity=Capacity.GUARDIAN, principal=CHILD, basis=Basis.HOUSEHOLD_REGISTER, checked_by="0012"),
    ),
    "an organisation": lambda c: acting_draft(
        c,
        a_grant(capacity=Capacity.ORGANISATION, principal=COMPANY, basis=Basis.BUSINESS_LICENCE, checked_by="0012"),
    ),
    "for oneself": lambda c: a_draft(c, SERVICE),
}
READ = "it cannot be read: "
BAD: dict[str, tuple[Case, str]] = {
    "none": (lambda c: acting_draft(c, a_grant(), extra={}), "none came with it"),
    "no object": (
        lambda c: acting_draft(c, a_grant(), extra={"authorisation": "yes"}),
        READ + ": model_type",
    ),
    "a basis of tomorrow": (
        lambda c: acting_draft(c, a_grant(), {"basis": "oath"}),
        READ + "a day, time, capacity or basis is none",
    ),
    "a day that is none": (
        lambda c: acting_draft(c, a_grant(), {"until": "2026-02-30"}),
        READ + "a day, time, capacity or basis is none",
    ),
    "an id that is none": (
        lambda c: acting_draft(c, a_grant(), {"id": "a\x00b"}),
        READ + "id: string_pattern_mismatch",
    ),
    "nobody named": (lambda c: acting_draft(c, a_grant(), actor=None), "nobody is named as applicant or actor"),
    "another capacity": (
        lambda c: acting_draft(c, a_grant(), capacity=Capacity.GUARDIAN),
        "capacity",
    ),
    "beside an application for oneself": (
        lambda c: acting_draft(c, a_grant(), capacity=Capacity.SELF),
        "capacity",
    ),
    "from oneself": (lambda c: acting_draft(c, a_grant(), actor=PRINCIPAL), "proxy.same-person"),
    "from a child": (lambda c: acting_draft(c, a_grant(), applicant=CHILD), "proxy.guardian-needed"),
    "a child acts": (lambda c: acting_draft(c, a_grant(), actor=CHILD), "proxy.agent-minor"),
    "over": (
        lambda c: acting_draft(c, a_grant(valid_from=today() - 9 * DAY, until=today() - DAY)),
        "proxy.expired (until)",
    ),
    "not begun": (lambda c: acting_draft(c, a_grant(valid_from=today() + DAY)), "proxy.expired (valid_from)"),
    "another service": (
        lambda c: acting_draft(c, a_grant(services=frozenset({"S001"}))),
        "proxy.out-of-scope",
    ),
    "another department": (
        lambda c: acting_draft(c, a_grant(services=frozenset(), departments=frozenset({"XX"}))),
        "proxy.out-of-scope",
    ),
    "a paper that nobody saw": (
        lambda c: acting_draft(c, a_grant(basis=Basis.PAPER)),
        "proxy.unproven (checked_by)",
    ),
    "a basis of another capacity": (
        lambda c: acting_draft(c, a_grant(basis=Basis.HOUSEHOLD_REGISTER, checked_by="0012")),
        "proxy.unproven (household-register for proxy)",
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_fits_is_no_case(name: str, terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    submission = put(terminal, GOOD[name](catalogue))
    assert misfits(platform, submission) == []
    (found,) = applications(platform, submission)
    assert (found["authorisation"] is None) == (name == "for oneself")


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_received_and_a_case(
    name: str, terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    draft, detail = BAD[name]
    (found,) = misfits(platform, put(terminal, draft(catalogue)))
    assert found.endswith(f": {detail}") or found == detail
    assert not any(text in found for text in (NAME, NUMBER))


def test_the_day_is_that_of_china_and_of_the_resident(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    """Handed in at 23:30 of the last day in China, off line, and delivered two days later."""
    last = today() - 2 * DAY
    grant = a_grant(valid_from=last, until=last)
    late = datetime(last.year, last.month, last.day, 15, 30, tzinfo=UTC)
    assert misfits(platform, put(terminal, acting_draft(catalogue, grant, received_at=late))) == []
    next_day = a_grant(valid_from=last, until=last)
    after = acting_draft(catalogue, next_day, received_at=late + timedelta(hours=1))
    assert misfits(platform, put(terminal, after)) == [f"{next_day.id}: proxy.expired (until)"]


def test_a_service_that_is_not_known_here_is_judged_by_its_id(terminal: Terminal, platform: Platform) -> None:
    inside, outside = (a_grant(services=frozenset({service})) for service in ("nowhere", SERVICE))
    department = a_grant(services=frozenset(), departments=frozenset({"RS"}))
    for grant, wanted in ((inside, False), (outside, True), (department, False)):
        submission = put(terminal, acting_draft(None, grant))
        (found,) = applications(platform, submission)
        assert ("authorisation-misfit" in {case["code"] for case in found["cases"]}) is wanted


def test_the_example_of_the_page_is_taken(terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    extra = {"authorisation": EXAMPLES["authorisation"]}
    draft = acting_draft(catalogue, a_grant(), extra=extra, received_at=MOMENT)
    (found,) = applications(platform, put(terminal, draft))
    assert found["authorisation"]["id"] == EXAMPLES["authorisation"]["id"]
    assert "authorisation-misfit" not in {case["code"] for case in found["cases"]}


def test_one_id_is_one_authorisation(terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    grant = a_grant()
    assert misfits(platform, put(terminal, acting_draft(catalogue, grant))) == []
    assert misfits(platform, put(terminal, acting_draft(catalogue, grant))) == []
    third = acting_draft(catalogue, grant, applicant=AGENT, actor=PRINCIPAL)
    (swapped,) = misfits(platform, put(terminal, third))
    assert swapped == f"{grant.id}: another one came under this id (principal, agent)"
    longer = acting_draft(catalogue, grant, {"until": str(grant.until + DAY), "services": ["S001", SERVICE]})
    (wider,) = misfits(platform, put(terminal, longer))
    assert wider == f"{grant.id}: another one came under this id (services, until)"
    (kept,) = authorisations(platform)
    assert (kept["until"], kept["services"]) == (str(grant.until), [SERVICE])


def test_nobody_leans_on_what_the_platform_kept(terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    grant = a_grant()
    put(terminal, acting_draft(catalogue, grant))
    (found,) = misfits(platform, put(terminal, acting_draft(catalogue, grant, {"basis": "platform"})))
    assert "cannot be read" in found


def test_a_withdrawal_reaches_what_leans_on_it_and_what_comes_later(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    grant, other = a_grant(valid_from=today() - DAY), a_grant()
    mine = [put(terminal, acting_draft(catalogue, grant)) for _ in range(2)]
    not_mine = put(terminal, acting_draft(catalogue, other))
    said_before = datetime.now(UTC) - timedelta(minutes=1)
    assert withdraw(platform, grant.id, STAFF, REASON) == tuple(sorted(mine))
    assert withdraw(platform, grant.id, "0013", REASON) is None
    for submission in mine:
        (detail,) = misfits(platform, submission)
        assert ": withdrawn at " in detail
        assert detail.endswith("after this was received")
    assert misfits(platform, not_mine) == []
    later = put(terminal, acting_draft(catalogue, grant))
    (detail,) = misfits(platform, later)
    assert ": withdrawn at " in detail
    assert "older" not in detail
    # handed in before and off line, or so it says: people judge
    (detail,) = misfits(platform, put(terminal, acting_draft(catalogue, grant, received_at=said_before)))
    assert detail.endswith("; this says it is older, and came later")
    shown = {row["id"]: row["authorisation"] for row in applications(platform)}
    assert all(shown[submission]["revoked_at"] for submission in (*mine, later))
    assert shown[not_mine] == {"id": other.id, "revoked_at": None}
    assert [row["id"] for row in authorisations(platform)] == [other.id]
    (ended,) = (row for row in authorisations(platform, every=True, full=True) if row["id"] == grant.id)
    assert (ended["revoked_by"], ended["reason"]) == (STAFF, REASON)


def test_a_repeat_after_a_withdrawal_is_only_a_repeat(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    grant = a_grant()
    submission, data = terminal.envelope(acting_draft(catalogue, grant))
    terminal.put(submission, data)
    withdraw(platform, grant.id, STAFF, REASON)
    assert terminal.put(submission, data).status_code == 200
    assert len(misfits(platform, submission)) == 1


def test_a_withdrawn_paper_that_is_shown_again_is_seen(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    first = a_grant(**PAPER)
    put(terminal, acting_draft(catalogue, first))
    withdraw(platform, first.id, STAFF, REASON)
    (detail,) = misfits(platform, put(terminal, acting_draft(catalogue, a_grant(**PAPER))))
    assert "another one of these two was withdrawn at " in detail
    agreed_anew = put(terminal, acting_draft(catalogue, a_grant()))
    assert misfits(platform, agreed_anew) == []
    of_another = a_grant(**PAPER, principal=AGENT, agent=PRINCIPAL)
    assert misfits(platform, put(terminal, acting_draft(catalogue, of_another))) == []


def test_the_list_and_the_withdrawal_as_an_operator_gives_them(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    grant, over = a_grant(), a_grant(valid_from=today() - 9 * DAY, until=today() - DAY, **PAPER)
    for one in (grant, over):
        put(terminal, acting_draft(catalogue, one))
    db = ("--db", platform.settings.db)
    listed = quick("authorisations", *db)[0]
    assert (grant.id in listed, over.id in listed) == (True, False)
    assert f"测** for 测**: {SERVICE}" in listed
    assert NAME not in listed
    assert over.id in quick("authorisations", *db, "--all")[0]
    full = quick("authorisations", *db, "--full")[0]
    assert f"{AGENT.name} for {NAME}" in full
    (row,) = json.loads(quick("authorisations", *db, "--json", "--person", NUMBER)[0])
    assert (row["id"], row["principal"]["number"][-2:]) == (grant.id, NUMBER[-2:])
    assert json.loads(quick("authorisations", *db, "--json", "--person", CHILD.number)[0]) == []
    revoke = ("authorisations", *db, "--revoke", grant.id)
    assert "--staff" in quick(*revoke, "--reason", REASON, expect=2)[1]
    assert "--reason" in quick(*revoke, "--staff", STAFF, expect=2)[1]
    told = [quick(*revoke, "--staff", STAFF, "--reason", REASON)[0].splitlines() for _ in range(2)]
    assert told == [["withdrawn; 1 handed in with it have a case now", row["submission"]], ["was withdrawn before"]]
    assert quick("authorisations", *db)[0].strip() == "nobody may act for somebody else"
    assert f"by {STAFF}" in quick("authorisations", *db, "--all")[0]
    assert REASON not in quick("authorisations", *db, "--all", "--json")[0]
    lines = quick("applications", *db)[0].splitlines()
    assert [line.endswith("authorisation withdrawn") for line in lines] == [True, False]


@pytest.mark.parametrize(("wanted", "staff", "reason"), [("", "", "x"), ("", "1", ""), ("nothing", "1", "x")])
def test_a_withdrawal_names_one_that_is_kept(
    wanted: str, staff: str, reason: str, terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    grant = a_grant()
    put(terminal, acting_draft(catalogue, grant))
    with pytest.raises(SetupError):
        withdraw(platform, wanted or grant.id, staff, reason)
    assert [row["id"] for row in authorisations(platform)] == [grant.id]


def test_neither_persons_nor_reasons_are_at_rest_in_clear(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    grant = a_grant()
    put(terminal, acting_draft(catalogue, grant))
    withdraw(platform, grant.id, STAFF, REASON)
    file = platform.settings.keys.with_suffix(".db")
    at_rest = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert grant.id.encode() in at_rest
    assert not any(text.encode() in at_rest for text in (NAME, NUMBER, AGENT.name, AGENT.number, REASON))


_WORDS = st.text(max_size=30) | st.none() | st.integers(-9, 9) | st.lists(st.text(max_size=9), max_size=3)
_DAYS = st.sampled_from(["0001-01-01", "9999-12-31", "٢٠٢٦-11-20", "9999-12-31T23:59:59-10:00"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.dictionaries(st.sampled_from(sorted(a_grant().to_json())), _WORDS | _DAYS))
def test_whatever_stands_in_an_authorisation_is_received(
    told: dict[str, Any], terminal: Terminal, platform: Platform
) -> None:
    put(terminal, acting_draft(None, a_grant(), told))
    authorisations(platform, every=True, full=True)
