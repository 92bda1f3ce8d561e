"""The real terminal at a desk of memory: every port of `kiosk` answered in this process, a clock moved by hand."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from app.faults import ROOT, all_faults
from kiosk.catalogue import Catalogue, read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.clock import ClockState
from kiosk.devices import (
    CardFound,
    CardPresent,
    CardRemoved,
    Condition,
    DeviceHealth,
    DeviceKind,
    DocumentRead,
    HealthChanged,
    PrintFinished,
    PrintJob,
    PrintOutcome,
    PrintStarted,
    ReaderMode,
)
from kiosk.documents.paper import AnyPaper
from kiosk.documents.press import Rendered
from kiosk.documents.raster import Raster
from kiosk.faults import Fault
from kiosk.flow.page import Frame, Page, PageName
from kiosk.flow.state import Desk, WorkDone
from kiosk.flow.terminal import Terminal
from kiosk.flow.words import Words
from kiosk.identity.document import IdentityDocument
from kiosk.identity.mrz import MrzKey
from kiosk.journal import registry
from kiosk.protocol.keys import KeyDirectory, SigningKey
from kiosk.protocol.payload import SubmissionDraft
from kiosk.site import read_policy_file
from kiosk.store import (
    LineState,
    Published,
    StoreCounts,
    SubmissionRefused,
    SubmissionStored,
    TerminalIdentity,
    UntoldNumber,
)
from tests.kiosk.people import document

Post = Callable[[object], None]
STAFF = {"staff_number": "0012", "pin": "246810"}
NO_PAPER = Fault(id="printer.paper-out")


@dataclass
class HandClock:
    """A clock that a test moves."""

    now: float = 100.0

    def utc(self) -> datetime:
        return datetime(2026, 11, 20, 2, tzinfo=UTC) + timedelta(seconds=self.now)

    def monotonic(self) -> float:
        return self.now

    def state(self) -> ClockState:
        return ClockState.CHECKED

    def boot_id(self) -> str:
        return "test"


@cache
def published(kind: Published) -> object | None:
    match kind:
        case Published.CATALOGUE:
            return read_folder(ROOT / "data" / "catalogue")
        case Published.POLICY:
            return read_policy_file(ROOT / "data" / "policy.toml")
    return None


@cache
def published_catalogue() -> Catalogue:
    return read_catalogue(published(Published.CATALOGUE))


class MemoryStore:
    """Keeps submissions in a list; the line is down, so that nobody waits for a platform, until a test says more."""

    def __init__(self, post: Post, *, attended: bool = True) -> None:
        self.line_state = LineState.DOWN
        self.refuses: Fault | None = None
        """What every submission is refused with, where it is."""
        self._attended = attended
        self._post = post
        self._identity = TerminalIdentity(terminal="FC01", site="fengcheng", key=SigningKey.generate())
        self._untold: list[UntoldNumber] = []
        self._waiting: list[tuple[str, SubmissionDraft, bool]] = []
        self.commits = True
        """Whether submissions are committed at once; otherwise `commit` does it."""
        self.sealing = True
        self.drafts: list[SubmissionDraft] = []
        self.events: list[tuple[str, Mapping[str, str | int | bool]]] = []

    def start(self, post: Post) -> None:
        self._post = post

    def stop(self) -> None:
        return

    def identity(self) -> TerminalIdentity | None:
        return self._identity

    def can_seal(self) -> bool:
        return self.sealing

    def submit(self, request: str, draft: SubmissionDraft, *, needs_paper: bool) -> None:
        self._waiting.append((request, draft, needs_paper))
        if self.refuses is not None:
            self.refuse(self.refuses)
        elif self.commits:
            self.commit()

    def commit(self) -> None:
        for request, draft, needs_paper in self._waiting:
            self.drafts.append(draft)
            one = self.forgotten(draft.received_at) if needs_paper else self._number(draft.received_at)
            self._post(SubmissionStored(request=request, id=one.id, number=one.number, sha256="0" * 64))
        self._waiting.clear()

    def refuse(self, fault: Fault) -> None:
        for request, _, _ in self._waiting:
            self._post(SubmissionRefused(request=request, fault=fault))
        self._waiting.clear()

    def forgotten(self, at: datetime) -> UntoldNumber:
        """A number that nobody may have seen."""
        one = self._number(at)
        self._untold.append(one)
        return one

    def _number(self, at: datetime) -> UntoldNumber:
        count = len(self.drafts) + len(self._untold) + 1
        return UntoldNumber(
            id=f"00000000-0000-7000-8000-{count:012d}", number=f"FC01-1-{count:04d}-X", service="S001", stored_at=at
        )

    def mark_told(self, submission: str) -> None:
        self._untold = [number for number in self._untold if number.id != submission]

    def untold(self) -> tuple[UntoldNumber, ...]:
        return tuple(self._untold)

    def note_print(self, submission: str, job: str, outcome: str) -> None:
        return

    def published(self, kind: Published) -> object | None:
        document = published(kind)
        if kind is Published.POLICY and not self._attended and isinstance(document, dict):
            # people are here for one minute a week, and it is not now
            return {**document, "hours": [{"days": ["sun"], "begins": "03:00", "ends": "03:01"}]}
        return document

    def directory(self) -> KeyDirectory:
        return KeyDirectory(())

    def line(self) -> LineState:
        return self.line_state

    def counts(self) -> StoreCounts:
        return StoreCounts(queued=len(self.drafts), held=0, received=0, oldest_unsent=None)

    def alarms(self) -> tuple[Fault, ...]:
        return ()

    def refusals(self) -> Mapping[Published, Fault]:
        return {}

    def sync_now(self) -> None:
        return

    def journal(self, event: str, fields: Mapping[str, str | int | bool]) -> None:
        registry().check(event, fields)
        self.events.append((event, fields))


class MemoryReader:
    """Remembers what it was asked for; cards are laid on by the scene."""

    def __init__(self) -> None:
        self.mode = ReaderMode.OFF
        self.fault: Fault | None = None
        self.holds = 0
        self.key: MrzKey | None = None

    def start(self, post: Post) -> None:
        return

    def set_mode(self, mode: ReaderMode) -> None:
        self.mode = mode

    def hold(self) -> None:
        self.holds += 1

    def open_with(self, key: MrzKey | None) -> None:
        self.key = key

    def health(self) -> DeviceHealth:
        condition = Condition.READY if self.fault is None else Condition.FAULT
        return DeviceHealth(device="reader-1", kind=DeviceKind.IDCARD, condition=condition, fault=self.fault)

    def stop(self) -> None:
        return


class MemoryPrinter:
    """Confirms each job at once, or says that there is no paper."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self.paper = True
        self.cancelled: list[str] = []

    def start(self, post: Post) -> None:
        self._post = post

    def submit(self, job: PrintJob) -> None:
        self._post(PrintStarted(device="printer-1", job=job.job))
        self._post(PrintFinished(device="printer-1", job=job.job, outcome=PrintOutcome.CONFIRMED))

    def cancel_visit(self, visit: str) -> None:
        self.cancelled.append(visit)

    def health(self) -> DeviceHealth:
        fault = None if self.paper else NO_PAPER
        condition = Condition.READY if fault is None else Condition.FAULT
        return DeviceHealth(device="printer-1", kind=DeviceKind.PRINTER, condition=condition, fault=fault)

    def load(self) -> None:
        self.paper = True
        self._post(HealthChanged(device="printer-1", health=self.health()))

    def stop(self) -> None:
        return


