"""The form's pages: what is asked step by step, rows, what stays to be put right, a catalogue that changes."""

from __future__ import annotations

import base64
import copy
import hashlib
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import ROOT
from kiosk.devices import Condition, DeviceHealth, DeviceKind, HealthChanged, StillTaken
from kiosk.flow.page import FieldKind, FieldView, PageName
from kiosk.protocol.canonical import canonical
from kiosk.protocol.payload import payload_of
from kiosk.protocol.temporary_number import TemporaryNumber
from kiosk.store import Published, PublishedChanged
from tests.kiosk.flow.desk import STAFF, Scene
from tests.kiosk.forms.forms import choice, field, is_
from tests.kiosk.people import document, number_for

SERVICE = ROOT / "data" / "catalogue" / "services" / "S001-pension-certification.toml"
NUMBER = number_for(document().birth_date, 7)
STROKES = [[[at, at, at] for at in range(6)]]
FIELDS: list[dict[str, Any]] = [
    field("name", "name", prefill="card.name"),
    choice("way", "post", "counter"),
    field("pay", "money", unit="元"),
    field("twice", "money", calculate=["mul", ["field", "pay"], ["number", 2]]),
    field("home", "address", when=is_("way", "post")),
    {
        "id": "people",
        "kind": "table",
        "label": "家人",
        "required": False,
        "max_rows": 2,
        "columns": [
            field("who", "name"),
            field("number", "id-number"),
            field("school", when=["lt", ["age", ["born", ["field", "number"]]], ["number", 18]]),
        ],
    },
    field("deed", "photo", required=False, skip="以后再补", when=is_("way", "post")),
    field("guardian", "signature", required=False, skip="没有"),
    field("day", "date", prefill="calendar.today"),
]
GOOD = {"way": "counter", "pay": "12.50"}


def catalogue(fields: list[dict[str, Any]], version: str = "v1", label: str = "") -> dict[str, Any]:
    item = copy.deepcopy(tomllib.loads(SERVICE.read_text("utf-8"))) | {"events": []}
    form = copy.deepcopy(fields)
    form[1]["label"] = label or form[1]["label"]
    item["form"] = {
        "id": "F",
        "version": version,
        "fields": form,
        "examples": [{"name": "欧阳一", "day": "2026-01-01", **GOOD}],
        "counter_examples": [{"answers": {"name": "欧阳一"}, "field": "way", "problem": "empty"}],
    }
    return {"v": 1, "id": "test", "version": version, "services": [item]}


def at_form(payload: dict[str, Any] | None = None) -> Scene:
    scene = Scene()
    keep(scene, payload or catalogue(FIELDS))
    scene.start()
    scene.to_form()
    return scene


def keep(scene: Scene, payload: dict[str, Any]) -> None:
    """What the store will give as the catalogue in force."""
    usual = scene.store.published
    scene.store.published = lambda kind: payload if kind is Published.CATALOGUE else usual(kind)


def seen(scene: Scene) -> list[str]:
    return [one.id for one in scene.page.fields]


def the(scene: Scene, field_id: str) -> FieldView:
    return next(one for one in scene.page.fields if one.id == field_id)


def actions(scene: Scene) -> list[str]:
    return [one.id for one in scene.page.actions if one.enabled]


def test_two_questions_a_page_one_in_elder_mode_and_some_alone() -> None:
    scene = at_form()
    assert seen(scene) == ["way", "pay", "twice"], "what is calculated counts for none"
    assert the(scene, "twice").readonly
    assert the(scene, "twice").now == "填好后自动算出"
    scene.do("next", {"way": "post", "pay": "￥1,234.5"})
    assert seen(scene) == ["home"]
    scene.do("back")
    assert (the(scene, "pay").value, the(scene, "pay").unit) == ("1234.50", "元")
    assert the(scene, "twice").now == "2,469.00 元"
    scene.do("size", "large")
    assert scene.page.fields[0].id == "way"
    assert len([one for one in scene.page.fields if not one.readonly]) == 1


