"""Showing who one is by way of the platform, from the terminal's port to a real platform in its own process."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import SystemClock, stamp
from kiosk.faults import FaultError, load_faults
from kiosk.protocol.keys import (
    ED25519,
    X25519,
    KeyDirectory,
    KeyEntry,
    KeyUse,
    PinnedKeys,
    SigningKey,
    decode,
)
from kiosk.protocol.payload import PersonRecord
from kiosk.protocol.sealed_call import read_call, write_answer
from kiosk.protocol.statement import IdentityStatement, RemoteWay, person_binding, sign_statement
from kiosk.remote import CodeSent, RemoteProof
from kiosk.store import Published, TerminalIdentity
from offline_cache.client import PlatformClient, PublishedDocument
from offline_cache.enrolment import enrol
from offline_cache.remote import PlatformIdentity
from offline_cache.settings import StoreSettings
from tests.central.asking import code_in, messages, other_than
from tests.central.peer import ROOT, SITE, Terminal, a_draft
from tests.central.servers import Serving, quick, serving

ZHANG = PersonRecord(document="resident-card", name="张示例", number="999999195803150020")
OUYANG = PersonRecord(document="social-security-card", name="欧阳示例", number="99999919860709001X")
RARE = PersonRecord(document="resident-card", name="䶮𬱖㼆", number="99999919750112001X")
VISIT = "01931f6e-8a00-7abc-8def-00000000aaaa"
FAULTS = load_faults([ROOT / "offline_cache" / "faults.toml"])


@dataclass(frozen=True, kw_only=True)
class House:
    """A serving platform that knows the demonstration's persons."""

    folder: Path
    server: Serving

    @property
    def db(self) -> str:
        return f"sqlite:///{self.folder / 'p.db'}"

    def sms(self) -> list[dict[str, str]]:
        return messages(self.folder / "sms")

    def harm(self, statement: str, *values: str) -> None:
        """Change the platform's database, as time or an operator would."""
        with sqlite3.connect(self.folder / "p.db", timeout=30) as connection:
            connection.execute(statement, values)
        connection.close()

    def code(self, person: PersonRecord) -> str:
        return quick("identity-code", "--db", self.db, "--person", person.number)[0].strip()


@dataclass
class Kiosk:
    """An enrolled terminal and its port to the platform."""

    settings: StoreSettings
    identity: TerminalIdentity | None
    directory: KeyDirectory

    def remote(self, **changed: Any) -> PlatformIdentity:
        clock = SystemClock()
        return PlatformIdentity(
            replace(self.settings, **changed),
            clock=clock,
            compare=clock.compare,
            identity=lambda: self.identity,
            directory=lambda: self.directory,
        )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("platform")
    db = f"sqlite:///{folder / 'p.db'}"
    with serving(db, "--sms-spool", str(folder / "sms"), log=folder / "log") as server:
        quick("people", "--db", db, "--file", str(ROOT / "data" / "demo_people.toml"))
        yield House(folder=folder, server=server)


@pytest.fixture(autouse=True)
def an_hour_later(house: House) -> Iterator[None]:
    """Each test begins with nothing asked and nothing sent."""
    yield
    house.harm("delete from identity_call")
    for file in (house.folder / "sms").glob("*"):
        file.unlink()


def kiosk_of(house: House, folder: Path, terminal: str = "FC01") -> Kiosk:
    claim = quick("claim", "--db", house.db, "--terminal", terminal, "--site", SITE)[0].strip()
    pinned = PinnedKeys.from_texts([house.server.pin])
    settings = StoreSettings(data_dir=folder / terminal, address=house.server.address, pinned=pinned)
    identity = enrol(settings.address, pinned, claim, settings.data_dir, "test")
    return Kiosk(settings, identity, directory_of(settings))


def directory_of(settings: StoreSettings) -> KeyDirectory:
    clock = SystemClock()
    client = PlatformClient(settings, clock, clock.compare)
    document = client.published(Published.KEYS, None, None)
    client.close()
    assert isinstance(document, PublishedDocument)
    return KeyDirectory.from_json(document.payload)


