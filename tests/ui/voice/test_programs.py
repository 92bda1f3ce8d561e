"""Programs of the voice: their answers, their failures in words, their end at any moment. Any program will do."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from ui.voice.errors import CutError, MissingError, VoiceError
from ui.voice.programs import Programs

LONG_S = 60.0
SLEEP = ["sleep", "600"]


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_a_program_is_fed_and_answers() -> None:
    assert Programs().run(["tr", "a-z", "A-Z"], b"take your card", LONG_S, 0) == b"TAKE YOUR CARD"


def test_failures_come_in_the_programs_own_last_words() -> None:
    programs = Programs()
    fails = [sys.executable, "-c", "import sys; sys.exit('first\\nno such device')"]
    with pytest.raises(VoiceError, match=r": no such device$"):
        programs.run(fails, b"", LONG_S, 0)
    with pytest.raises(VoiceError, match="false: ended with 1"):
        programs.run(["false"], b"", LONG_S, 0)
    with pytest.raises(MissingError, match="not installed"):
        programs.run(["no-such-program"], b"", LONG_S, 0)
    with pytest.raises(VoiceError, match="sleep did not end within 0 s"):
        programs.run(SLEEP, b"", 0.2, 0)
    assert programs.run(["cat"], b"and on", LONG_S, 0) == b"and on", "one that hung keeps nobody"


def test_a_cut_ends_what_runs_and_what_was_meant_for_the_turn_before() -> None:
    programs = Programs()
    ended: list[BaseException] = []

    def run() -> None:
        try:
            programs.run(SLEEP, b"", LONG_S, 0)
        except VoiceError as problem:
            ended.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    while programs._running is None:
        time.sleep(0.01)
    pid = programs._running.pid
    programs.cut()
    thread.join(LONG_S)
    assert [type(problem) for problem in ended] == [CutError]
    assert gone(pid)
    with pytest.raises(CutError):
        programs.run(["true"], b"", LONG_S, 0)
    assert programs.run(["true"], b"", LONG_S, programs.turn) == b""
    programs.end()
    with pytest.raises(CutError):
        programs.run(["true"], b"", LONG_S, programs.turn)


def test_a_cut_at_the_very_moment_of_the_start_is_not_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    programs = Programs()
    begun: list[int] = []
    popen = subprocess.Popen

    def cut_meanwhile(*arguments: Any, **more: Any) -> subprocess.Popen[bytes]:
        process = popen(*arguments, **more)
        begun.append(process.pid)
        # the window's thread: it does not know this process yet
        programs.cut()
        return process

    monkeypatch.setattr(subprocess, "Popen", cut_meanwhile)
    with pytest.raises(CutError):
        programs.run(["sh", "-c", f"sleep 1; touch {tmp_path / 'played'}"], b"", LONG_S, 0)
    assert gone(begun[0])
    assert not (tmp_path / "played").exists(), "it was not heard to its end"
