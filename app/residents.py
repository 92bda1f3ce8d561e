"""The demonstration's cards and passports: people who never lived, with regions and numbers that do not exist."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from drivers.idcard.simulated_card import SimulatedCard
from drivers.idcard.simulated_issuer import SimulatedIssuer
from drivers.idcard.simulated_social_card import SimulatedSocialCard
from drivers.idcard.simulated_travel_document import SimulatedTravelDocument

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "demo_cards.toml"
PHOTOS = DATA / "demo_photos"
"""Of the cards whose holders stand before the simulated camera; `python -m tests.draw_demo_photos` draws them."""
SOCIAL_FILE = DATA / "demo_social_cards.toml"
TRAVEL_FILE = DATA / "demo_travel_documents.toml"
STATES = {"CHN": "CN", "UTO": "UT", "UTX": "UX"}
"""Issuing states of the demonstration and their two letters; nobody vouches for UTX."""


@dataclass(frozen=True, kw_only=True)
class DemoCard:
    id: str
    label: str
    card: SimulatedCard


def demo_cards() -> tuple[DemoCard, ...]:
    """All cards of the dock. `ValueError` when a card of the file does not fit its chip."""
    tables = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(
        DemoCard(id=card_id, label=str(table.pop("label")), card=SimulatedCard(photo=_photo(card_id), **table))
        for card_id, table in tables.items()
    )


def _photo(card_id: str) -> bytes:
    """Nobody drew the others: their block is empty, and the decoder refuses it."""
    file = PHOTOS / f"{card_id}.block"
    return file.read_bytes() if file.exists() else bytes(1024)


@dataclass(frozen=True, kw_only=True)
class DemoSocialCard:
    id: str
    label: str
    card: SimulatedSocialCard


def demo_social_cards() -> tuple[DemoSocialCard, ...]:
    """All cards for the dock's `slot`. `ValueError` when a card of the file does not fit its chip."""
    tables = tomllib.loads(SOCIAL_FILE.read_text("utf-8"))
    return tuple(
        DemoSocialCard(id=card_id, label=str(table.pop("label")), card=SimulatedSocialCard(**table))
        for card_id, table in tables.items()
    )


@dataclass(frozen=True, kw_only=True)
class DemoTravelDocument:
    id: str
    label: str
    document: SimulatedTravelDocument


def demo_travel_documents(issuers: Mapping[str, SimulatedIssuer]) -> tuple[DemoTravelDocument, ...]:
    """All passports and permits for the dock's `slot`, issued by `issuers` (by state). `ValueError` as above."""
    tables = tomllib.loads(TRAVEL_FILE.read_text("utf-8"))
    return tuple(
        DemoTravelDocument(
            id=document_id,
            label=str(table.pop("label")),
            document=SimulatedTravelDocument(
                issuer=issuers[str(table.pop("state"))],
                photo=(PHOTOS / f"{table.pop('photo_of')}.jpg").read_bytes(),
                **table,
            ),
        )
        for document_id, table in tables.items()
    )


def travellers() -> tuple[str, ...]:
    """Persons of the simulated camera who have a travel document."""
    tables = tomllib.loads(TRAVEL_FILE.read_text("utf-8"))
    return tuple(sorted({str(table["photo_of"]) for table in tables.values()}))


def demo_issuers() -> dict[str, SimulatedIssuer]:
    """The issuing states by their letters, with keys of this start."""
    return {state: SimulatedIssuer(state=state, country=country) for state, country in STATES.items()}
