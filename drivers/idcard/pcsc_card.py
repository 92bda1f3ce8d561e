"""Whatever card lies in a PC/SC reader, as a document: a social-security card, or a travel document with its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.idcard.apdu import Transmit
from drivers.idcard.emrtd.access import is_travel_document
from drivers.idcard.social_security import read_card
from drivers.idcard.status import CardError
from kiosk.clock import SystemClock, local_date
from kiosk.identity.document import IdentityDocument
from kiosk.identity.mrz import MrzKey

if TYPE_CHECKING:
    from drivers.idcard.emrtd.issuers import IssuerStore


def _business_day() -> date:
    return local_date(SystemClock())


@dataclass(frozen=True)
class Trust:
    """What travel documents are judged by: the folder of trusted certificates (None: nothing is), and the day."""

    folder: Path | None = None
    today: Callable[[], date] = _business_day

    @cached_property
    def issuers(self) -> IssuerStore:
        """Read at the first look: who neither trusts nor meets such documents pays for no ASN.1 tables (50 ms)."""
        from drivers.idcard.emrtd.issuers import load_issuers

        return load_issuers(self.folder)

    @property
    def problems(self) -> tuple[str, ...]:
        """Files of the folder that could not be used."""
        return () if self.folder is None else self.issuers.problems


@dataclass(frozen=True, kw_only=True)
class CardRead:
    """What was read, and what of it goes into the record of the reading: no personal data."""

    document: IdentityDocument
    facts: Mapping[str, str]


class KeyNeeded(Exception):  # noqa: N818  # nothing is wrong
    """A travel document that nobody gave a key for."""


def read_social_card(transmit: Transmit) -> CardRead | None:
    """The card as a social-security card; None for a travel document, whose application is then selected.

    Raises `CardError`, of the kind `reader.other-card` for a card that is neither.
    """
    try:
        card = read_card(transmit)
    except CardError as problem:
        if problem.fault.id == "reader.other-card" and is_travel_document(transmit):
            return None
        raise
    return CardRead(document=card.document, facts={"card_version": card.version} if card.version else {})


def read_opened(transmit: Transmit, key: MrzKey | None, trust: Trust) -> CardRead:
    """The travel document whose application is selected. Raises `KeyNeeded`, `CardError`."""
    if key is None:
        raise KeyNeeded
    from drivers.idcard.emrtd.reading import read_travel_document

    found = read_travel_document(transmit, key, trust.issuers, trust.today())
    return CardRead(document=found.document, facts=found.facts)
