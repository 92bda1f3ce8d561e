"""Identity numbers and credit codes, against python-stdnum and against methods of the tests' own.

Where python-stdnum 2.2 is no oracle: `cn.ric.validate` wants a county of its table that existed in the year of birth,
so it refuses permits (81 and 83), foreigners' cards (9) and people whom nobody invented in a real place; only its
check digit is asked. `cn.uscc` wants eight digits first, though registers of farms and others begin with letters.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from kiosk.identity import credit_code
from kiosk.identity.credit_code import credit_code_holds, credit_code_problem
from kiosk.identity.number import (
    NumberKind,
    birth_date_of,
    check_character,
    normalised_number,
    number_of_18,
    number_problem,
    sex_agrees,
)
from tests.kiosk.people import iso_7064_mod_11_2, number_for

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
DIGITS = "0123456789"


@given(st.text(DIGITS, min_size=17, max_size=17))
def test_the_check_character_is_that_of_two_others(digits: str) -> None:
    assert check_character(digits) == iso_7064_mod_11_2(digits) == ric.calc_check_digit(digits + "0")


@given(st.text(DIGITS, min_size=17, max_size=17), st.sampled_from(DIGITS + "X"))
def test_numbers_of_any_region_hold_as_another_library_says(digits: str, last: str) -> None:
    holds = ric.calc_check_digit(digits + "0") == last
    problem = number_problem(digits + last)
    assert (problem != "check-character") is holds
    if holds:
        try:
            assert ric.get_birth_date(digits + last) == birth_date_of(digits + last)
        except ric.InvalidComponent:
            assert problem == "birth-date"


def test_the_example_of_the_standard() -> None:
    # GB 11643, annex: 11010519491231002X; the other is of public use as one that does not hold
    assert number_problem("11010519491231002X", date(1949, 12, 31)) is None
    assert ric.is_valid("11010519491231002X")
    assert number_problem("440101199001011239") == "check-character"


@given(DAYS, st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_noticed(birth: date, sequence: int, at: int, other: str) -> None:
    number = number_for(birth, sequence)
    assert number_problem(number, birth) is None
    wrong = number[:at] + other + number[at + 1 :]
    assert (number_problem(wrong) is None) == (wrong == number)


@given(DAYS, st.integers(0, 999), st.integers(0, 16))
def test_two_digits_that_change_places_are_noticed(birth: date, sequence: int, at: int) -> None:
    number = number_for(birth, sequence)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert (number_problem(swapped) is None) == (swapped == number)


@given(DAYS, DAYS)
def test_another_birth_date_is_noticed(birth: date, other: date) -> None:
    assert (number_problem(number_for(birth), other) == "birth-date") == (birth != other)


@given(st.text() | st.text(DIGITS + "Xx ０９Ｘ", max_size=20), st.sampled_from(NumberKind), DAYS | st.none())
def test_no_text_breaks_the_reading(text: str, kind: NumberKind, birth: date | None) -> None:
    number = normalised_number(text)
    number_problem(number, birth, kind)
    number_of_18(number)
    sex_agrees(number, "1")
    credit_code_problem(number)


def test_an_impossible_date_with_a_good_check_character() -> None:
    body = "99999919750230001"
    assert number_problem(body + iso_7064_mod_11_2(body)) == "birth-date"


@given(DAYS, st.integers(0, 999))
def test_the_birth_date_inside_a_number(birth: date, sequence: int) -> None:
    assert birth_date_of(number_for(birth, sequence)) == birth


@pytest.mark.parametrize("number", ["", "1", "99999919750230001X", "X" * 18, "999999750112001"])
def test_no_birth_date_inside_what_is_no_number(number: str) -> None:
    assert birth_date_of(number) is None


def test_full_width_and_small_letters_are_normalised() -> None:
    assert normalised_number(" １1０105 19491231002x") == "11010519491231002X"
    assert normalised_number("ｕｔｏ０００079092800") == "UTO000079092800"


# -- permits and foreigners' cards ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["810000199408230021", "830000199201300022"])
def test_permits_of_public_samples(number: str) -> None:
    """Both stand in public documents of the standard's editors (facts, cards, section 5)."""
    assert number_problem(number, kind=NumberKind.HMT) is None
    assert number_problem(number, kind=NumberKind.ANY) is None
    assert number_problem(number, kind=NumberKind.FOREIGN) == "shape"


