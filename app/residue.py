"""Looks for values of a finished visit where nothing of them may be: files of the terminal, and the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

PIECE_BYTES = 1 << 18
"""One search holds the interpreter, and with it the window, for well under a millisecond."""


def residue_in(folders: Iterable[Path], screen: Callable[[], str]) -> Callable[[frozenset[str]], tuple[str, ...]]:
    """A check over all files below `folders` and the text of the screen, in UTF-8 and UTF-16."""
    places = tuple(folders)

    def check(values: frozenset[str]) -> tuple[str, ...]:
        needles = [value.encode(coding) for value in values for coding in ("utf-8", "utf-16-le")]
        found = [
            file.name
            for folder in places
            for file in sorted(folder.rglob("*"))
            if file.is_file() and _holds(file, needles)
        ]
        text = screen()
        if any(value in text for value in values):
            found.append("screen")
        return tuple(found)

    return check


def _holds(file: Path, needles: list[bytes]) -> bool:
    overlap = max(map(len, needles), default=1) - 1
    try:
        with file.open("rb", buffering=0) as stream:
            tail = b""
            while piece := stream.read(PIECE_BYTES):
                window = tail + piece
                if any(needle in window for needle in needles):
                    return True
                tail = window[-overlap:] if overlap else b""
    except OSError:
        # sockets, and files that went away while we looked
        pass
    return False
