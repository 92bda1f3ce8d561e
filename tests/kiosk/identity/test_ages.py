"""Ages on the business day: complete on the birthday, on 1 March for who was born on 29 February, never early."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.ages import age_on, is_minor, needs_guardian

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("birth", "today", "age"),
    [
        (date(1961, 11, 20), TODAY, 65),
        (date(1961, 11, 21), TODAY, 64),
        (date(2000, 2, 29), date(2025, 2, 28), 24),
        (date(2000, 2, 29), date(2025, 3, 1), 25),
        (date(2000, 2, 29), date(2024, 2, 29), 24),
        (date(1960, 2, 29), date(2025, 2, 28), 64),
        (date(1960, 2, 29), date(2025, 3, 1), 65),
        (TODAY, TODAY, 0),
        (TODAY + timedelta(days=1), TODAY, -1),
    ],
)
def test_age_in_whole_years(birth: date, today: date, age: int) -> None:
    assert age_on(birth, today) == age


@given(st.dates(date(1890, 1, 1), date(2090, 1, 1)), st.integers(0, 60_000))
def test_nobody_grows_older_but_on_one_day_of_a_year(birth: date, days: int) -> None:
    today = birth + timedelta(days=days)
    step = age_on(birth, today + timedelta(days=1)) - age_on(birth, today)
    assert step in (0, 1)
    if step:
        next_day = today + timedelta(days=1)
        assert (next_day.month, next_day.day) in {(birth.month, birth.day), (3, 1)}
    assert needs_guardian(birth, today) <= is_minor(birth, today)


@pytest.mark.parametrize(("years", "guarded", "minor"), [(13, True, True), (14, False, True), (18, False, False)])
def test_fourteen_and_eighteen_on_the_birthday_itself(years: int, guarded: bool, minor: bool) -> None:
    birth = TODAY.replace(year=TODAY.year - years)
    assert needs_guardian(birth, TODAY) is guarded
    assert is_minor(birth, TODAY) is minor
    if years > 13:
        assert needs_guardian(birth, TODAY - timedelta(days=1)) is (years == 14)
        assert is_minor(birth, TODAY - timedelta(days=1)) is True
