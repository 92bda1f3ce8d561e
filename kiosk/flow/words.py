"""The screen's words: one TOML of language maps, filled with values that are never markup."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kiosk.texts import Texts, pick

FILE = Path(__file__).with_name("words.toml")


class Words:
    """Words by key and language. An unknown key is a bug and raises `KeyError`."""

    def __init__(self, entries: Mapping[str, Texts], language: str = "zh-CN") -> None:
        self._entries = entries
        self._site: Mapping[str, Texts] = {}
        self.language = language

    @classmethod
    def load(cls) -> Words:
        entries: dict[str, Texts] = {}
        for section, table in tomllib.loads(FILE.read_text("utf-8")).items():
            for key, texts in table.items():
                if "zh-CN" not in texts:
                    raise ValueError(f"words.toml: {section}.{key} needs zh-CN")
                entries[f"{section}.{key}"] = texts
        return cls(entries)

    def of_site(self, wording: Mapping[str, Texts]) -> None:
        """Take a site's own words; the policy allows them for some keys only."""
        self._site = wording

    def __call__(self, key: str, **values: object) -> str:
        text = pick(self._site.get(key) or self._entries[key], self.language)
        return string.Formatter().vformat(text, (), values) if values else text

    def pick(self, texts: Texts) -> str:
        return pick(texts, self.language)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._entries)