def test_a_permit_begins_as_permits_do() -> None:
    body = "84000018970521002"
    assert number_problem(body + iso_7064_mod_11_2(body), kind=NumberKind.HMT) == "shape"
    assert number_problem(number_for(date(1897, 5, 21)), kind=NumberKind.HMT) == "shape"


@pytest.mark.parametrize(
    ("number", "birth", "problem"),
    [
        ("931586198001010028", date(1980, 1, 1), None),
        ("931586198001010028", date(1980, 1, 2), "birth-date"),
        ("931586198001010027", date(1980, 1, 1), "check-character"),
        ("810000199408230021", date(1994, 8, 23), "shape"),
        ("CAN110081080319", date(1981, 8, 3), None),
        ("CAN110081080319", date(1981, 8, 10), "birth-date"),
        ("UTO000079092800", date(1979, 9, 28), None),
        ("UTO000079092800", date(1879, 9, 28), None),
        ("UTO000079092800", None, None),
        ("UTO000079133100", None, "birth-date"),
        ("UT0000079092800", None, "shape"),
        ("UTO00007909280", None, "shape"),
    ],
)
def test_foreigners_cards_of_2023_and_2017(number: str, birth: date | None, problem: str | None) -> None:
    assert number_problem(number, birth, NumberKind.FOREIGN) == problem


def test_what_a_form_takes_is_any_of_them() -> None:
    for number in ("11010519491231002X", "931586198001010028", "UTO000079092800"):
        assert number_problem(number, kind=NumberKind.ANY) is None
    assert number_problem("E12345678", kind=NumberKind.ANY) == "shape"


# -- 15 digits ------------------------------------------------------------------------------------------------------


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 995))
def test_fifteen_digits_become_the_number_of_the_same_person(birth: date, sequence: int) -> None:
    assert number_of_18(f"999999{birth:%y%m%d}{sequence:03d}") == number_for(birth, sequence)


@pytest.mark.parametrize("sequence", ["996", "997", "998", "999"])
def test_some_sequences_were_for_people_of_a_hundred_years(sequence: str) -> None:
    upgraded = number_of_18(f"999999890102{sequence}")
    assert upgraded is not None
    assert birth_date_of(upgraded) == date(1889, 1, 2)
    assert number_problem(upgraded) is None


@pytest.mark.parametrize("old", ["", "999999751301001", "999999750230001", "99999975010100X", "9" * 14, "9" * 16])
def test_no_number_of_fifteen_digits(old: str) -> None:
    assert number_of_18(old) is None


# -- sex ------------------------------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 999))
def test_odd_is_a_man_and_even_a_woman(birth: date, sequence: int) -> None:
    number = number_for(birth, sequence)
    assert sex_agrees(number, "1") is (sequence % 2 == 1)
    assert sex_agrees(number, "2") is (sequence % 2 == 0)
    assert sex_agrees(number, "0")
    assert sex_agrees(number, "9")


def test_a_number_without_a_sex_agrees() -> None:
    assert sex_agrees("UTO000079092800", "2")
    assert sex_agrees("", "1")


# -- organisations --------------------------------------------------------------------------------------------------

ALPHABET = "".join(mark for mark in DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if mark not in "IOSVZ")
CODES = st.builds(str.__add__, st.text(DIGITS, min_size=8, max_size=8), st.text(ALPHABET, min_size=9, max_size=9))


@given(CODES, st.sampled_from(ALPHABET))
def test_credit_codes_hold_as_another_library_says(first_17: str, last: str) -> None:
    assert credit_code.check_character(first_17) == uscc.calc_check_digit(first_17 + "0")
    assert credit_code_holds(first_17 + last) is uscc.is_valid(first_17 + last)


def test_an_example_of_public_use() -> None:
    assert credit_code_problem("91350100M000100Y43") is None
    assert credit_code_problem("91350100M000100Y44") == "check-character"


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_noticed(first_17: str, at: int, other: str) -> None:
    code = first_17 + credit_code.check_character(first_17)
    assert credit_code_holds(code), "also those that begin with letters"
    assume(code[at] != other)
    assert credit_code_problem(code[:at] + other + code[at + 1 :]) == "check-character"


@pytest.mark.parametrize(
    "code", ["", "9" * 17, "9" * 19, "I1350100M000100Y43", "91350100m000100y43", "91350100M000100O43"]
)
def test_what_is_no_credit_code(code: str) -> None:
    assert credit_code_problem(code) == "shape"
