"""The checks themselves: each finds what was broken on purpose, and nothing on a page that is as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.flow.page import TextSize
from tests.ui.driver import Driver
from tests.ui.samples import FRAME, PAGES
from ui.audit.auditor import audit
from ui.audit.contrast import check_contrast
from ui.audit.finding import PORTRAIT, Check, Glass
from ui.audit.language import foreign
from ui.audit.scene import read
from ui.audit.spoken import check_focus, check_spoken
from ui.audit.targets import check_targets
from ui.audit.texts import check_texts
from ui.snapshot import settle
from ui.window import QML

HEAD = f"""
import QtQuick
import "{QUrl.fromLocalFile(str(QML / "components")).toString()}"
import Jiujin
Window {{
    width: 1080; height: 1920; visible: true; color: "#FFFFFF"
    Item {{ objectName: "stage"; anchors.fill: parent
"""
GOOD = """
    Text { x: 100; y: 100; text: "身份证"; font.pixelSize: 40 }
    Text { x: 100; y: 300; width: 400; text: "请把身份证放在读卡处"; wrapMode: Text.Wrap; font.pixelSize: 32 }
    Rectangle { x: 100; y: 500; width: 400; height: 120; color: "#0B5D66"
        Text { anchors.centerIn: parent; color: "#FFFFFF"; text: "一张卡片"; font.pixelSize: 32 } }
    AppButton { objectName: "action-a"; x: 100; y: 1200; width: 300; height: 120; label: "返回" }
    AppButton { objectName: "action-b"; x: 416; y: 1200; width: 300; height: 120; label: "下一步"; role: "primary" }
"""
SCROLLING = """
    Flickable { id: flick; x: 100; y: 800; width: 400; height: 200; contentHeight: 600; contentWidth: 400; clip: true
        Text { y: 500; text: "在下面"; font.pixelSize: 32 } }
"""
PAGER = 'AppButton { objectName: "scroll-down"; x: 100; y: 1020; width: 300; height: 120; label: "往下看" }'
TWIN = 'AppButton { objectName: "action-a"; x: 100; y: 1200; width: 300; height: 120; label: "返回" }'


@pytest.fixture(scope="module")
def engine(qapp: QGuiApplication) -> Iterator[QQmlApplicationEngine]:
    made = QQmlApplicationEngine()
    yield made
    made.deleteLater()


def window_of(engine: QQmlApplicationEngine, body: str) -> QQuickWindow:
    before = len(engine.rootObjects())
    engine.loadData((HEAD + body + "\n}}").encode())
    assert len(engine.rootObjects()) > before, "the page did not load"
    shown = cast(QQuickWindow, engine.rootObjects()[-1])
    QGuiApplication.processEvents()
    shown.grabWindow()
    return shown


def found(
    window: QQuickWindow, *, glass: Glass = PORTRAIT, elder: bool = False, low_reach: bool = False, high: bool = False
) -> dict[Check, list[str]]:
    picture = window.grabWindow()
    scene = read(window)
    findings = [
        *check_texts(scene, 26),
        *check_targets(scene, glass, elder=elder, low_reach=low_reach),
        *check_contrast(scene, picture, high=high),
        *check_spoken(scene, window),
        *check_focus(scene, window),
    ]
    window.close()
    told: dict[Check, list[str]] = {}
    for one in findings:
        told.setdefault(one.check, []).append(one.what)
    return told


def test_a_page_as_it_should_be_has_nothing(engine: QQmlApplicationEngine) -> None:
    assert found(window_of(engine, GOOD)) == {}
    assert found(window_of(engine, GOOD), elder=True, low_reach=True) == {}
    assert found(window_of(engine, SCROLLING + PAGER)) == {}


BROKEN = [
    (Check.CUT, 'Text { width: 80; elide: Text.ElideRight; text: "城乡居民养老"; font.pixelSize: 40 }'),
    (Check.CUT, 'Text { width: 80; height: 60; text: "城乡居民养老"; font.pixelSize: 40 }'),
    (Check.CUT, 'Text { width: 90; height: 60; wrapMode: Text.Wrap; text: "城乡居民养老"; font.pixelSize: 40 }'),
    (Check.CUT, 'Text { x: 1000; text: "城乡居民养老"; font.pixelSize: 40 }'),
    (Check.CUT, 'Item { clip: true; width: 200; height: 30; Text { text: "身份证"; font.pixelSize: 40 } }'),
    (Check.CUT, SCROLLING),
    (Check.CUT, SCROLLING.replace("contentHeight: 600", "contentHeight: 600; interactive: false") + PAGER),
    (Check.SMALL_TYPE, 'Text { text: "看不清的小字"; font.pixelSize: 20 }'),
    (Check.OVERLAP, GOOD + 'Text { x: 120; y: 110; text: "压在上面"; font.pixelSize: 40 }'),
    (
        Check.OVERLAP,
        'Rectangle { width: 100; height: 80; color: "#DDDDDD"; Text { text: "卡片装不下"; font.pixelSize: 40 } }',
    ),
    (Check.OVERLAP, TWIN + 'Text { x: 120; y: 1180; text: "压住按钮"; font.pixelSize: 40 }'),
    (Check.TARGET_GAP, TWIN + TWIN.replace("action-a", "action-b").replace("x: 100", "x: 410").replace("返回", "好")),
    (
        Check.TARGET_SIZE,
        'AppButton { objectName: "a"; x: 100; y: 1200; width: 300; height: 44; label: "好"; textSize: 26 }',
    ),
    (Check.CONTRAST, 'Text { text: "浅灰的字"; color: "#909090"; font.pixelSize: 32 }'),
    (
        Check.CONTRAST,
        'Text { text: "被盖住了"; font.pixelSize: 32 } Rectangle { width: 300; height: 90; color: "#FFFFFF" }',
    ),
    (Check.SPOKEN, 'AppButton { objectName: "a"; x: 100; y: 1200; picture: "back"; width: 200; height: 120 }'),
    (Check.SPOKEN, 'MouseArea { objectName: "a"; x: 100; y: 1200; width: 200; height: 120 }'),
    (Check.SPOKEN, TWIN + TWIN.replace("action-a", "action-b").replace("y: 1200", "y: 1400")),
    (Check.FOCUS, TWIN.replace("label", "focusPolicy: Qt.NoFocus; label")),
    (Check.FOCUS, TWIN + TWIN.replace("action-a", "action-b").replace("y: 1200", "y: 600").replace("返回", "好")),
    (Check.REACH, 'AppButton { objectName: "a"; x: 100; y: 1850; width: 200; height: 120; label: "好" }'),
    (
        Check.REACH,
        SCROLLING.replace("Text {", 'AppButton { objectName: "key-1"; label: "好"; y: 500 } Text {') + PAGER,
    ),
]


@pytest.mark.parametrize(("check", "body"), BROKEN, ids=[f"{check}-{n}" for n, (check, _) in enumerate(BROKEN)])
def test_what_is_broken_is_found(engine: QQmlApplicationEngine, check: Check, body: str) -> None:
    told = found(window_of(engine, body))
    assert check in told, told


def test_more_is_asked_for_elders_for_contrast_and_for_those_who_sit(engine: QQmlApplicationEngine) -> None:
    small = 'AppButton { objectName: "a"; x: 100; y: 1200; width: 300; height: 56; label: "好"; textSize: 26 }'
    assert Check.TARGET_SIZE not in found(window_of(engine, small))
    assert Check.TARGET_SIZE in found(window_of(engine, small), elder=True), "13.9 mm are not 15"
    grey = 'Text { text: "灰色的字"; color: "#6E6E6E"; font.pixelSize: 32 }'
    assert Check.CONTRAST not in found(window_of(engine, grey))
    assert Check.CONTRAST in found(window_of(engine, grey), high=True), "5.1:1 is not 7:1"
    high = TWIN.replace("y: 1200", "y: 600")
    assert Check.REACH not in found(window_of(engine, high))
    assert Check.REACH in found(window_of(engine, high), low_reach=True)


def test_size_goes_by_the_glass_and_not_by_pixels(engine: QQmlApplicationEngine) -> None:
    small = Glass(width_mm=95, height_mm=170)
    assert Check.TARGET_SIZE in found(window_of(engine, GOOD), glass=small), "120 pixels of a telephone are 10.6 mm"


def test_only_what_stands_on_a_veil_counts(engine: QQmlApplicationEngine) -> None:
    beneath = GOOD + 'Text { x: 120; y: 110; text: "压在上面"; font.pixelSize: 40 }'
    veil = 'Item { anchors.fill: parent; MouseArea { objectName: "sheet-veil"; anchors.fill: parent } %s }'
    assert found(window_of(engine, beneath + veil % "")) == {}
    assert Check.SMALL_TYPE in found(window_of(engine, GOOD + veil % 'Text { text: "小"; font.pixelSize: 12 }'))


@pytest.mark.parametrize(
    ("words", "language", "strange"),
    [
        ("Lay on your card", "en", ""),
        ("Lay on your 身份证", "en", "身份证"),
        ("简体中文", "en", ""),
        ("Zhang 测试丙", "en", ""),
        ("請出示身份證", "zh-HK", ""),
        ("请出示身份證", "zh-HK", "请"),
        ("请出示身份证", "zh-CN", ""),
        ("請出示身份证", "zh-CN", "請"),
        ("繁體中文", "zh-CN", ""),
    ],
)
def test_words_of_another_language_are_found(words: str, language: str, strange: str) -> None:
    assert foreign(words, language, ("测试丙",)) == strange


def test_a_real_page_that_is_broken_is_found(ui: Driver) -> None:
    ui.show(PAGES["help"], FRAME)
    assert audit(ui.window.root, FRAME, PORTRAIT) == []
    called = replace(FRAME, help_label="请人来")
    ui.show(PAGES["help"], called)
    assert audit(ui.window.root, called, PORTRAIT) == []
    button = ui.find("action-back")
    button.setProperty("width", 40)
    settle(ui.window)
    kinds = {finding.check for finding in audit(ui.window.root, FRAME, PORTRAIT)}
    assert {Check.TARGET_SIZE, Check.OVERLAP} <= kinds
    ui.find("action-help").setProperty("visible", False)
    settle(ui.window)
    assert Check.MISSING in {finding.check for finding in audit(ui.window.root, called, PORTRAIT)}
    english = replace(FRAME, language="en", size=TextSize.STANDARD)
    assert Check.LANGUAGE in {finding.check for finding in audit(ui.window.root, english, PORTRAIT)}
