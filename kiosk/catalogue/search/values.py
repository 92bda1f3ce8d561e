"""What goes into the search and what comes out of it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.catalogue.model import LifeEvent, ServiceItem
from kiosk.texts import Texts


class Reason(StrEnum):
    """What most of a hit rests on; screens may say it, clerks see it in `main.py search`."""

    NAME = "name"
    ALIAS = "alias"
    PINYIN = "pinyin"
    INITIALS = "initials"
    TYPO = "typo"
    """Some characters in sound only: 杨老 for 养老."""
    SENTENCE = "sentence"
    """Some words of what was said, the rest is about other things."""
    ENGLISH = "english"
    DEPARTMENT = "department"
    """What stands around the name: department, life event, tag, material."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    id: str
    score: float
    """0 to 1, in steps of `ranking.STEP`: within a step the more used service stands first."""
    why: Reason


@dataclass(frozen=True, kw_only=True)
class Context:
    """A text that many items share, such as their department."""

    text: str
    weight: float
    """What a match in it is worth, where one in the name is worth 1."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the search knows of one item."""

    id: str
    names: tuple[str, ...]
    """In any language; the first is the one on the screen."""
    aliases: tuple[str, ...] = ()
    contexts: tuple[Context, ...] = ()
    popular: int = 0
    """0 to 100, as in the catalogue."""


# What a word of the name is worth 1, of its surroundings less: the department narrows a search down but names nothing
# ("民政局 结婚"); a life event is a theme of ten services; tags and materials stand with nearly all of them.
_DEPARTMENT, _EVENT, _TAG, _MATERIAL = 0.6, 0.6, 0.35, 0.3


def entry_of(item: ServiceItem, events: dict[str, LifeEvent]) -> Entry:
    """An item of the catalogue as the search sees it."""
    contexts = [*_contexts(item.department, _DEPARTMENT)]
    for event in item.events:
        if event in events:
            contexts += _contexts(events[event].name, _EVENT)
    for tag in item.tags:
        contexts += _contexts(tag, _TAG)
    for material in item.materials:
        contexts += _contexts(material.name, _MATERIAL)
    sub_items = tuple(text for name in item.sub_items for text in name.values())
    return Entry(
        id=item.id,
        names=tuple(item.name.values()),
        aliases=item.aliases + sub_items,
        contexts=tuple(contexts),
        popular=item.popular,
    )


def _contexts(texts: Texts, weight: float) -> list[Context]:
    return [Context(text=text, weight=weight) for text in texts.values()]
