"""The demonstration's cards: people who never lived, with regions that do not exist and valid check digits."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from drivers.idcard.simulated_card import SimulatedCard
from drivers.idcard.simulated_social_card import SimulatedSocialCard

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "demo_cards.toml"
SOCIAL_FILE = DATA / "demo_social_cards.toml"


@dataclass(frozen=True, kw_only=True)
class DemoCard:
    id: str
    label: str
    card: SimulatedCard


def demo_cards() -> tuple[DemoCard, ...]:
    """All cards of the dock. `ValueError` when a card of the file does not fit its chip."""
    tables = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(
        DemoCard(id=card_id, label=str(table.pop("label")), card=SimulatedCard(**table))
        for card_id, table in tables.items()
    )


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
