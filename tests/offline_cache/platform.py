"""A small platform on loopback that speaks the API with kiosk.protocol, and misbehaves when a test says so."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.clock import stamp
from kiosk.protocol.canonical import sha256_hex
from kiosk.protocol.envelope import read_envelope
from kiosk.protocol.errors import ProtocolError, SignatureError
from kiosk.protocol.keys import (
    ED25519,
    X25519,
    KeyDirectory,
    KeyEntry,
    KeyUse,
    PinnedKeys,
    SigningKey,
    decode,
    pin_text,
    verify,
)
from kiosk.protocol.receipt import PlatformReceipt, sign_receipt
from kiosk.protocol.signed import sign_document
from kiosk.protocol.transport import verify_request

PAST = datetime(2026, 1, 1, tzinfo=UTC)
Trick = Callable[["Handler"], bool]
"""Does something to a request; True when nothing more is to be answered."""


class Platform:
    """`submissions` are the effects (id to bytes); `tricks` are played one a PUT, in order."""

    def __init__(self, port: int = 0) -> None:
        self.root = SigningKey.generate()
        self.intake = X25519PrivateKey.generate()
        self.terminal_keys: list[KeyEntry] = []
        self.claims = {"CLAIM-1": ("FC01", "hall-1", 1)}
        self.submissions: dict[str, bytes] = {}
        self.documents: dict[str, Any] = {"catalogue": {"v": 1, "id": "demo", "version": "1", "services": []}}
        self.signers: dict[str, SigningKey] = {}
        self.publish_intake = True
        self.intake_public: bytes | None = None
        self.receipt_number: str | None = None
        self.heartbeats_taken = True
        self.issued_at = PAST
        self.tricks: deque[Trick] = deque()
        self.always: Trick | None = None
        self.requests: Counter[str] = Counter()
        self.puts: list[str] = []
        self.heartbeats: list[dict[str, Any]] = []
        self.date_off = timedelta(0)
        self.lock = threading.Lock()
        self._port = port
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    # --- serving ---

    def start(self) -> Platform:
        platform = self

        class Bound(Handler):
            @property
            def platform(self) -> Platform:
                return platform

        server = _Server(("127.0.0.1", self._port), Bound)
        self._port = server.server_address[1]
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.end_connections()
            self._server.server_close()
            self._server = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pinned(self) -> PinnedKeys:
        return PinnedKeys.from_texts([pin_text(self.root.public)])

    # --- what it knows ---

    def directory(self) -> KeyDirectory:
        entries = [
            KeyEntry(algorithm=ED25519, public=self.root.public, use=KeyUse.ROOT, owner="test", valid_from=PAST),
            *self.terminal_keys,
        ]
        if self.publish_intake:
            public = self.intake_public or self.intake.public_key().public_bytes_raw()
            entries.append(
                KeyEntry(algorithm=X25519, public=public, use=KeyUse.INTAKE, owner="test", valid_from=PAST)
            )
        return KeyDirectory(entries)

    def document(self, kind: str) -> Any:
        if kind == "keys":
            return {"v": 1, "platform": "test", "issued_at": stamp(self.issued_at), **self.directory().to_json()}
        return self.documents.get(kind)

    def enrolled(self, key: SigningKey, terminal: str = "FC01") -> None:
        self.terminal_keys.append(
            KeyEntry(algorithm=ED25519, public=key.public, use=KeyUse.TERMINAL, owner=terminal, valid_from=PAST)
        )

    def receipt(self, name: str, sha256: str, signer: SigningKey | None = None) -> bytes:
        receipt = PlatformReceipt(
            id=name,
            sha256=sha256,
            receipt=self.receipt_number or f"R-{name[-6:]}",
            received_at=datetime.now(UTC),
            platform="test",
        )
        return sign_receipt(receipt, signer or self.root)

    def payload(self, name: str) -> dict[str, Any]:
        return read_envelope(self.submissions[name]).open(self.intake.private_bytes_raw())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *args: Any) -> None:
        self._live: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._live.add(request)
        super().process_request(request, client_address)

    def end_connections(self) -> None:
        """A stopped platform answers on no old connection either."""
        for live in self._live:
            try:
                live.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Resets are part of the tests."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    body: bytes

    @property
    def platform(self) -> Platform:
        raise NotImplementedError

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(datetime.now(UTC) + self.platform.date_off, usegmt=True)

    # --- answers ---

    def answer(
        self, status: int, body: bytes, kind: str = "application/json", headers: dict[str, str] | None = None
    ) -> bool:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        return True

    def fault(self, status: int, fault: str, headers: dict[str, str] | None = None) -> bool:
        return self.answer(status, json.dumps({"fault": fault, "detail": ""}).encode(), headers=headers)

    def reset(self) -> bool:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
        return True

    # --- requests ---

    def do_GET(self) -> None:
        self._begin()
        kind = self.path.removeprefix("/v1/")
        document = self.platform.document(kind)
        if kind == "policy" and not self._recognised():
            return
        if document is None:
            self.fault(404, "unknown")
            return
        signer = self.platform.signers.get(kind, self.platform.root)
        data = sign_document(kind, document, signer)
        etag = f'"{sha256_hex(data)[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.platform.requests[f"{kind} 304"] += 1
            self.send_response(304)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        self.answer(200, data, headers={"ETag": etag})

    def do_PUT(self) -> None:
        self._begin()
        name = self.path.rsplit("/", 1)[1]
        with self.platform.lock:
            self.platform.puts.append(name)
            trick = self.platform.tricks.popleft() if self.platform.tricks else self.platform.always
        if trick is not None and trick(self):
            return
        if self._recognised():
            self.receive()

    def receive(self) -> bool:
        """What a well-behaved platform does."""
        platform = self.platform
        name = self.path.rsplit("/", 1)[1]
        try:
            envelope = read_envelope(self.body)
            envelope.check_origin(platform.directory())
        except SignatureError:
            return self.fault(403, "origin")
        except ProtocolError:
            return self.fault(400, "malformed")
        with platform.lock:
            known = platform.submissions.get(name)
            if known is None:
                platform.submissions[name] = self.body
        if known is not None and known != self.body:
            return self.fault(409, "conflict")
        return self.answer(201 if known is None else 200, platform.receipt(name, envelope.sha256))

    def do_POST(self) -> None:
        self._begin()
        value = json.loads(self.body)
        if self.path == "/v1/enrol":
            self._enrol(value)
        elif self._recognised():
            if not self.platform.heartbeats_taken:
                self.fault(404, "not-found")
                return
            self.platform.heartbeats.append(value)
            head = value["journal"]
            document = {
                "v": 1,
                "terminal": value["terminal"],
                "generation": value["generation"],
                "sequence": head["sequence"],
                "hash": head["hash"],
                "utc": stamp(datetime.now(UTC)),
            }
            signer = self.platform.signers.get("countersign", self.platform.root)
            self.answer(200, sign_document("countersign", document, signer))

    def _enrol(self, value: dict[str, Any]) -> None:
        found = self.platform.claims.pop(value["claim"], None)
        if found is None:
            self.fault(403, "claim-unknown")
            return
        public = decode(value["public"].partition(":")[2])
        verify(public, "enrol", value["claim"].encode(), decode(value["proof"]))
        terminal, site, generation = found
        entry = KeyEntry(algorithm=ED25519, public=public, use=KeyUse.TERMINAL, owner=terminal, valid_from=PAST)
        self.platform.terminal_keys.append(entry)
        payload = {
            "v": 1,
            "terminal": terminal,
            "site": site,
            "generation": generation,
            "key_id": entry.key_id,
            "platform": "test",
        }
        self.answer(
            201, sign_document("enrolment", payload, self.platform.signers.get("enrolment", self.platform.root))
        )

    def _begin(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.platform.requests[f"{self.command} {self.path.split('/')[2]}"] += 1

    def _recognised(self) -> bool:
        url = self.platform.address + self.path
        try:
            verify_request(self.command, url, dict(self.headers), self.body, self.platform.directory())
        except SignatureError:
            self.fault(401, "transport")
            return False
        return True


# --- tricks ---


def status(code: int, fault: str | None = None, headers: dict[str, str] | None = None) -> Trick:
    return lambda handler: handler.fault(code, fault or "trouble", headers)


def html(code: int = 200) -> Trick:
    return lambda handler: handler.answer(code, b"<html>Please log in</html>", "text/html")


def redirect(handler: Handler) -> bool:
    return handler.answer(302, b"", "text/html", {"Location": "http://127.0.0.1:9/login"})


def reset_before(handler: Handler) -> bool:
    return handler.reset()


def reset_after(handler: Handler) -> bool:
    """The submission is processed and the answer lost."""
    write, handler.wfile = handler.wfile, _Sink()  # type: ignore[assignment]
    handler.receive()
    handler.wfile = write
    return handler.reset()


def wrong_signature(handler: Handler) -> bool:
    name = handler.path.rsplit("/", 1)[1]
    stranger = SigningKey.generate()
    return handler.answer(201, handler.platform.receipt(name, sha256_hex(handler.body), stranger))


def other_id(handler: Handler) -> bool:
    name = "00000000-0000-7000-8000-000000000000"
    return handler.answer(201, handler.platform.receipt(name, sha256_hex(handler.body)))


def other_hash(handler: Handler) -> bool:
    return handler.answer(201, handler.platform.receipt(handler.path.rsplit("/", 1)[1], "0" * 64))


def slow(seconds: float) -> Trick:
    def trick(handler: Handler) -> bool:
        time.sleep(seconds)
        return False

    return trick


def loris(handler: Handler) -> bool:
    """An answer that comes a byte at a time, so that no single read times out."""
    handler.send_response(201)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    try:
        for _ in range(600):
            handler.wfile.write(b" ")
            time.sleep(0.05)
    except OSError:
        pass
    handler.close_connection = True
    return True


class _Sink:
    def write(self, data: bytes) -> int:
        return len(data)

    def flush(self) -> None:
        pass
