"""`main.py soak`: visitors and bad weather at a terminal of its own for some minutes, then the books are compared.

Exit code 0: clean · 1: discrepancies · 2: usage, or the stage could not be set.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.children import ChildError
from app.errors import USAGE, fail
from app.soak_audit import Check, audit
from app.soak_books import Books, load_books
from app.soak_evidence import gather, offered
from app.soak_person import BETWEEN, IDLE_S
from app.soak_resident import Resident
from app.soak_terminal import TerminalEndedError
from app.soak_weather import KINDS, rough
from app.soak_world import DRAIN_S, World

TOLD_EVERY_S = 5.0
BOOKS = "books.json"
REPORT = "report.json"
RESTART_EVERY = 9
"""Visits between two orderly ends of the terminal, while it is killed now and then as well."""
STARTS = 3
"""A terminal that ends so often before anybody came is not tried again."""


def soak(*, minutes: float, seed: int | None, out: Path | None) -> int:
    """Play for some minutes, then repair everything, end everything and audit.

    The folder is kept with `out`, and where something was found; a clean run without leaves nothing.
    """
    if not 0 < minutes <= 7 * 24 * 60:
        fail("soak: --minutes: more than 0, at most a week", USAGE)
    # so that the children are ended, whoever asks this process to end
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    books = Books(seed=secrets.randbelow(10**6) if seed is None else seed)
    try:
        folder = Path(tempfile.mkdtemp(prefix="jiujin-soak-")) if out is None else out.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for log in folder.glob("*.log"):
            log.unlink()
        print(f"seed {books.seed}, {minutes:g} minutes, in {folder}", flush=True)
        _play(folder, books, minutes)
        books.save(folder / BOOKS)
    except (ChildError, OSError) as problem:
        fail(f"soak: {problem}", USAGE)
    code = judge(folder, minutes)
    if code == 0 and out is None:
        shutil.rmtree(folder)
    return code


def judge(folder: Path, minutes: float | None = None) -> int:
    """Audit the folder of a run that has ended; prints the table and writes the report."""
    folder = folder.resolve()
    try:
        books = load_books(folder / BOOKS)
        evidence = gather(folder, _said(books))
    except (OSError, ValueError, TypeError, ChildError) as problem:
        fail(f"soak: {folder}: {problem}", USAGE)
    checks = audit(books, evidence)
    _tell(books, checks)
    report = _report(books, checks, minutes)
    (folder / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    return 0 if all(check.holds for check in checks) else 1


def _play(folder: Path, books: Books, minutes: float) -> None:
    progress = _Progress(books)
    world = World(folder, books, progress)
    try:
        forms = offered(folder / "policy.toml")
        world.start_terminal()
        until = time.monotonic() + minutes * 60
        number, failures = 0, 0
        while time.monotonic() < until and failures < STARTS:
            number += 1
            world.open_visit(books.seed, number)
            resident = Resident(world, books.seed, number, forms)
            try:
                books.visit.outcome = resident.visit()
            except TerminalEndedError:
                books.visit.outcome = "terminal died"
                books.killed()
                # nobody killed it: then it says so itself
                world.terminal_crashed()
                failures = failures + 1 if world.fresh else 0
                world.start_terminal()
            world.close_visit()
            if number % RESTART_EVERY == 0 and rough(number):
                world.end_terminal()
                world.start_terminal()
        _end(world, books)
    finally:
        world.close()


def _end(world: World, books: Books) -> None:
    """All is repaired; the last numbers are shown to somebody, the outbox empties, and the terminal ends well."""
    print("repairing, then waiting for the outbox …", flush=True)
    world.repair_all()
    try:
        _see_recovered(world)
        if not world.drain():
            books.find(f"the outbox did not empty within {DRAIN_S:.0f} s after all was repaired")
        world.end_terminal()
    except TerminalEndedError:
        world.terminal_crashed()


def _said(books: Books) -> set[str]:
    """Answers that would show a person: numbers of telephones, cards and identities."""
    return {
        value
        for handed in books.handed
        for value in handed.given.values()
        if isinstance(value, str) and re.fullmatch(r"[0-9]{10,}[0-9X]", value)
    }


class _Progress:
    """A line every few seconds."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._began = self._told = time.monotonic()

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self._told < TOLD_EVERY_S:
            return
        self._told = now
        minutes, seconds = divmod(round(now - self._began), 60)
        books = self._books
        print(
            f"{minutes:3}:{seconds:02}  visits {len(books.visits)}, handed in {len(books.handed)}, "
            f"faults {sum(books.faults.values())}, lives {len(books.lives)}, findings {len(books.findings)}",
            flush=True,
        )


def _see_recovered(world: World) -> None:
    """Somebody looks at every number that nobody has seen, until none is left."""
    until = time.monotonic() + IDLE_S
    while time.monotonic() < until:
        line = world.last
        page = "" if line is None else line["page"]
        actions = [] if line is None else [row["id"] for row in line["actions"]]
        if page == "recovered":
            world.terminal.act("noted")
        elif page == "goodbye":
            world.terminal.act("home")
        elif page == "attract" and actions:
            world.terminal.act(actions[0])
        elif "recovered" in actions:
            world.terminal.act("recovered")
        elif page in BETWEEN and page != "suspended":
            return
        world.look(2.0)
    world.books.find("the first page did not come back after all was repaired")


def _tell(books: Books, checks: list[Check]) -> None:
    print()
    for title, counted in (
        ("visits", Counter(f"{visit.manner}: {visit.outcome}" for visit in books.visits)),
        ("faults", books.faults),
    ):
        print(f"{title:<8} {sum(counted.values())}")
        for name, count in sorted(counted.items()):
            print(f"  {count:5}  {name}")
    print(f"lives    {len(books.lives)}")
    print()
    looked_at: dict[int, None] = {}
    for check in checks:
        print(f"{'✓' if check.holds else '✗'} {check.name}" + (f" ({check.told})" if check.told else ""))
        for trouble in check.troubles:
            print(f"    {trouble.words}" + (f" [visit {trouble.visit}]" if trouble.visit else ""))
            if trouble.visit:
                looked_at[trouble.visit] = None
    for visit in books.visits:
        if visit.visit in looked_at:
            print(f"\nvisit {visit.visit} ({visit.manner}: {visit.outcome}), again with --seed {books.seed}:")
            print(*(f"  {step}" for step in visit.steps), sep="\n")
    print(f"\nseed {books.seed}: {'clean' if all(check.holds for check in checks) else 'DISCREPANCIES'}", flush=True)


def _report(books: Books, checks: list[Check], minutes: float | None) -> dict[str, Any]:
    return {
        "seed": books.seed,
        "minutes": minutes,
        "clean": all(check.holds for check in checks),
        "visits": dict(Counter(f"{visit.manner}: {visit.outcome}" for visit in books.visits)),
        "handed_in": len(books.handed),
        "faults": {**{str(kind.name): 0 for kind in KINDS}, **books.faults},
        "lives": [asdict(life) for life in books.lives],
        "checks": [{**asdict(check), "holds": check.holds} for check in checks],
    }