@pytest.fixture
def kiosk(house: House, tmp_path: Path) -> Kiosk:
    return kiosk_of(house, tmp_path)


@contextmanager
def refused(fault: str) -> Iterator[None]:
    with pytest.raises(FaultError) as caught:
        yield
    assert caught.value.fault.id == fault, caught.value
    assert fault in FAULTS
    for secret in (ZHANG.number, ZHANG.name, "12000005678"):
        assert secret not in str(caught.value)


def test_a_code_by_sms_becomes_a_proof_that_the_platform_takes(house: House, kiosk: Kiosk) -> None:
    remote = kiosk.remote()
    assert remote.ready()
    sent = remote.send_code(VISIT, ZHANG)
    assert (sent.hint, sent.valid_s, sent.again_s) == ("5678", 300, 60)
    code = code_in(house.sms()[0])
    with refused("remote.code-wrong"):
        remote.check_code(VISIT, sent.challenge, other_than(code))
    # as it is typed: blanks, and digits of a Chinese input method
    typed = f" {code[:3]} {code[3:].translate({48 + digit: 0xFF10 + digit for digit in range(10)})}"
    proof = remote.check_code(VISIT, sent.challenge, typed)
    assert (proof.way, proof.visit, proof.person) == ("sms-code", VISIT, None)
    assert cases_after(house, kiosk, proof, ZHANG) == []
    assert cases_after(house, kiosk, proof, ZHANG) == ["identity-misfit"], "one statement serves one application"
    assert not any(secret in repr((sent, proof)) for secret in (ZHANG.number, proof.ticket, sent.challenge))


def test_an_identity_code_names_its_person_where_no_document_was_read(house: House, kiosk: Kiosk) -> None:
    remote, text = kiosk.remote(), house.code(OUYANG)
    proof = remote.exchange(VISIT, f" {text}\r\n", None)
    assert proof.way == "identity-code"
    assert proof.person is not None
    assert (proof.person.name, proof.person.number) == (OUYANG.name, OUYANG.number)
    assert proof.person.birth_date == "1986-07-09"
    assert "欧阳" not in repr(proof)
    assert cases_after(house, kiosk, proof, proof.person) == []
    with refused("remote.code-used"):
        remote.exchange("v2", text, None)


def test_an_identity_code_fits_the_card_that_was_read_or_is_refused(house: House, kiosk: Kiosk) -> None:
    remote, text = kiosk.remote(), house.code(OUYANG)
    with refused("remote.other-person"):
        remote.exchange(VISIT, text, ZHANG)
    proof = remote.exchange(VISIT, text, OUYANG)
    assert proof.person is None
    assert cases_after(house, kiosk, proof, OUYANG) == []
    assert cases_after(house, kiosk, proof, ZHANG) == ["identity-misfit"]
    late = house.code(OUYANG)
    house.harm("update identity_code set expires_at = ?", stamp(datetime.now(UTC)))
    with refused("remote.expired"):
        remote.exchange(VISIT, late, OUYANG)


def cases_after(house: House, kiosk: Kiosk, proof: RemoteProof, person: PersonRecord) -> list[str]:
    """Hand in an application with this proof; which cases about identity it has."""
    identity = kiosk.identity
    assert identity is not None
    with httpx.Client(timeout=30) as caller:
        terminal = Terminal(caller, house.server.address, house.server.pin, key=identity.key, id=identity.terminal)
        draft = a_draft(proofs=[proof.identity_proof()], applicant=person, actor=person)
        submission, data = terminal.envelope(draft)
        assert terminal.put(submission, data).status_code == 201
    (row,) = json.loads(quick("applications", "--db", house.db, "--json", "--id", submission)[0])
    return [case["code"] for case in row["cases"] if case["code"] == "identity-misfit"]


