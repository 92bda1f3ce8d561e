"""A whole form filled by finger on the real flow: what the window sends is what the application says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.flow.page import Frame, Page, PageName
from tests.kiosk.flow.desk import Scene
from tests.kiosk.flow.test_asking import NUMBER, at_form
from tests.ui.driver import Driver
from tests.ui.ime.engines import needs
from ui.snapshot import StillFront, settle
from ui.window import build


class SceneFront:
    """The window's front over a flow on a desk of memory."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._show: Callable[[Page, Frame], None] = lambda page, frame: None

    def attach(self, show: Callable[[Page, Frame], None]) -> None:
        self._show = show
        show(self.scene.page, self.scene.frame)

    def act(self, action: str, value: object) -> None:
        self.scene.do(action, value)
        self._show(self.scene.page, self.scene.frame)

    def tick(self) -> None:
        pass

    def handle_pending(self) -> None:
        pass


@pytest.fixture(params=["standard", "large"])
def at(request: pytest.FixtureRequest, qapp: QGuiApplication, qt_log: list[str]) -> Iterator[tuple[Scene, Driver]]:
    """The first page of a form with every kind of question, in the window; in both manners of asking."""
    scene = at_form()
    scene.do("size", request.param)
    front = SceneFront(scene)
    window = build(front, show=False)
    window.root.setProperty("motion", False)
    window.root.show()
    settle(window)
    yield scene, Driver(window, cast(StillFront, front))
    window.close()


def test_a_calculated_value_follows_what_is_typed(at: tuple[Scene, Driver], qtbot: QtBot) -> None:
    scene, ui = at
    ui.tap("option-post")
    if scene.frame.size.elder:
        ui.tap("action-next")
    for key in ("1", "2", "."):
        ui.tap(f"key-{key}")
    problems: list[str] = []

    def told() -> bool:
        problems[:] = [field.problem for field in scene.page.fields if field.problem]
        return bool(problems)

    qtbot.waitUntil(told, timeout=20_000)  # 12. is no amount; whoever is typing is not told so yet
    assert problems[0] not in ui.shown()
    ui.tap("key-5")
    qtbot.waitUntil(lambda: ui.find("field-twice").property("value") == "25.00 元", timeout=20_000)
    assert ui.find("field-pay").property("value") == "12.5 元", "what is being typed stays"


def sign(ui: Driver) -> None:
    pad = ui.find("signature")
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    places = [pad.mapToScene(QPointF(120 + 60 * step, 200 + 30 * (step % 3))).toPoint() for step in range(8)]
    QTest.mousePress(ui.window.root, left, none, places[0])
    for place in places[1:]:
        QTest.mouseMove(ui.window.root, QPoint(place))
    QTest.mouseRelease(ui.window.root, left, none, places[-1])
    settle(ui.window)


@needs("pinyin")
def test_every_kind_of_question_by_finger(at: tuple[Scene, Driver]) -> None:
    scene, ui = at

    def tap(*names: str) -> None:
        for name in names:
            ui.tap(name)

    def onwards_to(field: str) -> None:
        """The way on, as often as it takes; what is asked meanwhile was answered."""
        for _ in range(3):
            if scene.page.fields and field in [one.id for one in scene.page.fields]:
                return
            tap("action-next")
        raise AssertionError(scene.page)

    tap("option-post")
    onwards_to("pay")
    if len(scene.page.fields) > 1 and not scene.frame.size.elder:
        assert ui.find("field-pay").property("active"), "a choice goes on to the next question by itself"
    tap("key-1", "key-2", "key-.", "key-5", "action-next")
    assert scene.page.fields[0].id == "home"
    tap("option-44", "option-4418", "option-441802", "option-441802006")
    assert "在清城区的哪里？" not in ui.shown()
    tap("mode-symbols", "key-8", "key-号", "crumb-3")
    assert ui.find("option-441802006")
    tap("option-441802006", "action-next")
    assert [one.id for one in scene.page.fields] == ["people"]

    tap("row-add")
    elder = scene.frame.size.elder
    assert [one.id for one in scene.page.fields] == (["who"] if elder else ["who", "number"])
    tap("mode-pinyin", *[f"key-{letter}" for letter in "ouyang"], "candidate-0")
    tap("action-row-done" if elder else "key-done")
    tap(*[f"key-{digit}" for digit in NUMBER], "action-row-done")
    assert scene.page.fields[0].rows[0][0] == "欧阳"
    tap("row-remove-0", "row-restore", "row-edit-0")
    assert scene.page.fields[0].value == "欧阳"
    tap("action-row-cancel", "action-next")

    assert "现在拍不了" in ui.shown(), "this machine has no camera"
    tap("key-skip")
    onwards_to("guardian")
    sign(ui)
    tap("action-next")
    assert [one.id for one in scene.page.fields] == ["day"]
    assert "今天的日期" in ui.shown()
    tap("action-next")
    assert scene.name is not PageName.FORM

    for _ in range(5):
        if scene.name is PageName.REVIEW:
            break
        scene.do("next", {})
    scene.do("next")
    if scene.name is PageName.SIGNATURE:
        scene.do("sign", [[[at, at, at] for at in range(6)]])
    answers = scene.store.drafts[-1].answers
    assert (answers["way"], answers["pay"], answers["twice"]) == ("post", 1250, 2500)
    assert answers["home"] == {"region": "441802006", "detail": "8号"}
    assert answers["people"] == [{"who": "欧阳", "number": NUMBER}]
    assert len(answers["guardian"]) == 1


def test_the_cities_of_a_province_begin_at_their_top(at: tuple[Scene, Driver]) -> None:
    scene, ui = at
    for _ in range(4):
        if scene.page.fields[0].id == "home":
            break
        ui.front.act("next", {"way": "post", "pay": "12.50"})
    ui.front.act("size", "largest")
    settle(ui.window)
    while ui.find("scroll-down").isEnabled():
        ui.tap("scroll-down")
    ui.tap("option-65")
    settle(ui.window)
    first = ui.find(f"option-{scene.page.fields[0].options[0].value}")
    assert ui.clip(first).contains(ui.box(first)), "the first city can be seen"
