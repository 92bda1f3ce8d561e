"""Typing on the search page, on the real flow: what stands in the field is what was typed, and it finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kiosk.flow.page import PageName
from tests.kiosk.flow.desk import Scene
from tests.ui.driver import Driver
from tests.ui.ime.engines import needs
from tests.ui.test_form_flow import SceneFront
from ui.snapshot import StillFront, settle
from ui.window import build


@pytest.fixture
def at(qapp: QGuiApplication, qt_log: list[str]) -> Iterator[tuple[Scene, Driver]]:
    scene = Scene().start()
    scene.do("search", then=PageName.SEARCH)
    front = SceneFront(scene)
    window = build(front, show=False)
    window.root.setProperty("motion", False)
    window.root.show()
    settle(window)
    yield scene, Driver(window, cast(StillFront, front))
    window.close()


@needs("pinyin")
def test_pinyin_letters_find_while_they_are_typed_and_nothing_is_doubled(
    at: tuple[Scene, Driver], qtbot: QtBot
) -> None:
    scene, ui = at
    for key in "yanglao":
        ui.tap(f"key-{key}")
        # the flow's answer comes back between two keys
        asked = scene.page.facts["query"]
        qtbot.waitUntil(lambda asked=asked: scene.page.facts["query"] != asked)  # type: ignore[misc]
    assert scene.page.facts["query"].replace(" ", "") == "yanglao"
    assert "养老" in scene.page.facts["services"][0]["name"]
    shown = str(ui.find("field-query").property("value"))
    assert shown.replace(" ", "") == "yanglao"
    for _ in range(7):
        ui.tap("key-backspace")
    qtbot.waitUntil(lambda: scene.page.facts["query"] == "")
    assert ui.find("field-query").property("value") == ""


@needs("pinyin")
def test_an_example_is_taken_and_its_service_opened(at: tuple[Scene, Driver], qtbot: QtBot) -> None:
    scene, ui = at
    ui.tap("example-1")
    qtbot.waitUntil(lambda: bool(scene.page.facts["services"]))
    first = scene.page.facts["services"][0]["id"]
    ui.tap(f"service-{first}")
    qtbot.waitUntil(lambda: scene.name is PageName.GUIDE)
