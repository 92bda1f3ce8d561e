"""What all tests share: Qt without a screen, the folders of outside inputs, the count of slow tests left out, and
which tests one process runs when there are several."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

# Before anything imports Qt: the picture on these two is the same on every machine (facts, ui, section 5).
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The one application object of a run; pytest-qt would else make a widgets application."""
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication


def _folder(variable: str, what: str) -> Path:
    folder = os.environ.get(variable)
    if not folder:
        pytest.skip(f"{variable} is not set: it names the folder of {what}")
    if not Path(folder).is_dir():
        pytest.skip(f"{variable} names no folder: {folder}")
    return Path(folder)


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """Folder of the neural nets with their MANIFEST.json; never part of this repository."""
    return _folder("JIUJIN_MODELS", "neural nets")


@pytest.fixture(scope="session")
def faces_dir() -> Path:
    """Folder of a few photographs of faces, one folder a person; never part of this repository."""
    return _folder("JIUJIN_FACES", "photographs of faces")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Folder of sample services, divisions and ethnic groups."""
    return _folder("JIUJIN_DATA", "sample services and code tables")


class _SlowCounter:
    """Counts slow tests that were deselected, and says so above pytest's closing line.

    Where several processes run the tests, each deselects the same ones and hands its count to the one that tells.
    """

    def __init__(self) -> None:
        self.left_out = 0

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        self.left_out += sum(item.get_closest_marker("slow") is not None for item in items)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if (handed := getattr(session.config, "workeroutput", None)) is not None:
            handed["slow_left_out"] = self.left_out

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: WorkerController) -> None:
        self.left_out = max(self.left_out, getattr(node, "workeroutput", {}).get("slow_left_out", 0))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            plural = "" if self.left_out == 1 else "s"
            terminalreporter.write_line(
                f"Left out {self.left_out} slow test{plural}; ./dev test --all runs them too, by themselves."
            )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_SlowCounter(), "slow-counter")


ONE_HALL = ("tests/app/", "tests/drivers/camera/")
"""They look through the machine's shared memory and processes for what a camera left, and would find each other's;
the first of them share a stage as well."""


class _Halls(LoadScopeScheduling):  # type: ignore[misc]  # the library has no types
    """One process runs what stands in one hall, or in one file."""

    def _split_scope(self, nodeid: str) -> str:
        return ONE_HALL[0] if nodeid.startswith(ONE_HALL) else nodeid.split("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return _Halls(config, log)
