"""Pages of a few questions in elder mode: one at a time, back and on, and back to what has to be put right."""

from __future__ import annotations

import pytest

from kiosk.devices import KeyWanted, ReadFailed, ZoneSeen
from kiosk.faults import Fault
from kiosk.flow.page import PageName, TextSize
from kiosk.identity.mrz import MrzKey
from tests.kiosk.flow.identity_desk import IdentityScene


@pytest.fixture
def scene() -> IdentityScene:
    scene = IdentityScene()
    scene.start()
    return scene


def ids(scene: IdentityScene) -> list[str]:
    return [field.id for field in scene.page.fields]


def label(scene: IdentityScene, action: str) -> str:
    return next(one.label for one in scene.page.actions if one.id == action)


def to_call_back(scene: IdentityScene, size: TextSize) -> None:
    scene.to_identity()
    scene.do("size", size.value)
    scene.do("way", "call-back", then=PageName.CALL_BACK)


@pytest.mark.parametrize("size", [TextSize.STANDARD, TextSize.MEDIUM])
def test_all_questions_stand_together_in_usual_sizes(scene: IdentityScene, size: TextSize) -> None:
    to_call_back(scene, size)
    assert ids(scene) == ["wish", "phone", "part"]
    assert scene.page.title == "我们给您打电话"


@pytest.mark.parametrize("size", [TextSize.LARGE, TextSize.LARGEST])
def test_they_come_one_by_one_in_elder_sizes(scene: IdentityScene, size: TextSize) -> None:
    to_call_back(scene, size)
    met = []
    for answer in ({"wish": "video"}, {"phone": "13912345678"}):
        met.append((ids(scene), scene.page.title, scene.page.facts["index"], label(scene, "back")))
        assert scene.page.subtitle == "上班时间，工作人员会打给您。", "what it is about stays"
        assert label(scene, "next") == "下一步"
        scene.do("next", answer)
    assert met == [(["wish"], "怎么联系您？", 1, "返回"), (["phone"], "您的电话号码是多少？", 2, "上一步")]
    assert ids(scene) == ["part"]
    assert label(scene, "next") == "请给我回电话", "the last button says what it does"
    scene.do("next", {"part": "morning"}, then=PageName.TICKET)
    assert scene.store.drafts[-1].answers == {"wish": "video", "phone": "13912345678", "day": None, "part": "morning"}


@pytest.mark.parametrize(
    ("phone", "wish", "problem"),
    [
        ("07630000000", "call-back", ""),
        ("01000000000", "call-back", ""),
        ("0763000", "call-back", "号码不对，请再看一遍；座机要加区号"),
        ("7630000000", "call-back", "号码不对，请再看一遍；座机要加区号"),
        ("07630000000", "video", "视频要用手机，请填手机号"),
    ],
)
def test_who_has_a_landline_is_called_there(scene: IdentityScene, phone: str, wish: str, problem: str) -> None:
    to_call_back(scene, TextSize.STANDARD)
    scene.do("next", {"phone": phone, "wish": wish})
    if problem:
        assert scene.page.fields[1].problem == problem
    else:
        assert scene.name is PageName.TICKET
        assert scene.store.drafts[-1].answers["phone"] == phone


def test_one_goes_back_question_by_question_and_then_to_the_page_before(scene: IdentityScene) -> None:
    to_call_back(scene, TextSize.LARGE)
    scene.do("next", {"wish": "video"})
    scene.do("answer", {"phone": "139"})
    scene.do("back")
    assert ids(scene) == ["wish"]
    assert scene.page.fields[0].value == "video"
    scene.do("next", {})
    assert scene.page.fields[0].value == "139", "what was typed is still there"
    scene.do("back")
    scene.do("back", then=PageName.IDENTITY)


def test_what_will_not_do_is_shown_with_its_own_question(scene: IdentityScene) -> None:
    to_call_back(scene, TextSize.LARGE)
    for answer in ({}, {"phone": "123"}, {"part": "any"}):
        scene.do("next", answer)
    assert ids(scene) == ["phone"]
    assert scene.page.fields[0].problem
    scene.do("next", {"phone": "13912345678"})
    assert ids(scene) == ["part"], "what was put right is left behind"
    scene.do("next", {}, then=PageName.TICKET)


def test_one_can_leave_what_will_not_do_for_the_question_before(scene: IdentityScene) -> None:
    to_call_back(scene, TextSize.LARGE)
    for answer in ({}, {"phone": "123"}, {}):
        scene.do("next", answer)
    scene.do("back")
    assert ids(scene) == ["wish"]


def test_a_key_that_opened_nothing_is_asked_from_its_beginning(scene: IdentityScene) -> None:
    scene.do("service", "S001")
    scene.do("start", then=PageName.CARD)
    scene.do("size", "largest")
    scene.happen(KeyWanted(device="reader-1"))
    assert scene.name is PageName.TRAVEL_KEY
    key = {"document_number": "X00000017", "birth_date": "1975-01-12", "expiry_date": "2030-01-01"}
    for name in key:
        assert ids(scene) == [name]
        scene.do("next", {name: key[name]})
    assert scene.reader.key is not None
    scene.happen(ReadFailed(device="reader-1", fault=Fault(id="reader.key-wrong")))
    assert ids(scene) == ["document_number"]
    assert scene.page.fields[0].problem
    scene.do("back", then=PageName.CARD)


def test_what_the_camera_read_is_looked_at_question_by_question(scene: IdentityScene) -> None:
    scene.do("service", "S001")
    scene.do("start", then=PageName.CARD)
    scene.do("size", "large")
    scene.happen(KeyWanted(device="reader-1"))
    scene.do("show", then=PageName.SHOW_ZONE)
    seen = MrzKey(document_number="X00000017", birth_date="750112", expiry_date="300101")
    scene.happen(ZoneSeen(device="camera-1", key=seen))
    met = []
    for _ in range(3):
        assert scene.reader.key is None
        assert scene.page.subtitle == "从证件上读到的，对吗？不对可以改。"
        [field] = scene.page.fields
        met.append((field.id, field.value, field.source))
        scene.do("next", {field.id: "1975-01-13"} if field.id == "birth_date" else {})
    assert met == [
        ("document_number", "X00000017", "证件"),
        ("birth_date", "1975-01-12", "证件"),
        ("expiry_date", "2030-01-01", "证件"),
    ]
    assert scene.reader.key == MrzKey(document_number="X00000017", birth_date="750113", expiry_date="300101")


def test_another_size_shows_the_same_answers_otherwise(scene: IdentityScene) -> None:
    to_call_back(scene, TextSize.LARGE)
    scene.do("next", {"wish": "video"})
    scene.do("size", "standard")
    assert ids(scene) == ["wish", "phone", "part"]
    assert scene.page.fields[0].value == "video"
    scene.do("size", "large")
    assert ids(scene) == ["phone"]
