"""The press with its real child: started late, ended soon, replaced once."""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.documents.pipe import PipeError, encode_frame, receive_frame
from kiosk.documents.press import CHILD, Press, Rendered, RenderFailed
from kiosk.documents.render import render
from tests.kiosk.documents.papers import LINK, OFFLINE, codes, picture

PATIENCE_S = 30.0
Answers = queue.Queue[Rendered | RenderFailed]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def press(stack: ExitStack, **options: object) -> Press:
    made = Press(**options)  # type: ignore[arg-type]
    stack.callback(made.close)
    return made


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """False for a process that is gone and reaped; a zombie is still there."""
    return Path(f"/proc/{pid}").exists()


def pid_of(press: Press) -> int:
    pid = press.child_pid
    assert pid is not None
    return pid


def test_it_renders_what_render_does_and_starts_late(stack: ExitStack) -> None:
    answers: Answers = queue.Queue()
    made = press(stack)
    assert made.child_pid is None
    made.render_async("a", OFFLINE, answers.put)
    made.render_async("b", replace(OFFLINE, large=True), answers.put)
    first, second = answers.get(timeout=PATIENCE_S), answers.get(timeout=PATIENCE_S)
    assert isinstance(first, Rendered)
    assert isinstance(second, Rendered)
    assert (first.request, second.request) == ("a", "b")
    assert first.raster == render(OFFLINE)
    assert codes(picture(second.raster)) == [LINK]
    child = pid_of(made)
    made.close()
    assert made.child_pid is None
    assert not alive(child)


def test_nothing_of_an_answered_order_stays_in_the_terminal(stack: ExitStack) -> None:
    answers: Answers = queue.Queue()
    made = press(stack)
    made.render_async("a", replace(OFFLINE, name="欧阳不留"), answers.put)
    assert isinstance(answers.get(timeout=PATIENCE_S), Rendered)

    def kept() -> bool:
        gc.collect()
        sheets = [thing for thing in gc.get_objects() if isinstance(thing, dict) and "legal_title" in thing]
        return any("欧阳不留" in str(sheet) for sheet in sheets)

    until(lambda: not kept())


def test_recycling_ends_the_child_after_the_orders_before_it(stack: ExitStack) -> None:
    answers: Answers = queue.Queue()
    made = press(stack)
    made.recycle()
    made.warm()
    until(lambda: made.child_pid is not None)
    child = pid_of(made)
    made.render_async("a", OFFLINE, answers.put)
    made.recycle()
    assert isinstance(answers.get(timeout=PATIENCE_S), Rendered)
    until(lambda: made.child_pid is None)
    until(lambda: not alive(child))
    made.render_async("b", OFFLINE, answers.put)
    assert isinstance(answers.get(timeout=PATIENCE_S), Rendered)
    assert pid_of(made) != child


def test_an_idle_child_ends(stack: ExitStack) -> None:
    answers: Answers = queue.Queue()
    made = press(stack, idle_s=0.05)
    made.render_async("a", OFFLINE, answers.put)
    assert isinstance(answers.get(timeout=PATIENCE_S), Rendered)
    until(lambda: made.child_pid is None)


def test_a_killed_child_is_replaced_and_nobody_notices(stack: ExitStack) -> None:
    answers: Answers = queue.Queue()
    made = press(stack)
    made.render_async("a", OFFLINE, answers.put)
    answers.get(timeout=PATIENCE_S)
    child = pid_of(made)
    os.kill(child, signal.SIGKILL)
    made.render_async("b", OFFLINE, answers.put)
    assert isinstance(answers.get(timeout=PATIENCE_S), Rendered)
    assert pid_of(made) != child
    assert not alive(child), "a zombie stayed"


def test_a_child_that_always_crashes_is_a_fault_after_one_more_try(stack: ExitStack, tmp_path: Path) -> None:
    answers: Answers = queue.Queue()
    marks = tmp_path / "starts"
    script = f"import sys; open({str(marks)!r}, 'a').write('x'); sys.stdin.buffer.read(1); sys.exit(3)"
    made = press(stack, command=(sys.executable, "-c", script))
    made.render_async("a", OFFLINE, answers.put)
    answer = answers.get(timeout=PATIENCE_S)
    assert isinstance(answer, RenderFailed)
    assert answer.fault.id == "document.render-failed"
    assert marks.read_text() == "xx"
    assert "欧阳" not in answer.fault.detail


