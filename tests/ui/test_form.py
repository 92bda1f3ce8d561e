"""The form: what is typed, chosen, left out and refused, and what of it the flow is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.page import FieldView, Frame, Page
from tests.ui.samples_forms import RENT
from tests.ui.samples_visit import (
    ADDRESS,
    BANK_CARD,
    BIRTH,
    FRAME,
    GROUP,
    LONG_NAME,
    NAME,
    PHONE,
    TIER,
    TRUE,
    contrasted,
    elder,
    form,
)
from tests.ui.stage import Stage
from ui.snapshot import Snapshots, settle

ELDER = elder(FRAME)


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


def test_after_the_flow_found_a_problem_its_question_is_in_hand(stage: Stage) -> None:
    page = form(TIER, PHONE)
    stage.show(page, FRAME)
    stage.tap("option-t300", "action-next")
    wrong = replace(TIER, value="t300", problem="请选一项。")
    stage.refresh(replace(page, fields=(wrong, PHONE)), FRAME)
    assert "请选一项。" in stage.texts()
    assert stage.shows("option-t300")


def test_what_helps_to_choose_stays_with_what_says_that_nobody_chose(stage: Stage) -> None:
    stage.show(form(replace(TIER, problem="请选一项。")), ELDER)
    assert "请选一项。" in stage.texts()
    assert TIER.help in stage.texts()
    help_text = next(item for item in stage.items() if item.property("text") == TIER.help)
    problem = stage.box(stage.find("problem"))
    assert stage.box(help_text).bottom() < problem.top()
    assert problem.bottom() < stage.box(stage.find("option-t300")).top()
    assert stage.misfits() == []


def test_an_empty_box_says_what_it_counts(stage: Stage) -> None:
    stage.show(form(RENT), ELDER)
    assert "元" in stage.texts().split("\n")


def test_nothing_a_page_kept_survives_into_the_next_visit(stage: Stage) -> None:
    stage.show(form(PHONE), ELDER)
    stage.type("138")
    stage.refresh(form(GROUP), ELDER)
    stage.refresh(form(PHONE), ELDER)
    assert stage.find("field-contact_phone").property("value") == ""


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
