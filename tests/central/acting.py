"""Two invented persons and what one lets the other do, as a terminal's payload tells it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kiosk.catalogue import Catalogue
from kiosk.clock import CHINA
from kiosk.identity.proxy import Authorisation, Basis
from kiosk.protocol.envelope import Capacity
from kiosk.protocol.payload import PersonRecord, SubmissionDraft
from tests.central.peer import NAME, NUMBER, a_draft, new_id

SERVICE = "S008"
PRINCIPAL = PersonRecord(document="resident-card", name=NAME, number=NUMBER, birth_date="1950-01-01")
AGENT = PersonRecord(document="resident-card", name="测试乙", number="99999919500101001X", birth_date="1950-01-01")
CHILD = PersonRecord(document="resident-card", name="测试丙", number="999999202001010019", birth_date="2020-01-01")
COMPANY = PersonRecord(document="credit-code", name="示例有限公司", number="99999999MA0000000T")


def today() -> date:
    return datetime.now(UTC).astimezone(CHINA).date()


def a_grant(**changed: Any) -> Authorisation:
    """PRINCIPAL, who was there, lets AGENT do one service for a month."""
    values: dict[str, Any] = {
        "id": new_id(),
        "capacity": Capacity.PROXY,
        "principal": PRINCIPAL,
        "agent": AGENT,
        "services": frozenset({SERVICE}),
        "departments": frozenset(),
        "valid_from": today(),
        "until": today() + timedelta(days=30),
        "basis": Basis.BOTH_PRESENT,
        "granted_at": datetime.now(UTC),
        **changed,
    }
    return Authorisation(**values)


def acting_draft(
    catalogue: Catalogue | None, grant: Authorisation, told: Mapping[str, Any] | None = None, **changed: Any
) -> SubmissionDraft:
    """An application under it, as the terminal drafts one; `told` replaces members of what the payload tells."""
    values: dict[str, Any] = {
        "applicant": grant.principal,
        "actor": grant.agent,
        "capacity": grant.capacity,
        "extra": {"authorisation": {**grant.to_json(), **(told or {})}},
        **changed,
    }
    return a_draft(catalogue, SERVICE, **values)
