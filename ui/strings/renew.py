"""Brings the catalogues of the window's own words up to date: `python -m ui.strings.renew`.

Collects what `qsTr` says on the screens in `ui/qml` into the `.ts` files, keeps the translations that are there, and
writes the `.qm` files that the window reads. A new text comes as unfinished; translate it in the `.ts` (Qt Linguist
or any editor) and run this again.
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from kiosk.texts import DEFAULT, LANGUAGES
from ui.language import STRINGS, catalogue

QML = STRINGS.parent / "qml"
SCREENS = tuple(QML / part for part in ("Main.qml", "components", "keyboard", "pages"))
"""All but the dock: simulated devices are for developers, in Mandarin."""


def collect(file: Path, language: str) -> None:
    """Write what the screens say into a `.ts` file, new or present. `CalledProcessError` when Qt's tool fails."""
    _tool(
        "lupdate",
        *("-silent", "-no-obsolete", "-locations", "none"),
        *("-source-language", DEFAULT.replace("-", "_"), "-target-language", language.replace("-", "_")),
        *("-extensions", "qml,js", *map(str, SCREENS), "-ts", str(file)),
    )


def compile_words(file: Path, made: Path) -> None:
    """Turn a `.ts` file into what Qt reads; only finished translations come in."""
    _tool("lrelease", "-silent", str(file), "-qm", str(made))


def open_texts(file: Path) -> list[str]:
    """Source texts without a finished translation, each with the QML file that says it."""
    found: list[str] = []
    for context in ET.parse(file).iter("context"):  # noqa: S314  # written by Qt's own tool, in our tree
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None and bool(translation.text)
            if not done:
                found.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return found


def _tool(name: str, *arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / f"pyside6-{name}"), *arguments], check=True)


def main() -> int:
    """Renew every catalogue; 1 when a text is without its translation."""
    left = 0
    for language in LANGUAGES:
        if language == DEFAULT:
            continue
        file = catalogue(language, ".ts")
        collect(file, language)
        compile_words(file, catalogue(language, ".qm"))
        for text in open_texts(file):
            sys.stdout.write(f"{file.name}: not translated: {text}\n")
            left += 1
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
