"""A real pcscd with virtual readers in namespaces of its own: no port of this machine, no other pcscd is touched.

The daemon's socket lies in a folder of the test (`PCSCLITE_CSOCK_NAME` tells libpcsclite), and a card's TCP
connection is made inside and handed out, so that drivers and cards live in the process of the test.

    python -m tests.counterparts.pcscd COMMAND …     runs a command beside such a daemon, such as the demonstration
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Self

from tests.counterparts import pcscd_room

SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
UNSHARE = ("unshare", "--user", "--map-root-user", "--mount", "--net")


def why_not() -> str:
    """Why no pcscd can be run here, in words for the report of skipped tests; empty when one can."""
    if not Path("/usr/sbin/pcscd").exists():
        return "pcscd is not installed (apt-get install pcscd)"
    if not Path(pcscd_room.LIBRARY).exists():
        return "the virtual reader is not installed (apt-get install vsmartcard-vpcd)"
    if importlib.util.find_spec("smartcard") is None:
        return "there is no pyscard for this Python (./dev says why)"
    if shutil.which("unshare") is None:
        return "unshare is not installed (apt-get install util-linux)"
    tried = subprocess.run([*UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/run"], capture_output=True, check=False)
    return f"no namespaces here: {tried.stderr.decode().strip()}" if tried.returncode else ""


class Pcscd:
    """The room, and the daemon in it once `start` was called.

    A process that calls libpcsclite itself has one: the library looks at the variable once.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.socket = folder / "pcscd.comm"
        self._lock = threading.Lock()
        self._wishes, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._wishes.settimeout(60)
        command = [*UNSHARE, sys.executable, pcscd_room.__file__, str(folder), str(theirs.fileno())]
        self._room = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        theirs.close()
        self._told("the room")
        self._before = os.environ.get(SOCKET_VARIABLE)
        os.environ[SOCKET_VARIABLE] = str(self.socket)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._wishes.close()
        self._room.wait(30)
        if self._before is None:
            del os.environ[SOCKET_VARIABLE]
        else:
            os.environ[SOCKET_VARIABLE] = self._before

    def start(self, readers: int = 2, name: bytes = b"Virtual PCD") -> None:
        """A daemon with that many virtual readers (even numbers; cards go in with two only), once it answers."""
        self._wish(f"start {readers} {name.hex()}")

    def kill(self) -> None:
        """As by `kill -9`: no goodbye, and its socket file stays."""
        self._wish("signal SIGKILL")

    def pause(self) -> None:
        """It lives and answers nobody."""
        self._wish("signal SIGSTOP")

    def go_on(self) -> None:
        self._wish("signal SIGCONT")

    def connect(self, slot: int = 0) -> socket.socket:
        """A card's line to a virtual reader. `OSError` while there is none."""
        with self._lock:
            self._wishes.sendall(f"connect {pcscd_room.FIRST_PORT + slot}".encode())
            answer, handles, _, _ = socket.recv_fds(self._wishes, 1024, 1)
        if not handles:
            raise OSError(answer.decode())
        return socket.socket(fileno=handles[0])

    def run(self, command: list[str]) -> int:
        """A program inside, to its end; its exit code."""
        self._wishes.settimeout(None)
        return int(self._answer(f"run {json.dumps(command)}"))

    def _wish(self, wish: str) -> None:
        answer = self._answer(wish)
        if answer != "ok":
            raise RuntimeError(f"{wish}: {answer}")

    def _answer(self, wish: str) -> str:
        with self._lock:
            self._wishes.sendall(wish.encode())
            return self._wishes.recv(1024).decode()

    def _told(self, who: str) -> None:
        if self._wishes.recv(1024) != b"ok":
            raise RuntimeError(f"{who} did not open")


def main() -> int:
    if reason := why_not():
        sys.exit(reason)
    with tempfile.TemporaryDirectory() as folder, Pcscd(Path(folder)) as pcscd:
        pcscd.start()
        return pcscd.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
