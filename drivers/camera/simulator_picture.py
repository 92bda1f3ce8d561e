"""Draws what the simulated camera sees: a resident who never lived, before a background that moves.

Every picture carries its number twice: as digits for people and as eight blocks (most significant first, white
is 1) along the lower edge for programs.
"""

from __future__ import annotations

import functools
import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH_PX, HEIGHT_PX = 640, 480
COUNTER_BITS = 8
COUNTER_BLOCK_PX = 32
"""Side of one block; block n covers x from n·32, the lowest 32 rows. Wide enough to outlive JPEG."""

_STRIPE_PX = 160
_HAIR, _SKIN, _SHADE, _LIPS, _COAT = (38, 30, 30), (226, 184, 154), (196, 148, 122), (176, 92, 88), (58, 86, 112)


def draw_frames(count: int = 60) -> Sequence[bytes]:
    """`count` JPEG pictures of 640×480 that can be looped; at 15 a second 60 of them are four seconds."""
    if not 1 <= count <= 1 << COUNTER_BITS:
        raise ValueError(f"the counter has {COUNTER_BITS} bits")
    return [_jpeg(draw_frame(number, count)) for number in range(count)]


def draw_frame(number: int, count: int) -> Image.Image:
    """Picture `number` of a loop of `count`."""
    turn = 2 * math.pi * number / count
    picture = _background(turn)
    resident = _resident(blinks=count - 2 <= number % count)
    sway_x, sway_y = round(10 * math.sin(turn)), round(4 * math.sin(2 * turn))
    picture.paste(resident, (sway_x, sway_y), resident)
    pen = ImageDraw.Draw(picture)
    pen.text((WIDTH_PX - 76, HEIGHT_PX - 32), f"{number:03d}", fill="white", font=ImageFont.load_default(size=26))
    for bit in range(COUNTER_BITS):
        white = number >> (COUNTER_BITS - 1 - bit) & 1
        left, top = bit * COUNTER_BLOCK_PX, HEIGHT_PX - COUNTER_BLOCK_PX
        pen.rectangle((left, top, left + COUNTER_BLOCK_PX - 1, HEIGHT_PX - 1), fill="white" if white else "black")
    return picture


def _background(turn: float) -> Image.Image:
    shift = round(_STRIPE_PX * turn / (2 * math.pi))
    return _stripes().crop((_STRIPE_PX - shift, 0, _STRIPE_PX - shift + WIDTH_PX, HEIGHT_PX))


@functools.cache
def _stripes() -> Image.Image:
    wide = Image.new("RGB", (WIDTH_PX + _STRIPE_PX, HEIGHT_PX), (168, 190, 196))
    pen = ImageDraw.Draw(wide)
    for left in range(0, WIDTH_PX + _STRIPE_PX, _STRIPE_PX):
        pen.rectangle((left, 0, left + _STRIPE_PX // 2, HEIGHT_PX), fill=(150, 176, 184))
    return wide.filter(ImageFilter.GaussianBlur(6))


@functools.cache
def _resident(*, blinks: bool) -> Image.Image:
    layer = Image.new("RGBA", (WIDTH_PX, HEIGHT_PX))
    pen = ImageDraw.Draw(layer)
    pen.rounded_rectangle((160, 390, 480, 620), 90, fill=_COAT)
    pen.polygon([(270, 395), (370, 395), (320, 450)], fill=(236, 236, 230))
    pen.rectangle((286, 340, 354, 410), fill=_SHADE)
    pen.ellipse((202, 62, 438, 330), fill=_HAIR)
    pen.ellipse((206, 200, 236, 266), fill=_SHADE)
    pen.ellipse((404, 200, 434, 266), fill=_SHADE)
    pen.ellipse((222, 90, 418, 378), fill=_SKIN)
    pen.chord((216, 70, 424, 234), 188, 325, fill=_HAIR)
    pen.chord((216, 70, 424, 234), 215, 352, fill=_HAIR)
    for centre in (276, 364):
        pen.arc((centre - 34, 176, centre + 34, 216), 205, 335, fill=_HAIR, width=7)
        if blinks:
            pen.arc((centre - 22, 208, centre + 22, 236), 20, 160, fill=_HAIR, width=5)
            continue
        pen.ellipse((centre - 25, 212, centre + 25, 240), fill=(244, 240, 236), outline=_HAIR, width=2)
        pen.ellipse((centre - 13, 213, centre + 13, 239), fill=(52, 36, 28))
        pen.ellipse((centre - 3, 217, centre + 5, 225), fill="white")
    pen.polygon([(316, 226), (324, 226), (342, 284), (298, 284)], fill=(214, 168, 140))
    pen.ellipse((296, 270, 344, 294), fill=(210, 160, 132))
    pen.ellipse((302, 281, 315, 291), fill=(120, 76, 64))
    pen.ellipse((325, 281, 338, 291), fill=(120, 76, 64))
    pen.chord((276, 296, 364, 346), 20, 160, fill=_LIPS)
    pen.arc((272, 286, 368, 338), 24, 156, fill=(120, 56, 56), width=4)
    return layer.filter(ImageFilter.GaussianBlur(1.6))


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
