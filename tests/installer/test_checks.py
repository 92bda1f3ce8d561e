"""What `./dev test` runs once all is set up, on a project of one module and three tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installer.machine import ROOT

PROJECT = {
    "pyproject.toml": """
[tool.ruff]
line-length = 118
[tool.mypy]
strict = true
packages = ["room"]
[tool.pytest.ini_options]
testpaths = ["tests"]
markers = ["slow: takes long"]
[tool.importlinter]
root_packages = ["room"]
include_external_packages = true
[[tool.importlinter.contracts]]
name = "The room stands alone"
type = "forbidden"
source_modules = ["room"]
forbidden_modules = ["sqlite3"]
""",
    "room/__init__.py": "WIDTH = 3\n",
    "tests/__init__.py": "",
    "tests/test_room.py": """import os

import pytest

from room import WIDTH


def test_width() -> None:
    assert WIDTH == 3


def test_who_runs_it() -> None:
    assert "PYTEST_XDIST_WORKER" in os.environ


@pytest.mark.slow
def test_width_again() -> None:
    assert WIDTH == 3
""",
}
RUN = (
    "import sys; from pathlib import Path; from installer import checks, environment as e; root = Path(sys.argv[1]); "
    "sys.exit(checks.run_all(root, e.Environment(root, root / 'log'), sys.argv[2:]))"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in PROJECT.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.lstrip(), "utf-8")
    shutil.copy(ROOT / "tests/conftest.py", tmp_path / "tests/conftest.py")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def run_all(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, str(project), *arguments]
    # where this very test is run by one of several processes, that is no news to those it starts
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def test_it_says_how_many_slow_tests_it_left_out(project: Path) -> None:
    done = run_all(project)
    assert done.returncode == 0, done.stdout
    assert "Left out 1 slow test; ./dev test --all runs them too, by themselves." in done.stdout
    assert "2 passed" in done.stdout.splitlines()[-1], "pytest's closing line is the last"


def test_all_runs_the_slow_ones_after_the_others_in_one_process(project: Path) -> None:
    alone = project / "tests/test_alone.py"
    alone.write_text(
        "import os\n\nimport pytest\n\n\n@pytest.mark.slow\ndef test_alone() -> None:\n"
        '    assert "PYTEST_XDIST_WORKER" not in os.environ\n',
        "utf-8",
    )
    done = run_all(project, "--all")
    assert done.returncode == 0, done.stdout
    quick, slow = (line for line in done.stdout.splitlines() if " passed" in line)
    assert "2 passed" in quick
    assert "2 passed, 2 deselected" in slow


def test_pytest_gets_other_arguments_and_runs_in_one_process_then(project: Path) -> None:
    done = run_all(project, "--all", "-k", "again")
    assert done.returncode == 0, done.stdout
    assert "1 passed, 2 deselected" in done.stdout.splitlines()[-1]
    assert "Left out" not in done.stdout


@pytest.mark.parametrize("slow", [False, True])
def test_a_failed_test_of_either_round_fails_the_whole(project: Path, slow: bool) -> None:
    text = '@pytest.mark.slow\ndef test_wrong() -> None:\n    assert not "right"\n'
    text = "import pytest\n\n\n" + text if slow else text.partition("\n")[2]
    (project / "tests/test_wrong.py").write_text(text, "utf-8")
    done = run_all(project, "--all")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == f"Not clean: {'pytest, slow' if slow else 'pytest'}"


def test_a_failed_check_does_not_stop_the_others_and_is_named_at_the_end(project: Path) -> None:
    (project / "room/__init__.py").write_text("import sqlite3\n\nWIDTH: str = 3\nPATH = sqlite3.connect\n", "utf-8")
    done = run_all(project, "--all")
    assert done.returncode == 1
    *_, closing, named = done.stdout.splitlines()
    assert "1 passed" in closing
    assert named == "Not clean: mypy, lint-imports"
