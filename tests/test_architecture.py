"""The house's rules, checked on its files: arrows, locks, reasons, faults, docstrings, no traces of a workplace."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer import packages
from kiosk.faults import load_faults

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("app", "bench", "central", "drivers", "installer", "kiosk", "offline_cache", "tests", "ui")
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
WISHES = sorted((ROOT / "requirements").glob("*.in"))
WORKPLACE = re.compile(r"(?<![\w.:/-])/(?:root|work|home|Users)/\w")
"""An absolute path into somebody's home or workplace; the lookbehind spares web addresses and relative paths."""
PIN = re.compile(r"^([\w.-]+)==(\S+)(?: ; [^\\\n]+)? \\\n((?: +--hash=\S+(?: \\)?\n)+)", re.MULTILINE)


def our_files(*suffixes: str) -> Iterator[Path]:
    """Files of the repository, also those not committed yet, without those that git ignores."""
    # The clone may be another user's (sudo), which git would refuse to look at.
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for file in (ROOT / name for name in sorted(set(names)) if name):
        if file.is_file() and (not suffixes or file.suffix in suffixes):
            yield file


def normal(name: str) -> str:
    """A package name as indexes compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wishes(file: Path) -> set[str]:
    """Names that a requirements/*.in asks for."""
    return {normal(found) for found in re.findall(r"^([A-Za-z][\w.-]*)", file.read_text("utf-8"), re.MULTILINE)}


def pins(file: Path) -> dict[str, tuple[str, str]]:
    """Name to version and hashes of each package that a requirements/*.txt locks."""
    return {normal(name): (version, hashes) for name, version, hashes in PIN.findall(file.read_text("utf-8"))}


def test_every_arrow_points_where_the_design_draws_it() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([tool, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* kept, 0 broken", done.stdout)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda file: file.name)
def test_requirements_are_locked_by_hash_and_name_no_host(lock: Path) -> None:
    text = lock.read_text("utf-8")
    starts = re.findall(r"^[\w.-]+", text, re.MULTILINE)
    locked = pins(lock)
    assert len(starts) == len(locked) > 10, "something is not locked by version and hash"
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", hashes) for _, hashes in locked.values())
    assert not re.search(r"://|\bfile:|^ *--(?!hash=)|index|trusted-host|find-links| @ ", text, re.MULTILINE)


@pytest.mark.parametrize("wish", WISHES, ids=lambda file: file.name)
def test_each_wish_is_locked(wish: Path) -> None:
    assert wishes(wish) <= pins(wish.with_suffix(".txt")).keys()


@pytest.mark.parametrize("wish", WISHES, ids=lambda file: file.name)
def test_what_only_some_machines_want_is_locked_for_these_only(wish: Path) -> None:
    """Else the lock asks every machine for a wheel that there is for few, and none of it is installed."""
    some = re.findall(r"^([A-Za-z][\w.-]*)[^#\n;]*;", wish.read_text("utf-8"), re.MULTILINE)
    marked = re.findall(r"^([\w.-]+)==\S+ ;", wish.with_suffix(".txt").read_text("utf-8"), re.MULTILINE)
    assert sorted(map(normal, some)) == sorted(map(normal, marked))


def test_the_lock_of_the_tests_holds_the_terminals() -> None:
    """`./dev` fills one environment from it for both, and stamps both."""
    terminal, tests = (pins(ROOT / "requirements" / name) for name in ("runtime.txt", "dev.txt"))
    assert terminal.items() <= tests.items()


def test_each_dependency_has_its_reason() -> None:
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    reasons = {
        normal(name): reason for name, reason in re.findall(r"^\| `([^`]+)` \|.*\| ([^|]+) \|$", page, re.MULTILINE)
    }
    wanted = set().union(*(wishes(file) for file in WISHES))
    wanted |= {normal(package.name) for package in packages.for_testing()}
    assert wanted <= reasons.keys(), "docs/dependencies.md lacks them"
    assert all(reasons.values())
    assert reasons.keys() - wanted <= {"python3-11-venv"}, "docs/dependencies.md tells of what nobody asks for"


def test_fault_catalogues_merge_and_speak_both_languages() -> None:
    files = list(our_files(".toml"))
    catalogue = load_faults([file for file in files if file.name == "faults.toml"])
    for fault in catalogue:
        assert re.fullmatch(r"[A-Z]-\d\d", fault.code), fault.id
        for words in (fault.title, fault.body, fault.cause, fault.remedy):
            assert words.get("zh-CN", "").strip(), f"{fault.id}: Chinese"
            assert words.get("en", "").strip(), f"{fault.id}: English"
        assert not re.search("失败|错误|稍后重试", fault.title["zh-CN"] + fault.body["zh-CN"]), (
            f"{fault.id}: unkind words"
        )


def test_each_module_says_what_it_owns() -> None:
    mute = []
    for file in our_files(".py"):
        text = file.read_text("utf-8")
        if text.strip() and not ast.get_docstring(ast.parse(text)):
            mute.append(str(file.relative_to(ROOT)))
    assert mute == []


def test_no_file_names_somebodys_home_or_workplace() -> None:
    found = []
    for file in our_files():
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        found += [f"{file.relative_to(ROOT)}: {line.strip()}" for line in text.splitlines() if WORKPLACE.search(line)]
    assert found == []


def test_every_folder_of_code_is_checked() -> None:
    """A new top-level package has to be named here, in mypy's list and in the contracts."""
    tops = {file.relative_to(ROOT).parts[0] for file in our_files(".py") if file.parent != ROOT}
    assert tops == set(ROOMS)
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    assert all(settings.count(f'"{room}"') >= 1 for room in ROOMS if room != "tests")
