"""A new catalogue arrives in the middle of a visit: who has begun goes on under the texts that were read."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.flow.page import PageName
from kiosk.store import Published, PublishedChanged
from tests.kiosk.flow.desk import Scene


def renamed(payload: dict[str, Any], service: str, without: str = "") -> dict[str, Any]:
    """A later version of a catalogue in which one service has another name, and another one is gone."""
    services = [
        {**item, "version": "next", "name": {"zh-CN": "换了名字", "zh-HK": "換了名字", "en": "Renamed"}}
        if item["id"] == service
        else item
        for item in payload["services"]
        if item["id"] != without
    ]
    aliases = [
        {**alias, "services": [name for name in alias.get("services", []) if name != without], "means": ["换了名字"]}
        for alias in payload.get("aliases", [])
    ]
    return {**payload, "version": "2026-12-01", "services": services, "aliases": aliases}


def publish(scene: Scene, monkeypatch: pytest.MonkeyPatch, new: dict[str, Any]) -> None:
    before = scene.store.published
    monkeypatch.setattr(scene.store, "published", lambda kind: new if kind is Published.CATALOGUE else before(kind))
    scene.happen(PublishedChanged(kind=Published.CATALOGUE))


def test_a_visit_ends_under_the_catalogue_it_began_with(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene().start()
    scene.to_form()
    old = scene.store.published(Published.CATALOGUE)
    assert isinstance(old, dict)
    new = renamed(old, "S001", without="S008")
    publish(scene, monkeypatch, new)
    assert scene.name is PageName.FORM
    scene.do("next", {"still_entitled": True, "contact_phone": "13912345678"})
    while scene.name is not PageName.REVIEW:
        scene.do("next", {})
    scene.do("next", then=PageName.RECEIPT)
    draft = scene.store.drafts[-1]
    assert draft.catalogue.version == old["version"]
    assert draft.service is not None
    assert draft.service.version != "next"
    scene.do("again", then=PageName.SERVICES)
    shown = {row["id"]: row["name"] for row in scene.page.facts["services"]}
    assert shown["S001"] == "换了名字"
    assert "S008" not in shown, "what the new catalogue no longer has is no longer offered"
    scene.do("service", "S008")
    assert scene.name is PageName.SERVICES


def test_the_search_follows_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene().start()
    scene.do("search", then=PageName.SEARCH)
    scene.do("query", "换了名字")
    before = [row["id"] for row in scene.page.facts["services"]]
    old = scene.store.published(Published.CATALOGUE)
    assert isinstance(old, dict)
    new = renamed(old, "S100")
    publish(scene, monkeypatch, new)
    after = [row["id"] for row in scene.page.facts["services"]]
    assert before[:1] != ["S100"]
    assert after[:1] == ["S100"], "the same words, asked again of the new catalogue"


def test_a_guide_of_another_region_says_what_its_source_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene().start()
    old = scene.store.published(Published.CATALOGUE)
    assert isinstance(old, dict)
    services = [{**item, "unknown": ["materials"]} if item["id"] == "S157" else item for item in old["services"]]
    publish(scene, monkeypatch, {**old, "services": services})
    scene.do("service", "S157", then=PageName.GUIDE)
    assert any("以窗口答复为准" in notice.text for notice in scene.page.notices)
    scene.do("back")
    scene.do("service", "S001", then=PageName.GUIDE)
    assert not any("以窗口答复为准" in notice.text for notice in scene.page.notices)
