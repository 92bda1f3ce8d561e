"""The soak's world: the stage, the terminal's lives, faults that strike and are repaired, and the time in between."""

from __future__ import annotations

import heapq
import itertools
import re
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from app.children import Child
from app.dock import messages, spool_of
from app.parts import store_settings
from app.soak_books import Books, Life
from app.soak_terminal import HeadlessTerminal, Line, Relative, TerminalEndedError, left_behind
from app.soak_weather import Blow, Fault, forecast
from app.stage import POLICY, Stage, set_stage
from kiosk.dock import PARTS, DockFile, DockState
from offline_cache.database import DATABASE_NAME, connect_reader
from offline_cache.outbox import counts

THRESHOLDS = {
    "idle_s": 15,
    "idle_elder_s": 15,
    "countdown_s": 10,
    "receipt_s": 10,
    "delivery_wait_s": 2,
    "staff_tries": 10,
    "staff_lock_s": 60,
}
"""The shortest that a policy may have, so that who walks away costs little; and tries enough for nonsense."""
WARM_UP_VISITS = 10
"""Then everything was loaded once, the catalogue read anew too (measured: docs/soak.md)."""
DRAIN_S = 120.0
"""For the outbox to empty once all is repaired: the schedule's cap is 2 s, and machines are shared."""


def soak_policy(folder: Path) -> Path:
    """The sample policy with the soak's thresholds, as a file."""
    text = POLICY.read_text("utf-8")
    for key, value in THRESHOLDS.items():
        text, found = re.subn(rf"^{key} = \d+$", f"{key} = {value}", text, flags=re.MULTILINE)
        if found != 1:
            raise ValueError(f"{POLICY}: {key} is there {found} times")
    file = folder / "policy.toml"
    file.write_text(text, "utf-8")
    return file


