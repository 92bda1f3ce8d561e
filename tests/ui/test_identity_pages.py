"""How people show who they are, at the real window on the real flow: nobody is pressed or looked at unasked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.devices import CardPresent, CodeSeen, FaceBox, FaceGuided, KeyWanted, PreviewFrame, ZoneSeen
from kiosk.flow.page import PageName
from kiosk.identity.face import FaceHint
from kiosk.identity.mrz import MrzKey
from tests.kiosk.flow.desk import STAFF
from tests.kiosk.flow.identity_desk import IdentityScene
from tests.kiosk.people import number_for
from tests.ui.driver import Driver, painted
from tests.ui.test_form_flow import SceneFront
from ui.camera_view import FEED, CameraView
from ui.progress_ring import ProgressRing
from ui.round_box import RoundBox
from ui.snapshot import StillFront, settle
from ui.window import build

SHAPES = {"upright": (1080, 1920), "lying": (1920, 1080), "counter": (1280, 1024)}
SIZES = ("standard", "largest")
GREEN = QColor("#00C000")


class IdentityFront(SceneFront):
    """Shows also what happens by itself."""

    scene: IdentityScene

    def happen(self, step: Callable[[], None]) -> None:
        step()
        self._show(self.scene.page, self.scene.frame)


class Stand(Driver):
    """The window before which somebody stands."""

    def __init__(self, scene: IdentityScene) -> None:
        self.scene = scene
        self.flow = IdentityFront(scene)
        window = build(self.flow, show=False)
        window.root.setProperty("motion", False)
        window.root.show()
        settle(window)
        super().__init__(window, cast(StillFront, self.flow))

    def resize(self, shape: str) -> None:
        self.window.root.resize(*SHAPES[shape])
        settle(self.window)

    def happen(self, step: Callable[[], None]) -> None:
        self.flow.happen(step)
        settle(self.window)

    def guide(self, hint: FaceHint, progress: float = 0.0) -> None:
        task = self.scene.camera.task
        assert task is not None
        event = FaceGuided(device="camera-1", task=task.id, hint=hint, progress=progress)
        self.happen(lambda: self.scene.happen(event))

    def drawn(self, kind: str) -> list[QQuickItem]:
        """Items of a type of ours, also while there is nothing on them yet."""
        found, waiting = [], [self.window.root.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible():
                waiting.extend(item.childItems())
                found += [item] if item.metaObject().className().startswith(kind) else []
        return found


def green() -> PreviewFrame:
    return PreviewFrame(width=64, height=48, stride=256, pixels=bytes([0, 192, 0, 255]) * (64 * 48), number=1)


@pytest.fixture
def ui(qapp: QGuiApplication, qt_log: list[str]) -> Iterator[Stand]:
    scene = IdentityScene()
    scene.start()
    stand = Stand(scene)
    yield stand
    stand.window.close()


def to_consent(ui: Stand, *, size: str = "standard") -> None:
    ui.happen(lambda: ui.scene.to_identity())
    ui.happen(lambda: ui.scene.do("size", size))
    # where the letters are largest it may have to be scrolled to
    ui.happen(lambda: ui.scene.do("way", "face", then=PageName.CONSENT))


def to_face(ui: Stand, *, size: str = "standard") -> None:
    to_consent(ui, size=size)
    ui.tap("action-agree")
    assert ui.scene.name is PageName.FACE


# -- consent --------------------------------------------------------------------------------------------------------


def test_from_consent_to_the_form_by_finger_and_face(ui: Stand) -> None:
    to_consent(ui)
    assert not ui.scene.camera.on
    assert ui.drawn("CameraView") == [], "no picture before somebody agreed"
    for line in ui.scene.page.facts["lines"]:
        assert line in ui.shown()
    ui.tap("action-agree")
    assert ui.scene.camera.on
    assert "摄像头开着" in ui.shown()
    ui.guide(FaceHint.TURN_LEFT, 0.4)
    assert "请慢慢向左转头" in ui.shown()
    assert ui.drawn("ProgressRing")[0].property("progress") == pytest.approx(0.4)
    ui.happen(lambda: ui.scene.measure(0.8))
    assert ui.scene.name is PageName.FORM
    assert not ui.scene.camera.on
    assert ui.drawn("CameraView") == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_no_is_as_large_as_yes_and_as_plain(ui: Stand, shape: str, size: str) -> None:
    ui.resize(shape)
    to_consent(ui, size=size)
    refuse, agree = (ui.find(f"action-{name}") for name in ("refuse", "agree"))
    boxes = [ui.box(item) for item in (refuse, agree)]
    assert (boxes[0].width(), boxes[0].height()) == (boxes[1].width(), boxes[1].height())
    picture = ui.window.root.grabWindow()

    def look(box: QRectF) -> tuple[QColor, int, int]:
        """Ground, and how dark the edges are, from the pixels."""
        middle = box.center().toPoint()
        left, top = round(box.left()), round(box.top())
        ground = picture.pixelColor(left + 24, middle.y())
        edges = [
            [picture.pixelColor(left + step, middle.y()) for step in range(-1, 5)],
            [picture.pixelColor(middle.x(), top + step) for step in range(-1, 5)],
        ]
        darkest = [min(colour.lightness() for colour in edge) for edge in edges]
        return ground, darkest[0], darkest[1]

    (ground, *edges), (other_ground, *other_edges) = map(look, boxes)
    assert ground == other_ground
    # a border lies between two pixels where the screen is no multiple of the design
    assert edges == pytest.approx(other_edges, abs=24)
    for name in ("role", "textSize", "chosen", "picture"):
        assert refuse.property(name) == agree.property(name), name


def test_refusing_leads_to_the_other_ways_and_asks_nothing(ui: Stand) -> None:
    to_consent(ui)
    ui.tap("action-refuse")
    assert ui.scene.name is PageName.IDENTITY
    assert not ui.scene.camera.on
    assert ui.find("way-face").isEnabled()
    ui.tap("way-staff")
    assert ui.find("field-pin")


# -- the face -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_one_can_stop_at_any_moment(ui: Stand, shape: str, size: str) -> None:
    ui.resize(shape)
    to_face(ui, size=size)
    places = set()
    for hint in FaceHint:
        ui.guide(hint, 0.5)
        places.add(ui.box(ui.find("action-withdraw")).getRect())
    assert len(places) == 1, "the way out stays under the finger"
    ui.tap("action-withdraw")
    assert ui.scene.name is PageName.IDENTITY
    assert not ui.scene.camera.on
    assert ui.scene.camera.task is None


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_another_try_and_another_way_are_offered_alike(ui: Stand, shape: str, size: str) -> None:
    ui.resize(shape)
    to_face(ui, size=size)
    ui.happen(lambda: ui.scene.measure(0.33))
    assert not ui.scene.camera.on
    assert ui.box(ui.find("action-again")).size() == ui.box(ui.find("action-withdraw")).size()
    ui.tap("action-again")
    assert ui.scene.camera.on
    assert "摄像头开着" in ui.shown()
    ui.tap("action-withdraw")
    assert ui.scene.name is PageName.IDENTITY


@pytest.mark.parametrize("language", ["zh-CN", "zh-HK", "en"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_looking_glass_stays_where_it_is_whatever_is_said(ui: Stand, shape: str, language: str) -> None:
    ui.resize(shape)
    to_face(ui)
    ui.happen(lambda: ui.scene.do("language", language))
    places = set()
    for hint in FaceHint:
        ui.guide(hint)
        place = ui.box(ui.drawn("CameraView")[0])
        places.add(place.getRect())
        assert ui.scene.page.facts["hint"] in ui.shown()
        assert min(place.width(), place.height()) > 250, "large enough to see oneself"
    assert len(places) == 1


def test_an_arrow_points_where_the_head_should_turn_as_one_sees_oneself(ui: Stand) -> None:
    to_face(ui)
    glass = ui.box(ui.drawn("CameraView")[0])

    def arrows() -> list[QRectF]:
        return [
            ui.box(item) for item in ui.items() if item.property("name") in ("left", "right") and item.width() > 60
        ]

    ui.guide(FaceHint.LOOK_STRAIGHT)
    assert arrows() == []
    ui.guide(FaceHint.TURN_LEFT)
    assert [place.right() < glass.left() for place in arrows()] == [True]
    ui.guide(FaceHint.TURN_RIGHT)
    assert [place.left() > glass.right() for place in arrows()] == [True]


def test_one_sees_oneself_and_no_more_once_the_camera_is_off(ui: Stand, qtbot: QtBot) -> None:
    to_face(ui)
    FEED.frames = green
    qtbot.waitUntil(lambda: bool(ui.drawn("CameraView")[0].property("live")), timeout=20_000)
    settle(ui.window)
    centre = ui.box(ui.drawn("CameraView")[0]).center().toPoint()
    assert ui.window.root.grabWindow().pixelColor(centre) == GREEN
    ui.happen(lambda: ui.scene.measure(0.33))
    assert ui.drawn("CameraView") == []
    picture = ui.window.root.grabWindow()
    seen = {picture.pixelColor(x, y).name() for x in range(0, 1080, 20) for y in range(0, 1920, 20)}
    assert GREEN.name() not in seen
    assert "摄像头开着" not in ui.shown()
    QCoreApplication.processEvents()


def test_while_help_lies_over_the_page_nobody_is_looked_at(ui: Stand) -> None:
    to_face(ui)
    ui.happen(lambda: ui.scene.do("help"))
    assert not ui.scene.camera.on
    assert ui.drawn("CameraView") == []
    ui.happen(lambda: ui.scene.do("back"))
    assert ui.scene.camera.on
    assert ui.drawn("CameraView")


# -- codes and keys -------------------------------------------------------------------------------------------------


def test_a_code_of_another_person_says_so_and_the_right_one_leads_on(ui: Stand) -> None:
    ui.happen(lambda: ui.scene.to_identity())
    ui.tap("way-identity-code")
    assert "摄像头开着" in ui.shown()
    ui.happen(lambda: ui.scene.happen(CodeSeen(device="camera-1", text="another's")))
    assert ui.scene.page.facts["problem"]["title"] in ui.shown()
    assert ui.drawn("CameraView"), "another one can be held there at once"
    ui.happen(lambda: ui.scene.happen(CodeSeen(device="camera-1", text="code of this person")))
    assert ui.scene.name is PageName.FORM


def test_the_number_of_a_document_is_written_on_capitals_and_digits(ui: Stand) -> None:
    def lay_passport() -> None:
        ui.scene.do("service", "S001")
        ui.scene.do("start")
        ui.scene.happen(KeyWanted(device="reader-1"))

    ui.happen(lay_passport)
    assert ui.scene.name is PageName.TRAVEL_KEY
    for key in "x00000017":
        ui.tap(f"key-{key}")
    assert ui.find("field-document_number").property("value") == "X00000017"
    assert "key-space" not in ui.names()
    ui.tap("key-backspace")
    ui.tap("key-7")
    ui.tap("key-done")
    for key in "19750112":
        ui.tap(f"key-{key}")
    ui.tap("field-expiry_date")
    for key in "20300101":
        ui.tap(f"key-{key}")
    ui.tap("action-next")
    assert ui.scene.reader.key is not None
    assert ui.scene.reader.key.document_number == "X00000017"
    assert ui.scene.reader.key.expiry_date == "300101"


@pytest.mark.parametrize("size", ["standard", "medium", "largest"])
@pytest.mark.parametrize("shape", SHAPES)
def test_what_the_camera_misread_is_put_right_with_a_finger(ui: Stand, shape: str, size: str) -> None:
    ui.resize(shape)
    misread = MrzKey(document_number="X00000011", birth_date="750112", expiry_date="300101")

    def lay_passport() -> None:
        ui.scene.do("service", "S001")
        ui.scene.do("start")
        ui.scene.do("size", size)
        ui.scene.happen(CardPresent(device="reader-1"))
        ui.scene.happen(KeyWanted(device="reader-1"))

    ui.happen(lay_passport)
    ui.tap("action-show")
    ui.happen(lambda: ui.scene.happen(ZoneSeen(device="camera-1", key=misread)))
    assert "来自证件" in ui.shown()
    assert ui.find("field-document_number").property("value") == "X00000011"
    ui.tap("key-backspace")
    ui.tap("key-7")
    assert ui.find("field-document_number").property("value") == "X00000017"
    for _ in range(3 if size == "largest" else 1):
        assert ui.scene.reader.key is None
        ui.tap("action-next")
    assert ui.scene.reader.key == MrzKey(document_number="X00000017", birth_date="750112", expiry_date="300101")


def test_the_six_digits_stand_under_where_they_were_sent(ui: Stand) -> None:
    ui.happen(lambda: ui.scene.to_identity())
    ui.tap("way-sms")
    assert "已经发到尾号 5678 的手机" in ui.shown()
    for key in "246810":
        ui.tap(f"key-{key}")
    ui.tap("action-next")
    assert ui.scene.name is PageName.FORM


def test_wrong_digits_are_gone_and_the_seconds_take_no_button_from_under_a_finger(ui: Stand) -> None:
    ui.happen(lambda: ui.scene.to_identity())
    ui.tap("way-sms")
    for key in "000000":
        ui.tap(f"key-{key}")
    ui.tap("action-next")
    assert "数字对不上，请再看一遍短信。" in ui.shown()
    assert ui.find("field-code").property("value") == ""
    ui.tap("key-2")
    ui.happen(lambda: ui.scene.wait(1))
    assert "59 秒后再发" in ui.shown()
    assert ui.find("field-code").property("value") == "2", "what is being typed stays"
    for key in "46810":
        ui.tap(f"key-{key}")
    done = ui.point(ui.find("action-next"))
    QTest.mousePress(ui.window.root, Qt.MouseButton.LeftButton, pos=done)
    ui.happen(lambda: ui.scene.wait(1))
    QTest.mouseRelease(ui.window.root, Qt.MouseButton.LeftButton, pos=done)
    settle(ui.window)
    assert ui.scene.name is PageName.FORM


def test_where_no_message_went_no_digits_are_asked_for(ui: Stand) -> None:
    ui.scene.platform.fault = "remote.no-number"
    ui.happen(lambda: ui.scene.to_identity())
    ui.tap("way-sms")
    assert not [name for name in ui.names() if name.startswith(("key-", "field-"))]
    assert ui.find("action-back").property("role") == "primary", "another way is the way on"
    ui.tap("action-back")
    assert ui.scene.name is PageName.IDENTITY


# -- without a card ------------------------------------------------------------------------------------------------


def to_card(ui: Stand, service: str = "S001") -> None:
    ui.happen(lambda: ui.scene.do("service", service))
    ui.happen(lambda: ui.scene.do("start"))


@pytest.mark.parametrize("shape", SHAPES)
def test_before_a_reader_that_nobody_set_up_stands_whom_to_telephone(ui: Stand, shape: str) -> None:
    ui.resize(shape)
    to_card(ui)
    ui.happen(lambda: ui.scene.reader_is("reader.not-set-up", "1234:abcd Example"))
    support = ui.scene.page.facts["support"]
    assert support["phone"] in ui.shown()
    assert support["label"] in ui.shown()
    ways = [ui.find(f"way-{name}") for name in ui.scene.ways()]
    assert len({(item.width(), item.height()) for item in ways}) == 1
    ui.tap("way-help")
    ui.scene.at(PageName.HELP)
    ui.tap("action-back")
    ui.happen(lambda: ui.scene.reader_is())
    ui.scene.at(PageName.CARD)
    assert support["phone"] not in ui.shown()


def test_a_code_in_place_of_the_card_leads_to_the_form(ui: Stand) -> None:
    to_card(ui)
    ui.tap("action-no-card")
    ui.tap("way-identity-code")
    assert "摄像头开着" in ui.shown()
    ui.happen(lambda: ui.scene.happen(CodeSeen(device="camera-1", text="code of this person")))
    assert ui.scene.name is PageName.FORM


@pytest.mark.parametrize("size", SIZES)
def test_a_child_s_number_is_typed_from_the_register(ui: Stand, size: str) -> None:
    ui.happen(lambda: ui.scene.to_identity("S044"))
    ui.happen(lambda: ui.scene.do("size", size))
    ui.happen(lambda: ui.scene.do("for-other"))
    ui.happen(lambda: ui.scene.do("way", "guardian"))
    assert "孩子没带身份证" in ui.shown()
    ui.tap("action-no-card")
    ui.happen(lambda: ui.scene.do("next" if size == "largest" else "answer", {"name": "测试童"}))
    if size == "standard":
        ui.tap("field-number")
    for key in number_for(date(2016, 6, 1), 31).lower():
        ui.tap(f"key-{key}")
    ui.tap("action-next")
    assert ui.scene.name is PageName.GRANT


def test_staff_see_the_child_s_number_while_they_hold(ui: Stand) -> None:
    number = number_for(date(2016, 6, 1), 31)
    ui.happen(lambda: ui.scene.to_identity("S044"))
    steps: list[tuple[str, object]] = [
        ("for-other", None),
        ("way", "guardian"),
        ("no-card", None),
        ("next", {"name": "测试童", "number": number}),
        ("next", {"basis": "household-register"}),
        ("login", STAFF),
    ]
    for step in steps:
        ui.happen(partial(ui.scene.do, *step))
    assert "测**" in ui.shown()
    assert number not in ui.shown()
    point = ui.point(ui.find("hold-person"))
    QTest.mousePress(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    settle(ui.window)
    assert f"测试童 {number}" in ui.shown()
    QTest.mouseRelease(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    settle(ui.window)
    assert number not in ui.shown()


# -- all ways -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["upright", "lying"])
def test_seven_ways_stand_in_sight_and_of_one_size(qapp: QGuiApplication, qt_log: list[str], shape: str) -> None:
    scene = IdentityScene(attended=False)
    scene.start()
    ui = Stand(scene)
    try:
        ui.resize(shape)
        ui.happen(lambda: scene.to_identity("S028"))
        ways = [ui.find(f"way-{name}") for name in scene.ways()]
        assert len(ways) == 7
        assert len({(item.width(), item.height()) for item in ways}) == 1
        for item in ways:
            assert ui.clip(item).contains(ui.box(item)), item.objectName()
    finally:
        ui.window.close()


# -- what is drawn --------------------------------------------------------------------------------------------------


def test_a_ring_fills_clockwise_from_the_top(qapp: QGuiApplication) -> None:
    ring = ProgressRing()
    ring.setProperty("thickness", 20.0)
    ring.setProperty("colour", QColor("#FF0000"))
    ring.setProperty("track", QColor("#0000FF"))
    ring.setProperty("progress", 0.5)
    image = painted(ring, 200)
    assert image.pixelColor(190, 100) == QColor("#FF0000"), "at three o'clock"
    assert image.pixelColor(10, 100) == QColor("#0000FF"), "at nine o'clock"
    assert image.pixelColor(100, 100) == QColor("#FFFFFF"), "nothing in the middle"
    ring.setProperty("progress", 7.0)
    assert painted(ring, 200).pixelColor(10, 100) == QColor("#FF0000"), "never more than all"


def test_a_box_has_its_edge_inside_and_round_corners_without_steps(qapp: QGuiApplication) -> None:
    box = RoundBox()
    box.setProperty("radius", 40.0)
    box.setProperty("edge", 6.0)
    box.setProperty("colour", QColor("#0000FF"))
    box.setProperty("line", QColor("#FF0000"))
    image = painted(box, 120)
    assert [image.pixelColor(x, 60).name() for x in (0, 5, 6, 113, 114)] == [
        *("#ff0000", "#ff0000", "#0000ff"),
        *("#0000ff", "#ff0000"),
    ]
    # along the corner, row by row: the first that is drawn lies on the circle, within what one pixel may be off
    for y in range(1, 40):
        left = next(x for x in range(60) if image.pixelColor(x, y).green() < 128)
        assert left == pytest.approx(40 - math.sqrt(40**2 - (40 - y - 0.5) ** 2), abs=1.0), y


def test_an_oval_shows_no_corners_and_no_box(qapp: QGuiApplication) -> None:
    FEED.frames, FEED.faces = green, lambda: (FaceBox(x=20, y=10, width=24, height=28, score=0.9),)
    try:
        view = CameraView()
        view.setProperty("oval", True)
        view.setProperty("boxed", False)
        view._look()
        image = painted(view, 200)
    finally:
        FEED.frames, FEED.faces = lambda: None, lambda: ()
    assert image.pixelColor(3, 3) == QColor("#FFFFFF")
    assert {image.pixelColor(x, 100).name() for x in range(10, 190)} == {GREEN.name()}