def test_of_an_answer_that_is_chosen_nobody_says_that_it_was_not_filled_in() -> None:
    scene = at_form()
    scene.do("next", {})
    assert the(scene, "way").problem == "还没选。"
    assert the(scene, "pay").problem == "这一项还没填。"


def test_an_address_is_chosen_step_by_step() -> None:
    scene = at_form()
    scene.do("next", {**GOOD, "way": "post"})
    assert the(scene, "home").kind is FieldKind.ADDRESS
    steps = ["44", "4418", "441802", "441802006"]
    for at, code in enumerate(steps):
        home = the(scene, "home")
        assert [option.value for option in home.path] == steps[:at]
        assert home.options[0].value == code, "where the terminal stands is on top"
        scene.do("answer", {"home": {"region": code, "detail": "示例路"}})
        assert the(scene, "home").value == {"region": code, "detail": "示例路"}
        assert not the(scene, "home").problem, "what is half chosen is not wrong yet"
    assert the(scene, "home").options == ()
    assert [option.label for option in the(scene, "home").path] == ["广东省", "清远市", "清城区", "凤城街道"]
    scene.do("answer", {"home": {"region": "44", "detail": "示例路 1 号"}})
    scene.do("next", {})
    assert "选到最后一级" in the(scene, "home").problem
    scene.call()
    scene.do("back", then=PageName.FORM)
    assert the(scene, "home").value == {"region": "44", "detail": "示例路 1 号"}, "a call for help loses nothing"
    scene.do("next", {"home": {"region": "441802006", "detail": ""}})
    assert "门牌" in the(scene, "home").problem
    scene.do("next", {"home": {"region": "441802006", "detail": "示例路 1 号"}})
    assert seen(scene) == ["people"]


def test_rows_are_pages_of_their_own() -> None:
    scene = at_form()
    scene.do("next", GOOD)
    table = the(scene, "people")
    assert ([one.id for one in table.columns], table.rows, table.max_rows) == (["who", "number", "school"], (), 2)
    assert "row-add" in actions(scene)
    scene.do("row-add", "people")
    assert seen(scene) == ["who", "number"]
    assert actions(scene) == ["row-cancel", "row-done"]
    scene.do("row-done", {"who": "测试甲", "number": "1"})
    assert "18 位" in the(scene, "number").problem
    assert the(scene, "number").value == "1", "it stays to be put right"
    scene.do("row-done", {"who": "", "number": NUMBER})
    assert the(scene, "who").problem, "a row that lacks something is not done"
    young = number_for(document().birth_date.replace(year=2020))
    scene.do("answer", {"number": young})
    assert seen(scene) == ["who", "number", "school"], "a child has a school"
    scene.do("row-done", {"who": "测试甲", "number": NUMBER})
    masked = "*" * 14 + NUMBER[-4:]
    assert the(scene, "people").rows == (("测试甲", masked, ""),)
    scene.do("row-add", "people")
    scene.do("row-done", {"who": "测试乙"})
    assert the(scene, "number").problem == "这一项还没填。"
    scene.do("row-done", {"who": "测试乙", "number": young, "school": "示例小学"})
    assert [row[0] for row in the(scene, "people").rows] == ["测试甲", "测试乙"]
    assert "row-add" not in actions(scene), "the table is full"
    scene.do("row-add", "people")
    assert seen(scene) == ["people"]
    scene.do("row-edit", ["people", 1])
    assert the(scene, "school").value == "示例小学"
    scene.do("answer", {"school": "另一所"})
    scene.do("row-cancel")
    scene.do("row-edit", ["people", 1])
    assert the(scene, "school").value == "示例小学", "what was not done is not in the table"
    scene.do("row-done", {"school": "第二小学"})
    scene.do("row-remove", ["people", 0])
    assert [row[2] for row in the(scene, "people").rows] == ["第二小学"]
    scene.do("row-restore")
    assert [row[0] for row in the(scene, "people").rows] == ["测试甲", "测试乙"]
    assert "row-restore" not in actions(scene)
    scene.do("next", {})
    assert seen(scene) == ["guardian"]


