"""The code on a receipt: link and proof in one, `HTTPS://HOST/V/<BASE32>`.

A phone opens it as a link; whoever has the platform's key directory checks it without any line. Upper case and
base32, because QR's alphanumeric mode makes that smaller than base64url (facts, printing, section 12). It holds
nothing about the person.

    octet   0        version, 1
    octets  1–8      key id of the terminal that signed
    octets  9–24     id of the submission (UUID)
    octet   25       bit 0: the platform had confirmed receipt when this was printed
    octets  26–31    time of receipt, milliseconds since 1970 UTC, big-endian
    octet   32, n    length and text of the temporary number (printable ASCII)
    octet   …, m     length and id of the service item (printable ASCII)
    last 64 octets   Ed25519 over `jiujin/v1/receipt-proof` 0x00 and all octets before
"""

from __future__ import annotations

import base64
import binascii
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.clock import CHINA
from kiosk.protocol.errors import MalformedError, SignatureError
from kiosk.protocol.keys import KeyDirectory, KeyUse, SigningKey, verify
from kiosk.protocol.temporary_number import TemporaryNumber

PROOF = "receipt-proof"
_FIXED = 32
_SIGNATURE = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class ReceiptProof:
    submission: str
    number: str
    service: str
    received_at: datetime
    """Whole milliseconds."""
    delivered: bool


def proof_link(host: str, proof: ReceiptProof, key: SigningKey) -> str:
    """The text of the code for the platform's public host name (with port where it has one)."""
    milliseconds = (proof.received_at - _EPOCH) // timedelta(milliseconds=1)
    number, service = proof.number.encode("ascii"), proof.service.encode("ascii")
    body = b"".join(
        (
            b"\x01",
            bytes.fromhex(key.key_id),
            uuid.UUID(proof.submission).bytes,
            bytes([int(proof.delivered)]),
            milliseconds.to_bytes(6, "big"),
            bytes([len(number)]),
            number,
            bytes([len(service)]),
            service,
        )
    )
    code = base64.b32encode(body + key.sign(PROOF, body)).decode("ascii").rstrip("=")
    return f"HTTPS://{host.upper()}/V/{code}"


def read_proof(text: str, directory: KeyDirectory) -> tuple[ReceiptProof, str]:
    """What a code (the link or its base32 part) proves, and the terminal that signed it.

    `MalformedError` when it is no such code, `SignatureError` when it is not genuine or the key was revoked before
    the time it states.
    """
    code = text.strip().rsplit("/", 1)[-1].upper()
    try:
        data = base64.b32decode(code + "=" * (-len(code) % 8))
    except (binascii.Error, ValueError) as problem:
        raise MalformedError("not a receipt code") from problem
    body, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
    if len(body) < _FIXED + 2 or body[0] != 1:
        raise MalformedError("not a receipt code of version 1")
    entry = directory.find(body[1:9].hex(), KeyUse.TERMINAL)
    verify(entry.public, PROOF, body, signature)
    number, rest = _counted(body[_FIXED:])
    service, rest = _counted(rest)
    if rest or TemporaryNumber.parse(number).terminal != entry.owner:
        raise MalformedError("receipt code: number or length")
    try:
        received_at = _EPOCH + timedelta(milliseconds=int.from_bytes(body[26:32], "big"))
        # shown in China's time, which ends eight hours earlier
        received_at.astimezone(CHINA)
    except OverflowError as problem:
        raise MalformedError("receipt code: time") from problem
    if entry.revoked_from is not None and received_at >= entry.revoked_from:
        raise SignatureError("the terminal's key was revoked before this receipt")
    proof = ReceiptProof(
        submission=str(uuid.UUID(bytes=body[9:25])),
        number=number,
        service=service,
        received_at=received_at,
        delivered=bool(body[25] & 1),
    )
    return proof, entry.owner


def _counted(data: bytes) -> tuple[str, bytes]:
    if not data or len(data) < 1 + data[0]:
        raise MalformedError("receipt code is cut short")
    end = 1 + data[0]
    text = data[1:end].decode("ascii", "replace")
    if not (text.isascii() and text.isprintable()):
        # also what a screen of text would take for a command
        raise MalformedError("receipt code: text")
    return text, data[end:]
