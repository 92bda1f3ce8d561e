"""The pages from the form to the goodbye, on the real window: what they show, what they send, what fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from kiosk.flow.page import FieldView, Frame, Page
from tests.ui.samples_visit import (
    ADDRESS,
    BANK_CARD,
    BIRTH,
    FRAME,
    GROUP,
    LONG_NAME,
    MATERIALS,
    NAME,
    NOTICED,
    NUMBER,
    NUMBER_PAGE,
    PHONE,
    RECOVERED_ONE,
    SIGNATURE,
    TIER,
    TRUE,
    contrasted,
    elder,
    form,
    receipt,
    samples,
)
from tests.ui.stage import Stage
from ui.snapshot import Snapshots, settle

SAMPLES = samples()
ELDER = elder(FRAME)


@pytest.fixture(scope="module")
def shots() -> Iterator[Snapshots]:
    with Snapshots(*SAMPLES["goodbye"]) as made:
        yield made


@pytest.fixture
def stage(shots: Snapshots, qtlog: Any) -> Iterator[Stage]:
    yield Stage(shots)
    complaints = [record.message for record in qtlog.records if "Debug" not in str(record.type)]
    assert complaints == []


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


def test_a_phone_number_is_grouped_while_it_is_typed(stage: Stage) -> None:
    stage.show(form(PHONE), ELDER)
    stage.type("13800221")
    assert stage.find("field-contact_phone").property("value") == "138 0022 1"
    stage.tap("key-backspace")
    assert stage.find("field-contact_phone").property("value") == "138 0022"
    stage.type("119988")
    assert stage.find("field-contact_phone").property("value") == "138 0022 1199", "an eleventh digit is the last"
    stage.tap("action-next")
    assert stage.done == [("next", {"contact_phone": "13800221199"})]


def test_a_bank_card_of_19_digits(stage: Stage) -> None:
    stage.show(form(BANK_CARD), ELDER)
    stage.type("6200000000000000000")
    assert stage.find("field-bank_card").property("value") == "6200 0000 0000 0000 000"
    assert stage.misfits() == []
    stage.tap("action-next")
    assert stage.done == [("next", {"bank_card": "6200000000000000000"})]


def test_a_date_is_answered_in_iso_form(stage: Stage) -> None:
    stage.show(form(BIRTH), ELDER)
    stage.type("20261120")
    assert stage.find("field-since").property("value") == "2026 - 11 - 20"
    stage.tap("action-next")
    assert stage.done == [("next", {"since": "2026-11-20"})]


def test_leaving_a_question_out(stage: Stage) -> None:
    stage.show(form(PHONE), ELDER)
    stage.type("13")
    stage.tap("key-skip")
    assert stage.done == [("skip", "contact_phone")]


def test_a_required_question_has_no_key_to_leave_it_out(stage: Stage) -> None:
    stage.show(form(BIRTH), ELDER)
    assert not stage.shows("key-skip")


def test_a_choice_alone(stage: Stage) -> None:
    stage.show(form(TIER), ELDER)
    stage.tap("option-t900")
    assert stage.find("option-t900").property("chosen")
    stage.tap("option-t1800", "action-next")
    assert not stage.find("option-t900").property("chosen")
    assert stage.done == [("next", {"tier": "t1800"})]


def test_a_promise_alone(stage: Stage) -> None:
    stage.show(form(TRUE), ELDER)
    stage.tap("action-next", "field-true", "action-next")
    assert stage.done == [("next", {"true": None}), ("next", {"true": True})]


def test_several_questions_one_after_the_other(stage: Stage) -> None:
    page = form(NAME, TIER, PHONE, TRUE)
    stage.show(page, FRAME)
    stage.tap("option-t300")
    assert stage.done == [("answer", {"tier": "t300"})], "a choice is kept as soon as it is made"
    stage.type("13800221199")
    assert "138 0022 1199" in stage.texts()
    stage.tap("field-true")
    assert stage.done[1:3] == [("answer", {"contact_phone": "13800221199"}), ("answer", {"true": True})]
    stage.tap("action-next")
    assert stage.done[-1] == ("next", {"tier": "t300", "contact_phone": "13800221199", "true": True})


def test_leaving_out_one_of_several_says_so_and_goes_on(stage: Stage) -> None:
    stage.show(form(PHONE, BANK_CARD), FRAME)
    stage.type("13")
    stage.tap("key-skip")
    assert stage.done == [("skip", "contact_phone")]
    stage.type("62")
    assert "没有手机" in stage.texts()
    stage.tap("action-next")
    assert stage.done[-1] == ("next", {"contact_phone": None, "bank_card": "62"})


def test_what_comes_from_the_card_says_so_and_cannot_be_pressed(stage: Stage) -> None:
    stage.show(form(replace(NAME, value=LONG_NAME), ADDRESS, PHONE), FRAME)
    assert not stage.find("field-name").isEnabled()
    assert "来自身份证" in stage.texts()
    assert LONG_NAME in stage.texts()
    stage.tap("action-next")
    assert stage.done == [("next", {"contact_phone": None})], "what is read only is not an answer"


def test_typed_digits_outlive_a_refreshed_page(stage: Stage) -> None:
    page = form(PHONE)
    stage.show(page, ELDER)
    stage.type("1380")
    stage.refresh(replace(page, fields=(replace(PHONE, value="13"),)), ELDER)
    stage.type("0")
    assert stage.find("field-contact_phone").property("value") == "138 00"


def test_a_press_outside_the_page_sends_the_draft_first(stage: Stage) -> None:
    stage.show(form(PHONE), ELDER)
    stage.type("1380")
    assert stage.done == []
    stage.tap("action-help")
    assert stage.done == [("answer", {"contact_phone": "1380"}), ("help", None)]


def test_back_sends_the_draft_first(stage: Stage) -> None:
    stage.show(form(PHONE), ELDER)
    stage.type("1380")
    stage.tap("action-back", "action-back")
    assert stage.done == [("answer", {"contact_phone": "1380"}), ("back", None), ("back", None)]


def test_a_problem_is_told_in_words_until_the_answer_changes(stage: Stage) -> None:
    wrong = replace(PHONE, value="138", problem="手机号是 11 位数字，请再看一看。")
    stage.show(form(wrong), ELDER)
    assert wrong.problem in stage.texts()
    stage.type("0")
    assert wrong.problem not in stage.texts()


@pytest.mark.parametrize(
    ("field", "shown", "answer"),
    [
        (replace(PHONE, value="1380022119"), "138 0022 1199", "13800221199"),
        (replace(BANK_CARD, value="620000000000000000"), "6200 0000 0000 0000 009", "6200000000000000009"),
        (replace(BIRTH, value="2026-13-4"), "2026 - 13 - 49", "2026-13-49"),
    ],
)
@pytest.mark.parametrize("around", [FRAME, ELDER])
def test_a_refused_answer_comes_back_to_be_corrected(
    stage: Stage, field: FieldView, shown: str, answer: str, around: Frame
) -> None:
    refused = replace(field, problem="请再看一看。")
    stage.show(form(refused) if around is ELDER else form(NAME, TIER, refused), around)
    assert "请再看一看。" in stage.texts()
    stage.type("9")
    assert shown in stage.texts()
    assert "请再看一看。" not in stage.texts()
    stage.tap("action-next")
    assert stage.done[-1][0] == "next"
    assert stage.done[-1][1][field.id] == answer  # type: ignore[index]


def test_a_second_tap_notes_no_number_that_nobody_has_read(stage: Stage) -> None:
    stage.show(RECOVERED_ONE, FRAME)
    fresh = stage.root.findChild(QObject, "fresh")
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


def test_after_the_flow_found_a_problem_its_question_is_in_hand(stage: Stage) -> None:
    page = form(TIER, PHONE)
    stage.show(page, FRAME)
    stage.tap("option-t300", "action-next")
    wrong = replace(TIER, value="t300", problem="请选一项。")
    stage.refresh(replace(page, fields=(wrong, PHONE)), FRAME)
    assert "请选一项。" in stage.texts()
    assert stage.shows("option-t300")


def test_nothing_a_page_kept_survives_into_the_next_visit(stage: Stage) -> None:
    stage.show(form(PHONE), ELDER)
    stage.type("138")
    stage.refresh(form(GROUP), ELDER)
    stage.refresh(form(PHONE), ELDER)
    assert stage.find("field-contact_phone").property("value") == ""


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
    assert stage.find("material-bank-card-now").property("role") == "primary", "shown at once"


def test_the_review_sends_its_actions(stage: Stage) -> None:
    stage.show(NOTICED, FRAME)
    assert stage.misfits() == []
    stage.tap("action-edit", "action-next")
    assert stage.done == [("edit", None), ("next", None)]


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
    assert "（28 秒后自动）" in stage.texts()


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


def test_size_and_contrast_change_in_place(stage: Stage, shots: Snapshots) -> None:
    page: Page = form(PHONE)
    frame: Frame = FRAME
    stage.show(page, frame)
    stage.type("1380")
    for other in (ELDER, contrasted(ELDER), contrasted(FRAME), FRAME):
        shots.front.show(page, other)
        settle(shots.window)
        assert stage.find("field-contact_phone").property("value") == "138 0"
        assert stage.misfits() == []
