"""The pages from the form to the goodbye, on the real window: what they show, what they send, what fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from tests.ui.samples_visit import (
    FRAME,
    MATERIALS,
    NOTICED,
    NUMBER,
    NUMBER_PAGE,
    RECOVERED_ONE,
    SIGNATURE,
    contrasted,
    elder,
    receipt,
    samples,
)
from tests.ui.stage import Stage
from ui.snapshot import Snapshots

SAMPLES = samples()
ELDER = elder(FRAME)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_fits(stage: Stage, name: str) -> None:
    page, frame = SAMPLES[name]
    stage.show(page, frame)
    assert stage.misfits() == []


@pytest.mark.parametrize("name", ["form", "elder-form", "receipt-offline", "review", "number", "fault"])
def test_high_contrast_fits(stage: Stage, name: str) -> None:
    page, frame = SAMPLES[name]
    stage.show(page, contrasted(frame))
    assert stage.misfits() == []


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in ("goodbye", "elder-goodbye")])
def test_main_actions_stand_in_the_lower_third(stage: Stage, name: str) -> None:
    page, frame = SAMPLES[name]
    stage.show(page, frame)
    for action in page.actions:
        if action.role == "primary":
            button = stage.find(f"action-{action.id}")
            place = button.mapRectToScene(QRectF(0, 0, button.width(), button.height()))
            assert place.top() >= 1280
            assert place.height() >= (150 if frame.size == "large" else 120)


def _tell_names() -> list[tuple[QAccessible.Role, str]]:
    """Role and name of everything an assistive program is told."""
    from PySide6.QtGui import QGuiApplication

    QAccessible.setActive(True)
    told: list[tuple[QAccessible.Role, str]] = []
    waiting = [QAccessible.queryAccessibleInterface(window) for window in QGuiApplication.topLevelWindows()]
    while waiting:
        one = waiting.pop()
        if one is None or one.state().invisible:
            continue
        told.append((one.role(), one.text(QAccessible.Text.Name)))
        waiting.extend(one.child(index) for index in range(one.childCount()))
    return told


@pytest.mark.parametrize("name", ["form", "elder-form-choice", "materials", "signature", "receipt-offline", "number"])
def test_everything_to_press_has_a_name_for_assistive_programs(stage: Stage, name: str) -> None:
    page, frame = SAMPLES[name]
    stage.show(page, frame)
    told = _tell_names()
    press = {QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton}
    names = [text for role, text in told if role in press]
    assert "" not in names
    for action in page.actions:
        assert any(text.startswith(action.label) for text in names), action.label


def test_a_second_tap_notes_no_number_that_nobody_has_read(stage: Stage) -> None:
    stage.show(RECOVERED_ONE, FRAME)
    # of the page shown: one that went before may not be gone yet
    loader = stage.find("page")
    shown = loader.childItems()[-1]
    fresh = shown.findChild(QObject, "fresh")
    assert fresh is not None
    fresh.setProperty("interval", 600_000)
    stage.tap("action-noted")
    following = {"number": "FC01-261120-0008-K", "service": "居民医保参保", "time": "今天 09:50"}
    stage.refresh(replace(RECOVERED_ONE, facts={**RECOVERED_ONE.facts, "numbers": [following]}), FRAME)
    assert "FC01-261120-0008-K" in stage.texts()
    stage.tap("action-noted", "action-home")
    assert stage.done == [("noted", None), ("home", None)]
    fresh.setProperty("running", False)
    stage.tap("action-noted")
    assert stage.done[2:] == [("noted", None)]


@pytest.mark.parametrize("lines", [["① 身份证"], ["① 身份证", "② 回执"]])
@pytest.mark.parametrize("large", [False, True])
def test_what_to_take_along(stage: Stage, lines: list[str], large: bool) -> None:
    page = receipt(large=large)
    stage.show(
        replace(page, facts={**page.facts, "take": {"title": "请取走", "lines": lines}}), ELDER if large else FRAME
    )
    assert stage.misfits() == []
    assert all(line in stage.texts() for line in lines)


def test_a_refresh_between_press_and_release_does_not_lose_the_press(stage: Stage) -> None:
    stage.show(receipt(finish_in=28), FRAME)
    for name in ("action-finish", "rate-3", "action-again"):
        button = stage.find(name)
        at = button.mapToScene(QPointF(button.width() / 2, button.height() / 2)).toPoint()
        none = Qt.KeyboardModifier.NoModifier
        QTest.mousePress(stage.root, Qt.MouseButton.LeftButton, none, at)
        stage.refresh(receipt(finish_in=27 - len(stage.done)), FRAME)
        QTest.mouseRelease(stage.root, Qt.MouseButton.LeftButton, none, at)
    assert stage.done == [("finish", None), ("rate", "3"), ("again", None)]


def test_page_actions_survive_a_refresh_under_the_finger(stage: Stage) -> None:
    stage.show(NUMBER_PAGE, FRAME)
    button = stage.find("action-wait")
    at = button.mapToScene(QPointF(button.width() / 2, button.height() / 2)).toPoint()
    QTest.mousePress(stage.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    stage.refresh(replace(NUMBER_PAGE, facts={**NUMBER_PAGE.facts, "finish_in": 59}), FRAME)
    QTest.mouseRelease(stage.root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert stage.done == [("wait", None)]
    assert "屏幕 59 秒后自动清除您的信息" in stage.texts()


def test_a_material_is_taken(stage: Stage) -> None:
    stage.show(MATERIALS, FRAME)
    stage.tap("material-bank-card-now")
    assert stage.done == [("material", {"id": "bank-card", "how": "now"})]
    assert stage.find("material-bank-card-now").property("chosen"), "shown at once"


def test_the_review_sends_its_actions(stage: Stage) -> None:
    stage.show(NOTICED, FRAME)
    assert stage.misfits() == []
    stage.tap("edit-phone", "scroll-down")
    QTest.qWait(220)  # the glide lasts 180 ms
    stage.tap("edit-bank-card", "action-next")
    assert stage.done == [("edit", {"field": "phone"}), ("edit", {"material": "bank-card"}), ("next", None)]


def test_the_review_shows_what_is_masked_only_while_it_is_held(stage: Stage) -> None:
    stage.show(SAMPLES["review"][0], FRAME)
    button = stage.find("hold-review")
    centre = button.mapRectToScene(QRectF(0, 0, button.width(), button.height())).center().toPoint()
    touch = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    assert "欧阳修" not in stage.texts()
    assert not any("欧阳修" in name for _, name in _tell_names())
    QTest.mousePress(stage.root, *touch)
    assert "欧阳修" in stage.texts()
    QTest.mouseRelease(stage.root, *touch)
    assert "欧阳修" not in stage.texts()
    assert stage.done == []


def _across(stage: Stage, *parts: tuple[float, float]) -> list[QPointF]:
    pad = stage.find("signature")
    return [pad.mapToScene(QPointF(x * pad.width(), y * pad.height())) for x, y in parts]


def test_a_signature_in_strokes(stage: Stage) -> None:
    stage.show(SIGNATURE, FRAME)
    assert not stage.find("action-sign").isEnabled()
    stage.drag(*_across(stage, (0.2, 0.3), (0.5, 0.3), (0.8, 0.3)))
    stage.drag(*_across(stage, (0.5, 0.2), (0.5, 0.6)))
    assert stage.find("action-sign").isEnabled()
    stage.tap("action-sign")
    [(action, strokes)] = stage.done
    assert action == "sign"
    assert isinstance(strokes, list)
    assert len(strokes) == 2
    assert all(isinstance(number, int) for stroke in strokes for point in stroke for number in point)
    assert [round(point[0], -1) for point in strokes[0]] == [200, 500, 800]
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 and t >= 0 for stroke in strokes for x, y, t in stroke)


def test_a_signature_can_be_cleared(stage: Stage) -> None:
    stage.show(SIGNATURE, FRAME)
    stage.drag(*_across(stage, (0.2, 0.3), (0.8, 0.3)))
    stage.tap("action-clear")
    assert stage.done == [], "clearing is the page's own"
    assert not stage.find("action-sign").isEnabled()


def test_the_receipt_shows_the_printed_paper(stage: Stage, shots: Snapshots) -> None:
    stage.show(receipt(), FRAME)
    paper = stage.find("paper")
    place = paper.mapRectToScene(QRectF(0, 0, paper.width(), paper.height())).toRect()
    seen = shots.window.root.grabWindow().copy(place)
    dark = sum(
        seen.pixelColor(x, y).lightness() < 100
        for x in range(40, seen.width() - 40, 3)
        for y in range(60, seen.height() - 20, 3)
    )
    assert dark > 500, "letters and code are on it"
    assert "28 秒后自动清除" in stage.texts()


def test_the_receipt_without_paper_or_rating(stage: Stage) -> None:
    whole = receipt()
    facts = {name: value for name, value in whole.facts.items() if name not in ("rating", "finish_in")}
    stage.show(replace(whole, raster=None, facts=facts), FRAME)
    assert stage.misfits() == []
    assert not stage.shows("paper")
    assert not stage.shows("rate-5")
    stage.tap("action-finish")
    assert stage.done == [("finish", None)]


def test_a_rating_is_sent_once_and_shown_quietly(stage: Stage) -> None:
    stage.show(receipt(), FRAME)
    stage.tap("rate-2")
    assert stage.done == [("rate", "2")]
    assert stage.find("rate-2").property("chosen")
    sizes = {(stage.find(f"rate-{n}").width(), stage.find(f"rate-{n}").height()) for n in range(1, 6)}
    assert len(sizes) == 1, "no answer is larger than another"


def test_the_number_stays_and_nothing_in_it_is_markup(stage: Stage) -> None:
    facts = {**NUMBER_PAGE.facts, "saved": "<i>您的</i>登记已经保存好 & 登记号"}
    stage.show(replace(NUMBER_PAGE, facts=facts), FRAME)
    assert stage.find("number").property("text") == NUMBER
    assert "&lt;i&gt;您的&lt;/i&gt;登记<b>已经保存好</b> &amp; 登记号" in stage.texts()
    stage.tap("action-noted")
    assert stage.done == [("noted", None)]


def test_a_fault_says_what_is_safe(stage: Stage) -> None:
    page, frame = SAMPLES["fault"]
    stage.show(page, frame)
    words = stage.texts()
    assert page.facts["saved"] in words
    assert "故障代码 R-03" in words


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("saving", {}),
        ("printing", {}),
        ("number", {}),
        ("fault", {}),
        ("recovered", {}),
        ("suspended", {}),
        ("goodbye", {}),
        ("ticket", {}),
        ("materials", {}),
        ("review", {}),
        ("signature", {}),
        ("receipt-offline", {}),
    ],
)
def test_missing_facts_leave_gaps_and_no_warnings(stage: Stage, name: str, facts: dict[str, object]) -> None:
    page, frame = SAMPLES[name]
    stage.show(replace(page, facts=facts, picture="", subtitle=""), frame)
    assert page.title in stage.texts()
