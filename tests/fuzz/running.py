"""What every fuzzer shares: its bounds, the inputs it begins with, and how one input is cut into several.

pip install atheris && python -m tests.fuzz.samv [-max_total_time=60] [FOLDER]   # or tlv, mrz, codes, texts

What is found is written to a file, which takes the FOLDER's place to see it again; a FOLDER keeps the inputs that
led somewhere new.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

BOUNDS = ("-timeout=10", "-rss_limit_mb=1024")
"""Seconds that one input may take, the slowest takes a few milliseconds; megabytes of the whole process."""


def run(one: Callable[[bytes], None], seeds: Iterable[bytes] = ()) -> None:
    """Give inputs to `one` until the command line's end, or until it raises, hangs or grows. Does not return.

    `seeds` are put into the folder on the command line, if there is one.
    """
    folders = [Path(argument) for argument in sys.argv[1:] if Path(argument).is_dir()]
    for folder in folders[:1]:
        for seed in seeds:
            (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    atheris.Setup([sys.argv[0], *BOUNDS, *sys.argv[1:]], one)
    atheris.Fuzz()


def parts(data: bytes, count: int) -> list[bytes]:
    """`count` pieces, each but the last behind its length in two bytes; what is missing is empty."""
    found = []
    for _ in range(count - 1):
        size, rest = int.from_bytes(data[:2], "big"), data[2:]
        found.append(rest[:size])
        data = rest[size:]
    return [*found, data]


def joined(*pieces: bytes) -> bytes:
    """Inverse of `parts`."""
    *begin, last = pieces
    return b"".join(len(piece).to_bytes(2, "big") + piece for piece in begin) + last


def text(data: bytes) -> str:
    """UTF-8; bytes that are none become lone surrogates, which no text should have and some do."""
    return data.decode("utf-8", "surrogateescape")
