"""The platform's receipt: a signed statement that an envelope with this id and this hash has arrived.

It says *received*, nothing about acceptance: 受理, 补正 and 办结 are the authority's own records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.clock import parse_stamp, stamp
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import PinnedKeys, SigningKey
from kiosk.protocol.signed import open_document, sign_document

RECEIPT = "receipt"
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, kw_only=True)
class PlatformReceipt:
    id: str
    sha256: str
    receipt: str
    """The platform's own number for what it received; at most 40 letters, digits and hyphens."""
    received_at: datetime
    platform: str

    def to_json(self) -> dict[str, Any]:
        return {
            "v": 1,
            "id": self.id,
            "sha256": self.sha256,
            "receipt": self.receipt,
            "received_at": stamp(self.received_at),
            "platform": self.platform,
        }


def sign_receipt(receipt: PlatformReceipt, key: SigningKey) -> bytes:
    return sign_document(RECEIPT, receipt.to_json(), key)


def read_receipt(data: bytes, pinned: PinnedKeys) -> PlatformReceipt:
    """The receipt, once its signature holds. Whether it is *ours* (id and hash) is for the caller to compare."""
    value = open_document(RECEIPT, data, pinned)
    try:
        if set(value) != {"v", "id", "sha256", "receipt", "received_at", "platform"} or value["v"] != 1:
            raise MalformedError("not a receipt of version 1")
        if not _SHA256.match(value["sha256"]) or not re.match(r"[0-9A-Za-z-]{1,40}\Z", value["receipt"]):
            raise MalformedError("receipt number or hash")
        return PlatformReceipt(
            id=str(value["id"]),
            sha256=value["sha256"],
            receipt=value["receipt"],
            received_at=parse_stamp(value["received_at"]),
            platform=str(value["platform"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise MalformedError(f"receipt: {problem}") from problem
