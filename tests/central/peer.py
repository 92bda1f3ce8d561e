"""A terminal as the platform meets it: a key, signed requests and envelopes; and catalogue payloads to publish."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from kiosk.catalogue import Catalogue
from kiosk.clock import ClockState
from kiosk.protocol.canonical import canonical
from kiosk.protocol.envelope import Capacity, SubmissionKind, write_envelope
from kiosk.protocol.keys import KeyDirectory, KeyEntry, KeyUse, PinnedKeys, SigningKey, encode, pin_text
from kiosk.protocol.payload import IdentityProof, PersonRecord, SubmissionDraft, VersionedRef, payload_of
from kiosk.protocol.signed import open_document
from kiosk.protocol.temporary_number import TemporaryNumber
from kiosk.protocol.transport import sign_request

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = ROOT / "data" / "catalogue"
POLICY = ROOT / "data" / "policy.toml"
SITE = "fengcheng"
SERVICE = "S001"
NAME = "测试甲"
NUMBER = "999999195001010036"
PHONE = "13800000000"


class Answer(Protocol):
    """What an HTTP client answers."""

    @property
    def status_code(self) -> int: ...
    @property
    def content(self) -> bytes: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    def json(self) -> Any: ...


class Caller(Protocol):
    """`httpx.Client`, or the one without a socket."""

    def request(self, method: str, url: str, *, content: bytes | None, headers: Mapping[str, str]) -> Answer: ...


def new_id() -> str:
    """A UUIDv7 (RFC 9562, section 5.7)."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    value = (milliseconds << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62) | secrets.randbits(62)
    return str(uuid.UUID(int=value))


@dataclass
class Terminal:
    """One terminal. `address` is what it signs; `caller` carries its requests."""

    caller: Caller
    address: str
    pin: str
    key: SigningKey = field(default_factory=SigningKey.generate)
    id: str = "FC01"
    generation: int = 1
    sequence: int = 0

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        created: datetime | None = None,
        headers: Mapping[str, str] | None = None,
        signed_url: str | None = None,
        signed_body: bytes | None = None,
        key: SigningKey | None = None,
    ) -> Answer:
        """A signed request; the last four make it wrong in one way each."""
        signature = sign_request(
            method,
            signed_url or self.address + path,
            body if signed_body is None else signed_body,
            key or self.key,
            created=created or datetime.now(UTC),
            nonce=secrets.token_hex(8),
        )
        all_headers = {"Content-Type": "application/json", **signature, **(headers or {})}
        return self.caller.request(method, self.address + path, content=body, headers=all_headers)

    def plain(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        return self.caller.request(method, self.address + path, content=body, headers=headers)

    def open(self, kind: str, answer: Answer) -> Any:
        return open_document(kind, answer.content, PinnedKeys.from_texts([self.pin]))

    def enrol(self, claim: str, **changed: str) -> Answer:
        body = {
            "claim": claim,
            "public": pin_text(self.key.public),
            "software": "test 1",
            "proof": encode(self.key.sign("enrol", claim.encode())),
            **changed,
        }
        answer = self.plain("POST", "/v1/enrol", canonical(body))
        if answer.status_code == 201:
            self.generation = self.open("enrolment", answer)["generation"]
        return answer

    def directory(self) -> KeyDirectory:
        return KeyDirectory.from_json(self.open("keys", self.plain("GET", "/v1/keys")))

    def intake(self) -> KeyEntry:
        found = self.directory().current(KeyUse.INTAKE, datetime.now(UTC) + timedelta(seconds=1))
        assert found is not None
        return found

    def next_number(self) -> TemporaryNumber:
        self.sequence += 1
        return TemporaryNumber(terminal=self.id, generation=self.generation, sequence=self.sequence)

    def envelope(
        self,
        draft: SubmissionDraft | None = None,
        *,
        submission: str | None = None,
        number: TemporaryNumber | None = None,
        payload: Mapping[str, Any] | None = None,
        intake: KeyEntry | None = None,
        sealed_at: datetime | None = None,
        key: SigningKey | None = None,
        **changed: Any,
    ) -> tuple[str, bytes]:
        """Id and bytes; `changed` members of the payload replace what the draft gave."""
        submission, number = submission or new_id(), number or self.next_number()
        content = payload if payload is not None else payload_of(draft or a_draft(), submission, number)
        data = write_envelope(
            {**content, **changed},
            submission_id=submission,
            number=number,
            intake=intake or self.intake(),
            origin=key or self.key,
            sealed_at=sealed_at or datetime.now(UTC),
        )
        return submission, data

    def put(self, submission: str, data: bytes) -> Answer:
        return self.send("PUT", f"/v1/submissions/{submission}", data)

    def beat(self, sequence: int, digest: str, *, created: datetime | None = None, **changed: Any) -> Answer:
        body = {
            "v": 1,
            "terminal": self.id,
            "generation": self.generation,
            "software": "test 1",
            "utc": "2026-11-20T01:02:03.000Z",
            "journal": {"sequence": sequence, "hash": digest},
            "counts": {"queued": 0, "held": 0, "received": 1},
            "devices": {"printer": "ready"},
            **changed,
        }
        return self.send("POST", "/v1/heartbeat", canonical(body), created=created)


def a_draft(catalogue: Catalogue | None = None, service: str = SERVICE, **changed: Any) -> SubmissionDraft:
    """An application of an invented person; texts are referred to as that catalogue has them."""
    nowhere = VersionedRef(id="nowhere", version="0", sha256="0" * 64)
    item = None if catalogue is None else catalogue.services[service]
    person = PersonRecord(
        document="resident-card",
        name=NAME,
        number=NUMBER,
        birth_date="1950-01-01",
        sex="1",
        address="示例区示例路 1 号",
    )
    values: dict[str, Any] = {
        "kind": SubmissionKind.APPLICATION,
        "parent": None,
        "applicant": person,
        "actor": person,
        "capacity": Capacity.SELF,
        "helper": {"number": "0012", "name": "示例员甲"},
        "proofs": [
            IdentityProof(way="staff-check", at=datetime.now(UTC), result="confirmed", facts={"staff": "0012"})
        ],
        "contact": {"phone": PHONE},
        "site": {"id": SITE},
        "language": "zh-CN",
        "service": nowhere if item is None else VersionedRef(id=item.id, version=item.version, sha256=item.sha256),
        "catalogue": nowhere
        if catalogue is None
        else VersionedRef(id=catalogue.id, version=catalogue.version, sha256=catalogue.sha256),
        "form": None
        if item is None or item.form is None
        else VersionedRef(id=item.form.id, version=item.form.version, sha256=item.form_sha256),
        "answers": {"still_entitled": True, "contact_phone": PHONE},
        "materials": [],
        "commitments": [],
        "signature": None,
        "received_at": datetime.now(UTC),
        "clock": ClockState.CHECKED,
        "boot_id": "00000000-0000-0000-0000-000000000000",
        "monotonic_ms": 1000,
        "line": "up",
    }
    return SubmissionDraft(**{**values, **changed})


def fault_of(answer: Answer) -> str:
    """The fault of an error answer, which must have the one shape."""
    body = json.loads(answer.content)
    assert set(body) in ({"fault", "detail"}, {"fault", "detail", "server_utc"}), body
    return str(body["fault"])
