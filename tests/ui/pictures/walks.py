"""Pages as residents meet them: the real terminal on a desk of memory, walked through in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from kiosk.devices import CardFound, CardPresent, Condition, DeviceHealth, DeviceKind, HealthChanged, ReadFailed
from kiosk.faults import Fault
from kiosk.flow.page import FieldKind, FieldView, Frame, Page, PageName, TextSize
from kiosk.identity.document import IdentityDocument
from kiosk.store import LineState, Published
from tests.kiosk.flow.desk import STAFF, Scene
from tests.kiosk.people import document, number_for
from tests.ui.samples_visit import receipt_raster

LONG_NAME = "阿卜杜热合曼·买买提依明·吐尔逊江"
ADDRESS = "示例省示例市示例县测试路一百七十七号示例花园十二栋二单元三〇一房"
PROPER = (LONG_NAME, ADDRESS, "测试丙", "测**", "阿**", "示例省示例市", "测试路 77 号", "示例局")
"""What keeps its script in every language."""
STROKES = [
    [[100 + 40 * n, 200 + 13 * n, 20 * n] for n in range(12)],
    [[300, 120 + 30 * n, 400 + 20 * n] for n in range(9)],
]
MOST_STEPS = 40
"""More pages than a form has."""


@dataclass(frozen=True, kw_only=True)
class Met:
    """A page that was met on a walk, in the frame that it had."""

    name: str
    page: Page
    frame: Frame


class Walker(Scene):
    """Walks, and keeps one of each kind of page that it meets."""

    def __init__(self, language: str, size: TextSize, walk: str, line: LineState = LineState.DOWN) -> None:
        self.met: dict[tuple[object, ...], Met] = {}
        self._walk, self._language, self._size = walk, language, size
        super().__init__()
        self.store.line_state = line
        published = self.store.published
        self.store.published = lambda kind: _with_all_services(published, kind)  # type: ignore[method-assign]
        self.start()
        assert self.name is PageName.HOME, f"the sample catalogue or policy is refused: {self.page.facts}"
        self.do("stay")

    def do(self, action: str, value: Any = None, *, then: PageName | None = None) -> None:
        """Each visit begins in Mandarin and in standard size; this resident wants their own wherever they come to."""
        super().do(action, value, then=then)
        if self.frame.language != self._language:
            super().do("language", self._language)
        if self.frame.size is not self._size:
            super().do("size", self._size.value)

    def look(self, action: str, value: Any = None) -> None:
        """There and back, where there is such a page."""
        before = self.name
        self.do(action, value)
        if self.name is not before:
            self.do("back")

    def _show(self, page: Page, frame: Frame) -> None:
        super()._show(page, frame)
        if (frame.language, frame.size) != (self._language, self._size):
            return
        kind = (
            page.name,
            page.title if page.name is not PageName.SAVING else "",
            page.fields and _shape(page),
            frame.countdown is None,
            len(page.notices),
            page.facts.get("state"),
        )
        known = self.met.get(kind)
        # of a guide the last: its code comes a moment after it
        if known is None or page.name is PageName.GUIDE:
            count = sum(met.page.name is page.name for met in self.met.values())
            name = f"{self._walk}-{page.name.value}" + (f"-{count + 1}" if count else "")
            name = name if known is None else known.name
            whole = (
                page if page.raster is None else replace(page, raster=receipt_raster(False, language=self._language))
            )
            self.met[kind] = Met(name=name, page=whole, frame=frame)

    def settle(self) -> None:
        """What the store has posted since is heard."""
        self._settle()

    # -- answering ----------------------------------------------------------------------------------------------

    def to_form_of(self, service: str, person: IdentityDocument | None = None) -> None:
        self.do("service", service)
        self.do("start")
        self.lay(person)
        if self.name is PageName.IDENTITY:
            self.do("way", "staff")
        if self.name is PageName.STAFF:
            self.lift()
            self.do("login", STAFF)
        if self.name is PageName.STAFF_CHECK:
            self.do("confirm")

    def through(self, last: PageName) -> None:
        """Through form, materials, review and signature, to a page of this name or to where it ends."""
        for _ in range(MOST_STEPS):
            if self.name is last:
                return
            match self.name:
                case PageName.FORM:
                    self._answer()
                case PageName.SIGNATURE:
                    self.do("sign", STROKES)
                case PageName.MATERIALS | PageName.REVIEW:
                    self.do("next", {})
                case _:
                    return

    def _answer(self) -> None:
        table = next((view for view in self.page.fields if view.kind is FieldKind.TABLE), None)
        if table is not None and not table.rows and any(action.id == "row-add" for action in self.page.actions):
            self.do("row-add", table.id)
            return
        values = {view.id: _answer_of(view) for view in self.page.fields if not view.readonly}
        ready = next((action.id for action in self.page.actions if action.id == "row-done"), "next")
        before = self.page
        self.do(ready, {key: value for key, value in values.items() if value is not None})
        if self.page == before:
            # a question that these answers do not do for: left out where that can be
            for view in self.page.fields:
                if view.skip and view.problem:
                    self.do("skip", view.id)


def _shape(page: Page) -> tuple[object, ...]:
    return tuple((view.id, bool(view.problem), view.readonly, len(view.path)) for view in page.fields)


def _with_all_services(published: Callable[[Published], object | None], kind: Published) -> object | None:
    """The sample policy, but for all services of the catalogue."""
    value = published(kind)
    if kind is Published.POLICY and isinstance(value, dict):
        catalogue = published(Published.CATALOGUE)
        services = [service["id"] for service in catalogue["services"]] if isinstance(catalogue, dict) else []
        return {**value, "services": services}
    return value


def _answer_of(view: FieldView) -> Any:
    match view.kind:
        case FieldKind.CONFIRM:
            return True
        case FieldKind.CHOICE:
            return view.options[0].value if view.options else None
        case FieldKind.PHONE:
            return "13912345678"
        case FieldKind.BANK_CARD:
            return "6200000000000000000"
        case FieldKind.ID_NUMBER:
            return number_for(date(1948, 3, 2))
        case FieldKind.MONEY:
            return "300.00"
        case FieldKind.NUMBER | FieldKind.DIGITS:
            return "2"
        case FieldKind.DATE:
            return "2026-11-02"
        case FieldKind.NAME:
            return "欧阳一"
        case FieldKind.SIGNATURE:
            return STROKES
        case FieldKind.ADDRESS:
            region = (
                view.path[-1].value
                if view.path and not view.options
                else view.options[0].value
                if view.options
                else ""
            )
            return {"region": region, "detail": "测试路 77 号"}
        case FieldKind.TEXT:
            return "测试路 77 号"
    return None


@cache
def met(language: str, size: TextSize = TextSize.STANDARD) -> tuple[Met, ...]:
    """Every kind of page of a language and size; elder sizes ask one question a page."""
    kept: list[Met] = []
    for walk in (_around, _visit, _longest, _troubles, _nobody):
        kept += [one for one in walk(language, size) if not any(_same(one, other) for other in kept)]
    return tuple(kept)


def _same(one: Met, other: Met) -> bool:
    """Whether two pages look alike, but for the time."""
    return one.page == other.page and replace(one.frame, clock="") == replace(other.frame, clock="")


def _around(language: str, size: TextSize) -> Iterator[Met]:
    walker = Walker(language, size, "around", LineState.UP)
    walker.do("search")
    walker.do("query", "养老")
    walker.look("query", "xyzxyz")
    walker.do("back")
    walker.look("all")
    for function in walker.page.facts.get("functions", ()):
        walker.look("function", function["id"])
    walker.do("help")
    walker.do("staff")
    walker.do("login", {"staff_number": "0012", "pin": "000000"})
    walker.do("login", STAFF)
    walker.do("back")
    walker.do("service", "S001")
    walker.look("notice")
    walker.do("start")
    walker.do("no-card")
    walker.look("way", "other-time")
    if walker.name is PageName.GUIDE:
        walker.do("start")
        walker.do("no-card")
    walker.do("way", "ticket")
    walker.do("finish")
    walker.do("home")
    walker.do("service", "S001")
    walker.do("start")
    walker.happen(CardPresent(device="reader-1"))
    walker.happen(CardFound(device="reader-1"))
    walker.happen(ReadFailed(device="reader-1", fault=Fault(id="reader.read-failed")))
    yield from walker.met.values()


def _visit(language: str, size: TextSize) -> Iterator[Met]:
    walker = Walker(language, size, "visit")
    walker.to_form_of("S008", document(birth_date=date(1990, 1, 12), number=number_for(date(1990, 1, 12))))
    walker.do("next", {})
    walker.through(PageName.RECEIPT)
    walker.do("rate", "good")
    walker.do("leave")
    walker.do("stay")
    walker.do("finish")
    yield from walker.met.values()


def _longest(language: str, size: TextSize) -> Iterator[Met]:
    """The services with most words, and a person with a long name."""
    walker = Walker(language, size, "longest", LineState.UP)
    rows = walker.store.published(Published.CATALOGUE)
    services = rows["services"] if isinstance(rows, dict) else []
    by_name = max(services, key=lambda row: len(row["name"].get(language, "")))
    by_guide = max(services, key=lambda row: len(row.get("materials", ())) * 1000 + len(str(row)))
    by_form = max(services, key=lambda row: len((row.get("form") or {}).get("fields", ())))
    for row in (by_name, by_guide):
        walker.do("service", row["id"])
        walker.look("notice")
        walker.do("back")
    walker.to_form_of(by_form["id"], document(name=LONG_NAME, address=ADDRESS))
    walker.do("next", {})
    walker.through(PageName.RECEIPT)
    walker.wait(10)
    yield from walker.met.values()


def _troubles(language: str, size: TextSize) -> Iterator[Met]:
    """Nobody answers, nothing can be kept, no paper, a number that was not noted, a reader that is gone."""
    walker = Walker(language, size, "trouble")
    walker.to_form_of("S001")
    while walker.frame.countdown is None:
        walker.wait(10)
    walker.do("stay")
    walker.store.commits = False
    walker.printer.paper = False
    walker.through(PageName.SAVING)
    walker.store.refuse(Fault(id="store.disk-full"))
    walker.settle()
    walker.store.commits = True
    walker.do("retry")
    walker.do("wait")
    walker.wait(1200)
    walker.do("stay")
    walker.do("noted")
    gone = DeviceHealth(
        device="reader-1", kind=DeviceKind.IDCARD, condition=Condition.FAULT, fault=Fault(id="reader.unplugged")
    )
    walker.happen(HealthChanged(device="reader-1", health=gone))
    walker.do("service", "S001")
    walker.do("start")
    yield from walker.met.values()


def _nobody(language: str, size: TextSize) -> Iterator[Met]:
    """A home page that nobody touches, and a terminal that can take nothing."""
    walker = Walker(language, size, "nobody")
    walker.wait(600)
    walker.do("stay")
    walker.do("wake")
    walker.store.sealing = False
    walker.wait(2)
    walker.do("stay")
    yield from walker.met.values()