def test_five_wrong_tries_then_a_new_code_is_needed(house: House, kiosk: Kiosk) -> None:
    remote = kiosk.remote()
    sent = remote.send_code(VISIT, ZHANG)
    code = code_in(house.sms()[0])
    for fault in ["remote.code-wrong"] * 4 + ["remote.code-spent"] * 2:
        with refused(fault):
            remote.check_code(VISIT, sent.challenge, other_than(code))
    with refused("remote.code-spent"):
        remote.check_code(VISIT, sent.challenge, code)
    with refused("remote.too-soon"):
        remote.send_code(VISIT, ZHANG)


def test_what_is_not_six_digits_costs_no_try(house: House, kiosk: Kiosk) -> None:
    remote = kiosk.remote()
    sent = remote.send_code(VISIT, ZHANG)
    for typed in ("", "12345", "1234567", "12345x", "1" * 10_000, "\x00" * 6, "٣٤٥٦٧٨"):
        with refused("remote.code-wrong"):
            remote.check_code(VISIT, sent.challenge, typed)
    assert remote.check_code(VISIT, sent.challenge, code_in(house.sms()[0])).way == "sms-code"


def test_a_challenge_belongs_to_its_terminal_visit_and_time(house: House, kiosk: Kiosk, tmp_path: Path) -> None:
    remote, other = kiosk.remote(), kiosk_of(house, tmp_path, "FC02").remote()
    sent = remote.send_code(VISIT, ZHANG)
    code = code_in(house.sms()[0])
    with refused("remote.expired"):
        other.check_code(VISIT, sent.challenge, code)
    with refused("remote.expired"):
        remote.check_code("v2", sent.challenge, code)
    for challenge in ("", "x", f"{'0' * 32}.{sent.challenge.partition('.')[2]}", "a.b.c", "王" * 200):
        with refused("remote.expired"):
            remote.check_code(VISIT, challenge, code)
    house.harm("update identity_challenge set expires_at = ?", stamp(datetime.now(UTC)))
    with refused("remote.expired"):
        remote.check_code(VISIT, sent.challenge, code)


def test_a_challenge_put_together_of_two_is_not_believed(house: House, kiosk: Kiosk) -> None:
    """The code that went to one person, with the binding of another: the platform's statement says whose it is."""
    remote = kiosk.remote()
    zhang = remote.send_code(VISIT, ZHANG)
    code = code_in(house.sms()[0])
    ouyang = remote.send_code("v2", OUYANG)
    mixed = f"{zhang.challenge.partition('.')[0]}.{ouyang.challenge.partition('.')[2]}"
    with refused("remote.not-trusted"):
        remote.check_code(VISIT, mixed, code)


def test_nobody_is_texted_whose_number_is_not_known(house: House, kiosk: Kiosk) -> None:
    with refused("remote.no-number"):
        kiosk.remote().send_code(VISIT, RARE)
    with refused("remote.no-number"):
        kiosk.remote().send_code(VISIT, replace(RARE, number="999999199001010016"))
    assert house.sms() == []


def test_another_platforms_answer_is_not_believed(house: House, kiosk: Kiosk) -> None:
    strangers = PinnedKeys(keys=(SigningKey.generate().public,))
    with refused("remote.not-trusted"):
        kiosk.remote(pinned=strangers).exchange(VISIT, house.code(ZHANG), None)
    # the statement's own key is looked up in the directory, and for its own use only
    entries = [entry for entry in kiosk.directory.entries if entry.use is not KeyUse.IDENTITY]
    wrong = [replace(entry, use=KeyUse.IDENTITY) for entry in entries if entry.use is KeyUse.ROOT]
    revoked = [
        replace(entry, revoked_from=datetime.now(UTC) - timedelta(hours=1))
        for entry in kiosk.directory.entries
        if entry.use is KeyUse.IDENTITY
    ]
    for directory in (entries, [*entries, *wrong], [*entries, *revoked]):
        other = Kiosk(kiosk.settings, kiosk.identity, KeyDirectory(directory))
        with refused("remote.not-trusted"):
            other.remote().exchange(VISIT, house.code(ZHANG), None)
    assert not Kiosk(kiosk.settings, kiosk.identity, KeyDirectory(entries)).remote().ready()


