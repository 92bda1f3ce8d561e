"""Machine-readable zones: the examples of ICAO 9303 hand-copied, zones built here, and every way to spoil them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.identity.mrz import KeyField, KeyProblem, Mrz, MrzError, MrzKey, Problem, parse_mrz, typed_key
from kiosk.identity.mrz_layout import Field, ZoneSize

TODAY = date(2026, 11, 20)
# ICAO 9303-4, -5 and -6, appendix B; the long numbers: ICAO 9303-11, appendix D.2. Utopia has no residents.
PASSPORT = """P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L898902C36UTO7408122F1204159ZE184226B<<<<<10"""
CARD = """I<UTOD231458907<<<<<<<<<<<<<<<
7408122F1204159UTO<<<<<<<<<<<6
ERIKSSON<<ANNA<MARIA<<<<<<<<<<"""
SHEET = """I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
D231458907UTO7408122F1204159<<<<<<<6"""
LONG_CARD = """I<UTOD23145890<7349<<<<<<<<<<<
3407127M9507122UTO<<<<<<<<<<<2
STEVENSON<<PETER<JOHN<<<<<<<<<"""
LONG_SHEET = """I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<
D23145890<UTO3407127M95071227349<<<8"""
EXAMPLES = [PASSPORT, CARD, SHEET, LONG_CARD, LONG_SHEET]


@pytest.mark.parametrize(
    ("zone", "size", "number", "information"),
    [
        (PASSPORT, ZoneSize.TD3, "L898902C3", "L898902C3674081221204159"),
        (CARD, ZoneSize.TD1, "D23145890", "D23145890774081221204159"),
        (SHEET, ZoneSize.TD2, "D23145890", "D23145890774081221204159"),
    ],
)
def test_the_examples_of_the_standard(zone: str, size: ZoneSize, number: str, information: str) -> None:
    found = parse_mrz(zone, TODAY)
    assert (found.size, found.document_number, found.issuer, found.nationality) == (size, number, "UTO", "UTO")
    assert (found.surname, found.given_names, found.latin_name) == ("ERIKSSON", "ANNA MARIA", "ERIKSSON ANNA MARIA")
    assert (found.sex, found.birth_date, found.birth_year) == ("2", date(1974, 8, 12), 1974)
    assert found.expiry_date == date(2012, 4, 15)
    assert found.key.information == information


@pytest.mark.parametrize("zone", [LONG_CARD, LONG_SHEET])
def test_a_number_that_goes_on_in_the_optional_data(zone: str) -> None:
    found = parse_mrz(zone, TODAY)
    assert (found.document_number, found.surname, found.sex) == ("D23145890734", "STEVENSON", "1")
    # ICAO 9303-11, appendix D.2: the key is made of the whole number
    assert found.key.information == "D23145890734934071279507122"


@pytest.mark.parametrize("zone", EXAMPLES)
def test_lines_one_text_small_letters_and_other_marks_are_one(zone: str) -> None:
    expected = parse_mrz(zone, TODAY)
    lines = zone.splitlines()
    for same in (lines, zone.replace("\n", "\r\n"), zone.replace("\n", ""), zone.lower(), f"\n {zone} \n"):
        assert parse_mrz(same, TODAY) == expected
    assert parse_mrz(zone.replace("<", "«"), TODAY) == expected
    wide = "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in zone)
    assert parse_mrz(wide, TODAY) == expected


# -- zones built here -----------------------------------------------------------------------------------------------


def check(text: str) -> str:
    """ICAO 9303-3, section 4.9, by the values of base 36 and without the product's table."""
    values = [0 if mark == "<" else int(mark, 36) for mark in text]
    return str((7 * sum(values[0::3]) + 3 * sum(values[1::3]) + sum(values[2::3])) % 10)


