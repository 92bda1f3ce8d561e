"""Writes the worked examples of docs/protocol.md: `python -m tests.central.write_protocol_examples`.

Run it when the protocol changes. Keys, ids and times are fixed; sealing draws an ephemeral key each time, so the
envelope and what names its hash differ from run to run.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.clock import CHINA
from kiosk.identity.proxy import Authorisation
from kiosk.protocol.canonical import canonical, sha256_hex
from kiosk.protocol.envelope import write_envelope
from kiosk.protocol.keys import (
    ED25519,
    X25519,
    KeyDirectory,
    KeyEntry,
    KeyUse,
    SigningKey,
    decode,
    encode,
    pin_text,
)
from kiosk.protocol.payload import IdentityProof, MaterialRecord, SubmissionDraft, payload_of
from kiosk.protocol.proof import ReceiptProof, proof_link
from kiosk.protocol.receipt import PlatformReceipt, sign_receipt
from kiosk.protocol.sealed_call import read_call, write_answer, write_call
from kiosk.protocol.signed import sign_document
from kiosk.protocol.statement import IdentityStatement, RemoteWay, person_binding, sign_statement
from kiosk.protocol.temporary_number import TemporaryNumber
from kiosk.protocol.transport import sign_request
from kiosk.remote import RemoteProof
from tests.central.acting import a_grant
from tests.central.peer import NUMBER as NUMBER_OF_PERSON
from tests.central.peer import ROOT, a_draft

DOCUMENT = ROOT / "docs" / "protocol.md"
ADDRESS = "https://platform.example"
PLATFORM = "示例平台"
SUBMISSION = "01931f6e-8a00-7abc-8def-0123456789ab"
MOMENT = datetime(2026, 11, 20, 2, 30, 0, 125000, tzinfo=UTC)
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
CLAIM = "N8T2-9GCX-NPPN-TK1X"
VISIT = "01931f6e-8a00-7abc-8def-0000000000aa"
CALL = "01931f6e-8a00-7abc-8def-0000000000bb"
PERSON_KEY = hashlib.sha256(b"jiujin example person key").digest()
NUMBER = TemporaryNumber(terminal="FC01", generation=3, sequence=7)


def seed(name: str) -> bytes:
    """The private key of an example: SHA-256 of a public text, so that nobody mistakes it for a secret."""
    return hashlib.sha256(f"jiujin example {name}".encode()).digest()


def _draft() -> SubmissionDraft:
    """One of everything that a reader must know, as a terminal writes it."""
    return a_draft(
        received_at=MOMENT,
        boot_id="00000000-0000-0000-0000-000000000001",
        proofs=[
            IdentityProof(
                way="document-read",
                at=MOMENT - timedelta(minutes=2),
                result="read",
                facts={"reader": "idcard", "sam_id": "0" * 32},
            ),
            IdentityProof(
                way="staff-check",
                at=MOMENT - timedelta(minutes=1),
                result="confirmed",
                facts={"staff": "0012", "signed_in": "card", "second_factor": "pin"},
            ),
        ],
        materials=[
            MaterialRecord(id="id-card", how="card"),
            MaterialRecord(id="bank-card", how="deferred", until="10 个工作日内"),
        ],
        commitments=["我填写的内容真实，知道以受理机关的通知为准。"],
        site={"id": "fengcheng", "name": "凤城街道便民服务中心"},
    )


def examples() -> dict[str, Any]:
    root, identity, terminal = (SigningKey.from_raw(seed(name)) for name in ("root", "identity", "terminal"))
    intake_public = X25519PrivateKey.from_private_bytes(seed("intake")).public_key().public_bytes_raw()
    intake = KeyEntry(algorithm=X25519, public=intake_public, use=KeyUse.INTAKE, owner=PLATFORM, valid_from=BEGAN)
    entries = [
        KeyEntry(algorithm=ED25519, public=root.public, use=KeyUse.ROOT, owner=PLATFORM, valid_from=BEGAN),
        intake,
        KeyEntry(algorithm=ED25519, public=identity.public, use=KeyUse.IDENTITY, owner=PLATFORM, valid_from=BEGAN),
        KeyEntry(algorithm=ED25519, public=terminal.public, use=KeyUse.TERMINAL, owner="FC01", valid_from=BEGAN),
    ]
    directory = {"v": 1, "platform": PLATFORM, "issued_at": "2026-11-01T00:00:00.000Z"}
    value = {"name": "王", "b": 2, "a": [True, None, "é\n"]}
    payload = payload_of(_draft(), SUBMISSION, NUMBER)
    envelope = write_envelope(
        payload, submission_id=SUBMISSION, number=NUMBER, intake=intake, origin=terminal, sealed_at=MOMENT
    )
    url = f"{ADDRESS}/v1/submissions/{SUBMISSION}"
    signature = sign_request(
        "PUT", url, envelope, terminal, created=MOMENT.replace(microsecond=0), nonce="4f1c9b2a7d30"
    )
    receipt = PlatformReceipt(
        id=SUBMISSION,
        sha256=sha256_hex(envelope),
        receipt="20261120-7Q4XK2M9HB",
        received_at=MOMENT,
        platform=PLATFORM,
    )
    proof = ReceiptProof(
        submission=SUBMISSION, number=str(NUMBER), service="S001", received_at=MOMENT, delivered=True
    )
    enrolment = {
        "v": 1,
        "terminal": "FC01",
        "site": "fengcheng",
        "generation": 3,
        "key_id": terminal.key_id,
        "platform": PLATFORM,
    }
    return {
        "private-keys": {name: seed(name).hex() for name in ("root", "identity", "terminal", "intake")},
        "public-keys": {
            "root": {"pin": pin_text(root.public), "key_id": root.key_id},
            "identity": {"pin": pin_text(identity.public), "key_id": identity.key_id},
            "terminal": {"pin": pin_text(terminal.public), "key_id": terminal.key_id},
            "intake": {"public": encode(intake_public), "key_id": intake.key_id},
        },
        "canonical": {"value": value, "bytes": canonical(value).decode(), "sha256": sha256_hex(canonical(value))},
        "keys": json.loads(sign_document("keys", {**directory, **KeyDirectory(entries).to_json()}, root)),
        "enrol-request": {
            "claim": CLAIM,
            "public": pin_text(terminal.public),
            "software": "jiujin 0.1.0",
            "proof": encode(terminal.sign("enrol", CLAIM.encode())),
        },
        "enrolment": json.loads(sign_document("enrolment", enrolment, root)),
        "number": str(NUMBER),
        "payload": payload,
        "envelope": json.loads(envelope),
        "envelope-sha256": sha256_hex(envelope),
        "request": {"method": "PUT", "url": url, "headers": signature},
        "receipt": json.loads(sign_receipt(receipt, root)),
        "receipt-code": proof_link("platform.example", proof, terminal),
        "authorisation": _authorisation().to_json(),
        **_identity_examples(root, identity, intake),
    }


def _authorisation() -> Authorisation:
    """Both were there, for a month."""
    day = MOMENT.astimezone(CHINA).date()
    return a_grant(
        id="01931f6e-8a00-7abc-8def-0000000000cc",
        valid_from=day,
        until=day + timedelta(days=30),
        granted_at=MOMENT - timedelta(minutes=1),
    )


def _identity_examples(root: SigningKey, identity: SigningKey, intake: KeyEntry) -> dict[str, Any]:
    """A code that is checked, and the statement it ends in."""
    statement = IdentityStatement(
        id="5b1f0c7d9e2a4b6c8d0e1f2a3b4c5d6e",
        way=RemoteWay.SMS_CODE,
        terminal="FC01",
        visit=VISIT,
        person=person_binding(PERSON_KEY, NUMBER_OF_PERSON),
        at=MOMENT - timedelta(minutes=1),
        until=MOMENT + timedelta(minutes=119),
        platform=PLATFORM,
    )
    text = sign_statement(statement, identity)
    question = {"visit": VISIT, "challenge": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "code": "246810"}
    sent = write_call("check-code", question, call_id=CALL, terminal="FC01", intake=intake)
    received = read_call(sent.body)
    content = received.open(seed("intake"))
    proof = RemoteProof(
        way=statement.way, ticket=text, person_key=encode(PERSON_KEY), visit=VISIT, at=statement.at
    ).identity_proof()
    return {
        "identity-question": content,
        "identity-call": json.loads(sent.body),
        "identity-reply-key": sent.reply_private.hex(),
        "identity-answer": json.loads(
            write_answer(received, decode(content["reply_key"]), {"statement": text}, root)
        ),
        "identity-statement": json.loads(text),
        "identity-proof": proof.to_json(),
    }


def fill(text: str, values: dict[str, Any]) -> str:
    """The document with each `<!-- example: NAME -->` followed by its fenced value."""

    def block(match: re.Match[str]) -> str:
        value = values[match[1]]
        language = "text" if isinstance(value, str) else "json"
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
        return f"<!-- example: {match[1]} -->\n```{language}\n{shown}\n```"

    return re.sub(r"<!-- example: ([a-z0-9-]+) -->\n```[a-z]*\n.*?\n?```", block, text, flags=re.DOTALL)


if __name__ == "__main__":
    DOCUMENT.write_text(fill(DOCUMENT.read_text("utf-8"), examples()), "utf-8")
