"""The two collations that only the program registers: the lock on guarded tables, and the check of receipts.

`jiujin_terminal` stands in a UNIQUE constraint of every guarded table, so SQLite refuses any write to it by a
program without the collation. `jiujin_receipt` finds a document equal to "id sha256" exactly when it is the
platform's signed receipt for them. Why collations: trusted_schema=OFF lets triggers call only functions marked
innocuous, which Python cannot mark; a collation is not concerned, and is missed even when triggers are off.
"""

from __future__ import annotations

import sqlite3

from kiosk.protocol.errors import ProtocolError
from kiosk.protocol.keys import PinnedKeys
from kiosk.protocol.receipt import read_receipt

TERMINAL_COLLATION = "jiujin_terminal"
RECEIPT_COLLATION = "jiujin_receipt"


def receipt_holds(document: str, submission: str, sha256: str, pinned: PinnedKeys) -> bool:
    """Whether the document is a receipt under a pinned key that names this id and this hash."""
    try:
        receipt = read_receipt(document.encode("utf-8"), pinned)
    except ProtocolError:
        return False
    return receipt.id == submission and receipt.sha256 == sha256


def register_collations(connection: sqlite3.Connection, pinned: PinnedKeys) -> None:
    def compare_receipt(document: str, item: str) -> int:
        # sqlite3 takes an exception here for "equal": nothing may escape, and doubt means "not equal"
        try:
            submission, _, sha256 = item.partition(" ")
            return 0 if receipt_holds(document, submission, sha256, pinned) else 1
        except Exception:  # noqa: BLE001
            return 1

    connection.create_collation(TERMINAL_COLLATION, lambda left, right: (left > right) - (left < right))
    connection.create_collation(RECEIPT_COLLATION, compare_receipt)
