"""Texts as language maps: every word people read is kept by language tag, `zh-CN` always among them."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, str]
DEFAULT = "zh-CN"
LANGUAGES = ("zh-CN", "zh-HK", "en")


def pick(texts: Texts, language: str) -> str:
    """The text in a language, else in Mandarin."""
    return texts.get(language) or texts[DEFAULT]