def td1(number: str, born: str, sex: str, ends: str, name: str, optional: str = "", more: str = "") -> str:
    if len(number) > 9:
        optional = f"{number[9:]}{check(number)}<{optional}"
        first = f"C<UTO{number[:9]}<{optional:<<15}"
    else:
        number = f"{number:<<9}"
        first = f"C<UTO{number}{check(number)}{optional:<<15}"
    second = f"{born}{check(born)}{sex}{ends}{check(ends)}UTO{more:<<11}"
    whole = check(first[5:] + second[:7] + second[8:15] + second[18:29])
    return f"{first}\n{second}{whole}\n{name:<<30}"


def td3(number: str, born: str, sex: str, ends: str, name: str, optional: str = "", digit: str = "") -> str:
    number, optional = f"{number:<<9}", f"{optional:<<14}"
    second = f"{number}{check(number)}UTO{born}{check(born)}{sex}{ends}{check(ends)}{optional}"
    second += digit or check(optional)
    whole = check(second[:10] + second[13:20] + second[21:43])
    return f"P<UTO{name:<<39}\n{second}{whole}"


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WORD = st.text(LETTERS, min_size=1, max_size=8)
NUMBER = st.text(LETTERS + "0123456789", min_size=1, max_size=9)
BORN = st.dates(TODAY - timedelta(days=36_000), TODAY)
ENDS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(NUMBER | st.text(LETTERS, min_size=11, max_size=22), BORN, st.sampled_from("MF<"), ENDS, WORD, WORD)
def test_what_a_card_says_is_read(number: str, born: date, sex: str, ends: date, surname: str, given: str) -> None:
    found = parse_mrz(td1(number, f"{born:%y%m%d}", sex, f"{ends:%y%m%d}", f"{surname}<<{given}"), TODAY)
    assert (found.document_number, found.birth_date, found.expiry_date) == (number, born, ends)
    assert (found.surname, found.given_names, found.sex) == (surname, given, {"M": "1", "F": "2", "<": "9"}[sex])


@given(NUMBER, BORN, ENDS, st.lists(WORD, min_size=1, max_size=4), st.text(LETTERS + "0123456789", max_size=14))
def test_what_a_passport_says_is_read(number: str, born: date, ends: date, names: list[str], optional: str) -> None:
    name = f"{names[0]}<<{'<'.join(names[1:])}"
    found = parse_mrz(td3(number, f"{born:%y%m%d}", "M", f"{ends:%y%m%d}", name[:39], optional), TODAY)
    assert (found.document_number, found.birth_date, found.expiry_date) == (number, born, ends)
    assert found.surname == names[0]
    assert " ".join(names[1:]).startswith(found.given_names)


def test_no_optional_data_may_have_no_check_digit() -> None:
    assert parse_mrz(td3("A1", "800101", "M", "300101", "A<<B", digit="<"), TODAY).surname == "A"
    with pytest.raises(MrzError) as caught:
        parse_mrz(td3("A1", "800101", "M", "300101", "A<<B", optional="X", digit="<"), TODAY)
    assert caught.value.field is Field.OPTIONAL_CHECK


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("ONLY", "ONLY", ""),
        ("VAN<DER<MUSTER<<JAN", "VAN DER MUSTER", "JAN"),
        ("A<<B<C<D", "A", "B C D"),
        ("A<<B<<C", "A", "B C"),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ<<ABC", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AB"),
    ],
)
def test_names_with_their_fillers(name: str, surname: str, given: str) -> None:
    found = parse_mrz(td1("A1", "800101", "F", "300101", name[:30]), TODAY)
    assert (found.surname, found.given_names) == (surname, given)


@pytest.mark.parametrize(
    ("born", "day", "year"),
    [
        ("261120", TODAY, 2026),
        ("261121", date(1926, 11, 21), 1926),
        ("000229", date(2000, 2, 29), 2000),
        ("271231", date(1927, 12, 31), 1927),
        ("7408<<", None, 1974),
        ("74<<<<", None, 1974),
        ("26<<<<", None, 2026),
        ("27<<<<", None, 1927),
        ("<<0812", None, None),
        ("<<<<<<", None, None),
    ],
)
def test_centuries_and_what_is_not_known_of_a_birth_date(born: str, day: date | None, year: int | None) -> None:
    found = parse_mrz(td1("A1", born, "F", "300101", "A<<B"), TODAY)
    assert (found.birth_date, found.birth_year) == (day, year)
    assert found.key.birth_date == born


