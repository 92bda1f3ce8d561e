"""Acting for others: an authorisation holds on its days, for its services and for the right people, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import ROOT, all_faults
from kiosk.catalogue import read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.catalogue.model import ServiceItem
from kiosk.identity.proxy import ACCEPTED, Authorisation, Basis, acting_fault, authorisation_fault
from kiosk.protocol.canonical import canonical
from kiosk.protocol.envelope import Capacity
from kiosk.protocol.payload import PersonRecord
from tests.kiosk.people import number_for

TODAY = date(2026, 11, 20)
CATALOGUE = read_catalogue(read_folder(ROOT / "data" / "catalogue"))
SERVICE = replace(CATALOGUE.services["S008"], proxies=tuple(Capacity), self_from_age=14)


def person(birth: date, sequence: int = 1) -> PersonRecord:
    return PersonRecord(
        document="resident-card", name="测试丁", number=number_for(birth, sequence), birth_date=birth.isoformat()
    )


ADULT, OTHER, CHILD = person(date(1975, 1, 12)), person(date(1950, 5, 1)), person(date(2015, 5, 1))
COMPANY = PersonRecord(document="credit-code", name="示例有限公司", number="99999999MA0000000T")


def grant(**changes: Any) -> Authorisation:
    values: dict[str, Any] = {
        "id": "A1",
        "capacity": Capacity.PROXY,
        "principal": OTHER,
        "agent": ADULT,
        "services": frozenset({"S008"}),
        "departments": frozenset(),
        "valid_from": TODAY,
        "until": TODAY,
        "basis": Basis.BOTH_PRESENT,
        "granted_at": datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
        **changes,
    }
    return Authorisation(**values)


GUARDIAN = {
    "capacity": Capacity.GUARDIAN,
    "principal": CHILD,
    "basis": Basis.HOUSEHOLD_REGISTER,
    "checked_by": "0012",
}
ORGANISATION = {
    "capacity": Capacity.ORGANISATION,
    "principal": COMPANY,
    "basis": Basis.BUSINESS_LICENCE,
    "checked_by": "0012",
}
MINOR = person(date(2010, 5, 1))
CASES: list[tuple[dict[str, Any], str | None]] = [
    ({}, None),
    ({"basis": Basis.PAPER, "checked_by": "0012"}, None),
    ({"basis": Basis.PAPER}, "proxy.unproven"),
    ({"basis": Basis.HOUSEHOLD_REGISTER, "checked_by": "0012"}, "proxy.unproven"),
    ({"capacity": Capacity.SELF}, "proxy.not-for-service"),
    ({"agent": OTHER}, "proxy.same-person"),
    ({"agent": MINOR}, "proxy.agent-minor"),
    ({"agent": person(date(2008, 11, 20))}, None),
    ({"agent": person(date(2008, 11, 21))}, "proxy.agent-minor"),
    ({"agent": replace(ADULT, birth_date=None)}, "proxy.unproven"),
    ({"agent": COMPANY}, "proxy.unproven"),
    ({"principal": replace(OTHER, birth_date="1950-13-01")}, "proxy.unproven"),
    ({"principal": COMPANY}, "proxy.unproven"),
    ({"principal": MINOR}, "proxy.guardian-needed"),
    ({"valid_from": TODAY - timedelta(days=30), "until": TODAY + timedelta(days=30)}, None),
    ({"valid_from": TODAY - timedelta(days=9), "until": TODAY - timedelta(days=1)}, "proxy.expired"),
    ({"valid_from": TODAY + timedelta(days=1), "until": TODAY + timedelta(days=9)}, "proxy.expired"),
    ({"revoked_at": datetime(2026, 11, 20, 1, 0, tzinfo=UTC)}, "proxy.revoked"),
    ({"services": frozenset({"S001"})}, "proxy.out-of-scope"),
    ({"services": frozenset()}, "proxy.out-of-scope"),
    ({"services": frozenset(), "departments": frozenset({SERVICE.department_code})}, None),
    (GUARDIAN, None),
    ({**GUARDIAN, "basis": Basis.BIRTH_CERTIFICATE}, None),
    ({**GUARDIAN, "checked_by": ""}, "proxy.unproven"),
    ({**GUARDIAN, "basis": Basis.BOTH_PRESENT}, "proxy.unproven"),
    ({**GUARDIAN, "principal": OTHER}, "proxy.of-age"),
    ({**GUARDIAN, "principal": OTHER, "basis": Basis.GUARDIAN_PAPER}, None),
    ({**GUARDIAN, "agent": MINOR}, "proxy.agent-minor"),
    (ORGANISATION, None),
    ({**ORGANISATION, "principal": replace(COMPANY, number="99999999MA00000000")}, "proxy.credit-code"),
    ({**ORGANISATION, "principal": replace(COMPANY, name="")}, "proxy.credit-code"),
    ({**ORGANISATION, "principal": OTHER}, "proxy.credit-code"),
    ({**ORGANISATION, "basis": Basis.BIRTH_CERTIFICATE}, "proxy.unproven"),
]


@pytest.mark.parametrize(("changes", "fault"), CASES)
def test_what_holds_and_what_does_not(changes: dict[str, Any], fault: str | None) -> None:
    found = authorisation_fault(grant(**changes), SERVICE, TODAY)
    assert (None if found is None else found.id) == fault


@pytest.mark.parametrize("capacity", [Capacity.PROXY, Capacity.GUARDIAN, Capacity.ORGANISATION])
def test_a_service_that_does_not_allow_it(capacity: Capacity) -> None:
    closed = replace(SERVICE, proxies=tuple(one for one in Capacity if one is not capacity))
    kinds = {Capacity.PROXY: {}, Capacity.GUARDIAN: GUARDIAN, Capacity.ORGANISATION: ORGANISATION}
    found = authorisation_fault(grant(**kinds[capacity]), closed, TODAY)
    assert found is not None
    assert (found.id, found.detail) == ("proxy.not-for-service", capacity.value)


DATES = st.dates(date(1899, 1, 1), date(2100, 1, 1))
TEXTS = st.text(max_size=20)
PEOPLE = st.builds(
    PersonRecord,
    document=st.sampled_from(["resident-card", "credit-code", "passport"]),
    name=TEXTS,
    number=TEXTS | st.sampled_from([ADULT.number, COMPANY.number]),
    birth_date=st.none() | TEXTS | DATES.map(date.isoformat),
)
GRANTS = st.builds(
    Authorisation,
    id=TEXTS,
    capacity=st.sampled_from(Capacity),
    principal=PEOPLE,
    agent=PEOPLE,
    services=st.frozensets(st.sampled_from(["S001", "S008"])),
    departments=st.frozensets(st.sampled_from(["RS", "MZ"])),
    valid_from=DATES,
    until=DATES,
    basis=st.sampled_from(Basis),
    granted_at=st.datetimes(timezones=st.just(UTC)),
    checked_by=st.sampled_from(["", "0012"]),
    revoked_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(GRANTS, DATES)
def test_every_authorisation_is_judged_in_words_and_names_nobody(one: Authorisation, today: date) -> None:
    found = authorisation_fault(one, SERVICE, today)
    if found is None:
        assert one.valid_from <= today <= one.until
        assert one.revoked_at is None
        assert one.covers(SERVICE)
        assert one.basis in ACCEPTED[one.capacity]
        assert one.principal.number != one.agent.number
    else:
        assert found.id in all_faults()
        assert "99999919" not in found.detail, "a number stands in the detail"


@pytest.mark.parametrize(
    ("birth", "today", "alone"),
    [
        (date(2012, 11, 20), TODAY, True),
        (date(2012, 11, 21), TODAY, False),
        (date(2012, 2, 29), date(2026, 2, 28), False),
        (date(2012, 2, 29), date(2026, 3, 1), True),
        (date(2030, 1, 1), TODAY, False),
    ],
)
def test_from_fourteen_on_one_acts_alone(birth: date, today: date, alone: bool) -> None:
    found = acting_fault(SERVICE, birth, today)
    assert (None if found is None else found.id) == (None if alone else "proxy.guardian-needed")


def test_a_service_may_want_older_people_or_none_for_themselves() -> None:
    older = replace(SERVICE, self_from_age=18)
    found = acting_fault(older, date(2010, 1, 1), TODAY)
    assert found is not None
    assert found.id == "proxy.guardian-needed"
    assert acting_fault(older, date(2008, 11, 20), TODAY) is None
    found = acting_fault(replace(SERVICE, proxies=(Capacity.GUARDIAN,)), date(1975, 1, 12), TODAY)
    assert found is not None
    assert found.id == "proxy.not-for-service"


def test_nobody_is_named_by_a_repr_or_twice_in_the_payload() -> None:
    one = grant()
    for text in (repr(one), str(one), f"{[one]}", repr(one.agent)):
        assert ADULT.number not in text
        assert "测试丁" not in text
    payload = canonical(one.to_json())
    assert ADULT.number.encode() not in payload
    assert b'"basis":"both-present"' in payload


def service(**changes: Any) -> ServiceItem:
    payload = read_folder(ROOT / "data" / "catalogue")
    item = next(item for item in payload["services"] if item["id"] == "S053")
    for key in ("proxies", "self_from_age"):
        item.pop(key, None)
    item.update(changes)
    return read_catalogue({**payload, "services": [item], "aliases": []}).services["S053"]


@pytest.mark.parametrize(
    ("kind", "level", "capacities", "alone_from"),
    [
        ("certify", "L2", "self", 14),
        ("certify", "L3", "self", 18),
        ("apply", "L3", "self guardian", 18),
        ("apply", "L2", "self proxy guardian", 14),
        ("query", "L2", "self guardian", 14),
        ("print", "L1", "self guardian", 14),
        ("book", "L1", "self proxy guardian", 14),
    ],
)
def test_who_may_act_where_a_service_does_not_say(kind: str, level: str, capacities: str, alone_from: int) -> None:
    item = service(type=kind, auth_level=level)
    assert (" ".join(item.proxies), item.self_from_age) == (capacities, alone_from)


def test_a_service_says_who_may_act() -> None:
    item = service(proxies=["organisation", "self"], self_from_age=16)
    assert item.proxies == (Capacity.SELF, Capacity.ORGANISATION)
    assert item.self_from_age == 16