def test_a_terminal_that_cannot_ask_says_so(house: House, kiosk: Kiosk) -> None:
    nobody = Kiosk(kiosk.settings, None, kiosk.directory)
    unsealed = Kiosk(kiosk.settings, kiosk.identity, KeyDirectory([]))
    for one in (nobody, unsealed):
        assert not one.remote().ready()
        with refused("remote.unavailable"):
            one.remote().send_code(VISIT, ZHANG)
    quick("revoke", "--db", house.db, "--terminal", "FC01")
    with refused("remote.unavailable"):
        kiosk.remote().send_code(VISIT, ZHANG)


class Relay:
    """Between terminal and platform: it carries every request and loses the next `losing` answers."""

    def __init__(self, address: str, *, losing: int) -> None:
        self._to = int(address.rsplit(":", 1)[1])
        self.losing, self.carried = losing, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                terminal, _ = self._listener.accept()
            except OSError:
                return
            with terminal, socket.create_connection(("127.0.0.1", self._to)) as platform:
                request = self._request(terminal)
                platform.sendall(request)
                answer = b"".join(iter(lambda: platform.recv(65536), b""))
                self.carried += 1
                if self.losing:
                    self.losing -= 1
                    terminal.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                else:
                    terminal.sendall(answer)

    def _request(self, terminal: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += terminal.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        fields = dict(line.split(b":", 1) for line in head.lower().split(b"\r\n")[1:])
        length = int(fields.get(b"content-length", b"0"))
        while len(body) < length:
            body += terminal.recv(65536)
        return head.replace(b"keep-alive", b"close") + b"\r\n\r\n" + body

    def close(self) -> None:
        # shutdown wakes the thread that accepts; closing alone would not
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


@contextmanager
def line_losing(losing: int, tmp_path: Path) -> Iterator[tuple[Kiosk, Relay, Path]]:
    """A terminal, the relay it speaks through, and the spool of the platform behind, which is addressed by the
    relay's port: terminals sign the address that they call."""
    db = f"sqlite:///{tmp_path / 'far.db'}"
    spool = tmp_path / "far-sms"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    relay = Relay(f"http://127.0.0.1:{port}", losing=0)
    address = f"http://127.0.0.1:{relay.port}"
    try:
        with serving(
            db, "--public-url", address, "--sms-spool", str(spool), log=tmp_path / "far.log", port=port
        ) as server:
            quick("people", "--db", db, "--file", str(ROOT / "data" / "demo_people.toml"))
            claim = quick("claim", "--db", db, "--terminal", "FC01", "--site", SITE)[0].strip()
            pinned = PinnedKeys.from_texts([server.pin])
            settings = StoreSettings(data_dir=tmp_path / "FC01", address=address, pinned=pinned)
            identity = enrol(address, pinned, claim, settings.data_dir, "test")
            kiosk = Kiosk(settings, identity, directory_of(settings))
            relay.carried, relay.losing = 0, losing
            yield kiosk, relay, spool
    finally:
        relay.close()


def test_an_answer_that_got_lost_costs_nothing_and_a_line_that_is_cut_is_told(tmp_path: Path) -> None:
    with line_losing(1, tmp_path) as (kiosk, relay, spool):
        sent = kiosk.remote().send_code(VISIT, ZHANG)
        assert (relay.carried, len(messages(spool))) == (2, 1), "asked twice, sent once"
        relay.losing = 1
        assert kiosk.remote().check_code(VISIT, sent.challenge, code_in(messages(spool)[0])).way == "sms-code"
        relay.losing = 2
        with refused("remote.line-down"):
            kiosk.remote().check_code(VISIT, sent.challenge, code_in(messages(spool)[0]))
        # nothing is lost by it: the resident types the code again
        assert kiosk.remote().check_code(VISIT, sent.challenge, code_in(messages(spool)[0])).way == "sms-code"


def test_where_nobody_listens_the_line_is_down(kiosk: Kiosk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    down = kiosk.remote(address=f"http://127.0.0.1:{port}")
    for ask in (
        lambda: down.send_code(VISIT, ZHANG),
        lambda: down.exchange(VISIT, "JIUJIN-ID/1/0", None),
    ):
        with refused("remote.line-down"):
            ask()


class Canned(BaseHTTPRequestHandler):
    """Answers every POST the same."""

    status, body, kind = 200, b"{}", "application/json"
    fields: tuple[tuple[str, str], ...] = ()
    waits: tuple[threading.Event, threading.Event] | None = None
    make: Callable[[bytes], bytes] | None = None

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        if self.make is not None:
            self.body = self.make(asked)
        if self.waits is not None:
            reached, until = self.waits
            reached.set()
            until.wait(30)
        self.send_response(self.status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.body)))
        for name, value in self.fields:
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(self.body)
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def canned(**answer: Any) -> Iterator[str]:
    given = {name: staticmethod(value) if callable(value) else value for name, value in answer.items()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("One", (Canned,), given))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def said(fault: str) -> bytes:
    return json.dumps({"fault": fault, "detail": ""}).encode()


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"kind": "text/html", "body": b"<html>log in"}, "remote.line-down"),
        ({"status": 302, "fields": (("Location", "http://127.0.0.1:9/"),)}, "remote.line-down"),
        ({"status": 500}, "remote.line-down"),
        ({"status": 503, "body": said("busy"), "fields": (("Retry-After", "3"),)}, "remote.busy"),
        ({"status": 404, "body": said("not-found")}, "remote.not-offered"),
        ({"status": 404, "kind": "text/html", "body": b"<html>"}, "remote.unavailable"),
        ({"status": 401, "body": said("clock")}, "remote.unavailable"),
        ({"status": 401, "body": said("transport")}, "remote.unavailable"),
        ({"status": 502, "body": said("not-sent")}, "remote.not-sent"),
        ({"status": 429, "body": said("too-many")}, "remote.too-many"),
        ({"status": 422, "body": said("invalid")}, "remote.unavailable"),
        ({"body": b"{}"}, "remote.not-trusted"),
        ({"body": b"["}, "remote.not-trusted"),
        ({"body": b"x" * 300_000}, "remote.unavailable"),
    ],
)
def test_each_kind_of_answer_has_its_words(kiosk: Kiosk, answer: dict[str, Any], fault: str) -> None:
    with canned(**answer) as address, refused(fault):
        kiosk.remote(address=address).send_code(VISIT, ZHANG)


