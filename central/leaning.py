"""Acting for somebody else, at intake: which authorisation an application leans on, whether it fits, and its keeping.

The rules are those of the terminal (`kiosk.identity.proxy`). Here is added what only a platform knows: that one id is
one authorisation, and what was withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError
from sqlalchemy import Connection, Row, func, select

from central.cases import CaseCode, CaseNote
from central.payload_model import AuthorisationV1, PayloadV1, Person, places
from central.platform import Platform
from central.residents import person_index
from central.tables import authorisation, authorisation_use
from kiosk.catalogue.model import ServiceItem
from kiosk.clock import CHINA, parse_stamp, stamp
from kiosk.identity.proxy import Authorisation, Basis, authorisation_fault, standing_fault
from kiosk.protocol.canonical import canonical
from kiosk.protocol.envelope import Capacity
from kiosk.protocol.payload import PersonRecord

KEY = "authorisation"
"""The member of `extra`."""


@dataclass(frozen=True, kw_only=True)
class Leaning:
    """What an application says about who allowed it; not judged yet."""

    told: Authorisation
    capacity: str
    """Of the application."""
    service: str | None
    item: ServiceItem | None
    """The service as it was published, where it was."""
    received_at: datetime
    day: date
    """Of `received_at`, in China."""


def read_leaning(model: PayloadV1, item: ServiceItem | None) -> tuple[Leaning | None, tuple[CaseNote, ...]]:
    """What it leans on, and notes for what cannot be read; nothing of both for who acts for themselves."""
    told = model.extra.get(KEY)
    if told is None:
        own = model.capacity == Capacity.SELF
        return None, () if own else (_note("none came with it"),)
    if model.applicant is None or model.actor is None:
        return None, (_note("nobody is named as applicant or actor"),)
    try:
        read = AuthorisationV1.model_validate(told)
        moment = parse_stamp(model.received_at)
        leaning = Leaning(
            told=_authorisation(read, model.applicant, model.actor),
            capacity=model.capacity,
            service=None if model.service is None else model.service.id,
            item=item,
            received_at=moment,
            day=moment.astimezone(CHINA).date(),
        )
    except (ValueError, OverflowError) as problem:
        where = places(problem) if isinstance(problem, ValidationError) else "a day, time, capacity or basis is none"
        return None, (_note(f"it cannot be read: {where}"),)
    return leaning, ()


def lean(platform: Platform, connection: Connection, leaning: Leaning, submission: str) -> tuple[CaseNote, ...]:
    """Keep the authorisation and that a submission leans on it; a note when it does not fit.

    The row stays locked to the end of the transaction: a revocation at the same moment comes before, and is seen
    here, or after, and sees this submission.
    """
    told, table = leaning.told, authorisation
    values = _values(platform, told, submission)
    platform.database.insert_new(connection, table, ["id"], values)
    kept = connection.execute(select(table).where(table.c.id == told.id).with_for_update()).one()
    row = {"submission": submission, "authorisation": told.id}
    platform.database.insert_new(connection, authorisation_use, ["submission"], row)
    found = _misfits(leaning, kept, values)
    if kept.revoked_at is None:
        earlier = _withdrawn_earlier(connection, leaning, values)
        found += [] if earlier is None else [f"another one of these two was withdrawn at {earlier}"]
    return (_note(f"{told.id}: {', '.join(found)}"),) if found else ()


def _authorisation(read: AuthorisationV1, principal: Person, agent: Person) -> Authorisation:
    """`ValueError` for a day that is none, and for a capacity or basis that nobody knows."""
    return Authorisation(
        id=read.id,
        capacity=Capacity(read.capacity),
        principal=_person(principal),
        agent=_person(agent),
        services=frozenset(read.services),
        departments=frozenset(read.departments),
        valid_from=date.fromisoformat(read.valid_from),
        until=date.fromisoformat(read.until),
        basis=Basis(read.basis),
        granted_at=parse_stamp(read.granted_at),
        checked_by=read.checked_by or "",
    )


def _person(person: Person) -> PersonRecord:
    return PersonRecord(
        document=person.document, name=person.name, number=person.number, birth_date=person.birth_date
    )


def _values(platform: Platform, told: Authorisation, submission: str) -> dict[str, str | None]:
    return {
        "id": told.id,
        "principal": person_index(platform, told.principal.number),
        "agent": person_index(platform, told.agent.number),
        "capacity": told.capacity.value,
        "services": canonical(sorted(told.services)).decode(),
        "departments": canonical(sorted(told.departments)).decode(),
        "valid_from": told.valid_from.isoformat(),
        "until": told.until.isoformat(),
        "basis": told.basis.value,
        "checked_by": told.checked_by or None,
        "granted_at": stamp(told.granted_at),
        "submission": submission,
    }


def _misfits(leaning: Leaning, kept: Row[tuple[object, ...]], values: dict[str, str | None]) -> list[str]:
    told, row = leaning.told, kept._mapping
    found = [] if leaning.capacity == told.capacity else ["capacity"]
    same = ("principal", "agent", "capacity", "services", "departments", "valid_from", "until", "basis")
    other = [name for name in same if row[name] != values[name]]
    if other:
        found.append(f"another one came under this id ({', '.join(other)})")
    if leaning.item is not None:
        fault = authorisation_fault(told, leaning.item, leaning.day)
    else:
        fault = standing_fault(told, leaning.day)
        if leaning.service not in told.services and not told.departments:
            found.append("proxy.out-of-scope")
    if fault is not None:
        found.append(f"{fault.id} ({fault.detail})" if fault.detail else fault.id)
    revoked_at = row["revoked_at"]
    if revoked_at is not None:
        # a clock may be off, or said to be: what comes after a withdrawal is for people to judge, whatever it says
        before = leaning.received_at < parse_stamp(revoked_at)
        found.append(f"withdrawn at {revoked_at}{'; this says it is older, and came later' if before else ''}")
    return found


def _withdrawn_earlier(connection: Connection, leaning: Leaning, values: dict[str, str | None]) -> str | None:
    """When the same principal withdrew another one from the same agent: a paper that was withdrawn can be shown
    again, and gets another id. Who was there and agreed anew has said so."""
    if leaning.told.basis is Basis.BOTH_PRESENT:
        return None
    query = select(func.max(authorisation.c.revoked_at)).where(authorisation.c.id != leaning.told.id)
    for name in ("principal", "agent", "capacity"):
        query = query.where(authorisation.c[name] == values[name])
    found: str | None = connection.execute(query).scalar_one()
    return found


def _note(detail: str) -> CaseNote:
    return CaseNote(code=CaseCode.AUTHORISATION_MISFIT, detail=f"authorisation: {detail}")
