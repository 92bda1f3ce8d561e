"""The soak's books: what people were shown and did, written down by the driver and by nobody else.

The books are what the terminal is held to. They know nothing of its database and nothing of the platform's.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.soak_terminal import Line, Vitals

APPLICATION = "application"
INTENT = "intent"
CALLBACK = "callback"
WISHES = (INTENT, CALLBACK)
"""What is handed in without a form."""
STEPS_KEPT = 60
"""Of a visit, the last ones: enough to do it again by hand."""


@dataclass(kw_only=True)
class Handed:
    """What somebody handed in, or tried to."""

    visit: int
    kind: str
    service: str
    cards: list[str]
    """Ids of all cards that lay on the reader while this visit could read one."""
    person: str
    """Identity number that the staff check showed; empty where there was none."""
    signed: bool
    given: dict[str, Any]
    """Field id to what was answered on a page that then went on."""
    number: str = ""
    """Empty until a page showed one."""
    seen: list[str] = field(default_factory=list)
    """Pages that showed the number."""
    prints: int = 1
    """How many papers this person asked for."""
    confirmed: bool = False
    """The receipt page said that the printer had confirmed the paper."""
    platform_receipt: str = ""
    rated: str = ""
    killed: bool = False
    """The terminal died before the visit was over."""


@dataclass(kw_only=True)
class VisitRecord:
    visit: int
    manner: str
    outcome: str = ""
    steps: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Life:
    """One run of the terminal's process. `first` is taken once it has warmed up."""

    visits: int = 0
    first: Vitals | None = None
    last: Vitals | None = None


@dataclass(kw_only=True)
class Books:
    """Everything that the audit needs of the driver. `findings` are what it noticed itself: visit and sentence."""

    seed: int
    visits: list[VisitRecord] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    recovered: dict[str, int] = field(default_factory=dict)
    """Numbers that came up after a crash and that nobody had seen, with the visit that saw them."""
    faults: dict[str, int] = field(default_factory=dict)
    lives: list[Life] = field(default_factory=list)
    nonsense: int = 0
    """Lines that were no action; each has to be answered as such."""
    problems: int = 0
    findings: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._opened = time.monotonic()

    def find(self, words: str) -> None:
        """Note a discrepancy that the driver saw with its own eyes."""
        self.findings.append((self.visit.visit if self.visits else 0, words))

    @property
    def visit(self) -> VisitRecord:
        return self.visits[-1]

    def open_visit(self, number: int, manner: str) -> None:
        self.visits.append(VisitRecord(visit=number, manner=manner))
        self._opened = time.monotonic()

    def step(self, words: str) -> None:
        steps = self.visit.steps
        steps.append(f"{time.monotonic() - self._opened:5.1f} {words}")
        del steps[:-STEPS_KEPT]

    def hand_in(self, handed: Handed) -> None:
        """Somebody pressed what hands in. Pressing again before a number came is the same wish."""
        waiting = self.waiting()
        if waiting is not None:
            self.handed.remove(waiting)
        self.handed.append(handed)

    def waiting(self) -> Handed | None:
        """What this visit handed in and has no number for yet."""
        last = self.handed[-1] if self.handed else None
        return last if last is not None and last.visit == self.visit.visit and not last.number else None

    def current(self) -> Handed | None:
        """What this visit handed in last."""
        last = self.handed[-1] if self.handed else None
        return last if last is not None and last.visit == self.visit.visit else None

    def by_number(self, number: str) -> Handed | None:
        return next((one for one in self.handed if one.number == number), None)

    def killed(self) -> None:
        """The terminal died in this visit."""
        for one in self.handed:
            if one.visit == self.visit.visit:
                one.killed = True

    def read(self, line: Line) -> None:
        """Take down what a line of the terminal tells a person."""
        if "problem" in line:
            self.problems += 1
            return
        if "page" not in line:
            self.find(f"a line that is no page: {str(line)[:200]}")
            return
        facts = line.get("facts") or {}
        for row in facts.get("numbers", []) if line["page"] == "recovered" else []:
            self._see_again(str(row["number"]))
        if line["page"] in ("printing", "receipt", "number", "ticket") and facts.get("number"):
            self._see(line["page"], str(facts["number"]), facts)

    def _see(self, page: str, number: str, facts: dict[str, Any]) -> None:
        handed = self.by_number(number)
        if handed is None:
            handed = self.waiting()
            if handed is None:
                self.find(f"{page} shows {number}, and this visit handed in nothing that waits for a number")
                return
            handed.number = number
        elif handed.visit != self.visit.visit:
            self.find(f"{page} shows {number}, which belongs to visit {handed.visit}")
        if page not in handed.seen:
            handed.seen.append(page)
        if page == "receipt":
            handed.confirmed = handed.confirmed or facts.get("printed") == "confirmed"
            handed.platform_receipt = facts.get("platform_receipt") or handed.platform_receipt
            handed.rated = (facts.get("rating") or {}).get("chosen") or handed.rated

    def _see_again(self, number: str) -> None:
        handed = self.by_number(number)
        if handed is None:
            self.recovered.setdefault(number, self.visit.visit if self.visits else 0)
        elif "recovered" not in handed.seen:
            handed.seen.append("recovered")

    # -- on disk ----------------------------------------------------------------------------------------------------

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")


def load_books(file: Path) -> Books:
    """Books of an earlier run. `OSError`, `ValueError` or `TypeError` when they cannot be read."""
    raw = json.loads(file.read_text("utf-8"))
    raw["visits"] = [VisitRecord(**row) for row in raw["visits"]]
    raw["handed"] = [Handed(**row) for row in raw["handed"]]
    raw["findings"] = [(int(visit), str(words)) for visit, words in raw["findings"]]
    raw["lives"] = [
        Life(visits=row["visits"], first=_vitals(row["first"]), last=_vitals(row["last"])) for row in raw["lives"]
    ]
    return Books(**raw)


def _vitals(row: dict[str, int] | None) -> Vitals | None:
    return None if row is None else Vitals(**row)
