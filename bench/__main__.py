"""Runs every benchmark, each in a process of its own, and prints one table: what, measured, limit, reached or not.

Only ratios and counts are judged; milliseconds are told. The whole takes some four minutes; `--quick` takes the
smallest number of rounds, to see that everything still measures.

    python -m bench [--quick] [--json FILE] [NAME …]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.ui_stalls import LEAST_FPS

ROOT = Path(__file__).resolve().parent.parent
LIMIT_S = 240.0
"""For one benchmark; all together stay below ten minutes."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table. `reached` is None for what is only told."""

    what: str
    measured: str
    limit: str
    reached: bool | None
    told: str = ""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A module of this package, its arguments for a full and for the smallest run, and how its report reads."""

    name: str
    full: tuple[str, ...]
    quick: tuple[str, ...]
    rows: Callable[[dict[str, Any]], list[Row]]


def _at_most(what: str, value: float, limit: float, told: str = "") -> Row:
    return Row(what=what, measured=f"{value:.2f}", limit=f"≤ {limit:g}", reached=value <= limit, told=told)


def _first_frame(report: dict[str, Any]) -> list[Row]:
    told = f"{report['product_ms']:.0f} ms against {report['bare_ms']:.0f} ms"
    return [_at_most("start to first frame / bare QML page", report["ratio"], report["limit"], told)]


def _memory(report: dict[str, Any]) -> list[Row]:
    ours, theirs = report["terminal"], report["chromium"]
    told = f"{len(ours['processes'])} process, {ours['private_mib']:.0f} MiB of it private"
    beside = f"{theirs['pss_mib']:.0f} MiB" if isinstance(theirs, dict) else theirs
    measured = f"{ours['pss_mib']:.0f} MiB"
    limit = f"≤ {report['limit_mib']:g} MiB"
    return [
        Row(what="idle terminal, PSS", measured=measured, limit=limit, reached=report["ok"], told=told),
        Row(what="one page in a Chromium kiosk, PSS", measured=beside, limit="", reached=None),
    ]


def _samv_read(report: dict[str, Any]) -> list[Row]:
    told = (
        f"{report['driver_ms']['median']:.0f} ms against {report['bare_ms']['median']:.0f} ms, {report['baud']} baud"
    )
    return [_at_most("SAM-V found to parsed / bare script", report["ratio"], report["limit"], told)]


def _apdu(report: dict[str, Any]) -> list[Row]:
    median = report["median_us"]
    told = f"{median['ours']:.0f} µs against {median['pyscard']:.0f} µs a command"
    return [_at_most("PC/SC command through our channel / raw pyscard", report["ratio"], report["limit"], told)]


def _travel_document(report: dict[str, Any]) -> list[Row]:
    rows = []
    for card, ratio in report["ratios"].items():
        paced, bare = report["cards"][f"{card}-paced"], report["cards"][card]
        told = (
            f"{paced['driver_ms']:.0f} ms against {paced['bare_ms']:.0f} ms, {paced['commands']} commands; "
            f"without pace {bare['driver_ms']:.1f} against {bare['bare_ms']:.1f}"
        )
        rows.append(_at_most(f"PC/SC {card}, inserted to fields / bare script", ratio, report["limit"], told))
    return rows


def _enqueue(report: dict[str, Any]) -> list[Row]:
    median, calls = report["median_us"], report["calls"]
    whole, seal, plain = (median[name] / 1000 for name in ("enqueue", "seal", "plain"))
    told = f"{whole:.2f} ms; seal {seal:.2f}, plain insert {plain:.2f}"
    commits = calls["commits_each"]
    rows = [
        _at_most("enqueue less a plain insert / (seal + sign + hash)", report["added_over_seal"], 1.5, told),
        Row(what="enqueue: commits", measured=f"{commits:g}", limit="1", reached=commits == 1),
    ]
    syncs = calls.get("wal_fsyncs_median")
    if syncs is None:
        return [*rows, Row(what="enqueue: WAL fsyncs", measured=calls["fsyncs"], limit="1", reached=None)]
    told = f"{calls['with_exactly_one_fsync']} of {calls['submissions']} with no other sync"
    return [*rows, Row(what="enqueue: WAL fsyncs", measured=f"{syncs:g}", limit="1", reached=syncs == 1, told=told)]


def _receipt(report: dict[str, Any]) -> list[Row]:
    told = f"{report['warm_ms']:.0f} ms against {report['bare_typst_ms']:.0f} ms; cold {report['cold_ms']:.0f} ms"
    measured = f"{report['warm_to_bare']:.2f}"
    return [Row(what="receipt, data to raster / bare typst", measured=measured, limit="", reached=None, told=told)]


def _forms(report: dict[str, Any]) -> list[Row]:
    slowest = report["median_ms"][report["slowest"]]
    told = f"{slowest:.2f} ms, slowest: {report['slowest']}; {report['over_bare']:.0f} times a bare loop"
    what = f"keystroke in a form of {report['fields']} fields / {report['limit_ms']:g} ms"
    return [_at_most(what, report["of_limit"], 1, told)]


def _ui_stalls(report: dict[str, Any]) -> list[Row]:
    beside = report["control"]
    culprit = report["worst"][0]["culprit"] if report["worst"] else "none over 50 ms"
    return [
        Row(
            what="UI stalls in whole visits, p99",
            measured=f"{report['p99_ms']:.0f} ms",
            limit="≤ 50 ms",
            reached=report["p99_of_limit"] <= 1,
            told=f"{report['heartbeats']} heartbeats; empty loop {beside['p99_ms']:.0f} ms",
        ),
        Row(
            what="UI stalls in whole visits, max",
            measured=f"{report['max_ms']:.0f} ms",
            limit="≤ 100 ms",
            reached=report["max_of_limit"] <= 1,
            told=f"empty loop {beside['max_ms']:.0f} ms; longest: {culprit}",
        ),
        *(
            [
                Row(
                    what="preview while a face is compared",
                    measured=f"{report['fps']:.0f} a second",
                    limit="≥ 20 a second",
                    reached=report["fps"] >= LEAST_FPS,
                    told="640×480, in the window",
                )
            ]
            if "fps" in report
            else []
        ),
    ]


def _search(report: dict[str, Any]) -> list[Row]:
    ours, peer = report["ours"], report["trigram"]
    held, ranks = report["memory"], report["ranks"]
    list_, held_out = ranks["queries"], ranks["queries_held_out"]
    return [
        Row(
            what=f"search, a keystroke over {report['items']} items, p99",
            measured=f"{ours['p99_ms']:.1f} ms",
            limit="≤ 15 ms",
            reached=report["p99_of_limit"] <= 1,
            told=f"p50 {ours['p50_ms']:.1f}, max {ours['max_ms']:.1f}; FTS5 trigram {peer['p99_ms']:.1f} ms",
        ),
        Row(
            what="search, a query of 10,000 characters",
            measured=f"{report['long_ms']:.1f} ms",
            limit="≤ 15 ms",
            reached=report["long_of_limit"] <= 1,
        ),
        Row(
            what="search, memory of the index and what it reads",
            measured=f"{max(held.values()):.0f} MiB",
            limit="≤ 60 MiB",
            reached=report["memory_of_limit"] <= 1,
            told=f"{held['held_mib']:.0f} MiB of it objects; built in {report['build_s']:.1f} s",
        ),
        Row(
            what="search, MRR@10 on the list it was made with",
            measured=f"{list_['ours']:.2f}",
            limit=f"≥ {report['mrr_limit']:g}",
            reached=list_["ours"] >= report["mrr_limit"],
            told=f"FTS5 trigram {list_['trigram']:.2f}, over names alone {list_['trigram_names']:.2f}",
        ),
        Row(
            what="search, MRR@10 on the held-out list",
            measured=f"{held_out['ours']:.2f}",
            limit="",
            reached=None,
            told=f"{held_out['queries']:.0f} queries; FTS5 trigram {held_out['trigram']:.2f}",
        ),
    ]


BENCHES = (
    Bench(name="first_frame", full=(), quick=("--rounds", "1"), rows=_first_frame),
    Bench(name="memory", full=("--json",), quick=("--json",), rows=_memory),
    Bench(name="samv_read", full=("--json",), quick=("--json", "--rounds", "2"), rows=_samv_read),
    Bench(name="apdu", full=("--json",), quick=("--json", "--rounds", "2"), rows=_apdu),
    Bench(name="travel_document", full=("--json",), quick=("--json", "--rounds", "1"), rows=_travel_document),
    Bench(name="enqueue", full=(), quick=("--rounds", "5"), rows=_enqueue),
    Bench(name="receipt", full=("--json",), quick=("--json", "--rounds", "1"), rows=_receipt),
    Bench(name="forms", full=(), quick=("--rounds", "20"), rows=_forms),
    Bench(name="search", full=("--json",), quick=("--json", "--rounds", "1", "--items", "2000"), rows=_search),
    Bench(name="ui_stalls", full=("--json",), quick=("--json", "--rounds", "1"), rows=_ui_stalls),
)


def run(bench: Bench, *, quick: bool) -> dict[str, Any]:
    """Its report. `RuntimeError` with its words when it gave none."""
    command = [sys.executable, "-m", f"bench.{bench.name}", *(bench.quick if quick else bench.full)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    begin = done.stdout.find("{")
    if begin < 0:
        raise RuntimeError(f"{bench.name}: {done.stderr.strip()[-1000:] or 'no report'}")
    report: dict[str, Any] = json.loads(done.stdout[begin:])
    return report


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | measured | limit | | |", "| --- | --- | --- | --- | --- |"]
    words = {True: "reached", False: "NOT reached", None: ""}
    lines += [f"| {row.what} | {row.measured} | {row.limit} | {words[row.reached]} | {row.told} |" for row in rows]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(bench.name for bench in BENCHES))
    parser.add_argument("--quick", action="store_true", help="the smallest number of rounds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all reports there")
    options = parser.parse_args()
    known = {bench.name for bench in BENCHES}
    if strange := set(options.names) - known:
        parser.error(f"no such benchmark: {', '.join(sorted(strange))}; there are {', '.join(sorted(known))}")
    reports: dict[str, Any] = {}
    rows: list[Row] = []
    problems: list[str] = []
    for bench in BENCHES:
        if options.names and bench.name not in options.names:
            continue
        began = time.monotonic()
        try:
            reports[bench.name] = run(bench, quick=options.quick)
            rows += bench.rows(reports[bench.name])
        except (RuntimeError, subprocess.TimeoutExpired, json.JSONDecodeError) as reason:
            problems.append(f"{bench.name}: {reason}")
        print(f"{bench.name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(table(rows))
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"\n{os.cpu_count()} processors, load now {load}")
    for problem in problems:
        print(f"broke off: {problem}")
    if options.json is not None:
        options.json.write_text(json.dumps(reports, ensure_ascii=False, indent=1), "utf-8")
    return 1 if problems or any(row.reached is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
