"""Texts as strings of symbols: a Chinese character is itself, a Latin word or number is one private character.

So that "IC卡", "社保卡" and "Identity card" are all sequences whose neighbours can be looked up in the same way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from kiosk.catalogue.search.folding import parts
from kiosk.catalogue.search.syllables import Readings, sound

_WORDS_FROM = 0xF0000
"""Plane 15 is private use: 65,534 words."""
_MOST_WORDS = 0xFFFD
_SAME, _HOMOPHONE, _ALIKE = 1.0, 0.75, 0.5
"""What a typed character is worth when the name has it, one of the same sound, one of a sound
that dialects mix up."""
_TYPED, _TYPED_ALIKE, _TYPED_SLIP = 0.95, 0.7, 0.5
"""The same for a typed syllable; less than the character itself, since many are read so."""
_UNFINISHED, _INITIAL = 0.85, 0.7
_GROWING = 0.7
"""Of these, when the letters are a syllable as they stand: zhe is on its way to zheng."""
_WORD_BEGUN, _WORD_NEAR = 0.8, 0.6


class Alphabet:
    """The symbols that a catalogue is written with, and which of them a typed thing may mean."""

    def __init__(self, known: Readings) -> None:
        self._known = known
        self._words: dict[str, str] = {}
        self._sorted_words: list[str] = []
        self._characters: set[str] = set()
        self._by_syllable: dict[str, str] = {}
        self._by_sound: dict[str, str] = {}
        self._readings: dict[str, tuple[str, ...]] = {}
        """Of each character of the catalogue."""
        self._typed_pieces: dict[str, dict[str, float]] = {}
        """By beginnings of syllables, of which there are few; nothing else that residents type is kept."""

    def text(self, text: str) -> str:
        """A text of the catalogue as symbols; its characters and words become known."""
        symbols = []
        for part in parts(text):
            if part[0] > "z":
                self._characters.add(part)
                symbols.append(part)
            elif part in self._words or len(self._words) < _MOST_WORDS:
                symbols.append(self._words.setdefault(part, chr(_WORDS_FROM + len(self._words))))
        return "".join(symbols)

    def word(self, part: str) -> str | None:
        """The symbol of exactly this word, if any text has it."""
        return self._words.get(part)

    def close(self) -> None:
        """All texts are known: prepare to be asked."""
        by_syllable: dict[str, list[str]] = defaultdict(list)
        for character in sorted(self._characters):
            self._readings[character] = self._known.of(character)
            for syllable in self._readings[character]:
                by_syllable[syllable].append(character)
        by_sound: dict[str, list[str]] = defaultdict(list)
        for syllable, row in by_syllable.items():
            by_sound[sound(syllable)] += row
        self._by_syllable = {syllable: "".join(row) for syllable, row in by_syllable.items()}
        self._by_sound = {key: "".join(sorted(set(row))) for key, row in by_sound.items()}
        self._sorted_words = sorted(self._words)

    def character(self, character: str) -> dict[str, float]:
        """What a written character may mean, with how well it fits (0 to 1)."""
        likely: dict[str, float] = {}
        own = (self._readings.get(character) or self._known.of(character))[:2]
        # Of two characters at least one is meant in its first reading: 税 and 他 share only one that nobody knows.
        for table, fits in ((self._by_sound, _ALIKE), (self._by_syllable, _HOMOPHONE)):
            for place, syllable in enumerate(own):
                row = table.get(sound(syllable) if fits == _ALIKE else syllable, "")
                if place:
                    row = "".join(symbol for symbol in row if self._readings[symbol][0] == syllable)
                likely |= dict.fromkeys(row, fits)
        if character in self._characters:
            likely[character] = _SAME
        return likely

    def typed(self, piece: str, *, last: bool) -> dict[str, float]:
        """What a typed syllable, or the beginning of one, may mean; the last may still become a longer one."""
        whole = piece in self._known.syllables
        key = f"{piece}…" if last and whole else piece
        found = self._typed_pieces.get(key)
        if found is None:
            found = self._begun(piece, _GROWING if whole else 1.0) if last or not whole else {}
            if whole:
                found |= self._whole(piece)
            for meant in self._known.slips.get(piece, ()):
                for symbol in self._by_syllable.get(meant, ""):
                    found[symbol] = max(found.get(symbol, 0.0), _TYPED_SLIP)
            if piece in self._known.beginnings:
                self._typed_pieces[key] = found
        return found

    def _begun(self, piece: str, worth: float) -> dict[str, float]:
        likely: dict[str, float] = {}
        retroflex = piece[:2] in ("zh", "ch", "sh")
        rating = worth * (_INITIAL if len(piece) == 1 or (retroflex and len(piece) == 2) else _UNFINISHED)
        flat = piece[0] + piece[2:] if retroflex else piece
        for syllable, row in self._by_syllable.items():
            if syllable.startswith(piece):
                likely |= dict.fromkeys(row, rating)
            elif sound(syllable).startswith(flat):
                likely |= {symbol: rating * _TYPED_ALIKE for symbol in row if symbol not in likely}
        return likely

    def _whole(self, piece: str) -> dict[str, float]:
        alike = dict.fromkeys(self._by_sound.get(sound(piece), ""), _TYPED_ALIKE)
        return alike | dict.fromkeys(self._by_syllable.get(piece, ""), _TYPED)

    def words(self, part: str) -> dict[str, float]:
        """What a Latin word or number may mean: itself, words that it begins, words one letter away."""
        likely: dict[str, float] = {}
        if len(part) > 3 and part.isalpha():
            for word, symbol in self._words.items():
                if word[0] == part[0] and abs(len(word) - len(part)) < 2 and _one_apart(word, part):
                    likely[symbol] = _WORD_NEAR
        if len(part) > 1:
            for at in range(bisect_left(self._sorted_words, part), len(self._sorted_words)):
                word = self._sorted_words[at]
                if not word.startswith(part):
                    break
                likely[self._words[word]] = _WORD_BEGUN
        if part in self._words:
            likely[self._words[part]] = _SAME
        return likely


def _one_apart(one: str, other: str) -> bool:
    """One letter more, less, different, or two in the other order."""
    if one == other:
        return True
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[at:], other[at:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
