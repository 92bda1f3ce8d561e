"""Showing who one is by way of the platform: codes by SMS, identity codes, and the statement they end in."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from central.app import app_for
from central.enrolment import make_claim
from central.errors import SetupError
from central.identity_codes import make_identity_code
from central.platform import Platform, new_intake, open_platform
from central.residents import take_residents
from central.settings import Limits
from central.tables import identity_call, identity_challenge
from kiosk.protocol.canonical import canonical
from kiosk.protocol.errors import MalformedError
from kiosk.protocol.keys import PinnedKeys, SigningKey, encode, pin_text
from kiosk.protocol.sealed_call import read_answer, write_call
from kiosk.protocol.statement import person_binding, read_statement
from tests.central.asking import (
    KEY,
    MOBILE,
    NO_PHONE,
    PATHS,
    PERSON,
    VISIT,
    Asker,
    MovedClock,
    code_in,
    messages,
    other_than,
    take_people,
)
from tests.central.conftest import ADDRESS, AsgiCaller, settings_in
from tests.central.peer import NAME, NUMBER, SITE, Terminal, fault_of, new_id


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "sms"


@pytest.fixture
def platform(tmp_path: Path, clock: MovedClock) -> Iterator[Platform]:
    limits = Limits(codes_terminal_h=10, exchanges_terminal_h=60)
    opened = open_platform(settings_in(tmp_path, limits), "示例平台", clock)
    take_people(opened, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def asker(terminal: Terminal) -> Asker:
    return Asker.of(terminal)


@pytest.fixture
def other(newcomer: Callable[[], Terminal], platform: Platform) -> Asker:
    """Terminal FC02."""
    made = newcomer()
    made.id = "FC02"
    assert made.enrol(make_claim(platform, "FC02", SITE, timedelta(hours=1))).status_code == 201
    return Asker.of(made)


def refusal(asked: tuple[Any, Any]) -> tuple[int, str]:
    answer, _ = asked
    return answer.status_code, fault_of(answer)


def test_a_code_goes_to_the_known_number_and_ends_in_a_statement_about_this_person_here(
    asker: Asker, spool: Path
) -> None:
    answer, sent = asker.send_code()
    assert answer.status_code == 200
    assert sent == {"challenge": sent["challenge"], "hint": "5678", "valid_s": 300, "again_s": 60}
    (message,) = messages(spool)
    assert message["phone"] == MOBILE
    code = code_in(message)
    assert (len(code), code.isdecimal()) == (6, True)
    answer, given_ = asker.check_code(sent["challenge"], code)
    assert answer.status_code == 200
    statement = read_statement(given_["statement"], asker.terminal.directory())
    assert (statement.way, statement.terminal, statement.visit) == ("sms-code", "FC01", VISIT)
    assert statement.person == person_binding(KEY, NUMBER)
    assert statement.until - statement.at == timedelta(hours=2)
    assert NUMBER not in given_["statement"]


def test_what_goes_over_the_line_and_what_lies_at_rest_shows_nobody(
    asker: Asker, platform: Platform, tmp_path: Path, spool: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = asker.call("send-code", {"person": PERSON, "person_key": encode(KEY)})
    answer = asker.post("send-code", sent)
    (message,) = messages(spool)
    challenge = asker.opened(answer, sent)["challenge"]
    asker.check_code(challenge, other_than(code_in(message)))
    text = make_identity_code(platform, NUMBER)
    asker.exchange(text)
    secret = [NAME, NUMBER, MOBILE, "5678", code_in(message), text]
    line = sent.body + answer.content
    assert not any(value.encode() in line for value in [*secret[:3], *secret[4:]])
    with platform.database.read() as connection:
        rows = str([connection.execute(select(table)).all() for table in (identity_call, identity_challenge)])
    at_rest = rows.encode() + b"".join(
        file.read_bytes() for file in tmp_path.iterdir() if file.name.startswith("platform.db")
    )
    assert not any(value.encode() in at_rest for value in [NAME, NUMBER, MOBILE, text])
    assert f"'{code_in(message)}'" not in rows
    assert not any(value in caplog.text for value in secret)


def test_five_wrong_tries_and_the_right_code_serves_no_more(asker: Asker, spool: Path) -> None:
    _, sent = asker.send_code()
    code = code_in(messages(spool)[0])
    said = [refusal(asker.check_code(sent["challenge"], other_than(code)))[1] for _ in range(6)]
    assert said == ["code-wrong"] * 4 + ["code-spent"] * 2
    assert refusal(asker.check_code(sent["challenge"], code)) == (403, "code-spent")


def test_tries_at_once_are_counted_one_by_one(platform: Platform, asker: Asker, spool: Path) -> None:
    """Thirty guesses in ten threads: five are compared, whoever comes first."""
    _, sent = asker.send_code()
    code = code_in(messages(spool)[0])
    bodies = [asker.call("check-code", {"challenge": sent["challenge"], "code": other_than(code)}) for _ in range(30)]

    app = app_for(platform)
    first = AsgiCaller(app)
    # the framework puts its routes together at the first request, in the one loop that it has elsewhere
    first.request("GET", f"{ADDRESS}/health", content=None, headers={})
    first.close()

    def guess(part: int) -> list[str]:
        caller = AsgiCaller(app)
        mine = Asker(Terminal(caller, ADDRESS, asker.terminal.pin, key=asker.terminal.key), asker.intake)
        said = [fault_of(mine.post("check-code", body)) for body in bodies[part::10]]
        caller.close()
        return said

    with ThreadPoolExecutor(10) as pool:
        said = [fault for part in pool.map(guess, range(10)) for fault in part]
    assert sorted(said) == ["code-spent"] * 26 + ["code-wrong"] * 4


@pytest.mark.parametrize(
    ("who", "ask"),
    [
        ("another terminal", lambda asker, other, sent, code: other.check_code(sent["challenge"], code)),
        ("another visit", lambda asker, other, sent, code: asker.check_code(sent["challenge"], code, visit="v2")),
        ("no such challenge", lambda asker, other, sent, code: asker.check_code("0" * 32, code)),
    ],
)
def test_a_challenge_is_of_one_terminal_and_visit(
    who: str, ask: Callable[..., Any], asker: Asker, other: Asker, spool: Path
) -> None:
    _, sent = asker.send_code()
    code = code_in(messages(spool)[0])
    assert refusal(ask(asker, other, sent, code)) == (403, "code-expired"), who
    assert asker.check_code(sent["challenge"], code)[0].status_code == 200


def test_a_code_lives_five_minutes_and_a_newer_one_ends_it(asker: Asker, clock: MovedClock, spool: Path) -> None:
    _, first = asker.send_code()
    clock.ahead = timedelta(seconds=61)
    _, second = asker.send_code()
    old, new = (code_in(message) for message in messages(spool))
    assert refusal(asker.check_code(first["challenge"], old)) == (403, "code-expired")
    clock.ahead = timedelta(seconds=61 + 301)
    assert refusal(asker.check_code(second["challenge"], new)) == (403, "code-expired")


def test_messages_to_one_person_are_few(asker: Asker, other: Asker, clock: MovedClock, spool: Path) -> None:
    assert asker.send_code()[0].status_code == 200
    # also at another terminal, in another visit
    answer, _ = other.send_code(visit="v2")
    assert (answer.status_code, fault_of(answer)) == (429, "too-soon")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    for minutes in range(2, 6):
        clock.ahead = timedelta(minutes=minutes)
        assert other.send_code()[0].status_code == 200
    clock.ahead = timedelta(minutes=30)
    answer, _ = asker.send_code()
    assert (answer.status_code, fault_of(answer)) == (429, "too-many")
    assert 29 * 60 <= int(answer.headers["retry-after"]) <= 31 * 60
    assert len(messages(spool)) == 5
    clock.ahead = timedelta(minutes=61)
    assert asker.send_code()[0].status_code == 200


def test_a_terminal_cannot_ask_about_many_persons(asker: Asker, platform: Platform) -> None:
    """Whether somebody's number is known is itself something to know: who is asked for counts, known or not."""
    most = platform.settings.limits.codes_terminal_h
    numbers = [{**NO_PHONE, "number": f"99999918{place:010d}"} for place in range(most + 1)]
    said = [refusal(asker.send_code(person)) for person in numbers]
    assert set(said[:most]) == {(404, "no-number")}
    assert said[most] == (429, "too-many")


