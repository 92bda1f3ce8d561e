"""`main.py demo`: the main job on the embedded default, in the touch window with its dock, or played by itself."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from app.children import ChildError
from app.crash import end_on_bugs
from app.errors import fail
from app.faults import ROOT
from app.residents import demo_cards
from app.stage import Stage, set_stage
from app.visitor import Visitor, VisitorError
from kiosk.dock import DockFile
from kiosk.flow.page import Page

SETTLING_S = 0.25
"""A page's entrance (200 ms at most) is the window's own work; only then the picture is taken, which is not."""


def demo(*, headless: bool, out: Path | None, card: str, service: str) -> int:
    """The window where there is a display; otherwise a visit that plays itself. Returns the exit code."""
    display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    place = (out or ROOT / "var" / "demo").resolve()
    # so that the children are ended, whoever asks this process to end
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if headless or not display:
            return _play(place, card, service)
        return _window(place)
    except (ChildError, VisitorError) as problem:
        fail(f"demo: {problem}", 1)


def _window(place: Path) -> int:
    from app.running import running
    from ui.dock import DockCard, DockSetting
    from ui.window import build

    print("setting the stage …", flush=True)
    stage = set_stage(place / "stage")
    try:
        cards = tuple(DockCard(id=card.id, label=card.label) for card in demo_cards())
        dock = DockSetting(
            file=stage.settings.dock or place, cards=cards, printed=lambda: len(list(stage.paper.glob("*.bin")))
        )
        with running(stage.settings) as program:
            camera = program.desk.camera
            window = build(program, dock=dock, frames=None if camera is None else camera.latest, faces=program.faces)
            program.wake = window.screen.wake
            end_on_bugs(window.application.exit)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: window.application.quit())
            print(f"running; staff 0012 has PIN 246810. Everything lies in {stage.folder}", flush=True)
            code = window.run()
            window.close()
        return code
    finally:
        stage.close()


def _play(place: Path, card: str, service: str) -> int:
    """A whole visit on Qt's offscreen platform, with a picture of every page and a report."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    began = time.monotonic()
    print("setting the stage …", flush=True)
    stage = set_stage(place / "stage")
    try:
        report = _played(stage, place, card, service)
        report["durations_ms"]["all"] = round((time.monotonic() - began) * 1000)
    finally:
        stage.close()
    (place / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    print(f"application {report['application_id']}")
    print(f"number      {report['temporary_number']}")
    print(f"receipt     {report['platform_receipt']} from the platform")
    print(f"made        {place / 'report.json'}, {place / 'receipt.png'}, {place / 'screens'}")
    return 0


def _played(stage: Stage, place: Path, card: str, service: str) -> dict[str, Any]:
    from app.running import running
    from ui.snapshot import save
    from ui.window import build

    screens = place / "screens"
    shutil.rmtree(screens, ignore_errors=True)
    screens.mkdir(parents=True)
    count = 0
    with running(stage.settings) as program:
        shown: list[Page] = []
        program.attach(lambda page, _frame: shown.append(page))
        camera = program.desk.camera
        window = build(program, frames=None if camera is None else camera.latest, faces=program.faces)
        program.wake = window.screen.wake

        def turn() -> None:
            window.application.processEvents()
            time.sleep(0.005)  # the offscreen loop has nothing else to wait on

        def seen(name: str, page: Page) -> None:
            nonlocal count
            count += 1
            shown_at = time.monotonic()
            # a busy page goes by itself, so its picture is taken at once
            while not page.busy and time.monotonic() - shown_at < SETTLING_S:
                turn()
            with window.watchdog.paused():
                save(window, screens / f"{count:02d}-{name}.png")

        visitor = Visitor(
            act=window.screen.act,
            page=lambda: shown[-1],
            turn=turn,
            dock=DockFile(stage.settings.dock or place),
            seen=seen,
        )
        try:
            told = visitor.visit(card=card, service=service)
        finally:
            stalls = window.watchdog.report()
            window.close()
    row = next(row for row in stage.applications() if row["number"] == told["number"])
    paper = max(stage.paper.glob("*.png"))
    shutil.copyfile(paper, place / "receipt.png")
    return {
        "application_id": row["id"],
        "temporary_number": told["number"],
        "platform_receipt": told["platform_receipt"] or row.get("receipt", ""),
        "delivered_before_paper": told["delivered"],
        "printed": told["printed"],
        "identity_proven_by": [proof["way"] for proof in row["payload"]["proofs"]],
        "durations_ms": visitor.steps_ms,
        "window_stalls": stalls,
    }
