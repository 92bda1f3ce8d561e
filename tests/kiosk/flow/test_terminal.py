"""What the terminal keeps to on every page: overlays and their time, leaving, the countdown, numbers, the wipe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.devices import CardPresent, ReaderMode, StaffCardRead
from kiosk.faults import Fault
from kiosk.flow.page import PageName, Role, TextSize
from kiosk.flow.standing import CARD_LEFT_S
from tests.kiosk.flow.desk import STAFF, Scene
from tests.kiosk.flow.identity_desk import IdentityScene, MemoryPlatform
from tests.kiosk.people import document

IDLE_S, COUNTDOWN_S, RECEIPT_S = 120, 45, 60
"""As `data/policy.toml` says."""


@pytest.fixture
def scene() -> Scene:
    return Scene()


def at_home(scene: Scene) -> None:
    scene.start()
    assert scene.name is PageName.HOME


def at_suspended(scene: Scene) -> None:
    scene.store.sealing = False
    scene.start()
    assert scene.name is PageName.SUSPENDED


def at_recovered(scene: Scene) -> None:
    scene.store.forgotten(scene.clock.utc())
    scene.start()
    assert scene.name is PageName.RECOVERED


def at_goodbye(scene: Scene) -> None:
    scene.start()
    scene.to_receipt()
    scene.lift()
    scene.do("finish", then=PageName.GOODBYE)


def at_number(scene: Scene) -> str:
    scene.start()
    scene.to_number()
    return str(scene.page.facts["number"])


def open_devices(scene: Scene) -> None:
    scene.call()
    scene.do("staff", then=PageName.STAFF)
    scene.do("login", STAFF, then=PageName.DEVICES)


Step = Callable[[Scene], None]

# -- overlays -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("overlay", [Scene.call, open_devices], ids=["help", "devices"])
@pytest.mark.parametrize(
    ("beneath", "back_at"),
    [
        (at_home, PageName.HOME),
        (at_suspended, PageName.SUSPENDED),
        (at_recovered, PageName.RECOVERED),
        # the goodbye beneath goes on to the first page meanwhile, as it would without anything over it
        (at_goodbye, PageName.HOME),
    ],
    ids=["home", "suspended", "recovered", "goodbye"],
)
def test_an_overlay_that_was_left_open_goes_by_itself_and_alone(
    scene: Scene, beneath: Step, back_at: PageName, overlay: Step
) -> None:
    beneath(scene)
    overlay(scene)
    name, ended = scene.name, len(scene.journaled("visit-end"))
    scene.wait(IDLE_S - 1)
    assert scene.name is name
    assert scene.frame.countdown is None
    scene.wait(10)
    assert scene.frame.countdown is not None
    scene.wait(COUNTDOWN_S)
    assert scene.name is back_at
    assert scene.frame.countdown is None
    assert len(scene.journaled("visit-end")) == ended
    untold = [number.number for number in scene.store.untold()]
    assert len(untold) == (1 if beneath is at_recovered else 0), "nobody acknowledged anything"
    if back_at is PageName.HOME:
        assert scene.reader.mode is ReaderMode.RESIDENT


def test_help_left_open_over_a_visit_ends_the_visit(scene: Scene) -> None:
    scene.start()
    scene.to_form()
    scene.call()
    scene.lift()
    scene.wait(IDLE_S + COUNTDOWN_S)
    assert scene.name is PageName.HOME
    assert scene.journaled("visit-end")[0]["outcome"] == "idle"


def test_the_receipt_does_not_end_while_help_lies_over_it(scene: Scene) -> None:
    scene.start()
    scene.to_receipt()
    scene.wait(RECEIPT_S - 5)
    scene.call()
    scene.wait(RECEIPT_S)
    scene.do("back", then=PageName.RECEIPT)
    assert scene.page.facts["finish_in"] == RECEIPT_S
    scene.wait(RECEIPT_S - 1)
    assert scene.name is PageName.RECEIPT
    scene.wait(1)
    assert scene.name is PageName.GOODBYE


def test_help_left_open_over_a_receipt_does_not_keep_the_person_there(scene: Scene) -> None:
    scene.start()
    scene.to_receipt()
    scene.call()
    scene.wait(IDLE_S + COUNTDOWN_S + 2 * RECEIPT_S)
    assert scene.journaled("visit-end")


def test_help_while_it_is_being_saved_cuts_nothing_off(scene: Scene) -> None:
    scene.start()
    scene.store.commits = False
    scene.to_review()
    scene.do("next", then=PageName.SAVING)
    scene.call()
    scene.wait(IDLE_S + COUNTDOWN_S + 10)
    assert scene.name is PageName.HELP
    scene.store.commit()
    scene.wait(1)
    assert scene.name is PageName.HELP
    scene.do("back", then=PageName.RECEIPT)
    assert scene.page.facts["printed"] == "confirmed"
    assert len(scene.store.drafts) == 1


def test_a_card_read_under_an_open_help_is_not_lost(scene: Scene) -> None:
    scene.start()
    scene.to_card()
    scene.call()
    # the reading had begun when help was opened
    scene.reader.mode = ReaderMode.RESIDENT
    scene.lay()
    assert scene.name is PageName.HELP
    assert scene.reader.mode is ReaderMode.OFF
    scene.do("back", then=PageName.IDENTITY)


def test_a_page_that_comes_under_an_open_help_takes_no_cards_yet(scene: Scene) -> None:
    at_goodbye(scene)
    scene.call()
    scene.wait(10)
    assert scene.name is PageName.HELP
    assert scene.reader.mode is ReaderMode.OFF
    scene.do("back", then=PageName.HOME)
    assert scene.reader.mode is ReaderMode.RESIDENT


def test_a_card_lifted_while_help_lies_over_the_staff_page_lets_staff_lay_theirs_on(scene: Scene) -> None:
    scene.start()
    scene.to_staff()
    assert scene.reader.mode is ReaderMode.OFF, "the resident's own card is never asked for its number"
    scene.call()
    scene.lift()
    scene.do("back", then=PageName.STAFF)
    assert scene.reader.mode is ReaderMode.STAFF


def test_a_card_lifted_under_a_second_staff_page_frees_the_reader_for_both(scene: Scene) -> None:
    scene.start()
    scene.to_staff()
    scene.call()
    scene.do("staff", then=PageName.STAFF)
    assert scene.reader.mode is ReaderMode.OFF
    scene.lift()
    assert scene.reader.mode is ReaderMode.STAFF
    scene.do("back", then=PageName.HELP)
    assert scene.reader.mode is ReaderMode.OFF
    scene.do("back", then=PageName.STAFF)
    assert scene.reader.mode is ReaderMode.STAFF


def test_a_staff_card_is_for_the_staff_page_on_top_only(scene: Scene) -> None:
    scene.start()
    scene.to_staff()
    scene.lift()
    scene.call()
    scene.do("staff", then=PageName.STAFF)
    scene.happen(StaffCardRead(device="reader-1", card_number="A1B2C3D4E5F60012"))
    assert scene.page.fields[0].value == "0012"
    scene.do("back")
    scene.do("back", then=PageName.STAFF)
    assert scene.page.fields[0].value == ""


# -- leaving --------------------------------------------------------------------------------------------------------


def test_leaving_is_asked_back_and_goes_on_while_the_card_is_taken(scene: Scene) -> None:
    scene.start()
    scene.to_form()
    scene.do("leave", then=PageName.FORM)
    assert scene.frame.countdown is not None
    asked = scene.frame.countdown
    assert asked.seconds == COUNTDOWN_S - 1
    scene.wait(5)
    scene.lift()
    assert scene.frame.countdown is not None
    assert scene.frame.countdown.title == asked.title
    assert scene.frame.countdown.seconds == asked.seconds - 5
    scene.wait(COUNTDOWN_S - 5)
    assert scene.name is PageName.GOODBYE
    assert scene.journaled("visit-end")[0]["outcome"] == "finished"


@pytest.mark.parametrize("action", ["stay", "size", "contrast", "help", "back", "nonsense"])
def test_whatever_is_done_instead_of_leaving_takes_leaving_back(scene: Scene, action: str) -> None:
    scene.start()
    scene.to_form()
    scene.do("leave")
    scene.do(action)
    assert scene.frame.countdown is None
    scene.wait(COUNTDOWN_S + 5)
    assert not scene.journaled("visit-end")
    scene.wait(2 * IDLE_S)
    assert scene.journaled("visit-end")[0]["outcome"] == "idle", "for large text it takes twice as long"


def test_a_touch_in_the_countdown_changes_nothing(scene: Scene) -> None:
    """A finger on one of the countdown's buttons must not make it go away before it is lifted."""
    scene.start()
    scene.to_form()
    scene.do("leave")
    scene.do("touch")
    assert scene.frame.countdown is not None
    scene.wait(COUNTDOWN_S)
    assert scene.name is PageName.GOODBYE


