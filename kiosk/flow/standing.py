"""Pages that stand beside the flow: help, tickets, numbers of a broken visit, suspension, goodbye, devices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kiosk.clock import CHINA, local_date
from kiosk.devices import Condition, PrintFinished, PrintJob, PrintOutcome
from kiosk.documents.paper import TestSlip, TicketSlip
from kiosk.documents.press import Rendered, RenderFailed
from kiosk.faults import Fault
from kiosk.flow.drafting import intent_draft
from kiosk.flow.page import Action, Notice, Page, PageName, Role, Tone
from kiosk.flow.places import hours_rows, hours_words, place_rows
from kiosk.flow.roster import StaffDesk, call_off, call_staff
from kiosk.flow.state import State
from kiosk.protocol.payload import SubmissionDraft
from kiosk.site import StaffMember
from kiosk.store import LineState, SubmissionRefused, SubmissionStored

GOODBYE_S = 8
CARD_LEFT_S = 60
"""How long the goodbye waits for a card that was left on the reader; then it is an alarm."""
CARD_LEFT = "card-left"
"""What the heartbeat tells, and the first page says, while a card lies on the reader that nobody took along."""


class Help(State):
    """Staff are called; they sign in here to join the visit. Where nobody is, it says who can be reached."""

    calls_staff = True

    def enter(self) -> str | None:
        call_staff(self)
        return None

    def leave(self) -> None:
        call_off(self)

    def page(self) -> Page:
        policy, attended = self.desk.policy, self.desk.attended()
        sent = self.desk.store.line() is LineState.UP
        phone = "" if policy is None else policy.phone
        key = ("help.called" if sent else "help.called-offline") if attended else "help.nobody"
        return Page(
            name=PageName.HELP,
            title=self.w(key),
            subtitle=self.w(f"{key}-note"),
            said=self.w(key),
            picture="staff" if attended else "phone",
            actions=(
                Action(id="staff", label=self.w("help.staff")),
                # the large one is the resident's: behind the other a PIN is asked for
                Action(id="back", label=self.w("help.back"), role=Role.PRIMARY),
            ),
            facts={
                "lines": [self.w("help.stay") if attended else self.w("help.kept")],
                "phone": phone,
                "phone_label": self.w("help.phone"),
                "attended": attended,
                # at three in the morning nobody answers: when somebody does, and where
                "hours_title": self.w("elsewhere.hours"),
                "hours": [] if attended else hours_rows(self),
                "places_title": self.w("elsewhere.places"),
                "places": [] if attended else place_rows(self),
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        return action if action in ("back", "staff") else None


class HelpStaff(StaffDesk):
    """A helper joins the visit they were called to; without a visit, the terminal's devices open."""

    purpose = "help"

    def signed_in(self, member: StaffMember, how: str) -> str:
        self.visit.helper = member
        return "joined"


