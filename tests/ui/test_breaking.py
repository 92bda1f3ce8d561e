"""Lines of words end where a reader would pause, in as many lines as a plain renderer makes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from ui.breaking import line_rooms, two_lines

FAMILY = "Noto Sans CJK SC"


def lines(text: str, width: float, pixels: int, *, rooms: Sequence[float] = ()) -> list[str]:
    """As Qt draws a text in this width, or in a room for each line."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    drawn: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(rooms[len(drawn)] if len(drawn) < len(rooms) else width)
        drawn.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return drawn


def read(text: str, width: float) -> list[str]:
    # as Qt Quick lays out a text that brings its own lines
    apart = text.replace("\n", "\u2028")
    return lines(apart, width, 40, rooms=line_rooms(text, width, FAMILY, 40, False))


@pytest.mark.parametrize(
    ("text", "characters", "drawn"),
    [
        ("请工作人员帮我", 5.3, ["请工作人员", "帮我"]),
        ("證件、本人和屏幕一致嗎？", 10, ["證件、本人", "和屏幕一致嗎？"]),
        (
            "没有人操作时，屏幕会自动清除您的信息。已经填好的不会提交。",
            22,
            ["没有人操作时，屏幕会自动清除您的信息。", "已经填好的不会提交。"],
        ),
        ("到服务中心二楼 3 号窗口，带上身份证就行", 14, ["到服务中心二楼 3 号窗口，", "带上身份证就行"]),
        ("想办什么就写什么，如“老人钱” “社保”", 17, ["想办什么就写什么，", "如“老人钱” “社保”"]),
        ("护照翻到照片页，卡片翻到背面，停一下就好", 15.5, ["护照翻到照片页，", "卡片翻到背面，停一下就好"]),
        ("材料看一眼，有一样可以后补", 12, ["材料看一眼，", "有一样可以后补"]),
        ("我填写的内容真实，知道以受理机关的通知为准。", 20, ["我填写的内容真实，", "知道以受理机关的通知为准。"]),
        (
            "Please use your own code; to act for somebody else, lay on their card",
            22.2,
            ["Please use your own code;", "to act for somebody else, lay on their card"],
        ),
        (
            "送到示例区医疗保障局。\n是否受理，以他们的通知为准。",
            9,
            ["送到示例区", "医疗保障局。", "是否受理，", "以他们的通知为准。"],
        ),
        ("阿卜杜热合曼·买买提艾力·吾买尔江", 12, ["阿卜杜热合曼·", "买买提艾力·吾买尔江"]),
        ("阿卜杜热合曼·买买提艾力·吾买尔江", 7.5, ["阿卜杜热合曼·", "买买提艾力·", "吾买尔江"]),
        ("您的手机号是多少？", 6, ["您的手机号", "是多少？"]),
        ("Nothing can be registered here just now", 11, ["Nothing can", "be registered", "here just now"]),
    ],
)
def test_a_line_ends_where_one_pauses(qapp: object, text: str, characters: float, drawn: list[str]) -> None:
    assert read(text, characters * 40) == drawn


def test_what_fits_in_its_own_lines_is_left_as_it_is(qapp: object) -> None:
    assert line_rooms("请核对一遍", 400, FAMILY, 40, True) == []
    assert line_rooms("您想用哪种方式\n证明是本人？", 300, FAMILY, 40, True) == []


def test_the_call_takes_the_room_of_its_longer_line(qapp: object) -> None:
    assert two_lines("请工作人员帮我", FAMILY, 40, True) == pytest.approx(5 * 40, abs=2)


LETTERS = "办事指南登记回执工作人员，。 的3A窗口“”"
# Around a space beside punctuation Qt's layout and its finder of boundaries disagree; nobody writes that.
TEXTS = st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: not re.search(" [，。“”]|“ ", text))
WIDTHS = st.floats(min_value=4, max_value=30).map(lambda characters: characters * 40)


@given(text=TEXTS, width=WIDTHS)
def test_no_text_takes_more_lines_than_it_must(qapp: object, text: str, width: float) -> None:
    rooms = line_rooms(text, width, FAMILY, 40, False)
    assert all(0 < room <= width for room in rooms)
    assert len(read(text, width)) <= len(lines(text, width, 40))


@given(text=TEXTS, width=WIDTHS)
def test_a_box_as_wide_as_the_widest_room_draws_the_same_lines(qapp: object, text: str, width: float) -> None:
    rooms = line_rooms(text, width, FAMILY, 40, False)
    if rooms:
        assert read(text, max(rooms)) == read(text, width)
