"""Acting for somebody else, on the real flow: both documents, what is allowed, and what the record says of it."""

from __future__ import annotations

from datetime import date

import pytest

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


def test_a_relative_who_is_there_too_allows_it(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.PROXY)
    scene.at(PageName.CARD)
    assert "先把您自己的拿走" in scene.page.subtitle
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


def test_an_organisations_agent_names_its_credit_code(scene: IdentityScene) -> None:
    to_grant(scene, Capacity.ORGANISATION, "S141")
    scene.at(PageName.GRANT)
    scene.do("next", {"credit_code": CODE[:-1] + "P", "organisation": "示例商行", "basis": "business-licence"})
    assert scene.page.fields[0].problem
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