def test_a_number_cannot_be_left_unseen(scene: Scene) -> None:
    number = at_number(scene)
    assert scene.frame.leave_label == ""
    scene.do("leave", then=PageName.NUMBER)
    assert scene.frame.countdown is None
    scene.do("finish", then=PageName.NUMBER)
    scene.wait(COUNTDOWN_S + 5)
    assert scene.page.facts["number"] == number


def test_leaving_asked_for_before_it_was_handed_in_loses_no_number(scene: Scene) -> None:
    scene.start()
    scene.printer.paper = False
    scene.to_review()
    scene.do("leave")
    scene.do("next", then=PageName.NUMBER)
    number = scene.page.facts["number"]
    scene.wait(IDLE_S + COUNTDOWN_S)
    assert scene.name is PageName.RECOVERED
    assert [row["number"] for row in scene.page.facts["numbers"]] == [number]


def test_leaving_the_receipt_for_want_of_paper_loses_no_number(scene: Scene) -> None:
    scene.start()
    scene.to_receipt()
    scene.do("leave")
    scene.do("no-paper", then=PageName.NUMBER)
    assert scene.frame.countdown is None
    scene.wait(COUNTDOWN_S + 5)
    assert scene.name is PageName.NUMBER


def test_the_way_out_is_judged_by_the_page_beneath(scene: Scene) -> None:
    scene.start()
    scene.do("size", "large")
    scene.call()
    assert scene.frame.leave_label == ""
    scene.do("back", then=PageName.HOME)
    scene.to_form()
    offered = scene.frame.leave_label
    assert offered
    scene.call()
    assert scene.frame.leave_label == offered
    scene.do("leave", then=PageName.HELP)
    scene.wait(COUNTDOWN_S)
    assert scene.name is PageName.GOODBYE


