"""The machinery of flows: states, what they may use, and transition tables that read like a diagram.

A state is entered, shows a page, takes actions and events, and names an outcome; the table of its flow says which
state follows. A state never names another one, so that a flow can be read in one place.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.search import SearchIndex
from kiosk.clock import CHINA, Clock, local_date
from kiosk.devices import Camera, CardReader, Condition, DeviceHealth, Printer, ReaderMode
from kiosk.documents.paper import AnyPaper
from kiosk.faults import Fault, FaultCatalogue, FaultText
from kiosk.flow.offers import Offers
from kiosk.flow.page import Page
from kiosk.flow.tries import StaffTries
from kiosk.flow.visit import Visit
from kiosk.flow.words import Words
from kiosk.remote import RemoteIdentity
from kiosk.site import SitePolicy
from kiosk.store import Published, Store


class Renderer(Protocol):
    """`kiosk.documents.press.Press`: paper to raster in a child process."""

    def render_async(self, request_id: str, paper: AnyPaper, post: Callable[[object], None]) -> None: ...
    def warm(self) -> None: ...
    def recycle(self) -> None: ...


class PhotoDecoder(Protocol):
    """`drivers.idcard.photo`: a reader vendor's decoder in a process of its own."""

    def decode(self, block: bytes) -> bytes:
        """A picture file of the 1024 bytes. Blocks for its time limit at most; `FaultError` when it did not."""


@dataclass(frozen=True, kw_only=True)
class WorkDone:
    """What a piece of background work found; posted like a device event."""

    tag: str
    result: Any


@dataclass(frozen=True, kw_only=True)
class VoiceChanged:
    """Whether pages can be read aloud here, and what is wrong with the voice; posted like a device event."""

    works: bool
    fault: Fault | None = None
    """Also where it works in part: one language has no voice."""


