"""Identity numbers against an oracle of the tests' own, and documents on the days around their limits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.ages import age_on
from kiosk.identity.document import (
    DocumentKind,
    document_fault,
    has_rare_characters,
    masked_name,
    masked_number,
)
from kiosk.identity.number import birth_date_of, check_character, normalised_number, number_problem
from tests.kiosk.people import document, iso_7064_mod_11_2, number_for

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_character_is_that_of_iso_7064(digits: str) -> None:
    assert check_character(digits) == iso_7064_mod_11_2(digits)


def test_the_example_of_the_standard() -> None:
    # GB 11643, annex: 11010519491231002X
    assert number_problem("11010519491231002X", date(1949, 12, 31)) is None


@given(DAYS, st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_noticed(birth: date, sequence: int, at: int, other: str) -> None:
    number = number_for(birth, sequence)
    assert number_problem(number, birth) is None
    wrong = number[:at] + other + number[at + 1 :]
    assert (number_problem(wrong) is None) == (wrong == number)


@given(DAYS, DAYS)
def test_another_birth_date_is_noticed(birth: date, other: date) -> None:
    assert (number_problem(number_for(birth), other) == "birth-date") == (birth != other)


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    number_problem(normalised_number(text))


def test_an_impossible_date_with_a_good_check_character() -> None:
    body = "99999919750230001"
    assert number_problem(body + iso_7064_mod_11_2(body)) == "birth-date"


@given(DAYS, st.integers(0, 999))
def test_the_birth_date_inside_a_number(birth: date, sequence: int) -> None:
    assert birth_date_of(number_for(birth, sequence)) == birth


@pytest.mark.parametrize("number", ["", "1", "99999919750230001X", "X" * 18])
def test_no_birth_date_inside_what_is_no_number(number: str) -> None:
    assert birth_date_of(number) is None


def test_full_width_and_small_letters_are_normalised() -> None:
    assert normalised_number(" １1０105 19491231002x") == "11010519491231002X"


TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"valid_to": None}, None),
        ({"valid_to": TODAY}, None),
        ({"valid_to": TODAY - timedelta(days=1)}, "document.expired"),
        ({"valid_from": TODAY}, None),
        ({"valid_from": TODAY + timedelta(days=1)}, "document.not-yet-valid"),
        ({"valid_from": None, "valid_to": None}, None),
        ({"valid_from": None, "valid_to": TODAY - timedelta(days=1)}, "document.expired"),
        ({"kind": DocumentKind.SOCIAL_SECURITY_CARD, "address": None, "issuer": None, "ethnic_code": None}, None),
        ({"name": ""}, "document.name-unreadable"),
        ({"name": "王\ue001"}, "document.name-unreadable"),
        ({"name": "王\U000f0001"}, "document.name-unreadable"),
        ({"name": "王\ufffd"}, "document.name-unreadable"),
        ({"name": "䶮𬱖㼆"}, None),
        ({"number": number_for(date(1975, 1, 13))}, "document.number-wrong"),
        ({"number": "1"}, "document.number-wrong"),
    ],
)
def test_what_makes_a_document_unusable(changes: dict[str, object], fault: str | None) -> None:
    found = document_fault(document(**changes), TODAY)
    assert (None if found is None else found.id) == fault


def test_nobody_is_named_by_a_repr() -> None:
    one = document()
    assert one.name not in repr(one)
    assert one.number not in repr(one)
    assert str(one.address) not in repr(one)


@pytest.mark.parametrize(
    ("birth", "today", "age"),
    [
        (date(1961, 11, 20), TODAY, 65),
        (date(1961, 11, 21), TODAY, 64),
        (date(2000, 2, 29), date(2025, 2, 28), 24),
        (date(2000, 2, 29), date(2025, 3, 1), 25),
    ],
)
def test_age_in_whole_years(birth: date, today: date, age: int) -> None:
    assert age_on(birth, today) == age


def test_masks() -> None:
    assert masked_name("欧阳示例") == "欧**"
    assert masked_name("王") == "王*"
    assert masked_number("99999919750112001X") == "*" * 14 + "001X"
    assert has_rare_characters("䶮")
    assert not has_rare_characters("阿·木")