def test_no_way_out_over_a_number(scene: Scene) -> None:
    number = at_number(scene)
    scene.call()
    assert scene.frame.leave_label == ""
    scene.do("leave", then=PageName.HELP)
    scene.do("back", then=PageName.NUMBER)
    assert scene.page.facts["number"] == number


# -- numbers --------------------------------------------------------------------------------------------------------


def number_after_an_older_one(scene: Scene) -> tuple[str, str]:
    older = scene.store.forgotten(scene.clock.utc()).number
    scene.start()
    scene.do("home", then=PageName.HOME)
    scene.to_number()
    return older, str(scene.page.facts["number"])


@pytest.mark.parametrize("over_help", [False, True])
def test_finish_in_the_countdown_leaves_this_number_standing_first(scene: Scene, over_help: bool) -> None:
    older, number = number_after_an_older_one(scene)
    if over_help:
        scene.call()
    scene.wait(IDLE_S + 1)
    assert scene.frame.countdown is not None
    scene.do("finish", then=PageName.RECOVERED)
    assert [row["number"] for row in scene.page.facts["numbers"]] == [number]
    scene.do("noted", then=PageName.RECOVERED)
    assert [row["number"] for row in scene.page.facts["numbers"]] == [older]
    scene.do("noted", then=PageName.HOME)
    assert scene.store.untold() == ()


def test_idle_at_a_number_leaves_it_standing_alone(scene: Scene) -> None:
    _, number = number_after_an_older_one(scene)
    scene.wait(IDLE_S + COUNTDOWN_S)
    assert scene.name is PageName.RECOVERED
    assert [row["number"] for row in scene.page.facts["numbers"]] == [number]
    assert document().number in scene.searched[-1], "the person is wiped"
    assert not scene.frame.in_visit
    scene.wait(10 * IDLE_S)
    assert scene.name is PageName.RECOVERED


def test_a_noted_number_stands_nowhere_any_more(scene: Scene) -> None:
    at_number(scene)
    scene.do("noted", then=PageName.GOODBYE)
    assert scene.store.untold() == ()


def test_paper_that_comes_back_is_printed_on_for_who_waited(scene: Scene) -> None:
    number = at_number(scene)
    scene.do("wait", then=PageName.NUMBER)
    scene.printer.load()
    scene.wait(1)
    assert scene.name is PageName.RECEIPT
    assert scene.page.facts["number"] == number


