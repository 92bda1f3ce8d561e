"""The main promise against a real server that misbehaves: nothing lost, nothing twice, each cause told apart."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.protocol.keys import SigningKey
from kiosk.store import (
    LineChanged,
    LineState,
    Published,
    PublishedChanged,
    PublishedRefused,
    SubmissionHeld,
    SubmissionReceived,
    SubmissionRefused,
)
from offline_cache import outbox
from tests.offline_cache import platform as tricks
from tests.offline_cache.platform import Platform, Trick
from tests.offline_cache.terminal import Terminal, eventually

Make = Callable[..., Terminal]


def ready(terminal: Make, **settings: object) -> Terminal:
    one = terminal(**settings)
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    one.until(PublishedChanged, lambda e: e.kind is Published.CATALOGUE)
    return one


def test_with_the_line_up_an_application_arrives_at_once_and_once(terminal: Make, platform: Platform) -> None:
    one = ready(terminal)
    stored = one.submit()
    received = one.until(SubmissionReceived, lambda e: e.id == stored.id)
    assert received.receipt.sha256 == stored.sha256
    assert platform.puts == [stored.id]
    payload = platform.payload(stored.id)
    assert payload["number"] == stored.number == "FC01-1-0001-" + stored.number[-1]
    assert payload["applicant"]["name"] == "测试人"
    assert one.store.counts().received == 1
    assert b"\xe6\xb5\x8b" not in (one.settings.data_dir / "terminal.db").read_bytes()


def test_what_was_stored_without_a_platform_arrives_once_after_it_starts(terminal: Make, platform: Platform) -> None:
    one = ready(terminal)
    platform.stop()
    stored = [one.submit() for _ in range(5)]
    one.until(LineChanged, lambda e: e.state is LineState.DOWN and e.fault is not None and e.fault.id == "line.down")
    assert one.store.counts().queued == 5
    platform.start()
    one.until(SubmissionReceived, count=5)
    assert sorted(platform.submissions) == sorted(item.id for item in stored)
    assert one.store.line() is LineState.UP


@pytest.mark.parametrize(
    ("trick", "fault"),
    [
        (tricks.status(500), "line.platform-trouble"),
        (tricks.status(503, headers={"Retry-After": "1"}), "line.busy"),
        (tricks.status(429), "line.busy"),
        (tricks.status(401, "transport"), "line.not-recognised"),
        (tricks.status(401, "clock"), "line.clock-off"),
        (tricks.status(404, "unknown"), "line.answer-unusable"),
        (tricks.html(), "line.portal"),
        (tricks.html(403), "line.portal"),
        (tricks.html(409), "line.answer-unusable"),
        (tricks.redirect, "line.portal"),
        (tricks.reset_before, "line.down"),
        (tricks.reset_after, "line.down"),
    ],
)
def test_a_line_fault_ends_the_round_and_the_item_arrives_later(
    terminal: Make, platform: Platform, trick: Trick, fault: str
) -> None:
    one = ready(terminal)
    platform.tricks.append(trick)
    stored = one.submit()
    one.until(LineChanged, lambda e: e.fault is not None and e.fault.id == fault)
    one.until(SubmissionReceived, lambda e: e.id == stored.id)
    assert platform.puts.count(stored.id) == 2
    assert len(platform.submissions) == 1
    assert one.store.line() is LineState.UP


@pytest.mark.parametrize("trick", [tricks.slow(1.0), tricks.loris])
def test_a_slow_platform_is_left_after_its_time(terminal: Make, platform: Platform, trick: Trick) -> None:
    one = ready(terminal, read_timeout_s=0.3, total_timeout_s=0.6)
    platform.tricks.append(trick)
    stored = one.submit()
    one.until(LineChanged, lambda e: e.fault is not None and e.fault.id == "line.slow")
    one.until(SubmissionReceived, lambda e: e.id == stored.id)
    assert len(platform.submissions) == 1


@pytest.mark.parametrize(
    ("trick", "fault"),
    [
        (tricks.wrong_signature, "line.answer-not-trusted"),
        (tricks.other_id, "line.answer-mixed-up"),
        (tricks.other_hash, "line.answer-mixed-up"),
    ],
)
def test_a_receipt_that_is_not_ours_settles_nothing(
    terminal: Make, platform: Platform, trick: Trick, fault: str
) -> None:
    one = ready(terminal)
    platform.tricks.append(trick)
    platform.always = tricks.status(500)
    stored = one.submit()
    eventually(lambda: any(alarm.id == fault for alarm in one.store.alarms()))
    eventually(lambda: platform.puts.count(stored.id) >= 2)
    assert one.store.counts().received == 0
    assert not any(isinstance(event, SubmissionReceived) for event in one.events)
    platform.always = None
    one.until(SubmissionReceived, lambda e: e.id == stored.id)


@pytest.mark.parametrize(
    ("trick", "fault"),
    [
        (tricks.status(409, "conflict"), "store.conflict"),
        (tricks.html(413), "store.too-large"),
        (tricks.status(400, "malformed"), "store.refused"),
        (tricks.status(422, "form-retired"), "store.refused"),
        (tricks.status(403, "origin"), "store.origin-refused"),
    ],
)
def test_an_item_fault_holds_that_item_and_no_other(
    terminal: Make, platform: Platform, trick: Trick, fault: str
) -> None:
    one = ready(terminal)
    platform.tricks.append(trick)
    held = one.submit()
    assert one.until(SubmissionHeld, lambda e: e.id == held.id).fault.id == fault
    good = one.submit()
    one.until(SubmissionReceived, lambda e: e.id == good.id)
    assert (one.store.counts().held, one.store.counts().received) == (1, 1)
    assert any(alarm.id == fault for alarm in one.store.alarms())
    assert one.store.release(held.id)
    one.until(SubmissionReceived, lambda e: e.id == held.id)


def test_a_poisoned_item_keeps_nobody_waiting(terminal: Make, platform: Platform) -> None:
    one = ready(terminal)
    platform.stop()
    stored = [one.submit() for _ in range(20)]
    bad = stored[0].id
    platform.always = lambda handler: handler.path.endswith(bad) and handler.reset()
    platform.start()
    one.until(SubmissionReceived, count=19)
    assert set(platform.submissions) == {item.id for item in stored[1:]}
    assert one.store.counts().queued == 1


def test_an_answer_lost_after_processing_has_one_effect(terminal: Make, platform: Platform) -> None:
    one = ready(terminal)
    platform.tricks.extend([tricks.reset_after, tricks.reset_after, tricks.reset_after])
    stored = one.submit()
    one.until(SubmissionReceived, lambda e: e.id == stored.id)
    assert platform.puts.count(stored.id) == 4
    assert list(platform.submissions) == [stored.id]


def test_retry_after_outranks_the_staff_button(terminal: Make, platform: Platform) -> None:
    """Nothing leaves before the platform's own time, whoever presses; then all of it does."""
    one = ready(terminal)
    refused_at: list[float] = []

    def busy(handler: tricks.Handler) -> bool:
        refused_at.append(time.monotonic())
        return handler.fault(503, "trouble", {"Retry-After": "2"})

    platform.tricks.append(busy)
    first = one.submit()
    one.until(LineChanged, lambda e: e.fault is not None and e.fault.id == "line.busy")
    asked = sum(platform.requests.values())
    one.store.sync_now()
    second = one.submit()
    eventually(lambda: sum(platform.requests.values()) > asked)
    assert time.monotonic() - refused_at[0] >= 2.0
    for stored in (first, second):
        one.until(SubmissionReceived, lambda e, name=stored.id: e.id == name)


