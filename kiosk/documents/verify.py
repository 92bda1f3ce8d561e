"""Checking a receipt without any line: code text and the platform's key directory in, words and facts out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.clock import CHINA
from kiosk.documents.words import words
from kiosk.protocol.errors import MalformedError, SignatureError
from kiosk.protocol.keys import KeyDirectory
from kiosk.protocol.proof import read_proof


class Verdict(StrEnum):
    GENUINE = "genuine"
    NOT_GENUINE = "not-genuine"
    """The signature does not hold, the key is unknown or was revoked, or another terminal's number was put in."""
    UNREADABLE = "unreadable"
    """No code of a receipt, or only a part of one."""


@dataclass(frozen=True, kw_only=True)
class ReceiptCheck:
    """`facts` is label to value, in the order in which they are shown; empty unless the receipt is genuine.

    `reason` is for technicians.
    """

    verdict: Verdict
    words: tuple[str, ...]
    facts: dict[str, str] = field(default_factory=dict)
    submission: str = ""
    delivered: bool | None = None
    reason: str = ""


def verify_receipt(text: str, directory: KeyDirectory, *, language: str = "zh-CN") -> ReceiptCheck:
    """What the code of a receipt (its link or the base32 part alone) proves."""
    own = words("verify", language)
    try:
        proof, terminal = read_proof(text, directory)
    except SignatureError as problem:
        return ReceiptCheck(verdict=Verdict.NOT_GENUINE, words=(own["not_genuine"],), reason=str(problem))
    except MalformedError as problem:
        return ReceiptCheck(verdict=Verdict.UNREADABLE, words=(own["unreadable"],), reason=str(problem))
    state = own["delivered"] if proof.delivered else own["offline"]
    return ReceiptCheck(
        verdict=Verdict.GENUINE,
        words=(own["genuine"].format(terminal=terminal), state),
        facts={
            own["number"]: proof.number,
            own["service"]: proof.service,
            own["received"]: proof.received_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            own["terminal"]: terminal,
        },
        submission=proof.submission,
        delivered=proof.delivered,
    )
