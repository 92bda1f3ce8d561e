"""Ids made on the terminal: UUID version 7 (RFC 9562, section 5.7)."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7(moment: datetime, random: bytes | None = None) -> str:
    """48 bits of milliseconds since 1970, then 74 random bits (`random`: ten bytes, for tests)."""
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    data = bytearray(milliseconds.to_bytes(6, "big") + (os.urandom(10) if random is None else random))
    data[6] = 0x70 | data[6] & 0x0F
    data[8] = 0x80 | data[8] & 0x3F
    return str(uuid.UUID(bytes=bytes(data)))
