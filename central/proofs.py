"""Proofs in an application that lean on the platform's statements: do they fit terminal, visit, person and time?"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from central.cases import CaseCode, CaseNote
from central.payload_model import PayloadV1, Proof
from kiosk.clock import parse_stamp
from kiosk.identity.document import DocumentKind
from kiosk.identity.ways import DOCUMENT_SEEN
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import KeyDirectory, decode
from kiosk.protocol.statement import (
    PERSON_KEY_BYTES,
    IdentityStatement,
    RemoteWay,
    person_binding,
    read_statement,
)

CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True)
class CheckedProofs:
    notes: tuple[CaseNote, ...]
    statements: tuple[str, ...]
    """Ids of those that fit; whether they served another submission is seen when this one is stored."""


def check_proofs(model: PayloadV1, terminal: str, directory: KeyDirectory, slack: timedelta) -> CheckedProofs:
    """Look at each proof of a remote way; `slack` is how far a terminal's clock may be off."""
    notes: list[CaseNote] = []
    fitting: list[str] = []
    by_code = False
    for proof in model.proofs:
        if proof.way not in set(RemoteWay) or proof.result != CONFIRMED:
            continue
        try:
            statement = read_statement(proof.facts.get("statement", ""), directory)
        except ProtocolError as problem:
            misfits: Sequence[str] = (f"no statement of this platform ({type(problem).__name__})",)
        else:
            misfits = _misfits(statement, proof, model, terminal, slack)
            if not misfits:
                fitting.append(statement.id)
                by_code = by_code or statement.way is RemoteWay.IDENTITY_CODE
        if misfits:
            detail = f"{proof.way}: {', '.join(misfits)}"
            notes.append(CaseNote(code=CaseCode.IDENTITY_MISFIT, detail=detail))
    notes += [CaseNote(code=CaseCode.IDENTITY_MISFIT, detail=detail) for detail in _stand_ins(model, by_code=by_code)]
    return CheckedProofs(notes=tuple(notes), statements=tuple(dict.fromkeys(fitting)))


def _stand_ins(model: PayloadV1, *, by_code: bool) -> list[str]:
    """What is missing where no card was read and something else stands in for it."""
    wrong = []
    if model.actor is not None and model.actor.document == DocumentKind.HOUSEHOLD_REGISTER:
        wrong.append("actor: nobody shows themself by a household register")
    applicant = model.applicant
    if applicant is not None and applicant.document == DocumentKind.HOUSEHOLD_REGISTER and not _was_seen(model):
        wrong.append("applicant: household-register that no staff saw")
    for role, person in (("applicant", model.applicant), ("actor", model.actor)):
        if person is None or person.document != DocumentKind.IDENTITY_CODE:
            continue
        # a statement that fits is about who stood there
        is_there = model.actor is None or person.number == model.actor.number
        if not (by_code and is_there):
            wrong.append(f"{role}: identity-code without the platform's statement about them")
    return wrong


def _was_seen(model: PayloadV1) -> bool:
    wanted = (DOCUMENT_SEEN, CONFIRMED, DocumentKind.HOUSEHOLD_REGISTER.value)
    return any(
        (proof.way, proof.result, proof.facts.get("document")) == wanted and bool(proof.facts.get("staff"))
        for proof in model.proofs
    )


def _misfits(
    statement: IdentityStatement, proof: Proof, model: PayloadV1, terminal: str, slack: timedelta
) -> list[str]:
    confirmed = parse_stamp(model.received_at)
    found = {
        "way": statement.way.value == proof.way,
        "terminal": statement.terminal == terminal,
        "visit": statement.visit == proof.facts.get("visit"),
        "person": _is_of(statement, proof, model),
        "time": statement.at - slack <= confirmed <= statement.until + slack,
    }
    return [name for name, fits in found.items() if not fits]


def _is_of(statement: IdentityStatement, proof: Proof, model: PayloadV1) -> bool:
    """Whether it is about who stood there."""
    person = model.actor or model.applicant
    if person is None:
        return False
    try:
        key = decode(proof.facts.get("person_key", ""))
    except ProtocolError:
        return False
    fits = hmac.compare_digest(statement.person, person_binding(key, person.number))
    return len(key) == PERSON_KEY_BYTES and fits
