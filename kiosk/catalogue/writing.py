"""Writing a catalogue as a folder: the same readable files that a clerk keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_TABLES = ("sub_items", "tags", "process", "materials", "events")
"""Lists that stand as `[[name]]` below the plain members."""


def write_folder(folder: Path, head: Mapping[str, Any], services: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Write `catalogue.toml` and a file a service; each service comes with a comment for the file's first line.
    `FileExistsError` when the folder holds anything: a catalogue that somebody keeps is never written over."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    (folder / "services").mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.toml").write_text(toml(head), "utf-8")
    for comment, service in services:
        text = f"# {comment}\n{toml(service)}"
        (folder / "services" / f"{service['id']}.toml").write_text(text, "utf-8")


def toml(table: Mapping[str, Any]) -> str:
    """A table of a catalogue as TOML: texts, numbers, flags, language maps, and lists of tables. What was cleaned has
    no control characters, so that a JSON string is a TOML string."""
    plain = {key: value for key, value in table.items() if key not in _TABLES or not value}
    lines = [f"{key} = {_value(value)}" for key, value in plain.items()]
    for key in _TABLES:
        for row in table.get(key) or ():
            lines += ["", f"[[{key}]]", *(f"{name} = {_value(value)}" for name, value in row.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    match value:
        case Mapping():
            inside = ", ".join(f"{json.dumps(key)} = {_value(item)}" for key, item in value.items())
            return f"{{ {inside} }}"
        case list() | tuple():
            return f"[{', '.join(_value(item) for item in value)}]"
        case _:
            return json.dumps(value, ensure_ascii=False)
