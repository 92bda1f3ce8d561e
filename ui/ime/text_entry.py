"""What the keyboard asks of the input methods: letters or strokes in, candidates out; nothing is kept behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.ime.handwriting import handwriting
from ui.ime.libraries import EngineMissingError, EngineState
from ui.ime.pinyin import MOST_LETTERS, Spelling, pinyin
from ui.ime.traditional import traditional
from ui.values import from_qml

QML_IMPORT_NAME = "Jiujin"
QML_IMPORT_MAJOR_VERSION = 1

_ENGINES: dict[str, Callable[[], object]] = {
    "pinyin": pinyin,
    "handwriting": handwriting,
    "traditional": traditional,
}
_NOTHING = Spelling(letters="", ends=(), candidates=())


def engine_states() -> tuple[EngineState, ...]:
    """How each way of writing stands on this machine. Opens what is not open yet, which takes some 40 ms."""
    states = []
    for name, opened in _ENGINES.items():
        try:
            opened()
            states.append(EngineState(engine=name, package="", cause=""))
        except EngineMissingError as missing:
            states.append(EngineState(engine=name, package=missing.package, cause=missing.cause))
    return tuple(states)


def _works(engine: str) -> bool:
    try:
        _ENGINES[engine]()
    except EngineMissingError:
        return False
    return True


def _forget() -> None:
    if _works("pinyin"):
        pinyin().forget()


@QmlElement
class TextEntry(QObject):
    """One field's text entry. `wipe` between fields; at the end of a visit the page goes, and wipes with it."""

    changed = Signal()
    languageChanged = Signal()  # noqa: N815

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = "zh-CN"
        self._spelling = _NOTHING
        self._offers: list[tuple[str, int]] = []
        self._guessing = False
        self.destroyed.connect(_forget)

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        """The frame's language; with `zh-HK` candidates are traditional where OpenCC is there."""
        return self._language

    @language.setter  # type: ignore[no-redef]
    def language(self, value: str) -> None:
        if value != self._language:
            self._language = value
            self.languageChanged.emit()

    @Property(str, notify=changed)
    def composing(self) -> str:
        """The letters not chosen for yet, a space between syllables."""
        return self._spelling.shown

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def candidates(self) -> list[str]:
        return [offer for offer, _ in self._offers]

    @Property(bool, notify=changed)
    def guessing(self) -> bool:
        """Whether the candidates are guesses of what comes next, and nobody has to take one."""
        return self._guessing

    @Slot(str, result=bool)
    def works(self, mode: str) -> bool:
        """Whether a mode of the keyboard can be used here; letters and signs always can."""
        return mode not in _ENGINES or _works(mode)

    @Slot(str)
    def spell(self, letter: str) -> None:
        """One more letter, or the apostrophe that parts two syllables; more than fit are not taken."""
        letters = self._spelling.letters + letter
        if len(letters) <= MOST_LETTERS and not letters.startswith("'"):
            self._look_up(letters)

    @Slot()
    def erase(self) -> None:
        """Take the last letter back."""
        self._look_up(self._spelling.letters[:-1])

    @Slot(int, result=str)
    def choose(self, index: int) -> str:
        """The text of a candidate; the letters it used are gone from what is being composed."""
        if not 0 <= index < len(self._offers):
            return ""
        text, place = self._offers[index]
        if self._spelling.letters:
            self._look_up(self._spelling.rest(place))
        else:
            self._set(_NOTHING, ())
        return text

    @Slot("QVariant")
    def write(self, strokes: object) -> None:
        """Candidates for the strokes of one character (as `SignaturePad.strokes`)."""
        drawn = from_qml(strokes)
        self._set(_NOTHING, handwriting().read(drawn) if drawn and _works("handwriting") else ())

    @Slot(str)
    def guess(self, text: str) -> None:
        """Candidates for what may follow a text, unless something is being composed."""
        if not self._spelling.letters:
            self._set(_NOTHING, pinyin().following(text) if text and _works("pinyin") else (), guessing=True)

    @Slot()
    def wipe(self) -> None:
        """Nothing composed, nothing offered, and nothing left of it in the decoder."""
        self._set(_NOTHING, ())
        _forget()

    def _look_up(self, letters: str) -> None:
        spelling = pinyin().spell(letters) if letters and _works("pinyin") else _NOTHING
        self._set(spelling, spelling.candidates)

    def _set(self, spelling: Spelling, words: tuple[str, ...], *, guessing: bool = False) -> None:
        self._spelling = spelling
        if words and self._language == "zh-HK" and _works("traditional"):
            self._offers = traditional().offers(words)
        else:
            self._offers = [(word, place) for place, word in enumerate(words)]
        self._guessing = guessing and bool(words)
        self.changed.emit()
