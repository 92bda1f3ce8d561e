"""Owns a simulated person's head: its shape in three dimensions, and pictures of it from any side.

A head is a cloud of some 300,000 coloured points with normals, dense enough that no gap shows. It is turned, seen in
perspective, lit, and drawn from back to front.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from drivers.camera.simulated_people import Person
from drivers.camera.simulated_skin import (
    BOTTOM,
    EYES_Y,
    LEFT,
    MOUTH_Y,
    NOSE_Y,
    SCALE_PX,
    TOP,
    Plane,
    bump,
    draw_skin,
)

_POINTS = 560
"""Along each of both directions."""
_ROUND = 0.82
"""Exponent of the outline from above: below 1 a face is flatter in front than an ellipse."""
_EYE_DISTANCE = 9.0
"""Of the camera, in halves of a face's width: about 60 cm."""
HEIGHT_UNITS = 3.0
"""A head from chin to crown, with hair."""

Points = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Light:
    towards: tuple[float, float, float] = (-0.18, 0.42, 0.89)
    ambient: float = 0.48
    strength: float = 0.88


class Head:
    """Takes about half a second to make."""

    def __init__(self, person: Person) -> None:
        self.person = person
        x, y, z = _shape(person)
        skin = draw_skin(person)
        columns = np.clip((x / person.width - LEFT) * SCALE_PX, 0, skin.shape[1] - 1).astype(int)
        rows = np.clip((TOP - y / person.length) * SCALE_PX, 0, skin.shape[0] - 1).astype(int)
        places, colours, normals = [_flat(x, y, z)], [skin[rows, columns].reshape(-1, 3)], [_normals(x, y, z)]
        for side in (-1, 1):
            ear, tone = _ear(person, side)
            places.append(ear)
            colours.append(tone)
            normals.append(np.tile(np.array([side * 0.5, 0, 0.85]), (len(ear), 1)))
        self._places: Points = np.vstack(places).astype(np.float32)
        self._colours: Points = np.vstack(colours).astype(np.float32)
        self._normals: Points = np.vstack(normals).astype(np.float32)

    def picture(
        self, height_px: int, yaw_deg: float = 0.0, pitch_deg: float = 0.0, light: Light | None = None
    ) -> Image.Image:
        """RGBA, the head `height_px` high in the middle; positive yaw turns it to the right of the picture."""
        light = light or Light()
        # drawn larger by a fifth and made smaller: smooth edges
        scale = height_px * 1.2 / HEIGHT_UNITS
        turn = _rotation(yaw_deg, pitch_deg)
        places, normals = _turned(self._places, turn), _turned(self._normals, turn)
        nearer = _EYE_DISTANCE / (_EYE_DISTANCE - places[:, 2])
        side = int(3.4 * scale)
        columns = (side / 2 + places[:, 0] * nearer * scale).astype(int)
        rows = (side / 2 - places[:, 1] * nearer * scale).astype(int)
        inside = (columns >= 0) & (columns < side) & (rows >= 0) & (rows < side)
        seen = np.flatnonzero(inside & (normals[:, 2] > -0.15))
        depths = places[seen, 2]
        # to 16 bits, finer than a pixel, which are sorted in linear time
        steps = ((depths - depths.min()) * (65535 / np.ptp(depths))).astype(np.uint16)
        order = seen[np.argsort(steps, kind="stable")]
        # of several points in one pixel the last one stays: the nearest
        nearest = np.full(side * side, -1, np.int32)
        nearest[rows[order] * side + columns[order]] = order
        filled = np.flatnonzero(nearest >= 0)
        points = nearest[filled]
        picture = np.zeros((side * side, 4), np.uint8)
        picture[filled, :3] = self._lit(points, normals[points], light)
        picture[filled, 3] = 255
        final = round(side / 1.2)
        return Image.fromarray(picture.reshape(side, side, 4)).resize((final, final), Image.Resampling.BILINEAR)

    def _lit(self, points: NDArray[np.int32], normals: Points, light: Light) -> NDArray[np.uint8]:
        towards = np.array(light.towards, np.float32)
        towards /= np.linalg.norm(towards)
        half = towards + np.array([0, 0, 1], np.float32)
        half /= np.linalg.norm(half)
        bright = light.ambient + (1 - light.ambient) * 1.15 * np.clip(_turned(normals, towards), 0, 1)
        bright += 0.10 * np.clip(normals[:, 2], 0, 1)
        gloss = 16 * np.clip(_turned(normals, half), 0, 1) ** 28
        colours = (self._colours[points] * bright[:, None] + gloss[:, None]) * light.strength
        return np.asarray(np.clip(colours, 0, 255), np.uint8)


def _turned(points: Points, turn: Points) -> Points:
    """Each point times a matrix of rows, or a vector.

    By `einsum`, in this thread: the threads of a matrix product wait for each other a tenth of a second where another
    process has the other core (measured).
    """
    return np.asarray(np.einsum("ij,...j->i...", points, turn), np.float32)


