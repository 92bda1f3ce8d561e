"""The inside of a room of its own for pcscd: started under `unshare -Urmn`, it obeys one line a wish.

    start N H   a pcscd with N virtual readers (two a configuration file), named by the bytes H      → ok
    signal NAME SIGKILL, SIGSTOP, SIGCONT or SIGTERM to it                     → ok
    connect P   a TCP connection to port P inside; the socket itself is sent   → the descriptor
    run JSON    a program with its arguments, on the terminal of the caller    → its exit code

It runs on a bare Python: argv is the folder that becomes /run/pcscd, and the number of the socket of wishes.
"""

from __future__ import annotations

import fcntl
import json
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

LIBRARY = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
FIRST_PORT = 0x8C7B
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


class Room:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pcscd: subprocess.Popen[bytes] | None = None
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            fcntl.ioctl(line, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
        for command in (
            ["mount", "-t", "tmpfs", "tmpfs", "/run"],
            ["mkdir", "/run/pcscd"],
            ["mount", "--bind", str(folder), "/run/pcscd"],
        ):
            subprocess.run(command, check=True)

    def start(self, wish: str) -> str:
        readers, name = wish.split()
        configuration = self._folder / "readers"
        configuration.mkdir(exist_ok=True)
        for old in configuration.iterdir():
            old.unlink()
        for pair in range((int(readers) + 1) // 2):
            port = FIRST_PORT + 2 * pair
            rest = f"DEVICENAME /dev/null:0x{port:X}\nLIBPATH {LIBRARY}\nCHANNELID 0x{port:X}\n"
            title = b'FRIENDLYNAME "%s %04X"\n' % (bytes.fromhex(name), port)
            (configuration / f"vpcd{pair}").write_bytes(title + rest.encode())
        with (self._folder / "pcscd.log").open("ab") as log:
            command = ["/usr/sbin/pcscd", "-f", "-i", "-c", str(configuration)]
            self._pcscd = subprocess.Popen(command, stdout=log, stderr=log)
        ready = self._folder / "pcscd.comm"
        for _ in range(1000):
            if ready.exists() and self._answers(ready):
                return "ok"
            time.sleep(0.02)
        return "pcscd did not come up"

    @staticmethod
    def _answers(path: Path) -> bool:
        """A killed daemon leaves its socket behind; the new one listens on a fresh one."""
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(path))
            except OSError:
                return False
            return True

    def signal(self, name: str) -> str:
        if self._pcscd is None:
            return "ok"  # killed by the test itself
        self._pcscd.send_signal(getattr(signal, name))
        if name in ("SIGKILL", "SIGTERM"):
            self._pcscd.wait()
            self._pcscd = None
        return "ok"

    def end(self) -> None:
        if self._pcscd is not None:
            self._pcscd.send_signal(signal.SIGCONT)
            self._pcscd.kill()
            self._pcscd.wait()


def main() -> None:
    folder, number = sys.argv[1:]
    wishes = socket.socket(fileno=int(number))
    room = Room(Path(folder))
    wishes.sendall(b"ok")
    try:
        while line := wishes.recv(65536).decode():
            wish, _, argument = line.partition(" ")
            match wish:
                case "start":
                    wishes.sendall(room.start(argument).encode())
                case "signal":
                    wishes.sendall(room.signal(argument).encode())
                case "connect":
                    try:
                        with socket.create_connection(("127.0.0.1", int(argument)), timeout=5) as card:
                            socket.send_fds(wishes, [b"ok"], [card.fileno()])
                    except OSError as problem:
                        wishes.sendall(str(problem).encode())
                case "run":
                    done = subprocess.run(json.loads(argument), check=False)
                    wishes.sendall(str(done.returncode).encode())
    finally:
        room.end()


if __name__ == "__main__":
    main()
