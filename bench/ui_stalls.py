"""Stalls of the window in whole visits: how long a finger may find nobody there, and what kept the thread.

Each round sets the demonstration's stage and runs the product in a process of its own, as `main.py run` does, on Qt's
offscreen platform. A visitor in a plain thread plays a visit with a standard card and one with an elder's, while Qt's
own event loop turns; no picture is taken. The product's own watchdog counts. Judged are the worst round's p99 and
maximum; where `JIUJIN_MODELS` is set a third visit is proven by a face, and the preview's pictures a second are
counted meanwhile. Beside it, in the same seconds, a process that does nothing but beat is counted by the same
watchdog: what it loses, the machine takes from everybody.

    python -m bench.ui_stalls [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIMIT_P99_MS = 50.0
LIMIT_MAX_MS = 100.0
VISITS = (("ouyang", "S008", False), ("zhang", "S001", False))
"""Cards of `data/demo_cards.toml` and services: a form with signature in standard size, an elder's certification."""
FACE_VISIT = ("ouyang", "S001", True)
LEAST_FPS = 20.0
CAMERA_HZ = 30
"""What a usual USB camera sends; the demonstration's sends 15."""
SETTLE_S = 3.0
"""Before each visit: nobody stands there in the second in which the machine starts."""
ROUND_LIMIT_S = 180.0


def play(folder: Path) -> dict[str, Any]:
    """In the child: stage, program, window, visits. The watchdog's report; `problem` when a visit broke off."""
    from PySide6.QtCore import QTimer

    from app.running import running
    from app.stage import set_stage
    from app.visitor import Visitor
    from kiosk.dock import DockFile
    from kiosk.flow.page import Page
    from ui.window import build

    told: dict[str, Any] = {}
    over = threading.Event()
    stage = set_stage(folder / "stage", camera_hz=CAMERA_HZ)
    try:
        with running(stage.settings) as program:
            shown: list[Page] = []
            seen: list[Page] = []
            program.attach(lambda page, _frame: shown.append(page))
            camera = program.desk.camera
            window = build(program, frames=None if camera is None else camera.latest)
            program.wake = window.screen.wake
            # nobody touches what is not painted yet
            window.root.frameSwapped.connect(lambda: seen.append(shown[-1]))
            pictures: list[tuple[float, int]] = []

            def turn() -> None:
                frame = camera.latest() if camera is not None and seen[-1].name.value == "face" else None
                if frame is not None:
                    pictures.append((time.monotonic(), frame.number))
                time.sleep(0.02)

            visitor = Visitor(
                act=window.screen.act,
                page=lambda: seen[-1],
                turn=turn,
                dock=DockFile(stage.settings.dock or folder),
                seen=lambda _name, _page: None,
            )

            def visits() -> None:
                try:
                    for card, service, face in (*VISITS, *([FACE_VISIT] if os.environ.get("JIUJIN_MODELS") else [])):
                        time.sleep(SETTLE_S)
                        visitor.visit(card=card, service=service, face=face)
                except Exception as problem:  # noqa: BLE001 - the parent is told, whatever it was
                    told["problem"] = f"{type(problem).__name__}: {problem}"
                finally:
                    over.set()

            player = threading.Thread(target=visits, name="visitor")
            ending = QTimer()
            ending.timeout.connect(lambda: window.application.quit() if over.is_set() else None)
            ending.start(50)
            player.start()
            window.run()
            player.join()
            window.close()
            if len(pictures) > 1:
                told["fps"] = round((pictures[-1][1] - pictures[0][1]) / (pictures[-1][0] - pictures[0][0]), 1)
            return told | window.watchdog.report()
    finally:
        stage.close()


def beat() -> dict[str, Any]:
    """In the other child: the watchdog over an empty event loop, until stdin ends."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from ui.watchdog import Watchdog

    application = QCoreApplication([])
    over = threading.Event()

    def until_told() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=until_told, daemon=True).start()
    ending = QTimer()
    ending.timeout.connect(lambda: application.quit() if over.is_set() else None)
    ending.start(50)
    watchdog = Watchdog()
    watchdog.start()
    application.exec()
    watchdog.stop()
    return watchdog.report()


def run_round() -> dict[str, dict[str, Any]]:
    """Both children at once. `RuntimeError` with what the visit's said when it gave no report."""
    command = [sys.executable, "-m", "bench.ui_stalls"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [*command, "--beat"], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as beside,
    ):
        done = subprocess.run(
            [*command, "--play", folder],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=ROUND_LIMIT_S,
            check=False,
        )
        control, _ = beside.communicate()
    report = _last_json(done.stdout)
    if report is None or "problem" in report:
        raise RuntimeError(f"the visit broke off: {(report or {}).get('problem')} {done.stderr[-2000:]}")
    return {"product": report, "control": _last_json(control) or {}}


def _last_json(text: str) -> dict[str, Any] | None:
    lines = [line for line in text.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else None


def measure(rounds: int) -> dict[str, Any]:
    """Milliseconds, pictures a second; judged, at most 1: `p99_of_limit`, `max_of_limit` and `least_fps_of_fps`."""
    reports = [run_round() for _ in range(rounds)]
    product = [report["product"] for report in reports]
    control = [report["control"] for report in reports]
    worst = sorted((stall for one in product for stall in one["worst"]), key=lambda stall: -stall["gap_ms"])
    p99, longest = max(one["p99_ms"] for one in product), max(one["max_ms"] for one in product)
    fps = min(one["fps"] for one in product) if all("fps" in one for one in product) else None
    return {
        "bench": "ui_stalls",
        "rounds": rounds,
        "heartbeats": sum(one["heartbeats"] for one in product),
        "p50_ms": max(one["p50_ms"] for one in product),
        "p99_ms": p99,
        "max_ms": longest,
        "max_ms_each_round": [one["max_ms"] for one in product],
        "worked_max_ms": max(one["worked_max_ms"] for one in product),
        "stalls_over_50_ms": sum(one["stalls"] for one in product),
        "worst": worst[:5],
        "control": {
            "p99_ms": max(one["p99_ms"] for one in control),
            "max_ms": max(one["max_ms"] for one in control),
            "stalls_over_50_ms": sum(one["stalls"] for one in control),
        },
        **({} if fps is None else {"fps": fps, "least_fps_of_fps": round(LEAST_FPS / fps, 3)}),
        "p99_of_limit": round(p99 / LIMIT_P99_MS, 3),
        "max_of_limit": round(longest / LIMIT_MAX_MS, 3),
        "ok": p99 <= LIMIT_P99_MS and longest <= LIMIT_MAX_MS and (fps is None or fps >= LEAST_FPS),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one line")
    parser.add_argument("--play", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--beat", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.play is not None:
        print(json.dumps(play(options.play), ensure_ascii=False), flush=True)
    elif options.beat:
        print(json.dumps(beat()), flush=True)
    else:
        print(json.dumps(measure(options.rounds), ensure_ascii=False, indent=None if options.json else 1))


if __name__ == "__main__":
    main()
