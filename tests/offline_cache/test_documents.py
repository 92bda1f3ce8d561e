"""Genuine is not enough: documents that are older than the one in force, or for another site, are not taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.store import LineChanged, LineState, Published, PublishedChanged, PublishedRefused
from tests.offline_cache.platform import Platform
from tests.offline_cache.terminal import Terminal, eventually

Make = Callable[..., Terminal]
JUNE, JULY = "2026-06-01T00:00:00.000Z", "2026-07-01T00:00:00.000Z"
KINDS = (Published.CATALOGUE, Published.POLICY)


def document(kind: Published, version: str, issued_at: str | None) -> dict[str, Any]:
    value: dict[str, Any] = {"v": 1, "version": version}
    value |= {"site": "hall-1"} if kind is Published.POLICY else {"id": "demo", "services": []}
    return value if issued_at is None else {**value, "issued_at": issued_at}


def version_of(one: Terminal, kind: Published) -> str | None:
    payload = one.store.published(kind)
    return str(payload["version"]) if isinstance(payload, dict) else None


def taken(terminal: Make, kind: Published) -> Terminal:
    one = terminal()
    one.until(PublishedChanged, lambda e: e.kind is kind)
    return one


def refused(one: Terminal, kind: Published, count: int = 1) -> str:
    event = one.until(PublishedRefused, lambda e: e.kind is kind, count=count)
    assert event.fault.id == "store.published-refused"
    assert one.store.refusals()[kind] == event.fault
    assert event.fault in one.store.alarms()
    return event.fault.detail


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("played_back", [JUNE, None])
def test_an_older_document_is_refused_also_after_a_restart(
    terminal: Make, platform: Platform, kind: Published, played_back: str | None
) -> None:
    platform.documents[kind.value] = document(kind, "new", JULY)
    one = taken(terminal, kind)
    platform.documents[kind.value] = document(kind, "old", played_back)
    one.store.sync_now()
    assert refused(one, kind).startswith("older")
    one.stop()
    again = terminal()
    assert refused(again, kind).startswith("older")
    assert version_of(again, kind) == "new"


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_document_is_taken_and_clears_the_refusal(
    terminal: Make, platform: Platform, kind: Published
) -> None:
    platform.documents[kind.value] = document(kind, "1", JUNE)
    one = taken(terminal, kind)
    platform.documents[kind.value] = document(kind, "0", "2026-05-01T00:00:00.000Z")
    one.store.sync_now()
    refused(one, kind)
    platform.documents[kind.value] = document(kind, "2", JULY)
    one.store.sync_now()
    one.until(PublishedChanged, lambda e: e.kind is kind, count=2)
    assert version_of(one, kind) == "2"
    assert kind not in one.store.refusals()
    assert "store.published-refused" not in {fault.id for fault in one.store.alarms()}


def test_the_document_in_force_published_again_clears_the_refusal(terminal: Make, platform: Platform) -> None:
    kind = Published.CATALOGUE
    platform.documents[kind.value] = document(kind, "1", JULY)
    one = taken(terminal, kind)
    platform.documents[kind.value] = document(kind, "0", JUNE)
    one.store.sync_now()
    refused(one, kind)
    platform.documents[kind.value] = document(kind, "1", JULY)
    one.store.sync_now()
    eventually(lambda: not one.store.refusals())


def test_documents_without_a_time_are_taken_only_until_one_has_it(terminal: Make, platform: Platform) -> None:
    kind = Published.CATALOGUE
    platform.documents[kind.value] = document(kind, "1", None)
    one = taken(terminal, kind)
    for count, (version, issued_at) in enumerate((("2", None), ("3", JUNE)), start=2):
        platform.documents[kind.value] = document(kind, version, issued_at)
        one.store.sync_now()
        one.until(PublishedChanged, lambda e: e.kind is kind, count=count)
    platform.documents[kind.value] = document(kind, "4", None)
    one.store.sync_now()
    assert refused(one, kind) == f"older: without issued_at, while one of {JUNE} was taken"
    assert version_of(one, kind) == "3"


@pytest.mark.parametrize("bad", [5, "yesterday", "", None])
def test_a_time_that_is_none_is_refused(terminal: Make, platform: Platform, bad: object) -> None:
    kind = Published.CATALOGUE
    platform.documents[kind.value] = {**document(kind, "1", None), "issued_at": bad}
    one = terminal()
    refused(one, kind)
    assert one.store.published(kind) is None


def test_what_a_newer_program_cannot_read_still_counts_as_the_newest(terminal: Make, platform: Platform) -> None:
    kind = Published.CATALOGUE
    platform.documents[kind.value] = document(kind, "new", JULY)
    taken(terminal, kind).stop()

    def only_old(payload: object) -> object:
        if isinstance(payload, dict) and payload["version"] == "new":
            raise ValueError("a member that this program does not know")
        return payload

    platform.documents[kind.value] = document(kind, "old", JUNE)
    one = terminal(validators={kind: only_old})
    one.until(PublishedRefused, lambda e: e.kind is kind and e.fault.detail.startswith("older"))
    assert one.store.published(kind) is None


def test_a_policy_for_another_site_is_refused(terminal: Make, platform: Platform) -> None:
    kind = Published.POLICY
    platform.documents[kind.value] = document(kind, "mine", JUNE)
    one = taken(terminal, kind)
    platform.documents[kind.value] = {**document(kind, "theirs", JULY), "site": "hall-2"}
    one.store.sync_now()
    assert "'hall-2'" in refused(one, kind)
    assert version_of(one, kind) == "mine"
    # and it left no mark: the site's own next one is taken though it is older than that
    platform.documents[kind.value] = document(kind, "next", "2026-06-02T00:00:00.000Z")
    one.store.sync_now()
    one.until(PublishedChanged, lambda e: e.kind is kind, count=2)


@pytest.mark.parametrize("other", ["hall-2", None, 5])
def test_a_policy_for_no_site_of_ours_is_never_taken(terminal: Make, platform: Platform, other: object) -> None:
    platform.documents["policy"] = {"v": 1, "version": "1", "site": other}
    one = terminal()
    refused(one, Published.POLICY)
    assert one.store.published(Published.POLICY) is None


def test_a_cached_policy_is_not_used_after_the_terminal_moved(terminal: Make, platform: Platform, data: Path) -> None:
    kind = Published.POLICY
    platform.documents[kind.value] = document(kind, "old place", JULY)
    taken(terminal, kind).stop()
    record = data / "identity.json"
    record.write_text(json.dumps({**json.loads(record.read_text()), "site": "hall-9"}))
    platform.documents[kind.value] = {**document(kind, "new place", JUNE), "site": "hall-9"}
    platform.stop()
    one = terminal()
    assert "'hall-1'" in refused(one, kind)
    assert one.store.published(kind) is None
    platform.start()
    one.store.sync_now()
    one.until(LineChanged, lambda e: e.state is LineState.UP)
    one.until(PublishedChanged, lambda e: e.kind is kind)
    assert version_of(one, kind) == "new place"
    assert not one.store.refusals()
