"""The guide as a text in a code: all five contents, never too long, never cut in the middle of a character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.guide_text import MOST_BYTES, guide_text
from kiosk.documents.paper import GuideSection
from kiosk.documents.qr import qr_matrix

FIVE = ("办理流程", "材料清单", "办理时限", "所需表格", "示范文本")


def sections(*bodies: str) -> tuple[GuideSection, ...]:
    return tuple(GuideSection(title=title, lines=(body,)) for title, body in zip(FIVE, bodies, strict=True))


def test_a_short_guide_stands_there_word_for_word() -> None:
    text = guide_text("办老年证", sections("申请 → 领证", "身份证", "即办", "不用填表", "无"))
    assert (
        text == "办老年证\n办理流程：申请 → 领证\n材料清单：身份证\n办理时限：即办\n所需表格：不用填表\n示范文本：无"
    )


def test_the_longest_part_gives_way_and_the_short_ones_stay_whole() -> None:
    text = guide_text("办老年证", sections("申请 → 领证", "户口簿" * 400, "五个工作日", "不用填表", "窗口有样表"))
    assert "办理时限：五个工作日" in text
    assert "示范文本：窗口有样表" in text
    assert "材料清单：户口簿户口簿" in text
    assert "…" in text
    assert len(text.encode()) <= MOST_BYTES


@given(name=st.text(max_size=300), bodies=st.lists(st.text(max_size=2000), min_size=5, max_size=5))
def test_whatever_a_catalogue_says_the_code_can_be_made(name: str, bodies: list[str]) -> None:
    text = guide_text(name, sections(*bodies))
    assert len(text.encode("utf-8")) <= MOST_BYTES
    assert all(title in text for title in FIVE)
    assert len(qr_matrix(text)) <= 17 + 4 * 21
