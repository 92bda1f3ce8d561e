"""The catalogue's reader: two services pass, each spoiled copy is refused with its reason as is anything else."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import ROOT
from kiosk.catalogue import CatalogueError, read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.site import PolicyError, SitePolicy, read_policy_file

WHOLE = read_folder(ROOT / "data" / "catalogue")
PAYLOAD = {
    **{key: value for key, value in WHOLE.items() if key != "aliases"},
    "services": [item for item in WHOLE["services"] if item["id"] in ("S001", "S008")],
}
"""Two services are enough for what is tried a hundred times."""
S008 = next(at for at, item in enumerate(PAYLOAD["services"]) if item["id"] == "S008")


def test_two_services_of_the_demonstration() -> None:
    catalogue = read_catalogue(PAYLOAD)
    assert catalogue.services["S008"].needs_signature()
    assert not catalogue.services["S001"].needs_signature()
    assert len({item.sha256 for item in catalogue.services.values()} | {catalogue.sha256}) == 3


@pytest.mark.parametrize("text", ["\u202egnp.exe", "办\x00事", "x" * 30_000, "a\u2066b"])
@pytest.mark.parametrize("member", ["name", "sample", "basis"])
def test_a_text_that_does_not_show_what_it_is_is_refused_with_its_place(member: str, text: str) -> None:
    (reason,) = [reason for reason in spoiled(lambda item: item[member].update(en=text)) if f"{member}.en" in reason]
    assert "characters" in reason


def spoiled(change: Callable[[dict[str, Any]], object]) -> tuple[str, ...]:
    payload = copy.deepcopy(PAYLOAD)
    change(payload["services"][S008])
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(payload)
    return caught.value.reasons


@pytest.mark.parametrize(
    "name",
    [
        *("其他材料", "其它相关资料", "有关证明文件", "相关材料", "Other documents", "相關證明", "所需的材料"),
        *(
            "规定的其他材料",
            "法律法规要求提供的材料",
            "户口簿、结婚证等",
            "身份证等证件",
            "材料",
            "Any relevant papers",
        ),
        *("Identity card, etc.", "Supporting documents"),
    ],
)
def test_a_vague_material(name: str) -> None:
    reasons = spoiled(lambda item: item["materials"].append({"id": "m9", "name": {"zh-CN": name}}))
    assert any(name in reason and "vague" in reason for reason in reasons)


SPOILERS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a material of an unknown form field": (
        lambda item: item["materials"].append(
            {"id": "m9", "name": {"zh-CN": "存折"}, "source": "form", "field": "purse"}
        ),
        "unknown form field 'purse'",
    ),
    "an example with an unknown field": (
        lambda item: item["form"].update(examples=[{"purse": "full"}]),
        "unknown form field 'purse'",
    ),
    "an example that does not pass": (
        lambda item: item["form"].update(examples=[{"contact_phone": "12"}]),
        "does not pass its own form",
    ),
    "a rule over an unknown field": (
        lambda item: item["form"]["fields"][0].update(when=["filled", ["field", "purse"]]),
        "unknown field",
    ),
    "a licence that is queued without approval": (
        lambda item: item.update(legal_type="licence", offline="Q", offline_approved_by=""),
        "offline_approved_by",
    ),
    "payment without the line": (lambda item: item.update(type="pay", offline="Q"), "paying needs the line"),
    "an unknown kind of field": (lambda item: item["form"]["fields"][0].update(kind="guess"), "takes one of"),
    "a key nobody knows": (lambda item: item.update(colour="red"), "colour"),
    "a guide whose source did not tell all, but with a form": (
        lambda item: item.update(unknown=["basis"]),
        "a service with unknown elements is a guide",
    ),
    "an unknown element that no guide can do without": (
        lambda item: item.update(unknown=["name"]),
        "no element that a source may leave out",
    ),
    "a life event nobody lists": (lambda item: item.update(events=["moon"]), "'moon' is no life event"),
    "no name": (lambda item: item.pop("name"), "name: is missing"),
    "a required field that can be skipped": (
        lambda item: item["form"]["fields"][0].update(required=True, skip={"zh-CN": "不填"}),
        "cannot be left out",
    ),
}


@pytest.mark.parametrize(
    "name",
    [
        "相亲活动登记表",
        "其他家庭成员的身份证",
        "补正通知书上列出的每一份材料",
        "独生子女父母光荣证",
        "A relative's letter",
    ],
)
def test_a_material_that_is_named_is_taken(name: str) -> None:
    payload = copy.deepcopy(PAYLOAD)
    payload["services"][S008]["materials"].append({"id": "m9", "name": {"zh-CN": name}})
    assert read_catalogue(payload).services["S008"].materials[-1].name["zh-CN"] == name


@pytest.mark.parametrize("case", SPOILERS)
def test_a_spoiled_item_is_refused_with_the_reason(case: str) -> None:
    change, reason = SPOILERS[case]
    assert any(reason in one for one in spoiled(change)), spoiled(change)


def test_everything_wrong_is_told_at_once() -> None:
    def change(item: dict[str, Any]) -> None:
        item.update(colour="red", minutes=0)
        item.pop("basis")

    assert len(spoiled(change)) >= 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from(["materials", "form", "name", "process", "legal_type", "minutes", "tags", "commitment"]))
def test_no_value_anywhere_breaks_the_reader(value: Any, key: str) -> None:
    payload = copy.deepcopy(PAYLOAD)
    payload["services"][S008][key] = value
    with suppress(CatalogueError):
        read_catalogue(payload)


@given(JSON)
def test_anything_at_all_is_taken_or_refused_with_reasons(value: Any) -> None:
    for read, refusal in ((read_catalogue, CatalogueError), (SitePolicy.from_json, PolicyError)):
        with pytest.raises(refusal) as caught:
            read(value)  # type: ignore[operator]
        assert caught.value.args


POLICY = read_policy_file(ROOT / "data" / "policy.toml")


@given(JSON, st.sampled_from(sorted(POLICY)))
def test_no_value_anywhere_breaks_the_policy_s_reader(value: Any, key: str) -> None:
    with suppress(PolicyError):
        SitePolicy.from_json({**POLICY, key: value})


def test_pins_and_cards_are_published_as_hashes_only() -> None:
    text = repr(POLICY)
    assert "246810" not in text
    assert "A1B2C3D4E5F60012" not in text
    policy = SitePolicy.from_json(POLICY)
    member = policy.member("0012")
    assert member is not None
    assert member.pin_holds("246810")
    assert not member.pin_holds("246811")
    assert policy.member_by_card("a1b2c3d4e5f60012") is member
    assert policy.member_by_card("0000000000000000") is None
