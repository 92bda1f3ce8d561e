"""Whatever arrives, the answer is one of those documented, and never a 500 (the recorder watches every request)."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.protocol.canonical import parse
from kiosk.protocol.payload import PAYLOAD_KEYS, payload_of
from kiosk.protocol.transport import sign_request
from tests.central.contract import Recorder
from tests.central.peer import Terminal, a_draft, new_id

BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("9" * 400)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=8,
)
"""Values that have a canonical form."""
MEMBERS = sorted(PAYLOAD_KEYS)
SHAPES = [
    b'pyhms=("@method");created=1;keyid="0000000000000000"',
    b"pyhms=:AAAA:",
    b"sha-256=:AAAA:, sha-256=:AAAA:",
    b'pyhms=("@method" "@authority" "@target-uri" "content-digest");created=99999999999999;keyid="x"',
    b"9" * 40,
    "٣".encode(),
]
TIMES = st.sampled_from(
    ["0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-10:00", "2026-11-20", "", "2026-11-20T00:00:00.0Z", "٢٠٢٦"]
)


@pytest.fixture
def sample(terminal: Terminal) -> dict[str, Any]:
    return dict(parse(terminal.envelope()[1], limit=10**6))


@BOUNDED
@given(body=st.binary(max_size=300))
def test_any_bytes(body: bytes, terminal: Terminal) -> None:
    assert terminal.put(new_id(), body).status_code == 400


@BOUNDED
@given(data=st.data())
def test_any_member_of_an_envelope_replaced(data: st.DataObject, terminal: Terminal, sample: dict[str, Any]) -> None:
    changed = json.loads(json.dumps(sample))
    part = data.draw(st.sampled_from(["header", "origin", "whole"]))
    table = changed if part == "whole" else changed[part]
    name = data.draw(st.sampled_from([*table, "more"]))
    table[name] = data.draw(TIMES | VALUES)
    body = json.dumps(changed).encode("utf-8", "surrogatepass")
    answer = terminal.put(sample["header"]["id"], body)
    assert answer.status_code in {200, 201, 400, 403, 409}


@BOUNDED
@given(data=st.data())
def test_any_payload_that_is_sealed_well(data: st.DataObject, terminal: Terminal) -> None:
    """Sealed and signed by a real terminal, so it is received, whatever its content is."""
    values: dict[str, Any] = data.draw(st.dictionaries(st.sampled_from(MEMBERS), PLAIN, max_size=4))
    submission, number = new_id(), terminal.next_number()
    changed = {**payload_of(a_draft(), submission, number), **values}
    whole = terminal.envelope(submission=submission, number=number, payload=changed)
    assert terminal.put(*whole).status_code == 201
    assert terminal.put(*terminal.envelope(payload=values)).status_code == 201


@BOUNDED
@given(body=st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_enrolment_and_heartbeat(body: bytes, terminal: Terminal) -> None:
    assert terminal.plain("POST", "/v1/enrol", body).status_code in {400, 422}
    assert terminal.send("POST", "/v1/heartbeat", body).status_code in {400, 401, 422}


@BOUNDED
@given(
    fields=st.dictionaries(
        st.sampled_from([b"signature-input", b"signature", b"content-digest", b"if-none-match", b"content-length"]),
        st.binary(max_size=80) | st.sampled_from(SHAPES),
    )
)
def test_any_header(fields: dict[bytes, bytes], terminal: Terminal, recorder: Recorder) -> None:
    body = b"{}"
    path = f"/v1/submissions/{new_id()}"
    good = sign_request("PUT", terminal.address + path, body, terminal.key, created=datetime.now(UTC), nonce="n")
    headers = {**{name.lower().encode(): value.encode() for name, value in good.items()}, **fields}

    async def ask() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(recorder, raise_app_exceptions=False)) as caller:
            request = caller.build_request("PUT", terminal.address + path, content=body)
            request.headers = httpx.Headers([*request.headers.raw, *headers.items()])
            return (await caller.send(request)).status_code

    assert asyncio.run(ask()) in {400, 401, 413}


@BOUNDED
@given(code=st.text(max_size=60) | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=600))
def test_any_code(code: str, terminal: Terminal) -> None:
    assert terminal.plain("GET", f"/V/{quote(code, safe='') or '%20'}").status_code == 404