@pytest.mark.parametrize(
    ("ends", "day"),
    [
        ("261119", date(2026, 11, 19)),
        ("761119", date(2076, 11, 19)),
        ("770101", date(1977, 1, 1)),
        ("990101", date(1999, 1, 1)),
        ("<<<<<<", None),
    ],
)
def test_the_expiry_date_is_the_one_nearest_to_today(ends: str, day: date | None) -> None:
    assert parse_mrz(td1("A1", "700101", "F", ends, "A<<B"), TODAY).expiry_date == day


@pytest.mark.parametrize(
    ("born", "ends", "field"),
    [
        ("740231", "300101", Field.BIRTH),
        ("741301", "300101", Field.BIRTH),
        ("74<<12", "300101", Field.BIRTH),
        ("7<0812", "300101", Field.BIRTH),
        ("<<0230", None, Field.BIRTH),
        ("<<13<<", "300101", Field.BIRTH),
        ("740812", "300231", Field.EXPIRY),
        ("740812", "30<<<<", Field.EXPIRY),
        ("010229", "300101", Field.BIRTH),
    ],
)
def test_days_that_are_none(born: str, ends: str | None, field: Field) -> None:
    with pytest.raises(MrzError) as caught:
        parse_mrz(td1("A1", born, "F", ends or "300101", "A<<B"), TODAY)
    assert (caught.value.line, caught.value.field, caught.value.problem) == (2, field, Problem.DATE)


# -- what is put right, and what is not -----------------------------------------------------------------------------


def put(zone: str, line: int, at: int, mark: str) -> str:
    lines = zone.splitlines()
    lines[line] = lines[line][:at] + mark + lines[line][at + 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("line", "at", "mark"),
    [
        (1, 13, "T"),  # 7 is like no letter of the table
        (0, 2, "0"),  # O, Q or D
        (0, 5, "1"),  # I or L
        (1, 20, "X"),
        (1, 43, "<"),
        (1, 5, "*"),
        (0, 6, "Ä"),
    ],
)
def test_what_could_be_more_than_one_thing_is_not_put_right(line: int, at: int, mark: str) -> None:
    with pytest.raises(MrzError) as caught:
        parse_mrz(put(PASSPORT, line, at, mark), TODAY)
    assert caught.value.line == line + 1
    assert caught.value.problem in (Problem.ALPHABET, Problem.CHECK_DIGIT)


