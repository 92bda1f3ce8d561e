"""A slip of a page: one at a time, printed, and told in a word of the screen's language."""

from __future__ import annotations

from kiosk.devices import PrintFinished, PrintJob, PrintOutcome
from kiosk.documents.paper import AnyPaper
from kiosk.documents.press import Rendered, RenderFailed
from kiosk.faults import Fault
from kiosk.flow.page import Notice, Tone
from kiosk.flow.state import Desk
from kiosk.flow.visit import Visit


class Slip:
    """One slip at a time: rendered, printed, and told in a word of the screen's language."""

    def __init__(self, desk: Desk, visit: Visit, name: str) -> None:
        self._desk = desk
        self._visit = visit
        self._name = name
        self._request = self._job = ""
        self._word = ""
        self._fault: Fault | None = None

    @property
    def possible(self) -> bool:
        return self._desk.printer_fault() is None

    def why_not(self) -> Notice | None:
        """Why nothing can be printed now, and what one can do instead; None where printing works."""
        fault = self._desk.printer_fault()
        if fault is None:
            return None
        text = self._desk.words(
            f"{self._name}.no-slip", why=self._desk.words.pick(self._desk.fault_text(fault).title)
        )
        return Notice(tone=Tone.OFFLINE, text=text)

    @property
    def under_way(self) -> bool:
        return self._word == f"{self._name}.slip-coming"

    def word(self) -> str:
        """How it stands; empty while nothing was printed."""
        if self._fault is not None:
            text = self._desk.fault_text(self._fault)
            return f"{self._desk.words.pick(text.title)} ({text.code})"
        return self._desk.words(self._word) if self._word else ""

    def notice(self) -> tuple[Notice, ...]:
        tone = Tone.SAFE if self._fault is None else Tone.OFFLINE
        return (Notice(tone=tone, text=self.word()),) if self.word() else ()

    def print(self, paper: AnyPaper) -> None:
        """Begin, unless one is under way: a second touch wants no second slip."""
        if self.possible and not self.under_way:
            self._request, self._job, self._fault = self._desk.new_id(), "", None
            self._word = f"{self._name}.slip-coming"
            self._desk.press.render_async(self._request, paper, self._desk.post)

    def event(self, event: object) -> None:
        match event:
            case Rendered() if event.request == self._request and self._desk.printer is not None:
                self._job = self._desk.new_id()
                self._desk.printer.submit(PrintJob(job=self._job, visit=self._visit.id, raster=event.raster))
            case PrintFinished() if self._job and event.job == self._job:
                self._word = ""
                if event.fault is not None:
                    self._fault = event.fault
                elif event.outcome is PrintOutcome.CONFIRMED:
                    self._word = f"{self._name}.slip-done"
                elif event.outcome is PrintOutcome.SENT_UNCONFIRMED:
                    self._word = f"{self._name}.slip-sent"
            case RenderFailed() if event.request == self._request:
                self._word, self._fault = "", event.fault
