"""What a page says is so: of the line, of the printer, and of what somebody was, or was not, asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from kiosk.devices import CardFound, CardRemoved, PrintJob, PrintStarted
from kiosk.flow.page import PageName
from kiosk.site import AttendedHours, Weekday
from kiosk.store import LineState
from tests.kiosk.flow.desk import STAFF, Scene


@pytest.fixture
def scene() -> Scene:
    return Scene().start()


def limit(scene: Scene) -> str:
    return str(scene.page.facts["cells"][0]["label"])


def to_materials(scene: Scene) -> None:
    """The pass of a disabled person: an original of which nobody asked, and photographs that may follow."""
    scene.do("service", "S085", then=PageName.GUIDE)
    scene.do("start")
    scene.lay()
    scene.do("way", "staff")
    scene.do("login", STAFF)
    scene.do("confirm", then=PageName.FORM)
    answers = {"kind": "sight", "delivery": "counter", "contact_phone": "13912345678"}
    while scene.name is PageName.FORM:
        scene.do("next", {field.id: answers[field.id] for field in scene.page.fields})
    assert scene.name is PageName.MATERIALS


def test_what_is_only_registered_today_is_not_called_done_at_once(scene: Scene) -> None:
    scene.store.line_state = LineState.DOWN
    scene.do("service", "S001", then=PageName.GUIDE)
    assert limit(scene) == "当场登记，受理后"
    assert "当场登记" in scene.page.said
    scene.store.line_state = LineState.UP
    scene.wait(1)
    assert limit(scene) == "办理时限"


def test_without_paper_no_slip_is_promised_and_it_says_why(scene: Scene) -> None:
    scene.printer.paper = False
    scene.do("service", "S001", then=PageName.GUIDE)
    assert "slip" not in [action.id for action in scene.page.actions]
    said = scene.page.facts["take"]["lines"][1]
    assert said.startswith("打印纸用完了")
    assert "拍下" in said
    scene.printer.load()
    scene.wait(1)
    assert "slip" in [action.id for action in scene.page.actions]
    assert "可以打印" in scene.page.facts["take"]["lines"][1]


def test_while_a_card_is_read_nothing_is_offered_to_who_has_none(scene: Scene) -> None:
    scene.to_card()
    offered = [action.id for action in scene.page.actions]
    scene.happen(CardFound(device="reader-1"))
    assert [action.id for action in scene.page.actions] == ["back"]
    assert "拿开" in scene.page.facts["hint"]
    assert "拿开" not in scene.page.subtitle, "it is said once"
    scene.happen(CardRemoved(device="reader-1"))
    assert [action.id for action in scene.page.actions] == offered


def test_the_home_page_promises_what_is_done_here(scene: Scene) -> None:
    """Of what can be looked up, one of twenty-seven is done at the machine; of what is applied for, nearly all."""
    notes = {row["id"]: row["note"] for row in scene.page.facts["functions"]}
    assert notes["query"] == notes["pay"] == "看指南、取号"
    assert notes["apply"] == "申请、认证、登记"


def test_a_receipt_is_looked_for_where_it_comes_out(scene: Scene) -> None:
    jobs: list[PrintJob] = []
    scene.printer.submit = jobs.append  # type: ignore[method-assign, assignment]
    scene.to_review()
    scene.do("next", then=PageName.PRINTING)
    assert "出纸口" in scene.page.facts["lines"][-1]
    scene.happen(PrintStarted(device="printer-1", job=jobs[0].job))
    assert "出纸口" in scene.page.facts["lines"][-1]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-CN", "有人的时间：每天 09:00–17:00，星期六 全天"),
        ("en", "Staffed: every day, 09:00–17:00; Sat, day and night"),
    ],
)
def test_hours_within_a_sentence_read_as_one(scene: Scene, language: str, told: str) -> None:
    weekly = AttendedHours(days=tuple(Weekday), begins=time(9), ends=time(17))
    saturday = AttendedHours(days=(Weekday.SAT,), begins=time.min, ends=time.max)
    desk = scene.terminal._desk
    assert desk.policy is not None
    desk.policy = replace(desk.policy, hours=(weekly, saturday))
    scene.do("language", language)
    scene.do("service", "S006", then=PageName.GUIDE)
    scene.do("ticket", then=PageName.TICKET)
    assert told in scene.page.facts["lines"]


def test_hours_are_not_told_where_somebody_is_always_there(scene: Scene) -> None:
    scene.do("service", "S006", then=PageName.GUIDE)
    scene.do("ticket", then=PageName.TICKET)
    assert not any("全天" in line for line in scene.page.facts["lines"])


def test_a_receipt_says_that_it_is_sent_only_while_it_is(scene: Scene) -> None:
    scene.store.line_state = LineState.DOWN
    scene.to_receipt()
    assert "线路一通" in scene.page.subtitle
    scene.store.line_state = LineState.UP
    scene.wait(1)
    assert "线路一通" not in scene.page.subtitle
    assert "正在送出" in scene.page.subtitle


def test_the_notice_and_the_materials_say_the_same(scene: Scene) -> None:
    to_materials(scene)
    for have, chosen in ((False, "deferred"), (True, "bring"), (False, "deferred")):
        if chosen != next(row for row in scene.page.facts["materials"] if row["id"] == "photo")["chosen"]:
            scene.do("material", {"id": "photo", "how": chosen})
        scene.do("notice", then=PageName.NOTICE)
        assert next(row for row in scene.page.facts["rows"] if row["id"] == "photo")["have"] is have
        scene.do("have", {"id": "photo", "have": not have})
        scene.do("back", then=PageName.MATERIALS)
        assert next(row for row in scene.page.facts["materials"] if row["id"] == "photo")["chosen"] != chosen


def test_nobody_is_said_to_have_brought_what_they_were_not_asked_about(scene: Scene) -> None:
    to_materials(scene)
    assert not [row for row in scene.page.facts["materials"] if "您带来了" in row["state"]]
    scene.do("material", {"id": "photo", "how": "bring"})
    assert "您带来了" in next(row for row in scene.page.facts["materials"] if row["id"] == "photo")["state"]


def test_what_is_fetched_later_is_not_called_complete(scene: Scene) -> None:
    scene.store.line_state = LineState.DOWN
    to_materials(scene)
    scene.do("material", {"id": "photo", "how": "bring"})
    assert "齐" not in scene.page.title