def test_without_a_sealing_key_nothing_is_taken_in(terminal: Make, platform: Platform) -> None:
    platform.publish_intake = False
    one = ready(terminal)
    assert not one.store.can_seal()
    refused = one.ask()
    assert isinstance(refused, SubmissionRefused)
    assert refused.fault.id == "store.no-sealing-key"
    assert one.store.counts().queued == 0
    assert one.store.untold() == ()


def test_a_rotated_key_seals_what_is_new_and_delivers_what_is_old(terminal: Make, platform: Platform) -> None:
    one = ready(terminal)
    platform.stop()
    old = one.submit()
    platform.intake = X25519PrivateKey.generate()
    platform.issued_at = platform.issued_at.replace(month=2)
    platform.start()
    one.store.sync_now()
    one.until(SubmissionReceived, lambda e: e.id == old.id)
    one.until(PublishedChanged, lambda e: e.kind is Published.KEYS, count=2)
    new = one.submit()
    one.until(SubmissionReceived, lambda e: e.id == new.id)
    assert platform.payload(new.id)["id"] == new.id


def test_documents_are_taken_by_etag_and_refused_with_the_reason(terminal: Make, platform: Platform) -> None:
    def validator(payload: object) -> object:
        assert isinstance(payload, dict)
        if payload["version"] == "bad":
            raise ValueError("material m7 is vague: 其他材料")
        return payload

    one = ready(terminal, validators={Published.CATALOGUE: validator})
    one.store.sync_now()
    eventually(lambda: platform.requests["catalogue 304"] >= 1)
    platform.documents["catalogue"] = {"v": 1, "id": "demo", "version": "bad", "services": []}
    one.store.sync_now()
    refused = one.until(PublishedRefused)
    assert (refused.kind, refused.fault.id) == (Published.CATALOGUE, "store.published-refused")
    assert "其他材料" in refused.fault.detail
    assert one.store.published(Published.CATALOGUE) == {"v": 1, "id": "demo", "version": "1", "services": []}
    platform.signers["catalogue"] = SigningKey.generate()
    one.store.sync_now()
    unsigned = one.until(PublishedRefused, count=2)
    assert unsigned.fault.id == "line.answer-not-trusted"
    assert one.store.published(Published.CATALOGUE) is not None


