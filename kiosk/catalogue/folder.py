"""A catalogue as a folder of readable TOML files.

`catalogue.toml` (id, version, life events), `aliases.toml` (everyday words, may be missing), and one file a service
item in `services/`.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.catalogue.reader import CatalogueError


def read_folder(folder: Path) -> dict[str, Any]:
    """The payload that is published; `CatalogueError` for files that cannot be read.

    The content is judged by `read_catalogue`, the same reader that terminals use.
    """
    head_file = folder / "catalogue.toml"
    if not head_file.is_file():
        raise CatalogueError([f"{folder.name}: there is no catalogue.toml"])
    problems: list[str] = []
    tables: list[dict[str, Any]] = []
    aliases_file = folder / "aliases.toml"
    aliases: dict[str, Any] = {}
    for file in [head_file, aliases_file, *service_files(folder)]:
        if file is aliases_file and not file.is_file():
            continue
        try:
            table = _plain(tomllib.loads(file.read_text("utf-8")))
            if file is aliases_file:
                aliases = table
            else:
                tables.append(table)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            problems.append(f"{file.name}: {problem}")
    if problems:
        raise CatalogueError(problems)
    return {"v": 1, **tables[0], **aliases, "services": tables[1:]}


def service_files(folder: Path) -> list[Path]:
    """The file of each service, in the order of the payload's `services`."""
    return sorted(folder.glob("services/*.toml"))


def _plain(value: Any) -> Any:
    """TOML values as canonical JSON knows them: dates become their ISO text."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value