# -- the end of a visit ---------------------------------------------------------------------------------------------


def test_finish_wipes(scene: Scene) -> None:
    scene.start()
    scene.to_receipt()
    visit, recycled = scene.terminal.visit, scene.press.recycled
    held = scene.terminal._visit
    assert held.document is not None
    scene.do("finish", then=PageName.GOODBYE)
    assert held.document is None
    assert scene.terminal.visit != visit
    person = document()
    assert scene.searched == [frozenset({person.number, person.address, "13912345678"})]
    assert scene.journaled("wipe") == [{"visit": visit, "outcome": "clean"}]
    assert [end["outcome"] for end in scene.journaled("visit-end")] == ["finished"]
    assert scene.printer.cancelled == [visit]
    assert scene.press.recycled == recycled + 1
    assert scene.reader.holds == 1, "a card left behind is not read for the next person"
    scene.do("home", then=PageName.HOME)
    scene.to_card()
    assert scene.page.facts["state"] == "waiting"


def test_finish_in_the_midst_ends_the_visit(scene: Scene) -> None:
    scene.start()
    scene.to_form()
    scene.do("finish", then=PageName.GOODBYE)
    assert len(scene.searched) == 1


def test_a_staff_card_left_behind_is_nobodys_identity(scene: Scene) -> None:
    """Staff looked at the devices and forgot their card: whoever comes next must not apply in their name."""
    scene.start()
    scene.do("help")
    scene.do("staff", then=PageName.STAFF)
    scene.happen(CardPresent(device="reader-1"))
    scene.happen(StaffCardRead(device="reader-1", card_number="A1B2C3D4E5F60012"))
    scene.do("login", {"staff_number": "", "pin": "246810"}, then=PageName.DEVICES)
    assert scene.reader.holds == 1
    scene.do("back", then=PageName.HOME)
    scene.to_card()
    scene.wait(3)
    assert "先拿起来" in scene.page.facts["hint"], "a card that is not read says what to do"
    scene.lift()
    scene.wait(1)
    assert scene.page.facts["hint"] == "等您放卡"


def test_a_residents_card_is_not_held_because_staff_signed_in(scene: Scene) -> None:
    scene.start()
    scene.happen(CardPresent(device="reader-1"))
    scene.do("help")
    scene.do("staff", then=PageName.STAFF)
    scene.do("back")
    assert scene.reader.holds == 0


def test_nothing_that_was_not_begun_is_wiped(scene: Scene) -> None:
    scene.start()
    scene.do("size", "large")
    scene.wait(2 * IDLE_S + COUNTDOWN_S)
    assert scene.searched == []
    assert scene.reader.holds == 0


def test_goodbye_waits_for_a_card_that_lies_there(scene: Scene) -> None:
    scene.start()
    scene.to_receipt()
    scene.do("finish", then=PageName.GOODBYE)
    title = scene.page.title
    scene.wait(30)
    assert scene.name is PageName.GOODBYE
    scene.lift()
    assert scene.name is PageName.GOODBYE
    assert scene.page.title != title
    scene.wait(1)
    assert scene.name is PageName.HOME


def test_goodbye_does_not_wait_for_a_forgotten_card_for_ever(scene: Scene) -> None:
    scene.start()
    scene.to_receipt()
    scene.do("finish", then=PageName.GOODBYE)
    scene.wait(59)
    assert scene.name is PageName.GOODBYE
    scene.wait(1)
    assert scene.name is PageName.HOME


@pytest.mark.parametrize(
    ("days", "language", "said"),
    [
        (0, "zh-CN", "今天 10:01"),
        (0, "en", "Today 10:01"),
        (1, "zh-CN", "11月19日 10:01"),
        (1, "zh-HK", "11月19日 10:01"),
        (1, "en", "19/11 10:01"),
    ],
)
def test_a_number_says_when_as_the_header_does(scene: Scene, days: int, language: str, said: str) -> None:
    scene.store.forgotten(scene.clock.utc() - timedelta(days=days))
    scene.start()
    scene.do("language", language)
    assert [row["time"] for row in scene.page.facts["numbers"]] == [said]