class World:
    """One thread drives all of it. `progress` is called whenever time passes."""

    def __init__(self, folder: Path, books: Books, progress: Callable[[], None]) -> None:
        self.books = books
        self.folder = folder
        self.stage: Stage = set_stage(
            folder / "stage", policy=soak_policy(folder), spread_s=1, cap_s=2, read_timeout_s=3
        )
        settings = self.stage.settings
        if settings.dock is None:
            raise ValueError("a stage without a dock")
        self.dock = DockFile(settings.dock)
        self.config = settings.file
        self._progress = progress
        self._platform: Child | None = self.stage.platform
        self._platforms = 1
        self._terminal: HeadlessTerminal | None = None
        self._order = itertools.count()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._coming: list[Fault] = []
        self._standing: list[Fault] = []
        self.last: Line | None = None
        """What stands on the screen."""
        self.fresh = True
        """Whether nobody has used the terminal since it was started."""
        self.disturbed = False
        """Whether a fault struck in this visit or still stands."""

    def close(self) -> None:
        """End everything that still runs, whatever happened."""
        if self._terminal is not None:
            self._terminal.kill(alone=False)
        if self._platform is not None:
            self._platform.stop()
        self.stage.close()

    # -- the terminal -----------------------------------------------------------------------------------------------

    def start_terminal(self) -> None:
        self.books.lives.append(Life())
        self.last, self.fresh = None, True
        self._terminal = HeadlessTerminal(self.config, self.folder / "terminal.log")

    @property
    def terminal(self) -> HeadlessTerminal:
        if self._terminal is None:
            raise TerminalEndedError
        return self._terminal

    def look(self, within_s: float) -> Line | None:
        """The next page, or None when none came in time; what falls due meanwhile happens. Takes it all down."""
        until = time.monotonic() + within_s
        while True:
            self._happen()
            now = time.monotonic()
            pause = min([until - now, 0.5, *([self._due[0][0] - now] if self._due else [])])
            line = self.terminal.read(pause)
            if line is not None:
                self.books.read(line)
                if "page" in line:
                    self.last = line
                    return line
            elif now >= until:
                return None

    def newest_code(self) -> str:
        """The digits of the newest message on the resident's telephone; empty before the first."""
        dock = self.stage.settings.dock
        told = [] if dock is None else messages(spool_of(dock))
        found = re.search(r"[0-9]{6}", told[-1][2]) if told else None
        return "" if found is None else found[0]

    def note_vitals(self) -> None:
        """Once a visit, while nobody is served."""
        life = self.books.lives[-1]
        life.visits += 1
        vitals = self.terminal.vitals()
        if life.visits <= WARM_UP_VISITS:
            life.first = vitals
        life.last = vitals or life.last

    def kill_terminal(self, *, alone: bool) -> None:
        """kill -9, in the middle of whatever it does."""
        terminal = self.terminal
        relatives = terminal.relatives()
        terminal.kill(alone=alone)
        self._take_last_lines(terminal)
        self._terminal = None
        self.books.nonsense = self.books.problems
        self._judge_left_behind(left_behind(relatives))

    def end_terminal(self) -> None:
        """Ask it to end, as the service manager does; it has to end well."""
        terminal = self.terminal
        relatives = terminal.relatives()
        code = terminal.close()
        self._take_last_lines(terminal)
        self._terminal = None
        if code != 0:
            self.books.find(f"the terminal was asked to end and ended with {code}")
        self._judge_left_behind(left_behind(relatives))

    def terminal_crashed(self) -> None:
        """It ended and nobody asked it to."""
        if self._terminal is not None:
            code = self._terminal.close()
            self.books.find(f"the terminal ended by itself with {code}")
            self.books.nonsense = self.books.problems
            self._terminal = None

    def _take_last_lines(self, terminal: HeadlessTerminal) -> None:
        """What stood on the screen before it went dark was seen."""
        while True:
            try:
                line = terminal.read(0)
            except TerminalEndedError:
                return
            if line is not None:
                self.books.read(line)

    def _judge_left_behind(self, living: list[Relative]) -> None:
        for one in living:
            self.books.find(f"outlived the terminal: {one.command}")

    # -- weather ----------------------------------------------------------------------------------------------------

    def open_visit(self, seed: int, number: int) -> None:
        self._coming = list(forecast(seed, number))
        self.disturbed = bool(self._standing) or self._platform is None

    def at_page(self, page: str) -> None:
        """A person came to a page: what was to come here comes, a little later."""
        self._announce([fault for fault in self._coming if fault.page == page])

    def at_step(self, step: int) -> None:
        """A person begins a step of their visit."""
        self._announce([fault for fault in self._coming if not fault.page and fault.step == step])

    def _announce(self, faults: list[Fault]) -> None:
        for fault in faults:
            self._coming.remove(fault)
            self._after(fault.delay_s, partial(self._strike, fault))

    def close_visit(self) -> None:
        """The visit is over: what was to last as long is repaired; what has its own time may reach into the next."""
        self._coming.clear()
        for fault in [*self._standing]:
            if fault.lasts_s is None:
                self._repair(fault)

    def repair_all(self) -> None:
        self._due.clear()
        self._coming.clear()
        for fault in [*self._standing]:
            self._repair(fault)
        self.dock.write(DockState())

    def lay(self, card: str) -> None:
        """A card on the reader; empty for none."""
        self.dock.change("reader", card=card)

    def _strike(self, fault: Fault) -> None:
        kind = fault.kind
        self.books.faults[kind.name] = self.books.faults.get(kind.name, 0) + 1
        self.books.step(f"** {kind.name}")
        self.disturbed = True
        match kind.name:
            case Blow.KILL_TERMINAL | Blow.KILL_TERMINAL_ALONE:
                self.kill_terminal(alone=kind.name == Blow.KILL_TERMINAL_ALONE)
                raise TerminalEndedError
            case Blow.KILL_PLATFORM:
                if self._platform is not None:
                    self._platform.kill()
                    self._platform = None
            case _:
                extra = {"after_rows": fault.after_rows} if kind.part == "printer" else {}
                self.dock.change(kind.part, **dict(kind.values), **extra)
        self._standing.append(fault)
        if fault.lasts_s is not None:
            self._after(fault.lasts_s, partial(self._repair, fault))

    def _repair(self, fault: Fault) -> None:
        if fault not in self._standing:
            return
        self._standing.remove(fault)
        self.books.step(f"** {fault.kind.name} repaired")
        if fault.kind.part:
            whole = PARTS[fault.kind.part]()
            self.dock.change(fault.kind.part, **{name: getattr(whole, name) for name, _ in fault.kind.values})
        else:
            self._restart_platform()

    def _restart_platform(self) -> None:
        if self._platform is None:
            self._platforms += 1
            serve = ["-m", "central", "serve", "--db", self.stage.database, "--port", str(self.stage.platform_port)]
            serve += ["--public-url", self.stage.settings.platform.address]
            if self.stage.settings.dock is not None:
                serve += ["--sms-spool", str(spool_of(self.stage.settings.dock))]
            log = self.stage.folder / f"central-{self._platforms}.log"
            self._platform = Child("the platform", serve, log)

    def _after(self, seconds: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), happen))

    def _happen(self) -> None:
        self._progress()
        while self._due and self._due[0][0] <= time.monotonic():
            _, _, happen = heapq.heappop(self._due)
            happen()

    # -- the end ----------------------------------------------------------------------------------------------------

    def drain(self) -> bool:
        """All is repaired: wait for the outbox to empty. False when it did not in its time."""
        settings = store_settings(self.stage.settings)
        until = time.monotonic() + DRAIN_S
        while time.monotonic() < until:
            with closing(connect_reader(settings.data_dir / DATABASE_NAME, settings.pinned)) as connection:
                if counts(connection).queued == 0:
                    return True
            self.look(0.5)
        return False
