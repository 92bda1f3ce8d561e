"""Traditional characters for Hong Kong."""

from __future__ import annotations

from tests.ui.ime.engines import needs
from ui.ime.traditional import traditional

pytestmark = needs("traditional")


def test_phrases_are_written_as_in_hong_kong() -> None:
    assert traditional().convert("养老保险") == "養老保險"
    assert traditional().convert("头发") == "頭髮"
    assert traditional().convert("发展") == "發展"


def test_single_characters_are_offered_as_they_were_too() -> None:
    assert traditional().offers(("范", "人", "张伟")) == [("範", 0), ("范", 0), ("人", 1), ("張偉", 2)]


def test_odd_words_do_no_harm() -> None:
    assert traditional().convert("") == ""
    assert traditional().offers(()) == []
    assert traditional().offers(("a\nb", "张"))[0] == ("a\nb", 0)
