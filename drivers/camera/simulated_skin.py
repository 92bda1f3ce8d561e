"""Draws the skin of a simulated head, unrolled to the front: skin, eyes, brows, nose, mouth, beard, hair, glasses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from drivers.camera.simulated_people import Colour, Person

LEFT, BOTTOM, RIGHT, TOP = -1.15, -1.5, 1.15, 1.6
"""The piece of the face's plane that is drawn; 0, 0 is between nose and eyes, y goes up."""
SCALE_PX = 300
"""Pixels a unit."""
EYES_Y, NOSE_Y, MOUTH_Y = 0.2, -0.24, -0.68
_WIDTH, _HEIGHT = int((RIGHT - LEFT) * SCALE_PX), int((TOP - BOTTOM) * SCALE_PX)
_LINE = SCALE_PX / 100

Plane: TypeAlias = NDArray[np.float64]
Place = tuple[float, float]


def draw_skin(person: Person) -> NDArray[np.uint8]:
    """Rows × columns × red, green, blue, from `TOP` down and from `LEFT`."""
    grain = np.random.default_rng(person.seed)
    rows, columns = np.mgrid[0:_HEIGHT, 0:_WIDTH]
    x, y = columns / SCALE_PX + LEFT, TOP - rows / SCALE_PX
    colours = _shades(person, x, y, grain)
    picture = Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))
    for side in (-1, 1):
        _eye(picture, person, side)
        _brow(picture, person, side)
    _nose(picture, person)
    _mouth(picture, person)
    colours = _with_hair(np.asarray(picture).astype(np.float64), person, x, y, grain)
    picture = Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))
    if person.glasses:
        _glasses(picture, person)
    return np.asarray(picture, np.uint8)


def bump(x: Plane, y: Plane, at: Place, size: Place) -> Plane:
    """1 at a place, falling off in all directions."""
    return np.exp(-(((x - at[0]) / size[0]) ** 2) - ((y - at[1]) / size[1]) ** 2)


