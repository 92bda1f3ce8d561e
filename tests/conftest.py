"""What all tests share: Qt without a screen, the folders of outside inputs, and the count of slow tests left out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

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
    """Counts slow tests that were deselected, and says so above pytest's closing line."""

    def __init__(self) -> None:
        self.left_out = 0

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        self.left_out += sum(item.get_closest_marker("slow") is not None for item in items)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            plural = "" if self.left_out == 1 else "s"
            terminalreporter.write_line(
                f"Left out {self.left_out} slow test{plural}; ./dev test --all runs them too."
            )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_SlowCounter(), "slow-counter")
