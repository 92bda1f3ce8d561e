"""No step that is refused is a dead end: with staff there is help, without there is a ticket, a time or a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.devices import ReadFailed
from kiosk.faults import Fault
from kiosk.flow.page import PageName
from tests.kiosk.flow.desk import Scene, published_catalogue
from tests.kiosk.people import document

Way = Callable[[Scene], None]


def without_line(scene: Scene) -> None:
    """A service that needs the line, while there is none."""
    services = published_catalogue().services.values()
    scene.do("service", next(item.id for item in services if item.offline.value == "N"), then=PageName.GUIDE)


def with_expired_card(scene: Scene) -> None:
    scene.to_card()
    expired = replace(document(), valid_from=document().birth_date, valid_to=document().birth_date)
    scene.lay(expired)
    assert scene.page.facts["state"] == "problem"


def with_unreadable_card(scene: Scene) -> None:
    scene.to_card()
    scene.happen(ReadFailed(device="reader-1", fault=Fault(id="document.name-unreadable")))


def without_card(scene: Scene) -> None:
    scene.to_card()
    scene.do("no-card", then=PageName.WITHOUT_CARD)


def with_a_reader_that_nobody_set_up(scene: Scene) -> None:
    scene.reader_is("reader.not-set-up")
    scene.do("service", "S001")
    scene.do("start", then=PageName.WITHOUT_CARD)


def without_proof(scene: Scene) -> None:
    scene.to_card()
    scene.lay()
    assert scene.name is PageName.IDENTITY


def with_full_disk(scene: Scene) -> None:
    scene.to_review()
    scene.store.refuses = Fault(id="store.disk-full")
    scene.do("next", then=PageName.FAULT)


def suspended(scene: Scene) -> None:
    scene.store.sealing = False
    scene.wait(2)
    assert scene.name is PageName.SUSPENDED


def calling(scene: Scene) -> None:
    scene.call()


REFUSALS = [
    without_line,
    with_expired_card,
    with_unreadable_card,
    without_card,
    with_a_reader_that_nobody_set_up,
    without_proof,
    with_full_disk,
    suspended,
    calling,
]


def useful(scene: Scene, depth: int = 2) -> bool:
    """A ticket taken, or a time or a place named, within two touches."""
    if scene.name is PageName.TICKET:
        return bool(scene.page.facts["number"])
    facts = scene.page.facts
    if facts.get("places") and (scene.name is PageName.SUSPENDED or facts.get("hours")):
        return True
    if depth == 0:
        return False
    ways = [("way", way["id"]) for way in facts.get("ways", []) if way["id"] in ("ticket", "other-time")]
    ways += [
        (action.id, action.value)
        for action in scene.page.actions
        if action.enabled and action.id in ("ticket", "no-card", "elsewhere")
    ]
    for action, value in ways:
        before = scene.name
        scene.do(action, value)
        if scene.name is not before:
            return useful(scene, depth - 1)
    return False


@pytest.mark.parametrize("refused", REFUSALS, ids=[way.__name__ for way in REFUSALS])
def test_at_night_something_useful_is_left(refused: Way) -> None:
    scene = Scene(attended=False).start()
    refused(scene)
    assert useful(scene), scene.page


@pytest.mark.parametrize("refused", REFUSALS[:-1], ids=[way.__name__ for way in REFUSALS[:-1]])
def test_by_day_a_person_is_one_touch_away(refused: Way) -> None:
    scene = Scene().start()
    refused(scene)
    own = any(action.id == "help" for action in scene.page.actions)
    assert own or scene.frame.help_label
    # one button for it, but for the door of staff where nothing goes on
    assert not (own and scene.frame.help_label) or scene.name is PageName.SUSPENDED
    scene.call()
    assert scene.page.facts["attended"]