def test_no_number_no_gateway_and_a_gateway_that_fails(
    asker: Asker, platform: Platform, spool: Path, tmp_path: Path
) -> None:
    assert refusal(asker.send_code(NO_PHONE)) == (404, "no-number")
    spool.write_text("in the way")
    sent = asker.call("send-code", {"person": PERSON, "person_key": encode(KEY)})
    for _ in range(2):
        failed = asker.post("send-code", sent)
        assert (failed.status_code, fault_of(failed)) == (502, "not-sent")
        assert MOBILE not in failed.content.decode()
    spool.unlink()
    # what was not sent is not counted: the next one goes out at once
    assert asker.send_code()[0].status_code == 200
    assert len(messages(spool)) == 1


def test_a_platform_without_a_gateway_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    opened = open_platform(replace(settings_in(folder), sms_spool=None), "示例平台")
    caller = AsgiCaller(app_for(opened))
    made = Terminal(caller, ADDRESS, pin_text(opened.root.public))
    made.enrol(make_claim(opened, "FC01", SITE, timedelta(hours=1)))
    assert refusal(Asker.of(made).send_code()) == (404, "not-offered")
    caller.close()
    opened.close()


def test_a_question_that_is_played_back_gets_the_same_answer_and_does_nothing(
    asker: Asker, other: Asker, spool: Path
) -> None:
    sent = asker.call("send-code", {"person": PERSON, "person_key": encode(KEY)})
    first, again = asker.post("send-code", sent), asker.post("send-code", sent)
    assert (first.status_code, first.content) == (200, again.content)
    assert len(messages(spool)) == 1
    challenge = asker.opened(first, sent)["challenge"]
    wrong = asker.call("check-code", {"challenge": challenge, "code": other_than(code_in(messages(spool)[0]))})
    assert {fault_of(asker.post("check-code", wrong)) for _ in range(9)} == {"code-wrong"}
    right = asker.call("check-code", {"challenge": challenge, "code": code_in(messages(spool)[0])})
    answers = [asker.post("check-code", right) for _ in range(2)]
    assert answers[0].content == answers[1].content
    # whoever plays it back from another terminal is not heard, and another question under the id is none
    stolen = other.post("check-code", right)
    assert (stolen.status_code, fault_of(stolen)) == (403, "other-terminal")
    changed = asker.call("check-code", {"challenge": challenge, "code": "000000"}, call_id=right.id)
    answer = asker.post("check-code", changed)
    assert (answer.status_code, fault_of(answer)) == (409, "conflict")


