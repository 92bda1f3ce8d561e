"""docs/protocol.md is true: its examples hold in a reading of their own that uses nothing of `kiosk.protocol`.

What stands below is what a stranger would write from the page: json, base64, hashlib, hmac and the primitives of
`cryptography` (HPKE is spelled out from RFC 9180). The last tests compare the page with the running platform.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "protocol.md").read_text("utf-8")
EXAMPLES: dict[str, Any] = {
    name: json.loads(body) if language == "json" else body
    for name, language, body in re.findall(
        r"<!-- example: ([a-z0-9-]+) -->\n```(json|text)\n(.*?)\n```", PAGE, flags=re.DOTALL
    )
}


def b64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def check(public: bytes, context: str, data: bytes, signature: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(public).verify(signature, b"jiujin/v1/" + context.encode() + b"\0" + data)


def key_id(algorithm: str, public: bytes) -> str:
    return hashlib.sha256(algorithm.encode() + b"\0" + public).hexdigest()[:16]


def pinned(name: str) -> bytes:
    algorithm, _, text = EXAMPLES["public-keys"][name]["pin"].partition(":")
    assert algorithm == "ed25519"
    return b64(text)


def opened(kind: str, document: dict[str, str]) -> Any:
    root = pinned("root")
    assert (document["type"], document["key_id"]) == (kind, key_id("ed25519", root))
    body = b64(document["payload"])
    check(root, kind, body, b64(document["signature"]))
    assert canonical(json.loads(body)) == body
    return json.loads(body)


def hpke_open(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message, no aad."""

    def extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")

    def expand(suite: bytes, secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
        text = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.digest(secret, text + b"\x01", "sha256")[:length]

    enc, ciphertext = sealed[:32], sealed[32:]
    key = X25519PrivateKey.from_private_bytes(private)
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"
    shared = key.exchange(X25519PublicKey.from_public_bytes(enc))
    prk = extract(kem, b"", b"eae_prk", shared)
    secret = expand(kem, prk, b"shared_secret", enc + key.public_key().public_bytes_raw(), 32)
    context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    final = extract(suite, secret, b"secret", b"")
    cipher = AESGCM(expand(suite, final, b"key", context, 32))
    return cipher.decrypt(expand(suite, final, b"base_nonce", context, 12), ciphertext, None)


def check_character(text: str) -> str:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    p = 36
    for character in text.replace("-", ""):
        s = (p + alphabet.index(character)) % 36 or 36
        p = 2 * s % 37
    return alphabet[(37 - p) % 36]


def test_keys_and_their_ids() -> None:
    for name in ("root", "identity", "terminal"):
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(EXAMPLES["private-keys"][name]))
        assert private.public_key().public_bytes_raw() == pinned(name)
        assert EXAMPLES["public-keys"][name]["key_id"] == key_id("ed25519", pinned(name))
        assert hashlib.sha256(f"jiujin example {name}".encode()).hexdigest() == EXAMPLES["private-keys"][name]
    intake = X25519PrivateKey.from_private_bytes(bytes.fromhex(EXAMPLES["private-keys"]["intake"]))
    public = intake.public_key().public_bytes_raw()
    assert EXAMPLES["public-keys"]["intake"]["key_id"] == key_id("x25519", public)
    assert b64(EXAMPLES["public-keys"]["intake"]["public"]) == public


def test_canonical_bytes() -> None:
    example = EXAMPLES["canonical"]
    assert canonical(example["value"]) == example["bytes"].encode()
    assert hashlib.sha256(example["bytes"].encode()).hexdigest() == example["sha256"]


def test_the_key_directory_and_the_enrolment() -> None:
    directory = opened("keys", EXAMPLES["keys"])
    assert set(directory) == {"v", "platform", "issued_at", "keys"}
    for entry in directory["keys"]:
        assert entry["key_id"] == key_id(entry["algorithm"], b64(entry["public"]))
    request = EXAMPLES["enrol-request"]
    check(pinned("terminal"), "enrol", request["claim"].encode(), b64(request["proof"]))
    enrolled = opened("enrolment", EXAMPLES["enrolment"])
    assert enrolled["key_id"] == key_id("ed25519", b64(request["public"].partition(":")[2]))


def test_the_number() -> None:
    body, _, check_text = EXAMPLES["number"].rpartition("-")
    assert check_character(body) == check_text


def test_the_envelope_opens_and_its_origin_holds() -> None:
    envelope = EXAMPLES["envelope"]
    header = canonical(envelope["header"])
    sealed = b64(envelope["sealed"])
    assert envelope["header"]["seal_alg"] in PAGE
    plain = hpke_open(bytes.fromhex(EXAMPLES["private-keys"]["intake"]), sealed, header)
    assert plain == canonical(EXAMPLES["payload"])
    assert envelope["origin"]["key_id"] == key_id("ed25519", pinned("terminal"))
    check(pinned("terminal"), "origin", header + b"\0" + sealed, b64(envelope["origin"]["signature"]))
    with pytest.raises(InvalidSignature):
        check(pinned("terminal"), "origin", header + b"\0" + sealed[:-1], b64(envelope["origin"]["signature"]))
    assert hashlib.sha256(canonical(envelope)).hexdigest() == EXAMPLES["envelope-sha256"]
    assert EXAMPLES["payload"]["number"] == envelope["header"]["number"] == EXAMPLES["number"]