def test_an_older_key_directory_is_not_taken(terminal: Make, platform: Platform) -> None:
    platform.issued_at = platform.issued_at.replace(month=5)
    one = ready(terminal)
    platform.issued_at = platform.issued_at.replace(month=4)
    one.store.sync_now()
    assert one.until(PublishedRefused).kind is Published.KEYS


def test_cached_documents_serve_without_a_platform(terminal: Make, platform: Platform) -> None:
    ready(terminal).stop()
    platform.stop()
    one = terminal()
    assert one.store.published(Published.CATALOGUE) is not None
    assert one.store.can_seal()
    assert one.submit().number.startswith("FC01-1-0001")


def test_a_platform_under_another_key_is_no_platform(terminal: Make, platform: Platform) -> None:
    ready(terminal).stop()
    platform.root = SigningKey.generate()
    one = terminal(pinned=Platform().pinned)
    one.until(LineChanged, lambda e: e.fault is not None and e.fault.id == "line.answer-not-trusted")
    # what was cached under the old pinned key is not used either
    assert one.store.published(Published.CATALOGUE) is None


def test_the_heartbeat_has_the_journal_countersigned(terminal: Make, platform: Platform) -> None:
    one = ready(terminal, heartbeat_s=0.05)
    one.store.journal("visit-begin", {"visit": "v1"})
    eventually(lambda: len(platform.heartbeats) >= 2)
    beat = platform.heartbeats[-1]
    assert beat["devices"] == {"reader": "ready"}
    assert beat["journal"]["sequence"] >= 1
    assert beat["terminal"] == "FC01"


def test_a_clock_that_is_off_is_said(terminal: Make, platform: Platform) -> None:
    platform.date_off = timedelta(hours=3)
    one = ready(terminal, heartbeat_s=0.05)
    eventually(lambda: any(alarm.id == "line.clock-off" for alarm in one.store.alarms()))
    platform.date_off = timedelta(0)
    eventually(lambda: not any(alarm.id == "line.clock-off" for alarm in one.store.alarms()))


def test_stopping_ends_a_hanging_exchange(terminal: Make, platform: Platform) -> None:
    one = ready(terminal)
    platform.tricks.append(tricks.loris)
    stored = one.submit()
    eventually(lambda: stored.id in platform.puts)
    one.stop()
    again = terminal()
    again.until(SubmissionReceived, lambda e: e.id == stored.id)


def test_an_item_whose_outcome_was_not_written_is_sent_again(terminal: Make, platform: Platform) -> None:
    one = ready(terminal)
    platform.stop()
    stored = one.submit()
    one.until(LineChanged, lambda e: e.state is LineState.DOWN)
    eventually(lambda: one.store._core.owner.call(lambda connection: outbox.take(connection, 1)) is not None)
    platform.start()
    one.store.sync_now()
    one.until(SubmissionReceived, lambda e: e.id == stored.id)


def test_the_heartbeat_says_what_wants_attention_at_once_when_asked(terminal: Make, platform: Platform) -> None:
    wanted: list[str] = []
    one = ready(terminal, attention=lambda: tuple(wanted))
    eventually(lambda: platform.heartbeats)
    assert platform.heartbeats[-1]["attention"] == []
    wanted += ["help-called", "printer.paper-out", "help-called", "no id, not sent", *(f"x{n}" for n in range(40))]
    one.store.sync_now()
    eventually(lambda: len(platform.heartbeats) >= 2)
    assert platform.heartbeats[-1]["attention"] == ["help-called", "printer.paper-out", *(f"x{n}" for n in range(18))]


def test_the_heartbeat_carries_the_stores_own_alarms_and_survives_a_broken_source(
    terminal: Make, platform: Platform
) -> None:
    def broken() -> tuple[str, ...]:
        raise RuntimeError("a defect")

    one = ready(terminal, attention=broken)
    platform.tricks.append(tricks.status(409, "conflict"))
    held = one.submit()
    one.until(SubmissionHeld, lambda e: e.id == held.id)
    one.store.sync_now()
    eventually(lambda: platform.heartbeats and platform.heartbeats[-1]["attention"] == ["store.conflict"])
