"""Texts as language maps: every word people read is kept by language tag, `zh-CN` always among them."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, str]
DEFAULT = "zh-CN"
LANGUAGES: Mapping[str, str] = {"zh-CN": "简体中文", "zh-HK": "繁體中文", "en": "English"}
"""Each language that a screen can be switched to, under its own name."""


def pick(texts: Texts, language: str) -> str:
    """The text in a language, else in Mandarin."""
    return texts.get(language) or texts[DEFAULT]
