"""Memory of the idle terminal: the real program at its home page, beside one page in a Chromium kiosk.

The terminal runs as `main.py run` on the demonstration's stage, on Qt's offscreen platform, before the first visit:
no camera is open (so there is no vision child) and no paper was wanted (so there is no render child). Judged is PSS,
the proportional share of proc(5) `smaps_rollup`, of the terminal's process and all its children; the simulated
devices and the platform are not the terminal's and do not count. PSS shrinks when other programs use the same
libraries, so the private part and the resident size are told too.

Chromium shows one local page as a kiosk does; all its processes count. Without Chromium the bench says so.

    python -m bench.memory [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from app.control import ask
from app.stage import set_stage

ROOT = Path(__file__).resolve().parent.parent
LIMIT_MIB = 350.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FACT_BROWSER_MIB = 388.0
"""The same page in Chromium, measured once elsewhere (issue, figures): told where no Chromium is installed."""
SETTLE_S = 8.0
"""Until pages are compiled ahead and the first contact with the platform is over."""
LIMIT_S = 60.0
PAGE = """<!doctype html><meta charset="utf-8"><title>就近</title>
<style>body{margin:0;background:#F6F4EE;font:40px "Noto Sans CJK SC";padding:48px}
button{width:470px;height:300px;margin:8px;font:inherit;border-radius:28px}</style>
<h1>您好，今天要办什么？</h1><button>申办</button><button>打印</button><button>查询</button><button>缴费</button>"""
KINDS = ("Pss", "Private_Clean", "Private_Dirty", "Rss")


def tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text("utf-8", "replace")
        except OSError:
            continue  # it ended while we looked
        parents[int(stat.parent.name)] = int(text.rpartition(")")[2].split()[1])
    found, fresh = [pid], [pid]
    while fresh:
        fresh = [child for child, parent in parents.items() if parent in fresh]
        found += fresh
    return found


def process(pid: int) -> dict[str, Any] | None:
    """What one process holds, in MiB; None when it has gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
    except OSError:
        return None
    kib = {kind: int(found[1]) for kind in KINDS if (found := re.search(rf"^{kind}:\s+(\d+) kB$", rollup, re.M))}
    if not kib:
        return None
    return {
        "pid": pid,
        "command": _short(command),
        "pss_mib": round(kib["Pss"] / 1024, 1),
        "private_mib": round((kib["Private_Clean"] + kib["Private_Dirty"]) / 1024, 1),
        "resident_mib": round(kib["Rss"] / 1024, 1),
    }


def _short(command: str) -> str:
    """The program and what tells its processes apart: a browser's kind of process, a script's first words."""
    program, *words = command.split()
    kind = [word for word in words if word.startswith("--type=")]
    return " ".join([Path(program).name, *(Path(word).name for word in kind or words[:2])])


def held(pid: int) -> dict[str, Any]:
    """Sums over the tree, and the tree."""
    processes = [told for each in tree(pid) if (told := process(each)) is not None]
    sums = {kind: round(sum(one[kind] for one in processes), 1) for kind in ("pss_mib", "private_mib")}
    return sums | {"processes": processes}


def terminal() -> dict[str, Any]:
    """The idle terminal. `RuntimeError` when it did not come up."""
    with tempfile.TemporaryDirectory() as name:
        stage = set_stage(Path(name) / "stage")
        try:
            command = [sys.executable, str(ROOT / "main.py"), "run", "--config", str(stage.folder / "terminal.toml")]
            environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
            with subprocess.Popen(command, cwd=ROOT, env=environment) as child:
                try:
                    _await_answer(stage.settings.data, child)
                    time.sleep(SETTLE_S)
                    return held(child.pid)
                finally:
                    child.send_signal(signal.SIGTERM)
                    child.wait(LIMIT_S)
        finally:
            stage.close()


def _await_answer(data: Path, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + LIMIT_S
    while ask(data, "status") is None:
        if child.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the terminal did not come up")
        time.sleep(0.1)


def browser() -> dict[str, Any] | None:
    """One page in a Chromium kiosk; None when there is no Chromium here."""
    program = next((found for name in BROWSERS if (found := shutil.which(name)) is not None), None)
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "page.html"
        page.write_text(PAGE, "utf-8")
        profile = f"--user-data-dir={name}/profile"
        # no display is needed in headless mode; its processes are those of the window
        flags = ["--headless=new", "--kiosk", "--window-size=1080,1920", "--no-first-run", "--disable-extensions"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        with subprocess.Popen(
            [program, *flags, profile, "--remote-debugging-port=0", page.as_uri()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as child:
            try:
                time.sleep(SETTLE_S)
                return held(child.pid) if child.poll() is None else None
            finally:
                # its group was made by us; all of its processes belong to it
                os.killpg(child.pid, signal.SIGKILL)


def measure() -> dict[str, Any]:
    """MiB; `of_limit` is judged (at most 1), `to_chromium` told."""
    ours = terminal()
    theirs = browser()
    result: dict[str, Any] = {
        "bench": "memory",
        "terminal": ours,
        "limit_mib": LIMIT_MIB,
        "of_limit": round(ours["pss_mib"] / LIMIT_MIB, 3),
        "ok": ours["pss_mib"] <= LIMIT_MIB,
    }
    if theirs is None:
        return result | {"chromium": f"chromium not installed; elsewhere it took {FACT_BROWSER_MIB:.0f} MB"}
    return result | {"chromium": theirs, "to_chromium": round(ours["pss_mib"] / theirs["pss_mib"], 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one line")
    options = parser.parse_args()
    print(json.dumps(measure(), ensure_ascii=False, indent=None if options.json else 1))


if __name__ == "__main__":
    main()
