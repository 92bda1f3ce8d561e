"""The terminal's end of the ways that need the platform: `kiosk.remote.RemoteIdentity` over the signed line.

A resident stands and waits, so nothing here is spread, queued or kept: every call has a connection of its own and a
short time, and ends in a value or a `RemoteError`. Only when the line broke in the middle the very same bytes go out
once more; the platform answers them as it did before, so that no second message is sent for a lost answer.
"""

from __future__ import annotations

import hmac
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.clock import Clock
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import KeyDirectory, KeyEntry, KeyUse, decode, encode
from kiosk.protocol.payload import PersonRecord
from kiosk.protocol.sealed_call import SentCall, write_call
from kiosk.protocol.statement import (
    PERSON_KEY_BYTES,
    VISIT_SHAPE,
    IdentityStatement,
    RemoteWay,
    person_binding,
    read_statement,
)
from kiosk.remote import CodeSent, RemoteProof
from kiosk.store import TerminalIdentity
from offline_cache.client import PlatformClient
from offline_cache.errors import AnswerError, LineError, RemoteError
from offline_cache.ids import uuid7
from offline_cache.settings import StoreSettings
from offline_cache.wire import CodeSentAnswer, ProofAnswer, read_content

LONGEST_CALL_S = 20.0
"""The whole of one exchange; nobody looks at a turning wheel for longer."""
LONGEST_CODE = 512
"""Characters of an identity code; a longer text is some other code and is not sent anywhere."""
_CODE = re.compile(r"[!-~]+\Z")
_DIGITS = re.compile(r"[0-9]{6}\Z")
_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
"""What a Chinese input method types for digits."""
_REFUSALS: Mapping[str, str] = {
    "not-offered": "remote.not-offered",
    "not-found": "remote.not-offered",
    "no-number": "remote.no-number",
    "not-sent": "remote.not-sent",
    "too-many": "remote.too-many",
    "too-soon": "remote.too-soon",
    "code-wrong": "remote.code-wrong",
    "code-spent": "remote.code-spent",
    "code-expired": "remote.expired",
    "code-unknown": "remote.code-unknown",
    "code-used": "remote.code-used",
    "other-person": "remote.other-person",
}
_LINE: Mapping[str, str] = {
    "line.down": "remote.line-down",
    "line.slow": "remote.line-down",
    "line.portal": "remote.line-down",
    "line.platform-trouble": "remote.line-down",
    "line.busy": "remote.busy",
    "line.answer-not-trusted": "remote.not-trusted",
}
"""What the line's faults mean to a resident who waits; the others say that this terminal cannot ask at all."""


