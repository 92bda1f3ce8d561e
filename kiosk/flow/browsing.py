"""Looking around, no card needed: home, the list of services, the guide of one."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.model import MaterialNeed, MaterialSource, OfflineClass, ServiceItem, ServiceType
from kiosk.clock import local_date
from kiosk.devices import DocumentRead, PrintFinished, PrintJob, ReaderMode, ReadFailed
from kiosk.documents.paper import GuideSection, GuideSlip
from kiosk.documents.press import Rendered, RenderFailed
from kiosk.documents.qr import qr_matrix
from kiosk.faults import Fault
from kiosk.flow.page import Action, Notice, Page, PageName, Role, Tone
from kiosk.flow.reading import take_document
from kiosk.flow.state import State
from kiosk.store import LineState

FUNCTIONS = (
    ("apply", (ServiceType.APPLY, ServiceType.CERTIFY), "form"),
    ("print", (ServiceType.PRINT,), "print"),
    ("query", (ServiceType.QUERY,), "query"),
    ("pay", (ServiceType.PAY,), "pay"),
    ("book", (ServiceType.BOOK,), "book"),
)
"""The five functions of every terminal (domain facts, row 1)."""


class Home(State):
    in_visit = False

    @property
    def idle(self) -> bool:  # type: ignore[override]
        """Only a changed look runs out here, so that the next person finds the house as it is."""
        return not self.visit.plain_look

    def enter(self) -> str | None:
        self.desk.read_cards(ReaderMode.RESIDENT)
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)

    def resume(self) -> None:
        self.desk.read_cards(ReaderMode.RESIDENT)

    def page(self) -> Page:
        offered = self.offered()
        facts: dict[str, Any] = {
            "functions": [self._function(name, types, picture) for name, types, picture in FUNCTIONS],
            "favourites": [
                {
                    "id": item.id,
                    "name": self.desk.words.pick(item.name),
                    "note": self.w("home.minutes", n=item.minutes),
                }
                for item in self._favourites()
            ],
            "all": {"label": self.w("home.all", n=len(offered)), "note": self.w("home.all-note")},
            "favourites_title": self.w("home.favourites"),
            "card": {"title": self.w("home.card"), "lines": [self.w("home.card-1"), self.w("home.card-2")]},
        }
        actions = [Action(id="function", label=self.w("home.title")), Action(id="all", label=facts["all"]["label"])]
        actions += [
            Action(id="service", label=self.desk.words.pick(item.name), value=item.id, role=Role.CHOICE)
            for item in offered
        ]
        notices = []
        if self.desk.store.untold():
            notices.append(Notice(tone=Tone.OFFLINE, text=self.w("home.untold")))
            actions.append(Action(id="recovered", label=self.w("home.untold-show")))
        return Page(
            name=PageName.HOME,
            title=self.w("home.title"),
            said=self.w("home.said"),
            actions=tuple(actions),
            notices=tuple(notices),
            facts=facts,
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "function" | "all":
                return "list"
            case "service" if self._choose(value):
                return "guide"
            case "recovered" if self.desk.store.untold():
                return "recovered"
        return None

    def event(self, event: object) -> str | None:
        return card_outcome(self, event)

    def offered(self) -> list[ServiceItem]:
        """What the policy offers here and the catalogue holds in force today."""
        return offered_services(self)

    def _favourites(self) -> list[ServiceItem]:
        wanted = self.desk.policy.favourites if self.desk.policy is not None else ()
        by_id = {item.id: item for item in self.offered()}
        return [by_id[item_id] for item_id in wanted if item_id in by_id]

    def _function(self, name: str, types: tuple[ServiceType, ...], picture: str) -> dict[str, Any]:
        enabled = any(item.type in types for item in self.offered())
        note = self.w(f"home.{name}-note") if enabled else self.w("home.not-yet")
        return {
            "id": name,
            "label": self.w(f"home.{name}"),
            "note": note,
            "picture": picture,
            "enabled": enabled,
        }

    def _choose(self, value: object) -> bool:
        return choose_service(self, value)


def card_outcome(state: State, event: object) -> str | None:
    """What a card laid on while looking around leads to; the card page tells what was wrong with it."""
    match event:
        case DocumentRead():
            state.visit.fault = take_document(state.desk, state.visit, event)
        case ReadFailed():
            state.visit.fault = event.fault
        case _:
            return None
    return "document" if state.visit.fault is None else "card-problem"


def offered_services(state: State) -> list[ServiceItem]:
    desk = state.desk
    if desk.catalogue is None or desk.policy is None:
        return []
    today = local_date(desk.clock)
    services = (desk.catalogue.services.get(item_id) for item_id in desk.policy.services)
    return [item for item in services if item is not None and item.in_force(today)]


def choose_service(state: State, value: object) -> bool:
    """Begin with a service of the list; False when it is not offered here."""
    item = next((item for item in offered_services(state) if item.id == value), None)
    if item is None or state.desk.catalogue is None:
        return False
    catalogue = state.desk.catalogue
    state.visit.begin_application(item, (catalogue.id, catalogue.version, catalogue.sha256))
    return True


class Services(State):
    def enter(self) -> str | None:
        self.desk.read_cards(ReaderMode.RESIDENT if self.visit.document is None else ReaderMode.OFF)
        return None

    def leave(self) -> None:
        self.desk.read_cards(ReaderMode.OFF)

    def resume(self) -> None:
        self.enter()

    def page(self) -> Page:
        rows = [
            {
                "id": item.id,
                "name": self.desk.words.pick(item.name),
                "dept": self.desk.words.pick(item.department),
                "note": self.w("home.minutes", n=item.minutes),
                "picture": item.picture,
            }
            for item in offered_services(self)
        ]
        elder = self.visit.elder
        key = "services.for-you" if self.visit.document is not None else "services.title"
        return Page(
            name=PageName.SERVICES,
            title=self.w(key),
            subtitle=self.w("services.fast-lane") if elder and self.visit.fast_lane else self.w("services.subtitle"),
            said=self.w(key),
            actions=(
                *(Action(id="service", label=row["name"], value=row["id"], role=Role.CHOICE) for row in rows),
                Action(id="back", label=self.w("common.back")),
            ),
            facts={"services": rows},
        )

    def act(self, action: str, value: Any) -> str | None:
        if action == "service" and choose_service(self, value):
            return "guide"
        return "back" if action == "back" else None

    def event(self, event: object) -> str | None:
        return card_outcome(self, event) if self.visit.document is None else None


class Guide(State):
    """The guide with its five contents, on screen, as a code and as a slip of paper."""

    def enter(self) -> str | None:
        self.desk.read_cards(ReaderMode.OFF)
        self._slip = ""
        self._job = ""
        self._qr = list(qr_matrix(self._link()))
        return None

    def page(self) -> Page:
        item = self._item()
        pick = self.desk.words.pick
        down = self.desk.store.line() is LineState.DOWN
        notices: list[Notice] = []
        if down and item.offline is OfflineClass.QUEUE:
            notices.append(Notice(tone=Tone.OFFLINE, text=self.w("guide.offline")))
        if item.offline is OfflineClass.NEEDS_LINE and self.desk.store.line() is not LineState.UP:
            notices.append(Notice(tone=Tone.ALERT, text=self.w("guide.needs-line")))
        if self._slip:
            notices.append(Notice(tone=Tone.SAFE, text=self._slip))
        materials = [self._material_row(index) for index in range(len(item.materials))]
        ticket = Action(id="ticket", label=self.w("guide.ticket"))
        bring = sum(1 for material in item.materials if material.source is MaterialSource.BRING)
        tags = [{"text": pick(tag), "tone": Tone.SAFE} for tag in item.tags]
        if item.offline is OfflineClass.QUEUE:
            tags.append({"text": self.w("guide.offline-tag"), "tone": Tone.OFFLINE})
        return Page(
            name=PageName.GUIDE,
            title=pick(item.name),
            subtitle=f"{pick(item.department)} · {pick(item.applicants)}",
            said=self.w("guide.said", name=pick(item.name), limit=pick(item.promise_limit), fee=pick(item.fee)),
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(id="slip", label=self.w("guide.slip"), enabled=self.desk.printer_fault() is None),
                *((ticket,) if self._wants_ticket() else ()),
                Action(id="start", label=self.w("guide.start"), role=Role.PRIMARY, enabled=self._can_start()),
            ),
            notices=tuple(notices),
            facts={
                "tags": tags,
                "cells": [
                    {"label": self.w("guide.limit"), "value": pick(item.promise_limit)},
                    {"label": self.w("guide.fee"), "value": pick(item.fee)},
                    {"label": self.w("guide.bring"), "value": self.w("guide.pieces", n=bring + 1)},
                ],
                "steps": [pick(step) for step in item.process],
                "materials": materials,
                "qr": {"rows": self._qr},
                "take": {"title": self.w("guide.take"), "lines": [self.w("guide.take-1"), self.w("guide.take-2")]},
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "back"
            case "slip" if self.desk.printer_fault() is None:
                self.desk.press.render_async(f"slip:{self.visit.id}", self._paper(), self.desk.post)
                self._slip = self.w("guide.slip-coming")
            case "ticket" if self._wants_ticket():
                return "ticket"
            case "start" if self._can_start():
                return "start"
        return None

    def event(self, event: object) -> str | None:
        match event:
            case Rendered() if event.request == f"slip:{self.visit.id}" and self.desk.printer is not None:
                self._job = self.desk.new_id()
                self.desk.printer.submit(PrintJob(job=self._job, visit=self.visit.id, raster=event.raster))
            case PrintFinished() if event.job == self._job:
                self._slip = self.w("guide.slip-done") if event.fault is None else self._words(event.fault)
            case RenderFailed() if event.request == f"slip:{self.visit.id}":
                self._slip = self._words(event.fault)
        return None

    def _words(self, fault: Fault) -> str:
        text = self.desk.fault_text(fault)
        return f"{self.desk.words.pick(text.title)} ({text.code})"

    def _item(self) -> ServiceItem:
        if self.visit.service is None:
            raise RuntimeError("a guide without a service")
        return self.visit.service

    def _can_start(self) -> bool:
        item = self._item()
        needs_line = item.offline in (OfflineClass.NEEDS_LINE, OfflineClass.INTENT)
        return item.form is not None and self.desk.store.can_seal() and not needs_line

    def _wants_ticket(self) -> bool:
        """What cannot be done here now still ends in something useful: the wish, registered."""
        return not self._can_start() and self.desk.store.can_seal()

    def _link(self) -> str:
        host = self.desk.policy.link_host if self.desk.policy is not None else ""
        return f"HTTPS://{host.upper()}/GUIDE/{self._item().id}"

    def _material_row(self, index: int) -> dict[str, Any]:
        material = self._item().materials[index]
        key = {
            MaterialSource.CARD: "guide.from-card",
            MaterialSource.SHARED: "guide.shared",
            MaterialSource.LICENCE: "guide.licence",
            MaterialSource.FORM: "guide.from-form",
            MaterialSource.BRING: "guide.to-bring",
        }[material.source]
        state, tone = self.w(key), Tone.SAFE
        if material.need is MaterialNeed.DEFERRABLE and material.defer_limit is not None:
            state, tone = self.w("guide.deferrable", limit=self.desk.words.pick(material.defer_limit)), Tone.OFFLINE
        elif material.source is MaterialSource.BRING:
            tone = Tone.PLAIN
        return {"name": self.desk.words.pick(material.name), "state": state, "tone": tone}

    def _paper(self) -> GuideSlip:
        item, pick, policy = self._item(), self.desk.words.pick, self.desk.policy
        rows = [self._material_row(index) for index in range(len(item.materials))]
        form = self.w("guide.form-here") if item.form is not None else self.w("guide.no-form")
        sections = (
            GuideSection(title=self.w("guide.process"), lines=(" → ".join(pick(step) for step in item.process),)),
            GuideSection(
                title=self.w("guide.materials"), lines=tuple(f"{row['name']}：{row['state']}" for row in rows)
            ),
            GuideSection(title=self.w("guide.limit"), lines=(pick(item.promise_limit),)),
            GuideSection(title=self.w("guide.forms"), lines=(form,)),
            GuideSection(title=self.w("guide.sample"), lines=(pick(item.sample),)),
        )
        return GuideSlip(
            place="" if policy is None else pick(policy.place),
            terminal=terminal_words(self),
            language=self.visit.language,
            large=self.visit.elder,
            service=pick(item.name),
            sections=sections,
            link=self._link(),
        )


def terminal_words(state: State) -> str:
    """The machine in words, as papers and the frame name it."""
    identity, policy = state.desk.store.identity(), state.desk.policy
    if identity is None or policy is None or identity.terminal not in policy.terminals:
        return "" if identity is None else identity.terminal
    return state.desk.words.pick(policy.terminals[identity.terminal])
