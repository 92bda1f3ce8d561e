"""A stranger at the screen finds any service by looking and by asking, and takes its guide along."""

from __future__ import annotations

import random

import pytest
import zxingcpp
from PIL import Image

from kiosk.documents.paper import GuideSlip, NoticeSlip
from kiosk.flow.page import PageName
from kiosk.store import LineState
from tests.kiosk.flow.desk import Scene, published_catalogue

ALL = sorted(published_catalogue().services)
DRAWN = random.Random(20).sample(ALL, min(20, len(ALL)))


@pytest.fixture
def scene() -> Scene:
    return Scene().start()


def read_code(rows: list[str]) -> str:
    """What a phone's reader, which is not ours, sees on the screen."""
    side = len(rows) + 8
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            if module == "1":
                picture.putpixel((x + 4, y + 4), 0)
    large = picture.resize((side * 6, side * 6), Image.Resampling.NEAREST)
    # of its kind: in many modules a reader that looks for bars as well may think to see some
    found = zxingcpp.read_barcodes(large, formats=zxingcpp.BarcodeFormat.QRCode)
    assert len(found) == 1
    return found[0].text


def names(scene: Scene) -> list[str]:
    return [row["id"] for row in scene.page.facts["services"]]


def browse_to(scene: Scene, service: str, tab: str) -> bool:
    """Open groups one after the other until the service stands there, as somebody does who only looks."""
    scene.do("all", then=PageName.SERVICES)
    scene.do("tab", tab)
    for group in [row["id"] for row in scene.page.facts["groups"]]:
        scene.do("group", group, then=PageName.SERVICES)
        if service in names(scene):
            scene.do("service", service, then=PageName.GUIDE)
            return True
        scene.do("back", then=PageName.SERVICES)
    return False


@pytest.mark.parametrize("service", DRAWN)
def test_any_service_is_found_by_department_and_by_its_name(scene: Scene, service: str) -> None:
    item = published_catalogue().services[service]
    assert browse_to(scene, service, "departments")
    scene.do("back", then=PageName.SERVICES)
    assert service in names(scene), "the way back leads to the list that was left"
    scene.do("back", then=PageName.SERVICES)
    scene.do("back", then=PageName.HOME)
    for language in ("zh-CN", "en"):
        scene.do("language", language)
        scene.do("search", then=PageName.SEARCH)
        scene.do("query", item.name[language])
        assert service in names(scene)[:3], names(scene)
        scene.do("service", service, then=PageName.GUIDE)
        assert scene.page.title == item.name[language]
        scene.do("back", then=PageName.SEARCH)
        scene.do("back", then=PageName.HOME)


@pytest.mark.parametrize("service", DRAWN)
def test_a_guide_goes_home_on_paper_and_by_phone(scene: Scene, service: str) -> None:
    item = published_catalogue().services[service]
    scene.store.line_state = LineState.UP
    scene.do("service", service, then=PageName.GUIDE)
    link = read_code(scene.page.facts["qr"]["rows"])
    assert link == scene.page.facts["qr"]["link"] == item.guide_page or link.endswith(f"/GUIDE/{service}")
    scene.store.line_state = LineState.DOWN
    scene.wait(1)
    carried = read_code(scene.page.facts["qr"]["rows"])
    assert carried.startswith(item.name["zh-CN"][:20])
    for content in ("办理流程：", "材料清单：", "办理时限：", "所需表格：", "示范文本："):
        assert content in carried, carried
    scene.do("slip")
    paper = scene.press.papers[-1]
    assert isinstance(paper, GuideSlip)
    assert paper.link == carried
    assert scene.page.facts["slip"] == "纸条出来了，请取走。"
    scene.do("language", "en")
    scene.store.line_state = LineState.UP
    scene.wait(1)
    if not item.guide_page:
        assert read_code(scene.page.facts["qr"]["rows"]).endswith(f"/GUIDE/{service}/EN")
    assert scene.page.title == item.name["en"]
    assert scene.page.facts["slip"] == "Please take the slip.", "a word that stands there changes with the language"


def test_every_service_stands_in_a_department_and_the_counts_are_right(scene: Scene) -> None:
    scene.do("all", then=PageName.SERVICES)
    scene.do("tab", "departments")
    seen: list[str] = []
    for row in list(scene.page.facts["groups"]):
        scene.do("group", row["id"])
        assert row["note"] == f"{len(names(scene))} 项"
        seen += names(scene)
        scene.do("back")
    assert sorted(seen) == ALL


def test_a_function_lists_its_own_services_only(scene: Scene) -> None:
    scene.do("function", "apply", then=PageName.SERVICES)
    types = {published_catalogue().services[service].type.value for service in names(scene)}
    assert types <= {"apply", "certify"}
    assert names(scene)
    scene.do("back", then=PageName.HOME)
    scene.do("all", then=PageName.SERVICES)
    assert len(names(scene)) == len(ALL), "the function that was left is forgotten"


def test_nothing_found_says_so_and_shows_another_way(scene: Scene) -> None:
    scene.do("search", then=PageName.SEARCH)
    assert len(scene.page.facts["examples"]) == 4
    scene.do("query", "ξξξξ☃")
    assert scene.page.facts["services"] == []
    assert scene.page.facts["nothing"]["title"] == "没有找到"
    scene.do("list", then=PageName.SERVICES)


