"""A travel document lies on the reader: what is printed on it opens its chip, so it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.clock import local_date
from kiosk.devices import (
    CardFound,
    CardRemoved,
    Condition,
    DocumentRead,
    KeyWanted,
    ReaderMode,
    ReadFailed,
    ZoneSeen,
)
from kiosk.flow.page import STEPS, Action, FieldKind, FieldView, Notice, Page, PageName, Role, Step, Tone
from kiosk.flow.questions import Questions
from kiosk.flow.state import State
from kiosk.identity.mrz import KeyProblem, MrzKey, typed_key
from kiosk.identity.mrz_dates import day_of

_KINDS = {"document_number": FieldKind.CODE, "birth_date": FieldKind.DATE, "expiry_date": FieldKind.DATE}
_EXAMPLES = {"birth_date": "19500316", "expiry_date": "20310315"}
_LONGEST_NUMBER = 22
"""A TD1 document may continue its number in the optional data (ICAO 9303-5, section 4.2.2)."""


class TravelKey(Questions):
    """Number, birth date and expiry, as they stand on the document; the reader tries them at once.

    What the camera read stands here to be looked at and put right: it opens nothing before the person says so.
    """

    asked = tuple(_KINDS)

    def enter(self) -> str | None:
        self._reading, self._gone = False, not self.desk.card_lies
        self._seen: set[str] = set()
        """What stands there as the camera read it."""
        super().enter()
        self.desk.read_cards(ReaderMode.RESIDENT)
        seen, self.visit.travel_key = self.visit.travel_key, None
        if seen is not None:
            self._fill(seen)
        return None

    def _fill(self, seen: MrzKey) -> None:
        self.visit.identity_values.add(seen.document_number)
        today = local_date(self.desk.clock)
        born, ends = day_of(seen.birth_date, today, born=True), day_of(seen.expiry_date, today, born=False)
        self.given = {
            "document_number": seen.document_number,
            # a date that is not wholly known has to be typed
            "birth_date": "" if born is None else born.isoformat(),
            "expiry_date": "" if ends is None else ends.isoformat(),
        }
        self._seen = {name for name, value in self.given.items() if value}

    def leave(self) -> None:
        if self.desk.reader is not None:
            self.desk.reader.open_with(None)
        self.desk.read_cards(ReaderMode.OFF)

    def resume(self) -> None:
        self._reading = False
        self.desk.read_cards(ReaderMode.RESIDENT)

    def whole(self) -> Page:
        return Page(
            name=PageName.TRAVEL_KEY,
            title=self.w("travel-key.check" if self._seen else "travel-key.title"),
            subtitle=self._subtitle(),
            said=self.w("travel-key.seen" if self._seen else "travel-key.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.card")),
            fields=tuple(
                FieldView(
                    id=name,
                    kind=kind,
                    label=self.w(f"travel-key.{name}"),
                    value=self.given[name],
                    source=self.w("travel-key.source") if name in self._seen else "",
                    example=_EXAMPLES.get(name, ""),
                    max_length=_LONGEST_NUMBER if kind is FieldKind.CODE else 0,
                    problem=self.problems.get(name, ""),
                )
                for name, kind in _KINDS.items()
            ),
            actions=(
                Action(id="back", label=self.w("common.back")),
                *((Action(id="show", label=self.w("travel-key.show")),) if self._sees() else ()),
                Action(id="next", label=self.w(self._way_on()), role=Role.PRIMARY, enabled=not self._reading),
            ),
            notices=(Notice(tone=Tone.ALERT, text=self.w("travel-key.gone")),) if self._gone else (),
            facts={"index": 1, "of": 1},
            busy=False,
        )

    def answered(self) -> str | None:
        key = typed_key(**self.given, today=local_date(self.desk.clock))
        if isinstance(key, KeyProblem):
            self.problems[key.field.value] = self.w(f"travel-key.wrong-{key.field.value}")
            return None
        if self.desk.reader is None:
            return self._back()
        self._open(key)
        return None

    def act(self, action: str, value: Any) -> str | None:
        return "show" if action == "show" and self._sees() else super().act(action, value)

    def _take(self, values: Mapping[Any, Any]) -> None:
        before = dict(self.given)
        super()._take(values)
        self._seen -= {name for name, value in self.given.items() if value != before[name]}

    def _subtitle(self) -> str:
        if self._reading:
            return self.w("travel-key.reading")
        if self._seen:
            return self.w("travel-key.seen")
        # that it stay there helps nobody whose document is not there
        return "" if self._gone else self.w("travel-key.subtitle")

    def _way_on(self) -> str:
        """What stands there wholly as it was read is agreed to, not filled in."""
        return "travel-key.right" if len(self._seen) == len(_KINDS) else "travel-key.open"

    def _open(self, key: MrzKey) -> None:
        self.visit.identity_values.add(key.document_number)
        self._reading = not self._gone
        if self.desk.reader is not None:
            self.desk.reader.open_with(key)

    def _sees(self) -> bool:
        camera = self.desk.camera
        return camera is not None and camera.health().condition is not Condition.FAULT

    def _back(self) -> str:
        """The page that had asked for the document: one's own, or that of the person for whom."""
        return "card" if self.visit.agent is None else "other-card"

    def event(self, event: object) -> str | None:
        match event:
            case DocumentRead():
                self.visit.read = event
                return self._back()
            case ReadFailed() if event.fault.id == "reader.key-wrong":
                self._reading = False
                self.problems = {"document_number": self.w("travel-key.wrong")}
            case ReadFailed():
                self.visit.fault = event.fault
                return self._back()
            case CardRemoved():
                self._reading, self._gone = False, True
            case CardFound():
                self._reading, self._gone = True, False
            case KeyWanted():
                # it was put back before anything was said that would open it
                self._reading = False
        return None


class ShowZone(State):
    """The lines of letters at the foot of the document, held before the camera instead of typed."""

    def enter(self) -> str | None:
        self.resume()
        return None

    def leave(self) -> None:
        if self.desk.camera is not None:
            self.desk.camera.close()

    def resume(self) -> None:
        if self.desk.camera is not None:
            self.desk.camera.open()
            self.desk.camera.look_for_zone()

    def page(self) -> Page:
        return Page(
            name=PageName.SHOW_ZONE,
            title=self.w("show-zone.title"),
            subtitle=self.w("show-zone.subtitle"),
            said=self.w("show-zone.said"),
            step=Step(index=1, of=STEPS, label=self.w("step.card")),
            picture="document",
            actions=(Action(id="back", label=self.w("show-zone.type")),),
            facts={"camera": True, "problem": {}, "sign": self.w("face.sign")},
        )

    def act(self, action: str, value: Any) -> str | None:
        return "back" if action == "back" else None

    def event(self, event: object) -> str | None:
        if isinstance(event, ZoneSeen):
            self.visit.travel_key = event.key
            return "seen"
        return None
