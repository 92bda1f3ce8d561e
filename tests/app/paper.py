"""Reading a receipt as a stranger would: another decoder, the published keys, and none of our code."""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.request
from pathlib import Path
from typing import Any

import cv2
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.app.theatre import Theatre


def link_on(sheet: Path) -> str:
    """What a scanner that is not the product's reads on a piece of paper."""
    found = zxingcpp.read_barcodes(cv2.imread(str(sheet)))
    assert len(found) == 1
    return str(found[0].text)


def proven(link: str, theatre: Theatre) -> dict[str, Any]:
    """What a receipt's code proves by the written protocol: base64, JSON, Ed25519 and the platform's `/v1/keys`."""
    with urllib.request.urlopen(f"{theatre.stage.settings.platform.address}/v1/keys", timeout=20) as answer:
        document = json.loads(answer.read())
    pin = theatre.stage.platform.ready.split()[-1].removeprefix("ed25519:")
    payload = _bytes(document["payload"])
    assert document["type"] == "keys"
    _verify(_bytes(pin), "keys", payload, _bytes(document["signature"]))
    code = link.rsplit("/", 1)[1]
    data = base64.b32decode(code + "=" * (-len(code) % 8))
    body, signature = data[:-64], data[-64:]
    key = next(key for key in json.loads(payload)["keys"] if key["key_id"] == body[1:9].hex())
    public = _bytes(key["public"])
    assert hashlib.sha256(b"ed25519\0" + public).digest()[:8] == body[1:9]
    assert key["use"] == "terminal"
    assert key["revoked_from"] is None
    _verify(public, "receipt-proof", body, signature)
    size = body[32]
    return {"terminal": key["owner"], "delivered": body[25], "number": body[33 : 33 + size].decode()}


def _verify(public: bytes, context: str, data: bytes, signature: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(public).verify(signature, f"jiujin/v1/{context}".encode() + b"\0" + data)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
