"""Cards and readings that do not do: each told on the card page, and the next card is taken as ever."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.app.kiosk import HAND_S, Kiosk
from tests.app.theatre import Theatre, told

BAD_CARDS = {
    "expired": "document.expired",
    "future": "document.not-yet-valid",
    "wrong-digit": "document.number-wrong",
    "unreadable": "document.name-unreadable",
}


@pytest.fixture(scope="module")
def reader_kiosk(_theatre: Theatre) -> Iterator[Kiosk]:
    """One terminal for the tests that only lay cards on."""
    _theatre.reset()
    with _theatre.kiosk(_theatre.terminal()) as kiosk:
        kiosk.home()
        yield kiosk


@pytest.fixture
def at_card(theatre: Theatre, reader_kiosk: Kiosk) -> Iterator[Kiosk]:
    """At the page that asks for the card; home again afterwards."""
    kiosk = reader_kiosk
    kiosk.do("service", "S001", "guide")
    kiosk.do("start", None, "card", lambda line: line["facts"]["state"] == "waiting")
    yield kiosk
    theatre.reset()
    time.sleep(HAND_S)
    kiosk.do("back", None, "guide")
    kiosk.do("back", None, "services")
    kiosk.do("back", None, "home")


@pytest.mark.parametrize("card", BAD_CARDS)
def test_a_card_that_cannot_be_used(at_card: Kiosk, card: str) -> None:
    line = at_card.lay(card, "card", lambda line: line["facts"]["state"] == "problem")
    assert told(line["facts"]["problem"], BAD_CARDS[card])
    assert {action["id"] for action in line["actions"]} == {"back", "no-card"}, "a way on is there"
    at_card.lay("ouyang")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("bad-checksum", "reader.read-failed|reader.protocol"),
        ("oversized", "reader.read-failed|reader.protocol"),
        ("pull-mid-read", "reader.card-removed|reader.read-failed"),
        ("sw3:31", "reader.auth-failed|reader.read-failed"),
        ("sw3:40", "reader.unsupported-card|reader.read-failed"),
    ],
)
def test_a_reading_that_does_not_succeed(at_card: Kiosk, fault: str, expected: str) -> None:
    at_card.dock.change("reader", fault=fault)
    line = at_card.lay("ouyang", "card", lambda line: line["facts"]["state"] == "problem")
    assert any(told(line["facts"]["problem"], one) for one in expected.split("|")), line["facts"]["problem"]
    at_card.dock.change("reader", fault="")
    at_card.lay("ouyang")  # lifted and laid on again


@pytest.mark.parametrize("fault", ["noise", "split"])
def test_noise_on_the_line_harms_no_reading(at_card: Kiosk, fault: str) -> None:
    at_card.dock.change("reader", fault=fault)
    at_card.lay("rare")


def test_a_reader_unplugged_and_plugged_in_again(at_card: Kiosk) -> None:
    at_card.dock.change("reader", plugged=False)
    line = at_card.until("card", lambda line: line["facts"]["state"] == "problem")
    assert told(line["facts"]["problem"], "reader.unplugged")
    at_card.dock.change("reader", plugged=True)
    at_card.until("card", lambda line: line["facts"]["state"] == "waiting")
    at_card.lay("ouyang")


def test_a_mute_reader(at_card: Kiosk) -> None:
    at_card.dock.change("reader", fault="mute")
    line = at_card.until("card", lambda line: line["facts"]["state"] == "problem")
    assert told(line["facts"]["problem"], "reader.mute")
    at_card.dock.change("reader", fault="")
    at_card.until("card", lambda line: line["facts"]["state"] == "waiting")
    at_card.lay("ouyang")
