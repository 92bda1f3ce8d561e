"""Pinyin to characters by libgooglepinyin: without a user dictionary, without learning, and never past its limits.

Only calls that look something up are used. The one call that learns, `im_choose`, is not: which letters a choice uses
up is known from the syllables, and what is left is looked up afresh. So nothing of one resident can reach the next.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache

from ui.ime.libraries import EngineMissingError, data_file, library
from ui.ime.syllables import first_units

PACKAGE = "libgooglepinyin0"
_DICTIONARY = "/usr/lib/*/googlepinyin/data/dict_pinyin.dat"
_NO_USER_DICTIONARY = b"/dev/null"

MOST_LETTERS = 36
"""Kept of what is typed: six of the longest syllables. The decoder itself takes 39 (kMaxRowNum - 1)."""
MOST_SYLLABLES = 5
"""Looked up at once, whole or begun; the rest follows after a choice. The decoder has room for 100 marks in its
dictionary and ends the process when they are used up: fourteen times the letter z is enough. Five syllables were
never seen to take more than 79 (the worst was searched for by climbing over all of them), six took 97."""
MOST_CANDIDATES = 400
"""`yi`, the syllable with the most characters, has 312."""
_WORD_BYTES = 2 * 64
"""A candidate has at most 39 UTF-16 units."""
_PREDICTION_BYTES = 2 * 8
"""`char16 [kMaxPredictSize + 1]`, with kMaxPredictSize 7."""
_MOST_HISTORY = 3
"""Characters before the cursor from which the next is guessed."""


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """What letters may stand for, best first."""

    letters: str
    ends: tuple[int, ...]
    """Where each syllable ends in the letters."""
    candidates: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The letters as they were understood: `zhang wei`."""
        starts = (0, *self.ends)
        parts = [self.letters[start:end].strip("'") for start, end in zip(starts, self.ends, strict=False)]
        return " ".join([*parts, self.letters[starts[-1] :].strip("'")]).strip()

    def rest(self, index: int) -> str:
        """The letters that are left once a candidate was chosen."""
        syllables = min(len(self.candidates[index]), len(self.ends))
        return self.letters[self.ends[syllables - 1] :].lstrip("'") if syllables else ""


class Pinyin:
    """The decoder. Its state is the library's, one a process; every call here begins from nothing."""

    def __init__(self) -> None:
        """Open the system's dictionary. Raises `EngineMissingError`."""
        self._library = library("libgooglepinyin.so.0", PACKAGE)
        dictionary = data_file(_DICTIONARY, PACKAGE)
        _declare(self._library)
        if not self._library.im_open_decoder(str(dictionary).encode(), _NO_USER_DICTIONARY):
            raise EngineMissingError(PACKAGE, f"{dictionary} does not open")

    def spell(self, letters: str) -> Spelling:
        """Look letters up; `a` to `z` and the apostrophe between syllables, of others there are no candidates."""
        self._library.im_reset_search()
        asked = first_units(letters, MOST_SYLLABLES).encode("ascii")
        count = self._library.im_search(asked, len(asked)) if asked else 0
        starts = ctypes.POINTER(ctypes.c_uint16)()
        syllables = self._library.im_get_spl_start_pos(ctypes.byref(starts)) if asked else 0
        word = ctypes.create_string_buffer(_WORD_BYTES)
        found: dict[str, None] = {}
        for index in range(min(count, MOST_CANDIDATES)):
            if self._library.im_get_candidate(index, word, _WORD_BYTES // 2 - 1):
                found[_text(word.raw)] = None
        return Spelling(
            letters=letters,
            ends=tuple(starts[index + 1] for index in range(syllables)),
            candidates=tuple(found),
        )

    def following(self, text: str) -> tuple[str, ...]:
        """What often comes after a text, by the system's dictionary alone."""
        history = text[-_MOST_HISTORY:]
        if not history or any(ord(character) > 0xFFFF for character in history):
            return ()
        words = ctypes.c_void_p()
        self._library.im_reset_search()
        units = ctypes.create_string_buffer(history.encode("utf-16-le") + b"\0\0")
        count = self._library.im_get_predicts(units, ctypes.byref(words))
        if not count or not words.value:
            return ()
        raw = ctypes.string_at(words.value, count * _PREDICTION_BYTES)
        guesses = (_text(raw[at : at + _PREDICTION_BYTES]) for at in range(0, len(raw), _PREDICTION_BYTES))
        return tuple(dict.fromkeys(guess for guess in guesses if guess))

    def forget(self) -> None:
        """Write over the letters and characters that the decoder still holds from the last look-up."""
        self.spell("a'" * MOST_SYLLABLES)
        self.following("一" * _MOST_HISTORY)
        self._library.im_reset_search()


@cache
def pinyin() -> Pinyin:
    """The process's one decoder, opened when it is first asked for (1 ms). Raises `EngineMissingError`."""
    return Pinyin()


def _text(units: bytes) -> str:
    return units.decode("utf-16-le", "ignore").split("\0", 1)[0]


def _declare(lib: ctypes.CDLL) -> None:
    """The C signatures (pinyinime.h): without them ctypes would cut pointers to 32 bits."""
    size, pointer, text = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p
    lib.im_open_decoder.argtypes, lib.im_open_decoder.restype = [text, text], ctypes.c_bool
    lib.im_reset_search.argtypes, lib.im_reset_search.restype = [], None
    lib.im_search.argtypes, lib.im_search.restype = [text, size], size
    lib.im_get_spl_start_pos.argtypes = [ctypes.POINTER(ctypes.POINTER(ctypes.c_uint16))]
    lib.im_get_spl_start_pos.restype = size
    lib.im_get_candidate.argtypes, lib.im_get_candidate.restype = [size, pointer, size], pointer
    lib.im_get_predicts.argtypes = [pointer, ctypes.POINTER(pointer)]
    lib.im_get_predicts.restype = size
