"""The documents against the code: what a reader looks up is there, links lead somewhere, examples hold."""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import main as terminal
from central import __main__ as central
from kiosk import site
from kiosk.catalogue import CatalogueError, model, read_catalogue
from kiosk.catalogue.folder import read_folder
from kiosk.devices import DeviceKind
from kiosk.flow.page import PageName
from kiosk.forms import definition, rules
from kiosk.forms.patterns import PATTERNS
from kiosk.forms.reader import form_from
from kiosk.forms.words import PROBLEMS
from kiosk.reading import Table
from kiosk.settings import SettingsError, load_settings
from kiosk.site import SitePolicy
from tests import write_faults_page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
CATALOGUE = (DOCS / "catalogue.md").read_text("utf-8")
SETTINGS = (DOCS / "settings.md").read_text("utf-8")


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {re.escape(name)} -->\n```[a-z]+\n(.*?)```", CATALOGUE, re.DOTALL)
    assert found is not None, name
    return found[1]


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(groups[0].choices)


def options_of(command: argparse.ArgumentParser) -> set[str]:
    return {option for action in command._actions for option in action.option_strings if option.startswith("--")}


def own_folders() -> list[Path]:
    """The folders of the project's root that belong to the repository."""
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()} | {".git"}
    return [folder for folder in ROOT.iterdir() if folder.is_dir() and folder.name not in ignored]


# -- links and the map ----------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_resolves(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        known = file.exists() and (not anchor or file.suffix != ".md" or anchor in anchors(file))
        if not known:
            broken.append(target)
    assert not broken


def test_every_page_is_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        for target in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text("utf-8")):
            file = (page.parent / target).resolve()
            if file.exists() and file not in reached:
                reached.add(file)
                waiting.append(file)
    assert set(PAGES) <= reached


def test_the_map_names_every_folder() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    table = readme.split("## The map")[1].split("\n\nEvery arrow")[0]
    assert not [folder.name for folder in own_folders() if f"`{folder.name}/`" not in table]


# -- commands -------------------------------------------------------------------------------------------------------


def test_every_command_of_the_terminal_is_told() -> None:
    page = (DOCS / "headless.md").read_text("utf-8")
    for name, command in commands_of(terminal._parser()).items():
        assert f"main.py {name}" in page, name
        missing = [option for option in options_of(command) - {"--help"} if option not in page]
        assert not missing, name


def test_every_command_of_the_platform_is_told() -> None:
    page = (DOCS / "platform.md").read_text("utf-8")
    for name, command in commands_of(central._parser()).items():
        row = re.search(rf"^\| `{name}` \|.*$", page, re.MULTILINE)
        assert row is not None, name
        missing = [option for option in options_of(command) - {"--help", "--db", "--keys"} if option not in row[0]]
        assert not missing, name


# -- settings and policy --------------------------------------------------------------------------------------------


def known_members(problem: str) -> set[str]:
    """What a reader says is known, of its sentence about a member that is not."""
    return set(re.findall(r"known are (.*?)(?:;|$)", problem)[0].split(", "))


TABLES = ("platform", "outbox", "window", "screen", "photo_decoder", "travel_documents", "voice")
"""Of the settings file."""


