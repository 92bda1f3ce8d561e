"""The flow against its own source: every outcome has a row, every word and every fault exists, none lies idle."""

from __future__ import annotations

import ast
import inspect
import re
import string
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.faults import ROOT, all_faults
from kiosk.flow.apply import APPLY, BESIDE
from kiosk.flow.browsing import Attract, Home, card_outcome
from kiosk.flow.finding import Search, Services
from kiosk.flow.handing_in import NotSaved
from kiosk.flow.standing import Devices, Help, HelpStaff
from kiosk.flow.state import State, table
from kiosk.flow.terminal import Terminal
from kiosk.flow.way_choice import Identity
from kiosk.flow.without_card import NoCard, ReaderNotSetUp, WithoutCard
from kiosk.flow.words import FILE, Words

SOURCES = [*sorted((ROOT / "kiosk" / "flow").glob("*.py")), ROOT / "kiosk" / "identity" / "ways.py"]
WORDS = Words.load()
KEYS = WORDS.keys()
METHODS = {"enter", "act", "event", "tick", "signed_in", "answered", "taken"}


def states() -> list[type[State]]:
    """Every state that a row names or that stands in the modules of the flow."""
    named = {state for (state, _), following in [*APPLY.items(), *BESIDE.items()] for state in (state, following)}
    return sorted(named, key=lambda state: state.__name__)


def returned(state: type[State]) -> Iterator[str]:
    """Plain texts that the state's methods return: its outcomes. What is computed is listed below by hand."""
    for cls in state.__mro__:
        if cls in (State, object):
            continue
        tree = ast.parse(inspect.getsource(cls).lstrip())
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (node.name in METHODS or _says_outcome(node)):
                for statement in ast.walk(node):
                    if isinstance(statement, ast.Return) and statement.value is not None:
                        yield from _texts(statement.value)


def _says_outcome(node: ast.FunctionDef) -> bool:
    """Helpers of a state that name an outcome: they return `str` or `str | None` and are private."""
    return (
        node.name.startswith("_")
        and node.returns is not None
        and ast.unparse(node.returns)
        in (
            "str",
            "str | None",
        )
    )


def _texts(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str() as text) if re.fullmatch(r"[a-z][a-z-]*", text):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)


@pytest.mark.parametrize("state", states(), ids=lambda state: state.__name__)
def test_every_outcome_of_a_state_leads_somewhere(state: type[State]) -> None:
    rows = {outcome for (owner, outcome) in [*APPLY, *BESIDE] if owner is state}
    found = set(returned(state))
    overlays = (Help, HelpStaff, Devices)
    if state in overlays:
        found -= {"back", "joined"}  # these return to the page beneath
    assert found <= rows, f"{state.__name__} may say {sorted(found - rows)} and no row follows"


