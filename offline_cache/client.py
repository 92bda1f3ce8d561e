"""The platform client: each request of the API, and what each possible answer means (docs/offline.md, the table).

It runs in the synchronising thread, touches no database, and gives back values or raises `LineError` (ends the
round), `AnswerError` (this answer is worth nothing, the item waits) or `ItemError` (a person must look).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto

from kiosk.clock import Clock
from kiosk.protocol.canonical import canonical
from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import SigningKey
from kiosk.protocol.receipt import PlatformReceipt, read_receipt
from kiosk.protocol.sealed_call import SentCall, read_answer
from kiosk.protocol.signed import SIGNED_LIMIT, open_document
from kiosk.protocol.transport import sign_request
from kiosk.store import Published
from offline_cache.errors import AnswerError, ItemError, LineError, RemoteError
from offline_cache.http import Answer, Exchange
from offline_cache.settings import StoreSettings
from offline_cache.wire import CountersignAnswer, read_countersign, read_error

SMALL_LIMIT = 256 * 1024
"""Bytes of an answer that is not a published document."""
LONGEST_RETRY_AFTER_S = 3600.0
"""A Retry-After beyond an hour is taken as an hour, so that one slip does not silence a terminal for days."""


@dataclass(frozen=True, kw_only=True)
class PublishedDocument:
    """A document whose signature held, its payload, and the ETag to ask with next time."""

    signed: bytes
    payload: object
    etag: str | None


class NoDocument(Enum):
    UNCHANGED = auto()
    """It is still the one whose ETag we named."""
    UNPUBLISHED = auto()
    """Nothing of this kind is published; anybody could say so, which proves no platform."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A receipt that names our id and hash, with the bytes it came in."""

    receipt: PlatformReceipt
    document: bytes


class PlatformClient:
    """`compare` is told the platform's time with each answer that is its own (`SystemClock.compare`)."""

    def __init__(self, settings: StoreSettings, clock: Clock, compare: Callable[[datetime], None]) -> None:
        self._settings = settings
        self._clock = clock
        self._compare = compare
        self._exchange = Exchange(settings)

    def close(self) -> None:
        self._exchange.close()

    def abort(self) -> None:
        self._exchange.abort()

    def published(self, kind: Published, etag: str | None, key: SigningKey | None) -> PublishedDocument | NoDocument:
        """The platform's document, or why there is none to take."""
        headers = {} if etag is None else {"If-None-Match": etag}
        answer = self._send("GET", f"/v1/{kind}", key=key, headers=headers, limit=SIGNED_LIMIT)
        if answer.status == 304 and etag is not None:
            return NoDocument.UNCHANGED
        if answer.status == 404 and _fault_of(answer) is not None:
            return NoDocument.UNPUBLISHED
        if answer.status != 200:
            raise _line_error(answer)
        payload = self._open(kind.value, answer)
        return PublishedDocument(signed=answer.body, payload=payload, etag=answer.headers.get("etag"))

    def deliver(self, submission: str, sha256: str, envelope: bytes, key: SigningKey) -> Delivery:
        """PUT one envelope; returns once the platform's receipt names exactly it."""
        answer = self._send("PUT", f"/v1/submissions/{submission}", key=key, body=envelope)
        if answer.status not in (200, 201):
            raise _item_error(answer) or _line_error(answer)
        if not answer.is_json:
            raise LineError("line.portal", f"{answer.status} without JSON")
        try:
            receipt = read_receipt(answer.body, self._settings.pinned)
        except ProtocolError as problem:
            raise AnswerError("line.answer-not-trusted", str(problem)) from problem
        if receipt.id != submission or receipt.sha256 != sha256:
            raise AnswerError("line.answer-mixed-up", "a receipt for another submission or other bytes")
        self._tell_time(answer)
        return Delivery(receipt=receipt, document=answer.body)

    def heartbeat(self, state: Mapping[str, object], key: SigningKey) -> tuple[CountersignAnswer, bytes] | None:
        """POST the terminal's state; the answer countersigns its journal's head. None: none is taken there."""
        answer = self._send("POST", "/v1/heartbeat", key=key, body=canonical(dict(state)))
        if answer.status == 404 and _fault_of(answer) is not None:
            return None
        if answer.status != 200:
            raise _line_error(answer)
        if not answer.is_json:
            raise LineError("line.portal", f"{answer.status} without JSON")
        try:
            signed = read_countersign(answer.body, self._settings.pinned)
        except ProtocolError as problem:
            raise AnswerError("line.answer-not-trusted", str(problem)) from problem
        self._tell_time(answer)
        return signed, answer.body

    def enrol(self, request: Mapping[str, object]) -> Answer:
        """POST an enrolment; the caller judges the answer."""
        return self._send("POST", "/v1/enrol", key=None, body=canonical(dict(request)))

    def ask(self, path: str, sent: SentCall, key: SigningKey, refusals: Mapping[str, str]) -> dict[str, object]:
        """POST a sealed question; what was answered to exactly it. `refusals` maps the platform's faults to ours,
        raised as `RemoteError`."""
        answer = self._send("POST", path, key=key, body=sent.body)
        if answer.status != 200:
            fault = _fault_of(answer)
            if fault is not None and fault in refusals:
                raise RemoteError(refusals[fault], f"{answer.status} {fault}")
            raise _line_error(answer)
        if not answer.is_json:
            raise LineError("line.portal", f"{answer.status} without JSON")
        try:
            content: dict[str, object] = read_answer(answer.body, sent, self._settings.pinned)
        except ProtocolError as problem:
            raise AnswerError("line.answer-not-trusted", str(problem)) from problem
        self._tell_time(answer)
        return content

    def _send(
        self,
        method: str,
        path: str,
        *,
        key: SigningKey | None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        limit: int = SMALL_LIMIT,
    ) -> Answer:
        url = self._settings.address.rstrip("/") + path
        sent = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": f"jiujin/{self._settings.software}",
            **(headers or {}),
        }
        if body is not None:
            sent["Content-Type"] = "application/json"
        if key is not None:
            nonce = secrets.token_urlsafe(16)
            sent |= sign_request(method, url, body, key, created=self._clock.utc(), nonce=nonce)
        answer = self._exchange.send(method, url, headers=sent, body=body, limit=limit)
        if answer.status == 401 and _fault_of(answer) == "clock":
            self._tell_time(answer)
        return answer

    def _open(self, kind: str, answer: Answer) -> object:
        if not answer.is_json:
            raise LineError("line.portal", f"{answer.status} without JSON")
        try:
            payload: object = open_document(kind, answer.body, self._settings.pinned)
        except ProtocolError as problem:
            raise AnswerError("line.answer-not-trusted", f"{kind}: {problem}") from problem
        self._tell_time(answer)
        return payload

    def _tell_time(self, answer: Answer) -> None:
        """Only from the platform's own answers: a captive portal may keep any time it likes."""
        try:
            moment = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return
        self._compare(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))


