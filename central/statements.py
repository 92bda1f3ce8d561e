"""Statements about who showed who they are: issued one a challenge or code, and taken by one submission each."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, delete, select, update

from central.cases import CaseCode, CaseNote
from central.identity_calls import Asked
from central.platform import Platform
from central.tables import identity_statement
from kiosk.clock import stamp
from kiosk.protocol.statement import IdentityStatement, RemoteWay, sign_statement


def issue(
    platform: Platform, connection: Connection, asked: Asked, way: RemoteWay, visit: str, person: str, source: str
) -> str | None:
    """A signed statement. One of the same source that served nothing yet is withdrawn: its answer got lost. None when
    one did serve."""
    table = identity_statement
    served = select(table.c.id).where(table.c.source == source, table.c.submission.is_not(None))
    if connection.execute(served.limit(1)).one_or_none() is not None:
        return None
    connection.execute(delete(table).where(table.c.source == source))
    # whole milliseconds, as they are signed
    now = asked.now.replace(microsecond=asked.now.microsecond // 1000 * 1000)
    statement = IdentityStatement(
        id=secrets.token_hex(16),
        way=way,
        terminal=asked.terminal,
        visit=visit,
        person=person,
        at=now,
        until=now + timedelta(seconds=platform.settings.limits.statement_s),
        platform=platform.name,
    )
    values = {"id": statement.id, "source": source, "terminal": asked.terminal, "issued_at": stamp(now)}
    platform.database.insert_new(connection, table, ["id"], values)
    return sign_statement(statement, platform.identity)


def take(connection: Connection, statements: Sequence[str], submission: str) -> tuple[CaseNote, ...]:
    """Mark statements as having served a submission; a note for each that cannot."""
    table, notes = identity_statement, []
    for statement in sorted(statements):  # one order for all, so that two submissions cannot wait for each other
        mine = (
            update(table).where(table.c.id == statement, table.c.submission.is_(None)).values(submission=submission)
        )
        if connection.execute(mine).rowcount == 1:
            continue
        other = connection.execute(select(table.c.submission).where(table.c.id == statement)).scalar_one_or_none()
        why = "not in force here" if other is None else f"it served {other} before"
        notes.append(CaseNote(code=CaseCode.IDENTITY_MISFIT, detail=f"statement {statement}: {why}"))
    return tuple(notes)
