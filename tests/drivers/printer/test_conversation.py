"""Treacherous answers: late, doubled, noisy, out of order. The printer is played byte by byte over a real socket."""

from __future__ import annotations

import fcntl
import re
import select
import socket
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.printer.address import parse_address
from drivers.printer.conversation import Conversation, Timing
from drivers.printer.transport import Channel, ChannelLostError, ChannelStalledError
from kiosk.devices import Condition, PrintFinished, PrintOutcome
from tests.counterparts.escpos_interpreter import interpret
from tests.drivers.printer.conftest import QUICK, Bench, eventually, job, picture

OUT = {1: b"\x1a", 2: b"\x32", 3: b"\x12", 4: b"\x7e"}
READY = dict.fromkeys((1, 2, 3, 4), b"\x12")


class Peer:
    """The printer's end of a socket pair: answers each `10 04 n` and `1d 72 01` as the test says."""

    def __init__(
        self,
        answer: Callable[[int], bytes],
        confirm: Callable[[], bytes] = lambda: b"\0",
        timing: Timing = QUICK,
        bytewise: bool = False,
    ) -> None:
        ours, self.end = socket.socketpair()
        self._answer = answer
        self._bytewise = bytewise
        self._ours = ours
        self._confirm = confirm
        address = parse_address("escpos+tcp://127.0.0.1")
        self.talk = Conversation(Channel(ours.fileno(), "peer", lambda _: ours.close()), address, timing)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with self.end:
            while command := self.end.recv(3, socket.MSG_WAITALL):
                answers = self._confirm() if command[0] == 0x1D else self._answer(command[2])
                if self._bytewise:
                    for byte in answers:
                        self.end.sendall(bytes((byte,)))
                        eventually(lambda: not self._unread())
                else:
                    self.end.sendall(answers)

    def _unread(self) -> int:
        """Bytes the driver has not read yet."""
        try:
            return int.from_bytes(fcntl.ioctl(self._ours, termios.FIONREAD, bytes(4)), "little")
        except (OSError, ValueError):
            return 0  # closed

    def close(self) -> None:
        self.talk.close()
        self._thread.join()


@pytest.fixture
def peers() -> Iterator[Callable[..., Peer]]:
    made: list[Peer] = []

    def make(*arguments: Callable[..., bytes], bytewise: bool = False) -> Peer:
        made.append(Peer(*arguments, bytewise=bytewise))
        return made[-1]

    yield make
    for peer in made:
        peer.close()


def test_stale_bytes_are_dropped_before_asking(peers: Callable[..., Peer]) -> None:
    peer = peers(OUT.__getitem__)
    peer.end.sendall(b"\x12\x12\x12\x12")
    fault = peer.talk.survey().fault()
    assert fault is not None
    assert fault.id == "printer.paper-out"


@pytest.mark.parametrize("bytewise", [True, False])
@pytest.mark.parametrize("late", [1, 2, 3])
def test_late_answers_do_not_poison_the_survey(peers: Callable[..., Peer], late: int, bytewise: bool) -> None:
    """While we ask, old "ready" answers arrive one step ahead of the true ones: paper is out all the same."""
    pending = [b"\x12"] * late
    asked: list[int] = []

    def answer(question: int) -> bytes:
        asked.append(question)
        if len(asked) <= 3:
            pending.append(OUT[question])
            return pending.pop(0)
        left = b"".join(pending)
        pending.clear()
        return left + OUT[question]

    fault = peers(answer, bytewise=bytewise).talk.survey().fault()
    assert fault is not None
    assert fault.id == "printer.paper-out"


def test_silence_is_no_answer(peers: Callable[..., Peer]) -> None:
    with pytest.raises(ChannelStalledError) as caught:
        peers(lambda _: b"").talk.survey()
    assert caught.value.fault.id == "printer.no-answer"


@pytest.mark.parametrize("noise", [b"\xff", b"\x13", b"\x93", b"\x12\x12", b"\x10"])
def test_what_is_no_status_byte_is_no_answer(peers: Callable[..., Peer], noise: bytes) -> None:
    with pytest.raises(ChannelStalledError):
        peers(lambda _: noise).talk.survey()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=2), min_size=4, max_size=8))
