"""The window of simulated devices."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.dock import DockFile
from tests.ui.driver import Driver
from tests.ui.samples import FRAME, PAGES
from ui.dock import DockCard, DockSetting
from ui.snapshot import StillFront, settle
from ui.window import build


def test_dock_edits_the_file(qtbot: QtBot, qt_log: list[str], tmp_path: Path) -> None:
    file = tmp_path / "dock.json"
    out = [0]
    setting = DockSetting(
        file=file,
        cards=(DockCard(id="resident-a", label="欧阳试（71 岁）"), DockCard(id="staff-1", label="工作证 0012")),
        printed=lambda: out[0],
    )
    window = build(StillFront(PAGES["home"], FRAME), dock=setting)
    try:
        settle(window)
        assert window.dock is not None
        driver = Driver(window, StillFront(PAGES["home"], FRAME))
        root = window.dock.window
        root.resize(460, 1400)

        def tap(name: str) -> None:
            for item in driver.items(root.contentItem()):
                if item.objectName() == name:
                    centre = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
                    QTest.mouseClick(root, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
                    settle(window)
                    return
            raise AssertionError(name)

        tap("dock-card-resident-a")
        assert DockFile(file).read().reader.card == "resident-a"
        tap("dock-card-staff-1")
        assert DockFile(file).read().reader.card == "staff-1"
        tap("dock-card-staff-1")
        tap("dock-paper-out")
        tap("dock-printer-paper-out-mid-print")
        tap("dock-line-up")
        tap("dock-line-portal")
        tap("dock-reader-plug")
        state = DockFile(file).read()
        assert state.reader.card == ""
        assert not state.reader.plugged
        assert (state.printer.paper, state.printer.fault) == ("out", "paper-out-mid-print")
        assert (state.line.up, state.line.fault) == (False, "portal")
        DockFile(file).change("camera", stalled=True)
        out[0] = 3
        qtbot.waitUntil(lambda: window.dock.printed == 3 and window.dock.state["camera"]["stalled"])  # type: ignore[union-attr, index, comparison-overlap]
        file.write_text("{half", "utf-8")
        tap("dock-line-slow")
        assert DockFile(file).read().line.fault == "slow"
    finally:
        window.close()
