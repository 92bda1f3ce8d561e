"""The ways to show that the holder of a document stands here: what each is enough for, and which are open now.

All open ways count the same and are shown with the same size; the resident chooses. A way that is closed is shown
with its reason, as the key of its words. A face is never the only way, and no way of a child's (facts, domain, 7.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.catalogue.model import AuthLevel
from kiosk.clock import ClockState
from kiosk.identity.ages import needs_guardian
from kiosk.identity.document import ChipCheck, IdentityDocument, PhotoKind
from kiosk.protocol.payload import IdentityProof
from kiosk.store import LineState


class Way(StrEnum):
    """In the order in which they are shown. Values are those of `IdentityProof.way`."""

    STAFF_CHECK = "staff-check"
    """A member of staff compares document and person, and signs in."""
    SMS_CODE = "sms-code"
    """A code to the number that the platform knows already."""
    IDENTITY_CODE = "identity-code"
    """The province's code on the resident's phone."""
    FACE = "face"
    """The face compared with the document's photo, in this machine."""
    CALL_BACK = "call-back"
    """Proves nothing now: staff call, and check then. Works without the line."""


ENOUGH: Mapping[Way, frozenset[AuthLevel]] = {
    Way.STAFF_CHECK: frozenset({AuthLevel.L2, AuthLevel.L3}),
    Way.SMS_CODE: frozenset({AuthLevel.L2}),
    Way.IDENTITY_CODE: frozenset({AuthLevel.L2}),
    Way.FACE: frozenset({AuthLevel.L2, AuthLevel.L3}),
    Way.CALL_BACK: frozenset({AuthLevel.L2, AuthLevel.L3}),
}
"""The levels that each way suffices for, beside the document. L3 asks that somebody looked at the person, staff or a
camera with the strict threshold: a phone may be in other hands. A policy takes away from this, never adds."""
DOCUMENT_READ = "document-read"
"""`IdentityProof.way` of a document that a reader read."""
DOCUMENT_SEEN = "document-seen"
"""`IdentityProof.way` of a document that no reader reads, and that staff looked at. It shows for whom, not who stands
here."""
STRICT = "strict"
"""`facts["band"]` of a face that passed the strict threshold."""


@dataclass(frozen=True, kw_only=True)
class WayRules:
    """What a site's policy leaves of `ENOUGH`."""

    levels: Mapping[Way, frozenset[AuthLevel]] = field(default_factory=lambda: ENOUGH)

    def allow(self, way: Way, level: AuthLevel) -> bool:
        return level in self.levels[way] & ENOUGH[way]


@dataclass(frozen=True, kw_only=True)
class AtHand:
    """What there is at this moment, told by whoever owns the devices and the line."""

    today: date
    """The business day in China."""
    clock: ClockState
    attended: bool
    """Whether somebody is at the site by its hours."""
    camera: bool
    """Whether the camera works and its face models are as they should be."""
    face_bands: bool
    """Whether the policy has thresholds for the camera's model."""
    photo_opens: bool
    """Whether this machine can decode the kind of photo that the document holds."""
    platform: bool
    """Whether the platform offers to check people at all."""
    line: LineState
    closed: Mapping[Way, str] = field(default_factory=dict)
    """Ways that this visit used up, with the key of the words that say why."""


@dataclass(frozen=True, kw_only=True)
class WayOffer:
    way: Way
    open: bool
    why: str = ""
    """Key of the words: why it is closed, or what to know of it before choosing it; empty for nothing."""

    @property
    def proves(self) -> bool:
        """Whether it shows now who stands here; else somebody does so later."""
        return self.way is not Way.CALL_BACK


def level_with(level: AuthLevel, document: IdentityDocument | None) -> AuthLevel:
    """The level that has to be shown with this document: where the document alone would be enough (L1), a chip that
    nobody vouches for is not, since anybody can make one; then it takes another way as at L2."""
    unproven = document is not None and document.chip is not None and document.chip.data is not ChipCheck.VERIFIED
    return AuthLevel.L2 if level is AuthLevel.L1 and unproven else level


def open_ways(
    level: AuthLevel, document: IdentityDocument | None, rules: WayRules, at_hand: AtHand
) -> tuple[WayOffer, ...]:
    """All ways for a level, open and closed, in the order of `Way`; none where the document alone is enough (L0, L1).

    `document` is that of the person who acts. None: it was left at home, and only a code that names its owner helps.
    """
    if level in (AuthLevel.L0, AuthLevel.L1):
        return ()
    offers = [_offer(way, level, document, rules, at_hand) for way in Way]
    here = [offer for offer in offers if offer.open and offer.why != "ways.nobody-now"]
    if [offer.way for offer in here] == [Way.FACE]:
        offers = [_closed(Way.FACE, "ways.face-alone") if offer.way is Way.FACE else offer for offer in offers]
    return tuple(offers)


