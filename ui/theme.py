"""The one place of the look's tokens: (text size, contrast) to immutable values, given to QML through `Theme.qml`.

Colours and type scale stand in `docs/ui.md`. Pairs of text and ground keep 4.5:1, in the high-contrast theme 7:1
(tests measure it). Lengths are in design units (`ui/shape.py`); the window scales the whole of it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtQml import QmlElement, QmlSingleton

from kiosk.flow.page import TextSize
from kiosk.texts import DEFAULT
from ui.breaking import line_rooms, two_lines
from ui.shape import PORTRAIT, Glass, shape_of

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1

FAMILIES = {"zh-CN": "SC", "zh-HK": "HK", "en": "SC"}
"""Which of Noto's Chinese forms a language is written in: the same character is drawn differently."""


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Everything a page may use for its look; colours as `#RRGGBB`, lengths in design units."""

    paper: str = "#F6F4EE"
    bar: str = "#ECE9E0"
    """Ground of the toolbar at the foot."""
    card: str = "#FFFFFF"
    ink: str = "#16262E"
    ink2: str = "#4A5B63"
    off: str = "#5F6E75"
    """Words of what cannot be used now."""
    line: str = "#DAD8CF"
    off_line: str = "#DAD8CF"
    jade: str = "#0B5D66"
    jade_pressed: str = "#08454C"
    jade_tint: str = "#E3F0EF"
    on_jade: str = "#FFFFFF"
    seal: str = "#C8402B"
    seal_pressed: str = "#A53322"
    on_seal: str = "#FFFFFF"
    amber: str = "#8A5F0D"
    """The drawing's #9A6B12 has 4.3:1 on its tint; this shade of it has more than 4.5:1."""
    amber_tint: str = "#FFF4DA"
    amber_line: str = "#E9D5A0"
    green: str = "#1E7A46"
    green_tint: str = "#E4F3EA"
    green_line: str = "#B9DFC8"
    seal_tint: str = "#FDF3F0"
    """Light enough for words in the seal's colour to keep 4.5:1 on it."""
    seal_line: str = "#EFC3BA"
    slot: str = "#2B3238"
    """The dark mouth of a device, where paper comes out."""
    title: int = 64
    heading: int = 40
    body: int = 32
    least: int = 26
    button: int = 120
    """Height of page actions and rows to tap."""
    footer: int = 116
    """Height of the toolbar's targets."""
    key: int = 150
    """Height of a key of the number pad."""
    icon: int = 72


SIZES: dict[TextSize, dict[str, Any]] = {
    TextSize.STANDARD: {},
    TextSize.MEDIUM: {
        "title": 70,
        "heading": 48,
        "body": 36,
        "least": 30,
        "button": 132,
        "footer": 120,
        "icon": 80,
    },
    TextSize.LARGE: {
        "title": 76,
        "heading": 56,
        "body": 40,
        "least": 36,
        "button": 150,
        "footer": 128,
        "icon": 88,
    },
    TextSize.LARGEST: {
        "title": 84,
        "heading": 62,
        "body": 48,
        "least": 42,
        "button": 164,
        "footer": 140,
        "icon": 96,
    },
}
LYING: dict[TextSize, dict[str, Any]] = {
    TextSize.STANDARD: {"title": 60},
    TextSize.MEDIUM: {"title": 64, "button": 120},
    TextSize.LARGE: {"title": 68, "button": 124},
    TextSize.LARGEST: {"title": 74, "button": 128},
}
"""What a lying screen, which has little height, takes back of titles and buttons; of running text, nothing."""
CONTRAST: dict[str, Any] = {
    "paper": "#000000",
    "bar": "#000000",
    "card": "#000000",
    "ink": "#FFFFFF",
    "ink2": "#FFFFFF",
    "off": "#B0B0B0",
    "line": "#FFFFFF",
    "off_line": "#6E6E6E",
    "jade": "#FFE100",
    "jade_pressed": "#FFFFFF",
    "jade_tint": "#262200",
    "on_jade": "#000000",
    "seal": "#FFFFFF",
    "seal_pressed": "#FFE100",
    "on_seal": "#000000",
    "amber": "#FFE100",
    "amber_tint": "#000000",
    "amber_line": "#FFE100",
    "green": "#FFFFFF",
    "green_tint": "#000000",
    "green_line": "#FFFFFF",
    "seal_tint": "#000000",
    "seal_line": "#FFFFFF",
    "slot": "#FFFFFF",
}


