"""The terminal's one state machine: takes actions, events and ticks, and shows pages.

It runs on one thread, whichever front end owns it. What every page has in common is handled here, once: help and
staff over any page, the idle countdown, text size, the end of a visit with its wipe, service suspended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from kiosk.catalogue import Catalogue, CatalogueError, read_catalogue
from kiosk.catalogue.search import SearchIndex
from kiosk.devices import (
    CardFound,
    CardPresent,
    CardRemoved,
    DocumentRead,
    HealthChanged,
    PrintStarted,
    ReadFailed,
    StaffCardRead,
)
from kiosk.faults import Fault
from kiosk.flow.apply import APPLY, BESIDE
from kiosk.flow.browsing import Home
from kiosk.flow.calling_out import CardAlarm, call_of
from kiosk.flow.card_reading import LIES_UNREAD_S
from kiosk.flow.frame import frame_of
from kiosk.flow.page import Frame, Page, TextSize
from kiosk.flow.roster import StaffDesk
from kiosk.flow.standing import CARD_LEFT, CARD_LEFT_S, Goodbye, Help, HelpStaff, Recovered, Suspended
from kiosk.flow.state import Desk, State, VoiceChanged, WorkDone
from kiosk.flow.visit import Visit
from kiosk.session import IdleTimer
from kiosk.site import PolicyError, SitePolicy
from kiosk.store import LineChanged, Published, PublishedChanged
from kiosk.texts import DEFAULT, LANGUAGES

_Choice = TypeVar("_Choice", bound=str)
Show = Callable[[Page, Frame], None]
Residue = Callable[[frozenset[str]], tuple[str, ...]]
"""Where values of a finished visit are still found: names of places, empty when clean."""


_OF_THE_READER = CardFound | CardRemoved | DocumentRead | ReadFailed | StaffCardRead
"""What a card does is meant for whoever asked for the card last: the overlay, where there is one."""


@dataclass
class PublishedRead:
    """Catalogue and policy as values, and why one of them cannot be used."""

    catalogue: Catalogue | None = None
    search: SearchIndex | None = None
    policy: SitePolicy | None = None
    refused: dict[Published, Fault] = field(default_factory=dict)


def _next(choices: tuple[_Choice, ...], now: _Choice, wanted: object) -> _Choice:
    """The choice that was named, or the one after the present; what is unknown changes nothing."""
    if wanted is None:
        return choices[(choices.index(now) + 1) % len(choices)]
    return next((choice for choice in choices if choice == wanted), now)


class Terminal:
    """Drives the flow. Every method is called on the thread that owns it."""

    def __init__(self, desk: Desk, residue: Residue) -> None:
        self._desk = desk
        self._residue = residue
        self._show: Show | None = None
        self._shown: tuple[Page, Frame] | None = None
        self._visit = self._new_visit()
        self._idle = IdleTimer(desk.clock)
        self._leaving = False
        self._card_since: float | None = None
        """Since when a card lies there while nobody is served."""
        self._alarm = CardAlarm()
        self._overlay: State | None = None
        self._base: State = Suspended(desk, self._visit)
        self._readings = 0
        self._wiped: dict[str, frozenset[str]] = {}
        """Visits whose values are still to be looked for, once the next page is on the screen."""

    # -- front ends -------------------------------------------------------------------------------------------------

    def attach(self, show: Show) -> None:
        """Give the front end that shows pages; it is called whenever something on the screen changed."""
        self._show = show

    def start(self) -> None:
        """Show the first page: a number that nobody may have seen goes before everything else."""
        self._take_published(self._read_published())
        for device in (self._desk.reader, self._desk.printer, self._desk.camera):
            if device is not None:
                health = device.health()
                self._desk.health[health.device] = health
        self._enter(Recovered if self._desk.store.untold() else Home)
        self._refresh()

    def act(self, action: str, value: Any = None) -> None:
        """An action of the person at the screen. Unknown ones change nothing."""
        if action == "touch":
            # a finger on the countdown's own buttons must not make it go away under them
            if self._seconds_left() is None:
                self._idle.touch()
            return
        counting = self._seconds_left() is not None
        self._idle.touch()
        self._leaving = False
        top = self._overlay or self._base
        match action:
            case "stay":
                pass
            case "finish" if counting and not (self._base.in_visit and self._base.can_finish):
                # an unseen number goes on standing there, alone
                self._expire()
            case "leave" if self._base.in_visit and self._base.can_finish:
                self._leaving = True
                self._idle.hurry(self._idle_limit())
            case "size":
                self._visit.size = _next(tuple(TextSize), self._visit.size, value)
            case "language":
                self._visit.language = _next(tuple(LANGUAGES), self._visit.language, value)
                self._desk.words.language = self._visit.language
            case "contrast":
                self._visit.contrast = not self._visit.contrast
            case "low-reach":
                self._visit.low_reach = not self._visit.low_reach
            case "aloud" if self._desk.voice:
                self._visit.aloud = not self._visit.aloud
            case "help" if self._overlay is None:
                self._lay_over(Help)
            case _:
                outcome = top.act(action, value)
                if outcome is None and action == "finish" and self._base.in_visit and self._base.can_finish:
                    self._finish()
                else:
                    self._follow(top, outcome)
        self._refresh()

    def handle(self, event: object) -> None:
        """An event of a device, the store or a worker. Both the overlay and the page beneath may care, but a card is
        laid on for one of them."""
        match event:
            case HealthChanged():
                self._note_health(event)
            case PrintStarted():
                self._desk.paper_taken = True
            case LineChanged():
                self._desk.line_fault = event.fault
            case VoiceChanged():
                self._desk.voice, self._desk.voice_fault = event.works, event.fault
            case PublishedChanged():
                # a province's catalogue takes a tenth of a second to read: not in the window's thread
                self._readings += 1
                self._desk.work(f"published:{self._readings}", self._read_published)
            case WorkDone(result=PublishedRead()) if event.tag == f"published:{self._readings}":
                self._take_published(event.result)
            case WorkDone() if event.tag.startswith("residue:"):
                self._note_residue(event)
            case CardPresent() | CardRemoved():
                self._desk.card_lies = isinstance(event, CardPresent)
                self._watch_card()
                if CARD_LEFT in self._desk.attention and not self._desk.card_lies:
                    self._desk.attention.discard(CARD_LEFT)
                    self._desk.journal("card-fetched")
                if not self._leaving:
                    self._idle.touch()
        both = (self._overlay, self._base)
        wants_card = isinstance(self._overlay, StaffDesk)
        hearers = (self._overlay,) if wants_card and isinstance(event, _OF_THE_READER) else both
        for state in hearers:
            if state is not None and state in (self._overlay, self._base):
                self._follow(state, state.event(event))
        self._refresh()

    def tick(self) -> None:
        """Called a few times a second: time-outs, countdown, clock."""
        for state in (self._overlay, self._base):
            if state is not None and state in (self._overlay, self._base):
                self._follow(state, state.tick())
        if isinstance(self._base, Home) and self._overlay is None:
            if self._desk.suspension() is not None:
                self._base.leave()
                self._enter(Suspended)
            elif self._visit.plain_look and self._idle.quiet(self._attract_s()):
                self._follow(self._base, "quiet")
        self._watch_card()
        if self._runs_idle() and self._idle.expired(self._idle_limit(), self._countdown_s()):
            if self._leaving and self._base.can_finish:
                self._finish()
            elif self._overlay is not None and not self._base.in_visit:
                self._overlay_gone()
                self._base.resume()
            else:
                self._expire()
        self._refresh()

    def _watch_card(self) -> None:
        """A card on the reader while nobody is served is somebody's: the page says so, then staff hear of it."""
        desk, now = self._desk, self._desk.clock.monotonic()
        if not desk.card_lies or self._base.in_visit:
            self._card_since, desk.card_left = None, False
            self._alarm.stop()
            return
        self._card_since = now if self._card_since is None else self._card_since
        desk.card_left = now - self._card_since >= LIES_UNREAD_S
        if now - self._card_since < CARD_LEFT_S:
            return
        self._alarm.begin(now)
        if CARD_LEFT not in desk.attention:
            desk.attention.add(CARD_LEFT)
            desk.journal("card-left")

    @property
    def visit(self) -> str:
        """Id of the visit, for the journal and the dock; it names nobody."""
        return self._visit.id

    # -- transitions ------------------------------------------------------------------------------------------------

    def _follow(self, state: State, outcome: str | None) -> None:
        if outcome is None:
            return
        if state is self._overlay:
            self._follow_beside(state, outcome)
            return
        following = APPLY[type(state), outcome]
        if following is Goodbye:
            self._finish()
            return
        state.leave()
        if following is Home:
            self._end_visit(outcome)
        self._enter(following)
        if self._overlay is not None:
            # the new page took what it needs; the overlay above it goes on needing its own
            self._base.leave()
            self._overlay.resume()

    def _enter(self, following: type[State]) -> None:
        if following is Home and self._desk.suspension() is not None:
            following = Suspended
        if following.in_visit and not self._visit.begun:
            self._visit.begun = True
            self._desk.paper_taken = False
            self._desk.journal("visit-begin", visit=self._visit.id)
            # a resident waits: first contact is not spread over minutes for them
            self._desk.store.sync_now()
        self._base = following(self._desk, self._visit)
        self._idle.touch()
        outcome = self._base.enter()
        self._desk.journal("page-shown", visit=self._visit.id, page=following.__name__)
        self._follow(self._base, outcome)

    def _lay_over(self, overlay: type[State]) -> None:
        if self._overlay is None:
            self._base.leave()
        else:
            self._overlay.leave()
        self._overlay = overlay(self._desk, self._visit)
        self._overlay.enter()

    def _follow_beside(self, state: State, outcome: str) -> None:
        if isinstance(state, HelpStaff) and outcome == "joined":
            outcome = self._joined()
        following = BESIDE.get((type(state), outcome))
        if following is not None:
            self._lay_over(following)
            return
        self._overlay_gone()
        self._base.resume()

    def _joined(self) -> str:
        """A member of staff signed in over a page: they join the visit, or look after the machine."""
        helper = self._visit.helper
        if self._base.in_visit and helper is not None:
            self._desk.journal("helper-joined", visit=self._visit.id, staff=helper.number)
            return "joined"
        self._visit.helper = None
        return "devices"

    def _overlay_gone(self) -> None:
        if self._overlay is not None:
            self._overlay.leave()
            self._overlay = None

    # -- the visit --------------------------------------------------------------------------------------------------

    def _new_visit(self) -> Visit:
        self._desk.words.language = DEFAULT
        return Visit(id=self._desk.new_id())

    def _finish(self) -> None:
        self._overlay_gone()
        self._base.leave()
        self._end_visit("finished")
        self._enter(Goodbye)

    def _end_visit(self, outcome: str) -> None:
        """Wipe, then look for what should be gone: models here, files and buffers through the residue check."""
        visit, desk = self._visit, self._desk
        self._leaving = False
        if not visit.begun:
            self._visit = self._new_visit()
            self._keep_look(visit, outcome)
            return
        if desk.card_lies and outcome != "back":
            self._alarm.begin(desk.clock.monotonic())
        values = frozenset(value for value in visit.identity_values if len(value) >= 6)
        desk.journal("visit-end", visit=visit.id, outcome=outcome)
        if desk.printer is not None:
            desk.printer.cancel_visit(visit.id)
        if desk.reader is not None:
            # a card that was left behind is never read for the next person
            desk.reader.hold()
            desk.reader.open_with(None)
        visit.wipe()
        desk.press.recycle()
        self._visit = self._new_visit()
        self._keep_look(visit, outcome)
        self._wiped[visit.id] = values

    def _keep_look(self, visit: Visit, outcome: str) -> None:
        """Who goes back to the first page, or is told goodbye, is still there and keeps large print and language."""
        if self._overlay is not None:
            # who called for help while the page beneath ended is the next visit's
            self._overlay.visit = self._visit
        if outcome in ("back", "finished"):
            new = self._visit
            new.size, new.contrast, new.low_reach = visit.size, visit.contrast, visit.low_reach
            new.aloud = visit.aloud
            new.language = self._desk.words.language = visit.language

    def _look_for_residue(self) -> None:
        for visit, values in self._wiped.items():
            self._desk.work(f"residue:{visit}", partial(self._residue, values))
        self._wiped.clear()

    def _note_residue(self, event: WorkDone) -> None:
        visit = event.tag.removeprefix("residue:")
        places = event.result if isinstance(event.result, tuple) else ("check-failed",)
        for place in places:
            self._desk.journal("residue-found", visit=visit, place=place)
        self._desk.journal("wipe", visit=visit, outcome="clean" if not places else "residue")

    # -- idle -------------------------------------------------------------------------------------------------------

    def _runs_idle(self) -> bool:
        # what is being saved or printed is not cut off because somebody called for help meanwhile
        if self._overlay is None:
            return self._base.idle
        # a page with a clock of its own stands still under help, so help has to end by itself
        cut_off = self._base.in_visit and not self._base.can_finish and not self._base.idle
        return self._overlay.idle and not cut_off

    def _idle_limit(self) -> int:
        if self._desk.policy is None:
            return 120
        limits = self._desk.policy.thresholds
        return limits.idle_elder_s if self._visit.elder else limits.idle_s

    def _attract_s(self) -> int:
        return 0 if self._desk.policy is None else self._desk.policy.thresholds.attract_s

    def _countdown_s(self) -> int:
        return 45 if self._desk.policy is None else self._desk.policy.thresholds.countdown_s

    def _seconds_left(self) -> int | None:
        return self._idle.seconds_left(self._idle_limit(), self._countdown_s()) if self._runs_idle() else None

    def _expire(self) -> None:
        """Nobody is there: wipe. A number that was not acknowledged goes on standing there, alone."""
        submitted = self._visit.submitted
        unseen = submitted is not None and any(number.id == submitted.id for number in self._desk.store.untold())
        self._desk.unseen = submitted.id if unseen and submitted is not None else ""
        self._overlay_gone()
        self._base.leave()
        self._end_visit("idle")
        # a card that lies there goes first: whoever left it may still be near
        self._enter(Recovered if unseen else Goodbye if self._desk.card_lies else Home)

    # -- what the platform published --------------------------------------------------------------------------------

    def _read_published(self) -> PublishedRead:
        """What is in force as values, on any thread."""
        store, read = self._desk.store, PublishedRead()
        catalogue, policy = store.published(Published.CATALOGUE), store.published(Published.POLICY)
        # the store took them by the same readers; what an older version kept may still be read more strictly
        try:
            read.catalogue = None if catalogue is None else read_catalogue(catalogue)
        except CatalogueError as problem:
            read.refused[Published.CATALOGUE] = Fault(id="kiosk.catalogue-refused", detail=str(problem))
        try:
            read.policy = None if policy is None else SitePolicy.from_json(policy)
        except PolicyError as problem:
            read.refused[Published.POLICY] = Fault(id="kiosk.policy-refused", detail=str(problem))
        if read.catalogue is not None:
            read.search = SearchIndex.build(
                read.catalogue.services.values(), read.catalogue.aliases, read.catalogue.events
            )
        return read

    def _take_published(self, read: PublishedRead) -> None:
        desk = self._desk
        desk.refused = read.refused
        if Published.CATALOGUE not in read.refused:
            desk.catalogue, desk.search = read.catalogue, read.search
        if Published.POLICY not in read.refused:
            desk.policy = read.policy
        if desk.policy is not None:
            desk.words.of_site(desk.policy.wording)

    def _note_health(self, event: HealthChanged) -> None:
        self._desk.health[event.device] = event.health
        fault = event.health.fault
        fields = {"device": event.device, "condition": event.health.condition.value}
        self._desk.journal("device-changed", **fields, **({} if fault is None else {"fault": fault.id}))

    def _refresh(self) -> None:
        top = self._overlay or self._base
        can_leave = self._base.in_visit and self._base.can_finish and self._base.idle
        left = self._seconds_left()
        # staff or whoever called for help are at the machine: nobody has to be called back to it
        alarm = 0 if self._overlay is not None else self._alarm.times(self._desk.clock.monotonic())
        call = call_of(top, asked_back=left is not None and not self._leaving, alarm=alarm)
        shown = (top.page(), frame_of(top, left, leaving=self._leaving, can_leave=can_leave, call=call))
        if shown != self._shown and self._show is not None:
            self._shown = shown
            self._show(*shown)
        self._look_for_residue()
