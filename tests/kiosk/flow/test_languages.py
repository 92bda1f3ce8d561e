"""Languages, sizes and looks are switched in the middle of everything, and nothing of a form is lost."""

from __future__ import annotations

import pytest

from kiosk.flow.page import PageName, TextSize
from kiosk.texts import LANGUAGES
from tests.kiosk.flow.desk import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene().start()


def test_a_half_filled_form_survives_every_switch(scene: Scene) -> None:
    scene.to_form()
    scene.do("answer", {"contact_phone": "139"})
    for action, values in (
        ("language", LANGUAGES),
        ("size", list(TextSize)),
        ("contrast", [None, None]),
        ("low-reach", [None, None]),
    ):
        for value in values:
            scene.do(action, value, then=PageName.FORM)
            drafts = {field.id: field.value for field in scene.page.fields}
            if "contact_phone" in drafts:
                assert drafts["contact_phone"] == "139"
    scene.do("size", "standard")
    scene.do("language", "en", then=PageName.FORM)
    assert scene.page.step is not None
    assert scene.page.step.label == "Details"
    assert {field.id: field.value for field in scene.page.fields}["contact_phone"] == "139"
    scene.do("language", "zh-HK")
    assert scene.page.step is not None
    assert scene.page.step.label == "補充資料"


def test_the_next_one_without_a_value_and_nothing_for_an_unknown_one(scene: Scene) -> None:
    assert [option.value for option in scene.frame.languages] == ["zh-CN", "zh-HK", "en"]
    seen = []
    for _ in range(4):
        scene.do("language")
        seen.append(scene.frame.language)
    assert seen == ["zh-HK", "en", "zh-CN", "zh-HK"]
    scene.do("language", "fr")
    scene.do("language", {"en": 1})
    assert scene.frame.language == "zh-HK"
    scene.do("size", "huge")
    assert scene.frame.size is TextSize.STANDARD
    scene.do("size")
    assert scene.frame.size is TextSize.MEDIUM


def test_the_language_of_the_screen_is_told_with_the_application(scene: Scene) -> None:
    scene.do("language", "zh-HK")
    scene.to_receipt()
    assert scene.store.drafts[-1].language == "zh-HK"
    scene.lift()
    scene.do("finish", then=PageName.GOODBYE)
    assert scene.page.title == "您的資料已清除", "who leaves is told so in their own language"
    scene.do("home", then=PageName.HOME)
    assert scene.frame.language == "zh-CN", "the next one finds the house as it is"


def test_a_suspended_machine_forgets_the_look_of_who_left(scene: Scene) -> None:
    scene.do("language", "en")
    scene.store.sealing = False
    scene.wait(2)
    assert (scene.name, scene.frame.language) == (PageName.SUSPENDED, "en")
    scene.wait(120 + 45)
    assert (scene.name, scene.frame.language) == (PageName.SUSPENDED, "zh-CN")


def test_help_that_outlives_a_goodbye_belongs_to_the_next_visit(scene: Scene) -> None:
    scene.to_form()
    scene.do("language", "en")
    scene.do("finish", then=PageName.GOODBYE)
    scene.lift()
    scene.call()
    scene.wait(15)
    assert scene.name is PageName.HELP
    assert scene.frame.language == "zh-CN", "the goodbye beneath has ended"
    scene.do("language", "zh-HK")
    assert scene.frame.language == "zh-HK"
    assert scene.page.title == "請向旁邊的工作人員招招手"