class MemoryPress:
    """A sheet of eight white rows for every paper."""

    def __init__(self) -> None:
        self.recycled = 0
        self.papers: list[AnyPaper] = []

    def render_async(self, request_id: str, paper: AnyPaper, post: Post) -> None:
        self.papers.append(paper)
        bound_to = getattr(paper, "bound_to", "")
        post(Rendered(request=request_id, raster=Raster(width=8, height=8, rows=bytes(8)), bound_to=bound_to))

    def warm(self) -> None:
        return

    def recycle(self) -> None:
        self.recycled += 1


class Scene:
    """A terminal that has everything, with what a person does at it. Events are handled before each step returns."""

    def __init__(self, *, attended: bool = True) -> None:
        self._events: deque[object] = deque()
        self._ids = 0
        self.clock = HandClock()
        self.store = MemoryStore(self._events.append, attended=attended)
        self.reader = MemoryReader()
        self.printer = MemoryPrinter(self._events.append)
        self.press = MemoryPress()
        self.searched: list[frozenset[str]] = []
        """The values that were looked for after each visit."""
        self._shown: tuple[Page, Frame] | None = None
        desk = Desk(
            clock=self.clock,
            store=self.store,
            faults=all_faults(),
            words=Words.load(),
            press=self.press,
            new_id=self._new_id,
            post=self._events.append,
            work=lambda tag, task: self._events.append(WorkDone(tag=tag, result=task())),
            reader=self.reader,
            printer=self.printer,
        )
        self.terminal = Terminal(desk, self._residue)
        self.terminal.attach(self._show)

    def _new_id(self) -> str:
        self._ids += 1
        return f"id-{self._ids}"

    def _show(self, page: Page, frame: Frame) -> None:
        self._shown = page, frame
        visit, called = self.terminal._visit, "" if frame.call is None else frame.call.text
        persons = [one.name for one in (visit.document, visit.agent) if one is not None]
        number = [] if visit.submitted is None else [visit.submitted.number]
        for aloud in (page.said, called):
            # a hall hears it: whatever a test does, nothing of a person is in it
            assert not any(value in aloud for value in (*persons, *number, *visit.identity_values)), page.name
            assert not re.search(r"\d{6}", aloud), f"{page.name} would read {aloud}"

    def _residue(self, values: frozenset[str]) -> tuple[str, ...]:
        self.searched.append(values)
        return ()

    # -- what is seen -----------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        assert self._shown is not None
        return self._shown[0]

    @property
    def frame(self) -> Frame:
        assert self._shown is not None
        return self._shown[1]

    @property
    def name(self) -> PageName:
        return self.page.name

    def journaled(self, event: str) -> list[Mapping[str, str | int | bool]]:
        return [fields for name, fields in self.store.events if name == event]

    # -- what happens -----------------------------------------------------------------------------------------------

    def start(self) -> Scene:
        self.terminal.start()
        self._settle()
        return self

    def do(self, action: str, value: Any = None, *, then: PageName | None = None) -> None:
        self.terminal.act(action, value)
        self._settle()
        if then is not None:
            assert self.name is then

    def happen(self, event: object) -> None:
        self.terminal.handle(event)
        self._settle()

    def wait(self, seconds: int) -> None:
        """So many seconds of nobody doing anything; the terminal's timer runs each second."""
        for _ in range(seconds):
            self.clock.now += 1
            self.terminal.tick()
            self._settle()

    def _settle(self) -> None:
        while self._events:
            self.terminal.handle(self._events.popleft())

    def lay(self, person: IdentityDocument | None = None) -> None:
        """A resident's card is laid on, and read if the reader was asked to."""
        self.happen(CardPresent(device="reader-1"))
        if self.reader.mode is ReaderMode.RESIDENT:
            self.happen(CardFound(device="reader-1"))
            self.happen(DocumentRead(device="reader-1", document=person or document(), reader_facts={}))

    def lift(self) -> None:
        self.happen(CardRemoved(device="reader-1"))

    def reader_is(self, fault: str = "", detail: str = "") -> None:
        """The reader tells how it is from now on."""
        self.reader.fault = Fault(id=fault, detail=detail) if fault else None
        self.happen(HealthChanged(device="reader-1", health=self.reader.health()))

    # -- a resident's steps -----------------------------------------------------------------------------------------

    def to_card(self) -> None:
        self.do("service", "S001", then=PageName.GUIDE)
        self.do("start", then=PageName.CARD)

    def to_staff(self) -> None:
        """To the page where staff sign in; the resident's card goes on lying there."""
        self.to_card()
        self.lay()
        self.do("way", "staff", then=PageName.STAFF)

    def to_form(self) -> None:
        self.to_staff()
        self.do("login", STAFF, then=PageName.STAFF_CHECK)
        self.do("confirm", then=PageName.FORM)

    def to_review(self) -> None:
        self.to_form()
        self.do("next", {"still_entitled": True, "contact_phone": "13912345678"})
        while self.name is not PageName.REVIEW:
            assert self.name in (PageName.FORM, PageName.MATERIALS)
            self.do("next", {})

    def to_receipt(self) -> None:
        self.to_review()
        self.do("next", then=PageName.RECEIPT)

    def to_number(self) -> None:
        self.printer.paper = False
        self.to_review()
        self.do("next", then=PageName.NUMBER)

    def call(self) -> None:
        self.do("help", then=PageName.HELP)
