"""Acting for somebody else, on the real flow: both documents, what is allowed, and what the record says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.devices import CodeSeen
from kiosk.flow.drafting import application_draft
from kiosk.flow.page import PageName
from kiosk.protocol.envelope import Capacity
from tests.kiosk.flow.desk import STAFF
from tests.kiosk.flow.identity_desk import IdentityScene, with_photo
from tests.kiosk.people import document, number_for

BORN, CHILD_BORN = date(1965, 5, 5), date(2016, 6, 1)
MOTHER = document(name="测试母", birth_date=BORN, number=number_for(BORN, 21))
CHILD = document(name="测试子", birth_date=CHILD_BORN, number=number_for(CHILD_BORN, 31))
CODE = "91350000000000000C"
MEMBER = "示例员甲"


@pytest.fixture
def scene() -> IdentityScene:
    scene = IdentityScene()
    scene.start()
    return scene


def to_grant(scene: IdentityScene, capacity: Capacity, service: str = "S043") -> None:
    scene.to_identity(service)
    scene.do("for-other", then=PageName.FOR_WHOM)
    scene.do("way", capacity.value)


def by_face(scene: IdentityScene) -> None:
    scene.do("way", "face")
    scene.do("agree")
    scene.measure(0.8)
    scene.at(PageName.FORM)


def staff_confirm(scene: IdentityScene) -> None:
    scene.do("login", STAFF, then=PageName.STAFF_CHECK)
    scene.do("confirm", then=PageName.FORM)


def drafted(scene: IdentityScene) -> dict[str, object]:
    """The draft that would be handed in now, as the payload tells it."""
    draft = application_draft(scene.terminal._desk, scene.terminal._visit)
    return {
        "applicant": draft.applicant and draft.applicant.name,
        "actor": draft.actor and draft.actor.name,
        "capacity": draft.capacity.value,
        "ways": [(proof.way, proof.result) for proof in draft.proofs],
        "authorisation": draft.extra.get("authorisation"),
        "prefilled": draft.answers.get("name"),
    }


def test_each_answer_says_the_day_that_it_means(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.lift()
    scene.lay(MOTHER)
    scene.at(PageName.GRANT)
    until = next(field for field in scene.page.fields if field.id == "until")
    assert [(option.label, option.note) for option in until.options] == [
        ("只限今天", "到 2026 年 11 月 20 日"),
        ("一个月", "到 2026 年 12 月 20 日"),
        ("一年", "到 2027 年 11 月 20 日"),
    ]


def test_a_relative_who_is_there_too_allows_it(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.at(PageName.CARD)
    assert "先拿走您自己的" in scene.page.subtitle
    assert scene.page.facts["hint"] == "等您放他的证"
    scene.lift()
    scene.lay(MOTHER)
    scene.at(PageName.GRANT)
    scene.do("next", {"basis": "both-present", "scope": "service", "until": "month"}, then=PageName.IDENTITY)
    by_face(scene)
    draft = drafted(scene)
    assert draft["applicant"] == draft["prefilled"] == "测试母", "the form knows the person for whom"
    assert draft["actor"] == "测试丙"
    assert draft["capacity"] == "proxy"
    assert draft["ways"] == [("document-read", "read"), ("document-read", "read"), ("face", "confirmed")]
    granted = draft["authorisation"]
    assert isinstance(granted, dict)
    assert granted["services"] == ["S043"]
    assert granted["until"] == "2026-12-20"
    assert granted["basis"] == "both-present"


def test_ones_own_card_twice_is_not_two_people(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.lay(with_photo())
    scene.at(PageName.CARD)
    assert "您自己的" in scene.page.subtitle


def test_a_letter_has_to_be_seen_by_staff(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.lay(MOTHER)
    scene.do("next", {"basis": "paper"}, then=PageName.STAFF)
    scene.do("back", then=PageName.IDENTITY)
    assert [way for way, is_open in scene.ways().items() if is_open and way != "call-back"] == [
        "staff",
        "ticket",
        "other-time",
    ], "no face can see a paper"
    scene.do("way", "face")
    scene.at(PageName.IDENTITY)
    scene.do("way", "staff")
    scene.do("login", STAFF, then=PageName.STAFF_CHECK)
    assert "委托书" in scene.page.notices[0].text
    assert "测试母" in scene.page.facts["person_full"]["for-whom"]
    assert scene.page.facts["labels"]["name"] == "来办的人", "two persons stand there"
    scene.do("confirm", then=PageName.FORM)
    granted = drafted(scene)["authorisation"]
    assert isinstance(granted, dict)
    assert granted["checked_by"] == "0012"


def test_a_parent_acts_for_a_child_whichever_card_comes_first(scene: IdentityScene) -> None:
    scene.to_identity("S044", CHILD)
    assert scene.page.notices, "a child does not act alone, and is told who can"
    assert not any(scene.ways().get(way) for way in ("face", "sms", "staff", "identity-code"))
    scene.do("for-other", then=PageName.FOR_WHOM)
    scene.do("way", "guardian", then=PageName.CARD)
    scene.lay(with_photo())
    scene.at(PageName.GRANT)
    scene.do("next", {"basis": "household-register"}, then=PageName.STAFF)
    staff_confirm(scene)
    draft = drafted(scene)
    assert draft["applicant"] == "测试子"
    assert draft["actor"] == "测试丙"
    assert draft["capacity"] == "guardian"


def to_child_by_register(scene: IdentityScene, service: str = "S044") -> None:
    to_grant(scene, Capacity.GUARDIAN, service)
    scene.at(PageName.CARD)
    assert {action.id: action.label for action in scene.page.actions}["no-card"] == "孩子没带身份证"
    scene.do("no-card", then=PageName.CHILD)


REGISTERED = {"name": " 测试•小 ", "number": f" {CHILD.number[:6]} {CHILD.number[6:].lower()}"}


def test_a_child_without_a_card_is_found_in_the_register_by_staff(scene: IdentityScene) -> None:
    to_child_by_register(scene)
    scene.do("next", REGISTERED, then=PageName.GRANT)
    scene.do("next", {"basis": "household-register"}, then=PageName.STAFF)
    scene.do("login", STAFF, then=PageName.STAFF_CHECK)
    assert "户口簿核对孩子的姓名和号码" in scene.page.notices[0].text
    assert scene.page.notices[0].text.count("户口簿") == 1, "it is one paper"
    assert scene.page.facts["person_full"]["for-whom"] == f"测试·小 {CHILD.number}"
    assert scene.terminal._visit.document_proof is None, "what was typed proves nothing"
    scene.do("confirm", then=PageName.FORM)
    draft = application_draft(scene.terminal._desk, scene.terminal._visit)
    assert draft.applicant is not None
    assert draft.applicant.to_json() == {
        "document": "household-register",
        "name": "测试·小",
        "number": CHILD.number,
        "birth_date": "2016-06-01",
        "sex": CHILD.sex,
        "address": None,
    }
    assert draft.actor is not None
    assert (draft.actor.name, draft.actor.document, draft.capacity) == ("测试丙", "resident-card", "guardian")
    seen, read, checked = draft.proofs
    assert (seen.way, seen.result) == ("document-seen", "confirmed")
    assert seen.facts == {"document": "household-register", "staff": "0012", "staff_name": MEMBER}
    assert (read.way, checked.way) == ("document-read", "staff-check")
    assert {material.how for material in draft.materials if material.id == "id-card"} <= {"seen"}
    granted = draft.extra["authorisation"]
    assert (granted["basis"], granted["checked_by"]) == ("household-register", "0012")
    scene.terminal._visit.document_proof = None
    with pytest.raises(RuntimeError, match="register"):
        application_draft(scene.terminal._desk, scene.terminal._visit)


@pytest.mark.parametrize(
    ("given", "wrong", "said"),
    [
        ({"number": ""}, "number", "对不上"),
        ({"number": CHILD.number[:-1] + ("0" if CHILD.number[-1] != "0" else "1")}, "number", "对不上"),
        ({"number": CHILD.number[:-1]}, "number", "对不上"),
        ({"number": MOTHER.number}, "number", "满 18 岁"),
        ({"number": number_for(date(2008, 11, 20))}, "number", "满 18 岁"),
        ({"name": ""}, "name", "户口簿上的姓名"),
        ({"name": "测试"}, "name", "户口簿上的姓名"),
        ({"name": "https://x"}, "name", "户口簿上的姓名"),
    ],
)
def test_what_is_typed_of_a_child_is_judged(
    scene: IdentityScene, given: dict[str, str], wrong: str, said: str
) -> None:
    to_child_by_register(scene)
    scene.do("next", {**REGISTERED, **given})
    scene.at(PageName.CHILD)
    assert {field.id: field.problem for field in scene.page.fields if field.problem}.keys() == {wrong}
    assert said in next(field.problem for field in scene.page.fields if field.problem)
    scene.do("next", REGISTERED, then=PageName.GRANT)


def test_the_day_before_the_eighteenth_birthday_is_a_child_s(scene: IdentityScene) -> None:
    to_child_by_register(scene)
    scene.do("next", {**REGISTERED, "number": number_for(date(2008, 11, 21))}, then=PageName.GRANT)


def test_at_night_a_child_by_register_ends_in_a_ticket_that_names_nobody_s_child() -> None:
    scene = IdentityScene(attended=False)
    scene.start()
    to_child_by_register(scene)
    assert "取号" in scene.page.subtitle
    scene.do("next", REGISTERED)
    scene.do("next", {"basis": "household-register"}, then=PageName.STAFF)
    scene.do("back", then=PageName.IDENTITY)
    assert {way for way, is_open in scene.ways().items() if is_open} == {"staff", "call-back", "ticket", "other-time"}
    assert list(scene.ways())[-1] == "staff", "who may not be there comes last"
    scene.do("way", "ticket", then=PageName.TICKET)
    draft = scene.store.drafts[-1]
    assert CHILD.number not in str(draft.actor and draft.actor.to_json()) + str(
        draft.applicant and draft.applicant.to_json()
    )


def test_staff_who_find_another_child_stop_it(scene: IdentityScene) -> None:
    to_child_by_register(scene)
    scene.do("next", REGISTERED)
    scene.do("next", {"basis": "household-register"})
    scene.do("login", STAFF)
    scene.do("deny", then=PageName.IDENTITY)
    assert scene.terminal._visit.document_proof is None
    assert not scene.ways().get("face")


def test_who_has_no_register_either_is_not_left_alone(scene: IdentityScene) -> None:
    to_child_by_register(scene)
    scene.do("back", then=PageName.CARD)
    scene.do("no-card", then=PageName.CHILD)
    scene.do("no-register", then=PageName.ELSEWHERE)
    assert scene.terminal._visit.capacity is Capacity.SELF


def test_a_relative_s_card_cannot_be_typed(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.do("no-card", then=PageName.ELSEWHERE)


def test_what_was_typed_of_a_child_is_looked_for_after_the_visit(scene: IdentityScene) -> None:
    slip = CHILD.number[:-1] + ("0" if CHILD.number[-1] != "0" else "1")
    to_child_by_register(scene)
    scene.do("next", {**REGISTERED, "number": slip})
    scene.do("next", REGISTERED, then=PageName.GRANT)
    scene.do("finish", then=PageName.GOODBYE)
    assert {CHILD.number, slip} <= set().union(*scene.searched)


def test_a_mother_without_her_card_brings_a_child_without_one(scene: IdentityScene) -> None:
    """Her code for her own card, the register for the child's; staff see the register."""
    scene.do("service", "S044")
    scene.do("start", then=PageName.CARD)
    scene.do("no-card", then=PageName.WITHOUT_CARD)
    scene.do("for-other", then=PageName.FOR_WHOM)
    scene.do("way", "guardian", then=PageName.CARD)
    scene.do("no-card", then=PageName.WITHOUT_CARD)
    assert "for-other" not in [action.id for action in scene.page.actions]
    scene.do("way", "identity-code")
    scene.happen(CodeSeen(device="camera-1", text="code of this person"))
    scene.at(PageName.CARD)
    scene.do("no-card", then=PageName.CHILD)
    scene.do("next", REGISTERED)
    scene.do("next", {"basis": "household-register"}, then=PageName.STAFF)
    staff_confirm(scene)
    draft = application_draft(scene.terminal._desk, scene.terminal._visit)
    assert [proof.way for proof in draft.proofs] == ["document-seen", "identity-code", "staff-check"]
    assert draft.actor is not None
    assert draft.applicant is not None
    assert (draft.actor.document, draft.applicant.document) == ("identity-code", "household-register")


