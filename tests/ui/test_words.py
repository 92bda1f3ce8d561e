"""The window's own words: all of them in every language, the compiled catalogues as new as the texts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.flow.page import Countdown
from kiosk.texts import DEFAULT, LANGUAGES
from tests.ui.conftest import cases
from tests.ui.driver import Driver
from tests.ui.samples import FRAME, PAGES
from ui.language import catalogue
from ui.snapshot import StillFront, settle
from ui.strings.renew import collect, compile_words, open_texts
from ui.values import to_qml
from ui.window import build

OTHERS = [language for language in LANGUAGES if language != DEFAULT]
HAN = re.compile(r"[\u3400-\u9fff]+")
SIMPLIFIED = "这请签写选还给们设备认证办现证码错误时间务须钮键线库检"
"""Characters that the Hong Kong form writes otherwise."""
NAMES = {"就\n近", "繁 EN", "简 EN", "中文", *LANGUAGES.values()}
"""The seal, and languages under their own names."""


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_untranslated(tmp_path: Path, language: str) -> None:
    fresh = tmp_path / "fresh.ts"
    shutil.copy(catalogue(language, ".ts"), fresh)
    collect(fresh, language)
    assert open_texts(fresh) == [], "python -m ui.strings.renew, then translate what it lists"


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogues_are_compiled(tmp_path: Path, language: str) -> None:
    made = tmp_path / "made.qm"
    compile_words(catalogue(language, ".ts"), made)
    assert made.read_bytes() == catalogue(language, ".qm").read_bytes(), "python -m ui.strings.renew"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_its_places(language: str) -> None:
    text = catalogue(language, ".ts").read_text("utf-8")
    pairs = re.findall(r"<source>(.*?)</source>\s*<translation>(.*?)</translation>", text, re.S)
    assert len(pairs) > 50
    for source, translated in pairs:
        assert sorted(re.findall(r"%\d", source)) == sorted(re.findall(r"%\d", translated)), source
        if language == "zh-HK":
            assert not set(SIMPLIFIED) & set(translated), translated


def _given(value: Any) -> Iterator[str]:
    """Every text that a page or its frame brings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _given(member)
    elif isinstance(value, list):
        for member in value:
            yield from _given(member)


@pytest.mark.parametrize("frame", ["standard", "visit"])
def test_the_english_window_says_nothing_in_chinese_of_its_own(ui: Driver, frame: str) -> None:
    for name, (page, around) in cases(frame).items():
        ui.show(page, replace(around, language="en"))
        given = "\n".join((*_given(to_qml(page)), *_given(to_qml(around))))
        for text in ui.texts():
            said = str(text.property("text"))
            own = [word for word in HAN.findall(said) if word not in given]
            assert said in NAMES or not own, f"{name} in {frame}: {said!r}"


def test_words_change_in_place(ui: Driver) -> None:
    page, around = cases("visit")["form-one"]
    ui.show(page, around)
    key = ui.find("key-backspace")
    assert "退一格" in ui.shown()
    for language, word in (("en", "Erase"), ("zh-HK", "字號"), ("zh-CN", "退一格")):
        ui.show(page, replace(around, language=language))
        assert word in ui.shown()
        assert ui.find("key-backspace") is key, "the same key under the finger"
    families = {"zh-CN": "Noto Sans CJK SC", "zh-HK": "Noto Sans CJK HK"}
    for language, family in families.items():
        ui.show(page, replace(around, language=language))
        assert {text.property("font").family() for text in ui.texts()} <= {family, family.replace("Sans", "Serif")}


def test_the_next_window_begins_in_its_own_language(qapp: object, qt_log: list[str]) -> None:
    page, around = cases("visit")["form-one"]
    for language, word in (("en", "Erase"), ("zh-CN", "退一格")):
        front = StillFront(page, replace(around, language=language))
        window = build(front, show=False)
        try:
            window.root.show()
            settle(window)
            assert word in Driver(window, front).shown()
        finally:
            window.close()


def test_the_countdown_is_said_in_the_language_of_the_visit(ui: Driver) -> None:
    leaving = Countdown(seconds=9, title="Still there?", text="Your data is cleared.", stay="Stay", finish="End")
    ui.show(PAGES["home"], replace(FRAME, language="en", countdown=leaving))
    ui.tap("action-stay")
    assert ui.done == [("stay", None)]