@pytest.mark.parametrize(
    "script",
    [
        "import time; time.sleep(600)",
        # Takes the order and answers half a frame.
        "import os, time; os.read(0, 8); os.write(1, bytes(5)); time.sleep(600)",
    ],
)
def test_a_mute_child_is_a_fault_at_the_deadline(stack: ExitStack, script: str) -> None:
    answers: Answers = queue.Queue()
    made = press(stack, command=(sys.executable, "-c", script), deadline_s=0.3)
    # More than a pipe holds, so that writing meets the deadline too.
    made.render_async("a", replace(OFFLINE, service="长" * 600, to_supply=OFFLINE.to_supply * 50), answers.put)
    answer = answers.get(timeout=PATIENCE_S)
    assert isinstance(answer, RenderFailed)
    assert answer.fault.id == "document.render-failed"
    assert made.child_pid is None


@pytest.mark.parametrize(
    "answer",
    [
        b"\xff" * 64,
        encode_frame({"width": 576, "height": 9}, b"short"),
        encode_frame({"width": "wide"}),
        b"\0\0\0\x02\0\0\0\0[]",
        b"\0\0\0\x02\0\0\0\0{,",
    ],
)
def test_a_child_that_speaks_nonsense_is_a_fault(stack: ExitStack, answer: bytes) -> None:
    answers: Answers = queue.Queue()
    script = f"import sys; sys.stdout.buffer.write({answer!r}); sys.stdout.flush(); sys.stdin.buffer.read()"
    made = press(stack, command=(sys.executable, "-c", script))
    made.render_async("a", OFFLINE, answers.put)
    assert isinstance(answers.get(timeout=PATIENCE_S), RenderFailed)


def test_a_command_that_does_not_start_is_a_fault(stack: ExitStack, tmp_path: Path) -> None:
    answers: Answers = queue.Queue()
    made = press(stack, command=(str(tmp_path / "none"),))
    made.render_async("a", OFFLINE, answers.put)
    assert isinstance(answers.get(timeout=PATIENCE_S), RenderFailed)


def test_faults_of_the_paper_come_through(stack: ExitStack) -> None:
    answers: Answers = queue.Queue()
    made = press(stack)
    made.render_async("a", replace(OFFLINE, name="欧\U0003fffd"), answers.put)
    answer = answers.get(timeout=PATIENCE_S)
    assert isinstance(answer, RenderFailed)
    assert answer.fault.id == "document.glyph-missing"
    child = pid_of(made)
    made.render_async("b", OFFLINE, answers.put)
    assert isinstance(answers.get(timeout=PATIENCE_S), Rendered)
    assert pid_of(made) == child, "a paper's fault is no crash"


def test_a_closed_press_answers_at_once(stack: ExitStack) -> None:
    answers: Answers = queue.Queue()
    made = press(stack, command=(sys.executable, "-c", "import time; time.sleep(600)"))
    made.render_async("a", OFFLINE, answers.put)
    made.render_async("b", OFFLINE, answers.put)
    until(lambda: made.child_pid is not None)
    made.close()
    made.render_async("c", OFFLINE, answers.put)
    assert [answers.get(timeout=PATIENCE_S).request for _ in range(3)] == ["a", "b", "c"]
    made.close()
    made.recycle()


def test_the_child_ends_with_the_terminal() -> None:
    """The terminal is killed outright: its child sees the end of its input."""
    script = (
        "from kiosk.documents.press import Press; import sys, time\n"
        "press = Press(); press.warm()\n"
        "while press.child_pid is None: time.sleep(0.01)\n"
        "print(press.child_pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as terminal:
        assert terminal.stdout is not None
        child = int(terminal.stdout.readline())
        assert alive(child)
        terminal.kill()
    # Whoever inherits the orphan reaps it, or not; what counts is that it runs no more.
    until(lambda: not alive(child) or " Z " in Path(f"/proc/{child}/stat").read_text())


def test_the_child_knows_no_more_than_it_is_told() -> None:
    with subprocess.Popen(CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        out, _ = child.communicate(encode_frame({"template": "../../etc/passwd", "data": {}, "code": ""}))
    length = int.from_bytes(out[:4], "big")
    assert json.loads(out[8 : 8 + length])["fault"] == "document.render-failed"
    assert child.returncode == 0


def test_a_frame_larger_than_any_paper_is_refused() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"\x7f\xff\xff\xff\0\0\0\0")
    os.close(writer)
    try:
        with pytest.raises(PipeError, match="octets"):
            receive_frame(reader)
    finally:
        os.close(reader)
