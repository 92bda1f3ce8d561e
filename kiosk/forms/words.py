"""The words about answers: problems, sources and what stands for an answer that is no text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from kiosk.texts import Texts

_TABLES: Mapping[str, Mapping[str, Texts]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))

PROBLEMS: Mapping[str, Texts] = _TABLES["problem"]
"""Why an answer does not do, by the id of the problem; constraints bring words of their own."""
UNANSWERED: Mapping[str, Texts] = _TABLES["unanswered"]
"""What is said instead of `empty` of an answer that nobody writes, by the kind of the question."""
SOURCES: Mapping[str, Texts] = _TABLES["source"]
"""Where a prefilled answer comes from."""
ANSWERS: Mapping[str, Texts] = _TABLES["answer"]
