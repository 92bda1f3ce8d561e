"""Every benchmark still measures: with its smallest number of rounds it yields its figures. No time is judged."""

from __future__ import annotations

from typing import Any

import pytest

from bench.__main__ import BENCHES, Bench, Row, run, table
from tests.counterparts.pcscd import why_not

KEYS = {
    "first_frame": {"ratio", "bare_ms", "product_ms", "limit"},
    "memory": {"terminal", "of_limit", "chromium"},
    "samv_read": {"ratio", "bare_ms", "driver_ms", "limit"},
    "apdu": {"ratio", "median_us", "commands", "limit"},
    "travel_document": {"ratios", "cards", "limit"},
    "enqueue": {"added_over_seal", "enqueue_over_parts", "median_us", "calls"},
    "receipt": {"warm_to_bare", "cold_to_bare", "warm_ms"},
    "forms": {"of_limit", "over_bare", "median_ms", "slowest"},
    "search": {"p99_of_limit", "long_of_limit", "memory_of_limit", "ranks", "ours", "trigram"},
    "ui_stalls": {"p99_of_limit", "max_of_limit", "p99_ms", "max_ms", "worst", "control"},
}


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.name)
def test_it_yields_its_figures(bench: Bench) -> None:
    if bench.name in ("apdu", "travel_document") and (reason := why_not()):
        pytest.skip(f"no real pcscd: {reason}")
    report: dict[str, Any] = run(bench, quick=True)
    assert set(report) >= KEYS[bench.name]
    rows = bench.rows(report)
    assert rows
    assert all(row.what and row.measured for row in rows)
    if bench.name == "memory":
        # the terminal alone: what plays its devices and its platform is not counted
        assert [one for one in report["terminal"]["processes"] if "simulators" in one["command"]] == []
        assert report["terminal"]["pss_mib"] > 0
    if bench.name == "enqueue":
        assert report["calls"]["commits_each"] == 1


def test_every_bench_is_run_and_tested() -> None:
    assert {bench.name for bench in BENCHES} == set(KEYS)


def test_the_table_says_what_was_not_reached() -> None:
    rows = [
        Row(what="one", measured="1.20", limit="≤ 1.15", reached=False),
        Row(what="two", measured="3", limit="", reached=None, told="only told"),
    ]
    assert "| one | 1.20 | ≤ 1.15 | NOT reached |  |" in table(rows)
    assert "| two | 3 |  |  | only told |" in table(rows)
