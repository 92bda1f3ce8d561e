"""Wishes to be called back: who lists them, who is listed, and that one who was called is not called again."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central import commands
from central.callbacks import callbacks, mark_done
from central.errors import SetupError
from central.platform import Platform
from kiosk.catalogue import Catalogue
from kiosk.protocol.callback import Callback, CallbackWish, PartOfDay
from kiosk.protocol.envelope import SubmissionKind
from kiosk.protocol.errors import MalformedError
from tests.central.peer import NAME, PHONE, Terminal, a_draft
from tests.central.servers import quick
from tests.central.test_submissions import cases_of

WISH = Callback(wish=CallbackWish.VIDEO, phone=PHONE, day=date(2026, 11, 23), part=PartOfDay.MORNING)


def put(terminal: Terminal, catalogue: Catalogue, answers: Any) -> tuple[str, str]:
    draft = a_draft(catalogue, kind=SubmissionKind.CALLBACK, answers=answers, form=None)
    number = terminal.next_number()
    submission, data = terminal.envelope(draft, number=number)
    assert terminal.put(submission, data).status_code == 201
    return submission, str(number)


def test_a_wish_is_listed_until_somebody_called(terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    soon = Callback(wish=CallbackWish.CALL, phone=PHONE)
    first, number = put(terminal, catalogue, WISH.to_json())
    _, second = put(terminal, catalogue, soon.to_json())
    assert cases_of(platform, first) == []
    rows = callbacks(platform)
    assert [row["number"] for row in rows] == [number, second]
    assert (rows[0]["wish"], rows[0]["phone"], rows[0]["day"], rows[0]["part"]) == (
        "video",
        PHONE,
        "2026-11-23",
        "morning",
    )
    assert rows[0]["name"] == "测**"
    assert callbacks(platform, full=True)[0]["name"] == NAME
    assert "soon any" in commands.show_callbacks(platform, every=False, full=False, as_json=False)
    assert mark_done(platform, number.lower(), "0012")
    assert not mark_done(platform, number, "0013")
    assert [row["number"] for row in callbacks(platform)] == [second]
    (done, _) = callbacks(platform, done=True)
    assert (done["number"], done["staff"]) == (number, "0012")
    assert "done" in commands.show_callbacks(platform, every=True, full=False, as_json=False)


def test_the_list_and_the_note_as_an_operator_gives_them(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    _, number = put(terminal, catalogue, WISH.to_json())
    db = platform.settings.db
    (row,) = json.loads(quick("callbacks", "--db", db, "--json")[0])
    assert (row["number"], row["phone"], row["name"]) == (number, PHONE, "测**")
    assert NAME in quick("callbacks", "--db", db, "--full")[0]
    assert "--staff" in quick("callbacks", "--db", db, "--done", number, expect=2)[1]
    assert [quick("callbacks", "--db", db, "--done", number, "--staff", "0012")[0].strip() for _ in range(2)] == [
        "noted",
        "was noted before",
    ]
    assert quick("callbacks", "--db", db)[0].strip() == "nobody waits to be called"
    assert "by 0012" in quick("callbacks", "--db", db, "--all")[0]


def test_a_wish_that_cannot_be_read_is_a_case_and_stays_on_the_list(
    terminal: Terminal, platform: Platform, catalogue: Catalogue
) -> None:
    submission, number = put(terminal, catalogue, {**WISH.to_json(), "part": "夜里"})
    assert cases_of(platform, submission) == ["payload-invalid"]
    (row,) = callbacks(platform)
    assert (row["number"], row["wish"]) == (number, None)


def test_only_wishes_can_be_marked(terminal: Terminal, platform: Platform, catalogue: Catalogue) -> None:
    number = terminal.next_number()
    terminal.put(*terminal.envelope(a_draft(catalogue), number=number))
    for wanted, staff in ((str(number), "0012"), ("FC01", "0012"), (str(number), "")):
        with pytest.raises(SetupError):
            mark_done(platform, wanted, staff)


@given(
    answers=st.dictionaries(
        st.sampled_from(["wish", "phone", "day", "part"]),
        st.none() | st.text(max_size=40) | st.integers() | st.lists(st.text(max_size=3), max_size=2),
    )
)
def test_answers_of_any_form_are_a_wish_or_malformed(answers: dict[str, Any]) -> None:
    try:
        Callback.from_json(answers)
    except MalformedError as problem:
        told = str(problem)
    else:
        told = ""
    assert not any(isinstance(value, str) and len(value) > 9 and value in told for value in answers.values())


def test_a_wish_comes_back_as_it_was_written() -> None:
    assert Callback.from_json(WISH.to_json()) == WISH
    assert PHONE not in repr(WISH)