def test_an_answer_fits_its_own_question_only(asker: Asker) -> None:
    one = asker.call("send-code", {"person": PERSON, "person_key": encode(KEY)})
    two = asker.call("send-code", {"person": NO_PHONE, "person_key": encode(KEY)})
    answer = asker.post("send-code", one)
    with pytest.raises(MalformedError):
        asker.opened(answer, two)
    with pytest.raises(Exception, match="pinned"):
        read_answer(answer.content, one, PinnedKeys(keys=(SigningKey.generate().public,)))


def test_an_identity_code_names_its_person_once(
    asker: Asker, other: Asker, platform: Platform, clock: MovedClock
) -> None:
    text = make_identity_code(platform, NUMBER)
    answer, said = asker.exchange(text)
    assert answer.status_code == 200
    assert said["person"] == {**PERSON, "birth_date": None, "sex": None, "address": None}
    statement = read_statement(said["statement"], asker.terminal.directory())
    assert (statement.way, statement.terminal) == ("identity-code", "FC01")
    assert statement.person == person_binding(KEY, NUMBER)
    assert refusal(other.exchange(text)) == (403, "code-used")
    assert refusal(asker.exchange(text, visit="v2")) == (403, "code-used")
    # the same terminal in the same visit lost the answer
    assert asker.exchange(text)[0].status_code == 200
    late = make_identity_code(platform, NUMBER)
    clock.ahead = timedelta(seconds=61)
    assert refusal(asker.exchange(late)) == (403, "code-expired")


def test_an_identity_code_must_be_of_the_person_of_the_document(asker: Asker, platform: Platform) -> None:
    text = make_identity_code(platform, NUMBER)
    assert refusal(asker.exchange(text, NO_PHONE)) == (403, "other-person")
    assert refusal(asker.exchange(text, {**PERSON, "name": "测试丁"})) == (403, "other-person")
    answer, said = asker.exchange(text, {**PERSON, "name": f" {NAME} "})
    assert (answer.status_code, said["person"]) == (200, None)


def test_codes_that_nobody_issued(asker: Asker, platform: Platform) -> None:
    text = make_identity_code(platform, NUMBER)
    for code in ("13", text[:-1], text.lower(), "JIUJIN-ID/1/" + "0" * 26, "HTTPS://PLATFORM.EXAMPLE/V/X", "\u0000"):
        assert refusal(asker.exchange(code)) == (403, "code-unknown")


def test_exchanges_of_one_terminal_are_counted(asker: Asker, platform: Platform, clock: MovedClock) -> None:
    most = platform.settings.limits.exchanges_terminal_h
    said = [refusal(asker.exchange("X"))[1] for _ in range(most + 1)]
    assert said == ["code-unknown"] * most + ["too-many"]
    clock.ahead = timedelta(hours=1, seconds=1)
    assert asker.exchange(make_identity_code(platform, NUMBER))[0].status_code == 200


def test_after_a_day_nothing_of_the_asking_is_left(asker: Asker, platform: Platform, clock: MovedClock) -> None:
    _, sent = asker.send_code()
    asker.check_code(sent["challenge"], "000000")
    clock.ahead = timedelta(days=2)
    asker.exchange("X")
    with platform.database.read() as connection:
        assert len(connection.execute(select(identity_call)).all()) == 1
        assert connection.execute(select(identity_challenge)).all() == []


