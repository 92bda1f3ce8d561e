"""Whatever order of steps, allowed or not: nothing unsettled is lost, changed or called received."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.protocol.canonical import sha256_hex
from kiosk.protocol.keys import PinnedKeys, SigningKey, pin_text
from kiosk.protocol.receipt import PlatformReceipt, sign_receipt
from kiosk.protocol.temporary_number import TemporaryNumber
from offline_cache import outbox
from offline_cache.database import open_database, transaction
from offline_cache.outbox import DueItem, NewItem

NOW = datetime(2026, 12, 1, tzinfo=UTC)
ROOT = SigningKey.generate()
PINNED = PinnedKeys.from_texts([pin_text(ROOT.public)])
STATEMENTS = (
    "DELETE FROM item WHERE id = ?",
    "UPDATE item SET state = 'received', settled_utc = '2020-01-01' WHERE id = ?",
    "UPDATE item SET envelope = x'feedbeef' WHERE id = ?",
    "UPDATE OR REPLACE item SET id = upper(id) WHERE id = ?",
    "INSERT OR REPLACE INTO item SELECT * FROM (SELECT seq, id, number, terminal, generation, sequence, kind,"
    " service, key_id, sha256, needs_paper, stored_utc, stored_boot, stored_mono_ms, 'queued', 0, NULL, NULL, NULL,"
    " x'00' FROM item WHERE id = ?)",
)


class Outbox(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        self.database = open_database(self.path, PINNED, NOW)
        self.made = 0
        self.written: dict[str, bytes] = {}
        self.received: set[str] = set()
        self.sending: dict[str, DueItem] = {}

    @property
    def connection(self) -> sqlite3.Connection:
        return self.database.connection

    def teardown(self) -> None:
        self.connection.close()
        self.folder.cleanup()

    @rule(body=st.binary(max_size=50), whole=st.booleans())
    def add(self, body: bytes, whole: bool) -> None:
        self.made += 1
        # counted, not drawn: the same steps must meet the same items in the same order when they are tried again
        name = f"01a22ee6-b000-7000-8000-{self.made:012x}"
        try:
            with transaction(self.connection):
                generation, sequence = outbox.next_number_in(self.connection)
                number = TemporaryNumber(terminal="FC01", generation=generation, sequence=sequence)
                outbox.add_in(
                    self.connection,
                    NewItem(
                        id=name,
                        number=str(number),
                        terminal="FC01",
                        generation=generation,
                        sequence=sequence,
                        kind="application",
                        service="S001",
                        key_id="k",
                        envelope=body,
                        sha256=sha256_hex(body),
                        needs_paper=True,
                        stored_at=NOW,
                        boot="b",
                        monotonic_ms=1,
                    ),
                )
                if not whole:
                    raise KeyboardInterrupt
        except KeyboardInterrupt:
            return
        self.written[name] = body

    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        waiting = outbox.waiting(self.connection)
        if waiting:
            seq, name = data.draw(st.sampled_from(waiting))
            item = outbox.take(self.connection, seq)
            assert item is not None
            assert item.intact
            assert outbox.take(self.connection, seq) is None
            self.sending[name] = item

    @precondition(lambda self: self.sending)
    @rule(data=st.data(), genuine=st.booleans())
    def answer(self, data: st.DataObject, genuine: bool) -> None:
        name, item = data.draw(st.sampled_from(sorted(self.sending.items())))
        signer = ROOT if genuine else SigningKey.generate()
        receipt = PlatformReceipt(id=name, sha256=item.sha256, receipt="R-1", received_at=NOW, platform="p")
        document = sign_receipt(receipt, signer)
        if genuine:
            with transaction(self.connection):
                outbox.settle_in(self.connection, item, document, receipt, NOW)
            self.received.add(name)
            del self.sending[name]
        else:
            with pytest.raises(sqlite3.IntegrityError), transaction(self.connection):
                outbox.settle_in(self.connection, item, document, receipt, NOW)

    @precondition(lambda self: self.sending)
    @rule(data=st.data(), hold=st.booleans())
    def fail(self, data: st.DataObject, hold: bool) -> None:
        name, item = data.draw(st.sampled_from(sorted(self.sending.items())))
        with transaction(self.connection):
            if hold:
                outbox.hold_in(self.connection, item.seq, "store.conflict")
            else:
                outbox.give_back_in(self.connection, item.seq, "line.down")
        del self.sending[name]

    @precondition(lambda self: self.written)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        with transaction(self.connection):
            outbox.release_in(self.connection, data.draw(st.sampled_from(sorted(self.written))))

    @precondition(lambda self: self.written)
    @rule(data=st.data(), statement=st.sampled_from(STATEMENTS))
    def break_a_rule(self, data: st.DataObject, statement: str) -> None:
        """Our own connection has the lock's key; the guards hold against it all the same."""
        name = data.draw(st.sampled_from(sorted(self.written)))
        with pytest.raises(sqlite3.IntegrityError):
            self.connection.execute(statement, (name,))

    @rule()
    def restart(self) -> None:
        self.connection.close()
        self.database = open_database(self.path, PINNED, NOW)
        assert self.database.set_aside is None
        outbox.requeue_sending(self.connection)
        self.sending.clear()

    @rule()
    def tidy(self) -> None:
        with transaction(self.connection):
            assert outbox.remove_settled_in(self.connection, NOW, 30) == 0

    @invariant()
    def all_is_there(self) -> None:
        rows = self.connection.execute("SELECT id, envelope, state FROM item").fetchall()
        assert {row[0]: row[1] for row in rows} == self.written
        assert {row[0] for row in rows if row[2] == "received"} == self.received
        assert {row[0] for row in rows if row[2] == "sending"} == set(self.sending)
        last = self.connection.execute("SELECT last_sequence FROM numbering").fetchone()[0]
        assert last == len(self.written)


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
