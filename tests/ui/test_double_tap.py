"""Two quick taps are one: the second never answers a page that its finger has not seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.flow.page import Action, Page, PageName, Role
from tests.ui.driver import Driver
from tests.ui.samples import FRAME


def page(name: PageName, action: str) -> Page:
    return Page(
        name=name,
        title="请核对一遍",
        actions=(Action(id=action, label="没问题，提交", role=Role.PRIMARY),),
        facts={"sections": [], "materials": []},
    )


def test_the_second_of_two_taps_does_not_answer_the_next_page(ui: Driver, qtbot: QtBot) -> None:
    ui.show(page(PageName.MATERIALS, "next"), FRAME)
    target = ui.box(ui.find("action-next")).center().toPoint()
    ui.window.root.setProperty("motion", True)
    QTest.mouseClick(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, target)
    qtbot.waitUntil(lambda: ("next", None) in ui.front.done)
    ui.front.done.clear()
    ui.front.show(page(PageName.REVIEW, "submit"), FRAME)
    QTest.mouseClick(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, target)
    qtbot.waitUntil(lambda: "shield" not in ui.names(), timeout=20_000)
    assert ui.front.done == [], "the second tap was meant for the page before"
    target = ui.box(ui.find("action-submit")).center().toPoint()
    QTest.mouseClick(ui.window.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, target)
    qtbot.waitUntil(lambda: ui.front.done == [("submit", None)])
