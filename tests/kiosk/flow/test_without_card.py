"""Nobody is left waiting for a card that is not there, or at a reader on which it does nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.devices import CodeSeen
from kiosk.documents.paper import ReceiptPaper
from kiosk.flow.page import PageName
from kiosk.protocol.envelope import SubmissionKind
from kiosk.protocol.payload import SubmissionDraft
from kiosk.store import LineState
from tests.kiosk.flow.desk import STAFF
from tests.kiosk.flow.identity_desk import IdentityScene, with_photo
from tests.kiosk.people import document, number_for

STRANGER = "1234:abcd Example Reader 7"


@pytest.fixture
def scene() -> IdentityScene:
    scene = IdentityScene()
    scene.start()
    return scene


# -- a reader that nobody set up ------------------------------------------------------------------------------------


def test_at_a_reader_that_nobody_set_up_nobody_waits(scene: IdentityScene) -> None:
    scene.reader_is("reader.not-set-up", STRANGER)
    scene.do("service", "S001")
    scene.do("start", then=PageName.WITHOUT_CARD)
    assert scene.page.facts["state"] == "reader"
    assert "没设置好" in scene.page.title
    assert "不用等" in scene.page.subtitle
    support = scene.page.facts["support"]
    assert support["phone"] == scene.terminal._desk.policy.phone != ""  # type: ignore[union-attr]
    assert support["code"] in support["label"]
    assert STRANGER not in str(scene.page), "what the device calls itself is for staff"
    assert scene.ways() == {
        "identity-code": True,
        "help": True,
        "call-back": True,
        "ticket": True,
        "other-time": True,
    }
    scene.do("help", then=PageName.HELP)
    scene.do("back", then=PageName.WITHOUT_CARD)
    scene.do("way", "ticket", then=PageName.TICKET)
    assert scene.page.facts["number"]
    assert scene.store.drafts[-1].kind is SubmissionKind.INTENT
    assert scene.store.drafts[-1].service is not None


def test_it_goes_on_by_itself_once_a_known_reader_is_there(scene: IdentityScene) -> None:
    scene.do("service", "S001")
    scene.do("start", then=PageName.CARD)
    scene.reader_is("reader.not-set-up", STRANGER)
    scene.at(PageName.WITHOUT_CARD, "who waits already is told too")
    scene.reader_is("reader.unplugged")
    scene.at(PageName.CARD)
    scene.reader_is("reader.not-set-up", STRANGER)
    scene.reader_is()
    scene.at(PageName.CARD)
    assert scene.page.facts["state"] == "waiting"
    scene.lay(with_photo())
    scene.at(PageName.IDENTITY)


def test_the_way_back_does_not_lead_into_the_same_page(scene: IdentityScene) -> None:
    scene.reader_is("reader.not-set-up", STRANGER)
    scene.do("service", "S001")
    scene.do("start", then=PageName.WITHOUT_CARD)
    scene.do("back", then=PageName.GUIDE)


def test_staff_read_which_device_it_is(scene: IdentityScene) -> None:
    scene.reader_is("reader.not-set-up", STRANGER)
    scene.call()
    scene.do("staff")
    scene.do("login", STAFF, then=PageName.DEVICES)
    (row,) = [row for row in scene.page.facts["devices"] if row["id"] == "reader-1"]
    assert STRANGER in row["cause"]
    assert "udev-rules" in row["remedy"]


def test_a_reader_that_is_only_unplugged_is_another_thing(scene: IdentityScene) -> None:
    scene.reader_is("reader.unplugged")
    scene.do("service", "S001")
    scene.do("start", then=PageName.CARD)
    assert scene.page.facts["state"] == "problem"


# -- a card that was left at home -----------------------------------------------------------------------------------


def to_without(scene: IdentityScene, service: str = "S001") -> None:
    scene.do("service", service)
    scene.do("start", then=PageName.CARD)
    scene.do("no-card", then=PageName.WITHOUT_CARD)


def test_one_way_has_one_picture_wherever_it_stands(scene: IdentityScene) -> None:
    to_without(scene)
    without = {row["id"]: row["picture"] for row in scene.page.facts["ways"]}
    assert "call-back" in without
    scene.do("back", then=PageName.CARD)
    scene.lay(with_photo())
    scene.at(PageName.IDENTITY)
    for row in scene.page.facts["ways"]:
        assert without.get(row["id"], row["picture"]) == row["picture"], row["id"]


def test_who_has_no_card_is_offered_what_does_without(scene: IdentityScene) -> None:
    to_without(scene)
    assert scene.page.facts["state"] == "left"
    assert scene.page.facts["support"] == {}
    scene.do("back", then=PageName.CARD)
    scene.do("no-card")
    scene.do("way", "call-back", then=PageName.CALL_BACK)
    scene.do("back", then=PageName.WITHOUT_CARD)
    scene.do("way", "other-time", then=PageName.ELSEWHERE)


def test_at_night_nobody_is_said_to_come() -> None:
    scene = IdentityScene(attended=False)
    scene.start()
    to_without(scene)
    assert "help" not in scene.ways()
    assert {"call-back", "ticket", "other-time"} <= set(scene.ways())


def test_what_is_not_offered_is_not_taken(scene: IdentityScene) -> None:
    to_without(scene)
    for value in ("staff", "face", "sms", "help", None, 7):
        scene.do("way", value)
        scene.at(PageName.WITHOUT_CARD)


# -- the identity code in its place ---------------------------------------------------------------------------------


def by_code(scene: IdentityScene, service: str = "S001") -> None:
    to_without(scene, service)
    scene.do("way", "identity-code", then=PageName.IDENTITY_CODE)
    assert scene.camera.looks_for == "code"
    scene.happen(CodeSeen(device="camera-1", text="code of this person"))


def hand_in(scene: IdentityScene) -> SubmissionDraft:
    scene.at(PageName.FORM)
    # what was proven stays so; nobody waits for a delivery
    scene.store.line_state = LineState.DOWN
    while scene.name in (PageName.FORM, PageName.MATERIALS, PageName.REVIEW):
        scene.do("next", {"still_entitled": True, "contact_phone": "13912345678"})
    return scene.store.drafts[-1]


def test_a_code_stands_in_for_the_card_and_the_record_says_so(scene: IdentityScene) -> None:
    by_code(scene)
    assert not scene.camera.on
    draft = hand_in(scene)
    for person in (draft.applicant, draft.actor):
        assert person is not None
        assert (person.document, person.name, person.number) == ("identity-code", "测试码", document().number)
        assert person.address is None, "nobody showed a document with an address"
    (proof,) = draft.proofs
    assert (proof.way, proof.result, proof.facts["statement"]) == ("identity-code", "confirmed", "signed")
    assert {material.id: material.how for material in draft.materials} == {"id-card": "shared"}
    (paper,) = [paper for paper in scene.press.papers if isinstance(paper, ReceiptPaper)]
    assert paper.identity_words == "身份码核对", "it is not said that a card was read"
    scene.at(PageName.RECEIPT)
    assert not any("身份证" in text for text in (*scene.page.facts["take"]["lines"], scene.page.said))


def test_the_next_matter_asks_for_the_code_anew(scene: IdentityScene) -> None:
    by_code(scene)
    hand_in(scene)
    scene.do("again")
    scene.do("service", "S001")
    scene.do("start", then=PageName.CARD)


def test_a_code_that_will_not_do_says_why_and_the_next_one_is_looked_at(scene: IdentityScene) -> None:
    to_without(scene)
    scene.do("way", "identity-code")
    scene.happen(CodeSeen(device="camera-1", text="somebody's ticket"))
    assert scene.page.facts["problem"]["code"]
    scene.platform.person = replace(scene.platform.person, number="X00000017", birth_date=None)
    scene.happen(CodeSeen(device="camera-1", text="code of this person"))
    scene.at(PageName.IDENTITY_CODE, "a number without a birth date stands in for nothing")
    assert scene.terminal._visit.document is None
    assert scene.camera.looks_for == "code"
    scene.do("back", then=PageName.WITHOUT_CARD)


def test_without_the_line_the_code_says_so_and_the_rest_stays(scene: IdentityScene) -> None:
    scene.store.line_state = LineState.DOWN
    to_without(scene)
    assert scene.ways()["identity-code"] is False
    assert {row["id"]: row["note"] for row in scene.page.facts["ways"]}["identity-code"] == "现在连不上网"
    scene.do("way", "identity-code")
    scene.at(PageName.WITHOUT_CARD)
    scene.do("way", "ticket", then=PageName.TICKET)


def test_what_is_signed_needs_the_document(scene: IdentityScene) -> None:
    to_without(scene, "S035")
    assert scene.ways()["identity-code"] is False
    scene.do("way", "identity-code")
    scene.at(PageName.WITHOUT_CARD)


def test_a_child_s_code_lets_no_child_act_alone(scene: IdentityScene) -> None:
    born = date(2016, 6, 1)
    scene.platform.person = replace(
        scene.platform.person, number=number_for(born), birth_date=born.isoformat(), name="测试童"
    )
    by_code(scene, "S044")
    scene.at(PageName.IDENTITY)
    assert scene.page.notices, "it is told who can act"
    assert not any(scene.ways().get(way) for way in ("face", "sms", "staff", "identity-code"))


def test_an_elder_s_code_brings_large_print(scene: IdentityScene) -> None:
    born = date(1948, 3, 2)
    scene.platform.person = replace(scene.platform.person, number=number_for(born), birth_date=born.isoformat())
    by_code(scene)
    assert scene.frame.size.elder


def test_the_holder_of_a_code_is_looked_for_after_the_visit(scene: IdentityScene) -> None:
    by_code(scene)
    scene.do("finish", then=PageName.GOODBYE)
    assert document().number in set().union(*scene.searched)