class Devices(State):
    """For staff and technicians: each device in words, what waits to be sent, a test print, the camera's picture."""

    def enter(self) -> str | None:
        self._note, self._job = "", ""
        if self.desk.camera is not None:
            self.desk.camera.open()
        return None

    def leave(self) -> None:
        if self.desk.camera is not None:
            self.desk.camera.close()

    def page(self) -> Page:
        counts = self.desk.store.counts()
        notices = (Notice(tone=Tone.PLAIN, text=self._note),) if self._note else ()
        return Page(
            name=PageName.DEVICES,
            title=self.w("devices.title"),
            subtitle=self.desk.software,
            notices=notices,
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(id="test-print", label=self.w("devices.test-print"), enabled=self.desk.printer is not None),
                Action(
                    id="sync",
                    label=self.w("devices.sync"),
                    role=Role.PRIMARY if counts.queued else Role.SECONDARY,
                ),
            ),
            facts={
                "devices": [self._row(device) for device in sorted(self.desk.health)],
                "counts": [
                    {"label": self.w("devices.queued"), "value": str(counts.queued)},
                    {"label": self.w("devices.held"), "value": str(counts.held)},
                    {"label": self.w("devices.received"), "value": str(counts.received)},
                ],
                "camera": self.desk.camera is not None,
                "alarms_title": self.w("devices.alarms"),
                "alarms": [self._alarm(fault) for fault in self._alarms()],
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "back"
            case "sync":
                self.desk.store.sync_now()
                self._note = self.w("devices.syncing")
            case "test-print" if self.desk.printer is not None:
                slip = TestSlip(
                    place=self.w("devices.test-print"),
                    terminal=self.desk.terminal_words(),
                    printed=self.desk.local_text(),
                    printer=self.desk.printer.health().device,
                )
                self.desk.press.render_async("test-print", slip, self.desk.post)
        return None

    def event(self, event: object) -> str | None:
        match event:
            case Rendered() if event.request == "test-print" and self.desk.printer is not None:
                self._job = self.desk.new_id()
                self.desk.printer.submit(PrintJob(job=self._job, visit=self.visit.id, raster=event.raster))
            case RenderFailed() if event.request == "test-print":
                self._note = self.desk.fault_text(event.fault).code
            case PrintFinished() if event.job == self._job:
                self._note = self.w(f"devices.print-{event.outcome.value}")
        return None

    def _alarms(self) -> list[Fault]:
        """What the store raises, published documents that were not taken, a voice that is not heard; with reasons."""
        voice = () if self.desk.voice_fault is None else (self.desk.voice_fault,)
        return [*self.desk.store.alarms(), *self.desk.refused.values(), *voice]

    def _alarm(self, fault: Fault) -> dict[str, str]:
        text, pick = self.desk.fault_text(fault), self.desk.words.pick
        detail = f"（{fault.detail}）" if fault.detail else ""
        return {"cause": f"{text.code} {pick(text.cause)}{detail}", "remedy": pick(text.remedy)}

    def _row(self, device: str) -> dict[str, str]:
        health, pick = self.desk.health[device], self.desk.words.pick
        text = None if health.fault is None else self.desk.fault_text(health.fault)
        detail = f"（{health.fault.detail}）" if health.fault is not None and health.fault.detail else ""
        tone = {Condition.READY: Tone.SAFE, Condition.FAULT: Tone.ALERT}.get(health.condition, Tone.OFFLINE)
        return {
            "id": device,
            "kind": health.kind.value,
            # a terminal may have two: one for identity cards, one for cards with contacts behind the PC/SC service
            "name": self.w("devices.slot" if "service" in health.facts else f"devices.{health.kind.value}"),
            "condition": self.w(f"devices.{health.condition.value}"),
            "tone": tone.value,
            "cause": "" if text is None else f"{pick(text.cause)} ({text.code}){detail}",
            "remedy": "" if text is None else pick(text.remedy),
        }


class Ticket(State):
    """The wish to be served by a person is registered like any submission; its number is the ticket."""

    section = "ticket"
    """Of the words."""

    def draft(self) -> SubmissionDraft:
        return intent_draft(self.desk, self.visit)

    def enter(self) -> str | None:
        self._request = self.desk.new_id()
        self._number, self._id, self._fault = "", "", None
        self._printed = self._job = ""
        if not self.desk.store.can_seal():
            self._fault = Fault(id="store.no-sealing-key")
            return None
        self.desk.store.submit(self._request, self.draft(), needs_paper=True)
        return None

    def page(self) -> Page:
        if self._fault is not None:
            text, pick = self.desk.fault_text(self._fault), self.desk.words.pick
            title, lines = pick(text.title), [pick(text.body), text.code]
        else:
            title = self.w(f"{self.section}.title") if self._number else self.w(f"{self.section}.making")
            lines = [*self.told(), *([self._printed] if self._printed else [])] if self._number else []
        busy = not self._number and self._fault is None
        return Page(
            name=PageName.TICKET,
            title=title,
            subtitle=self.w(f"{self.section}.subtitle") if self._number else "",
            said=title,
            actions=(
                # who is quick does not leave without the number
                Action(id="finish", label=self.w(f"{self.section}.finish"), role=Role.PRIMARY, enabled=not busy),
            ),
            facts={"number": self._number, "lines": lines},
            busy=busy,
        )

    def told(self) -> list[str]:
        """What the number is good for, and when."""
        hours = hours_words(self)
        when = [self.w("ticket.hours", hours=hours)] if hours else []
        return [self.w(f"{self.section}.come"), *when, self.w(f"{self.section}.keep")]

    def act(self, action: str, value: Any) -> str | None:
        if action != "finish":
            return None
        if self._id:
            self.desk.store.mark_told(self._id)
        return "finish"

    def event(self, event: object) -> str | None:
        match event:
            case SubmissionStored() if event.request == self._request:
                self._number, self._id = event.number, event.id
                if self.desk.printer_fault() is None:
                    self.desk.press.render_async(self._request, self._slip(), self.desk.post)
            case SubmissionRefused() if event.request == self._request:
                self._fault = event.fault
            case Rendered() if event.request == self._request and self.desk.printer is not None:
                self._job = self.desk.new_id()
                self.desk.printer.submit(PrintJob(job=self._job, visit=self.visit.id, raster=event.raster))
            case PrintFinished() if event.job == self._job:
                confirmed = event.outcome is PrintOutcome.CONFIRMED
                self._printed = self.w(f"{self.section}.printed" if confirmed else f"{self.section}.no-paper")
                if confirmed:
                    self.desk.store.mark_told(self._id)
        return None

    def _slip(self) -> TicketSlip:
        policy, pick, item = self.desk.policy, self.desk.words.pick, self.visit.service
        place = policy.places[0] if policy is not None and policy.places else None
        return TicketSlip(
            place=self.desk.place_words(),
            terminal=self.desk.terminal_words(),
            language=self.visit.language,
            large=self.visit.elder,
            number=self._number,
            service="" if item is None else pick(item.name),
            issued=self.desk.local_text(),
            where="" if place is None else f"{pick(place.name)} {pick(place.address)}",
            words=() if place is None else (pick(place.hours), self.w(f"{self.section}.come")),
        )


class Recovered(State):
    """Numbers of applications that are durable while nobody may have seen them: until somebody says so."""

    in_visit = False

    @property
    def idle(self) -> bool:  # type: ignore[override]
        """Only a changed look runs out; the number goes on standing there."""
        return not self.visit.plain_look

    def enter(self) -> str | None:
        untold = sorted(self.desk.store.untold(), key=lambda number: number.id != self.desk.unseen)
        self._first = untold[0] if untold else None
        return None if untold else "home"

    def page(self) -> Page:
        names = self.desk.catalogue.services if self.desk.catalogue is not None else {}
        rows = [
            {
                "number": number.number,
                "service": self.desk.words.pick(names[number.service].name) if number.service in names else "",
                "time": self._time(number.stored_at.astimezone(CHINA)),
            }
            for number in ([] if self._first is None else [self._first])
        ]
        return Page(
            name=PageName.RECOVERED,
            title=self.w("recovered.title"),
            subtitle=self.w("recovered.subtitle"),
            said=self.w("recovered.title"),
            actions=(
                Action(id="home", label=self.w("recovered.home")),
                Action(id="noted", label=self.w("recovered.noted"), role=Role.PRIMARY),
            ),
            facts={"numbers": rows, "lines": [self.w("recovered.line-1"), self.w("recovered.line-2")]},
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "noted" if self._first is not None:
                # one at a time: nobody wipes away a number that they did not see
                told = self._first.id
                self.desk.store.mark_told(told)
                left = [number for number in self.desk.store.untold() if number.id != told]
                self._first = left[0] if left else None
                return None if left else "home"
            case "home":
                return "home"
        return None

    def _time(self, at: datetime) -> str:
        today = at.date() == local_date(self.desk.clock)
        key = "recovered.today" if today else "recovered.day"
        return self.w(key, month=at.month, day=at.day, time=f"{at:%H:%M}")


class Suspended(State):
    """Nothing can be taken here now: why, where else, and back to work by itself when the cause is gone."""

    in_visit = False

    @property
    def idle(self) -> bool:  # type: ignore[override]
        """Only a changed look runs out, as on the first page."""
        return not self.visit.plain_look

    def page(self) -> Page:
        # between the last thing that was missing and the first page there is one moment without a reason
        fault = self.desk.suspension() or Fault(id="kiosk.no-policy")
        text, pick = self.desk.fault_text(fault), self.desk.words.pick
        return Page(
            name=PageName.SUSPENDED,
            title=self.w("suspended.title"),
            subtitle=pick(text.body),
            said=self.w("suspended.title"),
            picture=text.picture,
            actions=(Action(id="help", label=self.w("suspended.staff")),),
            facts={
                "lines": [self.w("suspended.line" if place_rows(self) else "suspended.line-alone")],
                "code": text.code,
                "places": place_rows(self),
            },
        )

    def tick(self) -> str | None:
        return "working" if self.desk.suspension() is None else None


class Goodbye(State):
    """The wipe has happened; what is left to take is the card and the paper."""

    idle = False
    in_visit = False

    def enter(self) -> str | None:
        now = self.desk.clock.monotonic()
        self._ends, self._latest = now + GOODBYE_S, now + CARD_LEFT_S
        return None

    def page(self) -> Page:
        lies = self.desk.card_lies
        return Page(
            name=PageName.GOODBYE,
            title=self.w("goodbye.lies-title" if lies else "goodbye.title"),
            subtitle=self.w("goodbye.lies-subtitle" if lies else "goodbye.subtitle"),
            said=self.w("goodbye.lies-said" if lies else "goodbye.said"),
            picture="reader" if lies else "card",
            actions=(Action(id="home", label=self.w("goodbye.home"), role=Role.PRIMARY),),
            facts={"lines": [] if lies else self._to_take()},
        )

    def _to_take(self) -> list[str]:
        return [self.w("goodbye.card"), *([self.w("goodbye.paper")] if self.desk.paper_taken else [])]

    def act(self, action: str, value: Any) -> str | None:
        return "home" if action == "home" else None

    def tick(self) -> str | None:
        now = self.desk.clock.monotonic()
        if self.desk.card_lies and now < self._latest:
            return None
        return "home" if now >= self._ends else None
