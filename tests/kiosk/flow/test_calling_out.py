"""What is called out: to stay, to take the card, and the alarm over a card that was left; and who is read to."""

from __future__ import annotations

import pytest

from kiosk.faults import Fault
from kiosk.flow.calling_out import EACH_S, FOR_ITS_OWNER, LONGEST_S
from kiosk.flow.page import PageName
from kiosk.flow.standing import CARD_LEFT_S
from kiosk.flow.state import VoiceChanged
from tests.kiosk.flow.desk import STAFF, Scene

IDLE_S, COUNTDOWN_S = 120, 45
"""As `data/policy.toml` says."""


@pytest.fixture
def scene() -> Scene:
    return Scene().start()


def called(scene: Scene) -> str:
    return "" if scene.frame.call is None else scene.frame.call.text


def times(scene: Scene) -> int:
    """How often the alarm has sounded."""
    call = scene.frame.call
    return call.times if call is not None and call.chime else 0


def leave_card(scene: Scene) -> None:
    scene.to_receipt()
    scene.do("finish", then=PageName.GOODBYE)


def test_the_alarm_sounds_from_the_end_of_the_visit_and_stops_when_the_card_is_taken(scene: Scene) -> None:
    scene.to_receipt()
    assert times(scene) == 0, "who is still here is asked, not alarmed"
    scene.do("finish", then=PageName.GOODBYE)
    assert (times(scene), called(scene)) == (1, "请取走您的身份证。")
    scene.wait(int(EACH_S) - 1)
    assert times(scene) == 1
    scene.wait(1)
    assert times(scene) == 2
    scene.lift()
    assert scene.frame.call is None
    scene.wait(int(EACH_S) * 2)
    assert scene.frame.call is None


def test_the_alarm_speaks_to_passers_by_after_a_minute_and_ends_after_five(scene: Scene) -> None:
    leave_card(scene)
    scene.wait(int(EACH_S) * FOR_ITS_OWNER)
    assert scene.name is PageName.HOME
    assert called(scene) == "读卡处有一张忘拿的卡，请交给工作人员"
    heard = set()
    for _ in range(int(LONGEST_S - EACH_S * FOR_ITS_OWNER)):
        heard.add(times(scene))
        scene.wait(1)
    assert max(heard) == LONGEST_S / EACH_S
    assert scene.frame.call is None, "silent, and staff go on seeing it"
    assert "card-left" in scene.terminal._desk.attention
    assert len(scene.journaled("card-left")) == 1
    scene.wait(120)
    assert scene.frame.call is None


def test_who_walks_away_is_called_back_then_alarmed(scene: Scene) -> None:
    scene.to_form()
    scene.wait(IDLE_S)
    assert called(scene) == "您还在吗？请点一下屏幕，不然会自动结束。"
    assert times(scene) == 0
    scene.do("stay")
    assert scene.frame.call is None
    scene.wait(IDLE_S + COUNTDOWN_S + 1)
    assert scene.name is PageName.GOODBYE
    assert times(scene) == 1


def test_who_asked_to_leave_is_not_called_back(scene: Scene) -> None:
    scene.to_form()
    scene.do("leave")
    assert scene.frame.countdown is not None
    assert scene.frame.call is None


def test_the_receipt_calls_for_the_card_only_while_it_lies_there(scene: Scene) -> None:
    scene.to_receipt()
    assert called(scene) == "登记好了。请取走身份证和回执。"
    scene.lift()
    assert scene.frame.call is None


def test_the_next_visit_silences_the_alarm_and_its_end_begins_it_again(scene: Scene) -> None:
    leave_card(scene)
    scene.do("home", then=PageName.HOME)
    assert times(scene) == 1
    scene.do("service", "S001", then=PageName.GUIDE)
    scene.wait(1)
    assert scene.frame.call is None, "somebody is being served"
    scene.do("finish", then=PageName.GOODBYE)
    assert times(scene) == 1


def test_who_goes_back_to_the_first_page_with_a_card_there_has_a_minute(scene: Scene) -> None:
    scene.lay()
    assert scene.name is PageName.SERVICES
    scene.do("back", then=PageName.HOME)
    scene.wait(CARD_LEFT_S - 1)
    assert scene.frame.call is None
    scene.wait(2)
    assert times(scene) == 1


def test_nobody_is_alarmed_while_staff_are_at_the_machine(scene: Scene) -> None:
    leave_card(scene)
    scene.call()
    assert scene.frame.call is None
    scene.do("back")
    assert times(scene) == 1


def test_pages_are_read_to_who_asks_until_the_visit_ends(scene: Scene) -> None:
    scene.do("aloud")
    assert not scene.frame.voice
    assert not scene.frame.aloud, "no voice, no reading"
    scene.happen(VoiceChanged(works=True))
    assert scene.frame.voice
    scene.do("aloud")
    assert scene.frame.aloud
    scene.to_form()
    assert scene.frame.aloud
    scene.do("aloud")
    assert not scene.frame.aloud
    scene.do("aloud")
    scene.lift()
    scene.wait(IDLE_S + COUNTDOWN_S + 1)
    assert scene.name is PageName.HOME
    assert not scene.frame.aloud, "the next person has not asked"


def test_who_finished_hears_the_goodbye_and_the_next_one_nothing(scene: Scene) -> None:
    scene.happen(VoiceChanged(works=True))
    scene.do("aloud")
    scene.to_receipt()
    scene.lift()
    scene.do("finish", then=PageName.GOODBYE)
    assert scene.frame.aloud
    scene.do("home", then=PageName.HOME)
    assert not scene.frame.aloud


def test_the_devices_page_says_what_is_wrong_with_the_voice(scene: Scene) -> None:
    scene.happen(VoiceChanged(works=False, fault=Fault(id="kiosk.voice", detail="aplay")))
    scene.call()
    scene.do("staff", then=PageName.STAFF)
    scene.do("login", STAFF, then=PageName.DEVICES)
    assert any("aplay" in alarm["cause"] for alarm in scene.page.facts["alarms"])
