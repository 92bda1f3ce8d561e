"""One bounded HTTP exchange: no redirects, a cap on size and on the whole time, and an abort from outside.

Everything that can happen between the socket and the platform's own words becomes a `LineError` here.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError

from offline_cache.errors import LineError
from offline_cache.settings import StoreSettings

_CHUNK = 65536


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A complete answer. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_json(self) -> bool:
        return self.headers.get("content-type", "").split(";")[0].strip().lower() == "application/json"


class _LiveSockets:
    """The sockets of running exchanges, so that another thread can end them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()

    def add(self, live: socket.socket) -> None:
        with self._lock:
            self._sockets = {known for known in self._sockets if known.fileno() >= 0} | {live}

    def shut(self) -> None:
        with self._lock:
            for live in self._sockets:
                with contextlib.suppress(OSError):
                    live.shutdown(socket.SHUT_RDWR)


def _tracked(live: _LiveSockets) -> tuple[type[HTTPConnection], type[HTTPSConnection]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            if self.sock is not None:
                live.add(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            if self.sock is not None:
                live.add(self.sock)

    return Plain, Secure


class _Adapter(HTTPAdapter):
    """requests' own adapter, with connections whose sockets are known."""

    def __init__(self, live: _LiveSockets) -> None:
        self._classes = _tracked(live)
        super().__init__(pool_connections=2, pool_maxsize=2, max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **named: Any) -> Any:
        # Any: urllib3 types the pool's base class, which lacks the member that its two pools have
        pool: Any = super().get_connection_with_tls_context(*args, **named)
        plain, secure = self._classes
        pool.ConnectionCls = secure if pool.scheme == "https" else plain
        return pool


class Exchange:
    """A session with the platform. Used by one thread; `abort` may come from any."""

    def __init__(self, settings: StoreSettings) -> None:
        self._settings = settings
        self._live = _LiveSockets()
        self._session = requests.Session()
        # a proxy or a .netrc of the environment is not the technician's setting
        self._session.trust_env = False
        if settings.ca_file is not None:
            self._session.verify = str(settings.ca_file)
        adapter = _Adapter(self._live)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def close(self) -> None:
        self._session.close()

    def abort(self) -> None:
        """End what is under way; it then raises `LineError`."""
        self._live.shut()

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None, limit: int) -> Answer:
        """Raises `LineError`: `line.down`, `line.slow`, `line.certificate`, `line.portal`, `line.answer-unusable`."""
        with self._deadline() as is_over:
            try:
                response = self._session.request(
                    method,
                    url,
                    data=body,
                    headers=dict(headers),
                    timeout=(self._settings.connect_timeout_s, self._settings.read_timeout_s),
                    allow_redirects=False,
                    stream=True,
                )
                with contextlib.closing(response):
                    content = _read(response, limit, is_over)
            except requests.exceptions.SSLError as problem:
                raise LineError("line.certificate", _short(problem)) from problem
            except requests.exceptions.Timeout as problem:
                raise LineError("line.slow", _short(problem)) from problem
            except (requests.RequestException, HTTPError, LocationParseError, OSError, ValueError) as problem:
                fault = "line.slow" if is_over() else "line.down"
                raise LineError(fault, _short(problem)) from problem
        answer = Answer(
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=content,
        )
        if 300 <= answer.status < 400 and answer.status != 304:
            # our address is exact; who sends us elsewhere is not the platform
            raise LineError("line.portal", f"redirect {answer.status}")
        return answer

    @contextlib.contextmanager
    def _deadline(self) -> Iterator[Callable[[], bool]]:
        """Shut the sockets when the whole exchange takes too long: a slow loris keeps every single read alive."""
        ends = time.monotonic() + self._settings.total_timeout_s
        timer = threading.Timer(self._settings.total_timeout_s, self._live.shut)
        timer.daemon = True
        timer.start()
        try:
            yield lambda: time.monotonic() >= ends
        finally:
            timer.cancel()


def _read(response: requests.Response, limit: int, is_over: Callable[[], bool]) -> bytes:
    content = bytearray()
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > limit:
            raise LineError("line.answer-unusable", f"more than {limit} bytes")
        if is_over():
            raise LineError("line.slow", "the answer took too long")
    return bytes(content)


def _short(problem: BaseException) -> str:
    """The innermost cause's class and words: URLs and addresses, never anything of a resident."""
    reason: object = problem
    while isinstance(reason, BaseException) and reason.args and isinstance(reason.args[0], BaseException):
        reason = getattr(reason.args[0], "reason", None) or reason.args[0]
    return f"{type(reason).__name__}: {reason}"[:300]
