"""The end of a visit: nothing of a person is left in it, the check for residue finds what is, idle time runs out."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import ROOT
from app.residue import residue_in
from kiosk.catalogue import read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.faults import Fault
from kiosk.flow.visit import Submitted, Visit
from kiosk.forms.filling import FormFilling
from kiosk.forms.strokes import read_strokes
from kiosk.protocol.payload import IdentityProof
from kiosk.session import IdleTimer
from tests.kiosk.flow.desk import HandClock
from tests.kiosk.people import document

PHONE = "13912345678"


def texts_within(start: object) -> set[str]:
    """Every text that can be reached from an object, but not through classes, modules and functions."""
    seen: set[int] = set()
    found: set[str] = set()
    heap: list[object] = [start]
    while heap:
        one = heap.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, str):
            found.add(one)
        elif not isinstance(one, type) and not callable(one):
            heap.extend(gc.get_referents(one))
    return found


def test_a_wiped_visit_holds_nothing_of_the_person() -> None:
    person = document()
    item = read_catalogue(read_folder(ROOT / "data" / "catalogue")).services["S008"]
    visit = Visit(id="visit-1")
    visit.remember_document(person)
    visit.begin_application(item, ("c", "1", "0" * 64))
    assert item.form is not None
    visit.filling = FormFilling(item.form, today=date(2026, 11, 20))
    visit.filling.prefill(person)
    visit.filling.take("contact_phone", PHONE)
    visit.document_proof = IdentityProof(way="document-read", at=datetime.now(UTC), result="read")
    visit.proofs.append(visit.document_proof)
    visit.strokes = [[[1, 2, 3]]]
    visit.signed_sha256 = "f" * 64
    visit.material_choices["m1"] = "deferred"
    visit.submitted = Submitted(id="s1", number="FC01-1-0001-X", received_at=datetime.now(UTC))
    visit.fault = Fault(id="kiosk.unknown")
    secrets = {person.name, person.number, person.address, PHONE, "FC01-1-0001-X", "f" * 64, "deferred"}
    assert secrets <= texts_within(visit), "the walk would find them"
    visit.wipe()
    assert not secrets & texts_within(visit)
    assert visit.document is None
    assert not visit.strokes


VALUE = "999999197501120018"


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
def test_a_planted_value_is_found_in_any_file(tmp_path: Path, coding: str) -> None:
    check = residue_in((tmp_path,), lambda: "")
    (tmp_path / "deep").mkdir()
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "deep" / "log").write_bytes(b"x" * 5000)
    assert check(frozenset({VALUE})) == ()
    (tmp_path / "deep" / "log").write_bytes(b"x" * 300_001 + VALUE.encode(coding) + b"y" * 70_000)
    assert check(frozenset({VALUE})) == ("log",)


@given(st.integers(0, 70_000))
def test_a_value_is_found_wherever_it_lies(offset: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "file").write_bytes(bytes(offset) + VALUE.encode() + bytes(3))
        assert residue_in((folder,), lambda: "")(frozenset({VALUE})) == ("file",)


def test_a_value_on_the_screen_is_found(tmp_path: Path) -> None:
    assert residue_in((tmp_path,), lambda: f"Page({VALUE})")(frozenset({VALUE})) == ("screen",)


# -- idle -----------------------------------------------------------------------------------------------------------


def seen_at(timer: IdleTimer, clock: HandClock, seconds: Iterable[float]) -> list[tuple[int | None, bool]]:
    start = clock.now
    rows = []
    for second in seconds:
        clock.now = start + second
        rows.append((timer.seconds_left(120, 45), timer.expired(120, 45)))
    return rows


def test_quiet_then_a_countdown_then_the_end() -> None:
    clock = HandClock()
    timer = IdleTimer(clock)
    assert seen_at(timer, clock, [0, 119.9, 120, 121, 164, 165, 300]) == [
        (None, False),
        (None, False),
        (45, False),
        (44, False),
        (1, False),
        (0, True),
        (0, True),
    ]


def test_a_touch_begins_anew() -> None:
    clock = HandClock()
    timer = IdleTimer(clock)
    clock.now += 160
    timer.touch()
    assert seen_at(timer, clock, [0, 119, 165]) == [(None, False), (None, False), (0, True)]


# -- signatures -----------------------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.floats(),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=30,
)


@given(ANYTHING)
def test_nothing_that_is_sent_as_a_signature_breaks(value: object) -> None:
    strokes = read_strokes(value)
    if strokes is not None:
        assert sum(map(len, strokes)) >= 5
        assert all(type(number) is int for stroke in strokes for point in stroke for number in point)


def test_a_dot_is_no_signature() -> None:
    assert read_strokes([[[1, 2, 3]]]) is None
    assert read_strokes([[[1, 2, True]] * 5]) is None
    assert read_strokes([[[1, 2, 3]] * 5]) == [[[1, 2, 3]] * 5]
    assert read_strokes([[[1, 2, 3]] * 20_001]) is None