def test_questions_of_another_form(asker: Asker, other: Asker) -> None:
    good = {"person": PERSON, "person_key": encode(KEY)}
    sent = asker.call("send-code", good)
    for body, status, fault in (
        (b"not JSON", 400, "malformed"),
        (canonical({"header": {}, "sealed": ""}), 400, "malformed"),
        (sent.body.replace(b'"v":1', b'"v":2'), 400, "malformed"),
        (asker.call("check-code", good).body, 400, "malformed"),
        (asker.call("send-code", good, terminal="FC02").body, 403, "other-terminal"),
        (asker.call("send-code", {**good, "person": None}).body, 422, "invalid"),
        (asker.call("send-code", {**good, "person_key": "A" * 43}).body, 200, ""),
        (asker.call("send-code", {**good, "visit": "a b"}).body, 422, "invalid"),
    ):
        answer = asker.terminal.send("POST", PATHS["send-code"], body)
        assert answer.status_code == status, body
        if status != 200:
            assert fault_of(answer) == fault
    changed = json.loads(sent.body)
    changed["header"]["id"] = new_id()
    answer = asker.terminal.send("POST", PATHS["send-code"], canonical(changed))
    assert (answer.status_code, fault_of(answer)) == (400, "malformed"), "another header under the same seal"
    unsigned = asker.terminal.plain("POST", PATHS["send-code"], sent.body)
    assert (unsigned.status_code, fault_of(unsigned)) == (401, "transport")
    # a key to answer to that no answer can be sealed to
    nobody = write_call("send-code", {}, call_id=new_id(), terminal="FC01", intake=asker.intake)
    assert fault_of(asker.post("send-code", nobody)) == "invalid"


TEXT = st.text(max_size=40) | st.text(min_size=600, max_size=700)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT.filter(lambda t: t.isprintable()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcv_", max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    operation=st.sampled_from(sorted(PATHS)),
    content=st.dictionaries(
        st.sampled_from(["visit", "person", "person_key", "challenge", "code"]), JSON, max_size=5
    ),
)
def test_whatever_is_asked_is_answered_in_the_one_shape(
    asker: Asker, operation: str, content: dict[str, Any]
) -> None:
    answer = asker.post(operation, asker.call(operation, content))
    assert answer.status_code in (400, 403, 404, 422, 429)
    fault_of(answer)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=200) | JSON.map(canonical) | JSON.map(lambda v: canonical({"header": v, "sealed": "A"}))
)
def test_whatever_comes_is_refused_in_the_one_shape(asker: Asker, body: bytes) -> None:
    answer = asker.terminal.send("POST", PATHS["exchange"], body)
    # a body that is empty carries no digest and so no signature that holds
    assert answer.status_code in (400, 401)
    fault_of(answer)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(min_size=1, max_size=512))
def test_any_text_may_be_scanned(asker: Asker, code: str) -> None:
    sent = write_call(
        "exchange",
        {"visit": VISIT, "code": code, "person": None, "person_key": encode(KEY)},
        call_id=new_id(),
        terminal="FC01",
        intake=asker.intake,
    )
    assert fault_of(asker.post("exchange", sent)) in ("code-unknown", "too-many")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[a", "cannot read"),
        ("a = 1", "a: a person has"),
        ('[a]\nname = "x"', "are needed"),
        ('[a]\ndocument = "d"\nname = "n"\nnumber = "1"\nphone = "12 34"', "7 to 15 digits"),
        ('[a]\ndocument = "d"\nname = "n"\nnumber = 1', "is a text"),
        ('[a]\ndocument = "d"\nname = "n"\nnumber = "1"\nnick = "x"', "a person has"),
    ],
)
def test_a_file_of_persons_is_taken_whole_or_not_at_all(
    text: str, word: str, platform: Platform, tmp_path: Path
) -> None:
    file = tmp_path / "more.toml"
    file.write_text(f'{text}\n[good]\ndocument = "d"\nname = "n"\nnumber = "77"', "utf-8")
    with pytest.raises(SetupError, match=word):
        take_residents(platform, file)
    with pytest.raises(SetupError, match="no such person"):
        make_identity_code(platform, "77")


def test_a_person_who_is_taken_again_is_replaced(platform: Platform, asker: Asker, tmp_path: Path) -> None:
    file = tmp_path / "more.toml"
    file.write_text(f'[a]\ndocument = "d"\nname = "{NAME}"\nnumber = "{NUMBER}"\nphone = "12000009999"\n', "utf-8")
    assert take_residents(platform, file) == 1
    assert asker.send_code()[1]["hint"] == "9999"


def test_who_was_sealed_to_an_intake_key_of_before_is_still_known(platform: Platform, asker: Asker) -> None:
    new_intake(platform)
    assert asker.send_code()[0].status_code == 200
