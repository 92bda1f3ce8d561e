"""What is remembered of a card while pcscd or its reader are away: seen from the states that pcscd tells."""

from __future__ import annotations

from drivers.idcard.pcsc_slot import Change, Slot
from drivers.idcard.winscard import ReaderState, State


def state(*, present: bool, edges: int, atr: bytes = b"") -> ReaderState:
    return ReaderState(name="one", raw=edges << 16 | (State.PRESENT if present else 0), atr=atr)


def with_a_read_card(atr: bytes = b"") -> Slot:
    slot = Slot("one")
    assert slot.seen(state(present=True, edges=7, atr=atr)) == (Change.INSERTED,)
    slot.read = True
    return slot


def test_the_counter_tells_a_swap_that_was_too_quick_to_see() -> None:
    slot = with_a_read_card()
    assert slot.seen(state(present=True, edges=7)) == ()
    assert slot.seen(state(present=True, edges=9)) == (Change.REMOVED, Change.INSERTED)
    assert slot.wanted


def test_a_restarted_pcscd_counts_from_zero_and_the_card_stays_read() -> None:
    slot = with_a_read_card()
    slot.lost()
    assert slot.seen(state(present=True, edges=1)) == ()
    assert not slot.wanted
    assert slot.seen(state(present=False, edges=2)) == (Change.REMOVED,)


def test_a_card_under_which_everything_fails_is_given_up() -> None:
    slot = with_a_read_card()
    assert [slot.lost_again() for _ in range(3)] == [False, False, True]
    slot.seen(state(present=False, edges=8))
    slot.seen(state(present=True, edges=9))
    assert not slot.lost_again()


def test_a_reader_that_goes_takes_its_card_and_brings_the_same_one_back() -> None:
    slot = with_a_read_card()
    assert slot.vanished() == (Change.REMOVED,)
    assert slot.vanished() == ()
    assert slot.seen(state(present=True, edges=1)) == (Change.INSERTED,)
    assert not slot.wanted
    assert slot.seen(state(present=False, edges=2)) == (Change.REMOVED,)
    assert slot.seen(state(present=True, edges=3)) == (Change.INSERTED,)
    assert slot.wanted


def test_a_reader_that_comes_back_empty_has_forgotten_it() -> None:
    slot = with_a_read_card()
    slot.vanished()
    assert slot.seen(state(present=False, edges=0)) == ()
    assert slot.seen(state(present=True, edges=1)) == (Change.INSERTED,)
    assert slot.wanted


def test_a_card_of_another_atr_was_put_in_while_pcscd_was_away() -> None:
    slot = with_a_read_card(b"one")
    slot.held = True
    slot.lost()
    assert slot.seen(state(present=True, edges=1, atr=b"two")) == (Change.REMOVED, Change.INSERTED)
    assert slot.wanted


def test_a_card_of_another_atr_came_back_with_the_reader() -> None:
    slot = with_a_read_card(b"one")
    slot.vanished()
    assert slot.seen(state(present=True, edges=1, atr=b"two")) == (Change.INSERTED,)
    assert slot.wanted


def test_the_card_that_came_back_is_no_other_one() -> None:
    """Neither is one that was mute before or is now, nor one whose ATR changes while pcscd counts."""
    for before, after in ((b"one", b"one"), (b"one", b""), (b"", b"one")):
        slot = with_a_read_card(before)
        slot.lost()
        assert slot.seen(state(present=True, edges=1, atr=after)) == ()
        slot = with_a_read_card(before)
        slot.vanished()
        assert slot.seen(state(present=True, edges=1, atr=after)) == (Change.INSERTED,)
        assert not slot.wanted
    slot = with_a_read_card(b"one")
    assert slot.seen(state(present=True, edges=7, atr=b"warm")) == ()


def test_of_a_mute_card_the_atr_of_the_one_before_says_nothing() -> None:
    slot = with_a_read_card(b"one")
    assert slot.seen(state(present=True, edges=9)) == (Change.REMOVED, Change.INSERTED)
    slot.read = True
    slot.lost()
    assert slot.seen(state(present=True, edges=1, atr=b"two")) == ()