def test_who_showed_a_code_is_not_taken_for_the_child(scene: IdentityScene) -> None:
    """The platform's word is about who stands there; a grown-up's card that comes next does not turn it round."""
    scene.platform.person = replace(
        scene.platform.person, number=CHILD.number, birth_date=CHILD_BORN.isoformat(), name=CHILD.name
    )
    scene.do("service", "S044")
    scene.do("start")
    scene.do("no-card")
    scene.do("for-other")
    scene.do("way", "guardian")
    scene.do("no-card")
    scene.do("way", "identity-code")
    scene.happen(CodeSeen(device="camera-1", text="code of this person"))
    scene.lay(MOTHER)
    scene.do("next", {"basis": "household-register"})
    scene.at(PageName.GRANT)
    assert scene.page.notices, "a child acts for nobody"


def test_an_organisations_agent_names_its_credit_code(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.ORGANISATION, "S141")
    scene.at(PageName.GRANT)
    scene.do("next", {"credit_code": CODE[:-1] + "P", "organisation": "示例商行", "basis": "business-licence"})
    code = scene.page.fields[0]
    assert code.problem
    assert code.help == "印在营业执照上，共 18 位。"
    assert code.groups == (4, 4, 4, 4, 2), "as one compares it with paper"
    scene.do("next", {"credit_code": CODE.lower()}, then=PageName.STAFF)
    staff_confirm(scene)
    draft = drafted(scene)
    assert draft["applicant"] == "示例商行"
    assert draft["actor"] == "测试丙"
    assert draft["capacity"] == "organisation"