def test_a_statement_about_another_way_terminal_or_visit_is_not_believed(house: House, kiosk: Kiosk) -> None:
    """Signed by the platform as it should be, and not what was asked: as if the platform mixed up two residents."""
    identity, root, signer = kiosk.identity, SigningKey.generate(), SigningKey.generate()
    assert identity is not None
    intake = X25519PrivateKey.generate()
    keys = [
        (X25519, intake.public_key().public_bytes_raw(), KeyUse.INTAKE),
        (ED25519, signer.public, KeyUse.IDENTITY),
    ]
    began = datetime.now(UTC) - timedelta(days=1)
    directory = KeyDirectory(
        KeyEntry(algorithm=algorithm, public=public, use=use, owner="p", valid_from=began)
        for algorithm, public, use in keys
    )

    def answer(body: bytes, **changed: Any) -> bytes:
        call = read_call(body)
        asked = call.open(intake.private_bytes_raw())
        now = datetime.now(UTC)
        values: dict[str, Any] = {
            "id": "1",
            "way": RemoteWay.IDENTITY_CODE,
            "terminal": identity.terminal,
            "visit": VISIT,
            "person": person_binding(decode(asked["person_key"]), ZHANG.number),
            "at": now,
            "until": now,
            "platform": "p",
        }
        text = sign_statement(IdentityStatement(**{**values, **changed}), signer)
        return write_answer(call, decode(asked["reply_key"]), {"statement": text, "person": None}, root)

    one = Kiosk(replace(kiosk.settings, pinned=PinnedKeys(keys=(root.public,))), identity, directory)
    with canned(make=answer) as address:
        assert one.remote(address=address).exchange(VISIT, "X", ZHANG).way == "identity-code"
    wrong: list[dict[str, Any]] = [
        {"way": RemoteWay.SMS_CODE},
        {"terminal": "FC02"},
        {"visit": "v2"},
        {"person": person_binding(bytes(32), ZHANG.number)},
    ]
    for changed in wrong:
        with canned(make=partial(answer, **changed)) as address, refused("remote.not-trusted"):
            one.remote(address=address).exchange(VISIT, "X", ZHANG)


