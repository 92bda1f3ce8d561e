"""Every PC/SC return code and card status word translated to a fault of this package.

PcscError     a PC/SC call went wrong; `.error()` is the `CardError` or `LinkError` it means
"""

from __future__ import annotations

from enum import IntEnum

from drivers.idcard.status import CardError, LinkError
from kiosk.faults import FaultError


class Reason(IntEnum):
    """PC/SC return codes (pcsclite.h) that this package tells apart; any other is `OTHER`."""

    OTHER = 0x1
    NO_LIBRARY = 0x2
    """Ours: libpcsclite or pyscard cannot be loaded."""
    ODD_NAME = 0x3
    """Ours: pyscard cannot pass a reader's name on."""
    INSUFFICIENT_BUFFER = 0x80100008
    UNKNOWN_READER = 0x80100009
    TIMEOUT = 0x8010000A
    SHARING_VIOLATION = 0x8010000B
    NO_CARD = 0x8010000C
    PROTOCOL_MISMATCH = 0x8010000F
    COMMUNICATION = 0x80100013
    NOT_TRANSACTED = 0x80100016
    READER_UNAVAILABLE = 0x80100017
    NO_SERVICE = 0x8010001D
    SERVICE_STOPPED = 0x8010001E
    NO_READERS = 0x8010002E
    UNSUPPORTED_CARD = 0x80100065
    UNRESPONSIVE_CARD = 0x80100066
    UNPOWERED_CARD = 0x80100067
    RESET_CARD = 0x80100068
    REMOVED_CARD = 0x80100069
    REFUSED = 0x8010006A
    """SCARD_W_SECURITY_VIOLATION: polkit lets this account not in (facts, cards, section 1.9)."""

    @classmethod
    def of(cls, code: int) -> Reason:
        """The reason of a returned LONG, which some builds sign-extend."""
        try:
            return cls(code & 0xFFFFFFFF)
        except ValueError:
            return cls.OTHER


_OF_THE_SERVICE = {
    Reason.NO_LIBRARY: "reader.config",
    Reason.ODD_NAME: "reader.config",
    Reason.COMMUNICATION: "reader.service-down",
    Reason.NO_SERVICE: "reader.service-down",
    Reason.SERVICE_STOPPED: "reader.service-down",
    Reason.REFUSED: "reader.config",
    Reason.UNKNOWN_READER: "reader.unplugged",
    Reason.READER_UNAVAILABLE: "reader.unplugged",
    Reason.NO_READERS: "reader.unplugged",
}
_OF_A_CARD = {
    Reason.NO_CARD: "reader.card-removed",
    Reason.REMOVED_CARD: "reader.card-removed",
    Reason.SHARING_VIOLATION: "reader.busy",
    Reason.UNSUPPORTED_CARD: "reader.card-mute",
    Reason.UNRESPONSIVE_CARD: "reader.card-mute",
    Reason.UNPOWERED_CARD: "reader.card-mute",
    Reason.PROTOCOL_MISMATCH: "reader.card-mute",
}
"""Facts, cards, sections 1.7 and 8; a reason that stands in neither table is a read that failed."""


class PcscError(Exception):
    """A PC/SC call that returned something else than success."""

    def __init__(self, what: str, reason: Reason, code: int = 0) -> None:
        name = reason.name.lower().replace("_", " ")
        self.detail = f"{what}: {name}" + (f" {code & 0xFFFFFFFF:08X}" if reason is Reason.OTHER else "")
        super().__init__(self.detail)
        self.reason = reason

    def error(self) -> FaultError:
        """`LinkError` where the reader or the service is meant, `CardError` where the card is."""
        if self.reason in _OF_THE_SERVICE:
            return LinkError(_OF_THE_SERVICE[self.reason], self.detail)
        return CardError(_OF_A_CARD.get(self.reason, "reader.read-failed"), self.detail)


SUCCESS = 0x9000
RECORD_NOT_FOUND = 0x6A83
_FAULT_OF_WORD = {
    0x6982: "reader.access-denied",
    0x6983: "reader.access-denied",
    0x6984: "reader.access-denied",
    0x6985: "reader.access-denied",
    0x6986: "reader.protocol",
    0x6A82: "reader.other-card",
}
_NO_SUCH_APPLICATION = frozenset({0x6A81, 0x6A82, 0x6A86, 0x6D00, 0x6E00, 0x6999})
"""What cards answer to the selection of an application that they have not: file not found, function, parameters,
instruction or class not supported (ISO/IEC 7816-4, table 6), applet selection failed (Java Card)."""


def word_fault(command: str, word: int, *, selecting: bool = False) -> CardError:
    """The error for a command that a card answered with another status word than success."""
    if selecting and word in _NO_SUCH_APPLICATION:
        fault = "reader.other-card"
    else:
        fault = _FAULT_OF_WORD.get(word, "reader.read-failed")
    return CardError(fault, f"{command} answered {word:04X}")