def test_not_saved_keeps_the_answers_and_tells_no_number(scene: Scene) -> None:
    scene.start()
    scene.store.commits = False
    scene.to_review()
    scene.do("next", then=PageName.SAVING)
    scene.store.refuse(Fault(id="store.disk-full"))
    scene.wait(1)
    assert scene.name is PageName.FAULT
    assert "number" not in scene.page.facts
    scene.store.commits = True
    scene.do("retry", then=PageName.RECEIPT)
    assert [draft.answers["contact_phone"] for draft in scene.store.drafts] == ["13912345678"]


@pytest.mark.parametrize(
    ("fault", "attended", "primary", "leads"),
    [
        ("store.disk-full", True, "help", PageName.HELP),
        ("store.disk-full", False, "elsewhere", PageName.ELSEWHERE),
        ("store.no-sealing-key", True, "retry", PageName.SAVING),
    ],
)
def test_not_saved_leads_first_to_what_can_mend_it(fault: str, attended: bool, primary: str, leads: PageName) -> None:
    scene = IdentityScene(attended=attended)
    scene.start()
    scene.to_identity()
    scene.do("way", "sms")
    scene.do("next", {"code": MemoryPlatform.CODE}, then=PageName.FORM)
    scene.do("next", {"still_entitled": True, "contact_phone": "13912345678"})
    while scene.name is not PageName.REVIEW:
        scene.do("next", {})
    scene.store.refuses = Fault(id=fault)
    scene.do("next", then=PageName.FAULT)
    assert [action.id for action in scene.page.actions if action.role is Role.PRIMARY] == [primary]
    assert "retry" in [action.id for action in scene.page.actions], "once it is mended, nothing is typed again"
    scene.store.refuses = None
    scene.do(primary, then=leads)


# -- the size of the text -------------------------------------------------------------------------------------------


def test_a_large_home_page_goes_back_to_standard_when_nobody_is_there(scene: Scene) -> None:
    scene.start()
    scene.do("size", "large")
    assert scene.frame.size is TextSize.LARGE
    scene.wait(2 * IDLE_S - 1)
    assert scene.frame.size is TextSize.LARGE, "who reads large has twice the time"
    scene.wait(COUNTDOWN_S + 1)
    assert scene.frame.size is TextSize.STANDARD
    assert scene.name is PageName.HOME
    assert scene.reader.mode is ReaderMode.RESIDENT


@pytest.mark.parametrize("end", ["finish", "idle"])
def test_the_next_person_finds_the_standard_size(scene: Scene, end: str) -> None:
    scene.start()
    scene.do("size", "large")
    scene.do("contrast")
    scene.to_form()
    if end == "finish":
        scene.do("finish", then=PageName.GOODBYE)
        assert scene.frame.size is TextSize.LARGE, "goodbye is said to who stands there"
        scene.do("home")
    else:
        scene.lift()
        scene.wait(2 * IDLE_S + COUNTDOWN_S)
    assert scene.name is PageName.HOME
    assert scene.frame.size is TextSize.STANDARD
    assert not scene.frame.contrast


def test_a_card_that_is_left_becomes_an_alarm_until_it_is_taken(scene: Scene) -> None:
    scene.start()
    scene.to_receipt()
    scene.do("finish", then=PageName.GOODBYE)
    assert "请取走" in scene.page.said, "whoever goes is told aloud"
    scene.wait(CARD_LEFT_S + 5)
    assert scene.name is PageName.HOME
    assert [notice.text for notice in scene.page.notices] == ["读卡处有一张忘拿的卡，请交给工作人员"]
    assert "card-left" in scene.terminal._desk.attention, "the platform's staff hear of it"
    assert len(scene.journaled("card-left")) == 1
    scene.lift()
    assert scene.page.notices == ()
    assert scene.terminal._desk.attention == set()


def test_a_card_in_use_is_no_alarm(scene: Scene) -> None:
    scene.start()
    scene.to_form()
    scene.wait(CARD_LEFT_S + 5)
    assert scene.journaled("card-left") == []


def test_a_card_that_lies_there_when_nobody_touches_anything_is_called_out_first(scene: Scene) -> None:
    scene.start()
    scene.to_form()
    scene.wait(IDLE_S + COUNTDOWN_S + 1)
    assert scene.name is PageName.GOODBYE
    assert scene.page.title == "身份证还在读卡处"
    scene.do("home", then=PageName.HOME)
    scene.wait(3)
    assert scene.page.notices, "and the first page goes on saying it"
