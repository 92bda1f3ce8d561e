"""Owns the search for a QR code in a picture."""

from __future__ import annotations

import numpy as np

from drivers.camera.cv import cv2
from drivers.camera.lines import CODE_LIMIT
from drivers.camera.sources import Picture

LONGEST_SIDE_PX = 1280
"""A code that fills a fifth of a picture this wide has four pixels a module at version 10."""


class CodeFinder:
    """Takes OpenCV's two ways of finding a code in turn: each reads some that the other does not (of 30 turned codes
    of 3.4 pixels a module 28 and 21; larger ones both)."""

    def __init__(self) -> None:
        self._ways = [cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()]

    def find(self, picture: Picture) -> str | None:
        """The text of a code in the picture, None when there is none that can be read."""
        height, width = picture.shape[:2]
        scale = min(1.0, LONGEST_SIDE_PX / max(height, width))
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        if scale < 1.0:
            grey = cv2.resize(grey, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
        try:
            self._ways.reverse()
            text, _, _ = self._ways[0].detectAndDecode(np.ascontiguousarray(grey))
        except (cv2.error, UnicodeDecodeError):
            return None
        return text if 0 < len(text) <= CODE_LIMIT else None
