"""Cleaning: nothing invisible, nothing endless, nothing lost."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.text import BREAK, LINE_LIMIT, breakable, clean


@given(st.text(st.characters(), max_size=2000))
def test_a_cleaned_text_is_one_bounded_visible_line(text: str) -> None:
    line = clean(text)
    assert len(line) <= LINE_LIMIT
    assert line == line.strip()
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert clean(line) == line
    line.encode("utf-8")


@given(st.text(st.characters(categories=("L", "N", "P", "S")), max_size=LINE_LIMIT))
def test_visible_characters_all_stay(text: str) -> None:
    assert clean(text) == text


@given(st.text(max_size=200))
def test_breaks_are_all_that_is_added(text: str) -> None:
    line = clean(text)
    broken = breakable(line)
    assert broken.replace(BREAK, "") == line


def test_a_long_run_breaks_and_a_name_does_not() -> None:
    assert breakable("W" * 40).count(BREAK) == 39
    assert breakable("R-2026-0000123").count(BREAK) == 13
    assert BREAK not in breakable("A registration is an acknowledgement, 2026-11-20 09:44")
    assert BREAK not in breakable("阿卜杜热合曼·买买提" * 5)


def test_what_was_cut_says_so() -> None:
    assert clean("长" * 10_000) == "长" * (LINE_LIMIT - 1) + "…"
    assert clean("a\tb\r\n  c\u3000d") == "a b c d"
