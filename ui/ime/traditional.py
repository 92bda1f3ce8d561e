"""Simplified to traditional characters in Hong Kong's use, by OpenCC: for who reads and writes them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from functools import cache

from ui.ime.libraries import EngineMissingError, library

PACKAGE = "libopencc1.1"
_RULES = b"s2hk.json"
"""Simplified Chinese to Traditional Chinese (Hong Kong variant); OpenCC knows where its own files are."""
_FAILED = ctypes.c_void_p(-1).value


class Traditional:
    """The converter: 18 ms to open, 10 MB; so it is opened for who has chosen 繁體 only."""

    def __init__(self) -> None:
        """Open the system's tables. Raises `EngineMissingError`."""
        self._library = library("libopencc.so.1.1", PACKAGE)
        _declare(self._library)
        self._converter = self._library.opencc_open(_RULES)
        if self._converter == _FAILED:
            raise EngineMissingError(PACKAGE, self._library.opencc_error().decode("utf-8", "replace"))

    def convert(self, text: str) -> str:
        """The text in traditional characters; unchanged where there is nothing to change."""
        raw = text.encode()
        made = self._library.opencc_convert_utf8(self._converter, raw, len(raw))
        if not made:
            return text
        try:
            return ctypes.string_at(made).decode()
        finally:
            self._library.opencc_convert_utf8_free(made)

    def offers(self, words: Iterable[str]) -> list[tuple[str, int]]:
        """What to offer for each word, with the word's place: converted first.

        A single character is offered as it was, too: 范 is a surname beside 範, and some names are simplified ones.
        """
        offered: dict[str, int] = {}
        originals = list(words)
        for place, (word, made) in enumerate(zip(originals, self._all(originals), strict=True)):
            offered.setdefault(made, place)
            if len(word) == 1:
                offered.setdefault(word, place)
        return list(offered.items())

    def _all(self, words: list[str]) -> list[str]:
        """All in one call: a line break is never part of a word, nor of a phrase in the tables."""
        lines = self.convert("\n".join(words)).split("\n")
        return lines if len(lines) == len(words) else words


@cache
def traditional() -> Traditional:
    """The process's one converter. Raises `EngineMissingError`."""
    return Traditional()


def _declare(lib: ctypes.CDLL) -> None:
    """The C signatures (opencc.h). The converted text stays a pointer, since it has to be given back."""
    size, pointer, text = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p
    lib.opencc_open.argtypes, lib.opencc_open.restype = [text], pointer
    lib.opencc_convert_utf8.argtypes, lib.opencc_convert_utf8.restype = [pointer, text, size], pointer
    lib.opencc_convert_utf8_free.argtypes, lib.opencc_convert_utf8_free.restype = [pointer], None
    lib.opencc_error.argtypes, lib.opencc_error.restype = [], text