@pytest.mark.parametrize("action", ["row-add", "row-edit", "row-remove", "row-restore", "row-done", "skip", "answer"])
def test_rows_that_are_not_there_change_nothing(action: str) -> None:
    scene = at_form()
    scene.do("next", GOOD)
    before = scene.page
    for value in (None, "nose", "way", 3, ["people"], ["people", 5], ["people", "0"], [[], {}], ["people", -1], {}):
        scene.do(action, value)
        assert scene.page == before, value


class MemoryCamera:
    """Remembers whether it is on; a test takes the picture."""

    def __init__(self) -> None:
        self.on = False
        self.asked = 0
        self.broken = False

    def open(self) -> None:
        self.on = True

    def close(self) -> None:
        self.on = False

    def still(self) -> None:
        assert self.on
        self.asked += 1

    def health(self) -> DeviceHealth:
        condition = Condition.FAULT if self.broken else Condition.READY
        return DeviceHealth(device="camera-1", kind=DeviceKind.CAMERA, condition=condition)


def at_photo() -> tuple[Scene, MemoryCamera]:
    scene, camera = at_form(), MemoryCamera()
    scene.terminal._desk.camera = camera
    scene.do("next", {**GOOD, "way": "post"})
    scene.do("next", {"home": {"region": "441802006", "detail": "示例路一百号"}})
    assert not camera.on
    scene.do("next", {})
    assert seen(scene) == ["deed"]
    return scene, camera


JPEG = b"\xff\xd8\xff a deed \xff\xd9"
SHA256 = hashlib.sha256(JPEG).hexdigest()


def test_a_photo_of_a_document_travels_beside_its_answer() -> None:
    scene, camera = at_photo()
    assert camera.on
    assert scene.page.facts["camera"]
    scene.happen(StillTaken(device="camera-1", jpeg=b"of somebody else"))
    assert the(scene, "deed").value is None, "nobody asked for that one"
    scene.do("photo-take", "deed")
    assert camera.asked == 1
    assert "photo-take" not in actions(scene)
    scene.happen(StillTaken(device="camera-1", jpeg=JPEG))
    assert the(scene, "deed").value == {"sha256": SHA256, "media_type": "image/jpeg", "bytes": len(JPEG)}
    assert base64.b64decode(scene.page.facts["photo"].split(",")[1]) == JPEG
    assert not camera.on, "it is off as soon as it is not needed"
    scene.do("photo-retake", "deed")
    assert camera.on
    assert the(scene, "deed").value is None
    scene.do("photo-take", "deed")
    scene.happen(StillTaken(device="camera-1", jpeg=JPEG))
    to_review(scene)
    scene.do("next", then=PageName.RECEIPT)
    draft = scene.store.drafts[-1]
    assert draft.answers["deed"]["sha256"] == SHA256
    payload = payload_of(draft, "s1", TemporaryNumber(terminal="FC01", generation=1, sequence=1))
    (attachment,) = payload["attachments"]
    assert (attachment["name"], attachment["sha256"], attachment["size"]) == ("deed", SHA256, len(JPEG))
    assert base64.b64decode(attachment["content"]) == JPEG
    assert canonical(payload)


def test_the_camera_is_off_wherever_no_photo_is_asked_for() -> None:
    scene, camera = at_photo()
    scene.call()
    assert not camera.on
    scene.do("back", then=PageName.FORM)
    assert camera.on
    scene.do("photo-take", "deed")
    scene.do("back")
    assert not camera.on
    scene.do("next", {})
    scene.happen(StillTaken(device="camera-1", jpeg=JPEG))
    assert the(scene, "deed").value is None, "it was asked for before one went back"
    camera.broken = True
    scene.happen(HealthChanged(device="camera-1", health=camera.health()))
    assert "photo-take" not in actions(scene)
    assert "请工作人员帮忙" in scene.page.notices[0].text
    later = the(scene, "deed").skip
    assert later
    assert f"“{later}”" in scene.page.notices[0].text, "the way on is named as its button is"
    scene.do("next", {"deed": {"sha256": SHA256, "media_type": "image/jpeg", "bytes": 5}})
    assert not camera.on
    to_review(scene)
    sections = scene.page.facts["sections"]
    assert "没有拍" in [row["value"] for section in sections for row in section["rows"]]
    scene.do("next", then=PageName.RECEIPT)
    assert "deed" not in scene.store.drafts[-1].answers, "a picture comes from the camera only"


