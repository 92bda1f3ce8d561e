"""What the status bytes say: a decoder without input or output, and the fault each answer stands for.

Layout of `DLE EOT` (Epson; n=2 TM-L60II manual p. 1217, n=4 TM-T88III manual p. 304; n=1 and n=3 as is usual):
n=1 bit 3 offline · n=2 bit 2 cover, 3 feed button, 5 paper end, 6 error · n=3 bit 3 cutter, 5 unrecoverable,
6 recovers by itself · n=4 bits 2+3 near end, 5+6 end. Layout of `GS r 1` (Epson): bits 0+1 near end, 2+3 end,
4 and 7 clear. None of it was verified on hardware.
"""

from __future__ import annotations

from dataclasses import dataclass

from drivers.printer.models import StatusFamily
from kiosk.faults import Fault

PAPER_NEAR_END = "printer.paper-near-end"
PAPER_OUT = "printer.paper-out"
COVER_OPEN = "printer.cover-open"
CUTTER = "printer.cutter"
OVERHEATED = "printer.overheated"
HARDWARE = "printer.hardware"
DISCONNECTED = "printer.disconnected"
NO_ANSWER = "printer.no-answer"
OFFLINE = "printer.offline"
UNCONFIRMED = "printer.unconfirmed"
BAD_DOCUMENT = "printer.bad-document"

OFFLINE_BIT = 0x08


def is_status(byte: int) -> bool:
    """Whether a byte can answer `DLE EOT`: bits 1 and 4 set, 0 and 7 clear. No confirmation ever passes."""
    return byte & 0x93 == 0x12


def is_confirmation(byte: int) -> bool:
    """Whether a byte can answer `GS r 1`: bits 4 and 7 clear. No real-time status ever passes."""
    return byte & 0x90 == 0x00


def confirms_paper(byte: int) -> bool:
    """Whether a `GS r 1` answer says that there still is paper under the head after all that was printed."""
    return byte & 0x0C == 0


@dataclass(frozen=True, kw_only=True)
class PrinterStatus:
    """One survey of all four questions. `evidence` is the bytes in hex, for the technician."""

    offline: bool
    cover_open: bool
    feeding: bool
    error: bool
    cutter: bool
    unrecoverable: bool
    overheated: bool
    paper_out: bool
    near_end: bool
    evidence: str

    def fault(self) -> Fault | None:
        """What keeps it from printing, the cause a person can act on first; none when it can print."""
        causes = (
            (self.cover_open, COVER_OPEN),
            (self.paper_out, PAPER_OUT),
            (self.cutter, CUTTER),
            (self.unrecoverable, HARDWARE),
            (self.overheated, OVERHEATED),
            (self.error, HARDWARE),
            (self.offline or self.feeding, OFFLINE),
        )
        for present, fault_id in causes:
            if present:
                return Fault(id=fault_id, detail=f"status {self.evidence}")
        return None

    def warning(self) -> Fault | None:
        """What staff should look at while it still prints."""
        return Fault(id=PAPER_NEAR_END, detail=f"status {self.evidence}") if self.near_end else None


def decode(family: StatusFamily, answers: bytes) -> PrinterStatus:
    """Decode the answers to `DLE EOT` 1, 2, 3, 4 in this order. `ValueError` on a byte that is no status byte.

    Two bits of one meaning count as set when either is: a doubtful sensor is never "paper is fine".
    """
    if len(answers) != 4 or not all(map(is_status, answers)):
        raise ValueError(f"{answers.hex(' ') or 'nothing'} is not four status bytes")
    printer, cause, error, paper = answers
    end_bits = 0x60 if family is StatusFamily.EPSON else 0x00
    return PrinterStatus(
        offline=bool(printer & OFFLINE_BIT),
        cover_open=bool(cause & 0x04),
        feeding=bool(cause & 0x08),
        error=bool(cause & 0x40),
        cutter=bool(error & 0x08),
        unrecoverable=bool(error & 0x20),
        overheated=bool(error & 0x40),
        paper_out=bool(cause & 0x20 or paper & end_bits),
        near_end=bool(paper & 0x0C),
        evidence=answers.hex(" "),
    )