class PlatformIdentity:
    """`identity` and `directory` are asked at each call, so a terminal enrolled meanwhile needs no restart. Any
    thread; `close` ends what is under way."""

    def __init__(
        self,
        settings: StoreSettings,
        *,
        clock: Clock,
        compare: Callable[[datetime], None],
        identity: Callable[[], TerminalIdentity | None],
        directory: Callable[[], KeyDirectory],
    ) -> None:
        self._settings = replace(settings, total_timeout_s=min(settings.total_timeout_s, LONGEST_CALL_S))
        self._clock, self._compare = clock, compare
        self._identity, self._directory = identity, directory
        self._lock = threading.Lock()
        self._running: set[PlatformClient] = set()
        self._closed = False

    def close(self) -> None:
        """End what is under way and ask nothing more."""
        with self._lock:
            self._closed = True
            running = tuple(self._running)
        for client in running:
            client.abort()

    def ready(self) -> bool:
        published = self._key(KeyUse.INTAKE) is not None and self._key(KeyUse.IDENTITY) is not None
        return self._identity() is not None and published

    def send_code(self, visit: str, document: PersonRecord) -> CodeSent:
        key = secrets.token_bytes(PERSON_KEY_BYTES)
        content = {"visit": _visit(visit), "person": _asked(document), "person_key": encode(key)}
        answer = self._ask("send-code", "/v1/identity/code", content)
        try:
            sent = read_content(CodeSentAnswer, answer)
        except ProtocolError as problem:
            raise RemoteError("remote.not-trusted", str(problem)) from problem
        return CodeSent(
            challenge=f"{sent.challenge}.{encode(key)}.{person_binding(key, document.number)}",
            hint=sent.hint,
            valid_s=sent.valid_s,
            again_s=sent.again_s,
        )

    def check_code(self, visit: str, challenge: str, code: str) -> RemoteProof:
        name, key, person = _challenge(challenge)
        digits = "".join(code[:64].split()).translate(_FULL_WIDTH)
        if not _DIGITS.match(digits):
            # not worth one of the five tries
            raise RemoteError("remote.code-wrong", "not six digits")
        content = {"visit": _visit(visit), "challenge": name, "code": digits}
        answer = self._ask("check-code", "/v1/identity/check", content)
        return self._proof(answer, RemoteWay.SMS_CODE, visit, key, lambda _person: person)

    def exchange(self, visit: str, scanned: str, document: PersonRecord | None) -> RemoteProof:
        code = scanned.strip() if len(scanned) <= 2 * LONGEST_CODE else ""
        if not 1 <= len(code) <= LONGEST_CODE or not _CODE.match(code):
            raise RemoteError("remote.code-unknown", f"{len(scanned)} characters")
        key = secrets.token_bytes(PERSON_KEY_BYTES)
        content = {
            "visit": _visit(visit),
            "code": code,
            "person": None if document is None else _asked(document),
            "person_key": encode(key),
        }
        answer = self._ask("exchange", "/v1/identity/exchange", content)

        def bound(named: PersonRecord | None) -> str | None:
            who = document or named
            return None if who is None else person_binding(key, who.number)

        return self._proof(answer, RemoteWay.IDENTITY_CODE, visit, encode(key), bound)

    # --- one question ---

    def _ask(self, operation: str, path: str, content: Mapping[str, object]) -> dict[str, object]:
        identity, intake = self._identity(), self._key(KeyUse.INTAKE)
        if identity is None or intake is None:
            raise RemoteError("remote.unavailable", "not enrolled" if identity is None else "no intake key")
        call_id = uuid7(self._clock.utc())
        try:
            sent = write_call(operation, content, call_id=call_id, terminal=identity.terminal, intake=intake)
        except ProtocolError as problem:
            # fail closed: what cannot be sealed is not sent
            raise RemoteError("remote.unavailable", type(problem).__name__) from problem
        try:
            try:
                return self._exchange(path, sent, identity)
            except LineError as problem:
                if problem.fault.id != "line.down":
                    raise
                return self._exchange(path, sent, identity)
        except (LineError, AnswerError) as problem:
            fault = _LINE.get(problem.fault.id, "remote.unavailable")
            raise RemoteError(fault, f"{problem.fault.id} {problem.fault.detail}".strip()) from problem

    def _exchange(self, path: str, sent: SentCall, identity: TerminalIdentity) -> dict[str, object]:
        client = PlatformClient(self._settings, self._clock, self._compare)
        with self._lock:
            if self._closed:
                raise LineError("line.slow", "the terminal is shutting down")
            self._running.add(client)
        try:
            return client.ask(path, sent, identity.key, _REFUSALS)
        finally:
            with self._lock:
                self._running.discard(client)
            client.close()

    def _proof(
        self,
        answer: Mapping[str, object],
        way: RemoteWay,
        visit: str,
        key: str,
        bound: Callable[[PersonRecord | None], str | None],
    ) -> RemoteProof:
        """The proof, once the statement is the platform's and about this way, terminal, visit and person."""
        identity = self._identity()
        try:
            given = read_content(ProofAnswer, answer)
            statement = read_statement(given.statement, self._directory())
        except ProtocolError as problem:
            raise RemoteError("remote.not-trusted", str(problem)) from problem
        named = None if given.person is None else PersonRecord(**given.person.model_dump())
        expected = bound(named)
        terminal = "" if identity is None else identity.terminal
        if expected is None or not _is_ours(statement, way, terminal, visit, expected):
            raise RemoteError("remote.not-trusted", "a statement about something else")
        return RemoteProof(
            way=way, ticket=given.statement, person_key=key, visit=visit, at=statement.at, person=named
        )

    def _key(self, use: KeyUse) -> KeyEntry | None:
        return self._directory().current(use, self._clock.utc() + timedelta(minutes=10))


def _is_ours(statement: IdentityStatement, way: RemoteWay, terminal: str, visit: str, person: str) -> bool:
    same = (statement.way, statement.terminal, statement.visit) == (way, terminal, visit)
    return same and hmac.compare_digest(statement.person, person)


def _asked(document: PersonRecord) -> dict[str, str]:
    """What the platform needs to find a person, and no more."""
    return {"document": document.document, "name": document.name, "number": document.number}


def _visit(visit: str) -> str:
    if not VISIT_SHAPE.match(visit):
        raise ValueError("a visit's id has letters, digits and hyphens")
    return visit


def _challenge(text: str) -> tuple[str, str, str]:
    """Name, key of the person, the person bound with it."""
    name, _, rest = text.partition(".")
    key, _, person = rest.partition(".")
    try:
        if len(decode(key)) != PERSON_KEY_BYTES or not name or len(person) != 64 or not person.isascii():
            raise RemoteError("remote.expired", "not a challenge of this terminal")
    except ProtocolError as problem:
        raise RemoteError("remote.expired", "not a challenge of this terminal") from problem
    return name, key, person