def test_a_photo_that_applies_no_more_is_not_sent() -> None:
    scene, _ = at_photo()
    scene.do("photo-take", "deed")
    scene.happen(StillTaken(device="camera-1", jpeg=JPEG))
    for _ in range(3):
        scene.do("back")
    scene.do("next", {"way": "counter"})
    to_review(scene)
    scene.do("next", then=PageName.RECEIPT)
    assert "deed" not in scene.store.drafts[-1].answers
    assert scene.store.drafts[-1].attachments == []


def test_a_row_waits_beneath_a_call_for_help() -> None:
    scene = at_form()
    scene.do("next", GOOD)
    scene.do("row-add", "people")
    scene.do("answer", {"who": "测试甲", "number": "1"})
    scene.call()
    scene.do("back", then=PageName.FORM)
    assert seen(scene) == ["who", "number"]
    assert the(scene, "who").value == "测试甲"
    assert the(scene, "number").value == "1"


def test_a_signature_within_a_form() -> None:
    scene = at_form()
    scene.do("next", GOOD)
    scene.do("next", {})
    scene.do("next", {"guardian": [[[1, 1, 1]]]})
    assert the(scene, "guardian").problem
    scene.do("next", {"guardian": STROKES})
    assert seen(scene) == ["day"]
    assert (the(scene, "day").value, the(scene, "day").source) == ("2026-11-20", "今天的日期")


def to_review(scene: Scene) -> None:
    for _ in range(20):
        if scene.name is PageName.REVIEW:
            return
        scene.do("next", {})
    raise AssertionError(scene.page)


def test_nobody_is_told_to_take_a_picture_that_cannot_be_taken() -> None:
    scene, camera = at_photo()
    asked, camera.broken = scene.page.title, True
    scene.wait(1)
    assert scene.page.title.endswith("，现在拍不了")
    assert scene.page.said == the(scene, "deed").label == scene.page.title
    camera.broken = False
    scene.wait(1)
    assert scene.page.title == asked


def test_what_is_sent_is_what_applies() -> None:
    scene = at_form()
    scene.do("next", {**GOOD, "way": "post"})
    scene.do("next", {"home": {"region": "441802006", "detail": "示例路一百号"}})
    scene.do("next", {"people": [{"who": "测试甲", "number": NUMBER}]})
    assert seen(scene) == ["deed"]
    assert "photo-take" not in actions(scene), "this machine has no camera"
    scene.do("next", {})
    for _ in range(4):
        scene.do("back")
    scene.do("next", {"way": "counter"})
    assert seen(scene) == ["people"], "the address is asked no more"
    to_review(scene)
    scene.do("next", then=PageName.RECEIPT)
    assert scene.store.drafts[-1].answers == {
        "name": document().name,
        "way": "counter",
        "pay": 1250,
        "twice": 2500,
        "people": [{"who": "测试甲", "number": NUMBER}],
        "day": "2026-11-20",
    }
    scene.lift()
    scene.do("finish", then=PageName.GOODBYE)
    assert {NUMBER, "示例路一百号"} <= scene.searched[-1], "what names a person is looked for afterwards"