def _rotation(yaw_deg: float, pitch_deg: float) -> Points:
    yaw, pitch = np.radians([yaw_deg, pitch_deg])
    about_y = [[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]]
    about_x = [[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]]
    return (np.array(about_x) @ np.array(about_y)).astype(np.float32)


def _profile(y: Plane, corners: Sequence[tuple[float, float]]) -> Plane:
    """A smooth line through corners of (y, value)."""
    places, values = zip(*corners, strict=True)
    fine = np.linspace(-1.6, 1.7, 400)
    window = np.hanning(31)
    smooth = np.convolve(np.pad(np.interp(fine, places, values), 15, "edge"), window / window.sum(), "valid")
    return np.interp(y, fine, smooth)


def _shape(person: Person) -> tuple[Plane, Plane, Plane]:
    y = np.linspace(BOTTOM + 0.08, TOP - 0.1, _POINTS)[:, None]
    # evenly spaced in x near the middle, where the power below would leave gaps
    even = np.linspace(-1, 1, _POINTS)[None, :]
    angle = np.sign(even) * np.abs(even) ** (1 / _ROUND) * 1.95
    jaw = [(-1.45, 0.02), (-1.36, 0.22), (-1.2, person.chin), (-0.75, person.jaw), (-0.1, 0.96 + person.cheek)]
    crown = [(0.3, 1.0), (0.7, 0.97), (1.1, 0.82), (1.35, 0.5), (1.5, 0.08)]
    depth = [(-1.45, 0.35), (-1.36, 0.62), (-1.2, 0.92), (-0.75, 1.0), (-0.1, 1.03), (0.3, 1.02), (0.6, 1.08)]
    depth += [(1.0, 0.98), (1.3, 0.6), (1.5, 0.1)]
    across = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** _ROUND
    ahead = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** _ROUND
    x = _profile(y, jaw + crown) * person.width * across
    z = _profile(y, depth) * ahead
    full = y + 0 * angle
    return x, full * person.length, z + _features(person, x, full) * np.clip(np.cos(angle), 0, 1)


def _features(person: Person, x: Plane, y: Plane) -> Plane:
    """What stands out of the plain head, or lies in it."""
    tip = NOSE_Y - person.nose_l
    along = np.clip((0.32 - y) / (0.32 - tip), 0, 1.25)
    ridge = np.where(y > tip, along**1.25, np.clip(1 - (tip - y) / 0.13, 0, 1) ** 0.8)
    out = person.nose_h * ridge * np.exp(-((np.abs(x) / (0.085 + 0.09 * along)) ** 2.2))
    for side in (-1, 1):
        out += 0.12 * bump(x, y, (side * person.nose_w * 0.8, tip - 0.03), (0.09, 0.09))
        out -= 0.13 * bump(x, y, (side * 0.40, EYES_Y), (0.24, 0.15))
        out += 0.06 * bump(x, y, (side * person.eye_x, EYES_Y), (0.16, 0.09))
        out += 0.05 * bump(x, y, (side * 0.42, 0.46), (0.33, 0.08))
        out += 0.07 * bump(x, y, (side * 0.58, -0.15), (0.26, 0.22))
    out += 0.10 * bump(x, y, (0, -0.60), (0.30, 0.07)) + 0.12 * bump(x, y, (0, -0.74), (0.26, 0.07))
    out -= 0.05 * bump(x, y, (0, -0.90), (0.30, 0.06))
    return out + 0.13 * bump(x, y, (0, -1.12), (0.24, 0.13)) + 0.04 * bump(x, y, (0, MOUTH_Y), (0.5, 0.3))


def _flat(x: Plane, y: Plane, z: Plane) -> Plane:
    return np.stack([x, y, z], -1).reshape(-1, 3)


def _normals(x: Plane, y: Plane, z: Plane) -> Plane:
    along = np.stack([np.gradient(part, axis=1) for part in (x, y, z)], -1)
    up = np.stack([np.gradient(part, axis=0) for part in (x, y, z)], -1)
    normals = np.cross(along, up).reshape(-1, 3)
    return np.asarray(normals / (np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9), np.float64)


def _ear(person: Person, side: int) -> tuple[Plane, Plane]:
    angle, out = np.meshgrid(np.linspace(0, 2 * np.pi, 220), np.linspace(0, 1, 120))
    x = side * (0.97 * person.width + 0.13 * out * np.abs(np.sin(out * 2.5)))
    y = (0.05 + 0.27 * out * np.sin(angle)) * person.length
    z = -0.05 + 0.14 * out * np.cos(angle)
    tone = np.array(person.skin) * np.where((out > 0.55) & (out < 0.75), 0.72, 0.92)[..., None]
    return _flat(x, y, z), tone.reshape(-1, 3)
