"""Draws a photo that somebody holds before the camera instead of a face: flat or bent, and turned."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

WIDE_MM = 150.0
"""A print about as wide as a head."""
_DISTANCE_MM = 600.0


def held_up(photo: Image.Image, turned_deg: float, bent_mm: float | None) -> Image.Image:
    """The photo as RGBA in perspective, turned about its upright axis, bent to a radius of `bent_mm` (None: flat).

    Its middle stays in the middle.
    """
    source = np.asarray(photo.convert("RGB"))
    height, width = source.shape[:2]
    scale = WIDE_MM / width
    along = np.linspace(-WIDE_MM / 2, WIDE_MM / 2, 4 * width)
    if bent_mm is None:
        x, z = along, np.zeros_like(along)
    else:
        x, z = bent_mm * np.sin(along / bent_mm), bent_mm * (np.cos(along / bent_mm) - 1)
    angle = math.radians(turned_deg)
    across, ahead = x * math.cos(angle) + z * math.sin(angle), z * math.cos(angle) - x * math.sin(angle)
    nearer = _DISTANCE_MM / (_DISTANCE_MM - ahead)
    seen = across * nearer / scale + width / 2
    # what turns away is hidden: only the run in which the picture goes on to the right is seen
    forward = np.flatnonzero(np.gradient(seen) > 0)
    columns = np.arange(width)
    places = np.interp(columns, seen[forward], along[forward], left=math.nan, right=math.nan)
    size = np.interp(columns, seen[forward], nearer[forward])
    rows = (np.arange(height)[:, None] - height / 2) / size[None, :] + height / 2
    column = np.where(np.isnan(places), 0, (places + WIDE_MM / 2) / scale)[None, :] + 0 * rows
    inside = ~np.isnan(places)[None, :] & (rows >= 0) & (rows < height)
    picture = np.zeros((height, width, 4), np.uint8)
    picture[..., :3] = source[np.clip(rows, 0, height - 1).astype(int), np.clip(column, 0, width - 1).astype(int)]
    picture[..., 3] = np.where(inside, 255, 0)
    return Image.fromarray(picture)
