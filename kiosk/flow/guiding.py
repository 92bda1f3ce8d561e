"""The guide of a service: on the screen, as a code for a phone and as a slip."""

from __future__ import annotations

from functools import partial
from typing import Any

from kiosk.catalogue.model import AuthLevel, Material, MaterialNeed, MaterialSource, OfflineClass, ServiceItem
from kiosk.devices import ReaderMode
from kiosk.documents.guide_text import guide_text
from kiosk.documents.paper import GuideSection, GuideSlip
from kiosk.documents.qr import qr_matrix
from kiosk.flow.offers import done_here
from kiosk.flow.page import Action, Notice, Page, PageName, Role, Tone
from kiosk.flow.slip import Slip
from kiosk.flow.state import State, WorkDone
from kiosk.store import LineState
from kiosk.texts import DEFAULT

_SOURCE_WORDS = {
    MaterialSource.CARD: "guide.from-card",
    MaterialSource.SHARED: "guide.shared",
    MaterialSource.LICENCE: "guide.licence",
    MaterialSource.FORM: "guide.from-form",
    MaterialSource.BRING: "guide.to-bring",
}


class Guide(State):
    """The guide with its five contents (domain facts, row 5)."""

    def enter(self) -> str | None:
        self.desk.read_cards(ReaderMode.OFF)
        self._slip = Slip(self.desk, self.visit, "guide")
        self._text, self._rows = "", list[str]()
        self._draw_code()
        return None

    def tick(self) -> str | None:
        # the language, the line and the day may have changed what the code says
        self._draw_code()
        return None

    def page(self) -> Page:
        item, pick = self._item(), self.desk.words.pick
        down = self.desk.store.line() is LineState.DOWN
        notices: list[Notice] = []
        registered = down and item.offline is OfflineClass.QUEUE
        if registered:
            notices.append(Notice(tone=Tone.OFFLINE, text=self.w("guide.offline")))
        if item.offline is OfflineClass.NEEDS_LINE and self.desk.store.line() is not LineState.UP:
            notices.append(Notice(tone=Tone.ALERT, text=self.w("guide.needs-line")))
        if item.form is None and self._wants_ticket() and not notices:
            notices.append(Notice(tone=Tone.PLAIN, text=self.w("guide.not-here")))
        if item.unknown:
            notices.append(Notice(tone=Tone.OFFLINE, text=self.w("guide.unknown")))
        sections = guide_sections(self, item)
        link, no_slip = self._link(), self._slip.why_not()
        # 马上办 is no word for what cannot be done here now
        tags = [{"text": pick(tag), "tone": Tone.SAFE} for tag in item.tags if self._can_start()]
        if item.offline is OfflineClass.QUEUE:
            tags.append({"text": self.w("guide.offline-tag"), "tone": Tone.OFFLINE})
        return Page(
            name=PageName.GUIDE,
            title=pick(item.name),
            subtitle=f"{pick(item.department)} · {pick(item.applicants)}",
            said=self.w(
                "guide.said-registered" if registered else "guide.said",
                name=pick(item.name),
                limit=pick(item.promise_limit),
                fee=pick(item.fee),
            ),
            actions=(
                Action(id="back", label=self.w("common.back")),
                *((Action(id="slip", label=self.w("guide.slip")),) if self._slip.possible else ()),
                *((Action(id="notice", label=self.w("guide.notice")),) if to_bring(item) else ()),
                *((Action(id="ticket", label=self.w("guide.ticket")),) if self._wants_ticket() else ()),
                *(
                    (Action(id="start", label=self.w("guide.start"), role=Role.PRIMARY, enabled=self._can_start()),)
                    if item.form is not None
                    else ()
                ),
            ),
            notices=tuple(notices),
            facts={
                "tags": tags,
                "cells": [
                    {
                        # at once is not what somebody gets who is registered today and accepted another day
                        "label": self.w("guide.limit-registered" if registered else "guide.limit"),
                        "value": pick(item.promise_limit),
                    },
                    {"label": self.w("guide.fee"), "value": pick(item.fee)},
                    {"label": self.w("guide.bring"), "value": self._today(item)},
                ],
                "steps": [pick(step) for step in item.process],
                "materials": [material_row(self, material) for material in item.materials],
                "slip": self._slip.word(),
                # steps, materials and the promised limit stand above already
                "more": [
                    {"title": section.title, "lines": list(lines)}
                    for section, lines in [
                        (sections[2], sections[2].lines[1:]),
                        *((rest, rest.lines) for rest in sections[3:]),
                    ]
                ],
                "qr": {"rows": self._rows, "link": link},
                "take": {
                    "title": self.w("guide.take"),
                    "lines": [
                        self.w("guide.take-1" if link else "guide.take-text"),
                        self.w("guide.take-2") if no_slip is None else no_slip.text,
                    ],
                },
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "back-search" if self.visit.browse.searched else "back"
            case "slip":
                self._slip.print(self._paper())
            case "notice" if to_bring(self._item()):
                self.visit.notice_from_guide = True
                return "notice"
            case "ticket" if self._wants_ticket():
                return "ticket"
            case "start" if self._can_start():
                return "start"
        return None

    def event(self, event: object) -> str | None:
        self._slip.event(event)
        if isinstance(event, WorkDone) and event.tag == f"code:{self.visit.id}:{self._text}":
            self._rows = list(event.result)
        return None

    def _item(self) -> ServiceItem:
        if self.visit.service is None:
            raise RuntimeError("a guide without a service")
        return self.visit.service

    def _today(self, item: ServiceItem) -> str:
        """What has to be in the bag today: the card, and what nobody fetches and what may not follow."""
        pieces = sum(1 for material in to_bring(item) if material.need is MaterialNeed.NEEDED)
        if item.auth_level is AuthLevel.L0:
            return self.w("guide.pieces", n=pieces) if pieces else self.w("guide.nothing")
        return self.w("guide.card-and", n=pieces) if pieces else self.w("guide.only-card")

    def _can_start(self) -> bool:
        return done_here(self._item()) and self.desk.store.can_seal()

    def _wants_ticket(self) -> bool:
        """What cannot be done here now still ends in something useful: the wish, registered."""
        return not self._can_start() and self.desk.store.can_seal()

    def _link(self) -> str:
        """The guide's page at the platform while the line is up; else none, and the code holds the text itself."""
        if self.desk.store.line() is not LineState.UP:
            return ""
        item, policy = self._item(), self.desk.policy
        if item.guide_page:
            return item.guide_page
        host = policy.link_host if policy is not None else ""
        # capitals: a code of letters and digits only has fewer modules
        language = "" if self.visit.language == DEFAULT else f"/{self.visit.language.upper()}"
        return f"HTTPS://{host.upper()}/GUIDE/{item.id}{language}" if host else ""

    def _carried(self) -> str:
        """What the code says: the address of the guide's page, or the guide itself."""
        name = self.desk.words.pick(self._item().name)
        return self._link() or guide_text(name, guide_sections(self, self._item()))

    def _draw_code(self) -> None:
        """Make the code anew when what it says has changed, on a worker: a text of 600 bytes takes 40 to 80 ms."""
        text = self._carried()
        if text != self._text:
            self._text = text
            self.desk.work(f"code:{self.visit.id}:{text}", partial(qr_matrix, text))

    def _paper(self) -> GuideSlip:
        return GuideSlip(
            place=self.desk.place_words(),
            terminal=self.desk.terminal_words(),
            language=self.visit.language,
            large=self.visit.elder,
            service=self.desk.words.pick(self._item().name),
            sections=guide_sections(self, self._item()),
            link=self._carried(),
        )


def to_bring(item: ServiceItem) -> tuple[Material, ...]:
    """What a person has to have at hand: everything that nobody fetches for them."""
    return tuple(material for material in item.materials if material.source is MaterialSource.BRING)


def material_row(state: State, material: Material) -> dict[str, Any]:
    """A material of a guide with where it comes from, in words."""
    pick = state.desk.words.pick
    text, tone = state.w(_SOURCE_WORDS[material.source]), Tone.SAFE
    if material.need is MaterialNeed.DEFERRABLE and material.defer_limit is not None:
        text, tone = state.w("guide.deferrable", limit=pick(material.defer_limit)), Tone.OFFLINE
    elif material.source is MaterialSource.BRING:
        tone = Tone.PLAIN
        text = state.w("guide.if-any") if material.need is MaterialNeed.OPTIONAL else text
    return {"name": pick(material.name), "state": text, "tone": tone}


def guide_sections(state: State, item: ServiceItem) -> tuple[GuideSection, ...]:
    """The five contents, in the order in which they are needed, and what else a guide tells."""
    pick, w = state.desk.words.pick, state.w
    rows = [material_row(state, material) for material in item.materials]
    colon = w("common.colon")
    materials = tuple(f"{row['name']}{colon}{row['state']}" for row in rows) or (w("guide.nothing-to-bring"),)
    limits = (pick(item.promise_limit), w("guide.legal-limit", limit=pick(item.legal_limit)))
    form = w("guide.form-here") if item.form is not None else w("guide.no-form")
    return (
        GuideSection(title=w("guide.process"), lines=(" → ".join(pick(step) for step in item.process),)),
        GuideSection(title=w("guide.materials"), lines=materials),
        GuideSection(title=w("guide.limit"), lines=limits),
        GuideSection(title=w("guide.forms"), lines=(form,)),
        GuideSection(title=w("guide.sample"), lines=(pick(item.sample),)),
        GuideSection(title=w("guide.basis"), lines=(pick(item.basis),)),
    )
