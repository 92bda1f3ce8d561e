"""The running terminal's Unix socket: one JSON line in, one JSON line out, for `doctor`, `dock` and `status`.

Only the terminal's own user can connect: the socket lies in the data directory (0700) and is 0600 itself.
"""

from __future__ import annotations

import json
import os
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NAME = "control.sock"
LIMIT = 64 * 1024
TIMEOUT_S = 15.0

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class _Handler(socketserver.StreamRequestHandler):
    timeout = TIMEOUT_S

    def handle(self) -> None:
        try:
            line = self.rfile.readline(LIMIT)
        except OSError:
            # whoever asked went away
            return
        commands: Mapping[str, Answer] = self.server.commands  # type: ignore[attr-defined]
        try:
            request = json.loads(line)
            answer = commands[request["command"]](request)
        except Exception as problem:  # noqa: BLE001 - whoever asks must hear that there is no answer
            answer = {"problem": f"{type(problem).__name__}: {problem}"}
        with suppress(OSError):
            self.wfile.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    commands: Mapping[str, Answer]


class ControlSocket:
    """Listens in the data directory while the terminal runs; `commands` are called on its own threads."""

    def __init__(self, data: Path, commands: Mapping[str, Answer]) -> None:
        self._path = data / NAME
        # the instance lock is ours by now, so a socket that is still there belongs to a process that died
        self._path.unlink(missing_ok=True)
        with _short_name(data) as name:
            self._server = _Server(name, _Handler)
        self._server.commands = commands
        self._path.chmod(0o600)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._path.unlink(missing_ok=True)


class NoAnswerError(Exception):
    """A terminal runs and does not answer; nothing of it may be opened beside it."""


def ask(data: Path, command: str, **values: object) -> dict[str, Any] | None:
    """Ask the running terminal; None when none runs on this data directory. `NoAnswerError` when it keeps silent."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(TIMEOUT_S)
        try:
            with _short_name(data) as name:
                client.connect(name)
        except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
            return None
        except OSError as problem:
            raise NoAnswerError(f"{data}: the running terminal cannot be asked ({problem.strerror})") from problem
        try:
            client.sendall(json.dumps({"command": command, **values}).encode() + b"\n")
            with client.makefile("rb") as stream:
                line = stream.readline()
        except OSError as problem:
            raise NoAnswerError(f"the running terminal does not answer ({problem})") from problem
    if not line:
        raise NoAnswerError("the running terminal ended while it was asked")
    try:
        return dict(json.loads(line))
    except (ValueError, TypeError) as problem:
        raise NoAnswerError("the running terminal's answer was cut off") from problem


@contextmanager
def _short_name(data: Path) -> Iterator[str]:
    """A name for the socket that fits into the 108 bytes of sockaddr_un (unix(7)), however deep the folder lies."""
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{NAME}"
    finally:
        os.close(folder)
