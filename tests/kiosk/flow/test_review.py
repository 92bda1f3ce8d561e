"""The page that a person signs says every kind of answer in words, and where it comes from."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.flow.page import PageName, TextSize
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
    assert rows["户籍地址"]["source"] == "来自身份证"
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
    assert [action.id for action in scene.page.actions] == ["back", "next"]
    scene.do("back")
    assert scene.name is not PageName.REVIEW


def test_what_was_confirmed_is_said_and_not_only_that_it_was() -> None:
    scene = Scene().start()
    scene.to_review()
    assert rows(scene)["待遇情况"]["value"] == "我还在领养老待遇，情况没有变化"


def test_what_is_masked_is_there_whole_for_who_holds_the_button() -> None:
    scene = Scene().start()
    scene.to_review()
    name, number = (rows(scene)[label] for label in ("姓名", "证件号码"))
    assert "*" in name["value"]
    assert "*" in number["value"]
    document = scene.terminal._visit.document
    assert document is not None
    assert (name["full"], number["full"]) == (document.name, document.number)
    assert "full" not in rows(scene)["待遇情况"], "nothing of it is hidden"


# -- one row is changed -------------------------------------------------------------------------------------------


ANSWERS = {"kind": "sight", "delivery": "counter", "contact_phone": "13912345678", "post_address": "示例路 1 号"}


@pytest.fixture(params=[TextSize.STANDARD, TextSize.LARGEST], ids=str)
def reviewed(request: pytest.FixtureRequest) -> Scene:
    """At the review of a form that asks where to send it only of who wants it sent."""
    scene = Scene().start()
    scene.do("service", "S085")
    scene.do("start")
    scene.do("size", request.param.value)
    scene.lay()
    scene.do("way", "staff")
    scene.do("login", STAFF)
    scene.do("confirm", then=PageName.FORM)
    while scene.name is not PageName.REVIEW:
        scene.do("next", {field.id: ANSWERS[field.id] for field in scene.page.fields})
    return scene


def rows(scene: Scene) -> dict[str, dict[str, Any]]:
    assert scene.name is PageName.REVIEW
    return {row["label"]: row for section in scene.page.facts["sections"] for row in section["rows"]}


def ids(scene: Scene) -> list[str]:
    return [field.id for field in scene.page.fields]


def label(scene: Scene, action: str) -> str:
    return next(one.label for one in scene.page.actions if one.id == action)


def test_each_row_leads_to_its_own_question_and_straight_back(reviewed: Scene) -> None:
    before = rows(reviewed)
    questions = {name: row["edit"]["field"] for name, row in before.items() if "field" in (row.get("edit") or {})}
    assert list(questions) == ["残疾类别", "领取方式", "联系电话"]
    for name, field in questions.items():
        reviewed.do("edit", before[name]["edit"], then=PageName.FORM)
        assert field in ids(reviewed)
        assert (label(reviewed, "back"), label(reviewed, "next")) == ("返回", "改好了")
        reviewed.do("next", {field: ANSWERS[field]}, then=PageName.REVIEW)
        assert rows(reviewed) == before


def test_what_was_changed_stands_on_the_review_and_what_will_not_do_does_not(reviewed: Scene) -> None:
    reviewed.do("edit", {"field": "contact_phone"}, then=PageName.FORM)
    reviewed.do("next", {"contact_phone": "139"}, then=PageName.FORM)
    assert next(field.problem for field in reviewed.page.fields if field.id == "contact_phone")
    reviewed.do("next", {"contact_phone": "13987654321"}, then=PageName.REVIEW)
    assert rows(reviewed)["联系电话"]["value"] == "139 8765 4321"
    reviewed.do("back", then=PageName.FORM)
    assert label(reviewed, "next") == "下一步", "from here on it is the usual way again"


def test_what_a_change_brings_up_is_asked_before_the_review(reviewed: Scene) -> None:
    reviewed.do("edit", {"field": "delivery"}, then=PageName.FORM)
    reviewed.do("next", {"delivery": "post"}, then=PageName.FORM)
    assert "post_address" in ids(reviewed)
    assert not any(field.problem for field in reviewed.page.fields), "nobody was asked yet"
    reviewed.do("next", {}, then=PageName.FORM)
    assert next(field.problem for field in reviewed.page.fields if field.id == "post_address")
    reviewed.do("next", {"post_address": "示例路 1 号"}, then=PageName.REVIEW)
    assert rows(reviewed)["邮寄地址"]["value"] == "示例路 1 号"


def test_the_way_back_leaves_nothing_open_behind(reviewed: Scene) -> None:
    before = rows(reviewed)
    reviewed.do("edit", {"field": "delivery"}, then=PageName.FORM)
    reviewed.do("back", then=PageName.REVIEW)
    assert rows(reviewed) == before
    reviewed.do("edit", {"field": "delivery"}, then=PageName.FORM)
    reviewed.do("next", {"delivery": "post"}, then=PageName.FORM)
    reviewed.do("back", then=PageName.FORM)
    assert next(field.problem for field in reviewed.page.fields if field.id == "post_address")


def test_how_a_material_follows_is_changed_there_too(reviewed: Scene) -> None:
    edit = rows(reviewed)["一寸免冠照片 2 张"]["edit"]
    before = rows(reviewed)
    for way in ("next", "back"):
        reviewed.do("edit", edit, then=PageName.MATERIALS)
        reviewed.do("material", {"id": "photo", "how": "bring"})
        reviewed.do(way, then=PageName.REVIEW)
    assert rows(reviewed)["一寸免冠照片 2 张"] != before["一寸免冠照片 2 张"]


def test_what_nobody_can_change_here_is_no_button(reviewed: Scene) -> None:
    fixed = {name for name, row in rows(reviewed).items() if not row.get("edit")}
    assert fixed == {"姓名", "证件号码", "户籍地址", "居民身份证", "户口簿"}
    for value in (None, "kind", {}, {"field": "address"}, {"field": ["kind"]}, {"material": "household"}):
        reviewed.do("edit", value, then=PageName.REVIEW)
