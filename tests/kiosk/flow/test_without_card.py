"""Nobody is left waiting for a card that is not there, or at a reader on which it does nothing."""

from __future__ import annotations

import pytest

from kiosk.flow.page import PageName
from kiosk.protocol.envelope import SubmissionKind
from tests.kiosk.flow.desk import STAFF
from tests.kiosk.flow.identity_desk import IdentityScene, with_photo

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
    assert scene.ways() == {"help": True, "call-back": True, "ticket": True, "other-time": True}
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
