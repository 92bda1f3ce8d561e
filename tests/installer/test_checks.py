"""What `./dev test` runs once all is set up, on a project of one module and two tests."""

from __future__ import annotations

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
    "tests/test_room.py": """import pytest

from room import WIDTH


def test_width() -> None:
    assert WIDTH == 3


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
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def test_it_says_how_many_slow_tests_it_left_out(project: Path) -> None:
    done = run_all(project)
    assert done.returncode == 0, done.stdout
    assert "Left out 1 slow test; ./dev test --all runs them too." in done.stdout
    assert "1 passed, 1 deselected" in done.stdout.splitlines()[-1], "pytest's closing line is the last"


def test_all_runs_the_slow_ones_and_pytest_gets_the_other_arguments(project: Path) -> None:
    done = run_all(project, "--all", "-k", "again")
    assert done.returncode == 0, done.stdout
    assert "1 passed, 1 deselected" in done.stdout.splitlines()[-1]
    assert "Left out" not in done.stdout


def test_a_failed_check_does_not_stop_the_others_and_is_named_at_the_end(project: Path) -> None:
    (project / "room/__init__.py").write_text("import sqlite3\n\nWIDTH: str = 3\nPATH = sqlite3.connect\n", "utf-8")
    done = run_all(project, "--all")
    assert done.returncode == 1
    *_, closing, named = done.stdout.splitlines()
    assert "2 passed" in closing
    assert named == "Not clean: mypy, lint-imports"