def test_closing_ends_what_is_under_way(kiosk: Kiosk) -> None:
    reached, until = threading.Event(), threading.Event()
    told: list[str] = []

    def ask(remote: PlatformIdentity) -> None:
        try:
            remote.send_code(VISIT, ZHANG)
        except FaultError as problem:
            told.append(problem.fault.id)

    with canned(waits=(reached, until)) as address:
        remote = kiosk.remote(address=address, read_timeout_s=30)
        thread = threading.Thread(target=ask, args=(remote,))
        thread.start()
        assert reached.wait(20)
        remote.close()
        thread.join(10)
        assert not thread.is_alive(), "it waits for the end of its time, 20 s"
        until.set()
        assert told == ["remote.line-down"]
        with refused("remote.line-down"):
            remote.send_code(VISIT, ZHANG)


@given(
    scanned=st.text(max_size=600)
    | st.text(min_size=1, max_size=9).map(lambda part: (part * 10_000)[:10_000])
    | st.binary().map(repr)
)
def test_what_cannot_be_a_code_is_sent_nowhere(scanned: str) -> None:
    """No platform is there: whatever reaches the line is told as the line being down."""
    remote = offline()
    with pytest.raises(FaultError) as caught:
        remote.exchange(VISIT, scanned, None)
    text = scanned.strip()
    plausible = 1 <= len(text) <= 512 and all("!" <= character <= "~" for character in text)
    assert caught.value.fault.id == ("remote.line-down" if plausible else "remote.code-unknown")
    if len(text) > 3:
        assert text not in str(caught.value)


@given(challenge=st.text(max_size=300), code=st.text(max_size=20))
def test_no_typed_code_and_no_challenge_breaks_anything(challenge: str, code: str) -> None:
    with pytest.raises(FaultError) as caught:
        offline().check_code(VISIT, challenge, code)
    assert caught.value.fault.id in ("remote.expired", "remote.code-wrong", "remote.line-down")


def offline() -> PlatformIdentity:
    """A terminal whose platform is not there at all: port 9 (discard) of this machine refuses."""
    key, clock = SigningKey.generate(), SystemClock()
    settings = StoreSettings(
        data_dir=Path("/nowhere"), address="http://127.0.0.1:9", pinned=PinnedKeys(keys=(key.public,))
    )
    intake = KeyDirectory.from_json({"keys": [INTAKE]})
    return PlatformIdentity(
        settings,
        clock=clock,
        compare=clock.compare,
        identity=lambda: TerminalIdentity(terminal="FC01", site=SITE, key=key),
        directory=lambda: intake,
    )


INTAKE = {
    "algorithm": "x25519",
    "key_id": "7b204dd24f7435ea",
    "owner": "示例平台",
    "public": "IJX5f_Mvfbs7NzUuMOU31RqgiSZG7I7hItsnzhbvCBo",
    "revoked_from": None,
    "use": "intake",
    "valid_from": "2026-11-01T00:00:00.000Z",
}


def test_what_was_sent_shows_nothing_of_the_person() -> None:
    sent = CodeSent(challenge="secret", hint="5678", valid_s=300, again_s=60)
    assert "secret" not in repr(sent)
