"""The watchdog of the window's thread."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ui.watchdog import Watchdog


def nap(seconds: float) -> None:
    """What keeps the window's thread from its work."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))


def test_watchdog_names_the_culprit(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    watchdog = Watchdog()
    watchdog.start()
    try:
        qtbot.waitUntil(lambda: watchdog.report()["heartbeats"] > 5)
        QTimer.singleShot(0, lambda: nap(0.3))
        qtbot.waitUntil(lambda: any("nap" in stall["culprit"] for stall in watchdog.report()["worst"]))
    finally:
        watchdog.stop()
        watchdog.stop()
    report = watchdog.report()
    worst = report["worst"][0]
    assert worst["culprit"].startswith("nap (test_watchdog.py:")
    assert worst["gap_ms"] >= 250
    assert report["max_ms"] >= worst["gap_ms"]
    assert report["p50_ms"] <= report["p99_ms"] <= report["max_ms"]
    assert sum("nap" in record.getMessage() for record in caplog.records) == 1, "one line a stall"
    assert not any(thread.name == "ui-watchdog" for thread in threading.enumerate())
