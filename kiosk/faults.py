"""Faults: the catalogue of everything that can go wrong, in words for residents and for technicians.

Each package keeps its faults in a `faults.toml`; `load_faults` merges them at start. A fault travels as a
value (`Fault`); `FaultError` carries one through code that can only raise. Texts are language maps.

    FaultError            something the environment did; its fault has a sentence
    └── (one family a package, drawn at the top of its own module)
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

Texts = Mapping[str, str]
"""Language tag (`zh-CN`, `en`) to text; `zh-CN` is always there."""


class Retry(StrEnum):
    """Whether trying again helps."""

    NOW = "now"
    AUTOMATIC = "automatic"
    AFTER_SERVICE = "after-service"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One occurrence. `detail` is for technicians and never holds residents' data."""

    id: str
    detail: str = ""


class FaultError(Exception):
    """Raised where a call cannot return a fault as a value."""

    def __init__(self, fault_id: str, detail: str = "") -> None:
        super().__init__(f"{fault_id}: {detail}" if detail else fault_id)
        self.fault = Fault(id=fault_id, detail=detail)


@dataclass(frozen=True, kw_only=True)
class FaultText:
    """The words of one fault. `code` is what a resident reads to a technician, such as P-02."""

    id: str
    code: str
    title: Texts
    body: Texts
    cause: Texts
    remedy: Texts
    retry: Retry
    picture: str


class FaultCatalogue:
    """All faults of the program, by id. Raises `ValueError` on a duplicate id or code, or a missing text."""

    def __init__(self, texts: Iterable[FaultText]) -> None:
        self._by_id: dict[str, FaultText] = {}
        codes: dict[str, str] = {}
        for text in texts:
            if text.id in self._by_id:
                raise ValueError(f"fault {text.id} is defined twice")
            if text.code in codes:
                raise ValueError(f"fault code {text.code} belongs to {codes[text.code]} and {text.id}")
            self._by_id[text.id] = text
            codes[text.code] = text.id

    def __iter__(self) -> Iterator[FaultText]:
        return iter(self._by_id.values())

    def __contains__(self, fault_id: str) -> bool:
        return fault_id in self._by_id

    def text(self, fault_id: str) -> FaultText:
        """The words of a fault. An unknown id is a bug and raises `KeyError`."""
        return self._by_id[fault_id]


def load_faults(files: Iterable[Path]) -> FaultCatalogue:
    """Merge `faults.toml` files: tables `["reader.unplugged"]` with the keys of `FaultText`."""
    texts: list[FaultText] = []
    for file in files:
        for fault_id, table in tomllib.loads(file.read_text("utf-8")).items():
            try:
                texts.append(_fault_text(fault_id, table))
            except (KeyError, ValueError, TypeError) as problem:
                raise ValueError(f"{file.name}: {fault_id}: {problem}") from problem
    return FaultCatalogue(texts)


def _fault_text(fault_id: str, table: Mapping[str, object]) -> FaultText:
    maps: dict[str, dict[str, str]] = {}
    for key in ("title", "body", "cause", "remedy"):
        value = table[key]
        if not isinstance(value, dict) or "zh-CN" not in value:
            raise ValueError(f"{key} needs a zh-CN text")
        maps[key] = {str(language): str(text) for language, text in value.items()}
    return FaultText(
        id=fault_id,
        code=str(table["code"]),
        retry=Retry(str(table["retry"])),
        picture=str(table.get("picture", "terminal")),
        **maps,
    )
