"""The page that a person signs says every kind of answer in words, and where it comes from."""

from __future__ import annotations

from kiosk.flow.page import PageName
from tests.kiosk.flow.desk import STAFF, Scene


def test_a_table_money_and_what_is_calculated_stand_there_as_people_say_them() -> None:
    scene = Scene().start()
    scene.do("service", "S070", then=PageName.GUIDE)
    scene.do("start", then=PageName.CARD)
    scene.lay()
    scene.do("way", "staff", then=PageName.STAFF)
    scene.do("login", STAFF)
    scene.do("confirm", then=PageName.FORM)
    for who, relation, income in (("欧阳一", "self", "300.50"), ("欧阳二", "child", "0")):
        scene.do("row-add", "household")
        row = {"who": who, "relation": relation, "income": income}
        scene.do("row-done", row)
    answers = {"cause": "illness", "promise": True}
    for _ in range(8):
        if scene.name is PageName.REVIEW:
            break
        scene.do("next", {field.id: answers[field.id] for field in scene.page.fields if field.id in answers})
    assert scene.name is PageName.REVIEW
    rows = {row["label"]: row for section in scene.page.facts["sections"] for row in section["rows"]}
    assert "欧阳一，本人，300.50 元" in rows["家里的人"]["value"]
    assert "欧阳二，孩子，0.00 元" in rows["家里的人"]["value"]
    assert rows["人均月收入"]["value"] == "150.25 元"
    assert rows["困难原因"]["value"] == "生病"
    assert rows["户籍地址"]["source"] == "身份证"
    assert rows["困难原因"]["source"] == ""
    scene.do("language", "en")
    rows = {row["label"]: row for section in scene.page.facts["sections"] for row in section["rows"]}
    assert rows["Cause"]["value"] == "Illness"
    assert "Child" in rows["Household"]["value"]


def test_the_notice_leads_back_to_where_it_was_opened() -> None:
    scene = Scene().start()
    scene.do("service", "S085", then=PageName.GUIDE)
    scene.do("start", then=PageName.CARD)
    scene.lay()
    scene.do("way", "staff", then=PageName.STAFF)
    scene.do("login", STAFF)
    scene.do("confirm", then=PageName.FORM)
    scene.do("back", then=PageName.GUIDE)
    scene.do("notice", then=PageName.NOTICE)
    scene.do("back", then=PageName.GUIDE)


def test_there_is_no_way_back_where_nothing_was_asked() -> None:
    """A service of which the card says everything: what would be changed?"""
    scene = Scene().start()
    scene.to_review()
    assert [action.id for action in scene.page.actions] == ["edit", "next"]
    scene.do("edit")
    assert scene.name is not PageName.REVIEW
