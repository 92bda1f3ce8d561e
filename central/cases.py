"""Cases: what the platform's staff must look at, each with a code of `faults.toml`. Written once however often seen.

A case is never the terminal's fault to repair and never stops a submission from being received.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from central.database import Database
from central.tables import case
from kiosk.clock import stamp
from kiosk.faults import load_faults
from kiosk.protocol.canonical import canonical, sha256_hex
from kiosk.texts import DEFAULT

FAULTS_FILE = Path(__file__).with_name("faults.toml")
_TEXTS = load_faults([FAULTS_FILE])
_DETAIL = 400


class CaseCode(StrEnum):
    CANNOT_OPEN = "cannot-open"
    PAYLOAD_INVALID = "payload-invalid"
    UNKNOWN_KIND = "unknown-kind"
    UNKNOWN_SERVICE = "unknown-service"
    OTHER_VERSION = "other-version"
    FORM_RETIRED = "form-retired"
    NUMBER_TWICE = "number-twice"
    ORIGIN_REVOKED = "origin-revoked"
    CLOCK_SUSPECT = "clock-suspect"
    CONFLICT = "conflict"
    JOURNAL_FORK = "journal-fork"
    IDENTITY_MISFIT = "identity-misfit"
    AUTHORISATION_MISFIT = "authorisation-misfit"


@dataclass(frozen=True, kw_only=True)
class CaseNote:
    """A finding before it is written. `detail` names members and versions, never what a person said."""

    code: CaseCode
    detail: str


def open_case(
    database: Database,
    connection: Connection,
    note: CaseNote,
    *,
    terminal: str,
    submission: str | None,
    at: datetime,
) -> None:
    """Write a case unless the same one (code, terminal, submission, detail) is there."""
    detail = "".join(character if character.isprintable() else " " for character in note.detail)[:_DETAIL]
    values = {
        "id": sha256_hex(canonical([note.code.value, terminal, submission, detail])),
        "code": note.code.value,
        "terminal": terminal,
        "submission": submission,
        "detail": detail,
        "opened_at": stamp(at),
    }
    database.insert_new(connection, case, ["id"], values)


def told(row: Row[Any]) -> dict[str, str]:
    """A stored case with the words for it."""
    text = _TEXTS.text(f"case.{row.code}")
    return {
        "code": row.code,
        "fault": text.code,
        "terminal": row.terminal,
        "title": text.title[DEFAULT],
        "remedy": text.remedy[DEFAULT],
        "detail": row.detail,
        "opened_at": row.opened_at,
    }
