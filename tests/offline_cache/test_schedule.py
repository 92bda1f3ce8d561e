"""The schedule as a pure function: outages end within spread and cap, people are not kept waiting, nobody hammers."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.reconnect import ReconnectPolicy
from offline_cache.schedule import ALL, Intervals, Schedule, Task

POLICY = ReconnectPolicy(spread_s=10, cap_s=20)


def schedule(*, at_once: bool = True, seed: int = 1) -> Schedule:
    intervals = Intervals(refresh_s=300, heartbeat_s=60)
    return Schedule(POLICY, intervals, random.Random(seed).uniform, now=0.0, first_at_once=at_once)


@given(st.integers(0, 10_000), st.integers(0, 30))
def test_after_any_outage_all_is_tried_within_spread_or_cap(seed: int, failures: int) -> None:
    one = schedule(seed=seed)
    now = 0.0
    for _ in range(failures):
        now += one.wait_s(now)
        tasks = one.due(now)
        assert tasks == ALL
        one.began(tasks)
        one.failed(now, tasks, None)
    assert one.wait_s(now) <= max(POLICY.spread_s, POLICY.cap_s)
    now += one.wait_s(now)
    assert one.due(now) == ALL


def test_a_new_item_is_tried_once_in_an_outage_and_changes_nothing_else() -> None:
    one = schedule()
    one.began(ALL)
    one.failed(0.0, ALL, None)
    wait_s = one.wait_s(0.0)
    one.new_item(0.0)
    tasks = one.due(0.0)
    assert tasks == {Task.DRAIN}
    one.began(tasks)
    one.failed(0.0, tasks, None)
    assert one.wait_s(0.0) == wait_s


def test_a_success_for_one_item_ends_the_outage_for_all() -> None:
    one = schedule()
    one.failed(0.0, ALL, None)
    one.new_item(1.0)
    one.began(one.due(1.0))
    one.succeeded(1.0, frozenset({Task.DRAIN}))
    assert one.due(1.0) == ALL


def test_while_up_each_task_has_its_interval() -> None:
    one = schedule()
    one.began(ALL)
    one.succeeded(0.0, ALL)
    assert one.due(59.0) == frozenset()
    assert one.due(60.0) == {Task.HEARTBEAT}
    assert one.due(300.0) == {Task.HEARTBEAT, Task.KEYS, Task.DOCUMENTS}
    one.new_item(5.0)
    assert one.due(5.0) == {Task.DRAIN}


def test_retry_after_outranks_everything() -> None:
    one = schedule()
    one.failed(0.0, ALL, 120.0)
    one.everything(1.0)
    one.new_item(1.0)
    assert one.due(119.0) == frozenset()
    assert one.wait_s(1.0) == 119.0
    assert one.due(120.0) == ALL


def test_first_contact_is_spread_unless_nothing_is_known() -> None:
    assert schedule(at_once=True).due(0.0) == ALL
    waits = [schedule(at_once=False, seed=seed).wait_s(0.0) for seed in range(50)]
    assert max(waits) > 7
    assert min(waits) < 3


@given(st.lists(st.sampled_from(["ok", "fail", "busy", "item", "all", "pass"]), max_size=60))
def test_no_order_of_events_makes_a_loop_without_waiting(events: list[str]) -> None:
    one = schedule()
    now = 0.0
    for event in events:
        if event in ("item", "all"):
            one.new_item(now) if event == "item" else one.everything(now)
            continue
        now += one.wait_s(now)
        tasks = one.due(now)
        assert tasks, "what is waited for is due when the wait is over"
        one.began(tasks)
        if event in ("ok", "pass"):
            one.succeeded(now, tasks)
        else:
            one.failed(now, tasks, 5.0 if event == "busy" else None)


def test_who_asks_for_everything_gets_a_heartbeat_at_once_and_no_more_than_one_in_two_seconds() -> None:
    one = schedule()
    one.began(ALL)
    one.succeeded(0.0, ALL)
    one.everything(10.0)
    assert one.due(10.0) == ALL
    one.began(ALL)
    one.succeeded(10.0, ALL)
    one.everything(10.5)
    assert Task.HEARTBEAT not in one.due(10.5)
    one.began(one.due(10.5))
    one.succeeded(10.5, ALL - {Task.HEARTBEAT})
    assert one.wait_s(10.5) == 1.5
    assert one.due(12.0) == {Task.HEARTBEAT}


def test_answers_that_prove_nothing_are_no_reason_to_ask_again_at_once() -> None:
    one = schedule()
    one.began(ALL)
    one.nothing_said(0.0, ALL)
    assert one.wait_s(0.0) > 0
    one.succeeded(50.0, ALL)
    one.began(frozenset({Task.HEARTBEAT}))
    one.nothing_said(110.0, frozenset({Task.HEARTBEAT}))
    assert one.wait_s(110.0) == 60.0
