"""A window for each test, and no warning of Qt or QML left unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from kiosk.flow.page import Frame, Page
from tests.ui import samples_visit
from tests.ui.driver import Driver
from tests.ui.samples import FRAME, FRAMES, PAGES
from tests.ui.stage import Stage
from ui.snapshot import Snapshots, StillFront, settle
from ui.window import build


def cases(name: str) -> dict[str, tuple[Page, Frame]]:
    """Pages and their frames: the hall's in a frame by name, or `visit`: the visit's in their own."""
    if name == "visit":
        return samples_visit.samples()
    return {page: (made, FRAMES[name]) for page, made in PAGES.items()}


@pytest.fixture
def qt_log() -> Iterator[list[str]]:
    """What Qt said; anything at all fails the test."""
    said: list[str] = []

    def hear(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg:
            said.append(f"{message} ({context.file}:{context.line})")

    before = qInstallMessageHandler(hear)
    yield said
    qInstallMessageHandler(before)
    assert said == []


@pytest.fixture
def ui(qapp: QGuiApplication, qt_log: list[str]) -> Iterator[Driver]:
    front = StillFront(PAGES["home"], FRAME)
    window = build(front, show=False)
    window.root.setProperty("motion", False)
    window.root.show()
    settle(window)
    yield Driver(window, front)
    window.close()


@pytest.fixture(scope="module")
def shots() -> Iterator[Snapshots]:
    with Snapshots(*samples_visit.samples()["goodbye"]) as made:
        yield made


@pytest.fixture
def stage(shots: Snapshots, qtlog: Any) -> Iterator[Stage]:
    yield Stage(shots)
    complaints = [record.message for record in qtlog.records if "Debug" not in str(record.type)]
    assert complaints == []
