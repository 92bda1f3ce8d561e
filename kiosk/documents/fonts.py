"""Which characters a font file holds: the `cmap` table of TrueType, OpenType and collection files.

A typesetter draws a box for a character that its font lacks and says nothing. A name is never printed with a box
in it, so the font is asked before.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class FontFileError(ValueError):
    """The file is no font, or one whose character table cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Characters of one face as ordered runs `starts[i]..ends[i]`, both included."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    revision: str
    """The `head` table's fontRevision, such as 2.004: names the release of the font."""

    def __contains__(self, character: str) -> bool:
        point = ord(character)
        place = bisect_right(self.starts, point) - 1
        return place >= 0 and point <= self.ends[place]

    def missing(self, text: str) -> str:
        """The characters of `text` that the face does not hold, each once, in order."""
        return "".join(dict.fromkeys(character for character in text if character not in self))


def read_coverage(path: Path, index: int = 0) -> Coverage:
    """The coverage of face `index` of a file; `FontFileError` when it cannot be read."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            tables = _tables(data, index)
            revision = struct.unpack_from(">i", data, tables[b"head"] + 4)[0] / 65536
            runs = _merged(_character_runs(data, tables[b"cmap"]))
    except (OSError, ValueError, struct.error, KeyError) as problem:
        raise FontFileError(f"{path.name}: {problem}") from problem
    if not runs:
        raise FontFileError(f"{path.name}: no character table for Unicode")
    return Coverage(
        starts=tuple(start for start, _ in runs), ends=tuple(end for _, end in runs), revision=f"{revision:.3f}"
    )


def _tables(data: mmap.mmap, index: int) -> dict[bytes, int]:
    """Offsets by tag (OpenType specification 1.9, table directory and TTC header)."""
    start = 0
    if data[:4] == b"ttcf":
        (count,) = struct.unpack_from(">I", data, 8)
        if index >= count:
            raise FontFileError(f"face {index} of {count}")
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    if data[start : start + 4] not in (b"OTTO", b"\0\1\0\0", b"true"):
        raise FontFileError("not a font")
    (count,) = struct.unpack_from(">H", data, start + 4)
    entries = (struct.unpack_from(">4sIII", data, start + 12 + 16 * place) for place in range(count))
    return {tag: offset for tag, _, offset, _ in entries}


def _character_runs(data: mmap.mmap, cmap: int) -> list[tuple[int, int]]:
    """Runs of characters with a glyph: format 12 (all planes) where there is one, else format 4 (the first)."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    found: dict[int, int] = {}
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * place)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (kind,) = struct.unpack_from(">H", data, cmap + offset)
            found[kind] = cmap + offset
    if 12 in found:
        return _format_12(data, found[12])
    return _format_4(data, found[4]) if 4 in found else []


def _format_12(data: mmap.mmap, table: int) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", data, table + 12)
    groups = (struct.unpack_from(">III", data, table + 16 + 12 * place) for place in range(count))
    # A group that begins at glyph 0 begins with the box itself.
    return [(start + (glyph == 0), end) for start, end, glyph in groups if start + (glyph == 0) <= end]


def _format_4(data: mmap.mmap, table: int) -> list[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", data, table + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, table + 14)
    starts = struct.unpack_from(f">{count}H", data, table + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, table + 16 + 2 * double)
    offsets_at = table + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    if any(start <= before for start, before in zip(starts[1:], ends, strict=False)):
        raise FontFileError("character ranges out of order")
    runs = []
    for place, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if offset:
                (glyph,) = struct.unpack_from(">H", data, offsets_at + 2 * place + offset + 2 * (point - start))
            if (glyph + delta) & 0xFFFF if glyph or not offset else 0:
                runs.append((point, point))
    return runs


def _merged(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