def test_the_members_of_the_payload_are_all_described() -> None:
    section = PAGE.split("## 10 Payload")[1].split("## 11")[0].split("<!--")[0]
    described = {
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert described == set(EXAMPLES["payload"])


def test_the_transport_signature() -> None:
    request = EXAMPLES["request"]
    fields = request["headers"]
    digest = hashlib.sha256(canonical(EXAMPLES["envelope"])).digest()
    assert fields["Content-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
    label, _, parameters = fields["Signature-Input"].partition("=")
    signature = base64.b64decode(fields["Signature"].removeprefix(f"{label}=:").removesuffix(":"))
    base = "\n".join(
        (
            f'"@method": {request["method"]}',
            '"@authority": platform.example',
            f'"@target-uri": {request["url"]}',
            f'"content-digest": {fields["Content-Digest"]}',
            f'"@signature-params": {parameters}',
        )
    )
    Ed25519PublicKey.from_public_bytes(pinned("terminal")).verify(signature, base.encode())
    assert parameters.startswith('("@method" "@authority" "@target-uri" "content-digest");')
    assert set(re.findall(r";(\w+)=", parameters)) == {"created", "keyid", "alg", "nonce"}


def test_the_receipt() -> None:
    receipt = opened("receipt", EXAMPLES["receipt"])
    assert set(receipt) == {"v", "id", "sha256", "receipt", "received_at", "platform"}
    assert (receipt["id"], receipt["sha256"]) == (EXAMPLES["envelope"]["header"]["id"], EXAMPLES["envelope-sha256"])


def test_the_receipt_code() -> None:
    start, _, code = EXAMPLES["receipt-code"].rpartition("/")
    assert start == "HTTPS://PLATFORM.EXAMPLE/V"
    data = base64.b32decode(code + "=" * (-len(code) % 8))
    body, signature = data[:-64], data[-64:]
    check(pinned("terminal"), "receipt-proof", body, signature)
    assert body[0] == 1
    assert body[1:9].hex() == key_id("ed25519", pinned("terminal"))
    assert body[9:25].hex() == EXAMPLES["payload"]["id"].replace("-", "")
    assert body[25] == 1
    assert int.from_bytes(body[26:32], "big") == 1795141800125
    number = body[33 : 33 + body[32]]
    rest = body[33 + body[32] :]
    assert (number.decode(), rest[0], rest[1:].decode()) == (EXAMPLES["number"], len(rest) - 1, "S001")


def test_the_identity_question_opens_and_its_answer_is_for_it_alone() -> None:
    call = EXAMPLES["identity-call"]
    plain = hpke_open(
        bytes.fromhex(EXAMPLES["private-keys"]["intake"]), b64(call["sealed"]), canonical(call["header"])
    )
    assert plain == canonical(EXAMPLES["identity-question"])
    reply = X25519PrivateKey.from_private_bytes(bytes.fromhex(EXAMPLES["identity-reply-key"]))
    assert b64(EXAMPLES["identity-question"]["reply_key"]) == reply.public_key().public_bytes_raw()
    answer = opened("identity-answer", EXAMPLES["identity-answer"])
    sealed = b64(answer.pop("sealed"))
    assert answer == {
        "v": 1,
        "id": call["header"]["id"],
        "sha256": hashlib.sha256(canonical(call)).hexdigest(),
        "seal_alg": call["header"]["seal_alg"],
    }
    content = json.loads(hpke_open(bytes.fromhex(EXAMPLES["identity-reply-key"]), sealed, canonical(answer)))
    assert content == {"statement": canonical(EXAMPLES["identity-statement"]).decode()}


def test_the_identity_statement_is_about_the_applicant() -> None:
    statement = EXAMPLES["identity-statement"]
    assert (statement["type"], statement["key_id"]) == (
        "identity-statement",
        key_id("ed25519", pinned("identity")),
    )
    body = b64(statement["payload"])
    check(pinned("identity"), "identity-statement", body, b64(statement["signature"]))
    said, proof = json.loads(body), EXAMPLES["identity-proof"]
    assert set(said) == {"v", "id", "way", "terminal", "visit", "person", "at", "until", "platform"}
    assert proof["facts"]["statement"] == canonical(statement).decode()
    assert (said["way"], said["visit"], said["at"]) == (proof["way"], proof["facts"]["visit"], proof["at"])
    number = EXAMPLES["payload"]["applicant"]["number"].encode()
    assert said["person"] == hmac.digest(b64(proof["facts"]["person_key"]), number, "sha256").hex()
    listed = {entry["key_id"]: entry["use"] for entry in opened("keys", EXAMPLES["keys"])["keys"]}
    assert listed[statement["key_id"]] == "identity"
