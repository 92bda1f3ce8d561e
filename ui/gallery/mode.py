"""The ways in which a page can be looked at: screen, size of type, contrast, reach and language."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product

from kiosk.flow.page import Frame, TextSize
from kiosk.texts import LANGUAGES
from ui.audit.finding import COUNTER, LANDSCAPE, PORTRAIT, Glass


class Shape(Enum):
    """Screens by width and height in pixels, and what they measure."""

    PORTRAIT = (1080, 1920, PORTRAIT)
    LANDSCAPE = (1920, 1080, LANDSCAPE)
    COUNTER = (1280, 1024, COUNTER)

    @property
    def width(self) -> int:
        return self.value[0]

    @property
    def height(self) -> int:
        return self.value[1]

    @property
    def glass(self) -> Glass:
        return self.value[2]


@dataclass(frozen=True, kw_only=True)
class Mode:
    shape: Shape = Shape.PORTRAIT
    size: TextSize = TextSize.STANDARD
    contrast: bool = False
    low_reach: bool = False
    language: str = "zh-CN"

    def __str__(self) -> str:
        words = [self.shape.name.lower(), self.size.value, self.language]
        return " ".join([*words, *["contrast"] * self.contrast, *["low"] * self.low_reach])

    @classmethod
    def read(cls, words: str) -> Mode:
        """A mode as `str` writes it; what is not named stays as it is first. `ValueError` names what is unknown."""
        given = words.split()
        choices = {
            **{shape.name.lower(): ("shape", shape) for shape in Shape},
            **{size.value: ("size", size) for size in TextSize},
            **{language: ("language", language) for language in LANGUAGES},
            "contrast": ("contrast", True),
            "low": ("low_reach", True),
        }
        unknown = [word for word in given if word not in choices]
        if unknown:
            raise ValueError(f"no mode {' '.join(unknown)}; there are {', '.join(choices)}")
        return cls(**dict(choices[word] for word in given))  # type: ignore[arg-type]

    def frame(self, frame: Frame) -> Frame:
        """A frame of the same language and size, in this contrast and reach."""
        return replace(frame, contrast=self.contrast, low_reach=self.low_reach)


MAIN = (
    Mode(),
    Mode(size=TextSize.LARGE),
    Mode(shape=Shape.LANDSCAPE, language="en"),
    Mode(shape=Shape.COUNTER, language="zh-HK"),
    Mode(contrast=True, low_reach=True),
)
"""What the gallery pictures when nothing else is asked for."""
EVERY = tuple(
    Mode(shape=shape, size=size, contrast=contrast, low_reach=low, language=language)
    for shape, size, contrast, low, language in product(Shape, TextSize, (False, True), (False, True), LANGUAGES)
)
"""All 144."""


EACH = tuple(
    Mode(shape=shape, size=size, language=language, contrast=turn % 2 == 0, low_reach=turn // 2 % 2 == 0)
    for turn, (shape, size, language) in enumerate(product(Shape, TextSize, LANGUAGES))
)
"""Every screen with every size and language, in turns with and without contrast and low reach."""


def _pairs(mode: Mode) -> set[tuple[int, object, int, object]]:
    values = (mode.shape, mode.size, mode.contrast, mode.low_reach, mode.language)
    return {(i, values[i], j, values[j]) for i in range(len(values)) for j in range(i + 1, len(values))}


def covering(modes: Sequence[Mode] = EVERY) -> Iterator[Mode]:
    """A few modes in which each two choices come together at least once; always the same ones."""
    left = set().union(*map(_pairs, modes))
    order = list(modes)
    random.Random(1).shuffle(order)  # noqa: S311 - the same few each time
    while left:
        best = max(order, key=lambda mode: len(_pairs(mode) & left))
        left -= _pairs(best)
        yield best
