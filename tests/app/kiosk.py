"""A terminal as its own process, driven from outside by the documented JSON lines alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kiosk.dock import DockFile

ROOT = Path(__file__).resolve().parent.parent.parent
DEADLINE_S = 60.0
"""For one page to come. Machines are shared; a page takes a fraction of a second."""

HAND_S = 1.0
"""What a hand needs to change one card for another: part of the scene, no waiting for luck."""

Line = dict[str, Any]
STROKES = [[[100 + 10 * step, 300 + (step % 3) * 40, step * 20] for step in range(20)]]
ANSWERS = {
    "tier": "t900",
    "group": "none",
    "contact_phone": "13800000000",
    "still_entitled": True,
    "bank_card": "",
}
STAFF = {"staff_number": "0012", "pin": "246810"}


def run_main(*arguments: str | Path, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """`python main.py …` to its end."""
    command = [sys.executable, "main.py", *(str(argument) for argument in arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False)


class Kiosk:
    """`main.py headless` on a settings file. Leaving the block ends its input, and it must end well."""

    def __init__(self, config: Path, dock: DockFile, log: Path) -> None:
        self.dock = dock
        self._log = log
        self._lines: list[Line] = []
        self._mark = 0
        self._news = threading.Condition()
        self._ended = False
        self._killed = False
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "main.py", "headless", "--config", str(config)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                bufsize=1,
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, name="kiosk-lines", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _t: TracebackType | None
    ) -> None:
        if self._killed:
            return
        code = self.close()
        if kind is None:
            assert code == 0, self.errors()
            assert self.errors() == ""

    def close(self) -> int:
        """End its input and wait for its end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            code = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self._reader.join()
        self.process.stdout.close()
        return code

    def kill(self) -> None:
        """kill -9, with whatever children it had: as when the power goes."""
        self._killed = True
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            with suppress(BrokenPipeError):
                stream.close()

    def errors(self) -> str:
        return self._log.read_text("utf-8")

    # -- lines ------------------------------------------------------------------------------------------------------

    def act(self, action: str, value: Any = None) -> None:
        assert self.process.stdin is not None
        with self._news:
            self._mark = len(self._lines)
        self.process.stdin.write(json.dumps({"action": action, "value": value}) + "\n")

    def write(self, text: str) -> None:
        """Anything at all, as a line."""
        assert self.process.stdin is not None
        with self._news:
            self._mark = len(self._lines)
        self.process.stdin.write(text + "\n")

    def until(self, pages: str, ready: Callable[[Line], Any] = lambda _line: True) -> Line:
        """The first line since the last action (or the last line found) that shows one of `pages` and is ready."""
        names = pages.split("|")
        return self.line(lambda line: line.get("page") in names and ready(line), pages)

    def line(self, wanted: Callable[[Line], Any], what: str) -> Line:
        deadline = time.monotonic() + DEADLINE_S
        with self._news:
            seen = self._mark
            while True:
                while seen < len(self._lines):
                    if wanted(self._lines[seen]):
                        self._mark = seen
                        return self._lines[seen]
                    seen += 1
                left = deadline - time.monotonic()
                if left <= 0 or self._ended:
                    raise AssertionError(f"waited for {what}: {self._told()}")
                self._news.wait(left)

    def do(self, action: str, value: Any, pages: str, ready: Callable[[Line], Any] = lambda _line: True) -> Line:
        self.act(action, value)
        return self.until(pages, ready)

    @property
    def now(self) -> Line:
        with self._news:
            return self._lines[-1]

    def told(self) -> list[Line]:
        """Every line so far."""
        with self._news:
            return list(self._lines)

    def _told(self) -> str:
        last = {key: self._lines[-1].get(key) for key in ("page", "title", "facts", "problem")} if self._lines else {}
        pages = [line.get("page") for line in self._lines]
        return f"pages {pages}, last {last}, ended {self._ended}, said {self.errors()}"

    def _read(self) -> None:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            line = json.loads(text)
            with self._news:
                self._lines.append(line)
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    # -- a resident's steps -----------------------------------------------------------------------------------------

    def home(self) -> Line:
        """The first page of a terminal that has everything it needs."""
        return self.until("home", lambda line: line["facts"]["favourites"])

    def begin(self, service: str) -> Line:
        """To the page that asks for the card."""
        self.home()
        self.do("service", service, "guide", lambda line: _can_start(line))
        return self.do("start", None, "card")

    def lay(self, card: str, pages: str = "identity", ready: Callable[[Line], Any] = lambda _line: True) -> Line:
        """Lay a card on; a hand that changes one for another needs its time, and the reader polls."""
        if self.dock.read().reader.card:
            self.dock.change("reader", card="")
            time.sleep(HAND_S)
        self.dock.change("reader", card=card)
        return self.until(pages, ready)

    def staff_check(self) -> Line:
        """Typed number and PIN, then the confirmation."""
        self.do("way", "staff", "staff")
        self.do("login", STAFF, "staff-check")
        return self.do("confirm", None, "form")

    def fill(self) -> Line:
        """All pages of the form and the materials, to the review."""
        line = self.now if self.now.get("page") == "form" else self.until("form")
        while line["page"] == "form":
            index = line["facts"]["index"]
            answers = {field["id"]: ANSWERS[field["id"]] for field in line["fields"]}
            line = self.do(
                "next",
                answers,
                "form|materials|review",
                lambda new, index=index: new["page"] != "form" or new["facts"]["index"] != index,
            )
        return self.do("next", None, "review") if line["page"] == "materials" else line

    def to_review(self, card: str = "ouyang", service: str = "S008") -> Line:
        self.begin(service)
        self.lay(card)
        self.staff_check()
        return self.fill()

    def hand_in(self, pages: str = "receipt") -> Line:
        """From the review to a page; signs where that is asked."""
        line = self.do("next", None, f"signature|saving|printing|{pages}")
        if line["page"] == "signature":
            self.act("sign", STROKES)
        return self.until(pages)

    def whole(self, card: str = "ouyang", service: str = "S008", pages: str = "receipt") -> Line:
        self.to_review(card, service)
        return self.hand_in(pages)


def _can_start(line: Line) -> bool:
    return any(action["id"] == "start" and action["enabled"] for action in line["actions"])
