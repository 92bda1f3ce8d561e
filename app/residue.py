"""Looks for values of a finished visit where nothing of them may be: files of the terminal, and the screen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from offline_cache.database import DATABASE_NAME

PIECE_BYTES = 1 << 18
"""One search holds the interpreter, and with it the window, for well under a millisecond."""
PAUSE_S = 0.002
"""After each piece. The check runs when the visit is over and the home page is being drawn: without the pause both
asked for the interpreter all the time, and the page took 50 ms longer (measured)."""


def residue_in(folders: Iterable[Path], screen: Callable[[], str]) -> Callable[[frozenset[str]], tuple[str, ...]]:
    """A check over all files below `folders` and the text of the screen, in UTF-8 and UTF-16."""
    places = tuple(folders)
    database = _DatabaseFiles()

    def check(values: frozenset[str]) -> tuple[str, ...]:
        needles = [value.encode(coding, "surrogatepass") for value in values for coding in ("utf-8", "utf-16-le")]
        found = [
            file.name
            for folder in places
            for file in sorted(folder.rglob("*"))
            if file.is_file() and _holds(database.pieces(file) if _of_database(file) else _pieces(file), needles)
        ]
        text = screen()
        if any(value in text for value in values):
            found.append("screen")
        return tuple(found)

    return check


class _DatabaseFiles:
    """Descriptors of the running database's files, opened once and never closed.

    Closing any descriptor of a file drops all locks that this process has on it (fcntl(2)). SQLite's would be gone:
    the next program to look into the database would take it for abandoned, empty its index under us, and delete the
    log with the newest submissions in it (sqlite.org/howtocorrupt.html, 2.2).
    """

    def __init__(self) -> None:
        self._open: dict[tuple[int, int], int] = {}

    def pieces(self, file: Path) -> Iterator[bytes]:
        try:
            stat = file.stat()
            descriptor = self._open.get((stat.st_dev, stat.st_ino))
            if descriptor is None:
                descriptor = self._open[stat.st_dev, stat.st_ino] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
            place = 0
            while piece := os.pread(descriptor, PIECE_BYTES, place):
                yield piece
                place += len(piece)
        except OSError:
            # a file that went away while we looked
            return


def _of_database(file: Path) -> bool:
    """The database, its log and its index."""
    return file.name.startswith(DATABASE_NAME)


def _pieces(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb", buffering=0) as stream:
            while piece := stream.read(PIECE_BYTES):
                yield piece
    except OSError:
        # sockets, and files that went away while we looked
        return


def _holds(pieces: Iterable[bytes], needles: list[bytes]) -> bool:
    overlap = max(map(len, needles), default=1) - 1
    tail = b""
    for piece in pieces:
        time.sleep(PAUSE_S)
        window = tail + piece
        if any(needle in window for needle in needles):
            return True
        tail = window[-overlap:] if overlap else b""
    return False