def test_an_answer_that_spoils_an_earlier_one_leads_back_to_it() -> None:
    late = [{"id": "late", "rule": ["le", ["field", "begin"], ["field", "end"]], "message": "开始不能晚于结束"}]
    fields = [
        FIELDS[0],
        choice("way", "post", "counter"),
        field("pay", "money"),
        field("begin", "date", required=False, constraints=late),
        field("end", "date", required=False),
        field("day", "date", required=False),
    ]
    scene = at_form(catalogue(fields))
    scene.do("next", GOOD)
    scene.do("next", {"begin": "2026-05-01"})
    scene.do("back")
    scene.do("next", {"end": "2026-06-01"})
    scene.do("back")
    scene.do("next", {"end": "2026-04-01"})
    assert seen(scene) == ["begin", "end"], "taken together they are seen together"
    assert the(scene, "begin").problem == "开始不能晚于结束"
    scene.do("next", {"begin": "2026-03-01"})
    assert seen(scene) == ["day"]


def test_what_was_spoiled_on_an_earlier_page_is_put_right_before_anything_else() -> None:
    order = [{"id": "late", "rule": ["le", ["field", "begin"], ["field", "end"]], "message": "开始不能晚于结束"}]
    fields = [
        FIELDS[0],
        *FIELDS[1:3],
        field("begin", "date", required=False, constraints=order),
        field("other", required=False),
        field("end", "date", required=False),
        field("day", "date", required=False),
    ]
    payload = catalogue(fields)
    payload["services"][0]["materials"].append({"id": "deed", "name": "房产证", "source": "bring"})
    scene = at_form(payload)
    scene.do("next", GOOD)
    scene.do("next", {"begin": "2026-05-01"})
    scene.do("next", {"end": "2026-04-01"})
    assert scene.name is PageName.FORM
    assert the(scene, "begin").problem == "开始不能晚于结束"
    scene.do("next", {"begin": "2026-04-01"})
    scene.do("next", {}, then=PageName.MATERIALS)


def test_a_card_that_does_not_meet_the_conditions_says_so_at_once() -> None:
    old = {"rule": ["ge", ["age", ["field", "born"]], ["number", 60]], "message": "满 60 岁才能办"}
    fields = [
        field("born", "date", required=False, prefill="card.birth-date", constraints=[old]),
        *FIELDS[1:3],
        FIELDS[0],
    ]
    payload = catalogue(fields)
    payload["services"][0]["form"]["examples"] = [{"born": "1960-01-01", "name": "欧阳一", **GOOD}]
    scene = at_form(payload)
    born = the(scene, "born")
    assert (born.readonly, born.source, born.problem) == (True, "身份证", "满 60 岁才能办")
    assert born.now == "1975 年 1 月 12 日"
    scene.do("next", {**GOOD, "born": "1960-01-01"})
    assert scene.name is PageName.FORM
    assert the(scene, "born").value == "1975-01-12", "nobody can change what the card says"
    scene.do("ticket", then=PageName.TICKET)
    assert scene.page.facts["number"], "a person looks at it instead"


def test_a_new_catalogue_does_not_change_a_visit_that_has_begun() -> None:
    scene = at_form()
    old = scene.page
    keep(scene, catalogue([*FIELDS[:2], field("pay"), field("day")], "v2", "别的问题"))
    scene.happen(PublishedChanged(kind=Published.CATALOGUE))
    assert scene.page == old
    scene.do("next", GOOD)
    to_review(scene)
    scene.do("next", then=PageName.RECEIPT)
    draft = scene.store.drafts[-1]
    assert draft.answers["pay"] == 1250, "an amount, as the old form has it"
    assert draft.catalogue.version == "v1"
    assert draft.form is not None
    assert draft.form.version == "v1"
    scene.do("again", then=PageName.SERVICES)
    scene.do("service", "S001", then=PageName.GUIDE)
    scene.do("start")
    while scene.name is not PageName.FORM:
        assert scene.name in (PageName.IDENTITY, PageName.STAFF, PageName.STAFF_CHECK), scene.name
        if scene.name is PageName.IDENTITY:
            scene.do("way", "staff")
        elif scene.name is PageName.STAFF:
            scene.do("login", STAFF)
        else:
            scene.do("confirm")
    assert scene.page.fields[0].label == "别的问题"


