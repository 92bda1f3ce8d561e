"""一次性告知: what is missing for a service, all of it on one sheet."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.model import Material, MaterialNeed, ServiceItem
from kiosk.devices import ReaderMode
from kiosk.documents.paper import Gap, NoticeSlip
from kiosk.flow.guiding import material_row, to_bring
from kiosk.flow.page import STEPS, Action, Page, PageName, Role, Step
from kiosk.flow.slip import Slip
from kiosk.flow.state import State


class OneTimeNotice(State):
    """一次性告知: the resident says what is not at hand, and one sheet tells all of it (domain facts, row 6)."""

    def enter(self) -> str | None:
        self.desk.read_cards(ReaderMode.OFF)
        self._slip = Slip(self.desk, self.visit, "notice")
        return None

    def page(self) -> Page:
        item = self._item()
        rows = [
            {
                **material_row(self, material),
                "id": material.id,
                "have": self._has(material),
                "lines": _gap_lines(self, material) if self._has(material) is False else [],
            }
            for material in to_bring(item)
        ]
        missing = sum(1 for row in rows if row["have"] is False)
        key = "notice.some" if missing else "notice.all" if all(row["have"] for row in rows) else "notice.none"
        no_slip = self._slip.why_not() if missing else None
        asked = not self.visit.notice_from_guide
        return Page(
            name=PageName.NOTICE,
            title=self.w("notice.title"),
            subtitle=self.w(key, n=missing),
            said=self.w("notice.said"),
            step=Step(index=3, of=STEPS, label=self.w("step.materials")) if asked else None,
            actions=(
                Action(id="back", label=self.w("common.back")),
                Action(
                    id="print",
                    label=self.w("notice.print"),
                    role=Role.PRIMARY,
                    enabled=bool(missing) and self._slip.possible,
                ),
            ),
            notices=(*self._slip.notice(), *(() if no_slip is None else (no_slip,))),
            facts={
                "rows": rows,
                "missing": missing,
                "have_label": self.w("notice.have"),
                "missing_label": self.w("notice.missing"),
            },
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "back" if self.visit.notice_from_guide else "materials"
            case "have" if isinstance(value, dict) and value.get("id") in [row.id for row in to_bring(self._item())]:
                self._note(value["id"], have=value.get("have") is True)
            case "print" if self._gaps():
                self._slip.print(self._paper())
        return None

    def event(self, event: object) -> str | None:
        self._slip.event(event)
        return None

    def _note(self, material_id: str, *, have: bool) -> None:
        """What may follow later is marked as such in the application too."""
        material = next(row for row in to_bring(self._item()) if row.id == material_id)
        if have:
            self.visit.missing.discard(material_id)
            self.visit.material_choices[material_id] = "bring"
        else:
            self.visit.missing.add(material_id)
            self.visit.material_choices.pop(material_id, None)
            if material.need is MaterialNeed.DEFERRABLE:
                self.visit.material_choices[material_id] = "deferred"

    def _has(self, material: Material) -> bool | None:
        """What was said of it, here or among the materials; None while nobody was asked."""
        how = self.visit.material_how(material.id)
        if material.id in self.visit.missing or how == "deferred":
            return False
        if how == "bring":
            return True
        # the materials, from which one came, show what may follow as still to come
        shown = not self.visit.notice_from_guide and material.need is MaterialNeed.DEFERRABLE
        return False if shown else None

    def _gaps(self) -> list[Material]:
        return [material for material in to_bring(self._item()) if self._has(material) is False]

    def _item(self) -> ServiceItem:
        if self.visit.service is None:
            raise RuntimeError("a notice without a service")
        return self.visit.service

    def _paper(self) -> NoticeSlip:
        item, pick = self._item(), self.desk.words.pick
        return NoticeSlip(
            place=self.desk.place_words(),
            terminal=self.desk.terminal_words(),
            language=self.visit.language,
            large=self.visit.elder,
            service=pick(item.name),
            basis=pick(item.basis),
            issued=self.desk.local_text(),
            gaps=tuple(
                Gap(name=pick(material.name), lines=tuple(_gap_lines(self, material))) for material in self._gaps()
            ),
            where=self._where(),
        )

    def _where(self) -> str:
        policy = self.desk.policy
        place = policy.places[0] if policy is not None and policy.places else None
        if place is None:
            return ""
        pick = self.desk.words.pick
        return " ".join(
            part for part in (pick(place.name), pick(place.address), pick(place.hours), place.phone) if part
        )


def _gap_lines(state: State, material: Material) -> list[str]:
    """Whether it may follow, what may stand in for it, and by which rule it is asked for."""
    pick = state.desk.words.pick
    lines = []
    if material.need is MaterialNeed.DEFERRABLE and material.defer_limit is not None:
        lines.append(state.w("notice.may-follow", limit=pick(material.defer_limit)))
    elif material.need is MaterialNeed.OPTIONAL:
        lines.append(state.w("notice.optional"))
    else:
        lines.append(state.w("notice.needed"))
    if material.instead is not None:
        lines.append(state.w("notice.instead", what=pick(material.instead)))
    if material.basis is not None:
        lines.append(state.w("notice.basis", basis=pick(material.basis)))
    return lines