CONFUSED = {"0": "OQD", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B"}
DIGITS = {
    ZoneSize.TD3: (1, (9, *range(13, 20), *range(21, 28), 43)),
    ZoneSize.TD1: (1, (*range(7), *range(8, 15), 29)),
}


@given(st.sampled_from([PASSPORT, CARD]), st.data())
def test_in_dates_and_check_digits_letters_are_put_right(zone: str, data: st.DataObject) -> None:
    expected = parse_mrz(zone, TODAY)
    line, places = DIGITS[expected.size]
    spoiled = zone
    for place in data.draw(st.sets(st.sampled_from(places))):
        mark = zone.splitlines()[line][place]
        spoiled = put(spoiled, line, place, data.draw(st.sampled_from(CONFUSED.get(mark, mark))))
    assert parse_mrz(spoiled, TODAY) == expected


def test_in_names_and_countries_digits_are_put_right_where_they_are_one_letter() -> None:
    zone = td1("A1", "700101", "F", "300101", "BUSZ<<GUS").replace("BUSZ<<GUS", "8U52<<6U5")
    found = parse_mrz(zone, TODAY)
    assert (found.surname, found.given_names) == ("BUSZ", "GUS")


@given(st.sampled_from([CARD, PASSPORT, SHEET]), st.data())
def test_in_the_number_nothing_is_put_right(zone: str, data: st.DataObject) -> None:
    """The number holds letters and digits alike: a confused one breaks its check digit, or is another number."""
    number = parse_mrz(zone, TODAY).document_number
    at = data.draw(st.integers(0, 8))
    other = data.draw(st.sampled_from(LETTERS + "0123456789").filter(lambda mark: mark != number[at]))
    line, begins = (0, 5) if zone is CARD else (1, 0)
    spoiled = put(zone, line, begins + at, other)
    value = {mark: int(mark, 36) % 10 for mark in (other, number[at])}
    if value[other] == value[number[at]]:
        return  # the check digit is the same by its rule (7, 3 and 1 leave ten apart alike)
    with pytest.raises(MrzError) as caught:
        parse_mrz(spoiled, TODAY)
    assert caught.value.field is Field.NUMBER_CHECK


@pytest.mark.parametrize(
    ("zone", "field", "problem"),
    [
        ("", Field.ZONE, Problem.SHAPE),
        ("P<UTO", Field.ZONE, Problem.SHAPE),
        (PASSPORT + "<", Field.ZONE, Problem.SHAPE),
        (PASSPORT.splitlines()[0], Field.ZONE, Problem.SHAPE),
        (f"{PASSPORT}\n{PASSPORT}", Field.ZONE, Problem.SHAPE),
        ("<" * 90, Field.NATIONALITY, None),
        (put(PASSPORT, 0, 0, "V"), Field.CODE, Problem.KIND),
        (put(CARD, 0, 0, "P"), Field.CODE, Problem.KIND),
        (put(PASSPORT, 1, 43, "1"), Field.COMPOSITE, Problem.CHECK_DIGIT),
        (put(PASSPORT, 1, 19, "3"), Field.BIRTH_CHECK, Problem.CHECK_DIGIT),
        (put(PASSPORT, 1, 27, "8"), Field.EXPIRY_CHECK, Problem.CHECK_DIGIT),
        (put(PASSPORT, 1, 42, "2"), Field.OPTIONAL_CHECK, Problem.CHECK_DIGIT),
        (put(PASSPORT, 1, 9, "<"), Field.NUMBER_CHECK, Problem.CHECK_DIGIT),
        (put(CARD, 1, 18, "1"), Field.COMPOSITE, Problem.CHECK_DIGIT),
        (put(PASSPORT, 0, 3, "<"), Field.ISSUER, Problem.SHAPE),
        (put(LONG_CARD, 0, 17, "8"), Field.NUMBER_CHECK, Problem.CHECK_DIGIT),
    ],
)
def test_what_is_wrong_is_named_and_never_quoted(zone: str, field: Field, problem: Problem | None) -> None:
    with pytest.raises(MrzError) as caught:
        parse_mrz(zone, TODAY)
    if problem is not None:
        assert (caught.value.field, caught.value.problem) == (field, problem)
    for word in ("ERIKSSON", "L898902C3", "740812", "D23145890"):
        assert word not in str(caught.value)
    assert caught.value.__cause__ is None


def test_nobody_is_named_by_a_repr() -> None:
    found = parse_mrz(PASSPORT, TODAY)
    for text in (repr(found), repr(found.key), f"{[found]}"):
        assert "ERIKSSON" not in text
        assert "L898902C3" not in text


MARKS = st.sampled_from("ABIOQ0123456789<<<<PCMF\nÄ汉\x00«")


@settings(max_examples=400)
@given(
    st.text(MARKS, max_size=140)
    | st.text(st.sampled_from("AO01<"), min_size=88, max_size=90)
    | st.lists(st.text(max_size=50), max_size=4)
    | st.text(max_size=500),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)
def test_no_text_breaks_the_reading(zone: Any, today: date) -> None:
    try:
        found = parse_mrz(zone, today)
    except MrzError:
        return
    assert isinstance(found, Mrz)


@settings(max_examples=300)
@given(st.sampled_from(EXAMPLES), st.lists(st.tuples(st.integers(0, 89), MARKS), max_size=4))
def test_a_spoiled_zone_is_refused_or_a_whole_one(zone: str, changes: list[tuple[int, str]]) -> None:
    flat = zone.replace("\n", "")
    for at, mark in changes:
        flat = flat[:at] + mark + flat[at + 1 :]
    try:
        found = parse_mrz(flat, TODAY)
    except MrzError:
        return
    key = found.key
    assert all(mark.isdigit() or mark == "<" for mark in key.birth_date + key.expiry_date)
    assert found.surname
    assert key.information


# -- typed keys -----------------------------------------------------------------------------------------------------


def typed(number: str = "L898902C3", born: str = "1974-08-12", ends: str = "2030-04-15") -> MrzKey | KeyProblem:
    return typed_key(document_number=number, birth_date=born, expiry_date=ends, today=TODAY)


@pytest.mark.parametrize("number", ["L898902C3", " l898902c3 ", "Ｌ８９８９０２Ｃ３", "L898-902-C3", "L898902C3<<"])
@pytest.mark.parametrize("born", ["1974-08-12", "19740812", "740812", "1974.8.12", "1974年8月12日", "１９７４/08/12"])
def test_a_key_as_people_type_it(number: str, born: str) -> None:
    key = typed(number, born)
    assert isinstance(key, MrzKey)
    # 300415: 3·7 + 0·3 + 0·1 + 4·7 + 1·3 + 5·1 = 57
    assert key.information == "L898902C3674081223004157"


def test_the_key_of_the_standard_s_worked_example() -> None:
    # ICAO 9303-11, appendix D.3: number with eight places and a filler
    key = typed_key(document_number="L898902C", birth_date="690806", expiry_date="940623", today=TODAY)
    assert isinstance(key, MrzKey)
    assert key.information == "L898902C<369080619406236"


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"number": ""}, KeyField.DOCUMENT_NUMBER, Problem.SHAPE),
        ({"number": "<<<"}, KeyField.DOCUMENT_NUMBER, Problem.SHAPE),
        ({"number": "A" * 23}, KeyField.DOCUMENT_NUMBER, Problem.SHAPE),
        ({"number": "L898902C*"}, KeyField.DOCUMENT_NUMBER, Problem.ALPHABET),
        ({"number": "护照1"}, KeyField.DOCUMENT_NUMBER, Problem.ALPHABET),
        ({"born": ""}, KeyField.BIRTH_DATE, Problem.DATE),
        ({"born": "1974-02-30"}, KeyField.BIRTH_DATE, Problem.DATE),
        ({"born": "2026-11-21"}, KeyField.BIRTH_DATE, Problem.DATE),
        ({"born": "1874-08-12"}, KeyField.BIRTH_DATE, Problem.DATE),
        ({"born": "1974812"}, KeyField.BIRTH_DATE, Problem.DATE),
        ({"ends": "2030-13-01"}, KeyField.EXPIRY_DATE, Problem.DATE),
        ({"ends": "1974-08-12"}, KeyField.EXPIRY_DATE, Problem.DATE),
        ({"ends": "2090-01-01"}, KeyField.EXPIRY_DATE, Problem.DATE),
        ({"number": "", "born": "", "ends": ""}, KeyField.DOCUMENT_NUMBER, Problem.SHAPE),
    ],
)
def test_a_typed_field_that_will_not_do_is_named(changes: dict[str, str], field: KeyField, problem: Problem) -> None:
    assert typed(**changes) == KeyProblem(field=field, problem=problem)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_nothing_typed_breaks_the_key(number: str, born: str, ends: str, today: date) -> None:
    found = typed_key(document_number=number, birth_date=born, expiry_date=ends, today=today)
    assert isinstance(found, KeyProblem) or found.information
