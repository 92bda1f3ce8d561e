"""Durable enqueue: commits and WAL fsyncs of one submission, and its cost beside sealing and a plain durable insert.

    python -m bench.enqueue [--rounds N]

Three things are timed in turn, N times: `seal` (payload, seal, sign, hash: what the CPU must do anyway), `plain` (a
bare sqlite3 insert of the same bytes, WAL and FULL: what the disk must do anyway), and `enqueue` (the outbox's
whole transaction: number, seal, guarded insert, journal entry, commit). Two ratios come out:

    added_over_seal = (enqueue − plain) / seal      what a submission costs beyond a bare durable insert
    enqueue_over_parts = enqueue / (seal + plain)

System calls are counted by strace over a child that enqueues; where strace is missing or may not trace, that part
says so and commits are counted alone.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.clock import SystemClock
from kiosk.protocol.canonical import sha256_hex
from kiosk.protocol.envelope import Capacity, SubmissionKind, write_envelope
from kiosk.protocol.keys import X25519, KeyEntry, KeyUse, PinnedKeys, SigningKey, pin_text
from kiosk.protocol.payload import PersonRecord, SubmissionDraft, VersionedRef, payload_of
from kiosk.protocol.signed import sign_document
from kiosk.protocol.temporary_number import TemporaryNumber
from kiosk.store import TerminalIdentity
from offline_cache.database import PRAGMAS
from offline_cache.identity import IdentityRecord, adopt_key, write_new_key, write_record
from offline_cache.ids import uuid7
from offline_cache.settings import StoreSettings
from offline_cache.store import TerminalStore

PAST = datetime(2026, 1, 1, tzinfo=UTC)
PAYLOAD_BYTES = 2000


def draft() -> SubmissionDraft:
    ref = VersionedRef(id="S001", version="1", sha256="0" * 64)
    return SubmissionDraft(
        kind=SubmissionKind.APPLICATION,
        parent=None,
        applicant=PersonRecord(document="resident-card", name="测试人", number="99999919500101001X"),
        actor=None,
        capacity=Capacity.SELF,
        helper=None,
        proofs=(),
        contact=None,
        site={"id": "hall-1"},
        language="zh-CN",
        service=ref,
        catalogue=ref,
        form=ref,
        answers={"text": "x" * PAYLOAD_BYTES},
        materials=(),
        commitments=(),
        signature=None,
        received_at=datetime.now(UTC),
        clock=SystemClock().state(),
        boot_id="boot",
        monotonic_ms=1,
        line="down",
    )


class Bench:
    """An enrolled store whose platform does not answer, with the parts to time alone."""

    def __init__(self, folder: Path) -> None:
        root = SigningKey.generate()
        public = X25519PrivateKey.generate().public_key().public_bytes_raw()
        self.intake = KeyEntry(algorithm=X25519, public=public, use=KeyUse.INTAKE, owner="bench", valid_from=PAST)
        key = write_new_key(folder)
        write_record(folder, IdentityRecord(terminal="FC01", site="hall-1", platform="bench", key_id=key.key_id))
        adopt_key(folder)
        self.identity = TerminalIdentity(terminal="FC01", site="hall-1", key=key)
        clock = SystemClock()
        settings = StoreSettings(
            data_dir=folder,
            address="http://127.0.0.1:9",
            pinned=PinnedKeys.from_texts([pin_text(root.public)]),
            ballast_bytes=4096,
        )
        # a cached key directory, as a terminal has it that met its platform before; first contact is then an hour off
        store = TerminalStore(settings, clock=clock, compare=clock.compare, uniform=lambda _low, _high: 3600.0)
        store.start(lambda _event: None)
        keys = {"v": 1, "platform": "bench", "issued_at": "2026-01-01T00:00:00.000Z", "keys": [self.intake.to_json()]}
        signed = sign_document("keys", keys, root)
        store._core.write(
            lambda connection: connection.execute("INSERT INTO published VALUES ('keys', ?, NULL, '')", (signed,))
        )
        store.stop()
        self.store = TerminalStore(settings, clock=clock, compare=clock.compare, uniform=lambda _low, _high: 3600.0)
        self.store.start(lambda _event: None)
        # the loop would try each new item at once on the same two cores; it is not what is measured
        assert self.store._sync is not None
        self.store._sync.stop()
        self.store._sync = None
        self.plain = sqlite3.connect(folder / "plain.db", isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            self.plain.execute(f"PRAGMA {pragma}").fetchall()
        self.plain.execute("CREATE TABLE item (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, envelope BLOB)")
        self._sequence = 0
        self.envelope = self.seal()

    def seal(self) -> bytes:
        self._sequence += 1
        now = datetime.now(UTC)
        name = uuid7(now)
        number = TemporaryNumber(terminal="FC01", generation=1, sequence=self._sequence)
        envelope = write_envelope(
            payload_of(draft(), name, number),
            submission_id=name,
            number=number,
            intake=self.intake,
            origin=self.identity.key,
            sealed_at=now,
        )
        sha256_hex(envelope)
        return envelope

    def insert(self) -> None:
        self.plain.execute("BEGIN IMMEDIATE")
        self.plain.execute("INSERT INTO item (id, envelope) VALUES (?, ?)", (uuid7(datetime.now(UTC)), self.envelope))
        self.plain.execute("COMMIT")

    def enqueue(self, connection: sqlite3.Connection) -> None:
        self._sequence += 1
        self.store._submit(connection, f"r{self._sequence}", draft(), True)

    def close(self) -> None:
        self.store._core.owner.stop()
        self.store._lock.free()
        self.plain.close()


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1e6


def measure(rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        times: dict[str, list[float]] = {"seal": [], "plain": [], "enqueue": []}

        def interleave(connection: sqlite3.Connection) -> None:
            # all in the owner's thread, so that no hand-over between threads is measured on one side only
            for _ in range(rounds):
                times["seal"].append(timed(bench.seal))
                times["plain"].append(timed(bench.insert))
                times["enqueue"].append(timed(lambda: bench.enqueue(connection)))

        bench.store._core.owner.call(interleave)
        stored = bench.store.counts().queued
        bench.close()
    medians = {name: statistics.median(values) for name, values in times.items()}
    seal, plain, enqueue = medians["seal"], medians["plain"], medians["enqueue"]
    return {
        "rounds": rounds,
        "stored": stored,
        "median_us": {name: round(value, 1) for name, value in medians.items()},
        "added_over_seal": round((enqueue - plain) / seal, 3),
        "enqueue_over_parts": round(enqueue / (seal + plain), 3),
        "limit_added_over_seal": 1.5,
    }


def trace_child(count: int) -> None:
    """What strace watches: marks on stderr stand around each submission."""
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        commits = 0

        def heard(statement: str) -> None:
            nonlocal commits
            commits += statement == "COMMIT"

        def work(connection: sqlite3.Connection) -> None:
            connection.set_trace_callback(heard)
            for _ in range(count):
                sys.stderr.write("MARK\n")
                sys.stderr.flush()
                bench.enqueue(connection)
            sys.stderr.write("MARK\n")
            sys.stderr.flush()
            connection.set_trace_callback(None)

        bench.store._core.owner.call(work)
        bench.close()
    sys.stdout.write(json.dumps({"commits": commits}) + "\n")


def count_calls(count: int = 20) -> dict[str, Any]:
    """Commits and fsyncs of each submission. A checkpoint (every 256 pages) adds its own, which are told apart."""
    child = [sys.executable, "-m", "bench.enqueue", "--trace-child", str(count)]
    tracer = shutil.which("strace")
    traced = None
    if tracer is not None:
        with tempfile.NamedTemporaryFile("r") as log:
            options = ["-f", "-y", "-s", "16", "-e", "trace=fsync,fdatasync,write", "-o", log.name]
            traced = subprocess.run([tracer, *options, *child], capture_output=True, text=True, check=False)
            lines = log.read().splitlines()
    if traced is None or traced.returncode != 0:
        plain = subprocess.run(child, capture_output=True, text=True, check=True)
        commits = json.loads(plain.stdout)["commits"]
        return {
            "submissions": count,
            "commits_each": commits / count,
            "fsyncs": "not counted: strace cannot trace here",
        }
    each: list[list[str]] = []
    for line in lines:
        if "MARK" in line:
            each.append([])
        elif each and (found := re.search(r"f(?:data)?sync\(\d+<([^>]*)>", line)):
            each[-1].append(Path(found[1]).name)
    each = each[:count]
    return {
        "submissions": count,
        "commits_each": json.loads(traced.stdout)["commits"] / count,
        "wal_fsyncs_median": statistics.median(files.count("terminal.db-wal") for files in each),
        "with_exactly_one_fsync": sum(files == ["terminal.db-wal"] for files in each),
        "with_a_checkpoint": sum("terminal.db" in files for files in each),
        "all_fsyncs": sum(map(len, each)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Cost of one durable submission")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--trace-child", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.trace_child is not None:
        trace_child(options.trace_child)
        return
    print(json.dumps(measure(options.rounds) | {"calls": count_calls()}, indent=1))


if __name__ == "__main__":
    main()
