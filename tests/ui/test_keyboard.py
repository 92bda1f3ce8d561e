"""The keyboard as a finger meets it: modes, candidates, strokes, limits, and nothing that outlives its field."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Q_ARG, QMetaObject, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import ui.ime.handwriting
import ui.ime.pinyin
from kiosk.flow.page import Frame, Page
from tests.ui.ime.engines import drawn, needs
from tests.ui.samples_forms import CONTACT, LONG_REASON, REASON
from tests.ui.samples_visit import FRAME, PHONE, contrasted, elder, form
from tests.ui.stage import Stage
from ui.ime.text_entry import engine_states

ELDER = elder(FRAME)
HONG_KONG = replace(FRAME, language="zh-HK")
TEXT = replace(REASON, help="")
MODES = ("pinyin", "handwriting", "letters", "symbols")


def written(stage: Stage, field: str = "reason") -> str:
    return str(stage.find(f"field-{field}").property("value"))


def composing(stage: Stage) -> str:
    return str(stage.find("composing").property("text"))


def candidates(stage: Stage) -> list[str]:
    """The first candidates, as they stand in the bar."""
    keys = {item.objectName(): item for item in stage.items() if item.objectName().startswith("candidate-")}
    return [str(keys[f"candidate-{index}"].property("label")) for index in range(len(keys))]


def write(stage: Stage, character: str) -> None:
    """Draw a character with a finger, as large as the pad is high."""
    pad = stage.find("writing")
    size = pad.height() / 330
    for stroke in drawn(character, size=size, left=(pad.width() - 300 * size) / 2, top=8):
        stage.drag(*(pad.mapToScene(QPointF(x, y)) for x, y in stroke))


@needs("pinyin")
@pytest.mark.parametrize("around", [FRAME, ELDER, contrasted(FRAME)])
def test_a_name_by_pinyin(stage: Stage, around: Frame) -> None:
    stage.show(form(CONTACT), around)
    stage.type("zhangwei")
    assert composing(stage) == "zhang wei"
    assert candidates(stage)[0] == "张伟"
    assert stage.misfits() == []
    stage.tap("candidate-0")
    assert written(stage, "contact") == "张伟"
    stage.tap("action-next")
    assert stage.done == [("next", {"contact": "张伟"})]


@needs("pinyin")
def test_one_character_after_the_other(stage: Stage) -> None:
    stage.show(form(CONTACT), FRAME)
    stage.type("zhangwei")
    stage.tap(f"candidate-{candidates(stage).index('章')}")
    assert (written(stage, "contact"), composing(stage)) == ("章", "wei")
    stage.tap(f"candidate-{candidates(stage).index('为')}")
    assert written(stage, "contact") == "章为"


@needs("pinyin")
def test_syllables_are_parted_by_a_key(stage: Stage) -> None:
    stage.show(form(TEXT), FRAME)
    stage.type("xian")
    assert "西安" not in candidates(stage)
    stage.tap(*["key-backspace"] * 2, "key-split", "key-a", "key-n")
    assert composing(stage) == "xi an"
    assert candidates(stage)[0] == "西安"


def test_english_has_signs_in_place_of_parts_of_addresses(stage: Stage) -> None:
    stage.show(form(TEXT), replace(FRAME, language="en"))
    stage.tap("key-shift", "key-o", "key-shift", "mode-symbols", "key-'", "key-&")
    assert written(stage) == "O'&", "letters come first"
    assert not stage.shows("key-号")


@needs("pinyin")
def test_the_space_key_takes_the_first_candidate(stage: Stage) -> None:
    stage.show(form(TEXT), FRAME)
    stage.type("yanglaobaoxian")
    stage.tap("key-space")
    assert written(stage) == "养老保险"
    stage.tap("key-space")
    assert written(stage) == "养老保险 "


@needs("pinyin")
def test_the_dot_of_names_stands_on_the_space_key(stage: Stage) -> None:
    stage.show(form(replace(CONTACT, value="阿依")), FRAME)
    stage.tap("key-space")
    assert written(stage, "contact") == "阿依·"
    stage.tap("mode-letters", "key-space")
    assert written(stage, "contact") == "阿依· ", "between the parts of an English name there is a space"


@needs("pinyin")
def test_a_rare_character_from_the_later_pages(stage: Stage) -> None:
    stage.show(form(CONTACT), FRAME)
    stage.type("yi")
    assert "懿" not in candidates(stage)
    stage.tap("key-more")
    for _ in range(12):
        keys = {str(item.property("label")): item.objectName() for item in stage.items() if is_candidate(item)}
        assert stage.misfits() == []
        if "懿" in keys:
            break
        stage.tap("key-page-on")
    stage.tap(keys["懿"])
    assert written(stage, "contact") == "懿"
    assert stage.shows("key-q"), "the keys are back"


def is_candidate(item: QQuickItem) -> bool:
    return item.objectName().startswith("candidate-")


@needs("pinyin")
def test_turning_pages_of_candidates_and_back_to_the_keys(stage: Stage) -> None:
    stage.show(form(CONTACT), FRAME)
    stage.type("yi")
    stage.tap("key-more")
    first = stage.find("candidate-0").property("label")
    stage.tap("key-page-on")
    assert not stage.shows("candidate-0")
    stage.tap("key-page-back")
    assert stage.find("candidate-0").property("label") == first
    stage.tap("key-close", "key-backspace")
    assert composing(stage) == "y"


@needs("pinyin")
def test_backspace_takes_letters_before_characters(stage: Stage) -> None:
    stage.show(form(replace(TEXT, value="搬家")), FRAME)
    stage.type("hu")
    stage.tap("key-backspace")
    assert (written(stage), composing(stage)) == ("搬家", "h")
    stage.tap("key-backspace", "key-backspace")
    assert written(stage) == "搬"


def test_a_character_beyond_the_first_plane_goes_whole(stage: Stage) -> None:
    stage.show(form(replace(CONTACT, value="王𠅤")), FRAME)
    stage.tap("key-backspace")
    assert written(stage, "contact") == "王"
    stage.tap("key-backspace")
    assert written(stage, "contact") == ""


def test_a_held_backspace_repeats(stage: Stage, qtbot: QtBot) -> None:
    stage.show(form(replace(TEXT, value="一二三四五六七八九十")), FRAME)
    key = stage.find("key-backspace")
    centre = key.mapToScene(QPointF(key.width() / 2, key.height() / 2)).toPoint()
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(stage.root, Qt.MouseButton.LeftButton, none, centre)
    qtbot.waitUntil(lambda: len(written(stage)) <= 5, timeout=20_000)
    QTest.mouseRelease(stage.root, Qt.MouseButton.LeftButton, none, centre)


@needs("handwriting")
@pytest.mark.parametrize("character", ["人", "中", "王", "李"])
def test_a_character_by_hand(stage: Stage, character: str) -> None:
    stage.show(form(CONTACT), FRAME)
    stage.tap("mode-handwriting")
    write(stage, character)
    assert len(candidates(stage)) == 10
    assert stage.misfits() == []
    stage.tap(f"candidate-{candidates(stage).index(character)}")
    assert written(stage, "contact") == character
    assert candidates(stage) == [], "the sheet is empty for the next one"
    assert not stage.find("key-undo").isEnabled()


@needs("handwriting")
def test_a_wrong_stroke_is_taken_back(stage: Stage) -> None:
    stage.show(form(CONTACT), FRAME)
    stage.tap("mode-handwriting")
    write(stage, "王")
    right = candidates(stage)
    pad = stage.find("writing")
    stage.drag(pad.mapToScene(QPointF(20, 20)), pad.mapToScene(QPointF(pad.width() - 20, pad.height() - 20)))
    assert candidates(stage) != right
    stage.tap("key-undo")
    assert candidates(stage) == right
    stage.tap("key-clear")
    assert candidates(stage) == []


@needs("pinyin")
def test_the_text_stays_when_modes_are_turned(stage: Stage) -> None:
    stage.show(form(TEXT), FRAME)
    stage.type("zhang")
    stage.tap("candidate-0", "mode-symbols", "key-1", "key-号", "key-单元", "mode-letters", "key-shift", "key-b")
    stage.tap("key-shift", "key-c", "mode-handwriting", "mode-pinyin")
    assert written(stage) == "张1号单元Bc"
    stage.type("l")
    stage.tap("mode-letters")
    assert written(stage) == "张1号单元Bc", "letters that were not chosen for are nothing"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("around", [FRAME, ELDER, contrasted(ELDER), HONG_KONG])
def test_every_mode_fits_and_is_read_out(stage: Stage, mode: str, around: Frame) -> None:
    stage.show(form(replace(TEXT, max_length=10_000)), around)
    stage.tap(f"mode-{mode}")
    assert stage.misfits() == []
    QAccessible.setActive(True)
    said: set[str] = set()
    for item in stage.items():
        if item.inherits("QQuickAbstractButton"):
            heard = QAccessible.queryAccessibleInterface(item)
            assert heard.role() == QAccessible.Role.Button or "field-" in item.objectName(), item.objectName()
            name = heard.text(QAccessible.Text.Name)
            assert name.strip(), item.objectName()
            assert name not in said, f"{name} is there twice"
            said.add(name)


@needs("pinyin")
def test_no_more_than_the_field_takes(stage: Stage) -> None:
    stage.show(form(replace(CONTACT, value="阿依古丽", max_length=6)), FRAME)
    stage.type("guli")
    stage.tap("key-space")
    assert written(stage, "contact") == "阿依古丽鼓励"
    assert "写满了" in stage.texts()
    stage.type("a")
    stage.tap("key-space", "mode-symbols", "key-1")
    assert written(stage, "contact") == "阿依古丽鼓励"


def test_the_length_counts_characters(stage: Stage) -> None:
    stage.show(form(replace(TEXT, value="𠅤𠅤", max_length=4)), FRAME)
    stage.tap("mode-symbols", "key-1", "key-2", "key-3")
    assert written(stage) == "𠅤𠅤12"


def test_ten_thousand_characters(stage: Stage) -> None:
    long = "".join(chr(0x4E00 + number % 5000) for number in range(10_000))
    stage.show(form(replace(TEXT, value=long, max_length=10_000)), FRAME)
    assert stage.misfits() == []
    stage.tap("mode-symbols", "key-1")
    assert written(stage) == long, "it is full"
    stage.tap("key-backspace", "key-1", "action-next")
    assert stage.done[-1] == ("next", {"reason": long[:-1] + "1"})


def test_what_is_put_in_is_composed(stage: Stage) -> None:
    """As Unicode's NFC, however it was put together."""
    stage.show(form(TEXT), FRAME)
    keyboard = next(item for item in stage.items() if item.metaObject().indexOfProperty("spaceSign") >= 0)
    QMetaObject.invokeMethod(keyboard, "insert", Q_ARG("QVariant", "e\u0301"))
    assert written(stage) == "é"


