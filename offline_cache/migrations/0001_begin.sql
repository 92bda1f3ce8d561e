-- Schema 1.0: numbering, outbox, receipts, spool ledger, cached documents, journal.
--
-- Two locks keep other hands off (docs/offline.md):
--   1. Triggers and CHECKs say what may happen to a row, also for our own connection.
--   2. Every guarded table has a UNIQUE constraint with the collation jiujin_terminal, which only the program
--      registers. A foreign program, the sqlite3 shell among them, cannot write such a table at all ("no such
--      collation sequence"), with triggers and CHECKs switched off or dropped either, and cannot drop the index.
--      Each names all columns and some twice: the planner then finds it wider than the table and never reads
--      through it, so that everybody can still SELECT.
-- The collation jiujin_receipt compares a receipt document with "id sha256" and calls them equal when the document
-- is the platform's signed receipt for exactly that. It is a collation because trusted_schema=OFF forbids
-- application-defined functions in triggers.

CREATE TABLE numbering (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL CHECK (generation BETWEEN 1 AND 9999),
    last_sequence INTEGER NOT NULL CHECK (last_sequence BETWEEN 0 AND 999999999),
    begun_utc TEXT NOT NULL,
    CONSTRAINT locked UNIQUE (generation, last_sequence, begun_utc COLLATE jiujin_terminal, begun_utc)
) STRICT;

CREATE TRIGGER numbering_only_grows BEFORE UPDATE ON numbering
WHEN NOT (
    NEW.one = OLD.one AND NEW.begun_utc = OLD.begun_utc
    AND (
        (NEW.generation = OLD.generation AND NEW.last_sequence = OLD.last_sequence + 1)
        OR (NEW.generation > OLD.generation AND NEW.last_sequence = 0)
    )
)
BEGIN SELECT RAISE(ABORT, 'numbers only grow'); END;
CREATE TRIGGER numbering_once BEFORE INSERT ON numbering WHEN EXISTS (SELECT 1 FROM numbering)
BEGIN SELECT RAISE(ABORT, 'numbering has one row'); END;
CREATE TRIGGER numbering_stays BEFORE DELETE ON numbering
BEGIN SELECT RAISE(ABORT, 'numbering is never deleted'); END;

CREATE TABLE item (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    number TEXT NOT NULL,
    terminal TEXT NOT NULL,
    generation INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    service TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    needs_paper INTEGER NOT NULL CHECK (needs_paper IN (0, 1)),
    stored_utc TEXT NOT NULL,
    stored_boot TEXT NOT NULL,
    stored_mono_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'received', 'held')),
    attempts INTEGER NOT NULL DEFAULT 0,
    last_fault TEXT,
    told_utc TEXT,
    settled_utc TEXT,
    -- last, so that reading the others never walks through its overflow pages
    envelope BLOB NOT NULL,
    envelope_bytes INTEGER GENERATED ALWAYS AS (length(envelope)) VIRTUAL,
    CHECK ((state = 'received') = (settled_utc IS NOT NULL)),
    CONSTRAINT locked UNIQUE (
        id, number COLLATE jiujin_terminal, terminal, generation, sequence, kind, service, key_id, sha256, needs_paper,
        stored_utc, stored_boot, stored_mono_ms, state, attempts, last_fault, told_utc, settled_utc, envelope_bytes,
        id, number, sha256
    )
) STRICT;

CREATE INDEX item_state ON item (state, stored_utc);

-- INSERT OR REPLACE deletes without firing delete triggers, so a taken id or seq is refused before; the
-- number is new because numbering has only just counted it
CREATE TRIGGER item_begins_queued BEFORE INSERT ON item
WHEN NEW.state <> 'queued' OR NEW.attempts <> 0 OR NEW.told_utc IS NOT NULL OR NEW.settled_utc IS NOT NULL
    OR EXISTS (SELECT 1 FROM item WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM item WHERE seq = NEW.seq)
    OR NOT EXISTS (
        SELECT 1 FROM numbering WHERE generation = NEW.generation AND last_sequence = NEW.sequence
    )
BEGIN SELECT RAISE(ABORT, 'an item begins queued, under its own number, and is never replaced'); END;

CREATE TRIGGER item_is_immutable BEFORE UPDATE ON item
WHEN NOT (
    NEW.seq IS OLD.seq AND NEW.id IS OLD.id AND NEW.number IS OLD.number AND NEW.terminal IS OLD.terminal
    AND NEW.generation IS OLD.generation AND NEW.sequence IS OLD.sequence AND NEW.kind IS OLD.kind
    AND NEW.service IS OLD.service AND NEW.key_id IS OLD.key_id AND NEW.envelope IS OLD.envelope
    AND NEW.sha256 IS OLD.sha256 AND NEW.needs_paper IS OLD.needs_paper AND NEW.stored_utc IS OLD.stored_utc
    AND NEW.stored_boot IS OLD.stored_boot AND NEW.stored_mono_ms IS OLD.stored_mono_ms
    AND NEW.attempts >= OLD.attempts AND (OLD.told_utc IS NULL OR NEW.told_utc IS OLD.told_utc)
)
BEGIN SELECT RAISE(ABORT, 'what was queued is never changed'); END;