def test_every_settings_key_is_told(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    tables = "".join(f"[{name}]\nnonsense = 1\n" for name in TABLES)
    file.write_text(f"nonsense = 1\ndata = 'd'\n{tables}[[device]]\nnonsense = 1\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    groups = re.findall(r"(?:(\w+)(?:\[0\])?\.)?nonsense: is unknown; known are ([a-z0-9_, ]+)", str(caught.value))
    assert {group for group, _ in groups} == {"", *TABLES, "device"}
    rows = "\n".join(re.findall(r"^\| `.*$", SETTINGS, re.MULTILINE))
    missing = [f"{group}.{key}" for group, keys in groups for key in keys.split(", ") if not told(rows, group, key)]
    assert not missing
    assert not [kind for kind in DeviceKind if f"| `{kind.value}` |" not in SETTINGS]


def told(rows: str, group: str, key: str) -> bool:
    """`window.kiosk`, or `kiosk` in a row that begins with its group; tables of the file are named by their keys."""
    whole = f"`{key}`" if not group else f"`{group}.{key}`" if group != "device" else f"`device[].{key}`"
    if not group and key in (*TABLES, "device"):
        return f"`{key}" in rows
    return whole in rows or any(
        f"`{group}" in row and f"`{key}`" in row for row in rows.splitlines() if row.startswith(f"| `{group}")
    )


def policy_json() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(example("policy.json"))
    return found


def test_every_member_of_the_policy_is_told() -> None:
    rows = CATALOGUE.split("## The site policy")[1]
    problems: list[str] = []
    payload = policy_json()
    broken = {**payload, "nonsense": 1}
    for key in ("thresholds", "wording", "ways"):
        broken[key] = {**payload[key], "nonsense": 1}
    for key in ("terminals", "hours", "places", "receiving", "staff", "face"):
        broken[key] = [{**payload[key][0], "nonsense": 1}]
    site._read(Table(broken, "", problems))
    assert len(problems) == 10, problems
    for problem in problems:
        missing = [name for name in known_members(problem) if f"`{name}`" not in rows]
        assert not missing, problem
    assert not [key for key in site.WORDING if f"`{key}`" not in rows]
    members = {field.name for field in fields(SitePolicy)} - {"face_bands"} | {"face"}
    for key in members | {"pin_plain", "card_number"}:
        assert f"`{key}`" in SETTINGS, key


def test_the_policy_on_the_page_is_taken() -> None:
    policy = SitePolicy.from_json(policy_json())
    member = policy.member_by_card("a1b2c3d4e5f60012")
    assert member is not None
    assert member.pin_holds("246810")
    assert not member.pin_holds("246811")
    assert site.pin_hash("246810", bytes.fromhex(member.pin.split(":")[1])) == member.pin


# -- the catalogue --------------------------------------------------------------------------------------------------


def catalogue_json() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(example("catalogue.json"))
    return found


def test_the_catalogue_on_the_page_is_taken_and_both_forms_are_one(tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "catalogue.toml").write_text('id = "example"\nversion = "2026-11-20"\n')
    (tmp_path / "services" / "V001.toml").write_text(example("service.toml"), "utf-8")
    published = catalogue_json()
    read_catalogue(published)
    published.pop("issued_at")
    assert read_folder(tmp_path) == published


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        (("materials", 1, "name"), "其他有关材料", "'其他有关材料' is vague: name the material or do not ask for it"),
        (("materials", 1, "need"), "needed", "goes with need = deferrable, and only with it"),
        (("materials", 1, "field"), "how", "goes with source = form, and only with it"),
        (("materials", 1), {"id": "x", "name": "x", "source": "form", "field": "no"}, "names the unknown form field"),
        (("process",), [], "a guide without its process is not published"),
        (("fee",), "-", "a guide needs it"),
        (
            ("legal_type",),
            "licence",
            "行政许可 is never Q unless offline_approved_by names the body that approved it",
        ),
        (("type",), "pay", "paying needs the line (N)"),
        (("form", "examples", 0, "how"), "elsewhere", "does not pass its own form"),
        (("form", "fields", 0, "skip"), "skip", "a required field cannot be left out"),
        (("form", "fields", 2, "when"), ["eq", ["field", "who"], ["text", "a"]], "unknown field"),
        (("form", "fields", 2, "when"), ["like", ["field", "how"]], "unknown operator"),
        (("form", "fields", 2, "when"), ["eq", ["field", "how"]], "takes 2 to 2 arguments"),
        (("form", "fields", 2, "when"), "how", "a rule is a list that begins with an operator"),
        (("form", "fields", 2, "when"), ["filled", ["text", 1]], "text takes one text"),
        (("form", "fields", 1, "id"), "name", "is there twice"),
        (("nonsense",), 1, "is unknown; known are"),
        (("minutes",), None, "is missing"),
        (("id",), "v1", "is not of the expected form"),
    ],
)
def test_the_lint_says_what_the_page_says(place: tuple[str | int, ...], value: object, sentence: str) -> None:
    payload = catalogue_json()
    at = payload["services"][0]
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(payload)
    assert any(sentence in reason for reason in caught.value.reasons), caught.value.reasons
    assert sentence in CATALOGUE


def test_every_member_and_value_of_a_service_is_told() -> None:
    part = re.sub(r"```.*?```", "", CATALOGUE.split("## The published catalogue")[0], flags=re.DOTALL)
    members = {field.name for kind in (model.ServiceItem, model.Material) for field in fields(kind)} - {
        "sha256",
        "form_sha256",
    }
    choices = (
        model.ServiceType,
        model.OfflineClass,
        model.AuthLevel,
        model.LegalType,
        model.MaterialNeed,
        model.MaterialSource,
    )
    values = {value.value for kind in choices for value in kind}
    words = words_in_code(part)
    assert members | values <= words, (members | values) - words


def words_in_code(text: str) -> set[str]:
    return set(re.findall(r"[\w.-]+", " ".join(re.findall(r"`([^`]+)`", text))))


def test_every_member_kind_operator_and_problem_of_a_form_is_told() -> None:
    page = (DOCS / "forms.md").read_text("utf-8")
    kinds = (definition.FormDefinition, definition.FormField, definition.ChoiceOption, definition.CounterExample)
    told = {field.name for kind in kinds for field in fields(kind)} - {"plan"}
    told |= {value.value for kind in (definition.AnswerKind, definition.Prefill) for value in kind}
    told |= {*rules.OPERATORS, "option", *PATTERNS, *PROBLEMS}
    words = words_in_code(re.sub(r"```.*?```", "", page, flags=re.DOTALL))
    assert told <= words, told - words


def test_the_form_that_is_shown_holds() -> None:
    page = (DOCS / "forms.md").read_text("utf-8")
    found = re.search(r"<!-- example: form.json -->\n```json\n(.*?)```", page, re.DOTALL)
    assert found is not None
    form = form_from(json.loads(found[1]))
    assert len(form.examples) == len(form.counter_examples) == 2


# -- faults and pages -----------------------------------------------------------------------------------------------


def test_the_page_of_faults_is_that_of_today() -> None:
    written = (DOCS / "faults.md").read_text("utf-8")
    assert written == write_faults_page.page(), "run `python -m tests.write_faults_page`"
    assert not [fault.code for fault in write_faults_page.faults() if f"| {fault.code} |" not in written]


def test_every_file_of_faults_is_on_the_page() -> None:
    files = [file for folder in own_folders() for file in folder.rglob("faults.toml")]
    ids = {fault_id for file in files for fault_id in tomllib.loads(file.read_text("utf-8"))}
    assert ids == {fault.id for fault in write_faults_page.faults()}


def test_every_page_of_a_visit_is_told() -> None:
    page = (DOCS / "headless.md").read_text("utf-8")
    rows = "\n".join(re.findall(r"^\| `.*$", page, re.MULTILINE))
    assert not [name for name in PageName if f"`{name.value}`" not in rows]


def test_every_component_is_listed() -> None:
    page = (DOCS / "ui.md").read_text("utf-8")
    names = {file.stem for file in (ROOT / "ui" / "qml" / "components").glob("*.qml")}
    assert not sorted(name for name in names if f"`{name}`" not in page)
