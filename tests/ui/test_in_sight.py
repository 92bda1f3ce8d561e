"""What must stay in sight, stay where it is, or be called by its name."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.devices import Condition, DeviceHealth, DeviceKind, HealthChanged, StaffCardRead
from kiosk.flow.page import FieldKind, FieldView, Frame, PageName, TextSize
from tests.kiosk.flow.desk import STAFF, Scene
from tests.ui.pictures.collection import pages
from tests.ui.pictures.walks import met
from tests.ui.samples import FRAME
from tests.ui.samples_forms import WHERE_DETAIL
from tests.ui.samples_visit import form
from tests.ui.stage import Stage
from ui.gallery.mode import Mode
from ui.gallery.showing import Easel
from ui.snapshot import Snapshots, settle

NUMBER = FieldView(id="phone", kind=FieldKind.PHONE, label="您孩子登记时留的家长手机号码是多少？", required=True)


def largest(frame: Frame, language: str) -> Frame:
    return replace(frame, size=TextSize.LARGEST, language=language)


def test_a_button_leads_to_the_guide_s_code(shots: Snapshots) -> None:
    guide = next(one for one in met("en", TextSize.LARGEST) if one.page.name is PageName.GUIDE)
    stage = Stage(shots)
    stage.show(guide.page, guide.frame)
    assert not stage.shows("action-slip") or stage.box(stage.find("action-slip")).top() > stage.window.height() / 2
    stage.tap("scroll-jump")
    settle(shots.window)
    stage.root.setProperty("motion", False)
    deadline = time.monotonic() + 10
    while not (seen := in_sight(stage)) and time.monotonic() < deadline:
        settle(shots.window)
    assert seen, "the code and its button are in sight"


def in_sight(stage: Stage) -> bool:
    slip = stage.box(stage.find("action-slip"))
    return bool(slip.bottom() < stage.box(stage.find("scroll-jump")).top())


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_number_keys_stay_where_they_are(stage: Stage, language: str) -> None:
    frame = largest(FRAME, language)
    problem = (
        "手机号是 11 位数字，请再看一看。"
        if language == "zh-CN"
        else "A phone number has 11 digits; please look again."
    )
    stage.show(form(NUMBER), frame)
    before = stage.box(stage.find("key-5"))
    stage.refresh(form(replace(NUMBER, value="13800", problem=problem)), frame)
    assert stage.box(stage.find("key-5")) == before


def test_the_house_stands_above_the_keyboard(stage: Stage) -> None:
    names = ("内蒙古自治区", "锡林郭勒盟", "西乌珠穆沁旗", "巴拉嘎尔高勒镇")
    path = tuple(replace(level, label=name) for level, name in zip(WHERE_DETAIL.path, names, strict=True))
    where = replace(
        WHERE_DETAIL, label="What is the address where you live now?", problem="Please write it.", path=path
    )
    # with the line down the head of the page is at its highest
    offline = next(one.frame for one in met("en", TextSize.LARGEST) if one.name == "visit-form")
    stage.show(form(where), replace(offline, low_reach=True))
    box, key = stage.box(stage.find(f"detail-{where.id}")), stage.box(stage.find("key-q"))
    assert 0 < box.top() < box.bottom() < key.top()
    assert not stage.shows("scroll-down")


def staff_page() -> Scene:
    scene = Scene()
    scene.start()
    scene.do("help")
    scene.do("staff", then=PageName.STAFF)
    return scene


def test_a_card_that_is_not_on_the_roster_is_no_fault_of_the_password() -> None:
    scene = staff_page()
    before = scene.page.facts["card_hint"]
    scene.happen(StaffCardRead(device="reader-1", card_number="00" * 16))
    assert not any(field.problem for field in scene.page.fields)
    assert scene.page.facts["card_hint"] != before, "it is told where the card is spoken of"


def test_two_readers_have_two_names() -> None:
    scene = staff_page()
    for device, facts in (("reader-1", {}), ("slot", {"service": "pcscd"})):
        health = DeviceHealth(device=device, kind=DeviceKind.IDCARD, condition=Condition.READY, facts=facts)
        scene.happen(HealthChanged(device=device, health=health))
    scene.do("login", STAFF)
    assert scene.name is PageName.DEVICES
    names = [row["name"] for row in scene.page.facts["devices"] if row["kind"] == "idcard"]
    assert len(names) == len(set(names)) == 2


def test_a_guide_does_not_promise_at_once_what_cannot_be_done_here() -> None:
    scene = Scene()
    scene.start()
    scene.do("service", "S001")
    assert any(tag["text"] == "马上办" for tag in scene.page.facts["tags"])
    scene.store.sealing = False
    scene.do("contrast")
    assert not any(tag["text"] == "马上办" for tag in scene.page.facts["tags"])


WRONG = ("identity-call-back-wrong", "identity-key-wrong", "identity-organisation-wrong", "identity-child-wrong")


@pytest.mark.parametrize("words", ["landscape en", "counter zh-HK", "portrait", "portrait low", "counter medium en"])
def test_what_is_wrong_with_an_answer_is_whole_in_sight(qapp: QGuiApplication, words: str) -> None:
    mode = Mode.read(words)
    showings = {showing.name: showing for showing in pages(mode)}
    with Easel(showings[WRONG[0]]) as easel:
        for name in WRONG:
            showing = showings[name]
            easel.put(showing, mode)
            window = next(one for one in qapp.allWindows() if isinstance(one, QQuickWindow) and one.isVisible())
            told = [field.problem for field in showing.page.fields if field.problem]
            seen = [box_of(item) for item in descendants(window.contentItem()) if item.property("text") in told]
            pager = [box_of(item) for item in descendants(window.contentItem()) if item.objectName() == "scroll-down"]
            floor = min((box.top() for box in pager), default=window.height())
            assert any(box.top() > 80 and box.bottom() <= floor for box in seen), f"{name}: {told} at {seen}"


def floor(stage: Stage) -> float:
    return stage.box(stage.find("scroll-down")).top() if stage.shows("scroll-down") else stage.window.bottom()


@pytest.mark.parametrize("words", ["counter zh-HK", "landscape en"])
def test_to_lay_the_document_back_is_said_whole_when_it_is_taken_up(stage: Stage, words: str) -> None:
    mode = Mode.read(words)
    key = next(one for one in pages(mode) if one.name == "identity-key-gone")
    stage.resize(mode.shape.width, mode.shape.height)
    stage.show(key.page, key.frame)
    said = next(item for item in stage.items() if item.property("text") == key.page.notices[0].text)
    haze = 104 + 28
    assert stage.box(said).top() > haze, "clear of the head and its edge"

    stage.refresh(replace(key.page, notices=()), key.frame)
    row = stage.find(f"field-{key.page.fields[-1].id}")
    assert stage.box(row).bottom() < floor(stage), "once it lies there again, the row in hand to its end"


@pytest.mark.parametrize(
    ("words", "name"),
    [("portrait low", "identity-no-card"), ("portrait low", "around-guide"), ("landscape en", "around-home")],
)
def test_all_there_is_stands_in_sight_without_arrows(qapp: QGuiApplication, words: str, name: str) -> None:
    assert "scroll-down" not in put_up_alone(qapp, words, name)


def test_a_guide_in_a_low_reach_is_read_from_the_top_and_pressed_below(qapp: QGuiApplication) -> None:
    seen = put_up_alone(qapp, "portrait low", "around-guide")
    assert seen["action-slip"].top() > 1920 / 2
    assert seen["page"].top() <= seen[""].top() < 1920 / 4


def put_up_alone(qapp: QGuiApplication, words: str, name: str) -> dict[str, QRectF]:
    """Where everything visible of a page is, by its name; the page's first heading has none."""
    mode = Mode.read(words)
    showing = next(one for one in pages(mode) if one.name == name)
    with Easel(showing) as easel:
        easel.put(showing, mode)
        window = next(one for one in qapp.allWindows() if isinstance(one, QQuickWindow) and one.isVisible())
        every = list(descendants(window.contentItem()))
        title = next(box_of(item) for item in every if item.property("text") == showing.page.title)
        return {item.objectName(): box_of(item) for item in every if item.objectName()} | {"": title}


def descendants(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from descendants(child)


def box_of(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