SENT = (
    st.none()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["people", "post", "12.50", NUMBER, "\u202e", "甲" * 10_000])
)
VALUES = st.recursive(
    SENT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["way", "pay", "home", "people", "who", "number", "region", "detail", "guardian", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
ACTS = st.sampled_from(
    [
        "next",
        "answer",
        "skip",
        "row-add",
        "row-edit",
        "row-remove",
        "row-restore",
        "row-done",
        "row-cancel",
        "photo-take",
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.booleans(), st.lists(st.tuples(ACTS, VALUES), max_size=12))
def test_nothing_that_a_front_end_sends_breaks_the_pages(in_row: bool, sent: list[tuple[str, Any]]) -> None:
    scene = at_form()
    if in_row:
        scene.do("next", GOOD)
        scene.do("row-add", "people")
    for action, value in sent:
        scene.do(action, value)
        if scene.name is not PageName.FORM:
            break
        assert scene.page.fields
        assert canonical([[one.id, one.label, one.now, list(map(list, one.rows))] for one in scene.page.fields])


def test_what_the_card_says_cannot_be_left_out_to_be_given_anew() -> None:
    fields = copy.deepcopy(FIELDS)
    old = {"id": "old", "rule": ["ge", ["age", ["field", "born"]], ["number", 150]], "message": "年龄不够"}
    fields.insert(2, field("born", "date", prefill="card.birth-date", required=False, skip="没有", constraints=[old]))
    scene = at_form(catalogue(fields))
    born = the(scene, "born")
    assert (born.readonly, born.skip) == (True, "")
    scene.do("skip", "born")
    scene.do("answer", {"born": "1850-01-01"})
    assert the(scene, "born").value == document().birth_date.isoformat()
    assert the(scene, "born").readonly


def test_what_will_not_do_is_kept_up_to_a_bound_and_never_as_anything_but_text() -> None:
    scene = at_form()
    scene.do("next", GOOD)
    scene.do("row-add", "people")
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    scene.do("answer", {"who": "x" * 3_000_000, "number": deep})
    assert [one.value for one in scene.page.fields if one.id in ("who", "number")] == [None, None]
    assert all(one.problem for one in scene.page.fields if one.id in ("who", "number"))
    scene.do("row-cancel")
    scene = at_form()
    scene.do("next", {**GOOD, "way": "post"})
    scene.do("answer", {"home": {"region": "44", "detail": "x" * 3_000_000}})
    assert the(scene, "home").value == {"region": "44", "detail": ""}


def test_a_number_typed_into_a_row_that_was_never_done_is_looked_for_after_the_visit() -> None:
    scene = at_form()
    scene.do("next", GOOD)
    scene.do("row-add", "people")
    scene.do("answer", {"who": "欧阳二", "number": NUMBER[:12]})
    scene.do("finish", then=PageName.GOODBYE)
    assert NUMBER[:12] in scene.searched[-1]


def test_a_row_asks_one_column_at_a_time_in_elder_mode() -> None:
    scene = at_form()
    scene.do("next", GOOD)
    scene.do("size", "large")
    scene.do("row-add", "people")
    assert (seen(scene), actions(scene)) == (["who"], ["row-cancel", "row-done"])
    scene.do("row-done", {"who": ""})
    assert seen(scene) == ["who"], "what is missing is asked for before the next"
    assert the(scene, "who").problem
    scene.do("row-done", {"who": "测试甲"})
    assert (seen(scene), actions(scene)) == (["number"], ["row-cancel", "row-back", "row-done"])
    scene.do("row-back")
    assert the(scene, "who").value == "测试甲"
    scene.do("row-done", {"who": "测试乙"})
    young = number_for(document().birth_date.replace(year=2020))
    scene.do("answer", {"number": young})
    scene.do("row-done", {"number": young})
    assert seen(scene) == ["school"], "a child has a school"
    scene.do("size", "standard")
    assert seen(scene) == ["who", "number", "school"], "the same row, in the other manner"
    scene.do("size", "large")
    scene.do("row-done", {"school": "示例小学"})
    assert [row[0] for row in the(scene, "people").rows] == ["测试乙"]