def _fault_of(answer: Answer) -> str | None:
    error = read_error(answer.body) if answer.is_json else None
    return None if error is None else error.fault


def _item_error(answer: Answer) -> ItemError | None:
    """The refusals that concern one item. All but 413 must be the platform's own words, a proxy's page is not."""
    fault = _fault_of(answer)
    detail = f"{answer.status} {fault or ''}".strip()
    match answer.status:
        case 409 if fault is not None:
            return ItemError("store.conflict", detail)
        case 413:
            return ItemError("store.too-large", detail)
        case 400 | 422 if fault is not None:
            return ItemError("store.refused", detail)
        case 403 if fault == "origin":
            return ItemError("store.origin-refused", detail)
    return None


def _line_error(answer: Answer) -> LineError:
    fault = _fault_of(answer)
    detail = f"{answer.status} {fault or ''}".strip()
    retry_after_s = _retry_after_s(answer)
    if answer.status in (429, 503):
        return LineError("line.busy", detail, retry_after_s=retry_after_s)
    if answer.status >= 500:
        return LineError("line.platform-trouble", detail, retry_after_s=retry_after_s)
    if answer.status == 401 and fault == "clock":
        return LineError("line.clock-off", detail)
    if answer.status in (401, 403) and fault is not None:
        return LineError("line.not-recognised", detail)
    if answer.status in (401, 403, 407, 511) or (answer.status < 300 and not answer.is_json):
        return LineError("line.portal", detail)
    return LineError("line.answer-unusable", detail)


def _retry_after_s(answer: Answer) -> float | None:
    """RFC 9110, section 10.2.3. The form with a date would need two clocks to agree and is passed over."""
    text = answer.headers.get("retry-after", "").strip()
    return min(float(text), LONGEST_RETRY_AFTER_S) if text.isascii() and text.isdigit() else None