def test_paper_is_never_fine_by_noise(answers: list[bytes]) -> None:
    """Whatever comes: either four true status bytes, each alone, or an exception."""
    script = iter(answers)
    peer = Peer(lambda _: next(script, b""), timing=Timing(answer_s=0.1))
    try:
        status = peer.talk.survey()
    except ChannelStalledError:
        return
    finally:
        peer.close()
    heard = bytes.fromhex(status.evidence)
    assert all(byte & 0x93 == 0x12 for byte in heard)
    assert heard in b"".join(bytes(b for b in answer if b & 0x90) for answer in answers)


def test_closed_by_the_printer(peers: Callable[..., Peer]) -> None:
    peer = peers(READY.__getitem__)
    peer.end.shutdown(socket.SHUT_RDWR)
    with pytest.raises(ChannelLostError):
        peer.talk.survey()


def test_only_a_byte_after_the_question_confirms(peers: Callable[..., Peer]) -> None:
    peer = peers(READY.__getitem__, lambda: b"")
    peer.end.sendall(b"\x00\x00")  # late confirmations of somebody else's receipt
    peer.talk.ask_confirmation()
    assert peer.talk.listen(time.monotonic() + 0.3) is None


def test_a_status_answer_never_confirms(peers: Callable[..., Peer]) -> None:
    peer = peers(READY.__getitem__, lambda: b"\x12")
    peer.talk.ask_confirmation()
    assert peer.talk.listen(time.monotonic() + 0.3) is None
    assert not peer.talk.offline


def test_the_fence_takes_what_is_owed(peers: Callable[..., Peer]) -> None:
    peer = peers(READY.__getitem__, lambda: b"\x00\x00")  # the owed one and the fence's own
    assert peer.talk.fence(1) == 0
    assert peer.talk.fence(5) == 0  # most were lost with the power
    silent = peers(READY.__getitem__, lambda: b"")
    assert silent.talk.fence(1) == 2


def test_a_printer_that_takes_nothing_more() -> None:
    ours, theirs = socket.socketpair()
    channel = Channel(ours.fileno(), "peer", lambda _: ours.close())
    with theirs, pytest.raises(ChannelStalledError, match="not taken"):
        channel.write(bytes(10_000_000), time.monotonic() + 0.2)
    with pytest.raises(ChannelLostError):
        channel.write(b"x", time.monotonic() + 10)
    channel.close()


def test_an_idle_connection_closed_by_the_printer_is_no_fault(bench: Bench) -> None:
    """Each connection serves one survey and is closed: the printer stays ready throughout."""
    surveys: list[int] = []
    enough = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while not enough.is_set():
            connection, _ = listener.accept()
            with connection:
                for _ in range(4):
                    if not connection.recv(3, socket.MSG_WAITALL):
                        break
                    connection.sendall(b"\x12")
                select.select([connection], [], [], 0.06)  # idle, but not for long
                surveys.append(1)
            if len(surveys) >= 4:
                enough.set()

    thread = threading.Thread(target=serve)
    thread.start()
    with listener:
        printer = bench.printer(f"escpos+tcp://127.0.0.1:{listener.getsockname()[1]}", QUICK)
        assert enough.wait(30)
        conditions = [health.condition for health in bench.log.healths()]
        printer.stop()
        thread.join()
    assert conditions == [Condition.READY]


def test_the_printer_of_the_documentation(bench: Bench) -> None:
    """docs/drivers-printer.md is enough to write a printer: the one printed there works."""
    page = Path(__file__).parents[3] / "docs" / "drivers-printer.md"
    code = re.search(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert code is not None
    folder = bench.folder / "receipts"
    folder.mkdir()
    child = subprocess.Popen([sys.executable, "-c", code[1], "0", str(folder)], stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout is not None
        port = int(child.stdout.readline())
        printer = bench.printer(f"escpos+tcp://127.0.0.1:{port}", Timing())
        raster = picture(400, blank=(50, 90))
        for name in ("j1", "j2"):
            printer.submit(job(name, raster=raster))
            assert bench.log.finished(name) == PrintFinished(
                device="printer", job=name, outcome=PrintOutcome.CONFIRMED
            )
        printer.stop()
        child.kill()
    receipts = [file.read_bytes() for file in sorted(folder.iterdir())]
    assert [interpret(data).sheets[0].packed() for data in receipts] == [raster.rows, raster.rows]