@needs("pinyin")
def test_going_on_with_letters_unchosen_asks_for_a_choice(stage: Stage) -> None:
    stage.show(form(TEXT), FRAME)
    stage.type("ban")
    stage.tap("action-next")
    assert stage.done == []
    assert "还没选成字" in stage.texts()
    stage.tap("candidate-0", "action-next")
    assert stage.done == [("next", {"reason": "办"})]


@needs("pinyin")
def test_what_follows_is_guessed_in_texts_and_not_in_names(stage: Stage) -> None:
    stage.show(form(TEXT), FRAME)
    stage.type("yanglao")
    stage.tap("candidate-0")
    assert candidates(stage) != []
    assert "接下来是不是：" in stage.texts()
    stage.show(form(CONTACT), FRAME)
    stage.type("zhang")
    stage.tap("candidate-0")
    assert candidates(stage) == []


@needs("pinyin")
def test_the_next_question_starts_from_nothing(stage: Stage) -> None:
    stage.show(form(CONTACT, TEXT), FRAME)
    stage.type("zhang")
    stage.tap("field-reason")
    assert candidates(stage) == []
    assert "zhang" not in stage.texts()
    stage.type("wei")
    assert composing(stage) == "wei"


@needs("pinyin")
def test_the_next_resident_is_offered_the_same(stage: Stage) -> None:
    """One writes an odd word many times; nothing of it comes up for who follows."""
    stage.show(form(TEXT), FRAME)
    stage.type("quwei")
    before = candidates(stage)
    for _ in range(6):
        stage.show(form(TEXT), FRAME)
        stage.type("quwei")
        stage.tap(f"candidate-{len(before) - 1}")
        stage.tap("candidate-3" if composing(stage) else "key-backspace")
    stage.show(form(TEXT), FRAME)
    stage.type("quwei")
    assert candidates(stage) == before


