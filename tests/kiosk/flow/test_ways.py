"""The ways of proving who one is, on the real flow: each ends in an application whose record says how it was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.devices import (
    CardFound,
    CardPresent,
    CardRemoved,
    CodeSeen,
    DocumentRead,
    FaceGuided,
    KeyWanted,
    ReadFailed,
    ZoneSeen,
)
from kiosk.faults import Fault
from kiosk.flow.page import PageName, TextSize
from kiosk.identity.document import ChipCheck, ChipChecks, DocumentKind, IdentityDocument, PhotoKind
from kiosk.identity.face import FaceHint, FaceStop
from kiosk.identity.mrz import MrzKey
from kiosk.protocol.envelope import SubmissionKind
from kiosk.protocol.payload import SubmissionDraft
from kiosk.store import LineState
from tests.kiosk.flow.desk import STAFF
from tests.kiosk.flow.identity_desk import IdentityScene, MemoryPlatform, with_photo
from tests.kiosk.people import document, number_for


@pytest.fixture
def scene() -> IdentityScene:
    scene = IdentityScene()
    scene.start()
    return scene


def hand_in(scene: IdentityScene) -> SubmissionDraft:
    """From the form to the receipt; what was handed in."""
    scene.at(PageName.FORM)
    scene.do("next", {"still_entitled": True, "contact_phone": "13912345678"})
    for _ in range(6):
        if scene.name in (PageName.FORM, PageName.MATERIALS, PageName.REVIEW):
            scene.do("next", {})
    return scene.store.drafts[-1]


def ways_of(draft: SubmissionDraft) -> list[tuple[str, str]]:
    return [(proof.way, proof.result) for proof in draft.proofs]


def actions(scene: IdentityScene) -> dict[str, tuple[str, bool]]:
    """What stands at the foot of the page: words, and whether it can be pressed."""
    return {action.id: (action.label, action.enabled) for action in scene.page.actions}


# -- the face -------------------------------------------------------------------------------------------------------


def to_face(scene: IdentityScene, person: IdentityDocument | None = None) -> None:
    scene.to_identity(person=person)
    scene.do("way", "face", then=PageName.CONSENT)
    assert not scene.camera.on, "the camera is off until somebody agreed"
    scene.do("agree", then=PageName.FACE)


def test_a_face_that_fits_proves_and_the_record_says_how(scene: IdentityScene) -> None:
    to_face(scene)
    assert scene.camera.on
    assert scene.camera.task is not None
    assert scene.camera.task.photo == b"picture of block", "the child gets the decoded picture"
    scene.happen(FaceGuided(device="camera-1", task=scene.camera.task.id, hint=FaceHint.TURN_LEFT, progress=0.5))
    assert scene.page.facts["turn"] == "left"
    assert scene.page.facts["hint"] == "请慢慢向左转头"
    scene.measure(0.8)
    assert not scene.camera.on, "the camera is off as soon as it is done"
    draft = hand_in(scene)
    assert ways_of(draft) == [("document-read", "read"), ("face", "confirmed")]
    facts = draft.proofs[1].facts
    assert facts["consent"] == "face-2026-11"
    assert facts["band"] == "accept"
    assert facts["photo"] == "wlt"
    assert "0.8" not in str(facts), "bands are kept, no score"
    assert b"picture" not in repr(draft).encode()


def test_refusing_leads_back_to_the_other_ways_and_costs_nothing(scene: IdentityScene) -> None:
    scene.to_identity()
    scene.do("way", "face", then=PageName.CONSENT)
    refuse, agree = scene.page.actions
    assert (refuse.role, agree.role) == ("choice", "choice"), "no is as large as yes"
    scene.do("refuse", then=PageName.IDENTITY)
    assert not scene.camera.on
    assert scene.ways()["face"], "who refused may still change their mind"
    scene.do("way", "staff", then=PageName.STAFF)


def test_it_may_be_withdrawn_at_any_moment(scene: IdentityScene) -> None:
    to_face(scene)
    scene.do("withdraw", then=PageName.IDENTITY)
    assert not scene.camera.on
    assert scene.camera.task is None
    scene.do("way", "face", then=PageName.CONSENT)


def test_after_two_tries_the_page_moves_on_without_blame(scene: IdentityScene) -> None:
    to_face(scene)
    scene.measure(0.33)
    assert scene.page.facts["state"] == "again"
    assert not scene.camera.on
    scene.do("again")
    scene.measure(0.33)
    scene.at(PageName.IDENTITY)
    assert not scene.ways()["face"]
    assert scene.page.notices[0].text == "没关系，换一种方式一样办"
    scene.do("way", "sms", then=PageName.SMS)
    scene.do("next", {"code": MemoryPlatform.CODE}, then=PageName.FORM)
    assert ways_of(hand_in(scene)) == [
        ("document-read", "read"),
        ("face", "failed"),
        ("face", "failed"),
        ("sms-code", "confirmed"),
    ]


def test_below_the_grey_zone_there_is_no_second_try(scene: IdentityScene) -> None:
    to_face(scene)
    scene.measure(0.2)
    scene.at(PageName.IDENTITY)
    assert not scene.ways()["face"]


@pytest.mark.parametrize("score", [0.36, 0.379])
def test_what_is_signed_wants_the_strict_band(score: float) -> None:
    scene = IdentityScene()
    scene.start()
    scene.to_identity("S035")
    scene.do("way", "face")
    scene.do("agree", then=PageName.FACE)
    scene.measure(score)
    assert scene.page.facts.get("state") == "again"
    scene.do("again")
    scene.measure(0.38)
    scene.at(PageName.FORM)


@pytest.mark.parametrize("live", [False])
def test_a_photo_held_up_proves_nothing_however_alike(scene: IdentityScene, live: bool) -> None:
    to_face(scene)
    scene.measure(0.99, live=live)
    scene.at(PageName.FACE)
    scene.do("again")
    scene.measure(0.99, live=live)
    scene.at(PageName.IDENTITY)
    assert not scene.terminal._visit.filling


@pytest.mark.parametrize("stop", [FaceStop.MODEL, FaceStop.CAMERA, FaceStop.CHILD, FaceStop.PHOTO])
def test_what_the_machine_cannot_do_is_no_try_of_the_person(scene: IdentityScene, stop: FaceStop) -> None:
    to_face(scene)
    scene.measure(0.99, stop=stop)
    scene.at(PageName.IDENTITY)
    assert not scene.ways().get("face", False)
    assert scene.page.notices == (), "nobody failed"


def test_a_photo_that_does_not_open_ends_the_face_and_is_recorded(scene: IdentityScene) -> None:
    scene.decoder.broken = True
    scene.to_identity()
    scene.do("way", "face")
    scene.do("agree")
    scene.at(PageName.IDENTITY)
    assert not scene.camera.on
    scene.do("way", "staff")
    scene.do("login", STAFF)
    scene.do("confirm", then=PageName.FORM)
    draft = hand_in(scene)
    assert ("face", "failed") in ways_of(draft)
    assert draft.proofs[1].facts["reason"] == "no-photo"


def test_a_document_without_photo_offers_no_face(scene: IdentityScene) -> None:
    scene.to_identity(person=document())
    assert not scene.ways()["face"]


def test_nobody_under_fourteen_is_looked_at(scene: IdentityScene) -> None:
    born = date(2015, 3, 1)
    scene.to_identity("S044", with_photo(birth_date=born, number=number_for(born)))
    assert "face" not in [way for way, open_ in scene.ways().items() if open_]
    scene.do("way", "face")
    scene.at(PageName.IDENTITY)


def test_help_turns_the_camera_off_and_begins_anew(scene: IdentityScene) -> None:
    to_face(scene)
    first = scene.camera.task
    scene.do("help", then=PageName.HELP)
    assert not scene.camera.on
    scene.do("back", then=PageName.FACE)
    assert scene.camera.on
    assert scene.camera.task is not None
    assert scene.camera.task is not first


def test_an_answer_to_a_task_that_was_withdrawn_counts_for_nothing(scene: IdentityScene) -> None:
    to_face(scene)
    late = scene.camera.task
    scene.do("withdraw")
    scene.do("way", "face")
    scene.do("agree")
    new, scene.camera.task = scene.camera.task, late
    scene.measure(0.9)
    scene.at(PageName.FACE, "somebody else's measurement is not this one")
    scene.camera.task = new
    scene.measure(0.9)
    scene.at(PageName.FORM)


def test_the_visits_end_forgets_consent_and_photo(scene: IdentityScene) -> None:
    to_face(scene)
    visit = scene.terminal._visit
    scene.do("finish", then=PageName.GOODBYE)
    assert not scene.camera.on
    assert visit.face.consent is None
    assert visit.document is None


# -- the platform's ways --------------------------------------------------------------------------------------------


def test_a_code_by_message_goes_to_the_number_that_is_known(scene: IdentityScene) -> None:
    scene.to_identity()
    scene.do("way", "sms", then=PageName.SMS)
    assert "5678" in scene.page.subtitle
    assert [field.id for field in scene.page.fields] == ["code"], "no number can be typed"
    scene.do("next", {"code": "12345"})
    assert scene.page.fields[0].problem == "验证码是 6 位数字"
    scene.do("next", {"code": "000000"})
    scene.at(PageName.SMS)
    assert scene.page.fields[0].problem == "数字对不上，请再看一遍短信。"
    assert scene.page.fields[0].value == "", "nobody takes back six digits one by one"
    scene.do("next", {"code": MemoryPlatform.CODE}, then=PageName.FORM)
    draft = hand_in(scene)
    assert ways_of(draft) == [("document-read", "read"), ("sms-code", "confirmed")]
    assert draft.proofs[1].facts["statement"] == "signed"


def test_another_message_is_sent_after_a_while_only(scene: IdentityScene) -> None:
    scene.to_identity()
    scene.do("way", "sms")
    assert actions(scene)["resend"] == ("60 秒后再发", False)
    scene.do("resend")
    assert len(scene.platform.sent_to) == 1
    scene.wait(59)
    assert actions(scene)["resend"] == ("1 秒后再发", False)
    scene.wait(1)
    assert actions(scene)["resend"] == ("再发一次", True)
    scene.do("resend")
    assert len(scene.platform.sent_to) == 2


def test_without_the_line_the_same_digits_need_no_second_typing(scene: IdentityScene) -> None:
    scene.to_identity()
    scene.do("way", "sms")
    scene.platform.fault = "remote.line-down"
    scene.do("next", {"code": MemoryPlatform.CODE})
    assert scene.page.fields[0].problem
    assert scene.page.fields[0].value == MemoryPlatform.CODE
    scene.platform.fault = ""
    scene.do("next", {}, then=PageName.FORM)


def test_who_goes_away_and_comes_back_types_the_same_code(scene: IdentityScene) -> None:
    scene.to_identity()
    scene.do("way", "sms")
    scene.do("back")
    scene.do("way", "sms", then=PageName.SMS)
    assert len(scene.platform.sent_to) == 1
    scene.do("next", {"code": MemoryPlatform.CODE}, then=PageName.FORM)


def test_no_number_known_says_so_and_the_others_stay(scene: IdentityScene) -> None:
    scene.platform.fault = "remote.no-number"
    scene.to_identity()
    scene.do("way", "sms")
    assert scene.page.subtitle
    assert scene.page.fields[0].readonly
    assert actions(scene) == {"back": ("换一种方式", True)}, "no message is offered that cannot come"
    scene.do("resend")
    assert not scene.platform.sent_to
    scene.do("back", then=PageName.IDENTITY)
    assert scene.ways()["staff"]


def test_a_message_that_was_not_sent_may_be_asked_for_again(scene: IdentityScene) -> None:
    scene.platform.fault = "remote.not-sent"
    scene.to_identity()
    scene.do("way", "sms")
    assert actions(scene)["resend"] == ("再试一次", True)
    scene.platform.fault = ""
    scene.do("resend")
    scene.do("next", {"code": MemoryPlatform.CODE}, then=PageName.FORM)


def test_an_identity_code_is_shown_to_the_camera(scene: IdentityScene) -> None:
    scene.to_identity()
    scene.do("way", "identity-code", then=PageName.IDENTITY_CODE)
    assert scene.camera.looks_for == "code"
    scene.happen(CodeSeen(device="camera-1", text="somebody else's"))
    assert scene.page.facts["problem"]["code"]
    scene.happen(CodeSeen(device="camera-1", text="code of this person"))
    scene.at(PageName.FORM)
    assert not scene.camera.on
    assert ways_of(hand_in(scene))[1] == ("identity-code", "confirmed")


def test_without_the_line_the_platforms_ways_say_so(scene: IdentityScene) -> None:
    scene.store.line_state = LineState.DOWN
    scene.to_identity()
    ways = scene.ways()
    assert not ways["sms"]
    assert not ways["identity-code"]
    assert ways["face"]
    assert ways["call-back"], "a call back is registered without the line"
    notes = {row["id"]: row["note"] for row in scene.page.facts["ways"]}
    assert notes["sms"] == "现在连不上网"


def test_a_call_back_is_registered_and_gives_a_number(scene: IdentityScene) -> None:
    scene.to_identity()
    scene.do("way", "call-back", then=PageName.CALL_BACK)
    scene.do("next", {"phone": "123"})
    assert scene.page.fields[1].problem
    scene.do("next", {"phone": "13912345678", "part": "morning", "wish": "video"}, then=PageName.TICKET)
    assert scene.page.facts["number"]
    draft = scene.store.drafts[-1]
    assert draft.kind is SubmissionKind.CALLBACK
    assert draft.answers == {"wish": "video", "phone": "13912345678", "day": None, "part": "morning"}
    assert draft.applicant is not None
    scene.do("finish", then=PageName.GOODBYE)
    assert "13912345678" in set().union(*scene.searched), "the number is looked for after the visit"


# -- travel documents -----------------------------------------------------------------------------------------------


def passport() -> IdentityDocument:
    return IdentityDocument(
        kind=DocumentKind.PASSPORT,
        name="TESTER SAMPLE",
        sex="1",
        ethnic_code=None,
        birth_date=date(1975, 1, 12),
        address=None,
        number="X00000017",
        issuer=None,
        valid_from=None,
        valid_to=date(2030, 1, 1),
        photo=b"jpeg",
        photo_kind=PhotoKind.JPEG,
        latin_name="TESTER SAMPLE",
        nationality="UTO",
    )


KEY = {"document_number": "x00000017", "birth_date": "1975-01-12", "expiry_date": "2030-01-01"}
SEEN = KEY | {"document_number": "X00000017"}
ZONE_KEY = MrzKey(document_number="X00000017", birth_date="750112", expiry_date="300101")


def test_a_travel_document_asks_for_what_is_printed_on_it(scene: IdentityScene) -> None:
    scene.do("service", "S001")
    scene.do("start", then=PageName.CARD)
    scene.happen(KeyWanted(device="reader-1"))
    scene.at(PageName.TRAVEL_KEY)
    scene.do("next", {**KEY, "birth_date": ""})
    assert scene.page.fields[1].problem
    assert scene.reader.key is None, "nothing is tried that cannot be right"
    scene.do("next", KEY)
    assert scene.reader.key == ZONE_KEY
    scene.happen(ReadFailed(device="reader-1", fault=Fault(id="reader.key-wrong")))
    assert scene.page.fields[0].problem
    scene.do("next", KEY)
    scene.happen(CardFound(device="reader-1"))
    scene.happen(DocumentRead(device="reader-1", document=passport(), reader_facts={}))
    scene.at(PageName.IDENTITY)
    assert scene.reader.key is None, "the key goes as soon as it has served"


def test_a_travel_document_that_will_not_do_is_told_on_the_card_page(scene: IdentityScene) -> None:
    scene.do("service", "S001")
    scene.do("start")
    scene.happen(KeyWanted(device="reader-1"))
    scene.do("next", KEY)
    scene.happen(ReadFailed(device="reader-1", fault=Fault(id="reader.chip-failed")))
    scene.at(PageName.CARD)
    assert scene.page.facts["state"] == "problem"


def test_a_passport_on_the_home_page_is_asked_for_its_key(scene: IdentityScene) -> None:
    scene.happen(KeyWanted(device="reader-1"))
    scene.at(PageName.TRAVEL_KEY)
    scene.happen(CardRemoved(device="reader-1"))
    assert scene.page.notices
    scene.do("back", then=PageName.CARD)


@pytest.mark.parametrize(("data", "page"), [("verified", PageName.FORM), ("not-verified", PageName.IDENTITY)])
def test_a_chip_nobody_vouches_for_is_not_enough_alone(scene: IdentityScene, data: str, page: PageName) -> None:
    checks = ChipChecks(data=ChipCheck(data), copy=ChipCheck.NOT_VERIFIED)
    scene.do("service", "S013")
    scene.do("start")
    scene.lay(replace(passport(), chip=checks))
    scene.at(page)
    if page is PageName.IDENTITY:
        assert scene.ways()["staff"]
        assert not scene.ways()["face"], "such a chip may hold any photo"


def test_what_opens_a_travel_document_may_be_shown_to_the_camera(scene: IdentityScene) -> None:
    scene.do("service", "S001")
    scene.do("start")
    scene.happen(KeyWanted(device="reader-1"))
    scene.do("show", then=PageName.SHOW_ZONE)
    assert scene.camera.looks_for == "zone"
    scene.happen(CardRemoved(device="reader-1"))
    scene.happen(ZoneSeen(device="camera-1", key=ZONE_KEY))
    scene.at(PageName.TRAVEL_KEY)
    assert not scene.camera.on
    assert scene.reader.key is None, "nothing is opened before the person has looked at it"
    assert {field.id: field.value for field in scene.page.fields} == SEEN
    assert [field.source for field in scene.page.fields] == ["证件"] * 3
    assert scene.page.subtitle == "从证件上读到的，对吗？不对可以改。"
    assert scene.page.notices, "the document is wanted back on the reader"
    scene.do("next", KEY)
    assert scene.reader.key == ZONE_KEY
    assert scene.page.notices, "it is still not there"
    assert actions(scene)["next"][1], "nothing is being read yet"
    scene.happen(CardPresent(device="reader-1"))
    scene.happen(CardFound(device="reader-1"))
    assert not scene.page.notices
    scene.happen(DocumentRead(device="reader-1", document=passport(), reader_facts={}))
    scene.at(PageName.IDENTITY)


def to_zone(scene: IdentityScene) -> None:
    scene.do("service", "S001")
    scene.do("start")
    scene.happen(CardPresent(device="reader-1"))
    scene.happen(KeyWanted(device="reader-1"))
    scene.do("show", then=PageName.SHOW_ZONE)


def test_what_the_camera_misread_is_put_right_before_the_chip_is_tried(scene: IdentityScene) -> None:
    to_zone(scene)
    misread = MrzKey(document_number="X00000011", birth_date="750112", expiry_date="300101")
    scene.happen(ZoneSeen(device="camera-1", key=misread))
    scene.do("answer", {"document_number": "X00000017"})
    assert [field.source for field in scene.page.fields] == ["", "证件", "证件"], "one typed it oneself"
    assert actions(scene)["next"] == ("填好了", True)
    scene.do("next", {})
    assert scene.reader.key == ZONE_KEY


def test_what_the_camera_read_stands_there_when_the_chip_does_not_open(scene: IdentityScene) -> None:
    to_zone(scene)
    scene.happen(ZoneSeen(device="camera-1", key=ZONE_KEY))
    assert actions(scene)["next"] == ("都对", True), "there is nothing to fill in"
    scene.do("next", {})
    scene.happen(ReadFailed(device="reader-1", fault=Fault(id="reader.key-wrong")))
    assert scene.page.fields[0].problem
    assert {field.id: field.value for field in scene.page.fields} == SEEN


def test_a_date_that_the_zone_leaves_open_has_to_be_typed(scene: IdentityScene) -> None:
    to_zone(scene)
    partly = MrzKey(document_number="X00000017", birth_date="75<<<<", expiry_date="300101")
    scene.happen(ZoneSeen(device="camera-1", key=partly))
    assert [field.value for field in scene.page.fields] == ["X00000017", "", "2030-01-01"]
    assert [bool(field.source) for field in scene.page.fields] == [True, False, True]
    scene.do("next", {})
    assert scene.reader.key is None
    assert scene.page.fields[1].problem


@pytest.mark.parametrize("size", list(TextSize))
def test_the_camera_is_offered_in_every_size(scene: IdentityScene, size: TextSize) -> None:
    to_zone(scene)
    scene.do("back")
    scene.do("size", size.value)
    assert "show" in [action.id for action in scene.page.actions]
    scene.camera.fault = True
    scene.do("answer", {})
    assert "show" not in [action.id for action in scene.page.actions]


def test_a_document_put_back_before_anything_was_typed_keeps_the_way_on(scene: IdentityScene) -> None:
    """Its chip is asked at once and wants a key again: nothing is being read, and the button must not stay grey."""
    scene.happen(CardPresent(device="reader-1"))
    scene.happen(KeyWanted(device="reader-1"))
    assert "不要拿开" in scene.page.subtitle
    scene.happen(CardRemoved(device="reader-1"))
    assert scene.page.notices
    assert not scene.page.subtitle, "what is gone cannot be left there"
    for event in (CardPresent, CardFound, KeyWanted):
        scene.happen(event(device="reader-1"))
    assert next(action for action in scene.page.actions if action.id == "next").enabled
    assert not scene.page.notices
