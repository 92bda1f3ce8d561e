"""The ways offered: nothing unproven passes, nobody is left with a face alone, and a closed way says why."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.model import AuthLevel
from kiosk.clock import BUILT, ClockState
from kiosk.flow.words import Words
from kiosk.identity.document import ChipCheck, ChipChecks, DocumentKind, IdentityDocument, PhotoKind
from kiosk.identity.ways import ENOUGH, AtHand, Way, WayOffer, WayRules, open_ways, proven, stand_in
from kiosk.protocol.payload import IdentityProof
from kiosk.store import LineState
from tests.kiosk import people

TODAY = date(2026, 11, 20)
RULES = WayRules()
WORDS = Words.load()


def card(**changes: Any) -> IdentityDocument:
    return people.document(**{"photo": b"photo", "photo_kind": PhotoKind.WLT, **changes})


def at_hand(**changes: Any) -> AtHand:
    everything: dict[str, Any] = {
        "today": TODAY,
        "clock": ClockState.CHECKED,
        "attended": True,
        "camera": True,
        "face_bands": True,
        "photo_opens": True,
        "platform": True,
        "line": LineState.UP,
    }
    return AtHand(**{**everything, **changes})


def offers(
    level: AuthLevel = AuthLevel.L2,
    document: IdentityDocument | None = None,
    rules: WayRules = RULES,
    **changes: Any,
) -> dict[Way, WayOffer]:
    return {offer.way: offer for offer in open_ways(level, document or card(), rules, at_hand(**changes))}


def opened(found: dict[Way, WayOffer]) -> set[Way]:
    return {way for way, offer in found.items() if offer.open}


def proof(way: str, result: str = "confirmed", **facts: str) -> IdentityProof:
    return IdentityProof(way=way, at=BUILT, result=result, facts=facts)


READ = proof("document-read", "read")


def test_with_everything_at_hand_all_ways_are_open() -> None:
    assert opened(offers()) == set(Way)
    assert [offer.why for offer in offers().values()] == [""] * len(Way)
    assert not [offer for offer in offers().values() if offer.proves is (offer.way is Way.CALL_BACK)]


@pytest.mark.parametrize("level", [AuthLevel.L0, AuthLevel.L1])
def test_nothing_is_asked_where_the_card_is_enough(level: AuthLevel) -> None:
    assert open_ways(level, card(), RULES, at_hand()) == ()


def test_the_highest_level_wants_that_somebody_looks() -> None:
    found = offers(AuthLevel.L3)
    assert opened(found) == {Way.STAFF_CHECK, Way.FACE, Way.CALL_BACK}
    assert found[Way.SMS_CODE].why == found[Way.IDENTITY_CODE].why == "ways.not-enough"


UNVERIFIED = ChipChecks(data=ChipCheck.NOT_VERIFIED, copy=ChipCheck.NOT_VERIFIED)
VERIFIED = ChipChecks(data=ChipCheck.VERIFIED, copy=ChipCheck.NOT_VERIFIED)
PASSPORT = {"kind": DocumentKind.PASSPORT, "photo_kind": PhotoKind.JPEG2000}


@pytest.mark.parametrize(
    ("document", "changes", "why"),
    [
        (card(), {}, ""),
        (card(), {"camera": False}, "ways.no-camera"),
        (card(), {"face_bands": False}, "ways.no-camera"),
        (card(), {"photo_opens": False}, "ways.photo-closed"),
        (card(), {"clock": ClockState.OFF}, "ways.clock-off"),
        (card(photo=b""), {}, "ways.no-photo"),
        (card(photo=b"", photo_kind=PhotoKind.NONE), {}, "ways.no-photo"),
        (card(**PASSPORT, chip=UNVERIFIED), {}, "ways.photo-unproven"),
        (card(**PASSPORT, chip=VERIFIED), {}, ""),
        (card(birth_date=date(2012, 11, 21)), {}, "ways.child"),
        (card(birth_date=date(2012, 11, 20)), {}, ""),
        (card(birth_date=date(2012, 11, 20)), {"today": date(2026, 11, 19)}, "ways.child"),
        (card(birth_date=TODAY + timedelta(days=1)), {}, "ways.child"),
        (card(), {"closed": {Way.FACE: "ways.face-alone"}}, "ways.face-alone"),
    ],
)
@pytest.mark.parametrize("level", [AuthLevel.L2, AuthLevel.L3])
def test_when_no_face_is_looked_at(
    level: AuthLevel, document: IdentityDocument, changes: dict[str, Any], why: str
) -> None:
    face = offers(level, document, **changes)[Way.FACE]
    assert (face.open, face.why) == (not why, why)


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 3, 1)])
def test_a_child_of_the_29th_of_february_is_fourteen_on_the_first_of_march(day: date) -> None:
    face = offers(document=card(birth_date=date(2012, 2, 29)), today=day)[Way.FACE]
    assert face.open is (day == date(2026, 3, 1))


def test_a_face_is_never_the_only_way() -> None:
    only = WayRules(levels={**ENOUGH, Way.CALL_BACK: frozenset()})
    found = offers(AuthLevel.L3, rules=only, attended=False)
    assert found[Way.FACE] == WayOffer(way=Way.FACE, open=False, why="ways.face-alone")
    assert offers(AuthLevel.L3, rules=only, attended=True)[Way.FACE].open
    assert offers(AuthLevel.L3, attended=False)[Way.FACE].open, "staff call back"
    assert offers(AuthLevel.L2, rules=only, attended=False)[Way.FACE].open, "there are codes"


def test_at_night_staff_stay_possible_and_are_told_of() -> None:
    staff = offers(attended=False)[Way.STAFF_CHECK]
    assert (staff.open, staff.why) == (True, "ways.nobody-now")


@pytest.mark.parametrize("way", [Way.SMS_CODE, Way.IDENTITY_CODE])
def test_codes_need_the_platform_and_the_line(way: Way) -> None:
    assert offers(line=LineState.DOWN)[way].why == "ways.no-line"
    assert offers(platform=False)[way].why == "ways.not-here"
    assert offers(line=LineState.UNKNOWN)[way].open, "the try will tell"


def test_without_a_card_only_a_code_that_names_its_owner_helps() -> None:
    found = {offer.way: offer for offer in open_ways(AuthLevel.L2, None, RULES, at_hand())}
    assert opened(found) == {Way.IDENTITY_CODE, Way.CALL_BACK}
    assert found[Way.FACE].why == found[Way.STAFF_CHECK].why == "ways.no-document"


@pytest.mark.parametrize(
    ("level", "changes", "why"),
    [
        (AuthLevel.L1, {}, ""),
        (AuthLevel.L2, {}, ""),
        (AuthLevel.L3, {}, "ways.needs-document"),
        (AuthLevel.L2, {"line": LineState.DOWN}, "ways.no-line"),
        (AuthLevel.L2, {"line": LineState.UNKNOWN}, ""),
        (AuthLevel.L2, {"platform": False}, "ways.not-here"),
        (AuthLevel.L2, {"camera": False}, "ways.no-camera"),
    ],
)
def test_what_stands_in_for_a_document(level: AuthLevel, changes: dict[str, Any], why: str) -> None:
    found = stand_in(level, RULES, at_hand(**changes))
    assert (found.open, found.why) == (not why, why)
    assert not found.open or proven(level, [proof("identity-code")], RULES), "what is offered is enough"


@pytest.mark.parametrize("level", [AuthLevel.L1, AuthLevel.L2])
def test_where_a_site_takes_no_codes_none_stands_in(level: AuthLevel) -> None:
    rules = WayRules(levels={**ENOUGH, Way.IDENTITY_CODE: frozenset()})
    assert stand_in(level, rules, at_hand()).why == "ways.not-here"
    assert not proven(level, [proof("identity-code")], rules)


def test_a_code_is_not_offered_where_no_camera_can_see_it() -> None:
    assert offers(camera=False)[Way.IDENTITY_CODE].why == "ways.no-camera"


def test_a_site_may_switch_a_way_off_or_keep_it_for_less() -> None:
    rules = WayRules(levels={**ENOUGH, Way.FACE: frozenset({AuthLevel.L2}), Way.SMS_CODE: frozenset()})
    assert offers(AuthLevel.L2, rules=rules)[Way.SMS_CODE].why == "ways.not-here"
    assert offers(AuthLevel.L3, rules=rules)[Way.FACE].why == "ways.not-here"
    assert offers(AuthLevel.L2, rules=rules)[Way.FACE].open


def test_no_rules_make_a_way_enough_for_more_than_it_is() -> None:
    everything = WayRules(levels={way: frozenset(AuthLevel) for way in Way})
    assert not offers(AuthLevel.L3, rules=everything)[Way.SMS_CODE].open
    assert not proven(AuthLevel.L3, [READ, proof("sms-code")], everything)


SITUATIONS = st.fixed_dictionaries(
    {
        **{name: st.booleans() for name in ("attended", "camera", "face_bands", "photo_opens", "platform")},
        "clock": st.sampled_from(ClockState),
        "line": st.sampled_from(LineState),
        "today": st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    }
)
LEVELS = st.frozensets(st.sampled_from(AuthLevel))


@given(
    SITUATIONS,
    st.fixed_dictionaries(dict.fromkeys(Way, LEVELS)),
    st.sampled_from([AuthLevel.L2, AuthLevel.L3]),
    st.sampled_from(PhotoKind),
)
def test_in_every_situation(
    situation: dict[str, Any], levels: dict[Way, frozenset[AuthLevel]], level: AuthLevel, photo: PhotoKind
) -> None:
    rules = WayRules(levels=levels)
    found = open_ways(level, card(photo_kind=photo), rules, at_hand(**situation))
    assert [offer.way for offer in found] == list(Way), "none is hidden"
    for offer in found:
        assert offer.open or offer.why, offer
        assert not offer.why or WORDS(offer.why), offer
        if offer.open:
            assert level in levels[offer.way] & ENOUGH[offer.way]
    at_once = {offer.way for offer in found if offer.open and offer.why != "ways.nobody-now"}
    assert at_once != {Way.FACE}


@pytest.mark.parametrize(
    ("level", "proofs", "enough"),
    [
        (AuthLevel.L0, [], True),
        (AuthLevel.L1, [], False),
        (AuthLevel.L1, [READ], True),
        (AuthLevel.L1, [proof("document-read", "failed")], False),
        (AuthLevel.L1, [proof("identity-code")], True),
        (AuthLevel.L2, [READ], False),
        (AuthLevel.L2, [READ, proof("staff-check")], True),
        (AuthLevel.L2, [READ, proof("sms-code")], True),
        (AuthLevel.L2, [READ, proof("face", band="accept")], True),
        (AuthLevel.L2, [proof("identity-code")], True),
        (AuthLevel.L2, [proof("sms-code")], False),
        (AuthLevel.L2, [proof("face", band="strict"), proof("staff-check")], False),
        (AuthLevel.L2, [READ, proof("call-back")], False),
        (AuthLevel.L2, [READ, proof("document-read")], False),
        (AuthLevel.L2, [READ, proof("palm")], False),
        (AuthLevel.L2, [READ, proof("face", "failed", band="strict")], False),
        (AuthLevel.L3, [READ, proof("staff-check")], True),
        (AuthLevel.L3, [proof("identity-code"), proof("staff-check")], False),
        (AuthLevel.L3, [proof("identity-code"), proof("face", band="strict")], False),
        (AuthLevel.L1, [proof("identity-code", "failed")], False),
        (AuthLevel.L3, [READ, proof("face", band="strict")], True),
        (AuthLevel.L3, [READ, proof("face", band="accept")], False),
        (AuthLevel.L3, [READ, proof("face")], False),
        (AuthLevel.L3, [READ, proof("sms-code"), proof("identity-code")], False),
    ],
)
def test_what_is_enough(level: AuthLevel, proofs: list[IdentityProof], enough: bool) -> None:
    assert proven(level, proofs, RULES) is enough
    assert proven(level, reversed(proofs), RULES) is enough


def test_what_a_site_switched_off_proves_nothing_there() -> None:
    for way, level in itertools.product(set(Way) - {Way.CALL_BACK}, [AuthLevel.L2, AuthLevel.L3]):
        rules = WayRules(levels={**ENOUGH, way: frozenset()})
        assert not proven(level, [READ, proof(way, band="strict")], rules)