def _noise(grain: np.random.Generator, size: int, strength: float) -> Plane:
    coarse = grain.normal(size=(_HEIGHT // size + 2, _WIDTH // size + 2)).astype(np.float32)
    fine = Image.fromarray(coarse).resize((_WIDTH, _HEIGHT), Image.Resampling.BICUBIC)
    return np.asarray(fine, np.float64)[..., None] * strength


def _shades(person: Person, x: Plane, y: Plane, grain: np.random.Generator) -> Plane:
    skin = np.array(person.skin, np.float64)
    colours = np.ones((_HEIGHT, _WIDTH, 3)) * skin
    colours += _noise(grain, 35, 3) * np.array([1, 0.8, 0.7]) + _noise(grain, 7, 1.5) + _noise(grain, 2, 2)

    def tint(mask: Plane, colour: NDArray[np.float64], part: float) -> None:
        nonlocal colours
        share = mask[..., None] * part
        colours = colours * (1 - share) + colour * share

    red = np.clip(skin * (1.02, 0.80, 0.78), 0, 255)
    tint(bump(x, y, (0, -0.22), (0.2, 0.16)), red, person.blush * 0.8)
    for side in (-1, 1):
        tint(bump(x, y, (side * 0.55, -0.2), (0.28, 0.25)), red, person.blush)
        tint(bump(x, y, (side * 0.42, 0.22), (0.33, 0.2)), skin * 0.72, 0.45)
        tint(bump(x, y, (side * 0.42, 0.06), (0.24, 0.05)), skin * 0.62, person.bag)
        fold = np.exp(-(((x * side - 0.30 - (-0.05 - y) * 0.45) / 0.035) ** 2)) * (y < -0.15) * (y > -0.72)
        tint(fold, skin * 0.55, 0.5 * person.age)
        for line in range(3):
            crow = np.exp(-(((y - 0.22 + (line - 1) * 0.09 * (x * side - 0.68) / 0.15) / 0.014) ** 2))
            tint(crow * (x * side > 0.68) * (x * side < 0.86), skin * 0.55, 0.4 * person.age)
    for line in range(3):
        wrinkle = np.exp(-(((y - 0.64 - line * 0.09 - 0.03 * np.cos(x * 3)) / 0.014) ** 2)) * (abs(x) < 0.5)
        tint(wrinkle, skin * 0.55, 0.35 * person.age)
    stubble = np.clip(_noise(grain, 2, 0.35)[..., 0] + 0.75, 0, 1)
    hair = np.array(person.hair, np.float64) * 1.1
    edge = y + 0.36 + 0.19 * np.cos(np.clip(x, -1, 1) * 1.7) - 0.3 * abs(x) ** 2
    beard = 1 / (1 + np.exp(np.clip(edge / 0.05, -60, 60))) * (1 - bump(x, y, (0, MOUTH_Y), (0.30, 0.10)))
    tint(np.clip(beard * stubble, 0, 1), hair, person.beard)
    moustache = np.clip(bump(x, y, (0, -0.545), (0.30, 0.055)) * 1.6, 0, 1)
    tint(moustache * stubble, hair, person.moustache)
    return colours


def _with_hair(colours: Plane, person: Person, x: Plane, y: Plane, grain: np.random.Generator) -> Plane:
    line = person.hairline - 0.12 * x**2 * (-1 if person.hairstyle == 1 else 1)
    if person.hairstyle == 1:
        line += 0.25 * np.exp(-(((abs(x) - 0.55) / 0.18) ** 2))
    elif person.hairstyle == 2:
        line -= 0.38 * np.exp(-(((x - 0.35) / 0.5) ** 2))
    elif person.hairstyle == 3:
        line -= 0.34
    line = np.where(abs(x) > 0.80, line - (abs(x) - 0.80) * 5.5, line)
    share = (1 / (1 + np.exp(np.clip((line - y) / 0.02, -60, 60))))[..., None]
    strands = Image.fromarray(grain.normal(size=(8, _WIDTH // 2)).astype(np.float32))
    streaks = np.asarray(strands.resize((_WIDTH, _HEIGHT), Image.Resampling.BICUBIC), np.float64)[..., None] * 16
    return colours * (1 - share) + (np.array(person.hair) + _noise(grain, 3, 14) + streaks) * share


def _px(place: Place) -> Place:
    return (place[0] - LEFT) * SCALE_PX, (TOP - place[1]) * SCALE_PX


def _shade(colour: Colour, part: float) -> Colour:
    red, green, blue = (max(0, min(255, int(value * part))) for value in colour)
    return red, green, blue


def _paste(picture: Image.Image, shape: Image.Image, colour: Colour, blur: float) -> None:
    picture.paste(colour, (0, 0, _WIDTH, _HEIGHT), shape.filter(ImageFilter.GaussianBlur(blur * _LINE)))


def _polygon(places: Sequence[Place], fill: int) -> Image.Image:
    shape = Image.new("L", (_WIDTH, _HEIGHT))
    ImageDraw.Draw(shape).polygon([_px(place) for place in places], fill=fill)
    return shape


def _dot(pen: ImageDraw.ImageDraw, at: Place, radius: Place, fill: Colour | int) -> None:
    x, y = _px(at)
    wide, high = radius[0] * SCALE_PX, radius[1] * SCALE_PX
    pen.ellipse((x - wide, y - high, x + wide, y + high), fill=fill)


def _eye(picture: Image.Image, person: Person, side: int) -> None:
    x, wide, high = side * person.eye_x, person.eye_w, person.eye_h
    angles = np.linspace(0, np.pi, 30)
    slope = person.slant * side * wide
    upper = [(x - wide * np.cos(a), EYES_Y + high * np.sin(a) ** 0.8 - slope * np.cos(a)) for a in angles]
    lower = [(x + wide * np.cos(a), EYES_Y - high * 0.75 * np.sin(a) + slope * np.cos(a)) for a in angles]
    ball = Image.new("RGB", picture.size, (232, 226, 220))
    pen = ImageDraw.Draw(ball)
    size, at = high * 0.98, (x, EYES_Y + high * 0.1)
    _dot(pen, at, (size, size), person.iris)
    _dot(pen, at, (size * 0.45, size * 0.45), (8, 6, 6))
    _dot(pen, (at[0] + size * 0.3, at[1] + size * 0.4), (size * 0.15, size * 0.15), (250, 250, 250))
    picture.paste(ball, (0, 0), _polygon([*upper, *lower], 255).filter(ImageFilter.GaussianBlur(0.4 * _LINE)))
    pen = ImageDraw.Draw(picture)
    pen.line([_px(place) for place in upper], fill=_shade(person.hair, 0.8), width=int(SCALE_PX * 0.028))
    lid = [_px((place[0], place[1] + high * 0.55)) for place in upper[3:-3]]
    pen.line(lid, fill=_shade(person.skin, 0.62), width=int(SCALE_PX * 0.012))
    pen.line([_px(place) for place in lower], fill=_shade(person.skin, 0.55), width=int(SCALE_PX * 0.01))


def _brow(picture: Image.Image, person: Person, side: int) -> None:
    upper, lower = [], []
    for part in np.linspace(0, 1, 20):
        x = side * (person.eye_x - 0.25 + part * 0.52)
        y = person.brow_y + 0.07 * np.sin(part * np.pi * 0.75) + person.brow_tilt * (part - 0.5)
        half = 0.05 * person.brow * (1 - 0.65 * part) + 0.008
        upper.append((x, y + half))
        lower.append((x, y - half))
    _paste(picture, _polygon([*upper, *lower[::-1]], 235), person.hair, 0.8)


def _nose(picture: Image.Image, person: Person) -> None:
    shape = Image.new("L", picture.size)
    pen = ImageDraw.Draw(shape)
    tip = NOSE_Y - person.nose_l
    for side in (-1, 1):
        _dot(pen, (side * person.nose_w * 0.5, tip - 0.075), (0.055, 0.028), 220)
        middle = side * person.nose_w * 0.95
        begin, end = (-70, 80) if side > 0 else (110, 260)
        box = (*_px((middle - 0.09, tip + 0.1)), *_px((middle + 0.09, tip - 0.09)))
        pen.arc(box, begin, end, fill=120, width=int(SCALE_PX * 0.02))
    _paste(picture, shape, _shade(person.skin, 0.38), 1)


def _mouth(picture: Image.Image, person: Person) -> None:
    wide, high = person.lip_w, person.lip_h
    xs = np.linspace(-wide, wide, 40)
    arch = 1 - (xs / wide) ** 2
    upper = list(zip(xs, MOUTH_Y + high * arch**0.7 * (1 - 0.25 * np.exp(-((xs / 0.06) ** 2))), strict=True))
    lower = list(zip(xs, MOUTH_Y - high * 1.25 * arch**0.8, strict=True))
    wave = 0.012 * np.cos(xs / wide * np.pi * 2) - 0.02 * (xs / wide) ** 2
    middle = list(zip(xs, MOUTH_Y + wave, strict=True))
    _paste(picture, _polygon([*upper, *lower[::-1]], 255), person.lip, 0.8)
    _paste(picture, _polygon([*upper, *middle[::-1]], 110), _shade(person.lip, 0.72), 0.6)
    line = Image.new("L", picture.size)
    ImageDraw.Draw(line).line([_px(place) for place in middle], fill=255, width=int(SCALE_PX * 0.022))
    _paste(picture, line, _shade(person.lip, 0.35), 0.4)


def _glasses(picture: Image.Image, person: Person) -> None:
    pen = ImageDraw.Draw(picture)
    thick = person.glasses == 2
    colour, line = ((70, 34, 20), 0.055) if thick else ((30, 28, 30), 0.03)
    width = int(SCALE_PX * line)
    for side in (-1, 1):
        x, y = _px((side * person.eye_x, 0.17))
        box = (x - SCALE_PX * 0.33, y - SCALE_PX * 0.22, x + SCALE_PX * 0.33, y + SCALE_PX * 0.22)
        pen.rounded_rectangle(box, SCALE_PX * (0.08 if thick else 0.2), outline=colour, width=width)
        pen.line([_px((side * (person.eye_x + 0.33), 0.22)), _px((side * 1.1, 0.25))], fill=colour, width=width)
    bridge = person.eye_x - 0.33
    pen.line([_px((-bridge, 0.22)), _px((bridge, 0.22))], fill=colour, width=width)
