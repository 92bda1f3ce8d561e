"""Looks whether all words are in the language that was chosen, and in its script."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from PySide6.QtCore import QRectF

from kiosk.texts import LANGUAGES
from ui.audit.finding import Check, Finding
from ui.audit.scene import Scene
from ui.audit.texts import note

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
CODINGS = {"zh-HK": "big5hkscs", "zh-CN": "gb18030"}
"""What the words of a language can be written in. Big5 has no simplified characters, so one that was left behind is
found; GB 18030 has all, so for Mandarin the traditional ones are looked for by name."""
EVERYWHERE = frozenset(
    {"就 近", "就近", "语言 Language", "語言 Language", "选择语言 選擇語言 Language", "中文", "简 EN", "繁 EN"}
)
"""The seal, and what leads somebody who cannot read the present language to their own."""
TRADITIONAL = frozenset("請務證號點選擇體資訊錄領簽認據證書們為從無開關門東車馬語說話讀寫買賣見長張陳歲齡養險")
"""Frequent characters that simplified writing does not have."""


def check_language(scene: Scene, spoken: Iterable[str], language: str, proper: Collection[str]) -> Iterator[Finding]:
    """`spoken`: the names in the tree of screen readers. `proper`: what keeps its own script: names and addresses of
    people and places. Names of languages keep theirs too."""
    for text in scene.texts:
        if strange := foreign(text.words, language, proper):
            yield note(Check.LANGUAGE, f"{strange} in: {text.words}", text.ink)
    for name in spoken:
        if strange := foreign(name, language, proper):
            yield note(Check.LANGUAGE, f"{strange} in what is read out: {name}", QRectF())


def foreign(words: str, language: str, proper: Collection[str]) -> str:
    """The characters that do not belong to a language, or nothing."""
    words = " ".join(words.split())
    if words in EVERYWHERE:
        return ""
    for name in sorted((*LANGUAGES.values(), *proper), key=len, reverse=True):
        words = words.replace(name, "")
    if language == "en":
        return "".join(HAN.findall(words))
    if language == "zh-HK":
        return "".join(character for character in HAN.findall(words) if not _has(character, CODINGS["zh-HK"]))
    return "".join(character for character in HAN.findall(words) if character in TRADITIONAL)


def _has(character: str, coding: str) -> bool:
    try:
        character.encode(coding)
    except UnicodeEncodeError:
        return False
    return True
