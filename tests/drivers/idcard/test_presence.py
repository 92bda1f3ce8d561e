"""Is the card new, still there, or gone: modules answer find in three ways for a card already read."""

from __future__ import annotations

from drivers.idcard.presence import Presence, Sight
from kiosk.devices import ReaderMode


def with_card() -> Presence:
    presence = Presence()
    assert presence.found() is Sight.NEW
    presence.read_for.add(ReaderMode.RESIDENT)
    return presence


def test_card_reported_again_is_the_same() -> None:
    presence = with_card()
    assert presence.found() is Sight.SAME
    assert presence.read_for == {ReaderMode.RESIDENT}


def test_denied_but_selected_card_still_lies_there() -> None:
    presence = with_card()
    for _ in range(20):
        assert presence.selected(True) is Sight.SAME
    assert presence.known


def test_gone_after_two_misses_in_a_row() -> None:
    presence = with_card()
    assert presence.selected(False) is Sight.SAME
    assert presence.selected(True) is Sight.SAME
    assert presence.selected(False) is Sight.SAME
    assert presence.selected(False) is Sight.GONE
    assert not presence.known
    assert presence.found() is Sight.NEW
    assert presence.read_for == set()


def test_module_that_denies_by_habit_reports_only_another_card() -> None:
    presence = with_card()
    for _ in range(3):
        presence.selected(True)
    assert presence.found() is Sight.REPLACED
    assert presence.read_for == set()
    assert presence.known


def test_module_that_denies_every_second_time_does_not_read_for_ever() -> None:
    presence = with_card()
    for _ in range(10):
        assert presence.selected(True) is Sight.SAME
        assert presence.found() is Sight.SAME


def test_one_flicker_after_a_good_read_is_no_new_card() -> None:
    presence = with_card()
    presence.selected(False)
    assert presence.found() is Sight.SAME


def test_quick_second_try_after_a_bad_read_counts() -> None:
    presence = with_card()
    presence.failed(looks_lifted=False)
    assert presence.found() is Sight.SAME
    presence.selected(False)
    assert presence.found() is Sight.REPLACED


def test_read_that_broke_off_needs_one_more_miss_only() -> None:
    presence = with_card()
    presence.failed(looks_lifted=True)
    assert presence.selected(False) is Sight.GONE


def test_restarted_module_has_no_habit_yet() -> None:
    presence = with_card()
    for _ in range(3):
        presence.selected(True)
    presence.port_reopened()
    assert presence.found() is Sight.SAME