@needs("pinyin")
@pytest.mark.parametrize("after", [form(PHONE), form(CONTACT)])
def test_leaving_a_page_clears_the_decoder(stage: Stage, after: Page) -> None:
    """The letters that libgooglepinyin looked up last lie in its memory; it tells them itself."""
    decoder = ctypes.CDLL("libgooglepinyin.so.0")
    decoder.im_get_sps_str.restype = ctypes.c_char_p
    length = ctypes.c_size_t()
    stage.show(form(TEXT), FRAME)
    stage.type("zhuang")
    assert decoder.im_get_sps_str(ctypes.byref(length)) == b"zhuang"
    stage.refresh(after, FRAME)
    assert b"zhuang" not in decoder.im_get_sps_str(ctypes.byref(length))


@needs("pinyin")
@needs("traditional")
def test_hong_kong_is_offered_traditional_characters(stage: Stage) -> None:
    stage.show(form(TEXT), HONG_KONG)
    stage.type("yanglaobaoxian")
    assert candidates(stage)[0] == "養老保險"
    stage.tap("candidate-0")
    stage.type("fan")
    stage.tap("key-more")
    offered = {str(item.property("label")) for item in stage.items() if is_candidate(item)}
    assert {"範", "范"} <= offered, "the surname beside the word"
    stage.tap("key-close", "mode-symbols")
    assert stage.shows("key-號")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which neither dictionary nor model is installed."""
    opened = (ui.ime.pinyin.pinyin, ui.ime.handwriting.handwriting)
    monkeypatch.setattr(ui.ime.pinyin, "_DICTIONARY", "/nowhere/*.dat")
    monkeypatch.setattr(ui.ime.handwriting, "_MODEL", "/nowhere/*.model")
    for one in opened:
        one.cache_clear()
    yield
    for one in opened:
        one.cache_clear()


def test_where_the_libraries_are_missing_the_rest_is_offered(stage: Stage, bare: None) -> None:
    stage.show(form(TEXT), FRAME)
    assert not stage.shows("mode-pinyin")
    assert not stage.shows("mode-handwriting")
    stage.tap("key-a", "mode-symbols", "key-1")
    assert written(stage) == "a1"
    assert stage.misfits() == []
    states = {state.engine: state for state in engine_states()}
    assert states["pinyin"].package == "libgooglepinyin0"
    assert states["handwriting"].package == "tegaki-zinnia-simplified-chinese"
    assert "/nowhere" in states["pinyin"].cause


def test_a_long_text_shows_its_end(stage: Stage) -> None:
    stage.show(form(LONG_REASON), ELDER)
    assert stage.misfits() == []
    assert written(stage) == LONG_REASON.value
