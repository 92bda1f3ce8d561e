"""The choice of a way to prove who stands here: all that are open, of equal size, and what else there is to do."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.model import AuthLevel, ServiceItem
from kiosk.clock import local_date
from kiosk.devices import Condition
from kiosk.faults import Fault
from kiosk.flow.choices import Row, choice_actions, choice_row
from kiosk.flow.page import STEPS, Action, Notice, Page, PageName, Step, Tone
from kiosk.flow.state import Desk, State
from kiosk.flow.visit import Visit
from kiosk.identity.document import PhotoKind
from kiosk.identity.proxy import acting_fault, authorisation_fault
from kiosk.identity.ways import AtHand, Way, WayOffer, level_with, open_ways, proven
from kiosk.protocol.envelope import Capacity

_NAMES = {
    Way.STAFF_CHECK: ("staff", "staff"),
    Way.SMS_CODE: ("sms", "phone"),
    Way.IDENTITY_CODE: ("identity-code", "code"),
    Way.FACE: ("face", "face"),
    Way.CALL_BACK: ("call-back", "call"),
}
"""The value of the action and the picture of each way."""
_UNTOLD = ("ways.not-here", "ways.not-enough", "ways.no-camera", "ways.photo-closed")
"""Reasons that belong to the machine: what was never there is no way to show."""
_CLOSED_FACE = {"tries": "ways.face-tries", "no-photo": "ways.no-photo", "photo": "ways.no-photo"}


def at_hand(desk: Desk, visit: Visit) -> AtHand:
    """What there is at this moment to show who somebody is, for `kiosk.identity.ways`."""
    document, camera, face = visit.present, desk.camera, visit.face.closed
    encoded = document is not None and document.photo_kind is PhotoKind.WLT
    return AtHand(
        today=local_date(desk.clock),
        clock=desk.clock.state(),
        attended=desk.attended(),
        camera=camera is not None and camera.health().condition is not Condition.FAULT,
        face_bands=desk.policy is not None and bool(desk.policy.face_bands),
        photo_opens=not encoded or desk.photos is not None,
        platform=desk.remote is not None and desk.remote.ready(),
        line=desk.store.line(),
        closed={Way.FACE: _CLOSED_FACE.get(face, "ways.no-camera")} if face else {},
    )


class Identity(State):
    """The ways to show that the card's holder stands here. The face is one of them and never the only one."""

    def enter(self) -> str | None:
        item, policy = self.visit.service, self.desk.policy
        if item is None:
            raise RuntimeError("identity without a service")
        if policy is None:
            return None
        if self._acting_fault() is not None:
            return None
        proofs = [*filter(None, [self.visit.agent_proof or self.visit.document_proof]), *self.visit.proofs]
        return "enough" if proven(self._level(item), proofs, policy.ways) else None

    def page(self) -> Page:
        attended, offers = self.desk.attended(), self._offers()
        shown = [offer for offer in offers if offer.open or offer.why not in _UNTOLD]
        rows = [self._row(offer) for offer in shown]
        if not attended or self._acting_fault() is not None:
            # what always works stands with the ways: nobody leaves with nothing
            rows += [self._beside("ticket", "ticket"), self._beside("other-time", "clock")]
        if not attended:
            # first comes what does not hang on somebody who may not be there
            rows.sort(key=lambda row: row["id"] == _NAMES[Way.STAFF_CHECK][0])
        several = sum(1 for row in rows if row["enabled"]) > 1
        # of one way it is not said that all are equal
        here = any(offer.open and offer.proves and not offer.why for offer in shown)
        subtitle = "identity.subtitle" if several and here else "identity.one" if attended else "identity.unattended"
        return Page(
            name=PageName.IDENTITY,
            title=self.w("identity.title"),
            subtitle=self.w(subtitle),
            said=self.w("identity.said") if here else self.w("identity.unattended"),
            step=Step(index=1, of=STEPS, label=self.w("step.identity")),
            actions=(
                *choice_actions("way", rows),
                Action(id="back", label=self.w("common.back")),
                *(
                    (Action(id="for-other", label=self.w("identity.for-other")),)
                    if self.visit.may_act_for_others
                    else ()
                ),
            ),
            notices=self._notices(),
            facts={"ways": rows},
        )

    def act(self, action: str, value: Any) -> str | None:
        match action:
            case "back":
                return "back"
            case "for-other" if self.visit.may_act_for_others:
                return "for-other"
            case "way" if value in ("ticket", "other-time"):
                return str(value)
            case "way" if value in ("staff", "sms", "identity-code", "face", "call-back"):
                chosen = next((offer for offer in self._offers() if _NAMES[offer.way][0] == value), None)
                return str(value) if chosen is not None and chosen.open else None
        return None

    def _row(self, offer: WayOffer) -> Row:
        name, picture = _NAMES[offer.way]
        note = offer.why or f"identity.{name}-note"
        return choice_row(self.desk.words, name, picture, title=f"identity.{name}", note=note, enabled=offer.open)

    def _beside(self, name: str, picture: str) -> Row:
        return choice_row(self.desk.words, name, picture, title=f"identity.{name}", note=f"identity.{name}-note")

    def _notices(self) -> tuple[Notice, ...]:
        fault = self._acting_fault()
        if fault is not None:
            text = self.desk.fault_text(fault)
            return (Notice(tone=Tone.ALERT, text=self.desk.words.pick(text.body)),)
        if self.visit.face.closed == "tries":
            return (Notice(tone=Tone.PLAIN, text=self.w("identity.after-face")),)
        return ()

    def _for_others(self) -> tuple[Action, ...]:
        return (Action(id="for-other", label=self.w("identity.for-other")),) if self.visit.may_act_for_others else ()

    def _level(self, item: ServiceItem) -> AuthLevel:
        return level_with(item.auth_level, self.visit.present)

    def _acting_fault(self) -> Fault | None:
        """Why who stands here may not act in this capacity, or None."""
        item, present, today = self.visit.service, self.visit.present, local_date(self.desk.clock)
        if item is None or present is None:
            return None
        if self.visit.capacity is Capacity.SELF:
            return acting_fault(item, present.birth_date, today)
        if self.visit.authorisation is None:
            return Fault(id="proxy.unproven")
        return authorisation_fault(self.visit.authorisation, item, today)

    def _offers(self) -> tuple[WayOffer, ...]:
        desk, item, policy = self.desk, self.visit.service, self.desk.policy
        if item is None or policy is None:
            return ()
        document = self.visit.present
        offers = open_ways(self._level(item), document, policy.ways, at_hand(desk, self.visit))
        fault = self._acting_fault()
        if fault is None:
            return offers
        # what a paper shows, staff see; without any right to act nothing is proven
        unseen = self.visit.authorisation is not None and fault.id == "proxy.unproven"
        return tuple(
            offer for offer in offers if offer.way is Way.CALL_BACK or (unseen and offer.way is Way.STAFF_CHECK)
        )
