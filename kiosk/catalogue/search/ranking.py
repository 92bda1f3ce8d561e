"""Weighing what was found: one number for an item, the reason to tell, and what is too little to be shown."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from kiosk.catalogue.search.everyday import Said
from kiosk.catalogue.search.matching import Cover, Reading
from kiosk.catalogue.search.query import Kind, Unit
from kiosk.catalogue.search.values import Reason

STEP = 0.02
"""Scores nearer than this are the same, and use decides; finer differences are not felt by anybody."""
_FILLER = 0.03
_RAREST, _FLOOR = 1.0, 0.15
_UNKNOWN, _HEARD, _TYPED, _BEGUN = 0.5, 0.7, 0.7, 0.6
"""Units without a frequency: in no name, known by sound only, typed syllables, initials."""
EVERYDAY_UNIT = 0.4
"""A filler inside an everyday word (丢了) counts at least so much."""
_ASKED, _WHOLE = 0.8, 0.2
"""Most of the score is how much of the question the item answers; the rest how little else its name says."""
_ENOUGH, _ENOUGH_TYPED, _ENOUGH_INITIALS, _ENOUGH_WORDS = 0.5, 0.4, 0.55, 0.3
"""Without two exact neighbours, this much of the query must be answered; nonsense finds nothing."""
_FAR_BEHIND = 0.35
"""Of the best score: what is weaker only lengthens the list."""


def weight_of(unit: Unit, frequency: int, items: int) -> float:
    """How much a unit says: rare in names says much, everywhere in names says little."""
    if unit.filler:
        return _FILLER
    if unit.kind is Kind.SYLLABLE:
        return _TYPED
    if unit.kind is Kind.BEGINNING:
        return _BEGUN
    if frequency:
        return _FLOOR + _RAREST * math.log(1 + items / frequency) / math.log(1 + items)
    return _HEARD if unit.likely else _UNKNOWN


@dataclass(slots=True)
class Judgement:
    """What speaks for one item under one reading of the query."""

    values: list[float]
    """By unit: how well it is answered."""
    sources: list[Reason | None]
    share: float = 0.0
    named: float = 0.0
    sounded: set[int] = field(default_factory=set)
    """Units that are answered in sound only."""
    exact: bool = False

    def take(self, cover: Cover, source: Reason, worth: float = 1.0) -> None:
        """A text of the item or around it."""
        for at, value in cover.units.items():
            if value * worth > self.values[at]:
                self.values[at] = value * worth
                self.sources[at] = source
                (self.sounded.add if at in cover.sounded else self.sounded.discard)(at)
        if source is not Reason.DEPARTMENT:
            self.share = max(self.share, cover.text)
        self.exact = self.exact or cover.exact

    def take_context(self, other: Judgement) -> None:
        """What a text around the item answers, judged once for all its items."""
        for at, value in enumerate(other.values):
            if value > self.values[at]:
                self.values[at] = value
                self.sources[at] = Reason.DEPARTMENT
                self.sounded.discard(at)
        self.exact = self.exact or other.exact

    def take_word(self, word: Said, strength: float, share: float) -> None:
        """An everyday word that means the item."""
        value = strength * word.fits
        for at in range(word.begin, word.end):
            if value > self.values[at]:
                self.values[at] = value
                self.sources[at] = Reason.ALIAS
                (self.sounded.discard if word.fits == 1 else self.sounded.add)(at)
        self.named = max(self.named, share)
        self.exact = True

    def score(self, weights: list[float]) -> float:
        """0 to 1; 0 for what is too little."""
        total = sum(weights)
        asked = sum(weight * value for weight, value in zip(weights, self.values, strict=True)) / total
        return asked * (_ASKED + _WHOLE * min(1.0, self.share + self.named))

    def reason(self, reading: Reading, weights: list[float]) -> Reason:
        sums: dict[Reason, float] = {}
        for weight, value, source in zip(weights, self.values, self.sources, strict=True):
            if source is not None:
                sums[source] = sums.get(source, 0.0) + weight * value
        source = max(sums, key=lambda name: (sums[name], name), default=Reason.NAME)
        if source is not Reason.NAME:
            return source
        return _kind_of_name(reading, self)


def _kind_of_name(reading: Reading, judgement: Judgement) -> Reason:
    units = reading.units
    kinds = [unit.kind for unit in units]
    if kinds.count(Kind.BEGINNING) * 2 > len(kinds):
        return Reason.INITIALS
    if Kind.SYLLABLE in kinds or Kind.BEGINNING in kinds:
        return Reason.PINYIN
    if Kind.CHARACTER not in kinds:
        return Reason.ENGLISH
    if any(unit.filler or not value for unit, value in zip(units, judgement.values, strict=True)):
        return Reason.SENTENCE
    return Reason.TYPO if judgement.sounded else Reason.NAME


def enough(reading: Reading, judgement: Judgement, score: float) -> bool:
    """Whether this is shown at all."""
    kinds = [unit.kind for unit in reading.units]
    if kinds.count(Kind.BEGINNING) * 2 > len(kinds):
        return score >= _ENOUGH_INITIALS * (_ASKED + _WHOLE * judgement.share)
    if Kind.SYLLABLE in kinds or Kind.BEGINNING in kinds:
        return score >= _ENOUGH_TYPED * _ASKED
    if Kind.CHARACTER not in kinds:
        return score >= _ENOUGH_WORDS * _ASKED
    return judgement.exact or score >= _ENOUGH * _ASKED


def far_behind(score: float, best: float) -> bool:
    return score < best * _FAR_BEHIND