def tokens(size: TextSize, contrast: bool, *, wide: bool = False) -> Tokens:
    """The tokens for one choice of text size and contrast, on an upright or a lying (`wide`) screen."""
    chosen = replace(Tokens(), **SIZES[size])
    if wide:
        chosen = replace(chosen, **LYING[size])
    return replace(chosen, **CONTRAST) if contrast else chosen


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person chose of the look."""

    size: TextSize = TextSize.STANDARD
    contrast: bool = False
    low_reach: bool = False
    language: str = DEFAULT


@QmlElement
@QmlSingleton
class Look(QObject):
    """The tokens in force and the shape of the window, as one map that `Theme.qml` spreads out.

    `Screen` chooses from the frame, `Main.qml` says how large the window is. Pages read tokens hundreds of times
    while they are made. From QML's own object that costs nothing; each reading of a Python property would have to
    wait for whatever thread holds the interpreter.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice()
        self._glass = Glass()
        self._window = PORTRAIT
        self._map = self._made()

    @property
    def glass(self) -> Glass:
        return self._glass

    @glass.setter
    def glass(self, glass: Glass) -> None:
        self._glass = glass
        self._renew()

    def choose(self, choice: Choice) -> None:
        self._choice = choice
        self._renew()

    @Slot(float, float)
    def fit(self, width: float, height: float) -> None:
        """The window is this many pixels wide and high now."""
        if width >= 1 and height >= 1:
            self._window = (round(width), round(height))
            self._renew()

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]
    def tokens(self) -> dict[str, Any]:
        return self._map

    @Slot(str, int, bool, result=float)
    def advance(self, text: str, pixels: int, bold: bool) -> float:
        """How wide a text is in one line, in design units."""
        font = QFont(self._map["family"])
        font.setPixelSize(pixels)
        font.setBold(bold)
        return QFontMetricsF(font).horizontalAdvance(text)

    @Slot(str, float, int, bool, result="QVariantList")
    def lines(self, text: str, width: float, pixels: int, bold: bool) -> list[float]:
        """The room for each line of a text that is to be read (`ui/breaking.py`), in design units; empty for one."""
        return line_rooms(text, width, self._map["family"], pixels, bold)

    @Slot(str, float, int, bool, result=float)
    def broken(self, text: str, width: float, pixels: int, bold: bool) -> float:
        """The part of a width that the lines of a text take, in design units."""
        return max(self.lines(text, width, pixels, bold), default=width)

    @Slot(str, int, bool, result=float)
    def halved(self, text: str, pixels: int, bold: bool) -> float:
        """How wide a text is in the two lines that read best, in design units."""
        return two_lines(text, self._map["family"], pixels, bold)

    def _renew(self) -> None:
        made = self._made()
        if made != self._map:
            self._map = made
            self.changed.emit()

    def _made(self) -> dict[str, Any]:
        """Tokens under QML's names (`jade_tint` is `jadeTint`), with the choice and the window's shape."""
        choice, elder = self._choice, self._choice.size.elder
        shape = shape_of(self._window, self._glass, elder=elder)
        made = tokens(choice.size, choice.contrast, wide=shape.wide)
        return {
            "large": elder,
            "size": choice.size.value,
            "contrast": choice.contrast,
            "lowReach": choice.low_reach,
            "language": choice.language,
            "family": f"Noto Sans CJK {FAMILIES[choice.language]}",
            "sealFamily": f"Noto Serif CJK {FAMILIES[choice.language]}",
            **{_camel(name): value for name, value in asdict(shape).items()},
            **{_camel(name): value for name, value in asdict(made).items()},
        }


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
