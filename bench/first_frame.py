"""Start to first frame: the product's window with its home page against a bare one-page QML program.

Both are started as processes of their own, in turn, and report milliseconds from their start (the kernel's figure) to
the first swapped frame. Prints JSON; the ratio of the medians is judged (at most 2).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

STARTED = """
import os, time
def since_start():
    ticks = int(open("/proc/self/stat").read().rsplit(")", 1)[1].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) * 1000 - ticks * 1000 / os.sysconf("SC_CLK_TCK")
"""

BARE = (
    STARTED
    + """
os.environ["QT_QUICK_BACKEND"] = "software"
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
application = QGuiApplication([])
engine = QQmlApplicationEngine()
engine.loadData(b'''import QtQuick
Window { width: 1080; height: 1920; visible: true; color: "#F6F4EE"
  Text { anchors.centerIn: parent; text: "\\xe6\\x82\\xa8\\xe5\\xa5\\xbd"
         font { family: "Noto Sans CJK SC"; pixelSize: 64 } } }''')
window = engine.rootObjects()[0]
window.frameSwapped.connect(lambda: (print(since_start(), flush=True), os._exit(0)))
application.exec()
"""
)

PRODUCT = (
    STARTED
    + """
from bench.home_page import HOME, HOME_FRAME
from ui.window import build
class Front:
    def attach(self, show): show(HOME, HOME_FRAME)
    def act(self, action, value): pass
    def tick(self): pass
    def handle_pending(self): pass
window = build(Front(), show=False)
window.root.frameSwapped.connect(lambda: (print(since_start(), flush=True), os._exit(0)))
window.root.show()
window.run()
"""
)


def run(program: str) -> float:
    """One start; milliseconds to the first frame. `RuntimeError` with what it said when it showed none."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=HERE.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if not done.stdout.strip():
        raise RuntimeError(f"no frame was shown: {done.stderr[-2000:]}")
    return float(done.stdout.split()[0])


def measure(rounds: int) -> dict[str, object]:
    """Interleaved rounds after one of each that warms the caches of files and compiled QML."""
    run(BARE)
    run(PRODUCT)
    bare, product = [], []
    for _ in range(rounds):
        bare.append(run(BARE))
        product.append(run(PRODUCT))
    ratio = statistics.median(product) / statistics.median(bare)
    return {
        "what": "start to first frame",
        "bare_ms": round(statistics.median(bare), 1),
        "product_ms": round(statistics.median(product), 1),
        "rounds": rounds,
        "ratio": round(ratio, 3),
        "limit": 2.0,
        "ok": ratio <= 2.0,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    result = measure(parser.parse_args().rounds)
    print(json.dumps(result, indent=1))
    sys.exit(0 if result["ok"] else 1)