def texts_of(function: Callable[..., object]) -> set[str]:
    """Every text that stands in a function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


BY_WAY = {"identity-code", "call-back", "ticket", "other-time"}
SAID_BY_OTHERS: dict[type[State], tuple[set[str], *tuple[Callable[..., object], ...]]] = {
    # an action that is handed on as it came
    Identity: ({"staff", "sms", "identity-code", "face", "call-back", "ticket", "other-time"}, Identity.act),
    WithoutCard: (BY_WAY, NoCard._rows, NoCard._code_row),
    ReaderNotSetUp: (BY_WAY, NoCard._rows, NoCard._code_row),
    NotSaved: ({"back", "retry", "elsewhere"}, NotSaved.act),
    Help: ({"staff"}, Help.act),
    # what two states share, and what only the terminal knows
    Home: ({"document", "card-problem", "quiet"}, card_outcome, Terminal.tick),
    Attract: ({"document", "card-problem"}, card_outcome),
    Services: ({"document", "card-problem"}, card_outcome),
    Search: ({"document", "card-problem"}, card_outcome),
    HelpStaff: ({"devices"}, Terminal._joined),
}
"""Outcomes that no `return` of the state names, and the functions that do."""


@pytest.mark.parametrize("state", states(), ids=lambda state: state.__name__)
def test_the_rows_of_a_state_are_said_by_it(state: type[State]) -> None:
    """A row that nobody can reach is a mistake too."""
    rows = {outcome for (owner, outcome) in [*APPLY, *BESIDE] if owner is state}
    others, *where = SAID_BY_OTHERS.get(state, (set(),))
    assert others <= {text for function in where for text in texts_of(function)}
    assert rows - set(returned(state)) == others


def test_every_state_can_be_reached_and_left() -> None:
    reached = {*APPLY.values(), *BESIDE.values()}
    owners = {owner for owner, _ in [*APPLY, *BESIDE]}
    entered_from_outside = {"Home", "Recovered", "Suspended", "Help"}
    for state in states():
        assert state in reached or state.__name__ in entered_from_outside, state
        assert state in owners or state is Devices, f"{state} is a dead end"


def test_a_second_way_for_an_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match="two ways"):
        table((Help, "staff", HelpStaff), (Help, "staff", Devices))


# -- words ----------------------------------------------------------------------------------------------------------


def word_patterns() -> set[str]:
    """Keys as the sources write them; a computed part is `*`."""
    found: set[str] = set()
    for file in SOURCES:
        tree = ast.parse(file.read_text("utf-8"))
        pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str() as text) if id(node) not in pieces:
                    if re.fullmatch(r"[a-z][a-z-]*\.[a-z0-9-]+", text):
                        found.add(text)
                case ast.JoinedStr(values=parts):
                    text = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts)
                    if re.fullmatch(r"[a-z*-]+\.[a-z0-9*-]+|\*-[a-z]+", text):
                        found.add(text)
    return found


def fits(pattern: str, key: str) -> bool:
    return re.fullmatch("[a-z0-9._-]+".join(map(re.escape, pattern.split("*"))), key) is not None


def test_every_word_of_the_screen_exists() -> None:
    faults = {fault.id for fault in all_faults()}
    sections = set(tomllib.loads(FILE.read_text("utf-8")))
    missing = [
        pattern
        for pattern in word_patterns()
        if pattern.partition(".")[0] in sections
        and pattern not in faults
        and not any(fits(pattern, key) for key in KEYS)
    ]
    assert missing == []


def test_no_word_lies_idle() -> None:
    patterns = word_patterns()
    assert [key for key in KEYS if not any(fits(pattern, key) for pattern in patterns)] == []


def test_the_languages_fill_in_the_same_values() -> None:
    for section, entries in tomllib.loads(FILE.read_text("utf-8")).items():
        for key, texts in entries.items():
            names = {
                language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
                for language, text in texts.items()
            }
            assert texts.keys() == {"zh-CN", "zh-HK", "en"}, f"{section}.{key}"
            assert names["en"] <= names["zh-CN"] == names["zh-HK"], f"{section}.{key}"


# -- faults ---------------------------------------------------------------------------------------------------------


def fault_ids(folder: str) -> Iterator[tuple[Path, str]]:
    """Ids that code names in `Fault(id=…)` and in the errors that carry one."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rsplit(".", 1)[-1]
            given = [keyword.value for keyword in node.keywords if keyword.arg == "id"] if name == "Fault" else []
            if name.endswith("Error") and node.args:
                given = [node.args[0]]
            for value in given:
                if isinstance(value, ast.Constant) and re.fullmatch(r"[a-z]+\.[a-z-]+", str(value.value)):
                    yield file, str(value.value)


@pytest.mark.parametrize("folder", ["kiosk", "app", "drivers", "offline_cache"])
def test_every_fault_that_is_named_has_its_words(folder: str) -> None:
    catalogue = all_faults()
    named = list(fault_ids(folder))
    assert [(file.name, fault) for file, fault in named if fault not in catalogue] == []


def test_a_key_nobody_wrote_is_a_bug() -> None:
    with pytest.raises(KeyError):
        WORDS("home.nothing")
