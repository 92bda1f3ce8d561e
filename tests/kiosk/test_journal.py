"""The journal's registry refuses what could name a person, and its chain shows every tampering that it claims to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.journal import (
    EMPTY_HEAD,
    JournalEntry,
    JournalHead,
    Value,
    link,
    load_events,
    registry,
    verify_chain,
)


def chain(length: int) -> list[JournalEntry]:
    entries: list[JournalEntry] = []
    head = EMPTY_HEAD
    for number in range(length):
        fields: dict[str, Value] = {"visit": f"v{number}"}
        entry = link(head, utc="2026-12-01T00:00:00.000Z", boot="b", monotonic_ms=number, event="wipe", fields=fields)
        entries.append(entry)
        head = JournalHead(sequence=entry.sequence, hash=entry.hash)
    return entries


def test_the_registry_is_complete_and_paired() -> None:
    kinds = registry().kinds
    wanted = """visit-begin visit-end page-shown document-read document-refused staff-login staff-refused
        helper-joined identity-proven submission-stored submission-told print-begin print-end device-changed
        line-changed published-taken published-refused wipe residue-found clock-off start stop""".split()
    assert set(wanted) <= set(kinds)
    assert all(kind.description for kind in kinds.values())


@pytest.mark.parametrize(
    ("event", "fields", "reason"),
    [
        ("visit-started", {}, "not in the registry"),
        ("visit-begin", {}, "needs the field visit"),
        ("visit-begin", {"visit": "v1", "name": "x"}, "no field name"),
        ("visit-begin", {"visit": "张三"}, "without personal numbers"),
        ("visit-begin", {"visit": "99999919500101001X"}, "without personal numbers"),
        ("visit-begin", {"visit": "13900000000"}, "without personal numbers"),
        ("visit-begin", {"visit": "two words"}, "without personal numbers"),
        ("visit-end", {"visit": "v", "duration_ms": 13900000000}, "ten digits"),
        ("visit-end", {"visit": "v", "duration_ms": True}, "ten digits"),
        ("line-changed", {"state": "sideways"}, "one of up, down, unknown"),
        ("published-taken", {"kind": "keys", "sha256": "abc"}, "64 hex digits"),
    ],
)
def test_what_the_registry_lacks_is_refused(event: str, fields: dict[str, Value], reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refusal:
        registry().check(event, fields)
    assert "99999919500101001X" not in str(refusal.value)


def test_ids_that_are_taken() -> None:
    for value in ("v1", "FC01-1-0007-K", "samv+serial:/dev/ttyS0", "01890000-0000-7000-8000-123456789012"):
        registry().check("visit-begin", {"visit": value})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[print-begin]\nlevel='info'\ndescription='x'", "no print-end"),
        ("[x]\nlevel='loud'\ndescription='x'", "x"),
        ("[x]\nlevel='info'", "description"),
        ("[x]\nlevel='info'\ndescription='x'\nfields={a='text'}", "no such kind"),
        ("[x]\nlevel='info'\ndescription='x'\nfields={a=[]}", "no such kind"),
        ("[x]\nlevel='info'\ndescription='x'\ncolour='red'", "what it has"),
    ],
)
def test_a_bad_registry_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "events.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=reason):
        load_events(file)


@given(st.integers(1, 12), st.data())
def test_every_change_in_the_middle_is_found(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    assert verify_chain(entries).holds
    at = data.draw(st.integers(0, length - 1))
    how = data.draw(st.sampled_from(["change", "remove", "swap", "repeat"]))
    if how == "change":
        name = data.draw(st.sampled_from(["utc", "boot", "event", "prev", "hash"]))
        entries[at] = replace(entries[at], **{name: "forged"})
    elif how == "remove":
        if at == length - 1:
            return
        del entries[at]
    elif how == "swap":
        if length < 2:
            return
        other = (at + 1) % length
        entries[at], entries[other] = entries[other], entries[at]
    else:
        entries.insert(at, entries[at])
    report = verify_chain(entries)
    assert not report.holds
    assert report.reason


def test_a_cut_end_is_found_back_to_the_countersigned_head_and_no_further() -> None:
    entries = chain(5)
    head = JournalHead(sequence=3, hash=entries[2].hash)
    assert verify_chain(entries[:3], [head]).holds
    assert verify_chain(entries, [head]).covered_to == 3
    report = verify_chain(entries[:2], [head])
    assert (report.holds, report.broken_at) == (False, 3)


def test_a_chain_written_anew_differs_from_the_countersigned_head() -> None:
    entries = chain(4)
    head = JournalHead(sequence=2, hash="f" * 64)
    report = verify_chain(entries, [head])
    assert (report.holds, report.broken_at) == (False, 2)


def test_a_changed_field_breaks_the_chain() -> None:
    entries = chain(3)
    entries[1] = replace(entries[1], fields={"visit": "another"})
    assert verify_chain(entries).broken_at == 2
