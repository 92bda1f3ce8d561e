"""kill -9 between any two steps from review to receipt: durable and told, or nothing there and nobody told."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.app.kiosk import STROKES, Kiosk, Line
from tests.app.paper import link_on, proven
from tests.app.theatre import Theatre


def numbers_told(lines: list[Line]) -> set[str]:
    """Every number that stood on a page."""
    facts = [line.get("facts") or {} for line in lines]
    told = {str(one["number"]) for one in facts if one.get("number")}
    return told | {str(row["number"]) for one in facts for row in one.get("numbers", [])}


def judged(theatre: Theatre, config: Path, killed: Kiosk) -> None:
    """Start again on what the killed terminal left, and hold it to its word."""
    theatre.dock.change("reader", card="")
    before = numbers_told(killed.told())
    with theatre.kiosk(config) as kiosk:
        first = kiosk.until("recovered|home", lambda line: line["page"] == "recovered" or line["facts"]["favourites"])
        after = {row["number"] for row in first["facts"]["numbers"]} if first["page"] == "recovered" else set()
        confirmed = any(
            line.get("page") == "receipt" and line["facts"]["printed"] == "confirmed" for line in killed.told()
        )
        if before and not confirmed:
            assert after <= before
        if before:
            # the paper may have been confirmed just before its page could be written
            assert after == before or theatre.await_received(next(iter(before)))
        durable = before | after
        if first["page"] == "recovered":
            kiosk.do("noted", None, "home", lambda line: line["facts"]["favourites"])
        if not durable:
            # nothing may come up later either: the same person does it again, and that one is the only one
            again = kiosk.whole(service="S001")["facts"]["number"]
            durable = {again}
        (number,) = durable
        theatre.await_received(number)
    rows = [row for row in theatre.received_from(number.split("-")[0]) if row["kind"] == "application"]
    assert [row["number"] for row in rows] == [number]


def at_review(kiosk: Kiosk) -> None:
    kiosk.to_review(service="S001")


def at_signature(kiosk: Kiosk) -> None:
    kiosk.to_review(service="S008")
    kiosk.do("next", None, "signature")


def at_saving(kiosk: Kiosk) -> None:
    at_review(kiosk)
    kiosk.do("next", None, "saving|printing")


def at_stored(kiosk: Kiosk) -> None:
    at_review(kiosk)
    kiosk.do("next", None, "saving|printing", lambda line: line["page"] == "printing" or "已" in str(line["facts"]))


def at_printing(kiosk: Kiosk) -> None:
    at_review(kiosk)
    kiosk.do("next", None, "printing")


def at_paper(kiosk: Kiosk) -> None:
    at_review(kiosk)
    kiosk.do("next", None, "printing", lambda line: "请等纸完全出来再取" in line["facts"]["lines"][0])


def at_receipt(kiosk: Kiosk) -> None:
    kiosk.to_review(service="S008")
    kiosk.do("next", None, "signature")
    kiosk.do("sign", STROKES, "receipt")


def test_the_next_receipt_is_not_printed_onto_a_torn_one(theatre: Theatre, config: Path) -> None:
    """What lies half printed in the printer outlives the terminal: it is cut off before the next person's paper."""
    theatre.dock.change("printer", bytes_per_second=20_000)
    with theatre.kiosk(config) as kiosk:
        at_paper(kiosk)
        kiosk.kill()
    theatre.dock.change("printer", bytes_per_second=150_000)
    theatre.dock.change("reader", card="")
    with theatre.kiosk(config) as kiosk:
        kiosk.until("recovered")
        kiosk.do("noted", None, "home", lambda line: line["facts"]["favourites"])
        facts = kiosk.whole(card="zhang", service="S001")["facts"]
    assert facts["printed"] == "confirmed"
    assert proven(link_on(theatre.sheets()[-1]), theatre)["number"] == facts["number"]


STEPS = [at_review, at_signature, at_saving, at_stored, at_printing, at_paper, at_receipt]


@pytest.mark.parametrize("reach", STEPS, ids=lambda step: step.__name__)
def test_killed_at_a_page(theatre: Theatre, config: Path, reach: Callable[[Kiosk], None]) -> None:
    with theatre.kiosk(config) as kiosk:
        reach(kiosk)
        kiosk.kill()
    judged(theatre, config, kiosk)


def moment(milliseconds: int, *, online: bool) -> ParameterSet:
    """A kill so long after handing in; some of them are enough for every day."""
    slow = [] if milliseconds in (4, 15) else [pytest.mark.slow]
    return pytest.param(milliseconds, online, id=f"{milliseconds}-{'online' if online else 'offline'}", marks=slow)


MOMENTS = [moment(delay, online=online) for delay in (0, 4, 9, 15, 25, 40, 80, 200) for online in (True, False)]


@pytest.mark.parametrize(("milliseconds", "line_up"), MOMENTS)
def test_killed_some_time_after_handing_in(theatre: Theatre, config: Path, milliseconds: int, line_up: bool) -> None:
    """The delay is the point of the test: it moves the kill through seal, commit, answer and paper."""
    with theatre.kiosk(config) as kiosk:
        kiosk.home()
        kiosk.dock.change("line", up=line_up)
        at_review(kiosk)
        kiosk.act("next")
        time.sleep(milliseconds / 1000)
        kiosk.kill()
    theatre.dock.change("line", up=True)
    judged(theatre, config, kiosk)
