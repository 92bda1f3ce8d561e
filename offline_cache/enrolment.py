"""Enrolment: a claim code of the platform against this terminal's public key; the private key never leaves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kiosk.clock import Clock, SystemClock
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import PinnedKeys, SigningKey, encode, pin_text
from kiosk.store import TerminalIdentity
from offline_cache.client import PlatformClient
from offline_cache.errors import DatabaseError, EnrolmentError
from offline_cache.files import InstanceLock
from offline_cache.http import Answer
from offline_cache.identity import (
    NEW_KEY_NAME,
    RECORD_NAME,
    IdentityRecord,
    adopt_key,
    read_key,
    read_record,
    write_new_key,
    write_record,
)
from offline_cache.settings import StoreSettings
from offline_cache.wire import EnrolmentAnswer, read_enrolment, read_error

ENROL = "enrol"
_REFUSALS = {
    "claim-unknown": "enrolment.claim-unknown",
    "claim-used": "enrolment.claim-used",
    "claim-expired": "enrolment.claim-expired",
}


def enrol(address: str, pinned: PinnedKeys, claim: str, data_dir: Path, software: str) -> TerminalIdentity:
    """Enrol this terminal and keep who it is.

    A key that an earlier attempt made and that was perhaps already accepted is used again. Raises `EnrolmentError`
    (claim), `LineError` (not reached, not the platform) or `DatabaseError` (`store.second-instance`: stop the
    terminal first).
    """
    settings = StoreSettings(data_dir=data_dir, address=address, pinned=pinned, software=software)
    clock = SystemClock()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = InstanceLock(data_dir)
    lock.take()
    try:
        record = _record_or_set_aside(data_dir, clock)
        key = read_key(data_dir / NEW_KEY_NAME) or write_new_key(data_dir)
        answer = _ask(settings, clock, clock.compare, claim.strip(), key)
        write_record(
            data_dir,
            replace(
                record,
                floor=max(record.floor, answer.generation),
                terminal=answer.terminal,
                site=answer.site,
                platform=answer.platform,
                key_id=key.key_id,
            ),
        )
        adopt_key(data_dir)
    finally:
        lock.free()
    return TerminalIdentity(terminal=answer.terminal, site=answer.site, key=key)


def _ask(
    settings: StoreSettings, clock: Clock, compare: Callable[[datetime], None], claim: str, key: SigningKey
) -> EnrolmentAnswer:
    request = {
        "claim": claim,
        "public": pin_text(key.public),
        "software": settings.software,
        "proof": encode(key.sign(ENROL, claim.encode("utf-8"))),
    }
    client = PlatformClient(settings, clock, compare)
    try:
        answer = client.enrol(request)
    finally:
        client.close()
    if answer.status not in (200, 201):
        raise _refusal(answer)
    try:
        enrolment = read_enrolment(answer.body, settings.pinned)
    except ProtocolError as problem:
        raise EnrolmentError("enrolment.answer-not-trusted", str(problem)) from problem
    if enrolment.key_id != key.key_id:
        raise EnrolmentError("enrolment.answer-not-trusted", "the answer is for another key")
    return enrolment


def _refusal(answer: Answer) -> EnrolmentError:
    error = read_error(answer.body) if answer.is_json else None
    detail = f"{answer.status} {'' if error is None else error.fault}".strip()
    fault = _REFUSALS.get("" if error is None else error.fault, "enrolment.refused")
    return EnrolmentError(fault, detail)


def _record_or_set_aside(data_dir: Path, clock: Clock) -> IdentityRecord:
    """A damaged record is put away, not deleted: enrolment is the remedy for it, and brings the generation anew."""
    try:
        return read_record(data_dir)
    except DatabaseError:
        path = data_dir / RECORD_NAME
        path.replace(path.with_name(f"{RECORD_NAME}.set-aside-{clock.utc():%Y%m%dT%H%M%S%f}"))
        return IdentityRecord()