def proven(level: AuthLevel, proofs: Iterable[IdentityProof], rules: WayRules) -> bool:
    """Whether the proofs of a visit are enough for a level under the policy. The signature of L3 is asked later.

    An identity code, which the platform answers for, also stands in the place of the document, but at L3: there
    somebody has looked at the person, and it takes a document to compare them with.
    """
    held = list(proofs)
    read = any(proof.way == DOCUMENT_READ and proof.result == "read" for proof in held)
    presented = read or any(proof.way == Way.IDENTITY_CODE and _holds(AuthLevel.L2, proof, rules) for proof in held)
    match level:
        case AuthLevel.L0:
            return True
        case AuthLevel.L1:
            return presented
        case AuthLevel.L2:
            return presented and any(_holds(level, proof, rules) for proof in held)
        case AuthLevel.L3:
            return read and any(_holds(level, proof, rules) for proof in held)


def stand_in(level: AuthLevel, rules: WayRules, at_hand: AtHand) -> WayOffer:
    """Whether the identity code may stand in the place of a document that was left at home; it then is both."""
    if level is AuthLevel.L3:
        return _closed(Way.IDENTITY_CODE, "ways.needs-document")
    if not rules.allow(Way.IDENTITY_CODE, AuthLevel.L2):
        return _closed(Way.IDENTITY_CODE, "ways.not-here")
    why = _code_closed(at_hand)
    return WayOffer(way=Way.IDENTITY_CODE, open=not why, why=why)


def _holds(level: AuthLevel, proof: IdentityProof, rules: WayRules) -> bool:
    if proof.result != "confirmed" or proof.way not in set(Way) - {Way.CALL_BACK}:
        return False
    if proof.way == Way.FACE and level is AuthLevel.L3 and proof.facts.get("band") != STRICT:
        return False
    return rules.allow(Way(proof.way), level)


def _offer(
    way: Way, level: AuthLevel, document: IdentityDocument | None, rules: WayRules, at_hand: AtHand
) -> WayOffer:
    if level not in ENOUGH[way]:
        return _closed(way, "ways.not-enough")
    if not rules.allow(way, level):
        return _closed(way, "ways.not-here")
    if way in at_hand.closed:
        return _closed(way, at_hand.closed[way])
    if document is None and way not in (Way.IDENTITY_CODE, Way.CALL_BACK):
        return _closed(way, "ways.no-document")
    match way:
        case Way.STAFF_CHECK:
            # somebody may be here outside the hours: it stays open, and is told
            return WayOffer(way=way, open=True, why="" if at_hand.attended else "ways.nobody-now")
        case Way.SMS_CODE:
            why = _remote_closed(at_hand)
        case Way.IDENTITY_CODE:
            why = _code_closed(at_hand)
        case Way.FACE:
            why = "ways.no-document" if document is None else _face_closed(document, at_hand)
        case Way.CALL_BACK:
            why = ""
    return WayOffer(way=way, open=not why, why=why)


def _closed(way: Way, why: str) -> WayOffer:
    return WayOffer(way=way, open=False, why=why)


def _remote_closed(at_hand: AtHand) -> str:
    if not at_hand.platform:
        return "ways.not-here"
    # an unknown line is tried; the try tells
    return "ways.no-line" if at_hand.line is LineState.DOWN else ""


def _code_closed(at_hand: AtHand) -> str:
    """A code on a telephone has to be seen."""
    return _remote_closed(at_hand) or ("" if at_hand.camera else "ways.no-camera")


def _face_closed(document: IdentityDocument, at_hand: AtHand) -> str:
    if at_hand.clock is ClockState.OFF:
        return "ways.clock-off"
    if needs_guardian(document.birth_date, at_hand.today):
        return "ways.child"
    if document.photo_kind is PhotoKind.NONE or not document.photo:
        return "ways.no-photo"
    if document.chip is not None and document.chip.data is not ChipCheck.VERIFIED:
        # a chip that nobody vouches for may hold any photo
        return "ways.photo-unproven"
    if not at_hand.photo_opens:
        return "ways.photo-closed"
    if not at_hand.camera or not at_hand.face_bands:
        return "ways.no-camera"
    return ""