CREATE TRIGGER item_state_moves BEFORE UPDATE ON item
WHEN NEW.state IS NOT OLD.state AND NOT (
    (OLD.state = 'queued' AND NEW.state IN ('sending', 'held'))
    OR (OLD.state = 'sending' AND NEW.state IN ('queued', 'held'))
    OR (OLD.state = 'held' AND NEW.state = 'queued')
    OR (
        OLD.state = 'sending' AND NEW.state = 'received' AND NEW.settled_utc IS NOT NULL
        AND EXISTS (SELECT 1 FROM receipt WHERE item = OLD.id AND sha256 = OLD.sha256)
    )
)
BEGIN SELECT RAISE(ABORT, 'no such step in the life of an item'); END;

CREATE TRIGGER item_settles_once BEFORE UPDATE ON item
WHEN NEW.settled_utc IS NOT OLD.settled_utc AND NOT (OLD.settled_utc IS NULL AND NEW.state = 'received')
BEGIN SELECT RAISE(ABORT, 'an item settles once, with its receipt'); END;

-- seven days are the least; the retention setting only makes it longer
CREATE TRIGGER item_stays BEFORE DELETE ON item
WHEN OLD.state IS NOT 'received' OR OLD.settled_utc IS NULL
    OR OLD.settled_utc > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-7 days')
    OR (OLD.needs_paper = 1 AND OLD.told_utc IS NULL)
BEGIN SELECT RAISE(ABORT, 'only what was received, told and kept long enough is deleted'); END;

CREATE TABLE receipt (
    item TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    document TEXT NOT NULL,
    receipt TEXT NOT NULL,
    stored_utc TEXT NOT NULL,
    CONSTRAINT locked UNIQUE (item, sha256 COLLATE jiujin_terminal, document, receipt, stored_utc, item, sha256)
) STRICT;

CREATE TRIGGER receipt_holds BEFORE INSERT ON receipt
WHEN NOT EXISTS (SELECT 1 FROM item WHERE id = NEW.item AND sha256 = NEW.sha256 AND state = 'sending')
    OR EXISTS (SELECT 1 FROM receipt WHERE item = NEW.item)
    OR NEW.document <> (NEW.item || ' ' || NEW.sha256) COLLATE jiujin_receipt
BEGIN SELECT RAISE(ABORT, 'not the platform''s receipt for this item'); END;
CREATE TRIGGER receipt_is_immutable BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;
CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt WHEN EXISTS (SELECT 1 FROM item WHERE id = OLD.item)
BEGIN SELECT RAISE(ABORT, 'a receipt stays as long as its item'); END;

-- which sheet was printed for which item; `item` may name one that is gone, so there is no foreign key
CREATE TABLE sheet (
    seq INTEGER PRIMARY KEY,
    item TEXT NOT NULL,
    job TEXT NOT NULL,
    outcome TEXT NOT NULL,
    utc TEXT NOT NULL,
    CONSTRAINT locked UNIQUE (seq, item COLLATE jiujin_terminal, job, outcome, utc, item, job)
) STRICT;

CREATE INDEX sheet_item ON sheet (item);
CREATE TRIGGER sheet_is_new BEFORE INSERT ON sheet WHEN EXISTS (SELECT 1 FROM sheet WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the spool ledger is append-only'); END;
CREATE TRIGGER sheet_is_immutable BEFORE UPDATE ON sheet
BEGIN SELECT RAISE(ABORT, 'the spool ledger is append-only'); END;
CREATE TRIGGER sheet_stays BEFORE DELETE ON sheet WHEN EXISTS (SELECT 1 FROM item WHERE id = OLD.item)
BEGIN SELECT RAISE(ABORT, 'the spool ledger is append-only'); END;

-- the newest document of each kind whose signature held; unguarded, because it is verified again at every start
CREATE TABLE published (
    kind TEXT NOT NULL PRIMARY KEY CHECK (kind IN ('keys', 'catalogue', 'policy')),
    signed BLOB NOT NULL,
    etag TEXT,
    taken_utc TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY,
    utc TEXT NOT NULL,
    boot TEXT NOT NULL,
    monotonic_ms INTEGER NOT NULL,
    event TEXT NOT NULL,
    fields TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT locked UNIQUE (
        sequence, hash COLLATE jiujin_terminal, utc, boot, monotonic_ms, event, fields, prev, event, utc
    )
) STRICT;

CREATE TRIGGER journal_continues BEFORE INSERT ON journal
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal)
    OR NEW.prev IS NOT coalesce(
        (SELECT hash FROM journal ORDER BY sequence DESC LIMIT 1), printf('%064d', 0)
    )
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;
CREATE TRIGGER journal_is_immutable BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- heads of the journal as the platform signed for them
CREATE TABLE countersign (
    sequence INTEGER PRIMARY KEY,
    document TEXT NOT NULL,
    stored_utc TEXT NOT NULL,
    CONSTRAINT locked UNIQUE (sequence, document COLLATE jiujin_terminal, stored_utc, document)
) STRICT;

CREATE TRIGGER countersign_is_new BEFORE INSERT ON countersign
WHEN NEW.sequence <= (SELECT coalesce(max(sequence), 0) FROM countersign)
BEGIN SELECT RAISE(ABORT, 'countersigned heads only grow'); END;
CREATE TRIGGER countersign_is_immutable BEFORE UPDATE ON countersign
BEGIN SELECT RAISE(ABORT, 'countersigned heads are append-only'); END;
-- each head covers all before it, so only the newest must stay
CREATE TRIGGER countersign_stays BEFORE DELETE ON countersign
WHEN OLD.sequence >= (SELECT max(sequence) FROM countersign)
BEGIN SELECT RAISE(ABORT, 'the newest countersigned head stays'); END;
