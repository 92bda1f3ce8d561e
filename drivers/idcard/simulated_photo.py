"""The photos of simulated cards: an own coding of any picture in 1024 bytes, and the decoder that opens it.

    0   6  JIUJIN     what no real card begins with: real photos are refused here, and simulated ones by real decoders
    6   2  length     of the picture that follows, big-endian
    8      picture    WebP of at most 1016 bytes, of 102 × 126 pixels or smaller; the rest is zero

`python -m drivers.idcard.simulated_photo` is the decoder, a program as docs/photo-decoder.md has it. It opens drawn
residents of the demonstration and proves nothing of anybody; settings take it with `demo = true` only.
"""

from __future__ import annotations

import io
import os
import sys

from PIL import Image, ImageChops, ImageStat, UnidentifiedImageError

MAGIC = b"JIUJIN"
BLOCK_SIZE = 1024
SIZE = (102, 126)
ROOM = BLOCK_SIZE - len(MAGIC) - 2
SCALES = (1.0, 0.8, 0.65, 0.5)
"""Sizes that are tried; the one whose picture comes out nearest to what went in is taken."""
_REFUSED = 65
"""EX_DATAERR, as docs/photo-decoder.md has it."""


def encode_photo(picture: Image.Image) -> bytes:
    """The block of a picture of any size and mode, fitted to 102 × 126. `ValueError` where nothing fits."""
    wanted = picture.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    best: tuple[float, bytes] | None = None
    for scale in SCALES:
        small = wanted.resize((round(SIZE[0] * scale), round(SIZE[1] * scale)), Image.Resampling.LANCZOS)
        coded = _largest_that_fits(small)
        if coded is not None:
            distance = _distance(wanted, _opened(coded))
            if best is None or distance < best[0]:
                best = distance, coded
    if best is None:
        raise ValueError(f"no size and quality of this picture fits into {ROOM} bytes")
    coded = best[1]
    return (MAGIC + len(coded).to_bytes(2, "big") + coded).ljust(BLOCK_SIZE, b"\0")


def decode_photo(block: bytes) -> bytes:
    """38556 bytes of blue, green, red, rows from the top. `ValueError` for a block that `encode_photo` never made."""
    size = int.from_bytes(block[6:8], "big")
    if len(block) != BLOCK_SIZE or not block.startswith(MAGIC) or size > ROOM:
        raise ValueError("no simulated photo")
    try:
        picture = _opened(block[8 : 8 + size])
    except (OSError, UnidentifiedImageError) as problem:
        raise ValueError("no picture in it") from problem
    return picture.tobytes("raw", "BGR")


def _largest_that_fits(picture: Image.Image) -> bytes | None:
    """The best quality with no more than `ROOM` bytes; sizes grow with quality, so halving finds it."""
    low, high = 0, 100
    found: bytes | None = None
    while low <= high:
        quality = (low + high) // 2
        file = io.BytesIO()
        picture.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= ROOM:
            found, low = file.getvalue(), quality + 1
        else:
            high = quality - 1
    return found


def _opened(coded: bytes) -> Image.Image:
    with Image.open(io.BytesIO(coded), formats=("WEBP",)) as picture:
        if picture.width > SIZE[0] or picture.height > SIZE[1]:
            raise OSError("too large")
        return picture.convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)


def _distance(one: Image.Image, other: Image.Image) -> float:
    return float(sum(ImageStat.Stat(ImageChops.difference(one, other)).sum2))


def main() -> int:
    """The decoder: a block comes on standard input, a picture goes to standard output."""
    try:
        picture = decode_photo(sys.stdin.buffer.read(BLOCK_SIZE + 1))
    except ValueError:
        return _REFUSED
    sys.stdout.buffer.write(picture)
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
