"""The search of a catalogue: built once for each version, asked at every keystroke.

Finding takes two steps. Inverted indexes collect the items that share most with the query; the best fifty of them
are then compared with it unit by unit. docs/search.md tells it with reasons.
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections.abc import Collection, Iterable, Sequence

from kiosk.catalogue.model import Alias, LifeEvent, ServiceItem
from kiosk.catalogue.search.everyday import Everyday, Said, Target
from kiosk.catalogue.search.matching import Reading
from kiosk.catalogue.search.postings import Postings
from kiosk.catalogue.search.query import Kind, Unit, readings_of
from kiosk.catalogue.search.ranking import EVERYDAY_UNIT, STEP, Judgement, enough, far_behind, weight_of
from kiosk.catalogue.search.syllables import readings
from kiosk.catalogue.search.symbols import Alphabet
from kiosk.catalogue.search.values import Entry, Hit, Reason, entry_of

_SPELT = re.compile(r"[a-z]{1,6}(?:[\s'’][a-z]{1,6}){1,9}")
"""Groups of letters no longer than a syllable (zhuang): Pinyin with syllables set apart, or short English words."""
_COMPARED = 50
"""Items that are compared in full for one reading of a query."""
_BUDGET = 20_000
"""Postings that are added up for one reading: 1 to 2 ms. Rare symbols come first, so what is left out says little."""
_BEHIND = 0.3
"""Of the best sum: items with less share too little with the query to be shown in the end."""
_SINGLE = 0.25
"""A symbol without its neighbours, in collecting; see `matching._ALONE`."""
_SHORT_QUERY = 6
"""Units up to which symbols are collected singly too: 医保 is in 医疗保险, but not as neighbours."""
_BREVITY = 1e-4
"""Among equals collecting prefers short names, for a symbol of length."""
_EVERYDAY, _LATER = 0.92, 0.96
"""An everyday word is worth a little less than the name itself, and each further meaning a little less again."""
_MEANT = 0.6
"""Score from which an item is taken for what an alias means when no name contains its words."""


class SearchIndex:
    """Finds items by characters, pinyin, initials, mixtures, everyday words, English, slips and sentences."""

    def __init__(self, entries: Iterable[Entry], aliases: Iterable[Alias]) -> None:
        self._known = readings()
        self._alphabet = Alphabet(self._known)
        # items in the order in which equals are listed: a smaller number is a better place
        ordered = sorted(entries, key=lambda entry: (-entry.popular, entry.id))
        self._ids = [entry.id for entry in ordered]
        self._names: list[tuple[str, ...]] = []
        self._nicknames: list[tuple[str, ...]] = []
        self._postings = Postings()
        self._contexts: list[tuple[str, float]] = []
        self._around: list[tuple[int, ...]] = []
        self._owners: list[array[int]] = []
        self._context_postings = Postings()
        numbers: dict[tuple[str, float], int] = {}
        for item, entry in enumerate(ordered):
            self._add(item, entry, numbers)
        says = [(alias, [self._alphabet.text(say) for say in alias.say]) for alias in aliases]
        self._alphabet.close()
        self._brevity = [_BREVITY * len(names[0]) if names else 0.0 for names in self._names]
        self._everyday = Everyday()
        meanings: dict[str, dict[int, float]] = {}
        numbers_of_ids = {name: item for item, name in enumerate(self._ids)}
        learned = Everyday()
        for alias, words in says:
            targets = self._targets(alias, numbers_of_ids, meanings)
            for word in words:
                learned.add(word, targets)
        self._everyday = learned

    @classmethod
    def of(cls, entries: Iterable[Entry], aliases: Iterable[Alias] = ()) -> SearchIndex:
        return cls(entries, aliases)

    @classmethod
    def build(
        cls, services: Iterable[ServiceItem], aliases: Iterable[Alias] = (), events: Iterable[LifeEvent] = ()
    ) -> SearchIndex:
        """The index of a catalogue. Some hundred milliseconds of plain Python for a worker thread."""
        known = {event.id: event for event in events}
        return cls((entry_of(item, known) for item in services), aliases)

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, query: str, limit: int = 30) -> tuple[Hit, ...]:
        """Items that answer the query, best first; equals by use, then by id. Empty where nothing does."""
        best: dict[int, tuple[int, Reason]] = {}
        ways = [query]
        if _SPELT.fullmatch(query.strip().casefold()):
            # as a keyboard shows what is being composed: "tou su" is tousu
            ways.append(re.sub(r"[\s'’]", "", query))
        readings = (units for way in ways for units in readings_of(way, self._alphabet, self._known, self._paired))
        for units in readings:
            for item, (score, why) in self._judged(units).items():
                steps = round(score / STEP)
                if item not in best or steps > best[item][0]:
                    best[item] = (steps, why)
        top = max((steps for steps, _ in best.values()), default=0)
        ordered = sorted(
            (item for item, (steps, _) in best.items() if not far_behind(steps, top)),
            key=lambda item: (-best[item][0], item),
        )
        return tuple(
            Hit(id=self._ids[item], score=round(best[item][0] * STEP, 2), why=best[item][1])
            for item in ordered[: max(0, limit)]
        )

    # -- building ---------------------------------------------------------------------------------------------------

    def _add(self, item: int, entry: Entry, numbers: dict[tuple[str, float], int]) -> None:
        text = self._alphabet.text
        names = tuple(dict.fromkeys(filter(None, map(text, entry.names))))
        nicknames = tuple(name for name in dict.fromkeys(filter(None, map(text, entry.aliases))) if name not in names)
        self._names.append(names)
        self._nicknames.append(nicknames)
        for symbols in (*names, *nicknames):
            self._postings.add(symbols, item)
        around = []
        for context in entry.contexts:
            key = (text(context.text), context.weight)
            if key not in numbers:
                numbers[key] = len(self._contexts)
                self._contexts.append(key)
                self._owners.append(array("I"))
                self._context_postings.add(key[0], numbers[key])
            if numbers[key] not in around:
                around.append(numbers[key])
                self._owners[numbers[key]].append(item)
        self._around.append(tuple(around))

    def _targets(self, alias: Alias, numbers: dict[str, int], meanings: dict[str, dict[int, float]]) -> list[Target]:
        """What an alias means, the likeliest first: services by id, then words."""
        found = [{numbers[name]: 1.0} for name in alias.services if name in numbers]
        for meaning in alias.means:
            if meaning not in meanings:
                meanings[meaning] = self._meant(meaning, numbers)
            found.append(meanings[meaning])
        return [
            Target(strength=_EVERYDAY * _LATER**place, items=items) for place, items in enumerate(filter(None, found))
        ]

    def _meant(self, meaning: str, numbers: dict[str, int]) -> dict[int, float]:
        """Items whose names contain all words of a meaning; where none does, those that a search finds."""
        words = [self._alphabet.text(word) for word in meaning.split()]
        items: set[int] | None = None
        for word in filter(None, words):
            rows = [self._postings.pair(word[at : at + 2]) for at in range(len(word) - 1)]
            rows = sorted(rows or [self._postings.symbol(word)], key=len)
            holders = set(rows[0]) if items is None else items & set(rows[0])
            items = {item for item in holders if any(word in text for text in self._texts(item))}
        length = sum(map(len, words))
        if items:
            return {item: min(1.0, length / len(self._names[item][0])) for item in sorted(items)}
        found = [hit for hit in self.find(meaning) if hit.score >= _MEANT and hit.why is not Reason.TYPO]
        return {numbers[hit.id]: hit.score for hit in found if hit.score >= found[0].score - 2 * STEP}

    def _texts(self, item: int) -> tuple[str, ...]:
        return self._names[item] + self._nicknames[item]

    def _paired(self, pair: str) -> bool:
        return self._postings.has_pair(pair) or self._everyday.has_pair(pair)

    # -- finding ----------------------------------------------------------------------------------------------------

    def _judged(self, units: list[Unit]) -> dict[int, tuple[float, Reason]]:
        reading = Reading(units)
        said = self._everyday.said(units)
        weights = [weight_of(unit, self._frequency(unit), len(self)) for unit in units]
        for word in said:
            for at in range(word.begin, word.end) if word.whole else ():
                weights[at] = max(weights[at], EVERYDAY_UNIT)
        around = self._contexts_found(reading)
        judged: dict[int, tuple[float, Reason]] = {}
        for item in self._collected(reading, weights, said, around):
            judgement = self._judge(item, reading, said, around)
            score = judgement.score(weights)
            if enough(reading, judgement, score):
                judged[item] = (score, judgement.reason(reading, weights))
        return judged

    def _frequency(self, unit: Unit) -> int:
        if unit.kind is Kind.CHARACTER:
            return len(self._postings.symbol(unit.text)) + len(self._context_postings.symbol(unit.text))
        symbol = self._alphabet.word(unit.text)
        return 0 if symbol is None else len(self._postings.symbol(symbol))

    def _contexts_found(self, reading: Reading) -> dict[int, Judgement]:
        """Contexts that answer something, by number."""
        found: set[int] = set()
        for before, at in reading.neighbours():
            for _, row in self._context_postings.pairs(reading.units[before].likely, reading.units[at].likely):
                found.update(row)
        for unit in reading.units:
            if unit.kind is Kind.WORD and not unit.filler:
                for symbol in unit.likely:
                    found.update(self._context_postings.symbol(symbol))
        judged = {}
        for number in sorted(found):
            text, worth = self._contexts[number]
            judgement = Judgement(values=[0.0] * len(reading.units), sources=[None] * len(reading.units))
            judgement.take(reading.cover(text), Reason.DEPARTMENT, worth)
            judged[number] = judgement
        return judged

    def _collected(
        self, reading: Reading, weights: list[float], said: Sequence[Said], around: dict[int, Judgement]
    ) -> list[int]:
        """The numbers of the items that share most with the query."""
        rows: list[tuple[float, Collection[int]]] = []
        units = reading.units
        for before, at in reading.neighbours():
            weight = weights[before] + weights[at]
            rows += [(weight * f, row) for f, row in self._postings.pairs(units[before].likely, units[at].likely)]
        if len(units) <= _SHORT_QUERY:
            rows += self._swapped(units, weights)
        for at, unit in enumerate(units):
            if unit.kind is Kind.WORD or len(units) == 1:
                rows += [(weights[at] * fits, self._postings.symbol(symbol)) for symbol, fits in unit.likely.items()]
            elif len(units) <= _SHORT_QUERY and unit.likely.get(unit.text) == 1:
                rows.append((weights[at] * _SINGLE, self._postings.symbol(unit.text)))
        for word in said:
            weight = sum(weights[word.begin : word.end]) * word.fits
            rows += [(weight * target.strength, target.items) for target in word.targets]
        for number, judgement in around.items():
            value = sum(weight * v for weight, v in zip(weights, judgement.values, strict=True))
            rows.append((value, self._owners[number]))
        rows.sort(key=lambda row: len(row[1]))
        sums: dict[int, float] = {}
        budget = _BUDGET
        for weight, row in rows:
            budget -= len(row)
            if budget < 0:
                break
            for item in row:
                sums[item] = sums.get(item, 0.0) + weight
        floor = max(sums.values(), default=0.0) * _BEHIND
        near = sorted(item for item, value in sums.items() if value > floor)
        brevity = self._brevity
        return heapq.nlargest(_COMPARED, near, key=lambda item: sums[item] - brevity[item])

    def _swapped(self, units: Sequence[Unit], weights: list[float]) -> list[tuple[float, Collection[int]]]:
        """Neighbours in the other order, and those with one between them, where characters are exact."""
        rows: list[tuple[float, Collection[int]]] = []
        for at in range(len(units) - 1):
            rows.append(
                ((weights[at] + weights[at + 1]) / 2, self._postings.pair(units[at + 1].text + units[at].text))
            )
        for at in range(len(units) - 2):
            rows.append(
                ((weights[at] + weights[at + 2]) / 2, self._postings.pair(units[at].text + units[at + 2].text))
            )
        return rows

    def _judge(self, item: int, reading: Reading, said: Sequence[Said], around: dict[int, Judgement]) -> Judgement:
        judgement = Judgement(values=[0.0] * len(reading.units), sources=[None] * len(reading.units))
        for text in self._names[item]:
            judgement.take(reading.cover(text), Reason.NAME)
        for text in self._nicknames[item]:
            judgement.take(reading.cover(text), Reason.ALIAS)
        for word in said:
            for target in word.targets:
                share = target.items.get(item)
                if share is not None:
                    judgement.take_word(word, target.strength, share)
        for number in self._around[item]:
            if number in around:
                judgement.take_context(around[number])
        return judgement