@pytest.mark.parametrize(
    "words",
    ["x" * 10_000, "\u202e老人钱\u202c", "<b>社保</b>{{7*7}}", "\x00\x07", "' OR 1=1 --", "养老" * 3000, "👵🏽"],
)
def test_no_words_break_the_search(scene: Scene, words: str) -> None:
    scene.do("search", then=PageName.SEARCH)
    scene.do("query", words)
    assert scene.name is PageName.SEARCH
    assert len(scene.page.facts["query"]) <= scene.page.facts["max_length"]
    scene.do("query", 17)
    scene.do("query", "社保")
    assert scene.page.facts["services"]


def test_what_was_searched_for_is_gone_with_the_visit(scene: Scene) -> None:
    scene.do("search", then=PageName.SEARCH)
    scene.do("query", "社保")
    scene.do("finish", then=PageName.GOODBYE)
    scene.do("home", then=PageName.HOME)
    scene.do("search", then=PageName.SEARCH)
    assert scene.page.facts["query"] == ""


def test_a_card_laid_on_while_searching_leads_to_what_this_person_can_do(scene: Scene) -> None:
    scene.do("search", then=PageName.SEARCH)
    scene.lay()
    assert scene.name is PageName.SERVICES


def with_materials_to_bring(least: int) -> str:
    services = published_catalogue().services
    return next(
        name for name in ALL if sum(1 for row in services[name].materials if row.source.value == "bring") >= least
    )


def test_one_sheet_tells_everything_that_is_missing(scene: Scene) -> None:
    service = with_materials_to_bring(2)
    scene.do("service", service, then=PageName.GUIDE)
    scene.do("notice", then=PageName.NOTICE)
    rows = scene.page.facts["rows"]
    assert all(row["have"] is None for row in rows), (
        "nobody is said to have, or to lack, what they were not asked about"
    )
    assert [action.enabled for action in scene.page.actions if action.id == "print"] == [False]
    scene.do("print")
    assert not [paper for paper in scene.press.papers if isinstance(paper, NoticeSlip)], "nothing is missing"
    for row in rows:
        scene.do("have", {"id": row["id"], "have": False})
    assert scene.page.facts["missing"] == len(rows)
    scene.do("print")
    paper = scene.press.papers[-1]
    assert isinstance(paper, NoticeSlip)
    assert [gap.name for gap in paper.gaps] == [row["name"] for row in rows]
    assert all(gap.lines for gap in paper.gaps)
    assert paper.where
    scene.do("have", {"id": rows[0]["id"], "have": True})
    scene.do("print")
    assert len(scene.press.papers[-1].gaps) == len(rows) - 1  # type: ignore[union-attr]
    for row in rows:
        scene.do("have", {"id": row["id"], "have": True})
    assert scene.page.subtitle == "都齐了，不用打印清单"
    for wrong in ({"id": "nothing"}, {"id": []}, "x", None):
        scene.do("have", wrong)
    scene.do("back", then=PageName.GUIDE)


def test_who_goes_back_keeps_large_print_and_who_leaves_does_not(scene: Scene) -> None:
    scene.do("size", "large")
    scene.do("language", "en")
    scene.do("search", then=PageName.SEARCH)
    scene.do("back", then=PageName.HOME)
    assert (scene.frame.size.value, scene.frame.language) == ("large", "en")
    assert scene.page.title == "Hello, what can we do for you?"
    scene.do("search", then=PageName.SEARCH)
    scene.do("finish", then=PageName.GOODBYE)
    scene.do("home", then=PageName.HOME)
    assert (scene.frame.size.value, scene.frame.language) == ("standard", "zh-CN")


def test_an_idle_house_rests_and_wakes_at_a_touch_or_a_card(scene: Scene) -> None:
    scene.wait(179)
    assert scene.name is PageName.HOME
    scene.wait(1)
    assert scene.name is PageName.ATTRACT
    scene.wait(600)
    assert scene.name is PageName.ATTRACT
    scene.do("wake", then=PageName.HOME)
    scene.wait(180)
    assert scene.name is PageName.ATTRACT
    scene.lay()
    assert scene.name is PageName.SERVICES


def test_a_resting_house_shows_at_once_what_must_be_seen(scene: Scene) -> None:
    scene.wait(180)
    assert scene.name is PageName.ATTRACT
    scene.store.sealing = False
    scene.wait(2)
    assert scene.name is PageName.SUSPENDED
    scene.store.sealing = True
    scene.wait(2)
    assert scene.name is PageName.HOME, "a suspended machine comes back by itself"


def test_a_changed_look_goes_home_to_the_plain_one_before_the_house_rests(scene: Scene) -> None:
    for action in ("low-reach", "contrast"):
        scene.do(action)
    scene.do("language", "en")
    scene.do("size", "largest")
    assert (scene.frame.low_reach, scene.frame.contrast, scene.frame.language) == (True, True, "en")
    scene.wait(240 + 45)
    assert scene.name is PageName.HOME
    assert (scene.frame.low_reach, scene.frame.contrast, scene.frame.language) == (False, False, "zh-CN")
    assert scene.page.title == "您好，今天要办什么？"
    scene.wait(180)
    assert scene.name is PageName.ATTRACT
