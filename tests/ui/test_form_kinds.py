"""Every kind of question on the form page: what it shows, what it tells the flow, and that it fits every screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF

from kiosk.flow.page import Action, Frame, Option
from tests.ui.ime.engines import needs
from tests.ui.samples_forms import (
    COLUMNS,
    CONTACT,
    DEED,
    FAMILY,
    FAMILY_FULL,
    FAMILY_TWO,
    GUARDIAN,
    NUMBER,
    NUMBER_SKIP,
    PERSONS,
    REASON,
    RENT,
    SUGGESTED,
    TOTAL,
    WHERE,
    WHERE_DETAIL,
    WHERE_REFUSED,
    WHERE_STREET,
    photo,
    row,
    samples,
    table,
    taken_photo,
)
from tests.ui.samples_visit import FRAME, PHONE, TIER, TRUE, elder, form
from tests.ui.stage import Stage
from ui.audit.auditor import audit
from ui.audit.finding import COUNTER, LANDSCAPE, Glass
from ui.audit.finding import PORTRAIT as UPRIGHT
from ui.snapshot import Snapshots

ELDER = elder(FRAME)
LOW = replace(FRAME, low_reach=True)
SAMPLES = samples()
SCREENS = {"upright": (1080, 1920, UPRIGHT), "lying": (1920, 1080, LANDSCAPE), "counter": (1280, 1024, COUNTER)}


def shown(stage: Stage, field: str) -> str:
    return str(stage.find(f"field-{field}").property("value"))


@pytest.mark.parametrize("name", SAMPLES)
def test_each_page_fits(stage: Stage, name: str) -> None:
    stage.show(*SAMPLES[name])
    assert stage.misfits() == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("low", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_each_page_can_be_read_reached_and_heard_on_each_screen(
    stage: Stage, shots: Snapshots, screen: str, low: bool
) -> None:
    width, height, glass = SCREENS[screen]
    stage.resize(width, height)
    wrong = [finding for name in SAMPLES for finding in _findings(stage, shots, name, glass, low=low)]
    assert wrong == []


def _findings(stage: Stage, shots: Snapshots, name: str, glass: Glass, *, low: bool) -> list[str]:
    page, frame = SAMPLES[name]
    around = replace(frame, low_reach=low)
    stage.show(page, around)
    return [f"{name}: {finding}" for finding in audit(shots.window.root, around, glass)]


def test_an_identity_number_with_its_x(stage: Stage) -> None:
    stage.show(form(NUMBER), ELDER)
    stage.type("99999920990101001")
    stage.tap("key-backspace", "key-X")
    assert shown(stage, "parent_number") == "999999 20990101 00", "an X stands at the end only"
    stage.type("1X9")
    assert shown(stage, "parent_number") == "999999 20990101 001X"
    stage.tap("action-next")
    assert stage.done == [("next", {"parent_number": "99999920990101001X"})]


def test_an_identity_number_that_may_be_left_out(stage: Stage) -> None:
    stage.show(form(NUMBER_SKIP), FRAME)
    stage.tap("key-skip")
    assert stage.done == [("skip", "parent_number")]


def test_money_with_two_places(stage: Stage) -> None:
    stage.show(form(RENT), ELDER)
    stage.type(".")
    assert shown(stage, "rent") == "0."
    stage.tap("key-backspace", "key-backspace")
    stage.type("01250.50.9")
    assert shown(stage, "rent") == "1,250.50"
    assert "元" in stage.texts()
    stage.tap("action-next")
    assert stage.done == [("next", {"rent": "1250.50"})]


def test_kept_money_comes_back_as_it_was_typed(stage: Stage) -> None:
    stage.show(form(replace(RENT, value=125050)), ELDER)
    assert shown(stage, "rent") == "1,250.50"


def test_a_number_of_things(stage: Stage) -> None:
    stage.show(form(PERSONS), ELDER)
    stage.type("123")
    assert shown(stage, "persons") == "12"
    stage.tap("action-next")
    assert stage.done == [("next", {"persons": "12"})]


def test_a_calculated_value_is_shown_and_is_no_answer(stage: Stage) -> None:
    stage.show(form(RENT, TOTAL), FRAME)
    assert shown(stage, "total") == "18,000.00 元"
    stage.type("15")
    assert shown(stage, "rent") == "15 元"
    stage.tap("action-next")
    assert stage.done[-1] == ("next", {"rent": "15"})


def test_a_suggested_value_names_its_source_until_it_is_changed(stage: Stage) -> None:
    stage.show(form(SUGGESTED), FRAME)
    assert shown(stage, "contact") == "欧阳一"
    assert "来自户口簿，可以改" in stage.texts()
    stage.tap("key-backspace")
    assert "来自户口簿，可以改" not in stage.texts()
    stage.tap("action-next")
    assert stage.done == [("next", {"contact": "欧阳"})]


def test_an_address_level_by_level(stage: Stage) -> None:
    stage.show(form(WHERE), FRAME)
    stage.tap("option-19")
    assert stage.done == [("answer", {"home": {"region": "19", "detail": ""}})], "the flow says what lies below"
    stage.refresh(form(WHERE_STREET), FRAME)
    assert "在示例区的哪里？" in stage.texts()
    stage.tap("option-980101002")
    assert stage.done[-1] == ("answer", {"home": {"region": "980101002", "detail": ""}})
    stage.refresh(form(WHERE_DETAIL), FRAME)
    stage.tap("mode-symbols", "key-7", "key-号", "action-next")
    assert stage.done[-1] == ("next", {"home": {"region": "980101002", "detail": "7号"}})


@pytest.mark.parametrize(("crumb", "region"), [(0, None), (1, "98"), (2, "9801")])
def test_a_level_of_an_address_is_chosen_again(stage: Stage, crumb: int, region: str | None) -> None:
    stage.show(form(WHERE_STREET), FRAME)
    stage.tap(f"crumb-{crumb}")
    assert stage.done == [("answer", {"home": None if region is None else {"region": region, "detail": ""}})]


def test_the_house_is_kept_while_a_level_is_chosen_again(stage: Stage) -> None:
    stage.show(form(WHERE_DETAIL), FRAME)
    stage.tap("mode-symbols", "key-7", "crumb-3")
    assert stage.done == [("answer", {"home": {"region": "980101", "detail": "7"}})]
    stage.refresh(form(WHERE_STREET), FRAME)
    stage.tap("option-980101001")
    assert stage.done[-1] == ("answer", {"home": {"region": "980101001", "detail": "7"}})


def test_a_refused_address_says_why(stage: Stage) -> None:
    stage.show(form(WHERE_REFUSED), ELDER)
    assert "请写上门牌号。" in stage.texts()
    stage.tap("mode-symbols", "key-7")
    assert "请写上门牌号。" not in stage.texts()


@pytest.mark.parametrize(("page", "key"), [(WHERE_STREET, "places-back"), (WHERE_DETAIL, "key-skip")])
def test_within_low_reach_a_level_is_chosen_again_from_below(stage: Stage, page: object, key: str) -> None:
    stage.show(form(page), LOW)  # type: ignore[arg-type]
    stage.tap(key)
    assert stage.done[-1][0] == "answer"
    assert stage.done[-1][1] == {"home": {"region": "9801" if page is WHERE_STREET else "980101", "detail": ""}}


def test_within_low_reach_questions_are_chosen_from_below(stage: Stage) -> None:
    stage.show(form(PHONE, REASON), LOW)
    stage.type("138")
    stage.tap("turn-reason", "mode-symbols", "key-1", "turn-contact_phone")
    stage.type("0")
    stage.tap("action-next")
    assert stage.done[-1] == ("next", {"contact_phone": "1380", "reason": "1"})


@pytest.mark.parametrize(("frame", "screen"), [(LOW, "upright"), (FRAME, "lying")])
def test_a_promise_is_ticked_where_one_acts_and_its_row_only_tells(stage: Stage, frame: Frame, screen: str) -> None:
    stage.resize(*SCREENS[screen][:2])
    stage.show(form(PHONE, TRUE), frame)
    row = stage.find("field-true")
    assert row.property("ticked") is None, "no box that looks as if it could be ticked"
    stage.tap("turn-true" if frame is LOW else "field-true")
    assert row.property("active")
    assert "还没确认" in stage.texts()
    box, below = stage.box(stage.find("tick-true")), stage.box(row)
    assert box.top() > below.bottom() if frame is LOW else box.left() > below.right()
    stage.tap("tick-true")
    assert stage.done[-1] == ("answer", {"true": True})
    assert "已确认" in stage.texts()


def test_lying_the_answers_of_a_choice_begin_at_the_top_of_their_column(stage: Stage) -> None:
    stage.resize(1920, 1080)
    stage.show(form(TIER, PHONE), FRAME)
    first = stage.box(stage.find("option-t300"))
    assert first.top() < stage.box(stage.find("field-tier")).top()
    stage.tap("option-t300")
    assert stage.find("field-contact_phone").property("active"), "and the next question has its keys there"
    assert stage.box(stage.find("key-1")).left() == pytest.approx(first.left(), abs=1)


def test_rows_of_a_table(stage: Stage) -> None:
    stage.show(table(FAMILY_TWO), FRAME)
    assert "欧阳二\n" in stage.texts()
    assert "第 1 项" not in stage.texts(), "a row goes by its own name"
    assert stage.find("row-edit-0").property("label") == "修改"
    stage.tap("row-edit-1", "row-remove-0", "row-add", "action-next")
    assert stage.done == [
        ("row-edit", ["family", 1]),
        ("row-remove", ["family", 0]),
        ("row-add", "family"),
        ("next", {}),
    ]
    assert not stage.shows("action-row-add"), "what is done to rows stands with the rows"


def test_a_removed_row_can_be_put_back(stage: Stage) -> None:
    restore = Action(id="row-restore", label="恢复刚删除的")
    stage.show(table(FAMILY_TWO, restore), FRAME)
    stage.tap("row-restore")
    assert stage.done == [("row-restore", "family")]


def test_a_full_table_takes_no_more(stage: Stage) -> None:
    stage.show(table(FAMILY_FULL), FRAME)
    assert not stage.find("row-add").isEnabled()
    assert "最多 8 项" in stage.texts()


def test_a_table_that_may_be_left_out(stage: Stage) -> None:
    stage.show(table(replace(FAMILY, required=False, skip="没有别人")), FRAME)
    stage.tap("key-skip")
    assert stage.done == [("skip", "family")]


@needs("pinyin")
def test_one_row_is_filled_like_a_form(stage: Stage) -> None:
    stage.show(row(*COLUMNS[:2]), FRAME)
    stage.type("ouyang")
    stage.tap("candidate-0", "key-done", "option-child", "action-row-done")
    assert stage.done[-1] == ("row-done", {"who": "欧阳", "kinship": "child"})
    stage.show(row(COLUMNS[0]), ELDER)
    stage.tap("action-row-cancel")
    assert stage.done == [("row-cancel", None)]


def test_a_photo_is_taken_judged_and_taken_again(stage: Stage) -> None:
    stage.show(photo(replace(DEED, required=False, skip="以后再拍")), FRAME)
    stage.tap("photo-take", "key-skip")
    assert stage.done == [("photo-take", "deed"), ("skip", "deed")]
    stage.refresh(photo(DEED, taken=taken_photo()), FRAME)
    picture = stage.root.grabWindow().pixelColor(540, 900)
    assert picture.lightness() > 240, "the white paper is seen"
    stage.tap("photo-retake", "action-next")
    assert stage.done[2:] == [("photo-retake", "deed"), ("next", {})]


def test_without_a_camera_no_photo_is_taken(stage: Stage) -> None:
    stage.show(photo(DEED, camera=False), FRAME)
    assert not stage.shows("photo-take")
    assert not stage.find("action-next").isEnabled()
    assert "摄像头现在用不了" in stage.texts()
    assert "现在拍不了" in stage.texts()


def test_without_a_camera_the_photo_is_put_off(stage: Stage) -> None:
    later = replace(DEED, required=False, skip="以后再拍")
    stage.show(photo(later), FRAME)
    assert stage.find("key-skip").property("role") == "choice"
    stage.show(photo(later, camera=False), FRAME)
    assert stage.find("key-skip").property("role") == "primary", "the one way on is the one that is lit"
    stage.tap("action-next", "key-skip")
    assert stage.done == [("skip", "deed")]


def test_a_signature_inside_a_form(stage: Stage) -> None:
    stage.show(form(GUARDIAN), FRAME)
    pad = stage.find("signature")
    stage.drag(*(pad.mapToScene(QPointF(x, y)) for x, y in ((100, 100), (300, 200), (500, 120))))
    stage.tap("action-next")
    action, value = stage.done[-1]
    assert action == "next"
    assert [len(point) for point in value["guardian"][0]] == [3, 3, 3]  # type: ignore[index]
    stage.tap("sign-again", "action-next")
    assert stage.done[-1] == ("next", {"guardian": None})


def test_a_signature_that_is_there_says_so(stage: Stage) -> None:
    stage.show(form(replace(GUARDIAN, value=[[[1, 1, 0]]])), FRAME)
    assert "已经签过了" in stage.texts()


def test_the_key_to_the_next_question(stage: Stage) -> None:
    stage.show(form(CONTACT, REASON), FRAME)
    stage.tap("mode-symbols", "key-1", "key-done", "mode-symbols", "key-2")
    assert shown(stage, "reason") == "2"
    assert not stage.shows("key-done"), "there is no question left"


def test_a_choice_whose_options_change_in_place(stage: Stage) -> None:
    first = replace(COLUMNS[1], value="spouse")
    stage.show(form(first), ELDER)
    fewer = replace(first, options=(Option(value="child", label="孩子"),), value=None)
    stage.refresh(form(fewer), ELDER)
    assert not stage.shows("option-spouse")
    stage.tap("option-child", "action-next")
    assert stage.done[-1] == ("next", {"kinship": "child"})


@pytest.mark.parametrize("around", [FRAME, ELDER, LOW])
def test_a_draft_of_words_goes_before_anything_else(stage: Stage, around: Frame) -> None:
    stage.show(form(REASON), around)
    stage.tap("mode-symbols", "key-1", "action-back")
    assert stage.done == [("answer", {"reason": "1"}), ("back", None)]