@dataclass
class Desk:
    """What states may use. One for the terminal's life; the parts answer through `post`."""

    clock: Clock
    store: Store
    faults: FaultCatalogue
    words: Words
    press: Renderer
    new_id: Callable[[], str]
    """UUIDv7, injected so that tests own it."""
    post: Callable[[object], None]
    work: Callable[[str, Callable[[], Any]], None]
    """Run a callable on a worker thread; `WorkDone` with the tag comes back."""
    reader: CardReader | None = None
    printer: Printer | None = None
    camera: Camera | None = None
    photos: PhotoDecoder | None = None
    """Opens the photo of a second-generation card; None: the face is no way for such cards here."""
    remote: RemoteIdentity | None = None
    """Ways to show who one is that need the platform; its calls block, so they go to `work`."""
    catalogue: Catalogue | None = None
    search: SearchIndex | None = None
    """Over the catalogue in force; None until a worker has made it."""
    policy: SitePolicy | None = None
    health: dict[str, DeviceHealth] = field(default_factory=dict)
    staff_tries: StaffTries = field(default_factory=StaffTries)
    attention: set[str] = field(default_factory=set)
    """What the platform's staff should see with the next heartbeat, such as `help-called`."""
    refused: dict[Published, Fault] = field(default_factory=dict)
    """Documents that the store took and the flow cannot read, with the reason."""
    line_fault: Fault | None = None
    """Why the platform is not reached, while it is not."""
    unseen: str = ""
    """The submission whose number the last visit did not acknowledge; it is shown before all others."""
    paper_taken: bool = False
    """Whether this visit printed anything that one may forget."""
    slot: bool = False
    """Whether a card with a contact chip can be inserted beside the identity card's reader."""
    card_lies: bool = False
    """Whether a card is known to lie on the reader."""
    card_left: bool = False
    """Whether it lies there while nobody is served."""
    voice: bool = False
    """Whether pages can be read aloud here."""
    voice_fault: Fault | None = None
    software: str = ""
    _offers: Offers = field(default_factory=Offers)

    def attended(self) -> bool:
        return self.policy is not None and self.policy.attended(self.clock.utc())

    def offers(self) -> Offers:
        """What is offered here today; made anew when catalogue, policy or day change."""
        today = local_date(self.clock)
        # by identity: comparing two catalogues member by member would take longer than making the offers
        of = (id(self.catalogue), id(self.policy), today)
        if self._offers.of != of:
            if self.catalogue is None or self.policy is None:
                self._offers = Offers(of=of)
            else:
                self._offers = Offers.today(self.catalogue, self.policy, today, of)
        return self._offers

    def place_words(self) -> str:
        return "" if self.policy is None else self.words.pick(self.policy.place)

    def terminal_words(self) -> str:
        """The machine in words, as papers and the frame name it."""
        identity = self.store.identity()
        if identity is None or self.policy is None or identity.terminal not in self.policy.terminals:
            return "" if identity is None else identity.terminal
        return self.words.pick(self.policy.terminals[identity.terminal])

    def local_text(self, form: str = "%Y-%m-%d %H:%M") -> str:
        return self.clock.utc().astimezone(CHINA).strftime(form)

    def fault_text(self, fault: Fault) -> FaultText:
        """The words of a fault; one without an entry is shown as an unknown one, and its id kept as detail."""
        return self.faults.text(fault.id if fault.id in self.faults else "kiosk.unknown")

    def suspension(self) -> Fault | None:
        """Why nothing can be taken here at all, or None."""
        if self.store.identity() is None:
            return Fault(id="kiosk.not-enrolled")
        if self.policy is None:
            return self._unreadable(Published.POLICY) or Fault(id="kiosk.no-policy")
        if self.catalogue is None:
            return self._unreadable(Published.CATALOGUE) or Fault(id="kiosk.no-catalogue")
        return None if self.store.can_seal() else Fault(id="store.no-sealing-key")

    def _unreadable(self, kind: Published) -> Fault | None:
        refused = self.store.refusals().get(kind)
        if refused is not None:
            return Fault(id=f"kiosk.{kind.value}-refused", detail=refused.detail)
        return self.refused.get(kind)

    def printer_fault(self) -> Fault | None:
        """Why nothing can be printed now, or None."""
        if self.printer is None:
            return Fault(id="kiosk.no-printer")
        health = self.printer.health()
        return health.fault if health.condition is Condition.FAULT else None

    def read_cards(self, mode: ReaderMode) -> None:
        if self.reader is not None:
            self.reader.set_mode(mode)

    def journal(self, event: str, **fields: str | int | bool) -> None:
        self.store.journal(event, fields)


class State(ABC):
    """Base of all states. Methods return an outcome, or None to stay."""

    idle = True
    """Whether the idle countdown runs here."""
    in_visit = True
    """Whether somebody is being served."""
    can_finish = True
    """Whether the visit may be ended here at once: never while something is being saved or a number is unseen."""
    calls_staff = False
    """Whether staff are called here, or can be by a button of the page's own: the frame then has no second one."""

    def __init__(self, desk: Desk, visit: Visit) -> None:
        self.desk = desk
        self.visit = visit

    def w(self, key: str, **values: object) -> str:
        return self.desk.words(key, **values)

    def enter(self) -> str | None:
        return None

    def leave(self) -> None:
        return

    def resume(self) -> None:
        """An overlay went away: take the devices again that `leave` gave back."""
        return

    @abstractmethod
    def page(self) -> Page:
        """What the front end shows now; called after everything that happens, so it is cheap."""

    def act(self, action: str, value: Any) -> str | None:
        return None

    def event(self, event: object) -> str | None:
        return None

    def tick(self) -> str | None:
        return None


Transitions = Mapping[tuple[type[State], str], type[State]]


def table(*rows: tuple[type[State], str, type[State]]) -> Transitions:
    """A transition table; `ValueError` when a state has two ways for one outcome."""
    result: dict[tuple[type[State], str], type[State]] = {}
    for state, outcome, following in rows:
        if (state, outcome) in result:
            raise ValueError(f"{state.__name__} has two ways for {outcome}")
        result[state, outcome] = following
    return result
