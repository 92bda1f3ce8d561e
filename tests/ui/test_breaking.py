"""Lines of words end where a reader would pause, in as many lines as a plain renderer makes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextLayout, QTextOption

from ui.breaking import best_width, two_lines

FAMILY = "Noto Sans CJK SC"


def lines(text: str, width: float, pixels: int, *, bold: bool = False) -> list[str]:
    """As Qt draws a text in this width."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setBold(bold)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    drawn = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        drawn.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return drawn


@pytest.mark.parametrize(
    ("text", "characters", "drawn"),
    [
        ("请工作人员帮我", 5.3, ["请工作人员", "帮我"]),
        ("證件、本人和屏幕一致嗎？", 10, ["證件、本人和", "屏幕一致嗎？"]),
        (
            "没有人操作时，屏幕会自动清除您的信息。已经填好的不会提交。",
            22,
            ["没有人操作时，屏幕会自动清除您的信息。", "已经填好的不会提交。"],
        ),
        ("到服务中心二楼 3 号窗口，带上身份证就行", 14, ["到服务中心二楼 3 号窗口，", "带上身份证就行"]),
        ("想办什么就写什么，如“老人钱” “社保”", 17, ["想办什么就写什么，如", "“老人钱” “社保”"]),
        ("Nothing can be registered here just now", 11, ["Nothing can", "be registered", "here just now"]),
    ],
)
def test_a_line_ends_where_one_pauses(qapp: object, text: str, characters: float, drawn: list[str]) -> None:
    assert lines(text, best_width(text, characters * 40, FAMILY, 40, False), 40) == drawn


def test_what_fits_and_what_brings_its_own_lines_has_the_whole_width(qapp: object) -> None:
    assert best_width("请核对一遍", 400, FAMILY, 40, True) == 400
    assert best_width("您想用哪种方式\n证明是本人？", 300, FAMILY, 40, True) == 300


def test_the_call_takes_the_room_of_its_longer_line(qapp: object) -> None:
    assert two_lines("请工作人员帮我", FAMILY, 40, True) == pytest.approx(5 * 40, abs=2)


@given(
    text=st.text("办事指南登记回执工作人员，。 的3A窗口“”", min_size=1, max_size=60),
    characters=st.floats(min_value=4, max_value=30),
)
def test_no_text_takes_more_lines_than_it_must(qapp: object, text: str, characters: float) -> None:
    width = characters * 40
    best = best_width(text, width, FAMILY, 40, False)
    assert 0 < best <= width
    assert len(lines(text, best, 40)) <= len(lines(text, width, 40))