def test_only_capacities_that_the_service_allows_are_offered(scene: IdentityScene) -> None:
    scene.to_identity("S001")
    assert "for-other" not in [action.id for action in scene.page.actions], "nobody else can show that one is alive"
    scene.do("for-other")
    scene.at(PageName.IDENTITY)


def test_who_changes_their_mind_acts_for_themself_again(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.lay(MOTHER)
    scene.do("back", then=PageName.FOR_WHOM)
    scene.do("back", then=PageName.IDENTITY)
    by_face(scene)
    draft = drafted(scene)
    assert draft["applicant"] == draft["actor"] == "测试丙"
    assert draft["authorisation"] is None


def test_without_a_way_to_choose_it_is_asked_at_the_card(scene: IdentityScene) -> None:
    scene.do("service", "S013")
    scene.do("start", then=PageName.CARD)
    scene.do("for-other", then=PageName.FOR_WHOM)
    scene.do("way", "proxy", then=PageName.CARD)
    scene.lay(with_photo())
    scene.at(PageName.CARD)
    scene.lay(MOTHER)
    scene.do("next", {"basis": "both-present"}, then=PageName.FORM)
    assert drafted(scene)["applicant"] == "测试母"


def test_the_next_application_is_ones_own(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.lay(MOTHER)
    scene.do("next", {"basis": "both-present"})
    by_face(scene)
    visit = scene.terminal._visit
    visit.end_application()
    assert visit.document is not None
    assert visit.document.name == "测试丙"
    assert visit.agent is None


def test_both_people_are_looked_for_after_the_visit(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.lay(MOTHER)
    scene.do("finish", then=PageName.GOODBYE)
    assert {MOTHER.number, with_photo().number} <= set().union(*scene.searched)
