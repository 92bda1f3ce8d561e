"""Rows of other systems' exports: JSON and CSV files, read as far as they can be."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_FILE = 256 * 1024 * 1024
"""Octets; the 1.6 million items of a whole province are gigabytes (domain facts, 8.2): take a district at a time."""


_WIDTHS = (1 << 16, 1 << 20, 1 << 24)
"""Characters in which an object is looked for, wider only where it was cut: most rows have a few thousand, the
longest known legal text 31,834 (domain facts, 8.2). Reading on from each brace of a broken file to its end would take
the square of its length."""


class SourceError(ValueError):
    """A file of which no row can be read."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """`number` counts the rows of the file from 1, as a person finds them: elements of a JSON list; lines of a CSV
    file, its header being line 1. `problem` says why there are no `cells`."""

    number: int
    cells: Mapping[str, str]
    problem: str = ""


def read_rows(content: bytes, kind: str) -> Iterator[Row]:
    """The rows of a `json` or `csv` file. A row that cannot be read is told, and reading goes on behind it."""
    if len(content) > LONGEST_FILE:
        raise SourceError(f"larger than {LONGEST_FILE} octets")
    text = content.decode("utf-8-sig", errors="replace")
    yield from _csv_rows(text) if kind == "csv" else _json_rows(text)


def _csv_rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FILE)
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval=None)
    if not reader.fieldnames:
        raise SourceError("has no header")
    try:
        for cells in reader:
            short = "" in cells or any(value is None for value in cells.values())
            problem = "has another number of cells than the header" if short else ""
            whole = {key: value for key, value in cells.items() if isinstance(value, str)}
            yield Row(number=reader.line_num, cells=whole, problem=problem)
    except csv.Error as problem:
        yield Row(number=reader.line_num, cells={}, problem=f"cannot be read further: {problem}")


def _json_rows(text: str) -> Iterator[Row]:
    """A list of objects, or an object a line. Where it is broken, such as by an error page in the middle, reading
    goes on at the next object."""
    decoder = json.JSONDecoder()
    number, at, broken = 0, text.find("{"), False
    if at < 0:
        raise SourceError("holds no object")
    if text[:at].strip() not in ("", "["):
        number, broken = 1, True
        yield Row(number=1, cells={}, problem="is not JSON")
    while at >= 0:
        found = _object_at(decoder, text, at)
        if found is None:
            if not broken:
                number += 1
                yield Row(number=number, cells={}, problem="is not JSON")
            broken, at = True, text.find("{", at + 1)
            continue
        value, end = found
        number, broken = number + 1, False
        yield _json_row(number, value)
        at = text.find("{", end)
        if text[end : at if at >= 0 else len(text)].strip(" \t\r\n,]"):
            number, broken = number + 1, True
            yield Row(number=number, cells={}, problem="is not JSON")


def _object_at(decoder: json.JSONDecoder, text: str, at: int) -> tuple[Any, int] | None:
    """The object that begins there, and where it ends; None where none does."""
    for width in _WIDTHS:
        piece = text[at : at + width]
        try:
            value, length = decoder.raw_decode(piece)
        except json.JSONDecodeError as problem:
            # a string that does not end is told by its beginning
            cut = problem.msg.startswith("Unterminated") or problem.pos >= len(piece) - len("false")
            if not cut or at + width >= len(text):
                return None
        except RecursionError:
            return None
        else:
            return value, at + length
    return None


def _json_row(number: int, value: Any) -> Row:
    wrong = sorted(
        str(key) for key, cell in value.items() if not isinstance(cell, str | int) or isinstance(cell, bool)
    )
    if wrong:
        return Row(number=number, cells={}, problem=f"{', '.join(wrong)}: takes a text")
    return Row(number=number, cells={str(key): str(cell) for key, cell in value.items()})
