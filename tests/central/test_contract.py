"""The published OpenAPI document is true: each documented status is produced here, and no other one is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.types import Message, Scope

from central.app import app_for, create_app
from central.commands import publish_documents
from central.enrolment import make_claim
from central.identity_codes import make_identity_code
from central.platform import Platform
from central.settings import Limits
from central.wire import Fault, SignedDocument
from kiosk.protocol.keys import encode
from kiosk.protocol.proof import ReceiptProof, proof_link
from tests.central.asking import (
    KEY,
    NO_PHONE,
    PATHS,
    PERSON,
    Asker,
    code_in,
    messages,
    other_than,
    take_people,
)
from tests.central.conftest import AsgiCaller, settings_in
from tests.central.contract import Recorder
from tests.central.peer import CATALOGUE, NUMBER, POLICY, SERVICE, SITE, Answer, Terminal, fault_of, new_id

OLD = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def limits() -> Limits:
    return Limits(envelope_bytes=20_000, json_bytes=5_000, body_s=0.2, exchanges_terminal_h=40)


def test_each_documented_answer_occurs_and_no_other(
    newcomer: Callable[[], Terminal], platform: Platform, recorder: Recorder, tmp_path: Path
) -> None:
    before_publishing(newcomer, platform)
    terminal = newcomer()
    terminal.enrol(make_claim(platform, "FC01", SITE, timedelta(hours=1)))
    answers = [*before_publishing_signed(terminal)]
    publish(platform)
    answers += documents(terminal) + submissions(terminal) + terminals(terminal, newcomer, platform)
    answers += identity(terminal, newcomer, platform, tmp_path) + slow_bodies(recorder) + pages(terminal)
    for answer in answers:
        check_body(answer)
    busy = Recorder(app_for(replace(platform, settings=replace(platform.settings, limits=Limits(inflight=0)))))
    turned_away(busy)
    produced = recorder.seen | busy.seen
    assert produced == recorder.documented


def before_publishing(newcomer: Callable[[], Terminal], platform: Platform) -> None:
    stranger = newcomer()
    check_body(stranger.plain("GET", "/v1/catalogue"))
    check_body(stranger.plain("GET", "/health"))


def before_publishing_signed(terminal: Terminal) -> list[Answer]:
    return [terminal.send("GET", "/v1/policy")]


def publish(platform: Platform) -> None:
    publish_documents(platform, CATALOGUE, POLICY, SITE)


def documents(terminal: Terminal) -> list[Answer]:
    answers = [terminal.plain("GET", "/v1/policy")]
    for path in ("/v1/keys", "/v1/catalogue", "/v1/policy"):
        answers += [terminal.send("GET", path), terminal.send("GET", path, headers={"If-None-Match": "*"})]
    return answers


def submissions(terminal: Terminal) -> list[Answer]:
    submission, data = terminal.envelope()
    other = terminal.envelope(submission=submission)[1]
    strange, strange_data = terminal.envelope(key=type(terminal.key).generate())
    receipt = f"/v1/submissions/{submission}/receipt"
    return [
        terminal.put(submission, data),
        terminal.put(submission, data),
        terminal.put(submission, other),
        terminal.put(strange, strange_data),
        terminal.put(new_id(), b"{}"),
        terminal.put(new_id(), b"x" * 20_001),
        terminal.plain("PUT", f"/v1/submissions/{new_id()}", data),
        terminal.send("GET", receipt),
        terminal.send("GET", f"/v1/submissions/{new_id()}/receipt"),
        terminal.plain("GET", receipt),
    ]


def terminals(terminal: Terminal, newcomer: Callable[[], Terminal], platform: Platform) -> list[Answer]:
    digest = "0" * 64
    return [
        newcomer().enrol(make_claim(platform, "FC02", SITE, timedelta(hours=1))),
        newcomer().enrol("never"),
        newcomer().enrol("never", proof="A" * 86),
        newcomer().enrol("never", proof="A"),
        terminal.plain("POST", "/v1/enrol", b"x" * 5_001),
        terminal.beat(1, digest),
        terminal.beat(1, digest, terminal="FC02"),
        terminal.beat(1, digest, v=2),
        terminal.send("POST", "/v1/heartbeat", b"not JSON"),
        terminal.send("POST", "/v1/heartbeat", b"x" * 5_001),
        terminal.plain("POST", "/v1/heartbeat", b"{}"),
    ]


def identity(
    terminal: Terminal, newcomer: Callable[[], Terminal], platform: Platform, tmp_path: Path
) -> list[Answer]:
    take_people(platform, tmp_path)
    spool = tmp_path / "sms"
    spool.write_text("in the way")
    asker = Asker.of(terminal)
    answers = [asker.send_code()[0]]
    spool.unlink()
    sent = asker.send_code()
    answers += [sent[0], asker.send_code()[0], asker.send_code(NO_PHONE)[0]]
    challenge, code = sent[1]["challenge"], code_in(messages(spool)[0])
    answers += [asker.check_code(challenge, other_than(code))[0], asker.check_code(challenge, code)[0]]
    answers += [asker.exchange(make_identity_code(platform, NUMBER))[0], asker.exchange("X")[0]]
    # forty exchanges an hour, see `limits`
    answers += [asker.exchange("X")[0] for _ in range(40)][-1:]
    for operation, path in PATHS.items():
        one = asker.call(operation, {"code": "000000"})
        other = asker.call(operation, {"code": "000000"}, terminal="FC09")
        answers += [asker.post(operation, one), asker.post(operation, other)]
        answers += [terminal.send("POST", path, b"x" * 5_001), terminal.send("POST", path, b"{}")]
        answers += [terminal.plain("POST", path, b"{}")]
        whole = {"person": PERSON, "person_key": encode(KEY), "challenge": "0" * 32, "code": "000000"}
        first = asker.call(operation, whole)
        answers += [asker.post(operation, first)]
        answers += [asker.post(operation, asker.call(operation, whole, call_id=first.id))]
    return answers


def pages(terminal: Terminal) -> list[Answer]:
    proof = ReceiptProof(
        submission=new_id(), number=str(terminal.next_number()), service=SERVICE, received_at=OLD, delivered=False
    )
    code = proof_link("platform.example", proof, terminal.key).rsplit("/", 1)[-1]
    return [terminal.plain("GET", path) for path in (f"/V/{code}", "/V/X", f"/guide/{SERVICE}", "/guide/X")]


def slow_bodies(recorder: Recorder) -> list[Answer]:
    """Bodies that begin and never end."""

    async def ask(method: str, path: str) -> int:
        answered: list[int] = []
        started = iter([{"type": "http.request", "body": b"{", "more_body": True}])

        async def receive() -> Message:
            for message in started:
                return message
            await asyncio.Event().wait()
            raise AssertionError("never")

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered.append(message["status"])

        scope: Scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [],
            "scheme": "http",
        }
        await recorder(scope, receive, send)
        return answered[0]

    posts = [("POST", path) for path in ("/v1/enrol", "/v1/heartbeat", *PATHS.values())]
    for method, path in (("PUT", f"/v1/submissions/{new_id()}"), *posts):
        assert asyncio.run(ask(method, path)) == 408
    return []


def turned_away(busy: Recorder) -> None:
    with closing(AsgiCaller(busy)) as caller:
        for method, path, status in busy.documented:
            if status == 503:
                filled = path.replace("{id}", new_id()).replace("{code}", "X").replace("{service}", "X")
                answer = caller.request(method, f"http://platform.example{filled}", content=None, headers={})
                assert answer.status_code == 503
                assert int(answer.headers["retry-after"]) >= 1
                check_body(answer)


def check_body(answer: Answer) -> None:
    """Errors have the one shape, successes are signed documents, pages are pages."""
    kind = answer.headers.get("content-type", "")
    if answer.status_code == 304:
        assert answer.content == b""
    elif kind.startswith("text/html"):
        assert answer.content.startswith(b"<!doctype html>")
    else:
        assert kind == "application/json"
        body: dict[str, Any] = json.loads(answer.content)
        if body != {"ok": True}:
            (Fault if answer.status_code >= 400 else SignedDocument).model_validate_json(answer.content, strict=True)


def test_every_body_and_parameter_is_described(platform: Platform) -> None:
    schema = app_for(platform).openapi()
    assert "HTTPValidationError" not in json.dumps(schema)
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            assert operation.get("description") or operation.get("summary")
            assert ("requestBody" in operation) == (method in {"put", "post"})
            for status, answer in operation["responses"].items():
                assert answer["description"]
                assert "content" in answer or status == "304"


def test_unknown_addresses_and_methods_have_the_one_shape(newcomer: Callable[[], Terminal]) -> None:
    stranger = newcomer()
    for method, path, status in (("GET", "/nothing", 404), ("DELETE", "/v1/keys", 405)):
        answer = stranger.plain(method, path)
        assert answer.status_code == status
        check_body(answer)


def test_faults_of_the_platform_itself_are_answered_without_their_cause(platform: Platform) -> None:
    app = app_for(platform)
    with closing(AsgiCaller(app)) as caller:
        for harm, path, status, fault in (
            ("update directory_key set use = 'secret'", "/v1/keys", 500, "internal"),
            ("drop table document", "/v1/catalogue", 503, "busy"),
        ):
            with platform.database.write() as connection:
                connection.execute(text(harm))
            answer = caller.request("GET", f"http://platform.example{path}", content=None, headers={})
            assert (answer.status_code, fault_of(answer)) == (status, fault)
            assert "secret" not in answer.text
            assert "document" not in answer.text


def test_the_factory_makes_a_platform_of_its_own(tmp_path: Path) -> None:
    app = create_app(settings_in(tmp_path))

    async def live() -> None:
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app)) as caller:
            assert (await caller.get("http://platform.example/health")).json() == {"ok": True}
            assert (await caller.get("http://platform.example/openapi.json")).json()["info"]["version"] == "1"

    asyncio.run(live())
