"""Acting for somebody else: what an agent, a guardian or an organisation's agent has to show, and whether it holds.

An `Authorisation` is shown or given anew in each visit; the terminal keeps none. Whether the agent is who they
say is proven like anybody's (`kiosk.identity.ways`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kiosk.catalogue.model import ServiceItem
from kiosk.clock import stamp
from kiosk.faults import Fault
from kiosk.identity.ages import GUARDED_UNTIL, age_on, is_minor
from kiosk.identity.credit_code import credit_code_holds
from kiosk.identity.number import normalised_number
from kiosk.protocol.envelope import Capacity
from kiosk.protocol.payload import PersonRecord

CREDIT_CODE = "credit-code"
"""`PersonRecord.document` of an organisation."""


class Basis(StrEnum):
    """What an authorisation rests on."""

    BOTH_PRESENT = "both-present"
    """Both stood here, each document was read, and the principal agreed on the screen."""
    PAPER = "paper"
    """A written authorisation (授权委托书, 介绍信), seen by staff."""
    HOUSEHOLD_REGISTER = "household-register"
    """户口簿: a parent of a minor, seen by staff."""
    BIRTH_CERTIFICATE = "birth-certificate"
    """出生医学证明: a parent of a minor, seen by staff."""
    GUARDIAN_PAPER = "guardian-paper"
    """A court's or committee's decision about the guardian (民法典 31), of a minor or an adult; seen by staff."""
    BUSINESS_LICENCE = "business-licence"
    """营业执照 or another certificate of an organisation that names the agent as its legal representative; seen by
    staff."""


ACCEPTED: Mapping[Capacity, frozenset[Basis]] = {
    Capacity.SELF: frozenset(),
    Capacity.PROXY: frozenset({Basis.BOTH_PRESENT, Basis.PAPER}),
    Capacity.GUARDIAN: frozenset({Basis.HOUSEHOLD_REGISTER, Basis.BIRTH_CERTIFICATE, Basis.GUARDIAN_PAPER}),
    Capacity.ORGANISATION: frozenset({Basis.BUSINESS_LICENCE, Basis.PAPER}),
}
_PARENTS = frozenset({Basis.HOUSEHOLD_REGISTER, Basis.BIRTH_CERTIFICATE})


@dataclass(frozen=True, kw_only=True, repr=False)
class Authorisation:
    """That one person may act for another, or for an organisation. Shown by no `repr`."""

    id: str
    """Made with the visit."""
    capacity: Capacity
    """In which the agent acts: never SELF."""
    principal: PersonRecord
    """For whom; an organisation with `document` = `credit-code`."""
    agent: PersonRecord
    """Who acts: a natural person."""
    services: frozenset[str]
    """Ids of services that it covers."""
    departments: frozenset[str]
    """Codes of departments all of whose services it covers."""
    valid_from: date
    until: date
    """The last day."""
    basis: Basis
    granted_at: datetime
    """When it was given, or shown here."""
    checked_by: str = ""
    """Staff number of who saw the papers; empty where nobody has to."""
    revoked_at: datetime | None = None

    def covers(self, service: ServiceItem) -> bool:
        return service.id in self.services or service.department_code in self.departments

    def to_json(self) -> dict[str, Any]:
        """As the payload tells it in `extra`: principal and agent stand there as applicant and actor."""
        return {
            "id": self.id,
            "capacity": self.capacity.value,
            "services": sorted(self.services),
            "departments": sorted(self.departments),
            "valid_from": self.valid_from.isoformat(),
            "until": self.until.isoformat(),
            "basis": self.basis.value,
            "granted_at": stamp(self.granted_at),
            "checked_by": self.checked_by or None,
        }

    def __repr__(self) -> str:
        return f"Authorisation({self.capacity.value}, {self.basis.value}, ***)"


def acting_fault(service: ServiceItem, birth_date: date, today: date) -> Fault | None:
    """Why somebody cannot act for themselves in a service on `today`, or None."""
    if Capacity.SELF not in service.proxies:
        return Fault(id="proxy.not-for-service", detail="self")
    if age_on(birth_date, today) < max(service.self_from_age, GUARDED_UNTIL):
        return Fault(id="proxy.guardian-needed")
    return None


def authorisation_fault(authorisation: Authorisation, service: ServiceItem, today: date) -> Fault | None:
    """Why an authorisation does not let its agent act in a service on `today`, or None. Ids are those of
    `kiosk/faults.toml`; details name a member, never what it holds.

    A revocation that is known counts at once, whenever it happened: what was handed in before it stands.
    """
    capacity = authorisation.capacity
    if capacity not in service.proxies or capacity is Capacity.SELF:
        return Fault(id="proxy.not-for-service", detail=capacity.value)
    fault = standing_fault(authorisation, today)
    if fault is not None:
        return fault
    return None if authorisation.covers(service) else Fault(id="proxy.out-of-scope")


def standing_fault(authorisation: Authorisation, today: date) -> Fault | None:
    """As `authorisation_fault`, for whatever service: basis, persons, revocation and days."""
    capacity, basis = authorisation.capacity, authorisation.basis
    if basis not in ACCEPTED[capacity]:
        return Fault(id="proxy.unproven", detail=f"{basis.value} for {capacity.value}")
    if basis is not Basis.BOTH_PRESENT and not authorisation.checked_by:
        return Fault(id="proxy.unproven", detail="checked_by")
    fault = _persons_fault(authorisation, today)
    if fault is not None:
        return fault
    if authorisation.revoked_at is not None:
        return Fault(id="proxy.revoked")
    if not authorisation.valid_from <= today <= authorisation.until:
        return Fault(id="proxy.expired", detail="until" if authorisation.until < today else "valid_from")
    return None


def _persons_fault(authorisation: Authorisation, today: date) -> Fault | None:
    principal, agent = authorisation.principal, authorisation.agent
    agent_born = _born(agent)
    if agent_born is None:
        return Fault(id="proxy.unproven", detail="agent.birth_date")
    if is_minor(agent_born, today):
        return Fault(id="proxy.agent-minor")
    if authorisation.capacity is Capacity.ORGANISATION:
        good = principal.document == CREDIT_CODE and credit_code_holds(principal.number) and principal.name
        return None if good else Fault(id="proxy.credit-code")
    principal_born = _born(principal)
    if principal_born is None:
        return Fault(id="proxy.unproven", detail="principal.birth_date")
    if normalised_number(principal.number) == normalised_number(agent.number):
        return Fault(id="proxy.same-person")
    minor = is_minor(principal_born, today)
    if authorisation.capacity is Capacity.PROXY and minor:
        # a minor's consent gives no power of agency; the guardian has it by law (民法典 23)
        return Fault(id="proxy.guardian-needed")
    if authorisation.capacity is Capacity.GUARDIAN and not minor and authorisation.basis in _PARENTS:
        return Fault(id="proxy.of-age")
    return None


def _born(person: PersonRecord) -> date | None:
    try:
        return None if person.birth_date is None else date.fromisoformat(person.birth_date)
    except ValueError:
        return None
