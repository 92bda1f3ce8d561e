"""Every SAM-V status code (SW3) translated to a fault of this package, and the tree of its errors.

FaultError
├── CardError     one card or one read: the reader itself goes on
│   └── SilenceError   no answer within the time limit
└── LinkError     the reader as a whole: its port is closed and opened again
"""

from __future__ import annotations

from kiosk.faults import FaultError

SUCCESS = 0x90
FOUND = 0x9F
NOTHING_THERE = 0x91
"""The card has no such item: the rule for the newest address, a failure for everything else."""

FAULT_OF_SW3: dict[int, str] = {
    0x80: "reader.no-card",
    0x81: "reader.read-failed",
    0x91: "reader.read-failed",
    0x10: "reader.protocol",
    0x11: "reader.protocol",
    0x21: "reader.protocol",
    0x23: "reader.config",
    0x24: "reader.read-failed",
    0x31: "reader.auth-failed",
    0x32: "reader.auth-failed",
    0x33: "reader.auth-failed",
    0x40: "reader.unsupported-card",
    0x41: "reader.read-failed",
    0x47: "reader.sam-fault",
    0x60: "reader.sam-fault",
    0x66: "reader.sam-fault",
    # Named by one source each (facts, cards, section 3.3): no card yet, write failed, user login failed.
    0x34: "reader.no-card",
    0x50: "reader.protocol",
    0x61: "reader.config",
}
"""Facts, cards, sections 3.3 and 8. 90 and 9F are no faults."""

RESEND_CODES = frozenset({0x10, 0x11, 0x21})
"""The module did not understand us: empty the input and send again."""


class CardError(FaultError):
    """One card or one read went wrong."""


class SilenceError(CardError):
    """The reader did not answer within the time limit of the command."""


class LinkError(FaultError):
    """The reader as a whole cannot be used now."""


def fault_of(sw3: int) -> str:
    """The fault id of a status code; one that no source names is `reader.protocol`."""
    return FAULT_OF_SW3.get(sw3, "reader.protocol")


def card_fault(command: str, sw3: int) -> CardError:
    """The error for a command that was answered with `sw3`."""
    return CardError(fault_of(sw3), f"{command} answered SW3 {sw3:02X}")
