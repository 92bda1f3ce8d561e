"""Whatever a QR code says: an identity code goes out whole or not at all, a receipt proves only what was signed.

How to run it: `tests.fuzz.running`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import atheris

from tests.fuzz.running import run, text

with atheris.instrument_imports(
    include=["kiosk.protocol", "kiosk.documents", "drivers.camera.lines", "offline_cache.remote"]
):
    from drivers.camera.lines import CODE_LIMIT, CodeLine, LineSplitter, ZoneLine, decode_event, encode_event
    from kiosk.documents.verify import Verdict, verify_receipt
    from kiosk.protocol.keys import KeyDirectory, KeyEntry, KeyUse, PinnedKeys, SigningKey
    from kiosk.protocol.proof import PROOF, ReceiptProof, proof_link
    from kiosk.protocol.temporary_number import TemporaryNumber
    from offline_cache.remote import LONGEST_CODE, PlatformIdentity

from kiosk.clock import SystemClock
from offline_cache.errors import RemoteError
from offline_cache.settings import StoreSettings

KEY = SigningKey.from_raw(bytes(range(32)))
ENTRY = KeyEntry(
    algorithm="ed25519",
    public=KEY.public,
    use=KeyUse.TERMINAL,
    owner="FC01",
    valid_from=datetime(2026, 11, 1, tzinfo=UTC),
)
DIRECTORY = KeyDirectory([ENTRY])
RECEIPT = ReceiptProof(
    submission="0198a000-0000-7000-8000-000000000001",
    number=str(TemporaryNumber(terminal="FC01", generation=3, sequence=7)),
    service="999999-pension-join",
    received_at=datetime(2026, 11, 20, 1, 44, tzinfo=UTC),
    delivered=False,
)
LINK = proof_link("jiujin.example", RECEIPT, KEY)
DELIVERED = proof_link("jiujin.example", replace(RECEIPT, delivered=True), KEY)
SIGNED = tuple(verify_receipt(link, DIRECTORY).facts for link in (LINK, DELIVERED))
_SENT = re.compile(r"[!-~]+\Z")


class _SentError(Exception):
    """Raised in the place of a call to the platform."""


class _Platform(PlatformIdentity):
    """Nothing is sent: what would be is looked at."""

    def _ask(self, operation: str, path: str, content: Mapping[str, object]) -> dict[str, object]:
        code = content["code"]
        assert isinstance(code, str)
        assert _SENT.match(code)
        assert len(code) <= LONGEST_CODE
        raise _SentError


PLATFORM = _Platform(
    StoreSettings(data_dir=Path("unused"), address="https://jiujin.example", pinned=PinnedKeys(keys=())),
    clock=SystemClock(),
    compare=lambda _: None,
    identity=lambda: None,
    directory=lambda: DIRECTORY,
)


def _child_line(data: bytes) -> None:
    """What comes from the process that looks at codes, which may be in other hands."""
    with suppress(ValueError):
        for line in LineSplitter().feed(data):
            decode_event(line)
    with suppress(ValueError):
        event = decode_event(data)
        assert not isinstance(event, CodeLine) or 0 < len(event.text) <= CODE_LIMIT
        if isinstance(event, CodeLine | ZoneLine):
            assert decode_event(encode_event(event)) == event


def _scanned(data: bytes) -> None:
    with suppress(RemoteError, _SentError):
        PLATFORM.exchange("visit-1", text(data), None)


def _link(data: bytes) -> None:
    check = verify_receipt(text(data), DIRECTORY)
    assert check.verdict is not Verdict.GENUINE or check.facts in SIGNED, "proved what nobody signed"


def _signed(data: bytes) -> None:
    """A terminal that signs whatever it is given: its receipt may say nonsense, but must be understood or refused."""
    body = b"\x01" + bytes.fromhex(KEY.key_id) + data
    code = base64.b32encode(body + KEY.sign(PROOF, body)).decode("ascii").rstrip("=")
    check = verify_receipt(code, DIRECTORY, language="en")
    assert check.verdict in (Verdict.GENUINE, Verdict.UNREADABLE)
    assert all(fact.isprintable() for fact in check.facts.values()), "would command the technician's screen"


WAYS = (_child_line, _scanned, _link, _signed)


def one(data: bytes) -> None:
    """One input: the first byte says what the rest is."""
    if data:
        WAYS[data[0] % len(WAYS)](data[1:])


def seeds() -> Iterator[bytes]:
    yield b'\0{"event":"code","text":"JIUJIN-ID/1/0"}'
    yield b'\0{"event":"zone","number":"X00000000","born":"480305","ends":"301231"}'
    yield b'\0{"event":"faces","faces":[[1,2,3,4,0.5]],"frame_ms":7}'
    yield b'\0{"event":"health","condition":"fault","fault":"camera.gone","detail":"","facts":{"a":1}}'
    yield b'\0{"event":"guided","task":"t","hint":"none","progress":0.5}'
    yield b"\0" + b"[" * 3000
    yield b'\0{"event":"faces","faces":[[1' + b"0" * 400 + b',2,3,4,0.5]],"frame_ms":7}'
    yield b"\1JIUJIN-ID/1/0123456789ABCDEFGHJKMNPQRS"
    for link in (LINK, DELIVERED):
        yield b"\2" + link.encode()
        body = base64.b32decode(link.rsplit("/", 1)[-1] + "=" * (-len(link.rsplit("/", 1)[-1]) % 8))[:-64]
        yield b"\3" + body[9:]
        # the last hour that a date can hold
        yield b"\3" + body[9:26] + (253_402_300_799_000).to_bytes(6, "big") + body[32:]


if __name__ == "__main__":
    run(one, seeds())
