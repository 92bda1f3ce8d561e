"""The materials: what is there already, what the machine fetches, what may follow."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.model import Material, MaterialNeed, MaterialSource, ServiceItem
from kiosk.flow.guiding import to_bring
from kiosk.flow.page import STEPS, Action, Notice, Page, PageName, Role, Step, Tone
from kiosk.flow.state import State
from kiosk.store import LineState

_TONES = {"materials.bring": Tone.PLAIN, "materials.optional": Tone.PLAIN, "materials.missing": Tone.OFFLINE}
"""Of what is neither there nor fetched."""


class Materials(State):
    """What is there already, what the machine fetches, what may follow; passed over where nothing is to say."""

    def enter(self) -> str | None:
        only_card = all(material.source is MaterialSource.CARD for material in self._item().materials)
        return "done" if only_card else None

    def page(self) -> Page:
        return Page(
            name=PageName.MATERIALS,
            title=self.w(self._title()),
            subtitle=self.w("materials.subtitle-bring" if self._any("bring", "deferred") else "materials.subtitle"),
            said=self.w("materials.said"),
            step=Step(index=3, of=STEPS, label=self.w("step.materials")),
            actions=(
                Action(id="back", label=self.w("common.previous")),
                *((Action(id="notice", label=self.w("guide.notice")),) if to_bring(self._item()) else ()),
                Action(id="next", label=self.w("common.next"), role=Role.PRIMARY),
            ),
            notices=(Notice(tone=Tone.PLAIN, text=self.w("materials.later")),) if self._any("deferred") else (),
            facts={"materials": material_rows(self)},
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "back" if self.visit.correcting is None else "done"
            case "notice" if to_bring(self._item()):
                self.visit.notice_from_guide = False
                return "notice"
            case "next":
                return "done"
            case "material" if isinstance(value, dict):
                row = next((row for row in material_rows(self) if row["id"] == value.get("id")), None)
                if row is not None and value.get("how") in [option["value"] for option in row["options"]]:
                    self.visit.material_choices[row["id"]] = str(value["how"])
                    self.visit.missing.discard(row["id"])
        return None

    def _item(self) -> ServiceItem:
        if self.visit.service is None:
            raise RuntimeError("materials without a service")
        return self.visit.service

    def _title(self) -> str:
        if self._any("deferred"):
            return "materials.title-later"
        if self._any("bring"):
            return "materials.title-bring"
        later = self._any("shared", "licence") and self.desk.store.line() is not LineState.UP
        return "materials.title-fetched" if later else "materials.title"

    def _any(self, *hows: str) -> bool:
        return any(row["how"] in hows for row in self.visit.materials())


def _brought(state: State, material: Material) -> str:
    """The words for an original: nobody is said to have it in hand who was not asked."""
    if material.id in state.visit.missing:
        return "materials.missing" if material.need is MaterialNeed.NEEDED else "materials.optional"
    if state.visit.material_how(material.id) == "bring":
        return "materials.brought"
    return "materials.optional" if material.need is MaterialNeed.OPTIONAL else "materials.bring"


def material_rows(state: State) -> list[dict[str, Any]]:
    """How each material stands now, in words; what the machine fetches says so when the line is down."""
    item = state.visit.service
    rows: list[dict[str, Any]] = []
    if item is None:
        return rows
    for material, now in zip(item.materials, state.visit.materials(), strict=True):
        how = now["how"]
        until = "" if now["until"] is None else state.desk.words.pick(now["until"])
        offline = how in ("shared", "licence") and state.desk.store.line() is not LineState.UP
        key = f"materials.{how}-later" if offline else f"materials.{how}"
        if how == "bring":
            key = _brought(state, material)
        options = []
        if material.source is MaterialSource.BRING and material.need is MaterialNeed.DEFERRABLE:
            options = [
                {"value": choice, "label": state.w(f"materials.choose-{choice}")} for choice in ("bring", "deferred")
            ]
        rows.append(
            {
                "id": material.id,
                "name": state.desk.words.pick(material.name),
                "state": state.w(key, limit=until),
                "tone": _TONES.get(key, Tone.OFFLINE if how == "deferred" or offline else Tone.SAFE),
                "options": options,
                "chosen": how,
            }
        )
    return rows
