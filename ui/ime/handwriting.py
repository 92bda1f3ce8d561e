"""Strokes to characters by zinnia with Tegaki's model of simplified Chinese: 6763 characters, one at a time."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ui.ime.libraries import EngineMissingError, data_file, library

PACKAGE = "libzinnia0"
MODEL_PACKAGE = "tegaki-zinnia-simplified-chinese"
_MODEL = "/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model"

BOX = 300
"""The square that the model was trained in."""
INNER = 260
"""What of it a character fills (facts, ui, section 4)."""
WINDOW = 5
"""Points of the moving average that takes the tremor out of a stroke (the same place)."""
MOST_STROKES = 36
"""As many as the character with the most strokes in GB 2312 (齉); 50 strokes would take 14 ms."""
MOST_POINTS = 64
"""Kept of one stroke, evenly; the recogniser looks at far fewer."""
CANDIDATES = 10
"""As many as stand in one row; what is not among the first ten is written again sooner than found."""

Stroke = Sequence[Sequence[float]]


class Handwriting:
    """The recogniser. It is only read; strokes are given to it for the length of one call."""

    def __init__(self) -> None:
        """Open the system's model (17 ms, 26 MB shared). Raises `EngineMissingError`."""
        self._library = library("libzinnia.so.0", PACKAGE)
        model = data_file(_MODEL, MODEL_PACKAGE)
        _declare(self._library)
        self._recogniser = self._library.zinnia_recognizer_new()
        self._open(model)

    def _open(self, model: Path) -> None:
        if not self._library.zinnia_recognizer_open(self._recogniser, str(model).encode()):
            raise EngineMissingError(MODEL_PACKAGE, f"{model} does not open")

    def read(self, strokes: Sequence[Stroke]) -> tuple[str, ...]:
        """The characters that strokes ([[x, y, …], …] in any unit) look like, best first; none for too many."""
        prepared = prepare(strokes)
        if not prepared or len(prepared) > MOST_STROKES:
            return ()
        lib = self._library
        character = lib.zinnia_character_new()
        try:
            lib.zinnia_character_set_width(character, BOX)
            lib.zinnia_character_set_height(character, BOX)
            for number, stroke in enumerate(prepared):
                for x, y in stroke:
                    lib.zinnia_character_add(character, number, round(x), round(y))
            result = lib.zinnia_recognizer_classify(self._recogniser, character, CANDIDATES)
        finally:
            lib.zinnia_character_destroy(character)
        if not result:
            return ()
        try:
            found = [lib.zinnia_result_value(result, index) for index in range(lib.zinnia_result_size(result))]
        finally:
            lib.zinnia_result_destroy(result)
        return tuple(dict.fromkeys(value.decode("utf-8", "ignore") for value in found))


def prepare(strokes: Sequence[Stroke]) -> list[list[tuple[float, float]]]:
    """Strokes thinned, smoothed, and set into the middle of the model's square at its size."""
    smooth = [_smoothed(_thinned(stroke)) for stroke in strokes if stroke]
    if not smooth:
        return []
    xs = [x for stroke in smooth for x, _ in stroke]
    ys = [y for stroke in smooth for _, y in stroke]
    extent = max(max(xs) - min(xs), max(ys) - min(ys))
    scale = INNER / extent if extent else 1.0
    left = BOX / 2 - scale * (max(xs) + min(xs)) / 2
    top = BOX / 2 - scale * (max(ys) + min(ys)) / 2
    return [[(left + scale * x, top + scale * y) for x, y in stroke] for stroke in smooth]


def _thinned(stroke: Stroke) -> list[tuple[float, float]]:
    points = [(float(point[0]), float(point[1])) for point in stroke]
    if len(points) <= MOST_POINTS:
        return points
    step = (len(points) - 1) / (MOST_POINTS - 1)
    return [points[round(number * step)] for number in range(MOST_POINTS)]


def _smoothed(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    reach = WINDOW // 2
    smooth = []
    for number in range(len(points)):
        near = points[max(0, number - reach) : number + reach + 1]
        smooth.append((sum(x for x, _ in near) / len(near), sum(y for _, y in near) / len(near)))
    return smooth


@cache
def handwriting() -> Handwriting:
    """The process's one recogniser, opened when it is first asked for. Raises `EngineMissingError`."""
    return Handwriting()


def _declare(lib: ctypes.CDLL) -> None:
    """The C signatures (zinnia.h): without them ctypes would cut pointers to 32 bits."""
    size, pointer, number = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int
    lib.zinnia_recognizer_new.argtypes, lib.zinnia_recognizer_new.restype = [], pointer
    lib.zinnia_recognizer_open.argtypes, lib.zinnia_recognizer_open.restype = [pointer, ctypes.c_char_p], number
    lib.zinnia_recognizer_classify.argtypes = [pointer, pointer, size]
    lib.zinnia_recognizer_classify.restype = pointer
    lib.zinnia_character_new.argtypes, lib.zinnia_character_new.restype = [], pointer
    lib.zinnia_character_destroy.argtypes, lib.zinnia_character_destroy.restype = [pointer], None
    lib.zinnia_character_set_width.argtypes, lib.zinnia_character_set_width.restype = [pointer, size], None
    lib.zinnia_character_set_height.argtypes, lib.zinnia_character_set_height.restype = [pointer, size], None
    lib.zinnia_character_add.argtypes, lib.zinnia_character_add.restype = [pointer, size, number, number], number
    lib.zinnia_result_size.argtypes, lib.zinnia_result_size.restype = [pointer], size
    lib.zinnia_result_value.argtypes, lib.zinnia_result_value.restype = [pointer, size], ctypes.c_char_p
    lib.zinnia_result_destroy.argtypes, lib.zinnia_result_destroy.restype = [pointer], None
