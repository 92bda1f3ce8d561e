"""The papers' own words, from `texts.toml`, chosen by language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HOUSE_LANGUAGE = "zh-CN"


@cache
def _all() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Read once; `ValueError` when a text has no zh-CN."""
    sections = tomllib.loads(Path(__file__).with_name("texts.toml").read_text("utf-8"))
    for section, texts in sections.items():
        for key, text in texts.items():
            if HOUSE_LANGUAGE not in text:
                raise ValueError(f"texts.toml: {section}.{key} needs a zh-CN text")
    return sections


def words(section: str, language: str) -> dict[str, str]:
    """All texts of one section; zh-CN where the language is missing. An unknown section is a bug: `KeyError`."""
    return {key: text.get(language, text[HOUSE_LANGUAGE]) for key, text in _all()[section].items()}
