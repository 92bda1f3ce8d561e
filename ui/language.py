"""The window's own words in the language of the frame: Qt Linguist's catalogues, put in force without a rebuild."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtQml import QQmlEngine

from kiosk.texts import DEFAULT, LANGUAGES

STRINGS = Path(__file__).parent / "strings"


def catalogue(language: str, ending: str) -> Path:
    """The file of a language: `.ts` to edit, `.qm` as Qt reads it."""
    return STRINGS / f"jiujin_{language.replace('-', '_')}{ending}"


class Translation:
    """One language at a time, as long as the engine lives. The source texts are Mandarin and need no catalogue."""

    def __init__(self, engine: QQmlEngine) -> None:
        self._engine = engine
        self._spoken = DEFAULT
        self._translators = {language: QTranslator(engine) for language in LANGUAGES if language != DEFAULT}
        for language, translator in self._translators.items():
            if not translator.load(str(catalogue(language, ".qm"))):
                raise RuntimeError(f"no words for {language}: {catalogue(language, '.qm')} does not load")

    def speak(self, language: str) -> None:
        """Everything that is shown changes its words in place; what was typed stays."""
        if language == self._spoken:
            return
        if self._spoken in self._translators:
            QCoreApplication.removeTranslator(self._translators[self._spoken])
        self._spoken = language
        if language in self._translators:
            QCoreApplication.installTranslator(self._translators[language])
        self._engine.retranslate()
