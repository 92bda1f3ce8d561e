"""Judging an authentic submission's content: what can be indexed, and which cases its faults become.

Nothing here refuses anything: the terminal has done its part, and the resident cannot repair a fault of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from central.cases import CaseCode, CaseNote
from central.directory import keys_for
from central.leaning import Leaning, read_leaning
from central.payload_model import PayloadV1, places
from central.proofs import check_proofs
from central.publications import CatalogueShelf
from kiosk.catalogue.model import ServiceItem
from kiosk.clock import ClockState, parse_stamp, stamp
from kiosk.protocol.callback import Callback
from kiosk.protocol.envelope import Envelope, SubmissionKind
from kiosk.protocol.errors import MalformedError, SealError
from kiosk.protocol.keys import KeyEntry, KeyUse
from kiosk.protocol.payload import check_payload
from kiosk.protocol.temporary_number import TemporaryNumber

FUTURE = timedelta(minutes=10)
"""How far a stated time of receipt may lie ahead of ours; terminals call their clock off beyond the same span."""
_KIND = re.compile(r"[a-z][a-z-]{0,31}\Z")
_SERVICE = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """`kind` and `service` are None while the seal cannot be opened or they are no identifiers."""

    kind: str | None
    service: str | None
    notes: tuple[CaseNote, ...]
    statements: tuple[str, ...] = ()
    """Statements about identity that it leans on, as far as they fit."""
    leaning: Leaning | None = None
    """On which authorisation it leans, for whoever acts for somebody else."""


def assess(
    envelope: Envelope,
    origin: KeyEntry,
    private: bytes | None,
    shelf: CatalogueShelf,
    connection: Connection,
    now: datetime,
) -> Assessment:
    """Look at an envelope whose origin signature holds and that is received now, for the first time; `private` is the
    intake key that its header names."""
    notes: list[CaseNote] = []
    _check_revocation(envelope, origin, now, notes)
    payload = _open(envelope, private, notes)
    if payload is None:
        return Assessment(kind=None, service=None, notes=tuple(notes))
    kind, service = _identifier(payload.get("kind"), _KIND), _service_id(payload)
    model = _check(envelope, payload, notes)
    statements: tuple[str, ...] = ()
    leaning: Leaning | None = None
    if model is not None:
        _check_kind(model, notes)
        _check_clock(model, now, notes)
        item = _check_versions(model, shelf, connection, notes)
        proofs = check_proofs(model, envelope.header.terminal, keys_for(connection, KeyUse.IDENTITY), FUTURE)
        notes += proofs.notes
        statements = proofs.statements
        leaning, misfits = read_leaning(model, item)
        notes += misfits
    return Assessment(kind=kind, service=service, notes=tuple(notes), statements=statements, leaning=leaning)


def open_payload(envelope: Envelope, private: bytes | None) -> dict[str, Any]:
    """The payload; `SealError` or `MalformedError` says why not."""
    if private is None:
        raise SealError("this platform has no intake key of the id that the header names")
    try:
        return envelope.open(private)
    except RecursionError as problem:
        raise MalformedError("nested too deep") from problem


def _open(envelope: Envelope, private: bytes | None, notes: list[CaseNote]) -> dict[str, Any] | None:
    try:
        return open_payload(envelope, private)
    except SealError as problem:
        notes.append(CaseNote(code=CaseCode.CANNOT_OPEN, detail=str(problem)))
    except MalformedError as problem:
        notes.append(CaseNote(code=CaseCode.PAYLOAD_INVALID, detail=str(problem)))
    return None


def _check(envelope: Envelope, payload: dict[str, Any], notes: list[CaseNote]) -> PayloadV1 | None:
    header = envelope.header
    try:
        check_payload(payload, header.id, header.number)
        model = PayloadV1.model_validate(payload)
        for time in (model.received_at, *(proof.at for proof in model.proofs)):
            parse_stamp(time)
    except MalformedError as problem:
        notes.append(CaseNote(code=CaseCode.PAYLOAD_INVALID, detail=str(problem)))
        return None
    except (ValueError, OverflowError) as problem:
        notes.append(CaseNote(code=CaseCode.PAYLOAD_INVALID, detail=places(problem)))
        return None
    number = TemporaryNumber.parse(header.number)
    if (model.terminal, model.generation, model.sequence) != (number.terminal, number.generation, number.sequence):
        notes.append(
            CaseNote(code=CaseCode.PAYLOAD_INVALID, detail="terminal, generation, sequence: not the number's")
        )
    return model


def _check_revocation(envelope: Envelope, origin: KeyEntry, now: datetime, notes: list[CaseNote]) -> None:
    """What a revoked key signed is for people to judge, whatever time it states: who took the key writes any time."""
    revoked = origin.revoked_from
    if revoked is None:
        return
    sealed = envelope.header.sealed_at
    if sealed >= revoked:
        detail = f"key {origin.key_id} was revoked at {stamp(revoked)}, before this was sealed"
    elif now >= revoked:
        detail = (
            f"key {origin.key_id} was revoked at {stamp(revoked)}; this says sealed {stamp(sealed)} and came later"
        )
    else:
        return
    notes.append(CaseNote(code=CaseCode.ORIGIN_REVOKED, detail=detail))


def _check_kind(model: PayloadV1, notes: list[CaseNote]) -> None:
    if model.kind not in set(SubmissionKind):
        notes.append(CaseNote(code=CaseCode.UNKNOWN_KIND, detail=f"kind {model.kind}"))
    if model.kind == SubmissionKind.CALLBACK:
        try:
            Callback.from_json(model.answers)
        except MalformedError as problem:
            notes.append(CaseNote(code=CaseCode.PAYLOAD_INVALID, detail=f"answers: {problem}"))


def _check_clock(model: PayloadV1, now: datetime, notes: list[CaseNote]) -> None:
    ahead = parse_stamp(model.received_at) - now
    if model.clock.state == ClockState.OFF or ahead > FUTURE:
        detail = f"received at {model.received_at} by a clock in state {model.clock.state}"
        notes.append(CaseNote(code=CaseCode.CLOCK_SUSPECT, detail=detail))


def _check_versions(
    model: PayloadV1, shelf: CatalogueShelf, connection: Connection, notes: list[CaseNote]
) -> ServiceItem | None:
    """The service as the catalogue has it that the application was made under, or else the newest one."""
    newest = shelf.newest(connection)
    used = shelf.find(connection, model.catalogue.version, model.catalogue.sha256)
    if used is None:
        detail = f"catalogue {model.catalogue.version} with this hash was never published here"
        notes.append(CaseNote(code=CaseCode.OTHER_VERSION, detail=detail))
    if model.service is None:
        return None
    judged = used or newest
    item = None if judged is None else judged.services.get(model.service.id)
    if item is None:
        notes.append(CaseNote(code=CaseCode.UNKNOWN_SERVICE, detail=f"service {model.service.id}"))
        return None
    if model.service.sha256 != item.sha256 or (model.form is not None and model.form.sha256 != item.form_sha256):
        detail = f"service {item.id} {model.service.version}: its texts are not those of the catalogue it names"
        notes.append(CaseNote(code=CaseCode.OTHER_VERSION, detail=detail))
    offered = None if newest is None else newest.services.get(item.id)
    if model.form is not None and (offered is None or offered.form_sha256 != item.form_sha256):
        detail = f"form of {item.id} {item.version}: the current catalogue offers another one or none"
        notes.append(CaseNote(code=CaseCode.FORM_RETIRED, detail=detail))
    return item


def _identifier(value: object, shape: re.Pattern[str]) -> str | None:
    return value if isinstance(value, str) and shape.match(value) else None


def _service_id(payload: dict[str, Any]) -> str | None:
    service = payload.get("service")
    return _identifier(service.get("id"), _SERVICE) if isinstance(service, dict) else None
